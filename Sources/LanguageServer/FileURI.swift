import Diagnostics
import TextFormats

/// The URI of a file or a folder.
struct FileURI: Equatable {
  /// The machine, empty for this one.
  var host: String
  /// The absolute path, without `.`, `..` and empty names; empty for the root of all.
  var path: String

  /// The URI of a path of this machine.
  init(path: String) {
    host = ""
    self.path = standardizedPath(path)
  }

  /// Reads a URI, `nil` when it is none of a file. It is decoded here since Foundation encodes a URI anew, `%` and all, that leaves
  /// characters such as `[` as they are.
  init?(_ uri: String) {
    guard let colon = uri.firstIndex(of: ":"), uri[..<colon].lowercased() == "file" else { return nil }
    var rest = uri[uri.index(after: colon)...].prefix { $0 != "?" && $0 != "#" }
    var host = Substring()
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      host = rest.prefix { $0 != "/" }
      rest = rest[host.endIndex...]
    }
    guard rest.hasPrefix("/"), let path = percentDecoded(rest), !path.utf8.contains(0) else { return nil }
    self.host = String(host)
    self.path = standardizedPath(path)
  }

  /// The URI of a file below.
  func appending(_ path: String) -> FileURI {
    var uri = self
    uri.path = standardizedPath(self.path + "/" + path)
    return uri
  }

  /// The path of a file from this folder on, `nil` for one that is elsewhere.
  func relativePath(of path: String) -> String? {
    guard path.utf8.starts(with: (self.path + "/").utf8) else { return nil }
    return String(decoding: path.utf8.dropFirst(self.path.utf8.count + 1), as: UTF8.self)
  }

  /// The URI as text.
  var text: String { "file://" + host + percentEncoded(path.isEmpty ? "/" : path) }
}

/// A path without `.`, `..` and empty names, which begins with `/` unless it is empty.
private func standardizedPath(_ path: String) -> String {
  var names: [Substring] = []
  for name in path.pathParts where name != "." {
    if name == ".." { _ = names.popLast() } else { names.append(name) }
  }
  return names.map { "/" + $0 }.joined()
}
