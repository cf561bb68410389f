import Testing

@testable import LanguageServer

@Suite struct FileURITests {
  @Test func `Every spelling of a file's URI names the file`() {
    let path = "/home/ü [1]/a%b.md"
    for uri in [
      "file:///home/%C3%BC%20%5B1%5D/a%25b.md", "file:///home/%c3%bc%20[1]/a%b.md", "FILE:/home/ü [1]/a%25b.md",
      "file://localhost/home/./x/..//%C3%BC%20[1]/a%25b.md",
    ] {
      #expect(FileURI(uri)?.path == path, "\(uri)")
    }
    #expect(FileURI(path: path).text == "file:///home/%C3%BC%20%5B1%5D/a%25b.md")
    #expect(FileURI("file://host/a/%C3%BC")?.appending("b c").text == "file://host/a/%C3%BC/b%20c")
  }

  @Test(arguments: [
    "", "untitled:a.md", "https://host/a.md", "file:a.md", "file://host", "file:///a%00b", "file:///%ff",
  ])
  func `What is no path of a file is none`(_ uri: String) { #expect(FileURI(uri) == nil) }
}
