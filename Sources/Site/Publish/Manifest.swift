import Diagnostics

/// The name of the file in an output folder that lists what Baton wrote into it.
public let siteManifest = ".baton-site"

/// The list of files that Baton wrote into an output folder, kept in that folder. By it a folder is known as Baton's own,
/// and a file in it as one that may be replaced or removed.
struct Manifest: Equatable {
  /// The manifest's name in the output folder.
  static let name = siteManifest
  private static let header = "Written by Baton. The files listed here are replaced by the next build."

  /// The paths of the files, relative to the output folder.
  private(set) var files: Set<FileName>

  /// Reads a manifest; `nil` when it is none. Whoever can write the output folder can write anything into it: what leads out of the
  /// folder is no file of the site.
  init?(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, first.elementsEqual(Self.header.utf8) else { return nil }
    files = Set(minimumCapacity: lines.count)
    for line in lines.dropFirst() {
      if let path = Self.path(ofLine: line), path.staysBelow { files.insert(FileName(path)) }
    }
  }

  /// The manifest of the files at `paths`.
  init(paths: some Sequence<String>) {
    files = Set(paths.lazy.map(FileName.init))
  }

  /// Whether the file at a path is listed.
  func lists(_ path: String) -> Bool { files.contains(FileName(path)) }

  /// The paths that another manifest does not list, in no order.
  func paths(without other: Manifest) -> [String] { files.lazy.filter { !other.files.contains($0) }.map(\.text) }

  /// Takes files off the list.
  mutating func remove(_ paths: some Sequence<String>) { files.subtract(paths.lazy.map(FileName.init)) }

  /// The files of both.
  func union(_ other: Manifest) -> Manifest {
    var both = self
    both.files.formUnion(other.files)
    return both
  }

  /// The manifest as it is written: sorted, a path a line.
  var bytes: [UInt8] { Self.bytes(of: files.map(\.text)) }

  /// The manifest of some paths as it is written; those that are sorted already take less time.
  static func bytes(of paths: [String]) -> [UInt8] {
    var lines = paths.map(line(ofPath:))
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

  // MARK: - Lines

  /// Stands before `n` for the end of a line in a file's name, and before itself for itself: U+FFFC in UTF-8.
  private static let mark: [UInt8] = [0xEF, 0xBF, 0xBC]

  private static func line(ofPath path: String) -> String {
    // Hardly any path holds one; bytes are looked through much faster than characters.
    guard path.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == mark[0] }) else { return path }
    let bytes = Array(path.utf8)
    var line: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") {
        line += mark + [UInt8(ascii: "n")]
      } else {
        if bytes[index...].starts(with: mark) { line += mark }
        line.append(byte)
      }
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// The path that a line spells, `nil` for a line that Baton did not write.
  private static func path(ofLine line: ArraySlice<UInt8>) -> String? {
    guard line.contains(mark[0]) else { return String(decoding: line, as: UTF8.self) }
    var path: [UInt8] = []
    var rest = line
    while let byte = rest.first {
      if rest.starts(with: mark) {
        rest = rest.dropFirst(mark.count)
        if rest.starts(with: mark) {
          path += mark
          rest = rest.dropFirst(mark.count)
        } else {
          guard rest.popFirst() == UInt8(ascii: "n") else { return nil }
          path.append(UInt8(ascii: "\n"))
        }
      } else {
        path.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: path, as: UTF8.self)
  }
}
