import Markup

/// Walks a template's instructions with a stack of values.
struct TemplateRenderer {
  let library: TemplateLibrary
  var output: [UInt8]
  /// The values that names are looked up in, the innermost last.
  private var stack: [Value]
  private var indentation: [UInt8] = []
  private var depth = 0
  private var stepsLeft: Int
  /// Whether rendering was given up.
  private(set) var isStopped = false

  /// How deep templates may include each other.
  private static let deepest = 100

  init(library: TemplateLibrary, view: View, steps: Int, output: [UInt8]) {
    self.library = library
    self.output = output
    stack = [.view(view)]
    stepsLeft = steps
  }

  /// Renders a whole template.
  mutating func render(_ index: Int) {
    let template = library.templates[index]
    let code = indentation.isEmpty ? template.code : template.indentableCode
    template.text.withUnsafeBufferPointer { text in
      code.withUnsafeBufferPointer { code in
        template.names.withUnsafeBufferPointer { names in
          let frame = Frame(text: text, code: code, names: names, index: index)
          render(frame, from: 0, to: code.count)
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

  private mutating func render(_ frame: Frame, from start: Int, to end: Int) {
    var position = start
    while position < end {
      stepsLeft -= 1
      if stepsLeft <= 0 { isStopped = true }
      if isStopped { return }
      let instruction = frame.code[position]
      position += 1
      switch instruction {
      case .literal(let start, let end):
        output.append(contentsOf: UnsafeBufferPointer(rebasing: frame.text[Int(start)..<Int(end)]))
      case .variable(let path, let isEscaped): show(value(path, frame), isEscaped: isEscaped)
      case .section(let path, let end):
        if let value = value(path, frame) { section(value, frame, from: position, to: Int(end)) }
        position = Int(end)
      case .inverted(let path, let end):
        if value(path, frame)?.isTrue ?? false { position = Int(end) }
      case .partial(let number): partial(Int(number), frame)
      case .lineStart: output.append(contentsOf: indentation)
      }
    }
  }

  private mutating func section(_ value: Value, _ frame: Frame, from start: Int, to end: Int) {
    switch value {
    case .list(let list):
      for item in list where !isStopped {
        stack.append(item)
        render(frame, from: start, to: end)
        stack.removeLast()
      }
    case .flag: render(frame, from: start, to: end)
    case .text, .bytes, .view:
      guard value.isTrue else { return }
      stack.append(value)
      render(frame, from: start, to: end)
      stack.removeLast()
    }
  }

  private mutating func partial(_ number: Int, _ frame: Frame) {
    let index = Int(library.partials[frame.index][number])
    guard index >= 0 else { return }
    guard depth < Self.deepest else {
      isStopped = true
      return
    }
    let partial = library.templates[frame.index].partials[number]
    let outer = indentation
    if partial.beginsLine { indentation += frame.text[partial.indentation] } else { indentation = [] }
    depth += 1
    render(index)
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
    search: while level > 0 {
      level -= 1
      guard case .view(let view) = stack[level], let value = view[first] else { continue }
      found = value
      break search
    }
    for number in path.start + 1..<path.start + path.count {
      guard case .view(let view)? = found else { return nil }
      found = view[frame.names[Int(number)]]
    }
    return found
  }

  private mutating func show(_ value: Value?, isEscaped: Bool) {
    switch value {
    case .text(let text):
      if isEscaped { output.appendEscaped(text) } else { output.append(string: text) }
    case .bytes(let bytes):
      if isEscaped {
        output.appendEscaped(String(decoding: bytes, as: UTF8.self))
      } else {
        output.append(contentsOf: bytes)
      }
    case .flag: output.append(string: "true")
    case .view, .list, nil: break
    }
  }
}
