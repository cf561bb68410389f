import Diagnostics

extension Handbook {
  /// Where `baton.yml` names a document: in the navigation by its id or path, in groups and loops by any of its names.
  public func placesInConfiguration(of index: Int) -> [SourceRange] {
    let navigation = (configuration.navigation ?? []).map(\.target).filter { document(named: $0.value) == index }
    guard documents[index].kind == .persona else { return navigation.map(\.range) }
    let names = Set(NameTable.names(of: documents[index]).map(NameTable.key))
    let lists = configuration.groups.map(\.members) + configuration.loops
    let members = lists.joined().filter { names.contains(NameTable.key($0.value)) }
    return (navigation + members).map(\.range)
  }
}
