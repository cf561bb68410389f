import ArgumentParser
import Fetch
import Site

/// The options of `baton check` about addresses of the web.
struct ExternalOptions: ParsableArguments {
  @Flag(help: "Ask for every link to the web, and report those that do not answer.")
  var external = false

  @Option(
    name: .customLong("external-time"), parsing: .unconditional,
    help: ArgumentHelp("The most seconds to ask for all links, 60 unless told.", valueName: "s"),
    transform: wholeNumber(in: 1...86_400))
  var seconds = 60

  @Option(
    name: .customLong("external-timeout"), parsing: .unconditional,
    help: ArgumentHelp("The most seconds to wait for one answer, 10 unless told.", valueName: "s"),
    transform: wholeNumber(in: 1...600))
  var secondsEach = 10

  @Option(
    name: .customLong("external-limit"), parsing: .unconditional,
    help: ArgumentHelp("The most different links to ask for, 1000 unless told.", valueName: "n"),
    transform: wholeNumber(in: 1...Int.max))
  var limit = 1_000

  @Flag(
    name: .customLong("external-private"),
    help: "Ask also for links into private networks, and by the proxies of the environment.")
  var allowsPrivate = false

  @Flag(name: .customLong("no-cache"), help: "Ask for every link again, whatever former checks learned.")
  var noCache = false

  @Option(
    name: .customLong("cache-dir"),
    help: ArgumentHelp(
      "Where what links answered is kept; among the user's caches unless told.", valueName: "dir"))
  var cacheDir: String?

  /// How much may be asked for.
  var bounds: FetchBounds {
    var bounds = FetchBounds()
    bounds.secondsInAll = Double(seconds)
    bounds.secondsEach = Double(secondsEach)
    bounds.addresses = limit
    bounds.allowsPrivate = allowsPrivate
    return bounds
  }

  /// What was left out, in one line: `3 links were not asked for: 2 after 60 s (--external-time), 1 …`; `nil` for nothing.
  func untried(_ report: ExternalReport) -> String? {
    let count = report.untried.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    let reasons = report.untried.map { reason, count in
      switch reason {
      case .time: "\(count) as the time was over (--external-time)"
      case .number: "\(count) beyond the first \(limit) (--external-limit)"
      case .privateNetwork: "\(count) into private networks (--external-private)"
      case .tooManyRequests: "\(count) as the server has had too many requests"
      case .noCertificates: "\(count) as no certificates are installed (ca-certificates)"
      }
    }
    let subject = count == 1 ? "1 link to the web was" : "\(count) links to the web were"
    return "\(subject) not tried: \(reasons.joined(separator: ", "))"
  }
}
