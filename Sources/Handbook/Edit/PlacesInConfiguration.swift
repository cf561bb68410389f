import Diagnostics

extension Handbook {
  /// Where `baton.yml` names a document.
  public func placesInConfiguration(of index: Int) -> [SourceRange] {
    namesInConfiguration(of: index).map(\.range)
  }

  /// What `baton.yml` calls a document: in the navigation its id or path, in groups and loops any of its names.
  func namesInConfiguration(of index: Int) -> [Located<String>] {
    let navigation = (configuration.navigation ?? []).map(\.target).filter { document(named: $0.value) == index }
    guard documents[index].kind == .persona else { return navigation }
    let names = Set(NameTable.names(of: documents[index]).map(NameTable.key))
    let lists = configuration.groups.map(\.members) + configuration.loops
    return navigation + lists.joined().filter { names.contains(NameTable.key($0.value)) }
  }
}
