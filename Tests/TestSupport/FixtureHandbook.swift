import Foundation

/// A handbook of `Tests/Fixtures` and the problems that must be found in it: what `Tests/Fixtures/README.md` describes.
public struct FixtureHandbook: Sendable {
  /// A file of the handbook.
  public struct File: Sendable {
    /// What makes it a file.
    public enum Content: Sendable, Equatable {
      /// Text, as it stands in the fixture.
      case text(String)
      /// Bytes that no text can hold.
      case bytes([UInt8])
      /// A symbolic link.
      case link(String)
      /// A named pipe.
      case pipe
    }
    /// Its path in the handbook.
    public var path: String
    /// What it holds.
    public var content: Content
  }

  /// What stands before the first file: why the handbook is here.
  public var introduction: String
  /// The files.
  public var files: [File]
  /// The problems, as ``FoundProblem`` writes them.
  public var expected: String

  /// Reads a fixture.
  public init(_ text: String) {
    introduction = text.hasPrefix("-- ") ? "" : text.components(separatedBy: "\n-- ")[0] + "\n"
    let all = TestSupport.files(text)
    let last = all.last { $0.path == "expected" }?.text ?? ""
    expected = last == "\n" ? "" : last
    files = all.filter { $0.path != "expected" }.map { Self.file($0.path, $0.text) }
  }

  private static func file(_ head: String, _ text: String) -> File {
    let link = head.components(separatedBy: " -> ")
    if link.count == 2 { return File(path: link[0], content: .link(link[1])) }
    guard head.hasSuffix(")"), let open = head.lastIndex(of: "(") else {
      return File(path: head, content: .text(text))
    }
    let path = String(head[..<open].dropLast())
    let directive = head[open...].dropFirst().dropLast()
    if directive == "pipe" { return File(path: path, content: .pipe) }
    if let size = Int(directive.split(separator: " ")[0]) {
      let bytes = Array(text.utf8)
      let repeated = Array(repeatElement(bytes, count: size / max(bytes.count, 1) + 1).joined())
      return File(path: path, content: .bytes(Array(repeated.prefix(size))))
    }
    return File(path: path, content: .bytes(unescaped(text)))
  }

  /// The bytes of a text in which `\xFF` stands for a byte.
  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      let digits = String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self)
      if rest.starts(with: "\\x".utf8), let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }

  /// Whether it holds nothing but text, which can be written in other ways.
  public var isText: Bool {
    files.allSatisfy { if case .text = $0.content { true } else { false } }
  }

  /// The handbook with the text of each file changed.
  public func changing(_ change: (_ path: String, _ text: String) -> String) -> FixtureHandbook {
    var copy = self
    copy.files = files.map { file in
      guard case .text(let text) = file.content else { return file }
      return File(path: file.path, content: .text(change(file.path, text)))
    }
    return copy
  }

  /// Writes the files into a folder.
  public func write(to folder: TemporaryFolder) throws {
    for file in files {
      switch file.content {
      case .text(let text): try folder.write(text, to: file.path)
      case .bytes(let bytes): try folder.write(Data(bytes), to: file.path)
      case .link, .pipe:
        try folder.write("", to: file.path)
        let path = folder.path + "/" + file.path
        try FileManager.default.removeItem(atPath: path)
        if case .link(let target) = file.content {
          try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        } else {
          mkfifo(path, 0o600)
        }
      }
    }
  }
}
