import Glibc
import Snapshot

/// Where builds keep what they may use again: outside the site, so that none of it is published. Whatever is in it may be
/// deleted, cut off or foreign at any time; then a build works it out anew.
struct CacheFolder: Sendable {
  private let folder: String
  private let name: String

  /// What is kept longer than this without being used is removed.
  private static let daysKept = 30

  /// The cache of builds from one folder into another, both absolute paths; `nil` where there is no place for it.
  init?(content: String, output: String) {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    guard let base = variable("XDG_CACHE_HOME") ?? variable("HOME").map({ $0 + "/.cache" }) else { return nil }
    folder = base + "/baton"
    name =
      Fingerprint { writer in
        writer.write(content)
        writer.write(output)
      }.hexadecimal
  }

  private func path(_ part: String) -> String { "\(folder)/\(name).\(part)" }

  /// The bytes of a part, `nil` when there is none that is whole.
  func read(_ part: String) -> [UInt8]? {
    guard let bytes = try? Files.read(path(part)) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      var reader = SnapshotReader(bytes)
      guard let known = try? Fingerprint(from: &reader),
        known == Fingerprint(UnsafeRawBufferPointer(rebasing: bytes[16...]))
      else { return nil }
      return Array(bytes[16...])
    }
  }

  /// Writes a part, in the place of the one before. When that fails, the next build takes longer, and that is all.
  func write(_ pieces: [ArraySlice<UInt8>], as part: String) {
    let stream = FingerprintStream()
    for piece in pieces { piece.withUnsafeBytes { stream.add($0) } }
    var header = SnapshotWriter()
    header.write(stream.fingerprint)
    let target = path(part)
    let draft = "\(target).\(getpid())"
    do {
      try Files.makeFolder(folder)
      chmod(folder, 0o700)
      try Files.write(joining: [header.bytes[...]] + pieces, to: draft)
      if rename(draft, target) != 0 { unlink(draft) }
    } catch {
      unlink(draft)
      return
    }
    removeOld()
  }

  private func removeOld() {
    guard let names = try? Files.names(in: folder) else { return }
    let oldest = time(nil) - Self.daysKept * 86_400
    for name in names {
      guard let stamp = Files.stamp(at: folder + "/" + name), stamp.seconds < oldest else { continue }
      unlink(folder + "/" + name)
    }
  }
}
