import Testing

@testable import Fetch

@Suite struct RequestAddressTests {
  @Test(arguments: [
    ("http://example.org/a%20b?c=d&e", "http://example.org/a%20b?c=d&e"),
    ("http://example.org/größe \"x\"|{}\u{7F}", "http://example.org/gr%C3%B6%C3%9Fe%20%22x%22%7C%7B%7D%7F"),
    ("https://Bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    ("https://bu\u{308}cher.example", "https://xn--bcher-kva.example"),
    ("https://www.münchen.example:80/", "https://www.xn--mnchen-3ya.example:80/"),
    ("http://他们为什么不说中文.example", "http://xn--ihqwcrb4cv8a8dqg056pqjye.example"),
    ("http://ドメイン名例:80/", "http://xn--eckwd4c7cu47r2wf:80/"),
    ("http://почемужеонинеговорятпорусски/", "http://xn--b1abfaaepdrnnbgefbadotcwatmq2g4l/"),
    ("http://\u{10FFFF}\u{10FFFF}/", "http://xn--dn32ga/"),
    ("http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/"),
    ("http://ｅｘａｍｐｌｅ．org｡/", "http://example.org./"),
    ("http://exa\u{AD}mple.org/\u{AD}", "http://example.org/%C2%AD"),
    ("http://m%C3%BCnchen.ex%61mple/%61", "http://xn--mnchen-3ya.example/%61"),
    ("http://a%2Fb.example/", "http://a%2Fb.example/"),
    ("http://a＠b.example/", "http://a%EF%BC%A0b.example/"),
    ("http://example.org\\a\\b?c\\d", "http://example.org/a/b?c%5Cd"),
    ("no address", "no%20address"),
  ])
  func `Addresses are sent as servers and the name system know them`(written: String, sent: String) {
    #expect(requestAddress(written) == sent)
  }

  @Test(arguments: [
    ("https://b.example/x y", "https://b.example/x y"), ("//b.example/x", "https://b.example/x"),
    ("/x?y:z", "https://a.example/x?y:z"), ("?x", "https://a.example/b/c?x"), ("x y", "https://a.example/b/x y"),
    ("mailto:x", "mailto:x"),
  ])
  func `A redirect is read as it stands to its address`(reference: String, address: String) {
    #expect(resolved(reference, against: "https://a.example/b/c?d/e") == address)
    #expect(resolved("x", against: "https://a.example") == "https://a.example/x")
  }

  @Test func `A name longer than any is left to be refused`() {
    let long = String(repeating: "ü", count: 5_000)
    #expect(requestAddress("http://\(long)/") == "http://\(String(repeating: "%C3%BC", count: 5_000))/")
  }
}
