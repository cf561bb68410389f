import Foundation
import TextFormats

/// Problems as JSON: what `baton check --format json` prints, and what `--baseline` reads.
public struct JSONReport: Decodable, Sendable {
  /// One problem.
  public struct Entry: Decodable, Sendable {
    /// The stable name of its kind.
    public var code: String
    /// `error`, `warning` or `note`.
    public var severity: String
    /// What is wrong.
    public var message: String
    /// The file, relative to the content folder; `nil` when it is about none.
    public var file: String?
    /// The line, from 1.
    public var line: Int?
    /// The column in characters, from 1.
    public var column: Int?
    /// One past the last column in characters, on the same line.
    public var endColumn: Int?
    /// What to write instead of what stands there.
    public var suggestion: String?
    /// What to do.
    public var help: String?
    /// Other places that belong to the problem.
    public var related: [Place]?
  }

  /// Another place, and why it matters.
  public struct Place: Decodable, Sendable {
    /// Why it matters.
    public var message: String
    /// The file, relative to the content folder.
    public var file: String
    /// The line, from 1.
    public var line: Int
  }

  /// How many problems there are of each severity, and how many documents.
  public struct Summary: Decodable, Sendable {
    /// How many errors.
    public var errors: Int
    /// How many warnings.
    public var warnings: Int
    /// How many notes.
    public var notes: Int
    /// How many documents were read.
    public var documents: Int
  }

  /// The problems, in order.
  public var diagnostics: [Entry]
  /// Their number.
  public var summary: Summary

  /// The report of some problems.
  public init(_ diagnostics: [Diagnostic], documents: Int) {
    self.diagnostics = diagnostics.map(Entry.init)
    let count = ProblemCount(diagnostics)
    summary = Summary(errors: count.errors, warnings: count.warnings, notes: count.notes, documents: documents)
  }

  /// Reads a report that `baton check --format json` printed.
  ///
  /// - Throws: `DecodingError` when it is none.
  public init(reading bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(JSONReport.self, from: Data(bytes))
  }

  /// The report as text: a problem a line, and a line end behind it.
  public func text() -> [UInt8] {
    var json = JSONWriter()
    json.write("{\"diagnostics\": ")
    json.write(lines: diagnostics) { json, entry in entry.write(to: &json) }
    json.write(",\n\"summary\": {\"errors\": ")
    json.write(summary.errors)
    json.write(", \"warnings\": ")
    json.write(summary.warnings)
    json.write(", \"notes\": ")
    json.write(summary.notes)
    json.write(", \"documents\": ")
    json.write(summary.documents)
    json.write("}}\n")
    return json.bytes
  }
}

extension JSONReport.Entry {
  /// A problem as it leaves the program.
  init(_ diagnostic: Diagnostic) {
    self.init(
      code: diagnostic.code.rawValue, severity: diagnostic.severity.rawValue, message: diagnostic.message,
      file: diagnostic.range?.file, line: diagnostic.range?.start.line, column: diagnostic.characterColumn,
      endColumn: diagnostic.characterEndColumn, suggestion: diagnostic.suggestion, help: diagnostic.help,
      related: diagnostic.related.isEmpty
        ? nil
        : diagnostic.related.map {
          JSONReport.Place(message: $0.message, file: $0.range.file, line: $0.range.start.line)
        })
  }

  /// Writes every key, `null` where nothing is known; only `related` may be missing.
  fileprivate func write(to json: inout JSONWriter) {
    json.write("{\"code\": ")
    json.write(string: code)
    json.write(", \"severity\": ")
    json.write(string: severity)
    json.write(", \"message\": ")
    json.write(string: message)
    json.write(", \"file\": ")
    json.write(string: file)
    json.write(", \"line\": ")
    json.write(line)
    json.write(", \"column\": ")
    json.write(column)
    json.write(", \"endColumn\": ")
    json.write(endColumn)
    json.write(", \"suggestion\": ")
    json.write(string: suggestion)
    json.write(", \"help\": ")
    json.write(string: help)
    for (number, place) in (related ?? []).enumerated() {
      json.write(number == 0 ? ", \"related\": [{\"message\": " : ", {\"message\": ")
      json.write(string: place.message)
      json.write(", \"file\": ")
      json.write(string: place.file)
      json.write(", \"line\": ")
      json.write(place.line)
      json.write("}")
    }
    json.write(related?.isEmpty == false ? "]}" : "}")
  }
}

/// A value as JSON that people can read and compare: keys sorted, a line end behind it.
///
/// - Throws: what the encoder throws.
public func encodedJSON(_ value: some Encodable) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
}
