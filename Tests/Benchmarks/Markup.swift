import Buffers
import CCmark
import Foundation
import Markup

// Reads all Markdown files of a folder as handbook pages, and by libcmark alone, in turn; prints the best times of each and their ratio.
let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "site-content"
let copies = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 10 : 10
let names = (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix(".md") }.sorted()
let one = names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { body(of: [UInt8]($0)) } }
let texts = (0..<copies).flatMap { _ in one }
guard !texts.isEmpty else { fatalError("There is no Markdown in \(folder).") }
let bytes = texts.reduce(0) { $0 + $1.count }

/// A document without its front matter, which is no Markdown.
func body(of document: [UInt8]) -> [UInt8] {
  let text = String(decoding: document, as: UTF8.self)
  guard text.hasPrefix("---\n"), let end = text.range(of: "\n---\n") else { return document }
  return Array(text[end.upperBound...].utf8)
}

func seconds(_ body: () -> Int) -> Double {
  let start = ContinuousClock.now
  precondition(body() > 0)
  return (ContinuousClock.now - start) / .seconds(1)
}

var floor: [Double] = [], ours: [Double] = []
for _ in 0..<15 {
  floor.append(
    seconds {
      texts.reduce(0) { sum, text in
        text.withUnsafeBytes { buffer in
          let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
          let html = cmark_markdown_to_html(start, buffer.count, CMARK_OPT_UNSAFE)
          defer { free(html) }
          return sum + (html.map { strlen($0) } ?? 0)
        }
      }
    })
  ours.append(
    seconds {
      texts.reduce(0) { sum, text in
        var options = MarkupOptions(file: "a.md", isForPages: true, takesTitle: true)
        options.features = .handbook
        var html = OutputBuffer()
        markupText(of: text, options: options).value.render(
          into: &html, resolve: { _ in .page(url: "u", title: "t") }, diagram: { _, _ in })
        return sum + html.count
      }
    })
}
let (a, b) = (floor.min() ?? 0, ours.min() ?? 0)
print("\(texts.count) documents, \(bytes) bytes")
print("libcmark alone  \(Int(a * 1e6 / Double(texts.count))) µs a document")
print("Markup          \(Int(b * 1e6 / Double(texts.count))) µs a document")
print("ratio           \((b / a * 100).rounded() / 100)")
