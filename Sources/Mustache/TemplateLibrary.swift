import Buffers

/// Templates by name, which include each other.
public struct TemplateLibrary: Sendable {
  let templates: [Template]
  /// For each template the indices of the templates that it includes, -1 for one that does not exist.
  let partials: [[Int32]]
  private let indices: [String: Int]

  /// A library of templates.
  public init(_ templates: [String: Template]) {
    let names = templates.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    self.templates = names.compactMap { templates[$0] }
    self.indices = indices
    partials = self.templates.map { template in template.partials.map { Int32(indices[$0.name] ?? -1) } }
  }

  /// Whether there is a template with a name.
  public func has(_ name: String) -> Bool { indices[name] != nil }

  /// Appends what a template makes of a view; nothing when there is no such template.
  ///
  /// - Parameter steps: the most instructions that are carried out. Templates that include themselves, or lists in lists in
  ///   lists, would never come to an end.
  /// - Returns: whether it was rendered to its end.
  @discardableResult
  public func render(_ view: View, template: String, steps: Int = 20_000_000, into output: inout OutputBuffer) -> Bool {
    guard let index = indices[template] else { return true }
    var renderer = TemplateRenderer(library: self, view: view, steps: steps)
    renderer.render(index, into: &output)
    return !renderer.isStopped
  }
}
