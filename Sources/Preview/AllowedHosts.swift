/// The names under which this server may be addressed. A page from elsewhere whose name is made to resolve to this
/// machine (DNS rebinding) still sends its own name in `Host`, and is refused.
struct AllowedHosts: Sendable {
  /// The host that the server was told to bind.
  var bound: String
  /// The name of this machine in its network, which counts when the server listens to all of it.
  var machine = machineName()

  /// Whether `authority`, a host with or without a port, is this machine or the host that was bound.
  func allow(_ authority: String) -> Bool {
    guard let host = Self.host(of: authority) else { return false }
    if host == "localhost" || host.hasSuffix(".localhost") || host == Self.normalized(bound) { return true }
    if Self.isLoopback(host) { return true }
    // Bound to every address, we don't know ours. No rebinding works with an address, since no name is resolved.
    guard ["0.0.0.0", "::"].contains(Self.normalized(bound)) else { return false }
    return Self.isAddress(host) || host == machine.map(Self.normalized)
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "::1" || (isAddress(host) && host.hasPrefix("127."))
  }

  private static func isAddress(_ host: String) -> Bool {
    if host.contains(":") { return host.utf8.allSatisfy { "0123456789abcdef:.".utf8.contains($0) } }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { isNumber($0) && $0.utf8.count <= 3 && UInt8($0) != nil }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Lower case, without brackets or the dot that ends a fully qualified name.
  private static func normalized(_ host: String) -> String {
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host.hasSuffix(".") { host.removeLast() }
    return host
  }

  /// The host without its port; `nil` when the port is no number or the text is no authority.
  private static func host(of authority: String) -> String? {
    var name = authority[...]
    let afterAddress = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
    if authority.hasPrefix("["), afterAddress == nil { return nil }
    if let colon = authority[(afterAddress ?? authority.startIndex)...].firstIndex(of: ":") {
      guard isNumber(authority[authority.index(after: colon)...]) else { return nil }
      name = authority[..<colon]
    }
    guard !name.isEmpty, !name.contains("@") else { return nil }
    return normalized(String(name))
  }
}
