import Buffers
import Markup

/// Reads a text in every mode. The fuzzer looks for one that stops the program, takes long, or gives HTML that is not UTF-8.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRender(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for features in [MarkupOptions.Features.gitHub, .handbook, .standalone] {
    var options = MarkupOptions(
      file: "a.md", marksPlaceholders: true, isForPages: true, takesTitle: true, isMetadata: { _ in true },
      include: { $0 == "b.md" ? IncludedText(bytes: bytes, firstLine: 1) : nil })
    options.features = features
    var html = OutputBuffer()
    let text = markupText(of: bytes, options: options)
    text.value.render(into: &html, resolve: { _ in .page(url: "u", title: "t") }, diagram: { _, _ in })
    precondition(String(validating: html.array, as: UTF8.self) != nil)
  }
  return 0
}
