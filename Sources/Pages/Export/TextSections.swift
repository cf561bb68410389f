import Snapshot

/// Where the sections of the text of the whole handbook stand, a document each, and what links in others lead to: by that, some of
/// them can be written anew between the others.
public struct TextSections: Sendable, Equatable, Snapshotable {
  /// How many bytes stand before the first section, and in each of them.
  public var lengths: [Int] = []
  /// For each document that has some, the fingerprint of the anchors that its section has.
  public var anchors: [Int: Fingerprint] = [:]

  /// No sections.
  public init() {}

  /// Writes the sections.
  public func write(to writer: inout SnapshotWriter) {
    writer.write(lengths.count)
    for length in lengths { writer.write(length) }
    writer.write(anchors.count)
    for (document, anchors) in anchors {
      writer.write(document)
      writer.write(anchors)
    }
  }

  /// Reads sections back.
  public init(from reader: inout SnapshotReader) throws(SnapshotError) {
    lengths = try reader.indices(below: .max)
    for _ in 0..<(try reader.count()) {
      let document = try reader.number()
      anchors[document] = try reader.value()
    }
  }
}
