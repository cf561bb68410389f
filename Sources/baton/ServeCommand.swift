import ArgumentParser
import Diagnostics
import Dispatch
import Foundation
import Preview
import Site

/// `baton serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Builds the site, serves it on this machine, and rebuilds it when a file changes.",
    discussion: "Browsers that show a page load it again after a rebuild. Ctrl-C stops the server.")

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("The folder that the site is published in.", valueName: "dir"))
  var output = "output"

  @OptionGroup var theme: ThemeOptions

  @Option(help: ArgumentHelp("The port; when it is taken, one of the next is.", valueName: "n"))
  var port = 4000

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @Flag(help: "Open the site in the browser.")
  var open = false

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
  }

  func run() async throws {
    let (terminal, folder, output, open) = (shared.terminal, shared.content, self.output, self.open)
    let options = BuildOptions(
      content: shared.content, output: output, theme: theme.theme, baseURL: theme.baseURL, jobs: theme.jobs)
    let (host, port) = (self.host, self.port)
    let serving = Task {
      try await preview(options, host: host, port: port) { event in
        switch event {
        case .built(let report, let time):
          terminal.report(report.diagnostics, folder: folder)
          if !terminal.isQuiet { terminal.writeError(report.closingLine(output: output, time: time) + "\n") }
        case .failed(let error): terminal.report(error)
        case .serving(let address, let isWantedPort):
          if !isWantedPort, port != 0 { terminal.writeError("Port \(port) is taken.\n") }
          terminal.writeError("The site is at \(address) – Ctrl-C stops.\n")
          if open { openBrowser(address) }
        }
      }
    }
    // Ctrl-C and a polite kill end the task, which ends the server; the handlers live as long as it.
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { serving.cancel() }
      source.resume()
      return source
    }
    defer { signals.forEach { $0.cancel() } }
    try await serving.value
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
