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
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
    guard lines.first.map(String.init) == Self.header else { return nil }
    paths = Set(lines.dropFirst().map { Self.replacing("\u{FFFC}", by: "\n", in: $0) })
  }

  /// The manifest of the files at `paths`.
  init(paths: some Sequence<String>) {
    self.paths = Set(paths)
  }

  /// The manifest as it is written: sorted, a path a line.
  var bytes: [UInt8] {
    let lines = paths.map { Self.replacing("\n", by: "\u{FFFC}", in: $0) }.sorted { $0.precedesInUTF8($1) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(Self.header.utf8.count + 1) { $0 + $1.utf8.count + 1 })
    for line in [Self.header] + lines {
      bytes += line.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// A line end in a file's name would end its line.
  private static func replacing(_ separator: Character, by other: String, in path: some StringProtocol) -> String {
    // Hardly any path holds one; bytes are looked through much faster than characters.
    guard path.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 >= 128 }) else { return String(path) }
    return path.split(separator: separator, omittingEmptySubsequences: false).joined(separator: other)
  }
}
