import Testing

@testable import Site

@Suite struct SectionSpliceTests {
  /// A text of a head and sections, and what a splice makes of it.
  private func spliced(_ sections: [String], _ changes: [Int: String]) throws -> (text: String, lengths: [Int])? {
    let old = Array(sections.joined().utf8)
    // Documents are numbered against the order of their sections.
    let order = Array((0..<sections.count - 1).reversed())
    guard
      var splice = SectionSplice(
        changes.keys.map { $0 }, order: order, lengths: sections.map(\.utf8.count), size: old.count)
    else { return nil }
    var new: [UInt8] = []
    try splice.forEachStretch {
      Array((changes[$0] ?? "").utf8)
    } copy: { range throws(Files.Failure) in
      new += old[range]
    } append: { bytes throws(Files.Failure) in
      new += bytes
    }
    return (String(decoding: new, as: UTF8.self), splice.lengths)
  }

  @Test(
    arguments: [
      ([:], "head-cc-b-aaa-", [5, 3, 2, 4]), ([0: "A"], "head-cc-b-A", [5, 3, 2, 1]),
      ([2: "long-"], "head-long-b-aaa-", [5, 5, 2, 4]), ([1: ""], "head-cc-aaa-", [5, 3, 0, 4]),
      ([0: "x", 1: "yy", 2: "zzz"], "head-zzzyyx", [5, 3, 2, 1]),
    ] as [([Int: String], String, [Int])])
  func `Changed sections stand in their places, all else is as it was`(
    changes: [Int: String], text: String, lengths: [Int]
  ) throws {
    let result = try #require(try spliced(["head-", "cc-", "b-", "aaa-"], changes))
    #expect(result.text == text && result.lengths == lengths)
  }

  @Test func `Lengths that are not those of the file are told`() {
    #expect(SectionSplice([0], order: [0, 1], lengths: [1, 2, 3], size: 7) == nil)
    #expect(SectionSplice([0], order: [0, 1], lengths: [1, 2], size: 3) == nil)
    #expect(SectionSplice([0], order: [0, 1], lengths: [], size: 0) == nil)
    #expect(SectionSplice([0], order: [0, 1], lengths: [1, 2, 3], size: 6) != nil)
  }
}
