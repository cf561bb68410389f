import Diagnostics
import Handbook
import Snapshot

/// A handbook that is being edited: its files as they are on disk, or as an editor has them and has not saved them yet.
public struct EditedHandbook: Sendable {
  /// The handbook as it is now, with its problems.
  public private(set) var loaded: LoadedHandbook
  private let options: BuildOptions
  private var content: Content
  private var parsed: [ParsedDocument]
  /// The texts of open files that an editor has, by path.
  private var overlay: [String: [UInt8]] = [:]
  /// Checks documents against the handbook as it is connected.
  private var checker: DocumentChecker
  /// Counts the edits, and tells how many of them the handbook knows.
  private var version = 0
  private var settled = 0

  /// Reads a handbook.
  ///
  /// - Throws: `StopError` when there is no content folder, or it can't be read.
  public init(_ options: BuildOptions) throws(StopError) {
    self.options = options
    (content, parsed, loaded) = try Self.load(options, [:])
    checker = DocumentChecker(loaded.handbook)
  }

  /// The content folder's absolute path, without symbolic links.
  public var root: String { loaded.root }

  /// Takes a file's text from an editor; `nil` when the file on disk counts again.
  ///
  /// The handbook itself changes by ``settle(_:)``: connecting it anew takes too long for every key that somebody presses.
  ///
  /// - Returns: the file's problems, as far as they show without that; of others, those that it had. `nil` when all was read
  ///   again, and the handbook is settled.
  /// - Throws: `StopError` when all has to be read again, and can't be.
  public mutating func edit(_ file: String, _ text: [UInt8]?) throws(StopError) -> [Diagnostic]? {
    overlay[file] = text
    let bytes = text ?? (try? Files.read(root + "/" + file, limit: largestDocument))
    let place = content.sources.documents.firstIndex { $0.path == file }
    let isIncluded = parsed.contains { $0.includes.contains { $0.path == file } }
    guard let place, let bytes, !isIncluded, parsed.count == content.sources.documents.count,
      let index = loaded.handbook.document(at: file)
    else {
      try reload()
      return nil
    }
    content.sources.documents[place] = SourceFile(path: file, bytes: bytes)
    content.sources.fingerprints[file] = Fingerprint(bytes)
    var one = content
    one.sources.documents = [content.sources.documents[place]]
    parsed[place] = parseDocuments(one, DocumentCache(), options)[0]
    version += 1
    return problems(of: parsed[place], at: index)
  }

  private func problems(of parsed: ParsedDocument, at index: Int) -> [Diagnostic] {
    let document = parsed.checked.value
    let found = parsed.checked.diagnostics + checker.problems(of: document, at: index)
    let known = loaded.diagnostics.filter {
      $0.range?.file == document.file && wholeHandbookCodes.contains($0.code)
    }
    return listed(content.configuration.applied(to: found) + known, ofOne: document, loaded.handbook, root: root)
  }

  /// Whether the handbook is as the texts are.
  public var isSettled: Bool { settled == version }

  /// Connects the handbook as the texts are now; the result is for ``settle(_:)``, and this may be called on another thread.
  public var connecting: @Sendable () -> Settled? {
    var options = options
    // One processor is left for answers.
    options.jobs = max(1, options.jobs - 1)
    return { [content, parsed, options, version] in
      var timings = Timings()
      return (try? resolve(content, parsed, options, &timings)).map {
        Settled(loaded: $0, checker: DocumentChecker($0.handbook), version: version)
      }
    }
  }

  /// A handbook that was connected, for the texts of some moment.
  public struct Settled: Sendable {
    fileprivate var loaded: LoadedHandbook
    fileprivate var checker: DocumentChecker
    fileprivate var version: Int
  }

  /// Takes the handbook as it was connected, unless texts have changed since.
  public mutating func settle(_ new: Settled) {
    guard new.version == version else { return }
    (loaded, checker) = (new.loaded, new.checker)
    settled = version
  }

  /// Reads all files again.
  ///
  /// - Throws: `StopError` when the content folder is gone, or can't be read.
  public mutating func reload() throws(StopError) {
    (content, parsed, loaded) = try Self.load(options, overlay)
    checker = DocumentChecker(loaded.handbook)
    // What is being connected on another thread knows nothing of the files that were read now.
    version += 1
    settled = version
  }

  private static func load(
    _ options: BuildOptions, _ overlay: [String: [UInt8]]
  ) throws(StopError) -> (Content, [ParsedDocument], LoadedHandbook) {
    var timings = Timings()
    var content = try readContent(options, &timings)
    if let bytes = overlay[configurationFile] {
      var configured = parseConfiguration(bytes)
      configured.expectTheme(in: options.content)
      content.diagnostics.removeAll { $0.range?.file == configurationFile }
      content.diagnostics += configured.diagnostics
      content.configuration = configured.value
    }
    for (file, bytes) in overlay where file.lowercased().hasSuffix(".md") {
      let source = SourceFile(path: file, bytes: bytes)
      if let index = content.sources.documents.firstIndex(where: { $0.path == file }) {
        content.sources.documents[index] = source
      } else {
        content.sources.documents.append(source)
      }
      content.sources.fingerprints[file] = Fingerprint(bytes)
    }
    content.sources.documents.sort { $0.path.precedesInUTF8($1.path) }
    let parsed = parseDocuments(content, DocumentCache(), options)
    return (content, parsed, try resolve(content, parsed, options, &timings))
  }
}
