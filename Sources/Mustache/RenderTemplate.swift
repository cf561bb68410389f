import Buffers
import Markup

/// Walks a template's instructions with a stack of values.
struct TemplateRenderer {
  let library: TemplateLibrary
  /// The values that names are looked up in, the innermost last.
  private var stack: [Value]
  private var indentation: [UInt8] = []
  private var depth = 0
  private var stepsLeft: Int
  /// The template in which rendering was given up.
  private(set) var stoppedIn: Int?
  private var isStopped: Bool { stoppedIn != nil }

  /// How deep templates may include each other.
  private static let deepest = 100
  /// How many bytes a template may write: lists in lists take the memory of any machine.
  private static let mostBytes = 256 << 20

  init(library: TemplateLibrary, view: View, steps: Int) {
    self.library = library
    stack = [.view(view)]
    stepsLeft = steps
  }

  /// Renders a whole template.
  mutating func render(_ index: Int, into output: inout OutputBuffer) {
    let template = library.templates[index]
    let code = indentation.isEmpty ? template.code : template.indentableCode
    template.text.withUnsafeBufferPointer { text in
      code.withUnsafeBufferPointer { code in
        template.names.withUnsafeBufferPointer { names in
          let frame = Frame(text: text, code: code, names: names, index: index)
          render(frame, from: 0, to: code.count, into: &output)
        }
      }
    }
  }

  /// What the instructions of one template need.
  private struct Frame {
    let text: UnsafeBufferPointer<UInt8>
    let code: UnsafeBufferPointer<Instruction>
    let names: UnsafeBufferPointer<Name>
    let index: Int
  }

  private mutating func render(
    _ frame: Frame, from start: Int, to end: Int, into output: inout OutputBuffer
  ) {
    var position = start
    while position < end {
      stepsLeft -= 1
      if stepsLeft <= 0, !isStopped { stoppedIn = frame.index }
      if isStopped { return }
      let instruction = frame.code[position]
      position += 1
      switch instruction {
      case .literal(let start, let end):
        output.append(contentsOf: UnsafeBufferPointer(rebasing: frame.text[Int(start)..<Int(end)]))
      case .variable(let path, let isEscaped): show(value(path, frame), isEscaped: isEscaped, into: &output)
      case .section(let path, let end):
        if let value = value(path, frame) { section(value, frame, from: position, to: Int(end), into: &output) }
        position = Int(end)
      case .inverted(let path, let end):
        if value(path, frame)?.isTrue ?? false { position = Int(end) }
      case .partial(let number): partial(Int(number), frame, into: &output)
      case .lineStart: output.append(contentsOf: indentation)
      }
    }
  }

  private mutating func section(
    _ value: Value, _ frame: Frame, from start: Int, to end: Int, into output: inout OutputBuffer
  ) {
    switch value {
    case .list(let list):
      for item in list where !isStopped {
        if output.count > Self.mostBytes {
          stoppedIn = frame.index
          return
        }
        stack.append(item)
        render(frame, from: start, to: end, into: &output)
        stack.removeLast()
      }
    case .flag: render(frame, from: start, to: end, into: &output)
    case .around(let before, let after):
      before.withBytes { output.append(contentsOf: $0) }
      render(frame, from: start, to: end, into: &output)
      after.withBytes { output.append(contentsOf: $0) }
    case .text, .texts, .marked, .bytes, .spliced, .view:
      guard value.isTrue else { return }
      stack.append(value)
      render(frame, from: start, to: end, into: &output)
      stack.removeLast()
    }
  }

  private mutating func partial(_ number: Int, _ frame: Frame, into output: inout OutputBuffer) {
    let index = Int(library.partials[frame.index][number])
    guard index >= 0 else { return }
    guard depth < Self.deepest else {
      stoppedIn = frame.index
      return
    }
    let partial = library.templates[frame.index].partials[number]
    let outer = indentation
    if partial.beginsLine { indentation += frame.text[partial.indentation] } else { indentation = [] }
    depth += 1
    render(index, into: &output)
    depth -= 1
    indentation = outer
  }

  // MARK: - Values

  /// The value that a path names: its first part in the innermost view that has it, the others within that.
  private func value(_ path: Instruction.Path, _ frame: Frame) -> Value? {
    guard path.count > 0 else { return stack.last }
    var found: Value?
    let first = frame.names[Int(path.start)]
    var level = stack.count
    while found == nil, level > 0 {
      level -= 1
      found = stack[level].value(of: first)
    }
    for number in path.start + 1..<path.start + path.count { found = found?.value(of: frame.names[Int(number)]) }
    return found
  }

  private func show(_ value: Value?, isEscaped: Bool, into output: inout OutputBuffer) {
    switch value {
    case .text(let text): show(text, isEscaped, into: &output)
    case .texts(let first, let second):
      show(first, isEscaped, into: &output)
      show(second, isEscaped, into: &output)
    case .marked(let text, let html):
      if let html, !isEscaped {
        html.withBytes { output.append(contentsOf: $0) }
      } else {
        show(text, true, into: &output)
      }
    case .bytes(let bytes):
      bytes.withBytes { bytes in
        if isEscaped {
          output.append(escapingAll: String(decoding: bytes, as: UTF8.self))
        } else {
          output.append(contentsOf: bytes)
        }
      }
    case .spliced(let spliced):
      if isEscaped {
        var plain = OutputBuffer(capacity: spliced.bytes.count + 64)
        plain.append(spliced)
        plain.withBytes { output.append(escapingAll: String(decoding: $0, as: UTF8.self)) }
      } else {
        output.append(spliced)
      }
    case .flag: output.append("true")
    case .view, .list, .around, nil: break
    }
  }

  private func show(_ text: String, _ isEscaped: Bool, into output: inout OutputBuffer) {
    if isEscaped { output.append(escapingAll: text) } else { output.append(string: text) }
  }
}
