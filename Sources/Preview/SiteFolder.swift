import Glibc

/// The folder of a built site, as a server sees it: a path of a request in, a file's bytes out, and nothing from elsewhere.
///
/// The folder is looked up anew for every request, since a rebuild puts another one in its place.
struct SiteFolder: Sendable {
  let path: String

  /// What a request's path leads to.
  enum Answer: Equatable {
    /// A file: its bytes and media type.
    case file([UInt8], type: String)
    /// The address with a slash at its end.
    case redirect(String)
    /// Nothing.
    case notFound
    /// A path that no file can have.
    case badRequest
  }

  /// The largest file that is served, in bytes.
  private static let largest = 256 << 20

  /// Answers a request for `target`: an absolute path, percent-encoded, perhaps with a query.
  func answer(_ target: String) -> Answer {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let encoded = parts.first.map(String.init) ?? ""
    guard encoded.hasPrefix("/"), let names = Self.names(encoded) else { return .badRequest }
    if names.contains(where: { $0.hasPrefix(".") }) { return .notFound }
    guard let root = realPath(path) else { return .notFound }
    let wanted = ([root] + names).joined(separator: "/")
    // A link may lead out of the site, and what is behind it is not for the browser.
    guard let resolved = realPath(wanted), resolved == root || resolved.hasPrefix(root + "/") else { return .notFound }
    if isFolder(resolved) {
      guard encoded.hasSuffix("/") else {
        let name = encoded.split(separator: "/").last.map(String.init) ?? ""
        return .redirect(name + "/" + (parts.count > 1 ? "?" + parts[1] : ""))
      }
      return file(resolved + "/index.html")
    }
    return encoded.hasSuffix("/") ? .notFound : file(resolved)
  }

  /// The page for what does not exist.
  var notFoundPage: [UInt8] {
    if case .file(let bytes, _) = file(path + "/404.html") { return bytes }
    return Array("<!doctype html><title>Not found</title><p>There is no such page.</p>\n".utf8)
  }

  /// The names in a percent-encoded path, decoded once. `nil` when a part is no name: `..`, a slash or a NUL in disguise.
  private static func names(_ encoded: String) -> [String]? {
    var names: [String] = []
    for part in encoded.split(separator: "/", omittingEmptySubsequences: true) {
      guard let bytes = decoded(part) else { return nil }
      let isName = !bytes.contains { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
      guard isName, let name = String(validating: bytes, as: UTF8.self), name != ".." else { return nil }
      if name != "." { names.append(name) }
    }
    return names
  }

  private static func decoded(_ part: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(part.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func isFolder(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// A regular file, read through one descriptor, so that it is never half an old and half a new one.
  private func file(_ path: String) -> Answer {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return .notFound }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size <= Self.largest else {
      return .notFound
    }
    let size = Int(info.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if read < 0, errno == EINTR { continue }
        if read <= 0 { break }
        count += read
      }
    }
    return .file(bytes, type: mediaType(of: path))
  }
}
