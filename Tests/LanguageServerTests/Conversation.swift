import Foundation
import TestSupport
import Testing

@testable import LanguageServer

/// What an editor says to the server in a folder, all at once, and what the server says.
struct Conversation {
  let folder: TemporaryFolder
  private var said: [Data] = []
  private var requests = 0

  /// Begins to speak.
  ///
  /// - Parameters:
  ///   - text: the files of the editor's folder.
  ///   - path: the folder as the editor names it; `nil` for the folder itself.
  init(_ text: String, capabilities: [String: Any] = [:], path: String? = nil) throws {
    try self.init(TemporaryFolder(text), capabilities: capabilities, path: path)
  }

  init(_ folder: TemporaryFolder, capabilities: [String: Any] = [:], path: String? = nil) throws {
    self.folder = folder
    try ask("initialize", ["rootUri": FileURI(path: path ?? folder.path).text, "capabilities": capabilities])
    try tell("initialized", [:])
  }

  /// Begins to speak with some folders open that are in `folder`.
  init(_ folder: TemporaryFolder, folders: [String]) throws {
    self.folder = folder
    let uris = folders.map { ["uri": FileURI(path: folder.path + "/" + $0).text, "name": $0] }
    try ask("initialize", ["workspaceFolders": uris])
    try tell("initialized", [:])
  }

  /// The URI of a file of the content folder.
  func uri(_ file: String) -> String { FileURI(path: folder.path + "/site-content/" + file).text }

  mutating func say(_ text: String) { said.append(Data("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)) }

  mutating func tell(_ method: String, _ parameters: [String: Any]) throws {
    try say(["jsonrpc": "2.0", "method": method, "params": parameters])
  }

  /// Asks something; the first question, for which the conversation begins, has the number 1.
  mutating func ask(_ method: String, _ parameters: [String: Any]) throws {
    requests += 1
    try say(["jsonrpc": "2.0", "id": requests, "method": method, "params": parameters])
  }

  private mutating func say(_ message: [String: Any]) throws {
    say(String(decoding: try JSONSerialization.data(withJSONObject: message), as: UTF8.self))
  }

  mutating func open(_ uri: String, _ text: String) throws {
    try tell("textDocument/didOpen", ["textDocument": ["uri": uri, "text": text] as [String: Any]])
  }

  mutating func change(_ uri: String, _ text: String) throws {
    let parameters: [String: Any] = ["textDocument": ["uri": uri], "contentChanges": [["text": text]]]
    try tell("textDocument/didChange", parameters)
  }

  mutating func close(_ uri: String) throws {
    try tell("textDocument/didClose", ["textDocument": ["uri": uri]])
  }

  mutating func save(_ uri: String) throws {
    try tell("textDocument/didSave", ["textDocument": ["uri": uri]])
  }

  /// Has the handbook connected as all that was said makes it.
  mutating func settle() throws {
    let place = ["line": 0, "character": 0]
    try ask("textDocument/hover", ["textDocument": ["uri": uri("")], "position": place] as [String: Any])
  }

  /// Ends the conversation.
  func end(content: String = "site-content", shutsDown: Bool = true) throws -> Outcome {
    var conversation = self
    if shutsDown { try conversation.ask("shutdown", [:]) }
    try conversation.tell("exit", [:])
    return try Self.outcome(of: conversation.said.reduce(Data(), +), content: content)
  }

  /// What comes of the bytes that an editor writes.
  static func outcome(of said: Data, content: String = "site-content") throws -> Outcome {
    let files = try TemporaryFolder()
    try files.write(said, to: "said")
    try files.write("", to: "heard")
    let input = try #require(FileHandle(forReadingAtPath: files.path + "/said"))
    let output = try #require(FileHandle(forWritingAtPath: files.path + "/heard"))
    let status = LanguageServer(content: content, jobs: 1, input: input, output: output).run()
    var reader = MessageReader(try #require(FileHandle(forReadingAtPath: files.path + "/heard")))
    var outcome = Outcome(status: status)
    while case .message(let message) = reader.next() { outcome.heard.append(message) }
    return outcome
  }

  /// What came of a conversation.
  struct Outcome {
    /// The program's exit status.
    var status: Int32
    var heard: [Message] = []

    /// The code of the error that a request was answered with, `nil` for another answer.
    func error(_ id: Int) -> Int? {
      let answer = heard.first { $0.method == nil && $0.id as? Int == id }
      return (answer?.object["error"] as? [String: Any])?["code"] as? Int
    }

    /// What the server said by a method.
    func told(_ method: String) -> [[String: Any]] { heard.filter { $0.method == method }.map(\.parameters) }

    /// The problems of a file that were told last, `line:character code` each; `nil` when none ever were.
    func problems(_ uri: String) -> [String]? {
      let last = told("textDocument/publishDiagnostics").last { $0["uri"] as? String == uri }
      return (last?["diagnostics"] as? [[String: Any]])?.map { problem in
        let start = (problem["range"] as? [String: Any])?["start"] as? [String: Any]
        return "\(start?["line"] ?? ""):\(start?["character"] ?? "") \(problem["code"] ?? "")"
      }
    }
  }
}
