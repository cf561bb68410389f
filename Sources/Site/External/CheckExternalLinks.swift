import Diagnostics
import Fetch
import Handbook

/// What came of asking for the addresses of a handbook.
public struct ExternalReport: Sendable {
  /// How many different addresses the documents lead to.
  public var addresses = 0
  /// How many of them were asked for just now.
  public var asked = 0
  /// How many nothing is known of, by reason, in the order of reasons.
  public var untried: [(reason: Answer.Reason, count: Int)] = []
}

/// Asks for every address of the web that documents lead to, each once, and adds what is wrong to the problems.
///
/// - Parameters:
///   - loaded: a handbook that was loaded with ``BuildOptions/notesAddresses``.
///   - userAgent: what servers are told of who asks.
/// - Throws: `StopError` when the machine has no libcurl.
public func checkExternalLinks(
  of loaded: inout LoadedHandbook, _ options: BuildOptions, _ bounds: FetchBounds, userAgent: String
) throws(StopError) -> ExternalReport {
  var report = ExternalReport()
  if let severity = loaded.handbook.configuration.checks[.externalLink], severity == nil { return report }
  let cache = CacheFolder(options, content: loaded.root, output: "")
  var memory = LinkMemory(in: cache, bounds)
  var results: [String: FetchResult] = [:]
  var wanted: [String] = []
  for document in loaded.handbook.documents {
    for link in document.text.addresses {
      let address = withoutFragment(link.value)
      guard results[address] == nil else { continue }
      if let known = memory.result(for: address) {
        results[address] = known
      } else {
        results[address] = FetchResult(.untried(.number), secondsEach: 0)
        wanted.append(address)
      }
    }
  }
  let total = wanted.count
  let new = fetch(wanted, bounds, userAgent: userAgent) { done in
    options.progress?(BuildOptions.Progress(stage: "Asking for links:", done: done, total: total))
  }
  guard let new else {
    throw StopError(.machine, "--external needs libcurl, which is not there", help: "install libcurl4")
  }
  for (address, result) in zip(wanted, new) {
    results[address] = result
    memory.add(result, for: address)
  }
  if !wanted.isEmpty { memory.write(to: cache) }
  report.addresses = results.count
  for reason in Answer.Reason.allCases {
    let count = new.count { $0.answer == .untried(reason) }
    if count > 0 { report.untried.append((reason, count)) }
  }
  report.asked = wanted.count - report.untried.reduce(0) { $0 + $1.count }
  let found = loaded.handbook.documents.flatMap { document in
    document.text.addresses.compactMap { link in
      results[withoutFragment(link.value)].flatMap { diagnostic($0, link, in: document, bounds) }
    }
  }
  loaded.diagnostics = listed(
    loaded.diagnostics + loaded.handbook.configuration.applied(to: found), loaded.handbook, root: loaded.root,
    jobs: options.jobs)
  return report
}

/// The part of an address that a server is asked for.
private func withoutFragment(_ address: String) -> String { String(address.prefix { $0 != "#" }) }

private func diagnostic(
  _ result: FetchResult, _ link: Located<String>, in document: Document, _ bounds: FetchBounds
) -> Diagnostic? {
  let (message, help): (String, String)
  switch result.answer {
  case .untried: return nil
  case .status(let status):
    guard !result.answer.isGood else { return nil }
    message = "\(address(of: link.value, result)) answers \(status)\(meaning(of: status))"
    help = remedy(for: status)
  case .failed(let failure):
    (message, help) = (text(of: failure, link.value, result, bounds), remedy(for: failure))
  }
  // A template's links speak of the document that will be made from it.
  return Diagnostic(
    .externalLink, message, at: link.range, severity: document.kind == .template ? .note : nil, help: help)
}

private func meaning(of status: Int) -> String {
  switch status {
  case 401: " (who asks must log in)"
  case 403: " (forbidden)"
  case 404: " (not found)"
  case 410: " (gone)"
  case 500...: " (the server failed)"
  default: ""
  }
}

private func remedy(for status: Int) -> String {
  switch status {
  case 401, 403: "if readers can open it, silence this place; else correct the address"
  case 500...: "ask again later; if it stays so, correct the address, or remove the link"
  default: "correct the address, or remove the link"
  }
}

/// How a sentence begins that is about the address that was asked for last.
private func address(of link: String, _ result: FetchResult) -> String {
  result.ledTo.map { "`\(link)` leads on to `\($0)`, which" } ?? "`\(link)`"
}

private func text(
  of failure: Answer.Failure, _ link: String, _ result: FetchResult, _ bounds: FetchBounds
) -> String {
  let address = address(of: link, result)
  let host = result.ledTo.map { "`\(link)` leads on to `\($0)`, whose host" } ?? "the host of `\(link)`"
  return switch failure {
  case .timedOut: "\(address) gave no answer within \(result.secondsEach) s"
  case .nameNotFound: "\(host) is not known"
  case .noConnection: "\(host) takes no connection"
  case .certificate: "\(host) has no valid certificate"
  case .closed: "\(host) closed the connection without an answer"
  case .tooManyRedirects: "`\(link)` leads on and on, more than \(bounds.redirects) times"
  case .otherScheme: "`\(link)` leads on to something other than http and https"
  case .credentials: "`\(link)`, or where it leads, holds a name or a password, so it was not asked for"
  case .malformed: "\(address) is no address that can be asked for"
  case .other: "\(address) gave no answer that can be read"
  }
}

private func remedy(for failure: Answer.Failure) -> String {
  switch failure {
  case .timedOut, .noConnection, .closed, .other:
    "ask again later; if it stays so, correct the address, or remove the link"
  case .nameNotFound, .malformed: "correct the address, or remove the link"
  case .certificate: "browsers warn of it too: link to an address with a valid certificate"
  case .tooManyRedirects, .otherScheme: "link to the page that readers are to find"
  case .credentials: "remove them, as every reader can see them; or silence this place"
  }
}
