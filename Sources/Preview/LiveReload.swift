import NIOCore
import NIOHTTP1
import Synchronization

/// The browsers that wait for news, each by an open stream of server-sent events.
final class LiveReload: Sendable {
  /// Where the stream of events stands.
  static let eventsPath = "/__baton/events"
  /// Where the script stands that listens to it.
  static let scriptPath = "/__baton/reload.js"

  /// The script: it reloads the page when told so, and when the server comes back after a rest. Text of problems is only ever
  /// set as text.
  static let script = """
    const source = new EventSource("\(eventsPath)");
    let wasLost = false;
    source.addEventListener("reload", () => location.reload());
    source.addEventListener("problems", (event) => show(JSON.parse(event.data)));
    source.addEventListener("error", () => (wasLost = true));
    source.addEventListener("open", () => wasLost && location.reload());
    function show(lines) {
      document.getElementById("baton-problems")?.remove();
      if (lines.length === 0) return;
      const box = document.createElement("pre");
      box.id = "baton-problems";
      box.setAttribute("role", "status");
      box.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:40vh;overflow:auto;margin:0;padding:1rem 1.5rem;z-index:99;"
        + "background:#3b1219;color:#fff;font:13px/1.5 monospace;white-space:pre-wrap;border-radius:0";
      box.textContent = lines.join("\\n");
      document.body.append(box);
    }

    """

  private let channels: Mutex<[ObjectIdentifier: any Channel]> = Mutex([:])
  private let problems = Mutex("[]")

  /// Adds a browser's stream, and tells it the problems that are known; it is dropped when its connection closes.
  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    channels.withLock { $0[id] = channel }
    write("problems", data: problems.withLock { $0 }, to: channel)
    channel.closeFuture.whenComplete { [weak self] _ in
      _ = self?.channels.withLock { $0.removeValue(forKey: id) }
    }
  }

  /// Tells every browser to load its page again.
  func reload() { send("reload", data: "now") }

  /// Shows problems in every browser, those that come later too.
  ///
  /// - Parameter lines: JSON, a list of texts.
  func show(problems lines: String) {
    problems.withLock { $0 = lines }
    send("problems", data: lines)
  }

  private func send(_ event: String, data: String) {
    for channel in channels.withLock({ Array($0.values) }) { write(event, data: data, to: channel) }
  }

  private func write(_ event: String, data: String, to channel: any Channel) {
    let text = "event: \(event)\ndata: \(data)\n\n"
    channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
  }

  /// Ends every stream.
  func close() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }

  /// An HTML page with the script added to its end.
  static func injected(into page: [UInt8]) -> [UInt8] {
    let tag = Array("<script src=\"\(scriptPath)\" type=\"module\"></script>\n".utf8)
    let end = Array("</body>".utf8)
    guard page.count >= end.count else { return page + tag }
    // The tag is near the end; what comes behind it is a few bytes.
    for start in stride(from: page.count - end.count, through: max(0, page.count - 4_096), by: -1)
    where page[start..<start + end.count].elementsEqual(end) {
      return Array(page[..<start]) + tag + page[start...]
    }
    return page + tag
  }
}
