import Buffers
import Diagnostics
import Markup
import Testing

/// Diagrams that are written as text in code blocks.
@Suite struct TextDiagramTests {
  private func read(_ text: String) -> Checked<MarkupText> {
    markupText(of: Array(text.utf8), options: MarkupOptions(file: "a.md"))
  }

  private func mermaid(_ lines: String...) -> Checked<MarkupText> {
    read("```mermaid\ngraph TD\n" + lines.joined(separator: "\n") + "\n```\n")
  }

  private func dot(_ graph: String) -> Checked<MarkupText> { read("```dot\n\(graph)\n```\n") }

  /// The nodes and edges as words: `A, B, A>B:label`.
  private func words(_ read: Checked<MarkupText>) -> String {
    guard let diagram = read.value.diagrams.first, read.diagnostics.isEmpty else {
      return read.diagnostics.map(\.message).joined()
    }
    let edges = diagram.edges.map { edge in
      "\(diagram.nodes[edge.from].name)>\(diagram.nodes[edge.to].name)" + (edge.label.map { ":\($0)" } ?? "")
    }
    return (diagram.nodes.map(\.label) + edges).joined(separator: ", ")
  }

  @Test func `A flowchart becomes a diagram`() throws {
    let text = read("```mermaid\ngraph LR\n  a[Call me] -->|yes| b(\"B\")\n  b -- no --> c{C} --> a\n```\n").value
    let diagram = try #require(text.diagrams.first)
    #expect(diagram.isHorizontal)
    #expect(diagram.nodes.map(\.label) == ["Call me", "B", "C"])
    #expect(diagram.edges.map { [$0.from, $0.to] } == [[0, 1], [1, 2], [2, 0]])
    #expect(diagram.edges.map(\.label) == ["yes", "no", nil])
    #expect(text.slots.map(\.slot) == [.diagram(0)])
  }

  @Test func `A graph in graphviz's language becomes a diagram`() throws {
    let text = read(
      "```dot\ndigraph G {\n rankdir=LR; node [shape=box];\n a [label=\"A \\\"x\\\"\"];\n a -> \"b c\" -> d [label=\"l\"];\n}\n```\n"
    ).value
    let diagram = try #require(text.diagrams.first)
    #expect(diagram.isHorizontal)
    #expect(diagram.nodes.map(\.label) == ["A \"x\"", "b c", "d"])
    #expect(diagram.edges.map(\.label) == ["l", "l"])
  }

  @Test(arguments: [
    "```mermaid\nsequenceDiagram\n a->>b: x\n```\n", "```mermaid\ngraph TD\n a --> \n```\n",
    "```dot\ngraph { a -- b }\n```\n",
    "```dot\ndigraph { subgraph x { a } }\n```\n", "```mermaid\n```\n", "```dot\n```\n", "```mermaid\n%% a\n```\n",
    "```dot\ndigraph {}\n```\n", "```mermaid\ngraph TD\n```\n", "```dot\ndigraph { /* a\n```\n",
  ]) func `What cannot be read stays code, with a note`(text: String) {
    let read = read("Text.\n\n" + text)
    #expect(read.value.diagrams.isEmpty)
    #expect(read.diagnostics.map(\.code) == [.diagramUnreadable])
    #expect(read.diagnostics.first?.range?.start.line == 3)
    var html = OutputBuffer()
    read.value.render(into: &html, resolve: { _ in .text }, diagram: { _, _ in })
    #expect(String(decoding: html.array, as: UTF8.self).contains("<pre><code"))
  }

  // MARK: - Mermaid

  @Test(arguments: [
    ("A-->B;B==>C;C-.->A", "A, B, C, A>B, B>C, C>A"),
    ("A -- one --> B == two ==> C -. three .-> D", "A, B, C, D, A>B:one, B>C:two, C>D:three"),
    ("A--a - b-->B -->|\"x -- y; z\"| C", "A, B, C, A>B:a - b, B>C:x -- y; z"),
    ("A -- \"go -- on\" --> B", "A, B, A>B:go -- on"),
    (
      "A[[One]] --> B((Two)) --> C(((Three))) --> D{{Four}} --> E[(Five)] --> F([Six])",
      "One, Two, Three, Four, Five, Six, A>B, B>C, C>D, D>E, E>F"
    ),
    ("%% a comment\nA --> B\n\n  %% another\nB[Later]", "A, Later, A>B"),
    ("Größe[è] --> 皿", "è, 皿, Größe>皿"),
    ("default --> End", "default, End, default>End"),
    ("A[/api/users] --> B[say \"so\" (now)]", "/api/users, say \"so\" (now), A>B"),
  ]) func `Nodes and arrows of a flowchart are read`(lines: String, expected: String) {
    #expect(words(mermaid(lines)) == expected)
  }

