import Foundation

/// What stands between the scheme and the path.
func authority(of address: String) -> Substring {
  guard let slashes = address.firstRange(of: "://") else { return "" }
  return address[slashes.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
}

/// An address as it is sent: a host's name in letters of its own as the name system has it, and what no address may hold
/// written by its bytes.
func requestAddress(_ address: String) -> String {
  let authority = authority(of: address)
  guard authority.utf8.contains(where: { $0 >= 128 }) else { return percentEncoded(address) }
  let name = authority.prefix { $0 != ":" }
  let host = name.split(separator: ".", omittingEmptySubsequences: false).map { asciiLabel($0) }
  return percentEncoded(
    address[..<authority.startIndex] + host.joined(separator: ".") + address[name.endIndex...])
}

private func percentEncoded(_ address: some StringProtocol) -> String {
  var encoded: [UInt8] = []
  for byte in address.utf8 {
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
