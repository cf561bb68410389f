/// Paths are taken apart by their bytes: to Swift, a slash and an accent behind it are one character, which is no slash.
extension String {
  /// Everything before the last `/`; empty when there is none.
  public var parentPath: String {
    var path = self
    return path.withUTF8 { bytes in
      guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "" }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[..<slash]), as: UTF8.self)
    }
  }

  /// Everything behind the last `/`.
  public var lastPathComponent: String {
    var path = self
    let name = path.withUTF8 { bytes in
      bytes.lastIndex(of: UInt8(ascii: "/")).map {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[($0 + 1)...]), as: UTF8.self)
      }
    }
    return name ?? self
  }

  /// The names in the path that are not empty.
  public var pathParts: [Substring] { utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }

  /// Whether the path begins at the root of all.
  public var isAbsolutePath: Bool { utf8.first == UInt8(ascii: "/") }

  /// Whether the path leads to something in a folder; neither has a slash at its end, nor `.` or `..` in it.
  public func isPath(below folder: String) -> Bool {
    utf8.starts(with: folder.utf8) && utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/")
  }

  /// Whether the path stays in the folder that it begins at.
  public var staysBelow: Bool {
    utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8) && !part.contains(0)
    }
  }
}

/// The way from a folder to what stands at another path; both begin at the same place.
public func relativePath(to target: String, from folder: String) -> String {
  let (from, to) = (folder.pathParts, target.pathParts)
  let shared = zip(from, to).prefix { $0.utf8.elementsEqual($1.utf8) }.count
  return (Array(repeating: "..", count: from.count - shared) + to[shared...]).joined(separator: "/")
}
