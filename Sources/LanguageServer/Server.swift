import Diagnostics
import Foundation
import Handbook
import Site

/// A language server for handbooks: problems as one types, completion, hover, definitions, references and renaming.
///
/// It speaks version 3.17 of the Language Server Protocol. One message is taken after another; a burst of changes is read whole
/// before the handbook is looked at again.
public final class LanguageServer {
  private var reader: MessageReader
  let writer: MessageWriter
  let content: String
  let jobs: Int
  /// The handbook; `nil` before the editor is known to have one.
  var book: EditedHandbook?
  /// The texts of open files, by path in the content folder.
  var open: [FileName: OpenText] = [:]
  /// What the editor said that it can do.
  var editor: [String: Any] = [:]
  /// The folders that the editor has open.
  var folders: [FileURI] = []
  /// The content folder as the editor names it, perhaps through symbolic links.
  var place: FileURI?
  /// The editor's own names of open files, by path in the content folder.
  var uris: [FileName: String] = [:]
  /// The texts of files that were opened before there was a handbook, by URI.
  var waiting: [String: OpenText] = [:]
  /// What problems were told last, by file.
  var published: [FileName: [Diagnostic]] = [:]
  /// What was told last of why the handbook can't be read.
  var failure: String?
  /// Whether the client tells what changes on disk.
  var isWatching = false
  private var stage = Stage.new
  private let connecting = Connecting()

  /// How far the talk is.
  private enum Stage { case new, running, shutDown }

  /// A server.
  ///
  /// - Parameters:
  ///   - content: the content folder, as seen from the editor's folder.
  ///   - jobs: how many threads to use.
  public init(content: String, jobs: Int, input: FileHandle = .standardInput, output: FileHandle = .standardOutput) {
    self.content = content
    self.jobs = jobs
    reader = MessageReader(input)
    writer = MessageWriter(output: output)
  }

  /// Answers messages until the editor says that it ends, or goes.
  ///
  /// - Returns: the program's exit status: 0 after an orderly end.
  public func run() -> Int32 {
    while true {
      let isUnsettled = book.map { !$0.isSettled } ?? false
      switch reader.wait(
        signal: connecting.signal, milliseconds: isUnsettled && !connecting.isRunning ? Self.pause : nil)
      {
      case .input:
        switch reader.next() {
        case .message(let message) where message.method != "exit": handle(message)
        case .fault(let code, let text): writer.fail(NSNull(), code, text)
        case .message, .end: return stage == .shutDown ? 0 : 1
        }
      case .signal:
        if let settled = connecting.result() { book?.settle(settled) }
        if book?.isSettled ?? false { publish() }
      case .silence: if let book, !connecting.start(book.connecting) { settle() }
      }
    }
  }

  /// How long nothing must be typed, in milliseconds, before the whole handbook is connected anew.
  private static let pause = 100

  /// Connects the handbook now, where it isn't as the texts are: for answers that speak of places.
  func settle() {
    guard let book, !book.isSettled else { return }
    self.book?.settle(book.connecting())
    publish()
  }

  private func handle(_ message: Message) {
    guard let method = message.method else { return }
    guard let id = message.id else {
      if stage == .running { notified(method, message.parameters) }
      return
    }
    switch stage {
    case .new where method != "initialize": return writer.fail(id, -32002, "the server is not initialized yet")
    case .running where method == "initialize": return writer.fail(id, -32600, "the server is initialized already")
    case .shutDown: return writer.fail(id, -32600, "the server has shut down")
    case .new, .running: answer(id, method, message)
    }
  }

  private func answer(_ id: Any, _ method: String, _ message: Message) {
    // Completion speaks of no places of the handbook, and waits only where the document is new to it.
    let isKnown = document(message.parameters).map { book?.source(of: $0) != nil } ?? true
    if method.hasPrefix("textDocument/"), method != "textDocument/completion" || !isKnown { settle() }
    switch method {
    case "initialize":
      stage = .running
      introduce(message.parameters)
      findHandbook()
      writer.respond(id, Self.capabilities)
    case "shutdown":
      stage = .shutDown
      writer.respond(id, NSNull())
    case "textDocument/completion": writer.respond(id, completion(message.parameters))
    case "textDocument/hover": writer.respond(id, hover(message.parameters) ?? NSNull())
    case "textDocument/definition": writer.respond(id, definition(message.parameters) ?? NSNull())
    case "textDocument/references": writer.respond(id, references(message.parameters))
    case "textDocument/prepareRename": writer.respond(id, prepareRename(message.parameters) ?? NSNull())
    case "textDocument/rename": rename(id, message.parameters)
    default: writer.fail(id, -32601, "Baton has no method \(method)")
    }
  }

  private static var capabilities: [String: Any] {
    [
      "capabilities": [
        "positionEncoding": "utf-16",
        "textDocumentSync": ["openClose": true, "change": 2, "save": true] as [String: Any],
        "completionProvider": ["triggerCharacters": ["[", "-", " ", ":"]] as [String: Any],
        "hoverProvider": true, "definitionProvider": true, "referencesProvider": true,
        "renameProvider": ["prepareProvider": true],
      ] as [String: Any],
      "serverInfo": ["name": "Baton"],
    ]
  }

  private func notified(_ method: String, _ parameters: [String: Any]) {
    let document = parameters["textDocument"] as? [String: Any]
    let uri = document?["uri"] as? String ?? ""
    switch method {
    case "initialized": begin()
    case "textDocument/didOpen":
      guard let text = document?["text"] as? String else { return }
      if findHandbook() { begin() }
      opened(uri, OpenText(Array(text.utf8)))
    case "textDocument/didChange":
      guard let changes = parameters["contentChanges"] as? [[String: Any]] else { return }
      waiting[uri]?.apply(changes)
      guard let file = file(uri), open[FileName(file)] != nil else { return }
      open[FileName(file)]?.apply(changes)
      edited(file)
    case "textDocument/didClose":
      waiting[uri] = nil
      guard let file = file(uri) else { return }
      open[FileName(file)] = nil
      name(file, nil)
      edited(file)
    case "textDocument/didSave":
      if findHandbook() { begin() } else if let file = file(uri) { saved(file) }
    case "workspace/didChangeWatchedFiles":
      if findHandbook() { begin() } else { changed(parameters["changes"] as? [[String: Any]] ?? []) }
    default: break
    }
  }

  /// Begins to tell of the handbook, where one was found.
  private func begin() {
    if book == nil, failure == nil {
      let names = folders.map(\.path).joined(separator: ", ")
      writer.notify("window/logMessage", ["type": 3, "message": "there is no \(content) in \(names)"])
    }
    watch()
    publish()
  }

  /// Takes the text of a file that was opened.
  func opened(_ uri: String, _ text: OpenText) {
    guard book != nil else { return waiting[uri] = text }
    guard let file = file(uri) else { return }
    open[FileName(file)] = text
    name(file, uri)
    edited(file)
  }

  /// Notes how the editor names a file; `nil` for a file that is not open any more.
  private func name(_ file: String, _ uri: String?) {
    let old = self.uri(file)
    uris[FileName(file)] = uri
    publishAgain(file, insteadOf: old)
  }

  /// Tells the file's own problems at once, and those of the handbook when nothing more is typed.
  private func edited(_ file: String) {
    if let problems = book?.edit(file, open[FileName(file)]?.bytes) { publish(problems, of: file) }
  }
}
