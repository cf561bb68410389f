import CCmark

/// Browsers end elements that no end tag ends: a cell where the next begins, an item of a list and all `<div>` in it, a heading.
/// An end tag that comes later would then end an element of the page around the text. So what browsers would end is ended
/// here, and what could only stand where they make something else of it is removed: then they build the elements that
/// ``RawHTMLState/open`` holds (HTML Standard, sections 13.2.6.4.7 to 13.2.6.4.15).
extension BodyWriter {
  /// Ends what cannot go on where an element begins. Gives the reason why the element must not stand there, if there is one.
  mutating func makeRoom(for name: String) -> String? {
    if name == "a", links > 0 { return "a link must not stand in a link" }
    guard options.features.contains(.balancedHTML) else { return nil }
    if let frames = HTMLAllowList.tableFrames(around: name) { return makeRoom(in: frames) }
    if rawHTML.isInTableFrame { return "it stands in a table, but in no cell" }
    switch name {
    case "li": return endItem(["li"])
    case "dt", "dd": return endItem(["dt", "dd"])
    case "rt", "rp":
      while rawHTML.open.count > rawHTML.floor, let last = rawHTML.open.last, ["rt", "rp"].contains(last.name) {
        popRawHTML(to: rawHTML.open.count - 1)
      }
      let isInRuby = rawHTML.open.count > rawHTML.floor && rawHTML.open.last?.name == "ruby"
      return isInRuby ? nil : "it does not stand directly in `<ruby>`"
    default:
      let isInHeading = rawHTML.headings > 0 && HTMLAllowList.headings.contains(name)
      return isInHeading ? "a heading must not stand in a heading" : nil
    }
  }

  /// Ends all but a part of a table that can hold the next part.
  private mutating func makeRoom(in frames: Set<String>) -> String? {
    guard
      let index = rawHTML.open[rawHTML.floor...].lastIndex(where: { $0.isWritten && frames.contains($0.name) })
    else { return "it stands in no table" }
    popRawHTML(to: index + 1)
    return nil
  }

  /// Ends the item of a list which the next item ends.
  private mutating func endItem(_ names: [String]) -> String? {
    for index in (rawHTML.floor..<rawHTML.open.count).reversed() where rawHTML.open[index].isWritten {
      if names.contains(rawHTML.open[index].name) {
        popRawHTML(to: index)
        return nil
      }
      if !HTMLAllowList.lookedThrough.contains(rawHTML.open[index].name) { return nil }
    }
    return "it stands in no list"
  }

  /// Ends a table that raw HTML began when something of Markdown follows that is in no cell.
  mutating func leaveTableFrames() {
    while let frame = rawHTML.tableFrame { popRawHTML(to: frame) }
  }
}

/// The emphasis or link that an inline stands in.
func inlineContainer(of node: TreeNode) -> TreeNode? {
  guard let parent = node.parent else { return nil }
  switch parent.kind {
  case CMARK_NODE_EMPH, CMARK_NODE_STRONG, CMARK_NODE_LINK: return parent
  default: return nil
  }
}

extension RawHTMLState {
  /// The index of the first of the open elements that began in the same block, and the same emphasis or link, as the next tag.
  var floor: Int {
    let barrier = min(barriers.last ?? 0, open.count)
    var floor = open.count
    while floor > barrier, open[floor - 1].container == container { floor -= 1 }
    return floor
  }

  /// The index of the innermost element that is open in this block, when it is a part of a table that holds no text.
  var tableFrame: Int? {
    guard let index = open[min(barriers.last ?? 0, open.count)...].lastIndex(where: \.isWritten) else { return nil }
    return HTMLAllowList.tableFrames.contains(open[index].name) ? index : nil
  }

  var isInTableFrame: Bool { tableFrame != nil }
}
