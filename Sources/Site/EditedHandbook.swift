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

  /// Reads a handbook.
  ///
  /// - Throws: `StopError` when there is no content folder, or it can't be read.
  public init(_ options: BuildOptions) throws(StopError) {
    self.options = options
    (content, parsed, loaded) = try Self.load(options, [:])
  }

  /// The content folder's absolute path, without symbolic links.
  public var root: String { loaded.root }

  /// Takes a file's text from an editor; `nil` when the file on disk counts again.
  ///
  /// - Throws: `StopError` when all has to be read again, and can't be.
  public mutating func edit(_ file: String, _ text: [UInt8]?) throws(StopError) {
    overlay[file] = text
    let bytes = text ?? (try? Files.read(root + "/" + file, limit: largestDocument))
    let place = content.sources.documents.firstIndex { $0.path == file }
    let isIncluded = parsed.contains { $0.includes.contains { $0.path == file } }
    guard let place, let bytes, !isIncluded, parsed.count == content.sources.documents.count else {
      return try reload()
    }
    content.sources.documents[place] = SourceFile(path: file, bytes: bytes)
    content.sources.fingerprints[file] = Fingerprint(bytes)
    var one = content
    one.sources.documents = [content.sources.documents[place]]
    parsed[place] = parseDocuments(one, DocumentCache(), options)[0]
    var timings = Timings()
    loaded = try resolve(content, parsed, options, &timings)
  }

  /// Reads all files again.
  ///
  /// - Throws: `StopError` when the content folder is gone, or can't be read.
  public mutating func reload() throws(StopError) {
    (content, parsed, loaded) = try Self.load(options, overlay)
  }

  private static func load(
    _ options: BuildOptions, _ overlay: [String: [UInt8]]
  ) throws(StopError) -> (Content, [ParsedDocument], LoadedHandbook) {
    var timings = Timings()
    var content = try readContent(options, &timings)
    if let bytes = overlay[configurationFile] {
      let configured = parseConfiguration(bytes)
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
