/// What a document is about.
public enum Kind: String, CaseIterable, Sendable, Hashable {
  /// A role on the team.
  case persona
  /// A piece of work that a persona performs.
  case task
  /// A document to fill in.
  case template
  /// A list to check a result against.
  case checklist
  /// Any other text.
  case page

  /// The name of the folder that holds documents of this kind, which is also its plural.
  public var plural: String { rawValue + "s" }

  /// The singular as people read it.
  public var inWords: String {
    switch self {
    case .persona: "Persona"
    case .task: "Task"
    case .template: "Template"
    case .checklist: "Checklist"
    case .page: "Page"
    }
  }

  /// The plural as a heading.
  public var heading: String {
    switch self {
    case .persona: "Personas"
    case .task: "Tasks"
    case .template: "Templates"
    case .checklist: "Checklists"
    case .page: "Pages"
    }
  }

  /// The kind whose singular or plural `name` is, whatever the case.
  public init?(name: some StringProtocol) {
    guard name.utf8.count <= 16 else { return nil }
    let name = name.lowercased()
    // No singular ends with the letter that makes a plural.
    self.init(rawValue: name.utf8.last == UInt8(ascii: "s") ? String(Substring(name.utf8.dropLast())) : name)
  }
}
