import Diagnostics
import Testing

@testable import Handbook

/// `check --fix` and `rename` in front matter of every shape: what was there before is still read the same.
@Suite struct RandomEditTests {
  // MARK: - What must be the same

  /// What a document says, but for places, a line for each value.
  private func says(_ document: Document, renaming old: String? = nil, _ new: String = "") -> [String: [String]] {
    func id(_ text: String) -> String { text == old ? new : text }
    var said: [String: [String]] = [:]
    for field in Field.allCases {
      switch document.fields[field] {
      case .text(let text): said[field.rawValue] = [field == .id ? id(text.value) : text.value]
      case .texts(let texts): said[field.rawValue] = texts.map(\.value)
      case .phases(let phases): said[field.rawValue] = [phases.description]
      case .namedTexts(let texts): said[field.rawValue] = texts.map { "\($0.name.value): \($0.text?.value ?? "")" }
      case .references(let references):
        said[field.rawValue] = references.map { "\(id($0.target.value)): \($0.text?.value ?? "-")" }
      case nil: break
      }
    }
    for field in document.unknownFields { said["? " + field.name.value, default: []] += field.values.map(\.value) }
    said["body"] = [String(decoding: document.body.drop { $0 <= 32 }, as: UTF8.self)]
    return said
  }

  private func mistakes(_ problems: [Diagnostic]) -> [String] {
    let codes: Set<DiagnosticCode> = [
      .invalidFrontMatter, .unclosedFrontMatter, .duplicateField, .wrongType, .unknownReference, .unknownField,
      .unknownName,
    ]
    return problems.filter { codes.contains($0.code) }.map { "\($0.range?.file ?? "") \($0.message)" }.sorted()
  }

  private func expectKept(
    _ before: [String: [String]], _ after: [String: [String]], growing: Set<String>, _ text: String
  ) {
    for (field, values) in before where !growing.contains(field) {
      #expect(after[field] == values, "\(field) of \(text.debugDescription)")
    }
    for (field, values) in after {
      let old = before[field] ?? []
      #expect(
        growing.contains(field) ? values.starts(with: old) : values == old, "\(field) of \(text.debugDescription)")
    }
  }

  @Test func `What fixes add changes nothing else, and is added once`() {
    var random = RandomFrontMatter(seed: 7)
    var (wanted, made) = (0, 0)
    for _ in 0..<Self.rounds {
      let files = random.files()
      let (book, problems) = EditedBook.read(files)
      let (fixed, fixes) = EditedBook.fix(files)
      let (after, left) = EditedBook.read(fixed)
      let text = files[4].text + files[0].text
      for (index, document) in book.documents.enumerated() {
        let growing: Set = ["hands_off_to", "receives_from"]
        expectKept(says(document), says(after.documents[index]), growing: growing, text)
      }
      #expect(mistakes(left) == mistakes(problems), "\(text.debugDescription)")
      let count = { (problems: [Diagnostic]) in problems.count { $0.code == .oneSidedHandoff } }
      #expect(count(left) == count(problems) - fixes.count, "\(text.debugDescription)")
      #expect(EditedBook.fix(fixed).files.map(\.text) == fixed.map(\.text), "\(text.debugDescription)")
      wanted += count(problems)
      made += fixes.count
    }
    #expect(made * 2 > wanted, "\(made) of \(wanted)")
  }

  @Test func `A new id changes nothing else, and the old one is an alias or told`() throws {
    var random = RandomFrontMatter(seed: 8)
    var told = 0
    for _ in 0..<Self.rounds {
      var files = random.files()
      if random.random(2) == 0 { files[4].path = "personas/tester.md" }
      let (book, problems) = EditedBook.read(files)
      let old = book.documents[4].id.value
      let renaming = try renaming(4, to: "new-one", in: book, configuration: [])
      var renamed = EditedBook.apply(renaming.edits, to: files)
      if let file = renaming.file { renamed[4].path = file }
      let (after, left) = EditedBook.read(renamed)
      let text = files[4].text
      for (index, document) in book.documents.enumerated() {
        guard let new = after.documents.first(where: { $0.file == renamed[index].path }) else {
          Issue.record("\(renamed[index].path) is gone")
          continue
        }
        let growing: Set = index == 4 ? ["aliases", "id"] : []
        expectKept(says(document, renaming: old, "new-one"), says(new), growing: growing, text)
        guard index == 4 else { continue }
        if renaming.left.isEmpty {
          #expect(new.id.value == "new-one" && new.aliases.map(\.value).contains(old), "\(text.debugDescription)")
        }
      }
      #expect(left.count { $0.code == .invalidFrontMatter } == problems.count { $0.code == .invalidFrontMatter })
      told += renaming.left.isEmpty ? 0 : 1
    }
    #expect(told * 5 < Self.rounds * 3, "\(told)")
  }

  private static let rounds = 400
}
