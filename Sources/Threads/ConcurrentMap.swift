import Foundation
import Glibc
import Synchronization

/// The number of processors that this process may use.
public func processorCount() -> Int { ProcessInfo.processInfo.activeProcessorCount }

extension Array where Element: Sendable {
  /// The results of `transform` for every element, in order, worked out on `jobs` threads.
  ///
  /// - Parameter large: how many elements at the beginning take much longer than the others.
  public func concurrentMap<Result: Sendable>(
    jobs: Int, large: Int = 0, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    Threads.concurrentMap(count: count, jobs: jobs, large: large) { transform(self[$0]) }
  }
}

/// The results of `transform` for every index below `count`, in order, worked out on `jobs` threads.
///
/// Threads of our own have room on their stacks for the deepest front matter, which Dispatch's have not.
///
/// - Parameter large: how many at the beginning take much longer than the others: no thread takes two of these at once.
public func concurrentMap<Result: Sendable>(
  count: Int, jobs: Int, large: Int = 0, _ transform: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let jobs = min(jobs, count)
  guard jobs > 1 else { return (0..<count).map(transform) }
  let queue = WorkQueue(count: count, large: large)
  let results = ResultBuffer<Result>(count: count)
  withThreads(jobs) { _ in
    while let range = queue.next() {
      for index in range { results.store(transform(index), at: index) }
    }
  }
  return results.taken()
}

/// Hands out ranges of indices to threads: the first ones one by one, then as many as leave none of them without work at the end.
private final class WorkQueue: Sendable {
  private let position = Atomic<Int>(0)
  private let count: Int
  private let large: Int

  init(count: Int, large: Int) {
    self.count = count
    self.large = large
  }

  func next() -> Range<Int>? {
    if position.load(ordering: .relaxed) < large {
      let place = position.wrappingAdd(1, ordering: .relaxed).oldValue
      return place < count ? place..<place + 1 : nil
    }
    let chunk = Swift.max(1, Swift.min(64, count / 64))
    let start = position.wrappingAdd(chunk, ordering: .relaxed).oldValue
    guard start < count else { return nil }
    return start..<Swift.min(start + chunk, count)
  }
}

/// Room for one result per index. Each index is written once, by one thread, before all are taken together.
private final class ResultBuffer<Value: Sendable>: @unchecked Sendable {
  private let values: UnsafeMutableBufferPointer<Value>

  init(count: Int) { values = .allocate(capacity: count) }

  deinit { values.deallocate() }

  func store(_ value: Value, at index: Int) { values.initializeElement(at: index, to: value) }

  /// All results, moved out: nothing is copied, and nothing is left to be released.
  func taken() -> [Value] {
    [Value](unsafeUninitializedCapacity: values.count) { buffer, count in
      count = buffer.moveInitialize(fromContentsOf: values)
    }
  }
}

/// Runs `body` on `count` threads, and returns when all are done. Where no thread can be made, it runs on this one.
public func withThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let threads = (0..<count).compactMap { index in startThread { body(index) } }
  for thread in threads { pthread_join(thread, nil) }
}

/// Runs `body` on a thread with a stack of 16 MB, and returns the thread, which somebody must join or detach. Where no thread
/// can be made, it runs on this one, and `nil` is returned when it is done.
public func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
  final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, 16 << 20)
  defer { pthread_attr_destroy(&attributes) }
  let start = Unmanaged.passRetained(Start(body))
  var thread = pthread_t()
  let made = pthread_create(
    &thread, &attributes,
    { pointer in
      if let pointer { Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body() }
      return nil
    }, start.toOpaque())
  if made == 0 { return thread }
  start.takeRetainedValue().body()
  return nil
}
