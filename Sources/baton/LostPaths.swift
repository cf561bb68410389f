import Diagnostics
import Foundation
import Handbook

/// Of changed paths those at which there is nothing any more. A build that is told of the changes leaves out what came and went
/// and was no part of the handbook, as editors' temporary files are; some of that mattered nonetheless.
struct LostPaths {
  private let content: String
  /// The paths, relative to the content folder.
  private var files: [String] = []
  /// Whether one is elsewhere, or has a name that is no text, so that nothing can be said of it.
  private var hasStrangers = false

  /// Looks which of `paths` are gone. They begin with `content`, the content folder, or lie elsewhere.
  init(among paths: Set<String>, content: String) {
    self.content = content
    let folder = content.hasSuffix("/") ? content : content + "/"
    for path in paths where !Self.isThere(path) {
      if path.hasPrefix(folder), !path.unicodeScalars.contains("\u{FFFD}") {
        files.append(String(path.dropFirst(folder.count)))
      } else {
        hasStrangers = true
      }
    }
  }

  /// Whether one of them had a problem, as links have that are not followed, or belongs to the theme that the configuration names.
  func matter(with problems: [Diagnostic]) -> Bool {
    if hasStrangers { return true }
    guard !files.isEmpty else { return false }
    let theme = configuredTheme()
    var known: Set<String> = []
    for file in problems.compactMap(\.range?.file) + [theme].compactMap(\.self) {
      // A folder that is gone stands for all that was below it.
      var path = file[...]
      while known.insert(String(path)).inserted, let slash = path.lastIndex(of: "/") { path = path[..<slash] }
    }
    return files.contains { file in known.contains(file) || theme.map { file.hasPrefix($0 + "/") } ?? false }
  }

  /// The folder of the theme that the configuration names, relative to the content folder.
  private func configuredTheme() -> String? {
    guard let bytes = FileManager.default.contents(atPath: content + "/" + configurationFile) else { return nil }
    let theme = parseConfiguration(Array(bytes)).value.theme
    return theme?.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// A link is there even when it leads nowhere.
  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}
