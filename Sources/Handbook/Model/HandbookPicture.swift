/// A picture of the whole handbook, by the name that a text asks for it by.
public enum HandbookPicture: String, Sendable {
  /// The handoffs between all personas.
  case map
  /// The work from phase to phase.
  case phases
}
