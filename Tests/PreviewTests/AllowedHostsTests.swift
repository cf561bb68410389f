import Testing

@testable import Preview

@Suite struct AllowedHostsTests {
  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:4000", "127.1.2.3:1", "localhost", "LOCALHOST:80", "localhost.:4000", "docs.localhost",
    "[::1]", "[::1]:4000", "127.0.0.1:",
  ])
  func loopback(_ host: String) {
    #expect(AllowedHosts(bound: "127.0.0.1").allow(host))
  }

  @Test(arguments: [
    "", "evil.example", "evil.example:4000", "127.0.0.1.evil.example", "localhost.evil.example", "notlocalhost",
    "localhost@evil.example", "evil.example:127.0.0.1", "[::1", "[::1].evil.example", "10.0.0.1", "[fe80::1]",
    "127.evil.example", "127.0.0.1:x", "127.0.0.1:80:90", "127.0.0.1 evil.example", "0.0.0.0", "2130706433", ":4000",
  ])
  func foreign(_ host: String) {
    #expect(!AllowedHosts(bound: "127.0.0.1").allow(host))
  }

  @Test func theHostThatWasBound() {
    #expect(AllowedHosts(bound: "preview.example").allow("Preview.Example:80"))
    #expect(AllowedHosts(bound: "192.168.1.5").allow("192.168.1.5:4000"))
    #expect(!AllowedHosts(bound: "192.168.1.5").allow("192.168.1.6:4000"))
    #expect(!AllowedHosts(bound: "").allow(""))
  }

  @Test func boundToAllAddressesNamesAreStillForeign() {
    let hosts = AllowedHosts(bound: "0.0.0.0")
    #expect(hosts.allow("192.168.1.5:4000") && hosts.allow("[fe80::1]:4000"))
    #expect(!hosts.allow("evil.example") && !hosts.allow("1.2.3.4.evil.example") && !hosts.allow("1.2.3.400"))
  }
}
