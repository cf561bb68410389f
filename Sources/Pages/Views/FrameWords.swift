import Buffers
import Handbook
import Mustache

/// How the words of the frame, which are English, and the author's words among them are marked in a handbook of another language, so
/// that a voice reads each in its own, and that they run in their own direction. In an English handbook nothing is marked.
final class FrameWords: Sendable {
  /// What stands before and behind a text of the frame.
  private let words: (before: FinishedBytes, after: FinishedBytes)
  /// The same for the author's words in such a text.
  private let own: (before: FinishedBytes, after: FinishedBytes)
  private static let nothing = FinishedBytes([])
  /// Attributes of elements whose own attributes are the frame's words, and of those in them that hold the author's.
  private let attributes: (words: String, own: String)
  private let language: Language

  /// - Parameter language: the handbook's.
  init(language: Language) {
    self.language = language
    guard !language.isEnglish else {
      (words, own, attributes) = ((Self.nothing, Self.nothing), (Self.nothing, Self.nothing), ("", ""))
      return
    }
    func span(_ tag: String, _ direction: String) -> (FinishedBytes, FinishedBytes) {
      let direction = language.isRightToLeft ? " dir=\"\(direction)\"" : ""
      return (
        FinishedBytes(Array("<span lang=\"\(tag)\"\(direction)>".utf8)), FinishedBytes(Array("</span>".utf8))
      )
    }
    words = span("en", "ltr")
    own = span(language.tag, "rtl")
    attributes = (" lang=\"en\"", " lang=\"\(language.tag)\"")
  }

  /// The section for a text of the frame.
  var english: Value { .around(words.before, words.after) }
  /// The section for the author's words, where they stand alone.
  static let author = Value.around(nothing, nothing)

  /// Adds what templates mark words with.
  func add(to view: inout View) {
    view.add(.words, english)
    view.add(.own, .around(own.before, own.after))
    view.add(.titleWords, Self.author)
    view.add(.langOfWords, .text(attributes.words))
    view.add(.langOfOwn, .text(attributes.own))
    view.add(.language, .text(language.tag))
    if language.isRightToLeft { view.add(.direction, .text("rtl")) }
  }

  /// Writes a text of the frame.
  func write(_ text: StaticString, to output: inout OutputBuffer) {
    begin(&output)
    output.append(text)
    end(&output)
  }

  /// Begins a text of the frame.
  func begin(_ output: inout OutputBuffer) { write(words.before, to: &output) }

  /// Ends it.
  func end(_ output: inout OutputBuffer) { write(words.after, to: &output) }

  /// Begins what the author says in such a text.
  func beginOwn(_ output: inout OutputBuffer) { write(own.before, to: &output) }

  /// Ends it.
  func endOwn(_ output: inout OutputBuffer) { write(own.after, to: &output) }

  /// Writes a mark; in an English handbook, with many thousand texts of the frame, there are none.
  @inline(__always)
  private func write(_ mark: FinishedBytes, to output: inout OutputBuffer) {
    if !language.isEnglish { mark.withBytes { output.append(contentsOf: $0) } }
  }
}
