import Glibc
import Testing

@testable import Fetch

@Suite struct PublicNetworkTests {
  @Test(arguments: ["93.184.215.14", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.0.1", "223.255.255.255"])
  func `Addresses that are given out are public`(_ text: String) throws {
    #expect(try isPublic(ipv4: text))
  }

  @Test(arguments: [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.9", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "168.63.129.16",
  ])
  func `Addresses of machines, private networks, links and metadata are not`(_ text: String) throws {
    #expect(try !isPublic(ipv4: text))
  }

  @Test(arguments: ["2606:4700::1111", "2a00:1450:4001:82a::200e", "64:ff9b::5db8:d70e"])
  func `Addresses of version 6 that are given out are public`(_ text: String) throws {
    #expect(try isPublic(ipv6: text))
  }

  @Test(arguments: [
    "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::7f00:1", "fe80::1", "fc00::1", "fd00:ec2::254",
    "fec0::1", "ff02::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "3fff::1", "100::1",
  ])
  func `All others of version 6 are not`(_ text: String) throws {
    #expect(try !isPublic(ipv6: text))
  }

  private func isPublic(ipv4 text: String) throws -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    try #require(inet_pton(AF_INET, text, &address.sin_addr) == 1)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Fetch.isPublic($0) }
    }
  }

  private func isPublic(ipv6 text: String) throws -> Bool {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    try #require(inet_pton(AF_INET6, text, &address.sin6_addr) == 1)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Fetch.isPublic($0) }
    }
  }
}
