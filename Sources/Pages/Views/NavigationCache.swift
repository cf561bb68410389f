import Handbook
import Synchronization

/// The navigations rendered so far. Every page of one depth, kind and folder has the same.
final class NavigationCache: Sendable {
  /// What a navigation depends on.
  struct Key: Hashable {
    var root: String
    var kind: Kind?
    var folder: String
  }

  private let rendered: Mutex<[Key: [UInt8]]> = Mutex([:])

  /// The navigation for `key`, rendered now if it was not yet. Two threads may render the same one; they get the same.
  func html(_ key: Key, _ render: () -> [UInt8]) -> [UInt8] {
    if let html = rendered.withLock({ $0[key] }) { return html }
    // It is kept as long as the program runs, and needs no room for more.
    let html = render().withUnsafeBufferPointer { Array($0) }
    rendered.withLock { $0[key] = html }
    return html
  }
}
