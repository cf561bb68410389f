import Diagnostics
import Handbook
import Snapshot

/// A handbook that is being edited: its files as they are on disk, or as an editor has them and has not saved them yet.
public struct EditedHandbook: Sendable {
  /// The handbook as it was connected last, with its problems.
  public private(set) var loaded: LoadedHandbook
  /// Why the files could not be read again, when they could not.
  public private(set) var failure: StopError?
  private let options: BuildOptions
  /// What was read, the documents sorted by path: they stand where the handbook has them.
  private var content: Content
  private var parsed: [ParsedDocument]
  /// The texts of open files that an editor has.
  private var unsaved = FileTable<[UInt8]>()
  /// Checks documents against the handbook as it is connected.
  private var checker: DocumentChecker
  /// Counts the edits, and tells how many of them the handbook knows.
  private var version = 0
  private var settled = 0
  /// Whether files are to be read again before the handbook is connected.
  private var isOutdated = false

  /// Reads a handbook.
  ///
  /// - Throws: `StopError` when there is no content folder, or it can't be read.
  public init(_ options: BuildOptions) throws(StopError) {
    self.options = options
    var timings = Timings()
    content = try Self.read(options, FileTable())
    parsed = parseDocuments(content, DocumentCache(), options)
    loaded = try resolve(content, parsed, options, &timings)
    checker = DocumentChecker(loaded.handbook)
  }

  /// The content folder's absolute path, without symbolic links.
  public var root: String { loaded.root }

  /// A document as the editor has it, else as it was read; `nil` for a file that is no document.
  public func source(of file: String) -> [UInt8]? { place(of: file).map { content.sources.documents[$0].bytes } }

  // MARK: - Edits

  /// Takes a file's text from an editor; `nil` when the file on disk counts again.
  ///
  /// The handbook itself changes by ``settle(_:)``: connecting it anew takes too long for every key that somebody presses.
  ///
  /// - Returns: the document's problems, as far as they show without that; of others, those that it had. `nil` for a file that
  ///   is no document, or may be none any more.
  public mutating func edit(_ file: String, _ text: [UInt8]?) -> [Diagnostic]? {
    let place = place(of: file)
    // What was open when files were read, and is no document, stays none until they are read again.
    let isDecided = unsaved[file] != nil && place == nil && !isOutdated
    unsaved[file] = text
    guard let place, let bytes = text ?? (try? Files.read(root + "/" + file, limit: largestDocument)) else {
      if file == configurationFile || isDocument(file) && !isDecided { readAgain() }
      return nil
    }
    version += 1
    let source = SourceFile(path: file, bytes: bytes)
    content.sources.documents[place] = source
    content.sources.fingerprints[file] = Fingerprint(bytes)
    parsed[place] = parseDocument(source, content, options)
    return problems(of: parsed[place], at: place)
  }

  /// Takes note of a file that something else has written, made or removed.
  public mutating func changedOnDisk(_ file: String) {
    let names = file.pathParts
    guard let name = names.last, !names.dropLast().contains(where: { isLeftOut($0) }) else { return }
    // The note of a hidden document is told; of other such files nothing is.
    if isLeftOut(name), !isDocument(file) { return }
    if !hasText(of: file) { readAgain() }
  }

  /// Whether the text of a file that counts is the editor's.
  public func hasText(of file: String) -> Bool {
    unsaved[file] != nil && (file == configurationFile || place(of: file) != nil)
  }

  /// Has all files read again when the handbook is connected next.
  public mutating func readAgain() {
    isOutdated = true
    version += 1
  }

  private func problems(of parsed: ParsedDocument, at index: Int) -> [Diagnostic] {
    let document = parsed.checked.value
    let found = parsed.checked.diagnostics + checker.problems(of: document, at: index)
    let known = loaded.diagnostics.filter {
      wholeHandbookCodes.contains($0.code) && $0.range?.isIn(document.file) ?? false
    }
    return listed(content.configuration.applied(to: found) + known, ofOne: document, loaded.handbook, root: root)
  }

  /// Where a document stands, by binary search.
  private func place(of file: String) -> Int? {
    let documents = content.sources.documents
    var (low, high) = (0, documents.count)
    while low < high {
      let middle = (low + high) / 2
      if documents[middle].path.precedesInUTF8(file) { low = middle + 1 } else { high = middle }
    }
    return low < documents.count && documents[low].path.isSameInUTF8(as: file) ? low : nil
  }

  // MARK: - Connecting

  /// Whether the handbook is as the texts are.
  public var isSettled: Bool { settled == version }

  /// Connects the handbook as the texts are now; the result is for ``settle(_:)``, and this may be called on another thread.
  public var connecting: @Sendable () -> EditedHandbook {
    { [self] in
      var book = self
      book.settled = version
      do throws(StopError) {
        try book.connect()
        book.failure = nil
      } catch {
        // The handbook stays as it was until something else comes.
        book.failure = error
      }
      return book
    }
  }

  /// Takes the handbook as it was connected, unless texts have changed since.
  public mutating func settle(_ new: EditedHandbook) {
    if new.version == version { self = new }
  }

  private mutating func connect() throws(StopError) {
    var options = options
    // One processor is left for answers.
    options.jobs = max(1, options.jobs - 1)
    var known = FileTable(parsed.lazy.map { ($0.checked.value.file, $0) })
    if isOutdated {
      let new = try Self.read(options, unsaved)
      if new.parsing != content.parsing { known = FileTable() }
      content = new
      isOutdated = false
    }
    let files = content.sources.fingerprints
    // What includes a text that has changed is parsed again, and what was read anew.
    parsed = parseDocuments(content, options) { [known] source, file in
      known[source.path].flatMap { $0.file == file && $0.includes.areSame(in: files) ? $0 : nil }
    }
    var timings = Timings()
    loaded = try resolve(content, parsed, options, &timings)
    checker = DocumentChecker(loaded.handbook)
  }

  private static func read(_ options: BuildOptions, _ unsaved: FileTable<[UInt8]>) throws(StopError) -> Content {
    var timings = Timings()
    var content = try readContent(options, &timings, unsaved: unsaved)
    content.sources.documents.sort { $0.path.precedesInUTF8($1.path) }
    return content
  }
}
