import CCurl
import Glibc

/// Asks whether there is something at addresses of the web: each once, by HEAD, and by GET for its first byte where that has
/// no good answer. Nothing is sent but the request: no cookie, no name, no password.
///
/// - Parameters:
///   - userAgent: what servers are told of who asks.
///   - progress: told now and then how many addresses are done.
/// - Returns: for each address what came of it; `nil` when the machine has no libcurl.
public func fetch(
  _ addresses: [String], _ bounds: FetchBounds, userAgent: String, progress: (_ done: Int) -> Void = { _ in }
) -> [FetchResult]? {
  guard !addresses.isEmpty else { return [] }
  guard ccurl_load(), let multi = ccurl_multi() else { return nil }
  defer { ccurl_multi_free(multi) }
  // A server may close a connection that is being written to.
  let onBrokenPipe = signal(SIGPIPE, SIG_IGN)
  defer { signal(SIGPIPE, onBrokenPipe) }
  ccurl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, bounds.atOnce)
  var fetching = Fetching(addresses, bounds, userAgent: userAgent, multi: multi)
  return fetching.run(progress)
}

/// The requests that wait, those that are on their way, and what came of the others. Redirects are queued as links are, since
/// libcurl lets a request's time run while it waits for a connection.
private struct Fetching {
  private let addresses: [String]
  private let bounds: FetchBounds
  private let userAgent: String
  private let multi: UnsafeMutableRawPointer
  private var results: [FetchResult]
  /// By host, the addresses that wait to ask it, the next one last.
  private var waiting: [String: [Int]] = [:]
  /// The hosts that may be asked now, in order.
  private var ready: [String] = []
  private var next = 0
  /// By host, how often it stands in `ready` or is being asked: at most as often as requests may be made to it.
  private var places: [String: Int] = [:]
  /// The hosts that are asked for nothing more.
  private var leftAlone: Set<String> = []
  /// What has been begun and has not ended; it waits while it stands in `waiting`.
  private var transfers: [Int: Transfer] = [:]
  private var active = 0
  private var ended = 0

  init(_ addresses: [String], _ bounds: FetchBounds, userAgent: String, multi: UnsafeMutableRawPointer) {
    self.addresses = addresses
    self.bounds = bounds
    self.userAgent = userAgent
    self.multi = multi
    let seconds = Int(bounds.secondsEach.rounded(.up))
    results = Array(repeating: FetchResult(.untried(.number), secondsEach: seconds), count: addresses.count)
    for index in addresses.indices.prefix(bounds.addresses) {
      results[index].answer = .untried(.time)
      queue(index, at: host(of: requestAddress(addresses[index])))
    }
    for host in waiting.keys { waiting[host]?.reverse() }
  }

  mutating func run(_ progress: (Int) -> Void) -> [FetchResult] {
    let end = ContinuousClock.now + .seconds(bounds.secondsInAll)
    start()
    while active > 0, ContinuousClock.now < end {
      guard ccurl_perform(multi) == CURLM_OK else { break }
      takeEnded()
      start()
      progress(ended)
      let left = Int((end - .now) / .milliseconds(1))
      if active > 0 { ccurl_poll(multi, Int32(max(0, min(left, 1_000)))) }
    }
    for transfer in transfers.values { ccurl_remove(multi, transfer.easy) }
    transfers = [:]
    return results
  }

  /// Lets an address wait to ask a host, before those that wait already.
  private mutating func queue(_ index: Int, at host: String) {
    waiting[host, default: []].append(index)
    guard places[host, default: 0] < bounds.atOnceOfHost else { return }
    places[host, default: 0] += 1
    ready.append(host)
  }

  /// Begins requests as far as bounds allow.
  private mutating func start() {
    while active < bounds.atOnce, next < ready.count {
      let host = ready[next]
      next += 1
      guard let index = waiting[host]?.popLast() else {
        places[host, default: 1] -= 1
        continue
      }
      guard let transfer = transfers[index] ?? transfer(of: index) else {
        ready.append(host)
        continue
      }
      transfers[index] = transfer
      active += 1
      ccurl_add(multi, transfer.easy)
    }
  }

  /// A transfer of an address that has not been asked for yet; `nil` when it can't be.
  private mutating func transfer(of index: Int) -> Transfer? {
    guard !hasCredentials(addresses[index]) else {
      results[index].answer = .failed(.credentials)
      return nil
    }
    let transfer = Transfer(addresses[index], index: index, bounds, userAgent: userAgent)
    if transfer == nil { results[index].answer = .failed(.other) }
    return transfer
  }

  private mutating func takeEnded() {
    var code = CURLE_OK
    while let easy = ccurl_ended(multi, &code) {
      guard let owner = ccurl_private(easy) else { continue }
      let transfer = Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
      ccurl_remove(multi, easy)
      active -= 1
      let host = transfer.host
      ready.append(host)
      if let answer = transfer.answer(code) {
        end(transfer, answer)
        if answer == .untried(.tooManyRequests) { leaveAlone(host) }
      } else if leftAlone.contains(transfer.host) {
        end(transfer, .untried(.tooManyRequests))
      } else {
        queue(transfer.index, at: transfer.host)
      }
    }
  }

  private mutating func end(_ transfer: Transfer, _ answer: Answer) {
    results[transfer.index].answer = answer
    results[transfer.index].ledTo = transfer.ledTo
    transfers[transfer.index] = nil
    ended += 1
  }

  /// Asks a host for nothing more.
  private mutating func leaveAlone(_ host: String) {
    leftAlone.insert(host)
    for index in waiting.removeValue(forKey: host) ?? [] {
      results[index].answer = .untried(.tooManyRequests)
      transfers[index] = nil
    }
  }
}
