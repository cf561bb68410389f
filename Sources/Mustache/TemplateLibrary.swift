import Buffers

/// Templates by name, which include each other.
public struct TemplateLibrary: Sendable {
  let templates: [Template]
  private let names: [String]
  /// For each template the indices of the templates that it includes, -1 for one that does not exist.
  let partials: [[Int32]]
  private let indices: [String: Int]

  /// A library of templates.
  public init(_ templates: [String: Template]) {
    let names = templates.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    self.templates = names.compactMap { templates[$0] }
    self.indices = indices
    self.names = names
    partials = self.templates.map { template in template.partials.map { Int32(indices[$0.name] ?? -1) } }
  }

  /// Whether there is a template with a name.
  public func has(_ name: String) -> Bool { indices[name] != nil }

  /// Appends what a template makes of a view; nothing when there is no such template.
  ///
  /// - Parameter steps: the most instructions that are carried out. Templates that include themselves, or lists in lists in
  ///   lists, would never come to an end.
  /// - Returns: the name of the template in which rendering was given up, `nil` when it came to its end.
  @discardableResult
  public func render(
    _ view: View, template: String, steps: Int = 20_000_000, into output: inout OutputBuffer
  ) -> String? {
    guard let index = indices[template] else { return nil }
    var renderer = TemplateRenderer(library: self, view: view, steps: steps)
    renderer.render(index, into: &output)
    return renderer.stoppedIn.map { names[$0] }
  }

  /// The inclusions that never come to an end, whatever is rendered: templates come back to themselves by them, and none stands in a
  /// section.
  public var endlessInclusions: [(template: String, partial: Template.Partial)] {
    let inclusions = templates.indices.flatMap { index in
      templates[index].partialsOutsideSections.compactMap { number -> Inclusion? in
        let other = Int(partials[index][number])
        return other < 0 ? nil : Inclusion(from: index, to: other, number: number)
      }
    }
    // What leads nowhere, or is led to from nowhere, is on no circle.
    let onward = inclusions.onward(count: templates.count, from: \.from, to: \.to)
    return onward.onward(count: templates.count, from: \.to, to: \.from).map {
      (names[$0.from], templates[$0.from].partials[$0.number])
    }
  }
}

/// That one template includes another, by the number of the tag in it.
private struct Inclusion {
  var from: Int
  var to: Int
  var number: Int
}

extension [Inclusion] {
  /// Those that lead to a template from which one can go on and on (Kahn, "Topological sorting of large networks", 1962: the rest).
  fileprivate func onward(count: Int, from: (Inclusion) -> Int, to: (Inclusion) -> Int) -> [Inclusion] {
    var leaving = Array<Int>(repeating: 0, count: count)
    var arriving = Array<[Int]>(repeating: [], count: count)
    for (number, inclusion) in enumerated() {
      leaving[from(inclusion)] += 1
      arriving[to(inclusion)].append(number)
    }
    var ends = leaving.indices.filter { leaving[$0] == 0 }
    var isOnward = Array<Bool>(repeating: true, count: self.count)
    while let end = ends.popLast() {
      for number in arriving[end] {
        isOnward[number] = false
        leaving[from(self[number])] -= 1
        if leaving[from(self[number])] == 0 { ends.append(from(self[number])) }
      }
    }
    return indices.filter { isOnward[$0] }.map { self[$0] }
  }
}

extension Template {
  /// The indices of the inclusions that are rendered whatever the values are.
  fileprivate var partialsOutsideSections: [Int] {
    var found: [Int] = []
    var position = 0
    while position < code.count {
      switch code[position] {
      case .section(_, let end), .inverted(_, let end): position = Int(end)
      case .partial(let number):
        found.append(Int(number))
        position += 1
      case .literal, .variable, .lineStart: position += 1
      }
    }
    return found
  }
}
