import CCmark

/// Compares what ``SourceRewriting`` took for tables and footnotes with the tree that libcmark made of it.
struct RewriteCheck {
  private let pieces: RewrittenPieces
  private let lines: [Int]
  private var found: [Bool]
  private var code: [ClosedRange<Int>] = []
  /// Whether all guesses were right.
  private(set) var isRight = true
  /// What to do differently; the given corrections and more.
  private(set) var corrections: SourceRewriting.Corrections

  init(_ rewriting: borrowing SourceRewriting, tree root: TreeNode, corrections: SourceRewriting.Corrections) {
    pieces = rewriting.pieces
    lines = rewriting.lines
    self.corrections = corrections
    found = Array(repeating: false, count: pieces.count)
    walk(root)
    for index in found.indices where !found[index] {
      self.corrections.untouched.insert(lines[index])
      isRight = false
    }
    checkFences(rewriting.fenced, rewriting.text.origins)
  }

  private mutating func walk(_ root: TreeNode) {
    var node = root
    while true {
      switch node.kind {
      case CMARK_NODE_HTML_BLOCK: check(mark: node)
      case CMARK_NODE_CODE_BLOCK: code.append(node.startLine...max(node.startLine, node.endLine))
      default: break
      }
      if !isLeaf(node.kind), let child = node.firstChild {
        node = child
        continue
      }
      while node != root, node.next == nil, let parent = node.parent { node = parent }
      guard node != root, let next = node.next else { return }
      node = next
    }
  }

  private func isLeaf(_ kind: cmark_node_type) -> Bool {
    kind != CMARK_NODE_DOCUMENT && kind != CMARK_NODE_BLOCK_QUOTE && kind != CMARK_NODE_LIST && kind != CMARK_NODE_ITEM
  }

  private mutating func check(mark node: TreeNode) {
    guard let index = pieces.index(markedBy: node) else { return }
    found[index] = true
    switch pieces[index] {
    case .footnote: found[index] = node.previous == nil && node.parent?.kind == CMARK_NODE_ITEM
    case .table(_, let cells):
      var line = node.startLine
      var cell = node
      for (row, count) in cells.enumerated() {
        for _ in 0..<count {
          line += 1
          guard let next = cell.next, next.kind == CMARK_NODE_HEADING, next.startLine == line else {
            if row == 0 { found[index] = false } else { corrections.rowLimits[lines[index]] = row - 1 }
            isRight = false
            return
          }
          cell = next
        }
      }
    }
  }

  private mutating func checkFences(_ fences: [Int], _ origins: [SourceText.Origin]?) {
    guard !fences.isEmpty else { return }
    var next = 0
    func line(_ number: Int) -> Int {
      guard let origins else { return number - 1 }
      return origins[min(max(number - 1, 0), origins.count - 1)].line
    }
    for fenced in fences {
      while next < code.count, line(code[next].upperBound) < fenced { next += 1 }
      if next < code.count, line(code[next].lowerBound) <= fenced { continue }
      corrections.unfenced.insert(fenced)
      isRight = false
    }
  }
}
