import Testing

@testable import Handbook

@Suite struct FieldTableTests {
  private func table(_ entries: [(Field, Int?)]) -> FieldTable<Int> {
    var table = FieldTable<Int>()
    for (field, value) in entries { table.set(field, to: value) }
    return table
  }

  @Test func `The last value of a field counts, at its first place`() {
    let fields = table([(.tags, 1), (.phase, 2), (.tags, 3)])
    #expect(fields[.tags] == 3 && fields[.phase] == 2 && fields[.aliases] == nil)
    #expect(fields.fields == [.tags, .phase] && fields.values == [3, 2])
  }

  @Test func `No value takes a field away`() {
    let fields = table([(.tags, 1), (.phase, 2), (.tags, nil), (.aliases, nil)])
    #expect(fields.fields == [.phase] && fields.count == 1 && !fields.isEmpty)
    #expect(table([(.tags, 1), (.tags, nil)]).isEmpty)
  }

  @Test func `Tables are equal whatever the order of their fields`() {
    #expect(table([(.tags, 1), (.phase, 2)]) == table([(.phase, 2), (.tags, 1)]))
    #expect(table([(.tags, 1), (.phase, 2)]) != table([(.phase, 1), (.tags, 2)]))
    #expect(table([(.tags, 1)]) != table([(.tags, 1), (.phase, 2)]))
  }
}
