import Diagnostics

// The setting `groups`: names for several personas.
extension ConfigurationReader {
  mutating func readGroups(_ entry: YAMLEntry) {
    guard case .mapping(let entries, _) = entry.value else {
      return report("`groups` takes a mapping from a group's name to its personas", at: entry.value.range)
    }
    // The names that groups have so far, and where; the group of all stands nowhere.
    var taken = Dictionary(Configuration.Group.everyone.keys.map { ($0, SourceRange?.none) }) { first, _ in first }
    for entry in entries {
      guard let group = group(entry) else { continue }
      if group.id == Configuration.Group.everyone.id {
        guard group.members.isEmpty else {
          report("`\(group.id)` is the group of all, and takes no members", at: entry.key.range)
          continue
        }
      } else if let name = [group.id, group.title].first(where: { taken[NameTable.key($0)] != nil }) {
        let other = taken[NameTable.key(name)] ?? nil
        diagnostics.append(
          Diagnostic(
            .invalidConfiguration, "`\(name)` is the name of another group", at: entry.key.range,
            help: "give each group a name and a title of its own",
            related: other.map { [.init("the other one", at: $0)] } ?? []))
        continue
      }
      for key in group.keys { taken[key] = .some(entry.key.range) }
      configuration.groups.append(group)
    }
  }

  private mutating func group(_ entry: YAMLEntry) -> Configuration.Group? {
    let name = entry.key
    let id = NameTable.key(name.value).split(separator: " ").joined(separator: "-")
    if id.isEmpty {
      report("a group needs a name", at: name.range)
      return nil
    }
    var title = name.value.inWords
    var members = entry
    if case .mapping(let parts, _) = entry.value {
      for part in parts {
        switch part.key.value {
        case "title": if let text = text(part), !text.isEmpty { title = text }
        case "members": break
        default: reportKey(part.key, "a group has no `\(part.key.value)`", among: ["title", "members"])
        }
      }
      guard let list = parts.first(where: { $0.key.value == "members" }) else {
        report("the group `\(name.value)` needs `members`", at: name.range)
        return nil
      }
      members = list
    }
    return Configuration.Group(id: id, title: title, members: texts(members), range: name.range)
  }
}
