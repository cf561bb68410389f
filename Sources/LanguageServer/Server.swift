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
  private let content: String
  private let jobs: Int
  /// The handbook; `nil` before the editor is known to have one.
  var book: EditedHandbook?
  /// The texts of open files, by path in the content folder.
  var open: [String: OpenText] = [:]
  /// What the editor said that it can do.
  private(set) var editor: [String: Any] = [:]
  private var hasShutDown = false
  private let connecting = Connecting()

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
        pipe: connecting.pipe, milliseconds: isUnsettled && !connecting.isRunning ? Self.pause : nil)
      {
      case .input:
        guard let message = reader.next(), message.method != "exit" else { return hasShutDown ? 0 : 1 }
        handle(message)
      case .signal:
        if let settled = connecting.result() { book?.settle(settled) }
        if book?.isSettled ?? false { publish() }
      case .silence: if let book { connecting.start(book.connecting) }
      }
    }
  }

  /// How long nothing must be typed, in milliseconds, before the whole handbook is connected anew.
  private static let pause = 100

  /// Connects the handbook now, where it isn't as the texts are: for answers that speak of places.
  private func settle() {
    guard let book, !book.isSettled, let settled = book.connecting() else { return }
    self.book?.settle(settled)
    publish()
  }

  private func handle(_ message: Message) {
    guard let method = message.method else { return }
    guard let id = message.id else { return notified(method, message.parameters) }
    if method.hasPrefix("textDocument/"), method != "textDocument/completion" { settle() }
    switch method {
    case "initialize":
      editor = message.parameters["capabilities"] as? [String: Any] ?? [:]
      load(message.parameters)
      writer.respond(id, Self.capabilities)
    case "shutdown":
      hasShutDown = true
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
    switch method {
    case "initialized": publish()
    case "textDocument/didOpen":
      guard let document = parameters["textDocument"] as? [String: Any], let text = document["text"] as? String,
        let file = file(document)
      else { return }
      open[file] = OpenText(Array(text.utf8))
      edited(file)
    case "textDocument/didChange":
      guard let file = document(parameters), let changes = parameters["contentChanges"] as? [[String: Any]] else {
        return
      }
      open[file, default: OpenText([])].apply(changes)
      edited(file)
    case "textDocument/didClose":
      guard let file = document(parameters) else { return }
      open[file] = nil
      edited(file)
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      try? book?.reload()
      publish()
    default: break
    }
  }

  // MARK: - The handbook

  /// Finds the content folder in the editor's folder, or takes that one when it holds a handbook itself.
  private func load(_ parameters: [String: Any]) {
    let folders = (parameters["workspaceFolders"] as? [[String: Any]])?.compactMap { $0["uri"] as? String } ?? []
    let root =
      (folders.first ?? parameters["rootUri"] as? String).flatMap(Self.path) ?? parameters["rootPath"] as? String
    var candidates = [content]
    if let root { candidates = [content.hasPrefix("/") ? content : root + "/" + content, root] }
    for folder in candidates {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else { continue }
      book = try? EditedHandbook(BuildOptions(content: folder, jobs: jobs))
      if book != nil { return }
    }
  }

  /// Tells the file's own problems at once, and those of the handbook when nothing more is typed.
  private func edited(_ file: String) {
    do {
      if let problems = try book?.edit(file, open[file]?.bytes) { publish(problems, of: file) } else { publish() }
    } catch {
      writer.notify("window/logMessage", ["type": 1, "message": error.message])
    }
  }

  /// Tells the problems of all files that have some, or had.
  private func publish() {
    guard let book else { return }
    var problems: [String: [Diagnostic]] = [:]
    for diagnostic in book.loaded.diagnostics {
      if let file = diagnostic.range?.file { problems[file, default: []].append(diagnostic) }
    }
    let files = Set(problems.keys).union(published.keys)
    for file in files.sorted(by: { $0.precedesInUTF8($1) }) {
      publish(problems[file] ?? [], of: file)
    }
  }

  /// Tells the problems of a file, unless they were told.
  private func publish(_ problems: [Diagnostic], of file: String) {
    guard published[file] ?? [] != problems else { return }
    published[file] = problems.isEmpty ? nil : problems
    let text = self.text(of: file)
    writer.notify(
      "textDocument/publishDiagnostics", ["uri": uri(file), "diagnostics": problems.map { item($0, text) }])
  }

  /// What was told last, by file.
  private var published: [String: [Diagnostic]] = [:]

  private func item(_ diagnostic: Diagnostic, _ text: OpenText) -> [String: Any] {
    let severity =
      switch diagnostic.severity {
      case .error: 1
      case .warning: 2
      case .note: 3
      }
    var item: [String: Any] = [
      "severity": severity, "code": diagnostic.code.rawValue, "source": "baton",
      "message": diagnostic.message + (diagnostic.help.map { "\n" + $0 } ?? ""),
      "range": diagnostic.range.map(text.range) ?? text.range(0..<0),
    ]
    if !diagnostic.related.isEmpty {
      item["relatedInformation"] = diagnostic.related.map { related in
        [
          "message": related.message,
          "location": location(related.range.file, related.range),
        ] as [String: Any]
      }
    }
    return item
  }

  // MARK: - Files and places

  /// The text of a file as the editor has it, else as the handbook has it.
  func text(of file: String) -> OpenText {
    if let text = open[file] { return text }
    guard let book, let index = book.loaded.handbook.document(at: file) else {
      let bytes = book.flatMap { FileManager.default.contents(atPath: $0.root + "/" + file) } ?? Data()
      return OpenText(Array(bytes))
    }
    return OpenText(book.loaded.handbook.documents[index].source)
  }

  func location(_ file: String, _ range: SourceRange) -> [String: Any] {
    ["uri": uri(file), "range": text(of: file).range(range)]
  }

  func uri(_ file: String) -> String {
    URL(fileURLWithPath: (book?.root ?? "") + "/" + file).absoluteString
  }

  /// The path in the content folder of the document that a request is about.
  func document(_ parameters: [String: Any]) -> String? {
    (parameters["textDocument"] as? [String: Any]).flatMap(file)
  }

  private func file(_ document: [String: Any]) -> String? {
    guard let root = book?.root, let path = (document["uri"] as? String).flatMap(Self.path) else { return nil }
    if path.hasPrefix(root + "/") { return String(path.dropFirst(root.count + 1)) }
    // An editor may name the folder through a symbolic link.
    let resolved = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    let whole = resolved + "/" + path.lastPathComponent
    return whole.hasPrefix(root + "/") ? String(whole.dropFirst(root.count + 1)) : nil
  }

  private static func path(_ uri: String) -> String? {
    guard let url = URL(string: uri), url.isFileURL else { return nil }
    return url.path
  }
}
