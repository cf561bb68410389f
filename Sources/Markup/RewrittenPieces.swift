import CCmark

/// The stretches of a text that ``SourceRewriting`` put into other words, and the lines of the marks that stand for them.
struct RewrittenPieces {
  /// What a mark stands for.
  enum Piece {
    /// A table: its alignments, and the number of cells written in each of its rows.
    case table(alignments: [TableRows.Alignment], cells: [Int])
    /// The definition of a footnote.
    case footnote(label: String)
  }

  private var pieces: [Piece] = []
  private var indices: [Int: Int] = [:]

  /// Where the labels of footnotes' definitions stand in the author's text: lines and columns from 0.
  var footnoteLabels: [(line: Int, columns: Range<Int>)] = []

  /// Whether any of them is a footnote.
  private(set) var hasFootnotes = false

  var count: Int { pieces.count }
  var isEmpty: Bool { pieces.isEmpty }

  subscript(index: Int) -> Piece {
    get { pieces[index] }
    set { pieces[index] = newValue }
  }

  /// Adds a piece whose mark is the line with this number, from 1.
  mutating func append(_ piece: Piece, markedInLine line: Int) {
    indices[line] = pieces.count
    if case .footnote = piece { hasFootnotes = true }
    pieces.append(piece)
  }

  /// The index of the piece that `node`, an HTML block, is the mark of.
  func index(markedBy node: TreeNode) -> Int? {
    indices.isEmpty ? nil : indices[node.startLine]
  }
}
