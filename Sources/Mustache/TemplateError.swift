/// Why a text is no template.
public struct TemplateError: Error, Sendable, Equatable {
  /// What is wrong, as the end of a sentence.
  public var reason: String
  /// The place of the tag that is wrong, counted in bytes from the text's beginning.
  public var offset: Int
  /// The tag's length in bytes.
  public var length: Int
}
