import ArgumentParser
import Site

/// `baton init`
struct InitCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a small handbook to begin with.",
    discussion: """
      Three personas that hand work to each other, a task, a template, a checklist, an introduction, and a baton.yml that tells what \
      can be set. The folder is made; one that holds anything but hidden files is left alone. What is printed is what was written.

      Exit status: 0 done, 2 wrong usage, such as a folder that is not empty, 3 the machine failed; nothing was written \
      unless the message says so.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The folder for the documents; that of --content unless told.", valueName: "dir"))
  var folder: String?

  @Option(help: ArgumentHelp("The handbook's title, made of the folder's name unless told.", valueName: "text"))
  var title: String?

  func validate() throws {
    let folder = folder ?? shared.content
    guard !folder.isEmpty else { throw ValidationError("init takes the name of a folder, and this is none.") }
    // What is not UTF-8 was replaced when the arguments were read.
    guard !folder.unicodeScalars.contains("\u{FFFD}") else {
      throw ValidationError("init takes a name in UTF-8, and '\(folder)' is none.")
    }
  }

  func run() async throws {
    let folder = folder ?? shared.content
    let files = try startHandbook(in: folder, title: title).map { pathFromHere($0, in: folder) }
    try shared.terminal.writeOutput(written: files)
    guard !shared.quiet else { return }
    let option = folder == SharedOptions.usualContent ? "" : " --content \(quotedForShell(folder))"
    shared.terminal.writeError(
      """
      This is a handbook that builds. `baton serve\(option)` shows it in your browser while you change it.
        Begin with \(pathFromHere("index.md", in: folder)); `baton new persona ID\(option)` adds a role.

      """)
  }
}

/// A path as a shell and a command take it.
private func quotedForShell(_ path: String) -> String {
  let path = path.hasPrefix("-") ? "./" + path : path
  let isPlain = path.utf8.allSatisfy { byte in
    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || "-_./".utf8.contains(byte)
  }
  return isPlain
    ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
