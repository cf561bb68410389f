import Markup

/// Where an entry of the navigation leads.
public enum NavigationTarget: Sendable, Equatable {
  /// To an address outside of the handbook.
  case address(String)
  /// To a document.
  case document(Int)
  /// To another file of the content folder.
  case asset(String)
}

extension Handbook {
  /// Where an entry of the navigation leads: a document's id, a path in the content folder, or an address. `nil` when there is no
  /// such thing.
  public func target(of entry: Configuration.NavigationEntry) -> NavigationTarget? {
    let target = entry.target.value
    let lowered = target.lowercased()
    if ["https://", "http://", "mailto:"].contains(where: lowered.hasPrefix) { return .address(target) }
    if let document = document(named: target) { return .document(document) }
    guard let path = resolvedPath(target, from: configurationFile) else { return nil }
    return document(at: path).map(NavigationTarget.document) ?? (hasAsset(at: path) ? .asset(path) : nil)
  }
}
