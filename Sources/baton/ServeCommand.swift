import ArgumentParser
import Dispatch
import Foundation
import Preview
import Site

/// `baton serve`
struct ServeCommand: HandbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Builds the site, serves it on this machine, and rebuilds it when a file changes.",
    discussion: """
      Pages that are open load again when they changed; styles change in place. Problems are printed, and shown in the \
      browser until they are mended. Ctrl-C stops the server.

      Exit status: 0 stopped by Ctrl-C, 2 wrong usage, 3 the machine failed, as when no port is free.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("The folder that the site is published in.", valueName: "dir"))
  var output = "output"

  @OptionGroup var theme: ThemeOptions

  @OptionGroup var former: FormerOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port, 4000 unless told; when it is taken, one of the next is.", valueName: "n"),
    transform: wholeNumber(in: 0...65_535))
  var port = 4000

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @Flag(help: "Look at all files twice a second: for network folders, which tell of no changes.")
  var poll = false

  @Flag(help: "Open the site in the browser.")
  var open = false

  func validate() throws {
    guard !host.isEmpty else { throw ValidationError("--host takes an address, such as 127.0.0.1.") }
  }

  func run() async throws {
    raiseDescriptorLimit()
    let (terminal, open) = (shared.terminal, self.open)
    var options = BuildOptions(
      content: shared.content, output: output, theme: theme.theme, baseURL: theme.baseURL, jobs: theme.jobs)
    options.former = try former.read()
    let builder = PreviewBuilder(options, terminal: terminal, isVerbose: shared.verbose)
    var configuration = PreviewConfiguration(
      folder: output, marker: siteManifest, watched: [shared.content] + [theme.theme].compactMap(\.self))
    (configuration.host, configuration.port) = (host, port)
    configuration.alsoWatched = { builder.alsoWatched }
    configuration.method = poll ? .polling : .notifications

    let serving = Task { [configuration] in
      try await preview(configuration) { notice in
        switch notice {
        case .listening(let url, let takenPort):
          if let takenPort { terminal.writeError("Port \(takenPort) is taken, so this is another one.\n") }
          terminal.writeError("The site is at \(url) – Ctrl-C stops.\n")
          if open { openBrowser(url) }
        case .polling:
          terminal.writeError(
            "The system lets no more folders be watched, so all files are looked at twice a second.\n"
              + "  help: raise the limits in /proc/sys/fs/inotify\n")
        }
      } firstBuild: {
        try await builder.firstBuild()
      } rebuild: { changes in
        await builder.rebuild(changes)
      } afterwards: {
        await builder.finish()
      }
    }
    try await untilStopped(serving)
  }

  /// Waits for the preview, which Ctrl-C and a polite kill end.
  private func untilStopped(_ serving: Task<Void, any Error>) async throws {
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { serving.cancel() }
      source.resume()
      return source
    }
    defer { signals.forEach { $0.cancel() } }
    do {
      try await serving.value
    } catch let error as StopError where error.cause == .cancelled {
      // Stopped during the first build; that is no failure.
    } catch let error as ListenError {
      let ports = error.port == error.lastPort ? "port \(error.port)" : "ports \(error.port) to \(error.lastPort)"
      throw StopError(
        .machine, "cannot listen on \(error.host), \(ports): \(error.reason)",
        help: "name another port with --port, or an address of this machine with --host")
    }
  }
}

/// Opens an address in the user's browser, if the desktop knows how; else nothing happens.
private func openBrowser(_ address: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["xdg-open", address]
  process.standardError = FileHandle.nullDevice
  try? process.run()
}
