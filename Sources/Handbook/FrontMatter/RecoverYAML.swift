import Diagnostics

// What is not YAML as a whole is read part by part.
extension YAMLReader {
  /// Some lines of the text: those of a top-level entry, or those above the first one.
  private struct Part {
    /// The lines, from 0.
    var lines: Range<Int>
    /// The first of them that begins where entries do, and has no colon.
    var stray: Int?
  }

  /// Reads each top-level entry on its own, and reports those that can't be read.
  mutating func recover(from error: YAMLEvents.Problem) -> Checked<[YAMLEntry]> {
    var result = Checked<[YAMLEntry]>([])
    var seen: [String: SourceRange] = [:]
    for part in parts {
      let read = read(part)
      result.diagnostics += read.diagnostics
      for entry in read.value {
        if let first = seen[entry.key.value] {
          result.diagnostics.append(.duplicateKey(entry.key, first: first))
        } else {
          seen[entry.key.value] = entry.key.range
          result.value.append(entry)
        }
      }
    }
    if result.diagnostics.isEmpty { result.diagnostics.append(diagnostic(error, line: 0)) }
    return result
  }

  private mutating func read(_ part: Part) -> Checked<[YAMLEntry]> {
    let first = part.lines.lowerBound
    if part.stray == first { return Checked([], [missingColon(inLine: first)]) }
    do {
      return try compose(bytes(of: part.lines), line: first)
    } catch {
      // A text in quotes or brackets may go on in such a line: that is what is wrong only if all above can be read.
      guard let stray = part.stray, var above = try? compose(bytes(of: first..<stray), line: first) else {
        let name = name(inLine: first)
        unread.append(name ?? "*")
        if part.stray == nil, let items = items(of: part) { return items }
        var diagnostic = diagnostic(error, line: first)
        if let name {
          diagnostic.help = [diagnostic.help, "`\(name)` is left out until then"].compactMap(\.self).joined(
            separator: "; ")
        }
        return Checked([], [diagnostic])
      }
      above.diagnostics.append(missingColon(inLine: stray))
      return above
    }
  }

  /// The text cut before each line that begins a top-level entry.
  private var parts: [Part] {
    var parts: [Part] = []
    for line in places.lineStarts.indices {
      let text = bytes(of: line..<line + 1)
      guard let first = text.first, !" \t-#]}\r\n".utf8.contains(first) else { continue }
      let hasColon = text.hasByte(UInt8(ascii: ":"))
      guard hasColon || !"[{?!&%".utf8.contains(first) else { continue }
      if hasColon || parts.isEmpty {
        parts.append(Part(lines: line..<places.lineStarts.count, stray: hasColon ? nil : line))
      } else if parts[parts.count - 1].stray == nil {
        parts[parts.count - 1].stray = line
      }
    }
    for index in parts.indices.dropLast() {
      parts[index].lines = parts[index].lines.lowerBound..<parts[index + 1].lines.lowerBound
    }
    return parts
  }

  /// What stands before the colon of a line.
  private func name(inLine line: Int) -> String? {
    let text = bytes(of: line..<line + 1)
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return String(decoding: text[..<colon], as: UTF8.self).trimmingSpaces
  }

  // MARK: - Items

  /// The items of a list of dashes below its name, each read on its own; `nil` when the lines are none, or of one item.
  private func items(of part: Part) -> Checked<[YAMLEntry]>? {
    let first = part.lines.lowerBound
    // Aliases are followed only so often in all of a text.
    guard !bytes(of: part.lines).contains(UInt8(ascii: "&")),
      let head = try? compose(bytes(of: first..<first + 1), line: first), head.value.count == 1,
      var entry = head.value.first, case .empty = entry.value
    else { return nil }
    let pieces = pieces(in: first + 1..<part.lines.upperBound)
    guard pieces.count > 1 else { return nil }
    var (items, problems) = ([YAMLValue](), [Diagnostic]())
    for piece in pieces {
      let lines = bytes(of: piece)
      do throws(YAMLEvents.Problem) {
        let read = try composeValue(lines, line: piece.lowerBound)
        problems += read.diagnostics
        if case .list(let found, _)? = read.value { items += found } else { problems.append(noItem(piece.lowerBound)) }
      } catch {
        var problem = diagnostic(error, line: piece.lowerBound)
        problem.help = [problem.help, "this item is left out until then"].compactMap(\.self).joined(separator: "; ")
        problems.append(problem)
      }
    }
    // What goes wrong only in all of the lines is not told by any of them.
    guard !problems.isEmpty, let place = items.first?.range else { return nil }
    entry.value = .list(items, place)
    return Checked([entry], problems)
  }

  /// The lines of each item: a dash that is indented as the first one begins it, and so does a line that stands no deeper.
  private func pieces(in lines: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var indentation: Int?
    for line in lines {
      let text = bytes(of: line..<line + 1)
      let spaces = text.prefix { $0 == 32 }.count
      let rest = text.dropFirst(spaces)
      guard let byte = rest.first, byte > 32, byte != UInt8(ascii: "#") else { continue }
      if indentation == nil {
        guard byte == UInt8(ascii: "-"), rest.dropFirst().first ?? 32 <= 32 else { return [] }
        indentation = spaces
      }
      if spaces <= indentation ?? 0 { pieces.append(line..<lines.upperBound) }
    }
    for index in pieces.indices.dropLast() {
      pieces[index] = pieces[index].lowerBound..<pieces[index + 1].lowerBound
    }
    return pieces
  }

  private func noItem(_ line: Int) -> Diagnostic {
    let text = bytes(of: line..<line + 1)
    let start = text.prefix { $0 == 32 }.count
    let length = (text.lastIndex { $0 > 32 } ?? text.startIndex) - text.startIndex + 1 - start
    return Diagnostic(
      problem,
      "\(problem == .invalidFrontMatter ? "front matter" : file) must be YAML: this line is no item of the list above",
      at: SourceRange(file: file, line: firstLine + line, column: start + 1, length: max(length, 1)),
      help: "begin it with a dash, or indent it where it goes on with the line above")
  }

  // MARK: - Lines

  private func bytes(of lines: Range<Int>) -> ArraySlice<UInt8> {
    let starts = places.lineStarts
    let end = lines.upperBound < starts.count ? starts[lines.upperBound] : bytes.endIndex
    return bytes[starts[lines.lowerBound]..<end]
  }

  private func missingColon(inLine line: Int) -> Diagnostic {
    let text = bytes(of: line..<line + 1)
    let length = (text.lastIndex { $0 > 32 } ?? text.startIndex) - text.startIndex + 1
    return Diagnostic(
      problem, "\(problem == .invalidFrontMatter ? "front matter" : file) must be YAML: this line has no colon",
      at: SourceRange(file: file, line: firstLine + line, column: 1, length: length),
      help: "write `name: value`, or indent the line where it goes on with the one above")
  }
}
