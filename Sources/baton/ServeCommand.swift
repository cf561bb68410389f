import ArgumentParser
import Site

/// `baton serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Builds, serves and watches the site.")

  @OptionGroup var shared: SharedOptions

  func run() async throws {}
}
