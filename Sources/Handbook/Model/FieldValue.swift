import Diagnostics

/// The value of a known field, read by its shape.
public enum FieldValue: Sendable, Equatable {
  /// One string.
  case text(Located<String>)
  /// A list of strings.
  case texts([Located<String>])
  /// Phases.
  case phases(PhaseList)
  /// Names with texts.
  case namedTexts([NamedText])
  /// Documents, each with what is said of it.
  case references([FieldReference])
}

/// A name and the text that explains it, such as one core action.
public struct NamedText: Sendable, Equatable {
  /// The name.
  public var name: Located<String>
  /// The text, `nil` where an author wrote the name only.
  public var text: Located<String>?
}

/// One document, or one persona, that a field names.
public struct FieldReference: Sendable, Equatable {
  /// What was written, without remark: an id, or a persona's name.
  public var target: Located<String>
  /// What is passed (`hands_off_to`), `nil` where nothing was written.
  public var text: Located<String>?
  /// What stood in round brackets behind a name.
  public var remark: String?
  /// The path that it leads to, where it is a link in a label; then the target is the link's text.
  public var path: Located<String>?
}

/// The phases that a document belongs to.
public struct PhaseList: Sendable, Equatable {
  /// One phase, or a range of them.
  public struct Item: Sendable, Equatable {
    /// The phase, or the first of a range.
    public var first: Located<String>
    /// The last of a range.
    public var last: Located<String>?
    /// What stood in round brackets.
    public var remark: String?
  }
  /// Whether every phase was named at once (`any`, `all`).
  public var coversAll = false
  /// What stood in round brackets behind that.
  public var remark: String?
  /// What was named, in order. Of `A → B → C`, the second range begins where the first ends.
  public var items: [Item] = []

  /// Everything as it reads: `Design → Testing, Operations (on call)`.
  public var description: String { description(in: .english) }

  /// The same in a text of a language: the arrows point to where it goes on.
  public func description(in language: Language) -> String {
    let arrow = language.isRightToLeft ? " ← " : " → "
    func inBrackets(_ remark: String?) -> String { remark.map { " (\($0))" } ?? "" }
    var text = coversAll ? "Every phase" + inBrackets(remark) : ""
    var end: Located<String>?
    for item in items {
      if end == nil || item.first != end {
        text += (text.isEmpty ? "" : ", ") + item.first.value
      }
      text += (item.last.map { arrow + $0.value } ?? "") + inBrackets(item.remark)
      end = item.last
    }
    return text
  }
}

/// A field that Baton does not know; it is kept and shown.
public struct UnknownField: Sendable, Equatable {
  /// Its name as written.
  public var name: Located<String>
  /// Its value as lines of text.
  public var values: [Located<String>]
}
