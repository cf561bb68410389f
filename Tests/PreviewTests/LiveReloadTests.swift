import NIOCore
import Testing

@testable import Preview

@Suite struct LiveReloadTests {
  private let tag = #"<script src="/__baton/reload.js" data-build="b-1" defer></script>"#

  private func inject(_ page: String) -> String {
    String(buffer: injectLiveReload(into: ByteBuffer(string: page), build: "b-1"))
  }

  @Test func goesBeforeTheLastClosingBodyTag() {
    #expect(inject("<body>a</body>") == "<body>a\(tag)</body>")
    #expect(inject("<pre></body></pre></BODY ></html>") == "<pre></body></pre>\(tag)</BODY ></html>")
  }

  @Test func goesToTheEndOfAPageWithoutOne() {
    #expect(inject("<p>ü") == "<p>ü" + tag)
    #expect(inject("") == tag)
    #expect(inject("</bod") == "</bod" + tag)
  }

  @Test func theScriptWritesNoHTML() {
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
      #expect(!LiveReload.source.contains(word))
    }
  }

  @Test func messagesAreOneLineOfJSON() {
    let problem = PreviewProblem(severity: .warning, text: "a \"b\" \\ \n\r\u{1}</script>ü\u{2028}")
    let message = EventMessage(.problems([problem, PreviewProblem(severity: .error, text: "")]), build: "s-3")
    #expect(
      String(decoding: message.bytes, as: UTF8.self) == "event: problems\nid: s-3\ndata: "
        + #"[{"severity":"warning","text":"a \"b\" \\ \n\u000d\u0001</script>ü"# + "\u{2028}"
        + #""},{"severity":"error","text":""}]"# + "\n\n")
    let everything = EventMessage(.style(.everything), build: "s-3").bytes
    #expect(String(decoding: everything, as: UTF8.self) == "event: style\nid: s-3\ndata: null\n\n")
  }

  @Test func aNoteMayStandForManyProblems() {
    let rest = PreviewProblem(severity: .note, text: "more", count: 30)
    #expect(
      String(decoding: EventMessage(.problems([rest]), build: "s-3").bytes, as: UTF8.self)
        == "event: problems\nid: s-3\ndata: " + #"[{"severity":"note","text":"more","count":30}]"# + "\n\n")
  }

  @Test func pathsAreWrittenAsPagesKnowThem() {
    let paths = ChangedPaths.paths(["index.html", "a/index.html", "a/", "/b/c.png", "myindex.html"])
    #expect(paths.normalized == .paths(["/", "/a/", "/a/", "/b/c.png", "/myindex.html"]))
    #expect(ChangedPaths.paths((0...2_000).map(String.init)).normalized == .everything)
  }
}