  @Test(arguments: [
    ("A[First<br/>Second<BR>Third<br />Fourth]", "First Second Third Fourth"), ("A[\"One\\ntwo\"]", "One two"),
    ("A[R&amp;D #quot;x#quot; #9829; &lt;b&gt;]", "R&D \"x\" ♥ <b>"), ("A[R & D #1 < 2; C#;]", "R & D #1 < 2; C#;"),
    ("A[/Input/]", "Input"), ("A[\\ Out \\]", "Out"), ("A[/Up\\]", "Up"), ("A[\\\"Down\"/]", "Down"),
    ("A[\"/x/\"]", "/x/"),
  ]) func `A label of a flowchart reads as Mermaid shows it`(line: String, label: String) {
    #expect(words(mermaid(line)) == label)
  }

  @Test(arguments: [
    "B -- text --- C --> D", "B -- a == b --> C", "B == a === C ==> D", "B -. a -.-> C", "A --go--> B", "A --- B",
    "A --x B", "A --oB", "A ---> B", "A <--> B", "A ~~~ B", "A -- one", "A & B --> C", "A -->", "A B",
    "subgraph", "subgraph one", "end", "A --> end", "direction LR", "style A fill:#fff", "linkStyle 0 stroke:red",
    "class A b", "classDef b fill:#fff", "click A \"x\"", "A:::b --> C", "A@{ shape: rect }", "a-b --> c",
    "A[<b>x</b>] --> B", "A[\"`**bold**`\"]", "A[fa:fa-car Car]", "A[$$x$$]", "A[a<img>]", "A[x &hearts; y]",
    "A[one] two] --> B", "A[x --> B[y]", "A[\"x] --> B", "A[x", "A[(x] --> B[y)]", "A -->|<i>x</i>| B",
    "A\u{a0}--> B", "A --> B %% comment", "%%{init: {\n'theme': 'dark'}}%%",
  ]) func `What Mermaid would draw in another way is not drawn`(line: String) {
    let read = mermaid("X --> Y", line, "Y --> Z")
    #expect(read.value.diagrams.isEmpty)
    let shown = line.split(separator: "\n").last.map(String.init) ?? ""
    #expect(read.diagnostics.map(\.message) == ["`\(shown)` can't be drawn, and the block is shown as code"])
  }

  // MARK: - Graphviz

  @Test(arguments: [
    ("digraph { a [label=\"First\\lSecond\\r\\nThird\\l\"] }", "First Second Third"),
    ("digraph { a [label=\"\\N: x\\\\y \\q\"]; \"b\\nc\" }", "a: x\\y q, b c"),
    ("digraph { a [label=\"R&amp;D &#9829; &#x41;\"]; \"x&lt;y\"; b [label=\"R & D\"] }", "R&D ♥ A, x<y, R & D"),
    ("digraph { a; node [label=\"x\"]; b; a -> c; d [label=own]; a }", "a, x, x, own, a>c"),
    (
      "digraph { a -> b; edge [label=\"e\"]; b -> c; a -> c [label=\"\"]; a -> d [label=f] }",
      "a, b, c, d, a>b, b>c:e, a>c, a>d:f"
    ),
    ("strict digraph { a -> b; a -> b; b -> a; a -> b [label=x] }", "a, b, a>b:x, b>a"),
    ("digraph { a -> b; a -> b }", "a, b, a>b, a>b"),
    ("DiGraph \"my graph\" { nodesep=0.5; a -> b [penwidth=1.5, weight=-1; len=.5][label=l] }", "a, b, a>b:l"),
    ("# generated\ndigraph { // one\n a /* two -> */ -> b // three\n#four\n}", "a, b, a>b"),
    ("digraph { \"node\" [label=k]; \"node\" -> \"a -> b\"; \"edge\" }", "k, a -> b, edge, node>a -> b"),
    ("digraph { a [label=\"con\\\ntinued\"]; b [label=\"two\nlines\"] }", "continued, two lines"),
    ("digraph { 1 -> 2.5 -> -3; a b é }", "1, 2.5, -3, a, b, é, 1>2.5, 2.5>-3"),
    ("digraph { a -> b [dir=forward, style=dashed, color=\"#ff0000\"] c [shape=box] }", "a, b, c, a>b"),
  ]) func `Nodes, arrows and labels of a digraph are read`(graph: String, expected: String) {
    #expect(words(dot(graph)) == expected)
  }

