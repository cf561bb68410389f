/// The name of a file, known by its bytes: to Swift's strings two files are one whose names differ only in how accents are written.
public struct FileName: Hashable, Sendable {
  /// The name as text.
  public let text: String

  /// The name with a text.
  public init(_ text: String) { self.text = text }

  /// Whether two names have the same bytes.
  public static func == (a: FileName, b: FileName) -> Bool { a.text.isSameInUTF8(as: b.text) }

  /// Feeds the name's bytes to a hasher.
  public func hash(into hasher: inout Hasher) {
    let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: .init($0)) }
    if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}
