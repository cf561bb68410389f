import Fetch
import Glibc
import Snapshot

/// What former checks learned of addresses of the web. Good answers count for a day, others for ten minutes.
struct LinkMemory: Sendable {
  /// The part of the cache that holds it.
  static let part = "link-answers"

  private static let secondsGood = 86_400
  private static let secondsBad = 600

  private struct Entry {
    var result: FetchResult
    var allowsPrivate: Bool
    var time: Int
  }

  private var entries: [String: Entry] = [:]
  private let bounds: FetchBounds
  private let now: Int

  /// What the cache holds that still counts; nothing where there is no cache, or what is in it can't be read.
  init(in cache: CacheFolder?, _ bounds: FetchBounds, now: Int = time(nil)) {
    self.bounds = bounds
    self.now = now
    guard let bytes = cache?.read(Self.part) else { return }
    entries = bytes.withUnsafeBytes { bytes in
      var reader = SnapshotReader(bytes)
      return (try? Self.entries(from: &reader, now: now)) ?? [:]
    }
  }

  private static func entries(from reader: inout SnapshotReader, now: Int) throws(SnapshotError) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    for _ in 0..<(try reader.count()) {
      let (address, time, allowsPrivate) = (try reader.text(), try reader.number(), try reader.truth())
      let (secondsEach, ledTo) = (try reader.number(), try reader.optionalText())
      let answer: Answer
      if try reader.truth() {
        answer = .status(try reader.number())
      } else {
        guard let failure = Answer.Failure(rawValue: try reader.text()) else { throw SnapshotError() }
        answer = .failed(failure)
      }
      let limit = answer.isGood ? secondsGood : secondsBad
      guard time <= now, now - time < limit else { continue }
      let result = FetchResult(answer, ledTo: ledTo, secondsEach: secondsEach)
      entries[address] = Entry(result: result, allowsPrivate: allowsPrivate, time: time)
    }
    return entries
  }

  /// What is known of an address, if it would be asked for in the same way: by whoever waits longer, a late answer may be got.
  func result(for address: String) -> FetchResult? {
    guard let entry = entries[address], entry.allowsPrivate == bounds.allowsPrivate else { return nil }
    let isTooShort =
      entry.result.answer == .failed(.timedOut) && Double(entry.result.secondsEach) < bounds.secondsEach
    return isTooShort ? nil : entry.result
  }

  /// Remembers what came of asking for an address, if anything did.
  mutating func add(_ result: FetchResult, for address: String) {
    if case .untried = result.answer { return }
    entries[address] = Entry(result: result, allowsPrivate: bounds.allowsPrivate, time: now)
  }

  /// Keeps it for the next check.
  func write(to cache: CacheFolder?) {
    guard let cache else { return }
    var writer = SnapshotWriter()
    writer.write(entries.count)
    for (address, entry) in entries {
      writer.write(address)
      writer.write(entry.time)
      writer.write(entry.allowsPrivate)
      writer.write(entry.result.secondsEach)
      writer.write(entry.result.ledTo)
      switch entry.result.answer {
      case .status(let status):
        writer.write(true)
        writer.write(status)
      case .failed(let failure):
        writer.write(false)
        writer.write(failure.rawValue)
      case .untried: break
      }
    }
    cache.write(Self.part) { append throws(Files.Failure) in try writer.withBytes(append) }
  }
}
