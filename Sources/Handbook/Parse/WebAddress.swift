/// What an address on the web must be for paths to be put behind it, in words that follow "takes"; `nil` when `address` is so.
public func requirement(missedBy address: String) -> String? {
  let lowered = address.lowercased()
  guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else {
    return "an address that begins with https:// or http://"
  }
  guard let first = lowered.dropFirst(scheme.count).first, !"/?#:".contains(first) else {
    return "an address with the name of a host"
  }
  // What stands behind one of these is no path any more.
  guard !address.utf8.contains(where: "?#".utf8.contains) else { return "an address without `?` and `#`" }
  guard address.unicodeScalars.allSatisfy({ $0.value > 32 && !"\"<>\\".unicodeScalars.contains($0) }) else {
    return "an address without spaces, quotes, `<`, `>` and backslashes"
  }
  return nil
}
