import Diagnostics
import Foundation
import Site

/// A problem as a fixture lists it, in the columns that people count: those of characters.
struct FoundProblem: Equatable {
  var file: String?
  var line = 0
  var column = 0
  var endColumn = 0
  var severity: String
  var code: String
  var message: String
  /// The text that the columns cut out of the file.
  var marked = ""
  var suggestion: String?
  var help: String?
  var related: [String]

  init(_ entry: JSONReport.Entry, folder: String) {
    func anywhere(_ text: String) -> String { text.replacing(folder, with: "FOLDER") }
    (severity, code, message) = (entry.severity, entry.code, anywhere(entry.message))
    (suggestion, help) = (entry.suggestion, entry.help.map(anywhere))
    related = (entry.related ?? []).map { "\($0.file):\($0.line) \($0.message)" }
    guard let file = entry.file, let line = entry.line, let column = entry.column, let end = entry.endColumn else {
      return
    }
    (self.file, self.line, self.column, self.endColumn) = (file, line, column, end)
    let characters = Array(SourceLine(folder: folder, file: file, line: line).text)
    marked = String(characters.dropFirst(column - 1).prefix(max(0, end - column)))
  }

  /// A few lines that a reviewer can read.
  var description: String {
    var text = file.map { "\($0):\(line):\(column)-\(endColumn) " } ?? ""
    text += "\(severity) \(code): \(message)\n"
    if !marked.isEmpty { text += "  marks: \(marked.replacing("\t", with: "⇥"))\n" }
    if let suggestion { text += "  suggestion: \(suggestion)\n" }
    if let help { text += "  help: \(help)\n" }
    for place in related { text += "  related: \(place)\n" }
    return text
  }
}

/// A line of a file, as an editor shows it.
struct SourceLine {
  var text = ""

  init(folder: String, file: String, line: Int) {
    let path = folder + "/" + file
    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    guard !isLink, let data = FileManager.default.contents(atPath: path), data.count < 1 << 20 else { return }
    let ends = String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let lines = ends.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return }
    text = String(lines[line - 1].drop { line == 1 && $0 == "\u{FEFF}" })
  }
}
