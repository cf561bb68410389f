import Diagnostics
import Handbook

extension LanguageServer {
  /// The most ids that are offered; the editor asks again as the author types.
  private static let mostItems = 200

  /// What could be written at a place: ids behind `[[`; ids, names and fields in front matter and in bold labels.
  func completion(_ parameters: [String: Any]) -> [String: Any] {
    guard let file = document(parameters), let position = parameters["position"] as? [String: Any], let book else {
      return list([])
    }
    let text = self.text(of: file)
    let handbook = book.loaded.handbook
    let kind = handbook.document(at: file).map { handbook.documents[$0].kind } ?? .page
    guard let place = CompletionPlace.find(in: text, at: text.offset(position), of: kind) else { return list([]) }
    switch place.candidates {
    case .fields(let kind):
      return list(words(Field.allCases.filter { $0.belongs(to: kind) }.map(\.rawValue), at: place, text, kind: 5))
    case .kinds: return list(words(Kind.allCases.map(\.rawValue), at: place, text, kind: 12, detail: "kind"))
    case .phases: return list(words(handbook.phases, at: place, text, kind: 12, detail: "phase"))
    case .documents(let kind):
      // What is not offered yet may match when more has been typed.
      return list(
        documents(
          kind.map { kind in handbook.documents.filter { $0.kind == kind } } ?? handbook.documents, at: place, text),
        isWhole: false)
    }
  }

  // MARK: - Items

  private func words(
    _ words: [String], at place: CompletionPlace, _ text: OpenText, kind: Int, detail: String? = nil
  ) -> [[String: Any]] {
    let (start, _) = place.word(in: text) { typed in words.contains { $0.lowercased().hasPrefix(typed) } }
    return words.map { item($0, kind: kind, detail: detail, at: place, from: start, text) }
  }

  /// Documents by id, those first that begin with the word, then those that hold it there or in their titles.
  private func documents(_ documents: [Document], at place: CompletionPlace, _ text: OpenText) -> [[String: Any]] {
    let (start, word) = place.word(in: text) { typed in
      documents.contains {
        $0.id.value.lowercased().hasPrefix(typed) || $0.title.value.lowercased().hasPrefix(typed)
      }
    }
    var (first, second): ([Document], [Document]) = ([], [])
    for document in documents where first.count < Self.mostItems {
      let id = document.id.value.lowercased()
      if id.hasPrefix(word) {
        first.append(document)
      } else if second.count < Self.mostItems, id.contains(word) || document.title.value.lowercased().contains(word) {
        second.append(document)
      }
    }
    return (first + second).prefix(Self.mostItems).enumerated().map { index, document in
      let detail = "\(document.kind.rawValue): \(document.title.value)"
      var item = item(document.id.value, kind: 18, detail: detail, at: place, from: start, text)
      // Editors show only what begins as the word does, and in an order of their own.
      if index >= first.count { item["filterText"] = "\(word) \(document.id.value)" }
      item["sortText"] = String(1000 + index)
      return item
    }
  }

  private func item(
    _ label: String, kind: Int, detail: String?, at place: CompletionPlace, from start: Int, _ text: OpenText
  ) -> [String: Any] {
    let isFirst = start == place.starts[0]
    let written = (isFirst ? place.before : "") + place.spelling.write(label, isWhole: isFirst) + place.after
    var item: [String: Any] = [
      "label": label, "kind": kind, "filterText": label,
      "textEdit": ["range": text.range(start..<place.end), "newText": written] as [String: Any],
    ]
    if let detail { item["detail"] = detail }
    return item
  }

  private func list(_ items: [[String: Any]], isWhole: Bool = true) -> [String: Any] {
    ["isIncomplete": !isWhole, "items": items]
  }
}
