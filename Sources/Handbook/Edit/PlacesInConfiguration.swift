import Diagnostics

extension Handbook {
  /// Where `baton.yml` names a document, or a link of its footer leads to it.
  public func placesInConfiguration(of index: Int) -> [SourceRange] {
    let links = zip(configuration.footer?.references ?? [], footerLinks).compactMap { reference, target in
      if case .document(index, _) = target { reference.range } else { nil }
    }
    return namesInConfiguration(of: index).map(\.range) + links
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
