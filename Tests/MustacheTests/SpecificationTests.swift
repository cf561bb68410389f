import Buffers
import Foundation
import Testing

@testable import Mustache

/// The Mustache project's own specification: all but its optional parts.
@Suite struct SpecificationTests {
  @Test(arguments: ["comments", "delimiters", "interpolation", "inverted", "partials", "sections"])
  func `Templates are rendered as the specification says`(part: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent(part + ".json"))
    let examples = try JSONDecoder().decode(Suite.self, from: data).tests
    #expect(examples.count > 9)
    for example in examples { try check(example) }
  }

  private func check(_ example: Example) throws {
    var templates = ["main": try Template(Array(example.template.utf8))]
    for (name, text) in example.partials ?? [:] { templates[name] = try Template(Array(text.utf8)) }
    var view = View()
    if case .view(let data)? = example.data.value { view = data }
    var output = OutputBuffer()
    #expect(TemplateLibrary(templates).render(view, template: "main", into: &output) == nil)
    #expect(String(decoding: output.array, as: UTF8.self) == example.expected, "\(example.name)")
  }
}

private struct Suite: Decodable {
  var tests: [Example]
}

private struct Example: Decodable {
  var name: String
  var data: JSONValue
  var template: String
  var partials: [String: String]?
  var expected: String
}

/// A value of the specification as Baton has values: numbers are texts, and what is false is absent.
private struct JSONValue: Decodable {
  var value: Value?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let truth = try? container.decode(Bool.self) {
      value = truth ? .flag : nil
    } else if let number = try? container.decode(Double.self) {
      value = .text(number == number.rounded() ? "\(Int(number))" : "\(number)")
    } else if let text = try? container.decode(String.self) {
      value = .text(text)
    } else if let list = try? container.decode([JSONValue].self) {
      value = .list(list.compactMap(\.value))
    } else if let object = try? container.decode([String: JSONValue].self) {
      var view = View()
      for (name, item) in object { view[Name(name)] = item.value }
      value = .view(view)
    }
  }
}
