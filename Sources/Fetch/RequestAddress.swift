import Foundation

/// What stands between the scheme and the path.
func authority(of address: String) -> Substring {
  guard let slashes = address.firstRange(of: "://") else { return "" }
  return address[slashes.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
}

/// Whom an address asks, written in one way: requests to one host are counted by it.
func host(of address: String) -> String {
  let authority = authority(of: address).lowercased()
  for port in [":80", ":443"] where authority.hasSuffix(port) { return String(authority.dropLast(port.count)) }
  return authority
}

/// Whether a name, and maybe a password, stands before the host.
func hasCredentials(_ address: String) -> Bool { authority(of: address).contains("@") }

/// An address as browsers send it: a host's name in letters of its own as the name system has it, slashes for backslashes, and
/// what no address may hold written by its bytes.
func requestAddress(_ address: String) -> String {
  let authority = authority(of: address)
  let name = authority.prefix { $0 != ":" }
  let tail = address[name.endIndex...]
  let path = tail.prefix { $0 != "?" && $0 != "#" }
  let sent =
    "\(address[..<authority.startIndex])\(asciiHost(name))\(path.replacing("\\", with: "/"))\(tail[path.endIndex...])"
  return percentEncoded(sent.utf8)
}

/// Where a reference in a response leads (RFC 3986, section 5.2); libcurl takes the dots out of its path.
func resolved(_ reference: String, against base: String) -> String {
  let scheme = reference.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
  if scheme.endIndex < reference.endIndex, reference[scheme.endIndex] == ":" { return reference }
  let authority = authority(of: base)
  if reference.hasPrefix("//") { return "\(base[..<authority.startIndex].dropLast(2))\(reference)" }
  let top = base[..<authority.endIndex]
  if reference.hasPrefix("/") { return "\(top)\(reference)" }
  let path = base[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
  if reference.hasPrefix("?") { return "\(top)\(path)\(reference)" }
  return "\(top)\(path.lastIndex(of: "/").map { path[...$0] } ?? "/")\(reference)"
}

/// What an address may not hold, written by its bytes.
func percentEncoded(_ address: some Sequence<UInt8>) -> String {
  var encoded: [UInt8] = []
  for byte in address {
    switch byte {
    case 0...32, 127..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
      UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += Array((digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)").utf8)
    default: encoded.append(byte)
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

/// A host's name as the name system has it (WHATWG URL Standard, section 3.5): decoded, without what is only seen, its parts in
/// ASCII. One that would hold what no host may is left as it is, to be refused.
private func asciiHost(_ name: Substring) -> String {
  guard name.utf8.contains(where: { $0 >= 128 || $0 == UInt8(ascii: "%") }) else { return String(name) }
  let decoded = (name.removingPercentEncoding ?? String(name)).precomposedStringWithCompatibilityMapping
  let visible = String(String.UnicodeScalarView(decoded.unicodeScalars.filter { $0 != "\u{AD}" }))
  guard visible.utf8.allSatisfy({ $0 > 32 && $0 != 127 && !"#%/:<>?@[\\]^|".utf8.contains($0) }) else {
    return String(name)
  }
  return visible.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "。" }
    .map { asciiLabel($0) }.joined(separator: ".")
}

/// A part of a host's name in ASCII (Punycode, RFC 3492). libcurl can do it for the locale's characters only.
func asciiLabel(_ label: Substring) -> String {
  guard label.utf8.contains(where: { $0 >= 128 }) else { return String(label) }
  let scalars = label.lowercased().precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
  // No part of a name has more than 63 bytes, so nothing can overflow.
  guard scalars.count <= 63 else { return String(label) }
  var output = scalars.filter { $0 < 128 }.map { UInt8($0) }
  let basic = output.count
  var (handled, next, delta, bias) = (basic, 128, 0, 72)
  if basic > 0 { output.append(UInt8(ascii: "-")) }
  while handled < scalars.count {
    guard let smallest = scalars.filter({ $0 >= next }).min().map(Int.init) else { break }
    delta += (smallest - next) * (handled + 1)
    next = smallest
    for scalar in scalars {
      if scalar < next { delta += 1 }
      guard scalar == next else { continue }
      var (rest, k) = (delta, 36)
      while true {
        let threshold = min(max(k - bias, 1), 26)
        guard rest >= threshold else { break }
        output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
        rest = (rest - threshold) / (36 - threshold)
        k += 36
      }
      output.append(digit(rest))
      bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
      delta = 0
      handled += 1
    }
    delta += 1
    next += 1
  }
  return "xn--" + String(decoding: output, as: UTF8.self)
}

private func digit(_ value: Int) -> UInt8 {
  UInt8(value < 26 ? Int(UInt8(ascii: "a")) + value : Int(UInt8(ascii: "0")) + value - 26)
}

private func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
  var delta = isFirst ? delta / 700 : delta / 2
  delta += delta / count
  var k = 0
  while delta > 455 {
    delta /= 35
    k += 36
  }
  return k + 36 * delta / (delta + 38)
}
