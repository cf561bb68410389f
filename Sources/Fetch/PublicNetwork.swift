import Glibc

/// Whether a socket's address is one of the public internet: not of this machine, of a private network, of the link, or of a
/// cloud's metadata. The ranges are those of IANA's registries of special-purpose addresses (RFC 6890 and its successors).
func isPublic(_ address: UnsafePointer<sockaddr>) -> Bool {
  switch Int32(address.pointee.sa_family) {
  case AF_INET:
    return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      isPublic(ipv4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
    }
  case AF_INET6:
    return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
      withUnsafeBytes(of: address.pointee.sin6_addr) { isPublic(ipv6: Array($0)) }
    }
  default: return false
  }
}

private let specialIPv4: [(UInt32, bits: UInt32)] = [
  (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
  (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
  (0xCB00_7100, 24), (0xE000_0000, 3),
  // The metadata of a cloud that took a public address for it.
  (0xA83F_8110, 32),
]

private func isPublic(ipv4 address: UInt32) -> Bool {
  !specialIPv4.contains { range, bits in (address ^ range) >> (32 - bits) == 0 }
}

private func isPublic(ipv6 bytes: [UInt8]) -> Bool {
  guard bytes.count == 16 else { return false }
  // 64:ff9b::/96 stands for an IPv4 address behind a translator.
  if bytes[..<12] == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] {
    return isPublic(ipv4: bytes[12...].reduce(0) { $0 << 8 | UInt32($1) })
  }
  // 2000::/3 is all that is given out, without tunnels (2002::/16), protocols (2001::/23) and documentation.
  guard bytes[0] & 0xE0 == 0x20 else { return false }
  switch (bytes[0], bytes[1]) {
  case (0x20, 0x01): return bytes[2] > 1 && !(bytes[2] == 0x0D && bytes[3] == 0xB8)
  case (0x20, 0x02): return false
  case (0x3F, 0xFF): return bytes[2] & 0xF0 != 0
  default: return true
  }
}
