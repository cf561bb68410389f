import Buffers
import Foundation
import Markup
import Testing

/// One example of a specification.
struct Example: Sendable, CustomTestStringConvertible {
  var number: Int
  var section: String
  var input: String
  var html: String

  var testDescription: String { "\(number) \(section)" }

  /// The examples of a file in `Fixtures`.
  static func all(in file: String) -> [Example] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/" + file)
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
    let fence = String(repeating: "`", count: 32)
    var examples: [Example] = []
    var isHTML = false, isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(fence + " ") {
        let words = line.dropFirst(33).split(separator: " ", maxSplits: 1)
        examples.append(Example(number: Int(words[0]) ?? 0, section: String(words[1]), input: "", html: ""))
        isHTML = false
        isOpen = true
      } else if line == ".", isOpen, !isHTML {
        isHTML = true
      } else if line == fence {
        isHTML = false
        isOpen = false
      } else if isOpen {
        let part = line.replacingOccurrences(of: "→", with: "\t") + "\n"
        if isHTML { examples[examples.count - 1].html += part } else { examples[examples.count - 1].input += part }
      }
    }
    return examples
  }
}

/// The HTML by GitHub's rules, byte for byte what cmark-gfm prints.
func gitHubHTML(_ text: String) -> String {
  var options = MarkupOptions(file: "a.md", rawHTML: .filtered)
  options.features = .gitHub
  var html = OutputBuffer()
  markupText(of: Array(text.utf8), options: options).value.render(
    into: &html, resolve: { _ in .text }, diagram: { _, _ in })
  return String(decoding: html.array, as: UTF8.self)
}

@Suite struct SpecificationTests {
  @Test func `All examples are there`() {
    #expect(Example.all(in: "commonmark-0.30.txt").count == 652)
    #expect(Example.all(in: "github-extensions.txt").count == 24)
  }

  @Test(arguments: Example.all(in: "commonmark-0.30.txt"))
  func `CommonMark`(example: Example) {
    #expect(String(decoding: commonMarkHTML(of: Array(example.input.utf8)), as: UTF8.self) == example.html)
  }

  @Test(arguments: Example.all(in: "github-extensions.txt"))
  func `GitHub's extensions`(example: Example) {
    // The specification writes the boxes of task lists in another order of attributes than the program that goes with it.
    let html = example.html
      .replacingOccurrences(
        of: "<input disabled=\"\" type=\"checkbox\">", with: "<input type=\"checkbox\" disabled=\"\" />"
      )
      .replacingOccurrences(
        of: "<input checked=\"\" disabled=\"\" type=\"checkbox\">",
        with: "<input type=\"checkbox\" checked=\"\" disabled=\"\" />")
    #expect(gitHubHTML(example.input) == html)
  }

  /// What GitHub adds changes none of CommonMark's examples but those that hold what GitHub adds.
  @Test func `CommonMark's examples stay what they are with GitHub's extensions`() {
    let different = Example.all(in: "commonmark-0.30.txt").filter { gitHubHTML($0.input) != $0.html }
    // Filtered tags (170 to 178) and bare URLs (601 to 611).
    #expect(different.map(\.number) == [170, 171, 172, 173, 176, 178, 601, 605, 607, 610, 611])
  }
}
