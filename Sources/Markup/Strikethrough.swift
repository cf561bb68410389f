import CCmark

/// Where struck-out text begins and ends: by text node and offset, for the runs of tildes that found a partner.
struct Strikethrough {
  /// Whether the text holds a tilde at all.
  var isNeeded = false
  fileprivate var tags: [Key: Tag] = [:]

  fileprivate struct Key: Hashable {
    var node: OpaquePointer
    var offset: Int
  }

  fileprivate struct Tag {
    var length: Int
    var opens: Bool
  }

  /// A run of one or two tildes.
  fileprivate struct Run {
    var node: OpaquePointer
    var offset: Int
    var length: Int
    var canOpen: Bool
    var canClose: Bool

    /// Whether the run may be closed by `closer`: by the rule of three that CommonMark has for emphasis.
    func mayPair(with closer: Run) -> Bool {
      !(closer.canOpen || canClose) || !(length + closer.length).isMultiple(of: 3)
    }
  }
}

extension BodyWriter {
  /// Pairs the tildes in the texts directly under `parent`: one or two, with the same number on either side.
  mutating func prepareStrikes(in parent: TreeNode) {
    guard strikes.isNeeded, image == nil else { return }
    var runs: [Strikethrough.Run] = []
    var child = parent.firstChild
    while let node = child {
      if node.kind == CMARK_NODE_TEXT { appendRuns(of: node, to: &runs) }
      child = node.next
    }
    // The last opener of each length; what stands between a pair is spent with it.
    var openers: [Strikethrough.Run] = []
    for run in runs {
      if run.canClose, let index = openers.lastIndex(where: { $0.mayPair(with: run) }) {
        let opener = openers[index]
        // Runs of different lengths are spent on each other without effect.
        if opener.length == run.length {
          strikes.tags[.init(node: opener.node, offset: opener.offset)] = .init(length: run.length, opens: true)
          strikes.tags[.init(node: run.node, offset: run.offset)] = .init(length: run.length, opens: false)
        }
        openers.removeSubrange(index...)
      } else if run.canOpen {
        openers.append(run)
      }
    }
  }

  private mutating func appendRuns(of node: TreeNode, to runs: inout [Strikethrough.Run]) {
    let literal = node.literal
    var index = 0
    while index < literal.count {
      guard literal[index] == UInt8(ascii: "~") else {
        let mayBeURL = literal[index] == UInt8(ascii: ":") || literal[index] == UInt8(ascii: "w")
        index = mayBeURL ? BareLink(in: literal, at: index, from: 0)?.range.upperBound ?? index + 1 : index + 1
        continue
      }
      if isEscaped(index, in: node, literal: literal) {
        index += 1
        continue
      }
      let start = index
      while index < literal.count, literal[index] == UInt8(ascii: "~") { index += 1 }
      guard index - start <= 2 else { continue }
      let before = start > 0 ? scalar(endingAt: start, in: literal) : edge(node.previous, isBefore: true)
      let after = index < literal.count ? scalar(startingAt: index, in: literal) : edge(node.next, isBefore: false)
      let isLeft = !after.isSpace && (!after.isPunctuation || before.isSpace || before.isPunctuation)
      let isRight = !before.isSpace && (!before.isPunctuation || after.isSpace || after.isPunctuation)
      if isLeft || isRight {
        runs.append(
          .init(node: node.pointer, offset: start, length: index - start, canOpen: isLeft, canClose: isRight))
      }
    }
  }

  /// The kind of character next to a text's end: a line end or nothing is white space, markup is punctuation.
  private func edge(_ node: TreeNode?, isBefore: Bool) -> CharacterKind {
    guard let node else { return parentEdge }
    switch node.kind {
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: return .init(isSpace: true, isPunctuation: false)
    case CMARK_NODE_TEXT:
      let literal = node.literal
      return isBefore ? scalar(endingAt: literal.count, in: literal) : scalar(startingAt: 0, in: literal)
    default: return .init(isSpace: false, isPunctuation: true)
    }
  }

  private var parentEdge: CharacterKind { .init(isSpace: true, isPunctuation: false) }

  fileprivate struct CharacterKind {
    var isSpace: Bool
    var isPunctuation: Bool
  }

  private func scalar(startingAt index: Int, in literal: Bytes) -> CharacterKind {
    guard index < literal.count else { return parentEdge }
    guard literal[index] >= 0x80 else { return kind(literal[index]) }
    let text = String(decoding: literal.part(index..<min(index + 4, literal.count)), as: UTF8.self)
    return kind(text.unicodeScalars.first)
  }

  private func scalar(endingAt index: Int, in literal: Bytes) -> CharacterKind {
    guard index > 0 else { return parentEdge }
    guard literal[index - 1] >= 0x80 else { return kind(literal[index - 1]) }
    var start = index - 1
    while start > 0, literal[start] & 0xC0 == 0x80 { start -= 1 }
    return kind(String(decoding: literal.part(start..<index), as: UTF8.self).unicodeScalars.first)
  }

  private func kind(_ byte: UInt8) -> CharacterKind {
    .init(isSpace: byte.isASCIISpace, isPunctuation: byte.isASCIIPunctuation)
  }

  private func kind(_ scalar: Unicode.Scalar?) -> CharacterKind {
    guard let scalar else { return parentEdge }
    switch scalar.properties.generalCategory {
    case .spaceSeparator: return .init(isSpace: true, isPunctuation: false)
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return .init(isSpace: false, isPunctuation: true)
    default: return .init(isSpace: false, isPunctuation: false)
    }
  }

  /// How long the run of tildes at an offset is, if it has a partner.
  func strikeLength(at index: Int, _ node: TreeNode) -> Int? {
    strikes.tags.isEmpty ? nil : strikes.tags[.init(node: node.pointer, offset: index)]?.length
  }

  /// Writes the tag of a run of tildes that has a partner.
  mutating func strike(at index: Int, _ literal: Bytes, _ node: TreeNode, run: Int) -> (start: Int, end: Int)? {
    guard let tag = strikes.tags[.init(node: node.pointer, offset: index)] else { return nil }
    html.append(contentsOf: literal.part(run..<index))
    html.append(tag.opens ? "<del>" : "</del>")
    return (index, index + tag.length)
  }
}
