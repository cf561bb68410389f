import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ConcurrentResolveTests {
  /// Documents that share ids, name what does not exist, and disagree on what it is.
  private var book: [Document] {
    (0..<400).map { number in
      let text = """
        ---
        id: persona-\(number % 390)
        hands_off_to: [persona-\(number * 7 % 400): work, missing-\(number % 50), all-personas]
        receives_from: [persona-\(number * 3 % 400)]
        primary_tasks: [missing-\(number % 60)]
        ---
        # Persona \(number % 100)

        [[persona-\(number)x]] and [there](persona-\(number * 5 % 500).md#what), [[persona-1#herre]]

        ## Here
        """
      return parseDocument(
        SourceFile(path: "personas/persona-\(number).md", bytes: Array(text.utf8)), configuration: Configuration()
      ).value
    }
  }

  private func line(_ edge: GraphEdge) -> String {
    "\(edge.from) \(edge.to) \(edge.kind) "
      + edge.declarations.map { "\($0.field) \($0.document) \($0.range.start.line)" }.joined(separator: "; ")
  }

  @Test func `The result is the same on any number of threads, and in any order of documents`() {
    let documents = book
    let alone = resolveHandbook(documents: documents, assets: [], configuration: Configuration())
    // More words are unknown than are looked for: the first ones in the order of files are.
    #expect(alone.diagnostics.count { $0.suggestion != nil } > 100)
    #expect(alone.diagnostics.count { $0.code == .brokenLink && $0.suggestion == nil } > 100)
    for jobs in [2, 7] {
      let together = resolveHandbook(
        documents: documents.reversed(), assets: [], configuration: Configuration(), jobs: jobs)
      #expect(together.diagnostics == alone.diagnostics)
      let (one, other) = (together.value.graph, alone.value.graph)
      let areSame = (
        nodes: one.nodes.map(\.id) == other.nodes.map(\.id) && one.nodes.map(\.title) == other.nodes.map(\.title),
        edges: one.edges.map(line) == other.edges.map(line), groups: one.groupsOfDocument == other.groupsOfDocument
      )
      #expect(areSame == (true, true, true))
      for (one, other) in zip(together.value.resolutions, alone.value.resolutions) {
        #expect(one.links == other.links && one.phases == other.phases && one.fields.count == other.fields.count)
        for (field, references) in zip(one.fields.fields, one.fields.values) {
          #expect(references.map(\.node) == other.fields[field]?.map(\.node))
        }
      }
    }
  }

  @Test func `Each edge is found from both of its ends, in order`() {
    let graph = resolveHandbook(documents: book, assets: [], configuration: Configuration()).value.graph
    for node in graph.nodes.indices {
      #expect(Array(graph.outgoing[node]) == graph.edges.indices.filter { graph.edges[$0].from == node })
      #expect(Array(graph.incoming(node)) == graph.edges.indices.filter { graph.edges[$0].to == node })
    }
  }
}

@Suite struct PersonaNameTests {
  private let book = handbook(
    """
    -- personas/qa.md --
    ---
    aliases: [Tester, The Gate]
    hands_off_to: [ghost]
    ---
    # QA Engineer - Finds what breaks
    -- personas/dev.md --
    # Developer
    -- team/dev.md --
    ---
    type: persona
    id: dev-2
    ---
    # developer
    -- tasks/test.md --
    # Tester
    """
  ).value

  @Test(arguments: [
    ("qa", ["qa"]), ("tester", ["qa"]), ("the  gate", ["qa"]), ("qa engineer", ["qa"]),
    ("QA Engineer - Finds what breaks", ["qa"]), ("DEVELOPER", ["dev", "dev-2"]), ("dev", ["dev"]),
    ("ghost", ["ghost"]),
    ("test", []), ("nobody", []),
  ])
  func `A persona is found by id, name, title and alias`(name: String, ids: [String]) {
    #expect(book.personas(named: name).map { book.graph.nodes[$0].id } == ids)
  }

  @Test(arguments: [("tasks/test.md", true), ("tasks/tes.md", false), ("", false), ("zz", false)])
  func `A document is found by its file`(file: String, isThere: Bool) {
    #expect((book.document(at: file).map { book.documents[$0].file } == file) == isThere)
  }

  @Test func `A copy of a handbook with other documents finds its own`() {
    let book = handbook("-- a.md --\n# A\n-- \u{e9}.md --\n# E\n-- \u{e9}\u{e9}.md --\n# F\n").value
    var alone = book
    alone.documents = [book.documents[1]]
    for _ in 0..<2 {
      #expect(alone.document(at: "e\u{301}.md") == 0 && alone.document(at: "e\u{301}e\u{301}.md") == nil)
      #expect(book.document(at: "e\u{301}.md") == 1 && book.document(at: "e\u{301}e\u{301}.md") == 2)
    }
  }

  @Test func `Files are found by names that write accents in other bytes, in time that grows with the lookups`() {
    let numbers = 1_000..<5_000
    let book = handbook(numbers.map { "-- e\u{301}\($0).md --\n# A\n-- e\u{301}\($0).png --\n\n" }.joined()).value
    let time = ContinuousClock().measure {
      #expect(numbers.allSatisfy { book.document(at: "\u{e9}\($0).md") == $0 - 1_000 })
      #expect(numbers.allSatisfy { book.hasAsset(at: "\u{e9}\($0).png") })
      #expect(numbers.allSatisfy { book.document(at: "\u{e9}\($0).txt") == nil })
    }
    #expect(time < .seconds(5), "\(time)")
  }
}
