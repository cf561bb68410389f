import Buffers
import Handbook
import Snapshot
import Synchronization
import Threads

/// The navigations rendered so far. Every page of one depth, kind and folder has the same.
final class NavigationCache: Sendable {
  /// What a navigation depends on.
  struct Key: Hashable {
    var root: String
    var kind: Kind?
    var folder: String
  }

  /// A navigation, what it is known by, and where the pages are marked in it.
  struct Rendered: Sendable {
    let html: FinishedBytes
    let fingerprint: Fingerprint
    /// The template that was stopped since it would not come to an end.
    let stoppedTemplate: String?
    /// Looked for when a page is rendered: in most builds only few are.
    let marks: LazyValue<NavigationMarks>
  }

  private let rendered: Mutex<[Key: Rendered]> = Mutex([:])

  /// The navigation for `key`, rendered now if it was not yet. Two threads may render the same one; they get the same.
  func navigation(_ key: Key, _ render: () -> Page) -> Rendered {
    if let known = rendered.withLock({ $0[key] }) { return known }
    let page = render()
    // Thousands of these are kept, each in no more room than it needs.
    let html = FinishedBytes(page.bytes)
    let made = Rendered(
      html: html, fingerprint: html.withBytes { Fingerprint(UnsafeRawBufferPointer($0)) },
      stoppedTemplate: page.stoppedTemplate, marks: LazyValue { NavigationMarks(of: html, root: key.root) })
    rendered.withLock { $0[key] = made }
    return made
  }
}
