import Glibc
import Snapshot

/// An open file of the cache: entries, and behind them an index that says where they are. What stands in it is read when it is
/// asked for.
final class IndexedCacheFile: Sendable {
  private let descriptor: Int32
  private let headerSize: Int
  private let path: String
  /// The index.
  let index: [UInt8]
  /// How many bytes the entries take.
  let entriesSize: Int

  /// Opens a file; `nil` when there is none whose index is as it was written.
  init?(_ path: String, headerSize: Int) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard let (index, entriesSize) = Self.index(of: descriptor, path, headerSize) else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    self.headerSize = headerSize
    self.path = path
    self.index = index
    self.entriesSize = entriesSize
  }

  private static func index(of descriptor: Int32, _ path: String, _ headerSize: Int) -> ([UInt8], Int)? {
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    // Before the end stands, in eight bytes, how many the entries take.
    let end = Int(info.st_size) - 8
    guard end >= headerSize, let size = try? Files.read(descriptor, end..<end + 8, path),
      let header = try? Files.read(descriptor, 0..<headerSize, path)
    else { return nil }
    let (entriesSize, fingerprint) = (size + header).withUnsafeBytes { bytes -> (Int?, Fingerprint?) in
      var reader = SnapshotReader(bytes)
      return (try? reader.fixed(), try? reader.value())
    }
    guard let entriesSize, entriesSize >= 0, entriesSize <= end - headerSize,
      let index = try? Files.read(descriptor, headerSize + entriesSize..<end, path), Fingerprint(index) == fingerprint
    else { return nil }
    return (index, entriesSize)
  }

  deinit { close(descriptor) }

  /// Some bytes of the entries, `nil` when they can't be read, or are others than those that were written.
  func read(_ range: Range<Int>, _ fingerprint: Fingerprint) -> [UInt8]? {
    let place = headerSize + range.lowerBound..<headerSize + range.upperBound
    guard let bytes = try? Files.read(descriptor, place, path), Fingerprint(bytes) == fingerprint else { return nil }
    return bytes
  }
}
