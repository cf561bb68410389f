import NIOCore

/// Where the server answers for itself; no page of a site can be below it.
enum LiveReload {
  /// The stream of events.
  static let events = "/__baton/events"
  /// The client's script.
  static let script = "/__baton/reload.js"
}

/// The page with the tag that loads the live reload script before `</body>`, or at the end of a page without one.
///
/// `build` is a word of digits, letters and `-`.
func injectLiveReload(into page: ByteBuffer, build: String) -> ByteBuffer {
  let tag = "<script src=\"\(LiveReload.script)\" data-build=\"\(build)\" defer></script>"
  let bytes = page.readableBytesView
  let place = bytes.withUnsafeBytes { lastClosingBodyTag(in: $0) } ?? bytes.count
  var result = ByteBufferAllocator().buffer(capacity: bytes.count + tag.utf8.count)
  result.writeBytes(bytes.prefix(place))
  result.writeString(tag)
  result.writeBytes(bytes.dropFirst(place))
  return result
}

/// The last one counts: a page about HTML may show others before it.
private func lastClosingBodyTag(in page: UnsafeRawBufferPointer) -> Int? {
  let tag = StaticString("</body")
  let length = tag.utf8CodeUnitCount
  guard page.count >= length else { return nil }
  return (0...page.count - length).last { start in
    page[start] == UInt8(ascii: "<")
      && (1..<length).allSatisfy { page[start + $0] | 0x20 == tag.utf8Start[$0] | 0x20 }
  }
}
