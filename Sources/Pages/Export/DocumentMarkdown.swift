import Handbook
import Markup
import TextFormats

extension Handbook {
  /// A document's text as an author wrote it, without front matter: what stands at its page as `index.md`.
  public func markdown(of index: Int) -> [UInt8] {
    let document = documents[index]
    let body = document.body
    // A document without a heading of its own gets its title, so that the text stands for itself.
    let hasTitle = document.text.title != nil
    return (hasTitle ? [] : Array("# \(oneLine(document.title.value))\n\n".utf8)) + body
  }

  /// The fields of a document as a Markdown list, with what the other ends of its edges say; empty when there are none.
  func fieldList(of index: Int, link: (Int) -> String) -> String {
    let document = documents[index]
    var text = ""
    for field in Field.allCases where field != .type && field != .id && field != .title {
      switch document.fields[field] {
      case .text(let value): text += "- **\(field.name)**: \(oneLine(value.value))\n"
      case .texts(let values):
        text +=
          "- **\(field.name)**: \(values.map { oneLine($0.value) }.joined(separator: field == .keyQuestions ? " " : ", "))\n"
      case .phases(let list): text += "- **\(field.name)**: \(oneLine(list.description))\n"
      case .namedTexts(let values):
        let items = values.map {
          "  - **\(oneLine($0.name.value))**" + ($0.text.map { ": \(oneLine($0.value))" } ?? "")
        }
        text += "- **\(field.name)**:\n" + items.joined(separator: "\n") + "\n"
      case .references:
        let items = (resolutions[index].fields[field] ?? []).map { reference in
          let words = [reference.remark.map { " (\(oneLine($0)))" }, reference.text.map { ": \(oneLine($0))" }]
          return "  - " + link(reference.node) + words.compactMap(\.self).joined()
        }
        if !items.isEmpty { text += "- **\(field.name)**:\n" + items.joined(separator: "\n") + "\n" }
      case nil: break
      }
    }
    return text
  }
}

/// A text on one line.
func oneLine(_ text: String) -> String {
  // Most texts are; bytes are looked through much faster than characters.
  let mayBreak = text.utf8.contains { (10...13).contains($0) || $0 == 0xC2 || $0 == 0xE2 }
  return mayBreak ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
}

/// A text for the label of a link, on one line: brackets and backslashes are escaped.
func escapedLabel(_ text: String) -> String {
  let line = oneLine(text)
  func isMarkup(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "\\")
  }
  guard line.utf8.contains(where: isMarkup) else { return line }
  return line.replacingScalars { $0.isASCII && isMarkup(UInt8($0.value)) ? "\\\($0)" : nil }
}
