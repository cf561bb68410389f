import Diagnostics

/// The list of files that Baton wrote into an output folder, kept in that folder. By it a folder is known as Baton's own,
/// and a file in it as one that may be replaced or removed.
struct Manifest: Equatable {
  /// The manifest's name in the output folder.
  static let name = ".baton-site"
  private static let header = "Written by Baton. The files listed here are replaced by the next build."

  /// The paths of the files, relative to the output folder.
  var paths: Set<String>

  /// Reads a manifest; `nil` when it is none.
  init?(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, first.elementsEqual(Self.header.utf8) else { return nil }
    paths = Set(minimumCapacity: lines.count)
    for line in lines.dropFirst() {
      paths.insert(Self.replacing("\u{FFFC}", by: "\n", in: String(decoding: line, as: UTF8.self)))
    }
  }

  /// The manifest of the files at `paths`.
  init(paths: some Sequence<String>) {
    self.paths = Set(paths)
  }

  /// The manifest as it is written: sorted, a path a line.
  var bytes: [UInt8] { Self.bytes(of: Array(paths)) }

  /// The manifest of some paths as it is written; those that are sorted already take less time.
  static func bytes(of paths: [String]) -> [UInt8] {
    var lines = paths.map { replacing("\n", by: "\u{FFFC}", in: $0) }
    let isSorted = lines.indices.dropFirst().allSatisfy { !lines[$0].precedesInUTF8(lines[$0 - 1]) }
    if !isSorted { lines.sort { $0.precedesInUTF8($1) } }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(header.utf8.count + 1) { $0 + $1.utf8.count + 1 })
    for line in [header] + lines {
      bytes += line.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// A line end in a file's name would end its line.
  private static func replacing(_ separator: Character, by other: String, in path: String) -> String {
    // Hardly any path holds one; bytes are looked through much faster than characters.
    guard path.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 >= 128 }) else { return path }
    return path.split(separator: separator, omittingEmptySubsequences: false).joined(separator: other)
  }
}
