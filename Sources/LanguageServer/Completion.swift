import Diagnostics
import Handbook
import Foundation

extension LanguageServer {
  /// The most ids that are offered; the editor asks again as the author types.
  private static let mostItems = 200

  /// What could be written at a place: ids behind `[[`, ids, names and fields in front matter.
  func completion(_ parameters: [String: Any]) -> [String: Any] {
    guard let file = document(parameters), let place = parameters["position"] as? [String: Any], let book else {
      return list([], isWhole: true)
    }
    let text = self.text(of: file)
    let number = place["line"] as? Int ?? 0
    let offset = text.offset(place)
    let start = number < text.lines.starts.count ? text.lines.starts[number] : offset
    let before = String(decoding: text.bytes[start..<max(start, offset)], as: UTF8.self)
    let handbook = book.loaded.handbook
    if let bracket = before.range(of: "[[", options: .backwards), !before[bracket.upperBound...].contains("]]") {
      let typed = String(before[bracket.upperBound...])
      return ids(handbook.documents, typed, at: offset, text, title: { $0.title.value })
    }
    guard isInFrontMatter(number, text) else { return list([], isWhole: true) }
    let kind = handbook.document(at: file).map { handbook.documents[$0].kind } ?? .page
    return fieldCompletion(before, number, kind, at: offset, text, handbook)
  }

  private func fieldCompletion(
    _ before: String, _ number: Int, _ kind: Kind, at offset: Int, _ text: OpenText, _ handbook: Handbook
  ) -> [String: Any] {
    let trimmed = before.drop { $0 == " " || $0 == "\t" }
    if !trimmed.hasPrefix("-"), trimmed.count == before.count, !before.contains(":") {
      let fields = Field.allCases.filter { $0.belongs(to: kind) }.map(\.rawValue)
      return list(
        fields.map { item($0, kind: 5, detail: nil, before, at: offset, text, insert: $0 + ": ") }, isWhole: true)
    }
    guard let field = field(above: number, before, text) else { return list([], isWhole: true) }
    let typed = typedWord(before)
    if field == .phase {
      return list(
        handbook.phases.map { item($0, kind: 12, detail: "phase", typed, at: offset, text) }, isWhole: true)
    }
    if field == .type {
      return list(
        Kind.allCases.map { item($0.rawValue, kind: 12, detail: "kind", typed, at: offset, text) }, isWhole: true)
    }
    guard let relation = field.relation(in: kind) else { return list([], isWhole: true) }
    return ids(
      handbook.documents.filter { $0.kind == relation.target }, typed, at: offset, text, title: { $0.title.value })
  }

  /// The field whose value stands on a line: that of the line itself, or of the nearest line above that begins one.
  private func field(above number: Int, _ before: String, _ text: OpenText) -> Field? {
    var line = Substring(before)
    for number in stride(from: number, through: max(0, number - 500), by: -1) {
      if let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") {
        return Field(rawValue: String(line[..<colon]))
      }
      guard number > 0 else { return nil }
      line = text.line(number - 1)
      if line == "---" { return nil }
    }
    return nil
  }

  private func typedWord(_ before: String) -> String {
    String(before.reversed().prefix { !" ,[:\"'".contains($0) }.reversed()).trimmingDashes
  }

  private func isInFrontMatter(_ number: Int, _ text: OpenText) -> Bool {
    guard number > 0, text.line(0).hasPrefix("---") else { return false }
    return !(1..<max(number, 1)).contains { text.line($0) == "---" }
  }

  // MARK: - Items

  private func ids(
    _ documents: [Document], _ typed: String, at offset: Int, _ text: OpenText, title: (Document) -> String
  ) -> [String: Any] {
    let word = typed.lowercased()
    // What begins with the word goes before what only holds it.
    var (first, second): ([Document], [Document]) = ([], [])
    for document in documents where first.count < Self.mostItems {
      let id = document.id.value.lowercased()
      if id.hasPrefix(word) {
        first.append(document)
      } else if second.count < Self.mostItems, id.contains(word) || document.title.value.lowercased().contains(word) {
        second.append(document)
      }
    }
    let found = (first + second).prefix(Self.mostItems)
    return list(
      found.map { document in
        item(
          document.id.value, kind: 18, detail: "\(document.kind.rawValue): \(title(document))", typed, at: offset, text)
      }, isWhole: first.count + second.count <= Self.mostItems && first.count < Self.mostItems)
  }

  private func item(
    _ label: String, kind: Int, detail: String?, _ typed: String, at offset: Int, _ text: OpenText,
    insert: String? = nil
  ) -> [String: Any] {
    let start = max(0, offset - typed.utf8.count)
    var item: [String: Any] = [
      "label": label, "kind": kind, "filterText": label,
      "textEdit": ["range": text.range(start..<offset), "newText": insert ?? label] as [String: Any],
    ]
    if let detail { item["detail"] = detail }
    return item
  }

  private func list(_ items: [[String: Any]], isWhole: Bool) -> [String: Any] {
    ["isIncomplete": !isWhole, "items": items]
  }
}

extension String {
  /// The text without dashes at its beginning.
  fileprivate var trimmingDashes: String { String(drop { $0 == "-" }) }
}
