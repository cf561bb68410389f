extension Collection<UInt8> {
  /// Where the line ends that begins at `start`, and where the next one begins. A line ends with a line feed, a carriage return, or
  /// both, as Markdown and editors have it.
  @inlinable public func lineEnd(from start: Index) -> (end: Index, next: Index) {
    guard let end = self[start...].firstIndex(where: { $0 == 10 || $0 == 13 }) else { return (endIndex, endIndex) }
    let next = index(after: end)
    let isPair = self[end] == 13 && next < endIndex && self[next] == 10
    return (end, isPair ? index(after: next) : next)
  }
}
