import Buffers
import Testing

@testable import Mustache

@Suite struct TemplateTests {
  private func rendered(_ templates: [String: String], _ view: View, steps: Int = 100_000) throws -> (String, Bool) {
    var library: [String: Template] = [:]
    for (name, text) in templates { library[name] = try Template(Array(text.utf8)) }
    var output = OutputBuffer()
    let isWhole = TemplateLibrary(library).render(view, template: "main", steps: steps, into: &output) == nil
    return (String(decoding: output.array, as: UTF8.self), isWhole)
  }

  @Test(arguments: [
    ("a {{b", "the tag is not closed", 2, 2), ("{{#a}}x", "the section `a` is never closed", 0, 6),
    ("x{{/a}}", "the section `a` is closed and was never opened", 1, 6),
    ("{{#a}}{{/b}}", "the section `a` is closed by the name `b`", 6, 6),
    ("{{=x}}", "a change of delimiters is written `{{=<% %>=}}`", 0, 6),
    ("{{a b}}", "a name is one word", 0, 7), ("é{{}}", "a name is one word", 2, 4),
    ("{{<a}}{{/a}}", "templates that inherit from others are not understood", 0, 6),
  ])
  func `A wrong tag is named with its place`(text: String, reason: String, offset: Int, length: Int) {
    #expect(throws: TemplateError(reason: reason, offset: offset, length: length)) {
      try Template(Array(text.utf8))
    }
  }

  @Test func `Names are looked up outward, and lists are shown one by one`() throws {
    let view: View = [
      Name("site"): .text("S"),
      Name("page"): .view([
        Name("items"): .list([.text("a<"), .bytes(FinishedBytes(Array("<b>".utf8))), .view([Name("c"): .flag])])
      ]),
    ]
    let text = "{{#page.items}}[{{.}}|{{{.}}}|{{site}}|{{c}}]{{/page.items}}{{^page.none}}!{{/page.none}}"
    #expect(try rendered(["main": text], view).0 == "[a&lt;|a<|S|][&lt;b&gt;|<b>|S|][||S|true]!")
  }

  @Test func `Empty texts and lists are false`() throws {
    let view: View = [Name("a"): .text(""), Name("b"): .list([]), Name("c"): .bytes(FinishedBytes([]))]
    #expect(try rendered(["main": "{{#a}}1{{/a}}{{#b}}2{{/b}}{{#c}}3{{/c}}{{^a}}4{{/a}}"], view).0 == "4")
  }

  @Test func `Included templates are indented as a whole, however deep`() throws {
    let templates = [
      "main": "<\n  {{>list}}\n>", "list": "{{#items}}\n- {{.}}\n  {{>leaf}}\n{{/items}}\n", "leaf": "x\n{{{y}}}",
    ]
    let view: View = [Name("items"): .list([.text("a"), .text("b")]), Name("y"): .text("1\n2")]
    #expect(try rendered(templates, view).0 == "<\n  - a\n    x\n    1\n2  - b\n    x\n    1\n2>")
  }

  @Test(arguments: [
    ["main": "{{>main}}"], ["main": "{{>main}}{{>main}}{{>main}}"],
    ["main": "{{#a}}{{>b}}{{/a}}", "b": "{{#a}}{{>main}}{{>main}}{{/a}}"],
  ])
  func `Templates that include themselves come to an end`(templates: [String: String]) throws {
    #expect(try rendered(templates, [Name("a"): .flag]).1 == false)
  }

  @Test(arguments: [
    (["a": "{{>a}}"], ["a a"]),
    (["a": "{{>b}}", "b": "x {{>c}}", "c": "{{>a}} {{>d}}", "d": ""], ["a b", "b c", "c a"]),
    (["a": "{{>b}}", "b": "{{>b}}", "c": "{{>a}}"], ["b b"]), (["a": "{{#x}}{{>a}}{{/x}}{{^x}}{{>a}}{{/x}}"], []),
    (["a": "{{>b}}{{>b}}", "b": "{{>nothing}}"], []),
  ])
  func `Inclusions that never come to an end are found`(templates: [String: String], expected: [String]) throws {
    let library = TemplateLibrary(try templates.mapValues { try Template(Array($0.utf8)) })
    #expect(library.endlessInclusions.map { "\($0.template) \($0.partial.name)" } == expected)
  }

  @Test func `A hundred thousand inclusions are looked through at once`() throws {
    var templates: [String: Template] = [:]
    for index in 0..<20_000 {
      templates["t\(index)"] = try Template(Array("{{>t\(index + 1)}}{{>t\(index / 2)}}".utf8))
    }
    #expect(!TemplateLibrary(templates).endlessInclusions.isEmpty)
  }

  @Test func `The template that does not come to an end is named`() throws {
    let texts = ["main": "{{>b}}", "b": "{{#a}}{{>c}}{{/a}}", "c": "{{#a}}{{>c}}{{/a}}"]
    let library = TemplateLibrary(try texts.mapValues { try Template(Array($0.utf8)) })
    var output = OutputBuffer()
    #expect(library.render([Name("a"): .flag], template: "main", into: &output) == "c")
  }

  @Test func `Lists in lists in lists come to an end`() throws {
    let list = Value.list(Array(repeating: .text("x"), count: 100))
    let text = String(repeating: "{{#a}}", count: 90) + "x" + String(repeating: "{{/a}}", count: 90)
    let (output, isWhole) = try rendered(["main": text], [Name("a"): list])
    #expect(!isWhole)
    #expect(output.utf8.count < 100_000)
  }

  @Test func `Sections are not nested without end`() {
    let text = String(repeating: "{{#a}}", count: 100_000)
    #expect(throws: TemplateError.self) { try Template(Array(text.utf8)) }
  }
}
