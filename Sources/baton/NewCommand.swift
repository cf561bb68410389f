import ArgumentParser
import Diagnostics
import Handbook
import Site

/// `baton new`
struct NewCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a new document, with the fields and sections of its kind to fill in.",
    discussion: """
      It stands where the handbook keeps documents of the kind, as ID.md, and no file is overwritten. What is printed is its path, so \
      that an editor can open it: $EDITOR "$(baton new task fix-defect)".

      Its fields are there with comments on what to write. Nothing in it names a document that does not exist, so that it passes \
      baton check --strict as it is; notes say what is still to be written, and that nothing refers to it yet.

      Exit status: 0 done, 2 wrong usage or configuration, such as an id that is taken, 3 the machine failed; nothing \
      was written unless the message says so.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("persona, task, template, checklist or page.", valueName: "kind"))
  var kind: String

  @Argument(help: ArgumentHelp("The id, by which others refer to it, and the name of its file.", valueName: "id"))
  var id: String

  @Option(
    help: ArgumentHelp(
      "The title, made of the id unless told; of a persona with the role: \"QA Engineer - The Honest Witness\".",
      valueName: "text"))
  var title: String?

  @Option(
    help: ArgumentHelp(
      "The folder in the content folder; unless told, the one that holds most documents of the kind.", valueName: "dir")
  )
  var folder: String?

  func run() async throws {
    let kind = try meantKind()
    let loaded = try loadHandbook(BuildOptions(content: shared.content))
    // What can't be read may leave the file out, or name a group.
    try shared.expectConfiguration(of: loaded, otherwise: "nothing was written")
    let file = try addDocument(kind, id: id, title: title, folder: folder, to: loaded, content: shared.content)
    try shared.terminal.writeOutput(written: [pathFromHere(file, in: shared.content)])
  }

  private func meantKind() throws(StopError) -> Kind {
    if let kind = Kind(name: kind) { return kind }
    let kinds = Kind.allCases.map(\.rawValue)
    let help =
      if Kind(name: id) != nil { "the kind comes first: `baton new \(id) \(kind)`" } else {
        didYouMean(nearest(to: kind, among: kinds), or: "use one of \(kinds.joined(separator: ", "))")
      }
    throw StopError(.usage, "there is no kind `\(kind)`", help: help)
  }
}
