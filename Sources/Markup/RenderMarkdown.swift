import Buffers
import CCmark
import Diagnostics
import Glibc

/// The HTML of a text by CommonMark 0.30 and nothing else; raw HTML passes.
///
/// - Parameter source: the text; bytes that are not UTF-8 are read as U+FFFD.
public func commonMarkHTML(of source: [UInt8]) -> [UInt8] {
  boundedNesting(source).withUnsafeBytes { bytes in
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
      let html = cmark_markdown_to_html(start, bytes.count, CMARK_OPT_UNSAFE)
    else { return [] }
    defer { cmark_get_default_mem_allocator().pointee.free(html) }
    return Array(UnsafeRawBufferPointer(start: html, count: strlen(html)))
  }
}

/// The HTML of a text that stands alone: as a page's body would hold it, links left as they were written.
///
/// - Returns: the HTML, and notes on what had to be removed.
public func standaloneHTML(of source: [UInt8], file: String) -> Checked<[UInt8]> {
  var options = MarkupOptions(file: file)
  options.features = .standalone
  let text = markupText(of: source, options: options)
  var html = OutputBuffer()
  text.value.render(into: &html, resolve: { _ in .text }, diagram: { _, _ in })
  html.replaceControlCharacters()
  return Checked(html.array, text.diagnostics)
}
