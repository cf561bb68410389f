import Glibc

extension String {
  /// Whether the text comes before `other` by the bytes of UTF-8: the order of files, ids and paths on every machine.
  public func precedesInUTF8(_ other: String) -> Bool {
    let precedes = utf8.withContiguousStorageIfAvailable { a in
      other.utf8.withContiguousStorageIfAvailable { b in
        guard let first = a.baseAddress, let second = b.baseAddress else { return a.count < b.count }
        let difference = memcmp(first, second, min(a.count, b.count))
        return difference == 0 ? a.count < b.count : difference < 0
      }
    }
    return (precedes ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Whether the text has the same bytes of UTF-8 as `other`; `==` also takes an accent for the same that is written in another way.
  public func isSameInUTF8(as other: String) -> Bool {
    let isSame = utf8.withContiguousStorageIfAvailable { a in
      other.utf8.withContiguousStorageIfAvailable { b in
        guard a.count == b.count, let first = a.baseAddress, let second = b.baseAddress else {
          return a.isEmpty && b.isEmpty
        }
        return memcmp(first, second, a.count) == 0
      }
    }
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}

extension [String] {
  /// The texts in the order of their bytes; nothing is moved where they stand in it already.
  public var sortedInUTF8: [String] {
    zip(self, dropFirst()).contains { $1.precedesInUTF8($0) } ? sorted { $0.precedesInUTF8($1) } : self
  }
}
