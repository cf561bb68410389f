import EmbeddedFiles
import TextFormats

/// A file of the handbook that a team begins with.
public struct StarterFile: Sendable {
  /// Its path, relative to the content folder.
  public var path: String
  /// What it holds.
  public var text: String
}

/// The title of the handbook in `Sources/EmbeddedFiles/starter-handbook`.
private let starterTitle = "Team Handbook"

/// The files of a small handbook that a team can begin with, sorted by path.
///
/// - Parameter title: its title; the starter's own where it is `nil`.
/// - Throws: `NamingError` when that can't be a title.
public func starterHandbook(title: String? = nil) throws(NamingError) -> [StarterFile] {
  if let title { try expectTitle(title) }
  let folder = starter_handbook()
  return UnsafeBufferPointer(start: folder.files, count: folder.count).map { file in
    let path = String(cString: file.path)
    let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
    return StarterFile(path: path, text: title.map { text.titled($0.trimmingSpaces, path: path) } ?? text)
  }
}

extension String {
  /// A file of the starter with another title in its place.
  fileprivate func titled(_ title: String, path: String) -> String {
    switch path {
    case configurationFile: replacingFirst("\ntitle: \(starterTitle)\n", with: "\ntitle: \(plainScalar(title))\n")
    case "index.md": replacingFirst("# \(starterTitle)\n", with: "# \(title.escapedForMarkdown)\n")
    default: self
    }
  }

  private func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound] + other + self[range.upperBound...])
  }
}
