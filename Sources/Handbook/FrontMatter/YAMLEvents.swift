import CYAML
import Diagnostics

/// The events of a YAML text, one after another, as libyaml reads it.
final class YAMLEvents {
  /// A place in the text: the index of a Unicode scalar, from 0.
  struct Mark {
    var character: Int
  }

  /// What stands at a place of the text.
  enum Event {
    case scalar(String, Style, anchor: String?, Mark)
    case listStart(anchor: String?, Mark)
    case listEnd
    case mappingStart(anchor: String?, Mark)
    case mappingEnd
    case alias(String, Mark)
    case documentStart(Mark)
    case documentEnd
    case end

    /// Where a value begins, `nil` for what is no value.
    var mark: Mark? {
      switch self {
      case .scalar(_, _, _, let mark), .listStart(_, let mark), .mappingStart(_, let mark), .alias(_, let mark): mark
      case .listEnd, .mappingEnd, .documentStart, .documentEnd, .end: nil
      }
    }
  }

  /// How a scalar is written.
  enum Style {
    case plain
    case quoted
    case block
  }

  /// Why the text is no YAML.
  struct Problem: Error {
    var reason: String
    var mark: Mark?
    /// The byte that may not stand in YAML.
    var byte: Int?
    /// Where it is, when that is known better than by a mark.
    var range: SourceRange?
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Begins to read `bytes`, valid UTF-8, which must stay where they are as long as events are read.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    // There is an error in a parser that has got no memory, and `next` throws it.
    guard yaml_parser_initialize(parser) == 1 else { return }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event; none is read after the end.
  func next() throws(Problem) -> Event {
    var event = yaml_event_t()
    repeat {
      // After an error libyaml answers as if all were well, with events of no type.
      guard parser.pointee.error == YAML_NO_ERROR, yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    } while event.type == YAML_STREAM_START_EVENT
    defer { yaml_event_delete(&event) }
    let mark = Mark(event.start_mark)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return .scalar(text, Style(scalar.style), anchor: string(scalar.anchor), mark)
    case YAML_SEQUENCE_START_EVENT: return .listStart(anchor: string(event.data.sequence_start.anchor), mark)
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_MAPPING_START_EVENT: return .mappingStart(anchor: string(event.data.mapping_start.anchor), mark)
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(string(event.data.alias.anchor) ?? "", mark)
    case YAML_DOCUMENT_START_EVENT: return .documentStart(mark)
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    default: return .end
    }
  }

  private func problem() -> Problem {
    let reason = parser.pointee.problem.map { String(cString: $0) } ?? "this can't be read as YAML"
    // The reader is ahead of all marks.
    if parser.pointee.error == YAML_READER_ERROR { return Problem(reason: reason, byte: parser.pointee.problem_offset) }
    let hasMark = parser.pointee.error == YAML_SCANNER_ERROR || parser.pointee.error == YAML_PARSER_ERROR
    guard hasMark else { return Problem(reason: reason) }
    // What is never closed is wrong where it begins, not where the text ends.
    let isOpen = reason.contains("',' or") || reason.contains("end of stream") || reason.contains("alphabetic")
    let hasContext = isOpen && parser.pointee.context != nil
    return Problem(reason: reason, mark: Mark(hasContext ? parser.pointee.context_mark : parser.pointee.problem_mark))
  }

  private func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
    text.map { String(cString: $0) }
  }
}

extension YAMLEvents.Mark {
  fileprivate init(_ mark: yaml_mark_t) {
    character = Int(mark.index)
  }
}

extension YAMLEvents.Style {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE, YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .quoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
    default: self = .plain
    }
  }
}
