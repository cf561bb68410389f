import Foundation
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct ProtocolTests {
  private let book = "-- site-content/a.md --\n# A\n"

  @Test(arguments: ["Content-Length: -5\r\n\r\nabc", "Content-Length: 99999999999999999999\r\n\r\n", "a\r\n\r\n", ""])
  func `What is no stream of messages ends the server`(_ text: String) throws {
    #expect(try Conversation.outcome(of: Data(text.utf8)).status == 1)
  }

  @Test func `What is no message is answered as such`() throws {
    var talk = try Conversation(book)
    talk.say("{\"id\": 3, ")
    talk.say("[{\"jsonrpc\": \"2.0\", \"id\": 4, \"method\": \"shutdown\"}]")
    talk.say("7")
    let outcome = try talk.end()
    let codes = outcome.heard.filter { $0.id is NSNull }.map { ($0.object["error"] as? [String: Any])?["code"] as? Int }
    #expect(codes == [-32700, -32600, -32600])
    #expect(outcome.status == 0)
  }

  @Test func `Half a surrogate pair is taken for a character that is none`() throws {
    var talk = try Conversation(book)
    let text = #"# A\n\n\ud83d\ud83d\ude00\\ud83d\ude00 [[gone]]\n"#
    talk.say(
      #"{"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "\#(talk.uri("a.md"))", "text": "\#(text)"}}}"#
    )
    try talk.settle()
    // One unit for the first half, two for the pair, six behind the escaped backslash, and one for the last half.
    #expect(try talk.end().problems(talk.uri("a.md")) == ["2:11 broken-link"])
  }

  @Test func `Requests are refused before the server is initialized, and when it has shut down`() throws {
    var talk = try Conversation(book)
    try talk.ask("initialize", [:])
    try talk.ask("shutdown", [:])
    try talk.ask("textDocument/hover", [:])
    let outcome = try talk.end(shutsDown: false)
    #expect([1, 2, 3, 4].map { outcome.error($0) } == [nil, -32600, nil, -32600])
    #expect(outcome.status == 0)
    let question = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}"
    let early = try Conversation.outcome(of: Data("Content-Length: \(question.utf8.count)\r\n\r\n\(question)".utf8))
    #expect(early.error(1) == -32002 && early.status == 1)
  }
}
