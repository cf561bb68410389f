import Glibc
import Snapshot

/// Where builds keep what they may use again: outside the site, so that none of it is published. Whatever is in it may be
/// deleted, cut off or foreign at any time; then a build works it out anew.
struct CacheFolder: Sendable {
  private let folder: String
  /// The name of what is kept of builds from one folder into another, and of what is kept of the first, whatever the second is.
  private let name: String
  private let contentName: String

  /// What is kept longer than this without being used is removed.
  private static let daysKept = 30

  /// Each part begins with the fingerprint of what follows.
  private static let headerSize = 16

  /// The cache of builds from one folder into another, both absolute paths; `nil` where there is no place for it, or none is
  /// wanted.
  init?(_ options: BuildOptions, content: String, output: String) {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isAbsolutePath ? $0 : nil }
    }
    let caches = variable("XDG_CACHE_HOME") ?? variable("HOME").map { $0 + "/.cache" }
    guard options.usesCache, let folder = options.cacheFolder ?? caches.map({ $0 + "/baton" }) else { return nil }
    self.folder = folder
    name =
      Fingerprint { writer in
        writer.write(content)
        writer.write(output)
      }.hexadecimal
    contentName = Fingerprint { $0.write(content) }.hexadecimal
  }

  private func path(_ part: String) -> String {
    "\(folder)/\(part == DocumentCache.part ? contentName : name).\(part)"
  }

  /// The bytes of a part behind its first ``headerSize``, `nil` when there is none that is whole.
  func read(_ part: String) -> ArraySlice<UInt8>? {
    guard let bytes = try? Files.read(path(part)) else { return nil }
    let isWhole = bytes.withUnsafeBytes { bytes in
      var reader = SnapshotReader(bytes)
      guard let known = try? Fingerprint(from: &reader) else { return false }
      return known == Fingerprint(UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize...]))
    }
    guard isWhole else { return nil }
    // The time tells when it was used last.
    utimensat(AT_FDCWD, path(part), nil, 0)
    return bytes[Self.headerSize...]
  }

  /// Opens a part that ``write(index:_:)`` wrote; `nil` when there is none whose index is whole.
  func open(_ part: String) -> IndexedCacheFile? {
    guard let file = IndexedCacheFile(path(part), headerSize: Self.headerSize) else { return nil }
    utimensat(AT_FDCWD, path(part), nil, 0)
    return file
  }

  /// Writes a part, in the place of the one before, piece by piece as `body` gives them. When that fails, the next build takes
  /// longer, and that is all.
  func write(
    _ part: String,
    _ body: (_ append: (UnsafeBufferPointer<UInt8>) throws(Files.Failure) -> Void) throws(Files.Failure) -> Void
  ) {
    replace(part) { descriptor, draft throws(Files.Failure) in
      let stream = FingerprintStream()
      try body { piece throws(Files.Failure) in
        stream.add(UnsafeRawBufferPointer(piece))
        try Files.append(piece, to: descriptor, draft)
      }
      return stream.fingerprint
    }
  }

  /// Writes a part of which only what is asked for is read back: entries, then an index that says where they are.
  ///
  /// - Parameter body: writes the entries piece by piece, and returns the index. The part begins with the index's fingerprint; the
  ///   entries need their own.
  func write(
    index part: String,
    _ body: (_ append: (UnsafeBufferPointer<UInt8>) throws(Files.Failure) -> Void) throws(Files.Failure) -> [UInt8]
  ) {
    replace(part) { descriptor, draft throws(Files.Failure) in
      var length = 0
      let index = try body { piece throws(Files.Failure) in
        length += piece.count
        try Files.append(piece, to: descriptor, draft)
      }
      try Files.append(index, to: descriptor, draft)
      var end = SnapshotWriter()
      end.write(fixed: length)
      try Files.append(end.bytes, to: descriptor, draft)
      return Fingerprint(index)
    }
  }

  /// Puts a file in the place of a part.
  ///
  /// - Parameter body: writes all behind the header, and returns the fingerprint that stands there.
  private func replace(
    _ part: String, _ body: (_ descriptor: Int32, _ draft: String) throws(Files.Failure) -> Fingerprint
  ) {
    let target = path(part)
    let draft = "\(target).\(getpid())"
    do throws(Files.Failure) {
      if Files.entry(at: folder) == nil {
        try Files.makeFolder(folder)
        chmod(folder, 0o700)
      }
      try Files.write(to: draft) { descriptor throws(Files.Failure) in
        try Files.append([UInt8](repeating: 0, count: Self.headerSize), to: descriptor, draft)
        let fingerprint = try body(descriptor, draft)
        lseek(descriptor, 0, SEEK_SET)
        var header = SnapshotWriter()
        header.write(fingerprint)
        try Files.append(header.bytes, to: descriptor, draft)
      }
      if rename(draft, target) != 0 { throw Files.Failure("write", target) }
    } catch {
      unlink(draft)
      return
    }
    removeOld()
  }

  /// Removes what no build has used for long. The folder may be anyone's: only what is called as our files are is removed.
  private func removeOld() {
    guard let names = try? Files.names(in: folder) else { return }
    let oldest = time(nil) - Self.daysKept * 86_400
    for name in names where Self.isOurs(name) {
      guard let stamp = Files.stamp(at: folder + "/" + name), stamp.seconds < oldest else { continue }
      unlink(folder + "/" + name)
    }
  }

  /// Whether a file is a part, or the draft of one that was never finished: a fingerprint, the part's name, a number.
  static func isOurs(_ name: String) -> Bool {
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count == 2 || pieces.count == 3 && pieces[2].allSatisfy(\.isWholeNumber) else { return false }
    return pieces[0].utf8.count == 32 && pieces[0].allSatisfy(\.isHexDigit)
      && [SiteRecord.part, DocumentCache.part, KeptHandbook.part, LinkMemory.part].contains(String(pieces[1]))
  }
}
