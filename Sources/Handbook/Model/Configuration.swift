import Diagnostics
import Markup

/// What `baton.yml` says about a handbook. Everything is optional.
public struct Configuration: Sendable {
  /// The site's title.
  public var title: String?
  /// What the handbook is, in a sentence.
  public var description: String?
  /// Where the site will stand, `https://…/`, with a slash at its end.
  public var baseURL: String?
  /// The language of the texts, as BCP 47 writes it.
  public var language = "en"
  /// The folder of a theme, relative to the content folder.
  public var theme: Located<String>?
  /// A picture for the top of each page, relative to the content folder.
  public var logo: Located<String>?
  /// Where the content can be edited: a file's path is put behind it.
  public var repository: String?
  /// The phases of the work, in order.
  public var phases: [String] = []
  /// Groups of personas, besides `all-personas`.
  public var groups: [Group] = []
  /// Links to show in the navigation, before the kinds; `nil` for the pages in the order of their files.
  public var navigation: [NavigationEntry]?
  /// Severities by code; `nil` as a value turns a check off.
  public var checks: [DiagnosticCode: Severity?] = [:]
  /// What every document of a kind must have.
  public var rules: [Rule] = []
  /// Circles of handoffs that are meant: the personas of each, by name or id, in the order in which work goes round.
  public var loops: [[Located<String>]] = []
  /// Whether raw HTML passes as it is.
  public var trustsHTML = false
  /// Globs of files to leave out.
  public var exclude: [String] = []
  /// A line for the bottom of each page; its references stand where they do in `baton.yml`, as near as can be told.
  public var footer: MarkupText?

  /// A group of personas with a name.
  public struct Group: Sendable, Equatable {
    /// The name by which fields refer to it.
    public var id: String
    /// Its title.
    public var title: String
    /// Its members, by name or id.
    public var members: [Located<String>]
    /// Where its name stands; `nil` for a group that stands nowhere.
    public var range: SourceRange?
  }

  /// What every document of a kind must have: `every: task, where: {phase: Deployment}, has: checked-by`.
  public struct Rule: Sendable, Equatable {
    /// A field, and the values that a document may have in it.
    public struct Condition: Sendable, Equatable {
      /// The field's name.
      public var field: String
      /// One of these, whatever the case.
      public var values: [String]
    }
    /// Which documents it speaks of; `nil` for all.
    public var kind: Kind?
    /// What else must be true of a document for the rule to speak of it.
    public var conditions: [Condition]
    /// Names of fields or of kinds of edges that must be there.
    public var wanted: [String]
    /// What to say instead of Baton's own words.
    public var message: String?
    /// How much it matters; `nil` for the level of `rule-broken`.
    public var severity: Severity?
    /// Where it stands.
    public var range: SourceRange
  }

  /// An entry of the navigation, with a title of its own if wanted.
  public struct NavigationEntry: Sendable, Equatable {
    /// What to write; `nil` for the document's title, the file's name or the address.
    public var title: String?
    /// An id, a path in the content folder, or an address.
    public var target: Located<String>
  }

  /// A configuration that says nothing.
  public init() {}
}
