import Snapshot
import TextFormats

/// Problems in the Static Analysis Results Interchange Format, version 2.1.0, as OASIS defines it: what code hosts and editors read.
/// Columns count Unicode code points.
///
/// - Parameters:
///   - folder: what stands before the files: the content folder as seen from the repository's root.
///   - version: the program's version.
/// - Throws: what the encoder throws; with these types it has no reason to.
public func sarifReport(_ diagnostics: [Diagnostic], folder: String, version: String) throws -> [UInt8] {
  let codes = DiagnosticCode.allCases
  let indices = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
  let results = diagnostics.map { SARIF.Result($0, rule: indices[$0.code] ?? 0, folder: folder) }
  return try encodedJSON(
    SARIF(runs: [
      SARIF.Run(
        tool: SARIF.Tool(driver: SARIF.Driver(version: version, rules: codes.map(SARIF.Rule.init))), results: results)
    ]))
}

/// The part of the format that Baton writes; names are the format's own.
private struct SARIF: Encodable {
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var version = "2.1.0"
  var runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  struct Run: Encodable {
    var tool: Tool
    var columnKind = "unicodeCodePoints"
    /// Where the base lies is left to who reads the report: it is another folder on every machine.
    var originalUriBaseIds = [
      ArtifactLocation.base: Base(description: Text(text: "The folder that Baton was started in."))
    ]
    var results: [Result]
  }

  struct Tool: Encodable { var driver: Driver }

  struct Driver: Encodable {
    var name = "Baton"
    var version: String
    var rules: [Rule]
  }

  struct Text: Encodable { var text: String }

  struct Base: Encodable { var description: Text }

  struct Rule: Encodable {
    var id: String
    var shortDescription: Text
    var fullDescription: Text
    var defaultConfiguration: Configuration

    init(_ code: DiagnosticCode) {
      id = code.rawValue
      shortDescription = Text(text: code.summary)
      fullDescription = Text(text: code.reason)
      defaultConfiguration = Configuration(level: code.defaultSeverity.rawValue)
    }
  }

  struct Configuration: Encodable { var level: String }

  struct Result: Encodable {
    var ruleId: String
    var ruleIndex: Int
    var level: String
    var message: Text
    var locations: [Location]
    var relatedLocations: [Location]?
    var partialFingerprints: [String: String]

    init(_ diagnostic: Diagnostic, rule: Int, folder: String) {
      ruleId = diagnostic.code.rawValue
      ruleIndex = rule
      level = diagnostic.severity.rawValue
      message = Text(text: diagnostic.message + (diagnostic.help.map { ": " + $0 } ?? ""))
      locations = diagnostic.range.map { [Location($0, diagnostic, folder: folder)] } ?? []
      relatedLocations =
        diagnostic.related.isEmpty ? nil : diagnostic.related.map { Location($0, folder: folder) }
      let identity = [ruleId, diagnostic.range?.file ?? "", diagnostic.message].joined(separator: "\n")
      partialFingerprints = ["baton/v1": Fingerprint(Array(identity.utf8)).hexadecimal]
    }
  }

  struct Location: Encodable {
    var physicalLocation: PhysicalLocation
    var message: Text?

    init(_ range: SourceRange, _ diagnostic: Diagnostic, folder: String) {
      physicalLocation = PhysicalLocation(
        artifactLocation: ArtifactLocation(range.file, folder: folder),
        region: Region(
          startLine: range.start.line, startColumn: diagnostic.codePointColumn,
          endColumn: diagnostic.codePointEndColumn))
    }

    init(_ related: Diagnostic.Related, folder: String) {
      physicalLocation = PhysicalLocation(
        artifactLocation: ArtifactLocation(related.range.file, folder: folder),
        region: Region(startLine: related.range.start.line))
      message = Text(text: related.message)
    }
  }

  struct PhysicalLocation: Encodable {
    var artifactLocation: ArtifactLocation
    var region: Region
  }

  struct ArtifactLocation: Encodable {
    /// What relative URIs are relative to.
    static let base = "%SRCROOT%"

    var uri: String
    var uriBaseId: String?

    init(_ file: String, folder: String) {
      let path = joinedPath(folder, file)
      uri = (path.hasPrefix("/") ? "file://" : "") + percentEncoded(path)
      uriBaseId = path.hasPrefix("/") ? nil : Self.base
    }
  }

  struct Region: Encodable {
    var startLine: Int
    var startColumn: Int?
    var endColumn: Int?
  }
}
