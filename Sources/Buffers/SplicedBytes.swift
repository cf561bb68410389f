/// Finished bytes that many share, with short pieces put in at some places: they are copied only when all is written.
public struct SplicedBytes: Sendable {
  /// A piece, and the offset of the byte that it stands before.
  public struct Insertion: Sendable {
    /// The offset of the byte that the piece stands before.
    public let offset: Int
    /// The piece.
    public let piece: StaticString

    /// A piece at a place.
    public init(_ piece: StaticString, at offset: Int) {
      self.piece = piece
      self.offset = offset
    }
  }

  /// The bytes.
  public let bytes: FinishedBytes
  private let insertions: [Insertion]

  /// Bytes with pieces in them.
  ///
  /// - Parameter insertions: the pieces, in ascending order of their offsets, none of which is beyond the end.
  public init(_ bytes: FinishedBytes, _ insertions: [Insertion]) {
    self.bytes = bytes
    self.insertions = insertions
  }
}

extension OutputBuffer {
  /// Appends bytes with the pieces in them.
  public mutating func append(_ spliced: SplicedBytes) { spliced.write(to: &self) }
}

extension SplicedBytes {
  fileprivate func write(to output: inout OutputBuffer) {
    bytes.withBytes { bytes in
      var start = 0
      for insertion in insertions {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<insertion.offset]))
        output.append(insertion.piece)
        start = insertion.offset
      }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
  }
}
