/// A picture of the whole handbook, by the name that a text asks for it by.
public enum HandbookPicture: String, Sendable {
  /// The handoffs between all personas.
  case map
  /// The work from phase to phase.
  case phases

  /// How many pictures of the handbook one text may hold: each may be as large as the team.
  static let mostInText = 20
}
