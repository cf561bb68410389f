import Foundation
import TestSupport

@testable import LanguageServer

/// An editor that says all that it has to say, and then reads what it was told.
struct ScriptedEditor {
  let folder: TemporaryFolder
  /// What it says that it can do.
  var capabilities: [String: Any] = [
    "workspace": ["workspaceEdit": ["documentChanges": true, "resourceOperations": ["create", "rename", "delete"]]]
  ]
  private var messages: [[String: Any]] = []

  /// An editor that has a folder open, whose handbook stands in `book`.
  init(_ files: String) throws { folder = try TemporaryFolder(files) }

  func uri(_ file: String) -> String { URL(fileURLWithPath: folder.path + "/book/" + file).absoluteString }

  func text(_ file: String) -> String { folder.text(of: "book/" + file) ?? "" }

  mutating func notify(_ method: String, _ parameters: [String: Any]) {
    messages.append(["jsonrpc": "2.0", "method": method, "params": parameters])
  }

  mutating func open(_ file: String, _ text: String) {
    notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri(file), "languageId": "markdown", "version": 1, "text": text] as [String: Any]])
  }

  /// Asks for something at a place of a file.
  mutating func ask(_ method: String, _ file: String, line: Any, character: Any, _ more: [String: Any] = [:]) {
    var parameters = more
    parameters["textDocument"] = ["uri": uri(file)]
    parameters["position"] = ["line": line, "character": character]
    messages.append(["jsonrpc": "2.0", "id": messages.count, "method": "textDocument/" + method, "params": parameters])
  }

  /// Asks for something at the last place of a needle.
  mutating func ask(_ method: String, _ file: String, at needle: String, _ more: [String: Any] = [:]) {
    let text = text(file)
    let before = text.range(of: needle, options: .backwards).map { text[..<$0.lowerBound] } ?? ""
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    ask(method, file, line: lines.count - 1, character: lines.last?.utf16.count ?? 0, more)
  }

  /// All that the server says to this.
  func run() throws -> [[String: Any]] {
    let root = URL(fileURLWithPath: folder.path).absoluteString
    let start: [[String: Any]] = [
      ["id": "start", "method": "initialize", "params": ["rootUri": root, "capabilities": capabilities]],
      ["method": "initialized", "params": [:] as [String: Any]],
    ]
    var input = Data()
    for message in start + messages {
      let body = try JSONSerialization.data(withJSONObject: message)
      input += Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
    let talk = try TemporaryFolder()
    try talk.write(input, to: "in")
    try talk.write("", to: "out")
    let server = LanguageServer(
      content: "book", jobs: 1, input: try FileHandle(forReadingFrom: URL(fileURLWithPath: talk.path + "/in")),
      output: try FileHandle(forWritingTo: URL(fileURLWithPath: talk.path + "/out")))
    _ = server.run()
    var reader = MessageReader(try FileHandle(forReadingFrom: URL(fileURLWithPath: talk.path + "/out")))
    var answers: [[String: Any]] = []
    while case .message(let message) = reader.next() { answers.append(message.object) }
    return answers
  }

  /// What the server answers to the last question.
  func answer() throws -> [String: Any] {
    try run().last { $0["id"] as? Int != nil } ?? [:]
  }
}

/// The text that edits of the protocol make of one, each about the text as it was.
func edited(_ text: String, _ edits: [[String: Any]]) -> String {
  var text = OpenText(Array(text.utf8))
  for edit in edits.reversed() {
    text.apply([["range": edit["range"] ?? [:], "text": edit["newText"] ?? ""]])
  }
  return String(decoding: text.bytes, as: UTF8.self)
}
