/// The language of a handbook's texts.
public struct Language: Sendable {
  /// Its tag as BCP 47 writes it, such as `ar` or `az-Arab`.
  public let tag: String
  /// Whether it is English, as all is that Baton says.
  public let isEnglish: Bool
  /// Whether it is written from right to left.
  public let isRightToLeft: Bool

  /// English.
  public static let english = Language("en")

  /// The language with a tag.
  public init(_ tag: String) {
    self.tag = tag
    let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
    isEnglish = parts.first == "en"
    // A script that the tag names decides: it has four letters, behind the language.
    if let script = parts.dropFirst().first(where: { $0.utf8.count == 4 && $0.utf8.allSatisfy { $0 > 57 } }) {
      isRightToLeft = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"].contains(script)
    } else {
      isRightToLeft = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(parts.first ?? "")
    }
  }

  /// `from → to`. In a text from right to left the arrow points to the left, and each name is isolated (U+2068, U+2069): without that,
  /// names of another script would change places around it.
  public func arrow(from: String, to: String) -> String {
    isRightToLeft ? "\u{2068}\(from)\u{2069} ← \u{2068}\(to)\u{2069}" : "\(from) → \(to)"
  }
}
