import Buffers
import Markup
import Synchronization

/// The footers rendered so far: pages of one depth have the same.
final class FooterCache: Sendable {
  private let rendered: Mutex<[String: FinishedBytes]> = Mutex([:])

  /// The configured text for the bottom of a page; empty without one. Two threads may render the same one; they get the same.
  func footer(_ links: Links) -> FinishedBytes {
    guard let text = links.handbook.configuration.footer else { return FinishedBytes([]) }
    let root = text.references.isEmpty ? "" : links.root
    if let known = rendered.withLock({ $0[root] }) { return known }
    var output = OutputBuffer()
    let targets = links.handbook.footerLinks
    text.render(into: &output, resolve: { links.resolved(targets[$0]) }, diagram: { _, _ in })
    let made = FinishedBytes(output)
    rendered.withLock { $0[root] = made }
    return made
  }
}