  @Test(arguments: [
    "a -> b [dir=back]", "a -> b [dir=none]", "a -> b [dir=both]", "edge [dir=back]", "a -> b [arrowhead=none]",
    "a [style=invis]", "a -> b [style=\"bold, invis\"]", "node [shape=record]", "a [shape=Mrecord, label=\"{x|y}\"]",
    "a [shape=point]", "label=\"Title\"", "graph [label=Title]", "a -> b [headlabel=1]", "a [xlabel=x]",
    "a [label=<b>]", "a:port -> b", "a -> {b c}", "{a b}", "subgraph x", "a -- b", "a -> node", "a [label=\"\\G\"]",
    "a -> b [label=\"\\N\"]", "a [label=\"&hearts;\"]", "a [label=\"x\" + \"y\"]", "a, b", "1a -> b", "a-b -> c",
    "a [bold]", "a # comment", "rotate=90",
  ]) func `What graphviz would draw in another way is not drawn`(line: String) {
    let read = dot("digraph {\n  x -> y\n  \(line)\n}")
    #expect(read.value.diagrams.isEmpty)
    #expect(read.diagnostics.map(\.message) == ["`\(line)` can't be drawn, and the block is shown as code"])
  }

  // MARK: - The direction

  @Test(arguments: [
    ("mermaid", "graph\nA-->B", false), ("mermaid", "flowchart TB\nA-->B", false), ("mermaid", "graph LR;A-->B", true),
    ("dot", "digraph { a -> b }", false), ("dot", "digraph { rankdir=TB; a -> b }", false),
    ("dot", "digraph { graph [rankdir=LR, nodesep=1]; a -> b }", true),
    ("dot", "digraph { node [rankdir=LR]; a }", false),
  ]) func `The direction is that of the text`(language: String, graph: String, isHorizontal: Bool) {
    let read = read("```\(language)\n\(graph)\n```\n")
    #expect(read.value.diagrams.first?.isHorizontal == isHorizontal, "\(read.diagnostics)")
  }

  @Test(arguments: [
    ("mermaid", "graph BT"), ("mermaid", "flowchart RL"), ("dot", "digraph { rankdir=BT; a -> b }"),
    ("dot", "digraph { graph [rankdir=RL]; a -> b }"),
  ]) func `Upward and to the left nothing is drawn`(language: String, line: String) {
    let read = read("```\(language)\n\(line)\n```\n")
    #expect(read.value.diagrams.isEmpty)
    #expect(read.diagnostics.map(\.message) == ["`\(line)` can't be drawn, and the block is shown as code"])
    #expect(read.diagnostics.first?.help?.hasSuffix(language == "dot" ? "`rankdir=LR`" : "`graph LR`") == true)
  }

  // MARK: - What is said

  @Test(arguments: ["\n", "\r\n", "\r"]) func `A note says where the line stands`(lineEnd: String) {
    let text = "# A\n\n> - x\n>\n>   ```mermaid\n>   graph TD\n>\n>     A --> B\n>     click A  \n>   ```\n"
    let read = read(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd))
    #expect(read.diagnostics.map(\.message) == ["`click A` can't be drawn, and the block is shown as code"])
    #expect(
      read.diagnostics.first?.related
        == [.init("this line", at: SourceRange(file: "a.md", line: 9, column: 7, length: 7))])
  }

  @Test func `A long line is cut in the note`() {
    let message = mermaid(String(repeating: "é", count: 70) + "!").diagnostics.first?.message
    #expect(message?.hasPrefix("`" + String(repeating: "é", count: 59) + "…` can't") == true)
  }

  @Test func `A large diagram is code, for that reason`() {
    func chain(_ nodes: Int) -> String { (1...nodes).map { "n\($0)" }.joined(separator: " --> ") }
    func pairs(_ edges: Int) -> [String] { Array(repeating: "a -> b", count: edges) }
    #expect(mermaid(chain(120)).value.diagrams.first?.nodes.count == 120)
    #expect(dot("digraph {\(pairs(240).joined(separator: ";"))}").value.diagrams.first?.edges.count == 240)
    for read in [mermaid(chain(121)), dot("digraph {\(pairs(241).joined(separator: ";"))}")] {
      #expect(
        read.diagnostics.map(\.message) == ["a diagram of more than 120 nodes or 240 arrows is shown as code"])
      #expect(read.diagnostics.first?.help == "draw its parts in blocks of their own")
    }
  }

  @Test func `A block without nodes is said to have none`() {
    #expect(
      [mermaid(), dot("digraph {}"), read("```mermaid\n```\n")].flatMap(\.diagnostics).map(\.message)
        == Array(repeating: "the block holds no node to draw, and is shown as code", count: 3))
  }
}
