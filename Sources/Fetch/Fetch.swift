import CCurl
import Glibc

/// Asks whether there is something at addresses of the web: each once, by HEAD, and by GET for its first byte where that has
/// no good answer. Nothing is sent but the request: no cookie, no name, no password.
///
/// - Parameters:
///   - userAgent: what servers are told of who asks.
///   - progress: told now and then how many requests have ended.
/// - Returns: for each address what came of it; `nil` when the machine has no libcurl.
public func fetch(
  _ addresses: [String], _ bounds: FetchBounds, userAgent: String, progress: (_ done: Int) -> Void = { _ in }
) -> [Answer]? {
  guard !addresses.isEmpty else { return [] }
  guard ccurl_load(), let multi = ccurl_multi() else { return nil }
  defer { ccurl_multi_free(multi) }
  // A server may close a connection that is being written to.
  let onBrokenPipe = signal(SIGPIPE, SIG_IGN)
  defer { signal(SIGPIPE, onBrokenPipe) }
  // Redirects can lead many requests to one host.
  ccurl_multi_set_number(multi, CURLMOPT_MAX_HOST_CONNECTIONS, bounds.atOnceOfHost)
  ccurl_multi_set_number(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, bounds.atOnce)
  var fetching = Fetching(addresses, bounds, userAgent: userAgent, multi: multi)
  return fetching.run(progress)
}

/// The requests that wait, those that are on their way, and what came of the others.
private struct Fetching {
  private let addresses: [String]
  private let bounds: FetchBounds
  private let userAgent: String
  private let multi: UnsafeMutableRawPointer
  private var answers: [Answer]
  /// By host, the addresses that wait, the next one last.
  private var waiting: [String: [Int]] = [:]
  /// The hosts that may be asked now, in order; one stands in it at most as often as requests may be made to it.
  private var ready: [String] = []
  private var next = 0
  private var active: [Int: Transfer] = [:]
  private var ended = 0

  init(_ addresses: [String], _ bounds: FetchBounds, userAgent: String, multi: UnsafeMutableRawPointer) {
    self.addresses = addresses
    self.bounds = bounds
    self.userAgent = userAgent
    self.multi = multi
    answers = Array(repeating: .untried(.number), count: addresses.count)
    for index in addresses.indices.prefix(bounds.addresses).reversed() {
      answers[index] = .untried(.time)
      waiting[host(of: addresses[index]), default: []].append(index)
    }
    for index in addresses.indices.prefix(bounds.addresses) {
      let host = host(of: addresses[index])
      guard let own = waiting[host], own.last == index else { continue }
      for _ in 0..<min(own.count, bounds.atOnceOfHost) { ready.append(host) }
    }
  }

  mutating func run(_ progress: (Int) -> Void) -> [Answer] {
    let end = ContinuousClock.now + .seconds(bounds.secondsInAll)
    start()
    while !active.isEmpty, ContinuousClock.now < end {
      guard ccurl_perform(multi) == CURLM_OK else { break }
      takeEnded()
      start()
      progress(ended)
      let left = Int((end - .now) / .milliseconds(1))
      if !active.isEmpty { ccurl_poll(multi, Int32(max(0, min(left, 1_000)))) }
    }
    for transfer in active.values { ccurl_remove(multi, transfer.easy) }
    active = [:]
    return answers
  }

  /// Begins requests as far as bounds allow.
  private mutating func start() {
    while active.count < bounds.atOnce, next < ready.count {
      let host = ready[next]
      next += 1
      guard let index = waiting[host]?.popLast() else { continue }
      guard !hasCredentials(addresses[index]) else {
        answers[index] = .failed(.credentials)
        ready.append(host)
        continue
      }
      guard let transfer = Transfer(addresses[index], index: index, host: host, bounds, userAgent: userAgent) else {
        answers[index] = .failed(.other)
        continue
      }
      active[index] = transfer
      ccurl_add(multi, transfer.easy)
    }
  }

  private mutating func takeEnded() {
    var code = CURLE_OK
    while let easy = ccurl_ended(multi, &code) {
      guard let owner = ccurl_private(easy) else { continue }
      let transfer = Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
      ccurl_remove(multi, easy)
      guard let answer = transfer.answer(code) else {
        transfer.askForByte()
        ccurl_add(multi, easy)
        continue
      }
      answers[transfer.index] = answer
      if answer == .untried(.tooManyRequests) { leaveAlone(transfer.host) }
      ready.append(transfer.host)
      active[transfer.index] = nil
      ended += 1
    }
  }

  /// Asks a host for nothing more.
  private mutating func leaveAlone(_ host: String) {
    for index in waiting.removeValue(forKey: host) ?? [] { answers[index] = .untried(.tooManyRequests) }
  }
}

private func hasCredentials(_ address: String) -> Bool { authority(of: address).contains("@") }

private func host(of address: String) -> String { authority(of: address).lowercased() }
