import CCmark
import Diagnostics

extension BodyWriter {
  mutating func enter(link node: TreeNode) {
    guard image == nil else {
      definitions.areInDoubt = true
      return
    }
    prepareStrikes(in: node)
    links += 1
    leaf.brackets = 0
    guard links == 1 else { return }
    let url = node.url
    switch classifyURL(url, isImage: false) {
    case .relative where options.features.contains(.references):
      let reference = self.reference(node, form: .link, url: url)
      append(slot: .open(text.references.count))
      openLinks.append(.reference(text.references.count))
      noteLink(node, reference: text.references.count)
      if options.isForPages, node.holdsNothing { append(slot: .text(text.references.count)) }
      text.references.append(reference)
    case .unsafe:
      removeURL(of: node, "a link must not run a script or read files, so this one was removed")
      noteLink(node)
      openLinks.append(.none)
    case .relative, .external:
      if let address = webAddress(url) {
        text.addresses.append(Located(address, at: range(of: node, expecting: "[<")))
      }
      noteLink(node)
      html.append(options.isForPages && (node.holdsNothing || node.isAddress(url)) ? Self.addressStart : "<a href=\"")
      html.append(escapingURL: url)
      appendTitle(of: node)
      html.append("\">")
      if options.isForPages, node.holdsNothing { html.append(escaping: url) }
      openLinks.append(.anchor)
    }
  }

  mutating func leave(link node: TreeNode) {
    guard image == nil else { return }
    links -= 1
    guard links == 0 else { return }
    switch openLinks.popLast() {
    case .anchor: html.append("</a>")
    case .reference(let index): append(slot: .close(index))
    case .some(.none), nil: break
    }
  }

  /// How a link begins whose text is its address, which is not to be printed twice.
  static var addressStart: StaticString { "<a class=\"address\" href=\"" }

  mutating func enter(image node: TreeNode) {
    guard image == nil else {
      definitions.areInDoubt = true
      return
    }
    image = node
    if options.isForPages, node.firstChild == nil {
      diagnostics.append(
        Diagnostic(
          .imageWithoutAlt, "the image has no alternative text", at: range(of: node, expecting: "!"),
          help: "say between the brackets what it shows: `![…](…)`"))
    }
    let url = node.url
    html.append("<img src=\"")
    switch classifyURL(url, isImage: true) {
    case .relative where options.features.contains(.references):
      append(slot: .source(text.references.count))
      noteLink(node, reference: text.references.count)
      text.references.append(reference(node, form: .image, url: url))
    case .unsafe:
      removeURL(of: node, "an image must be a file or a bitmap, so the address of this one was removed")
      noteLink(node)
      html.append(MarkupText.noImage)
    case .relative, .external:
      if let address = webAddress(url) {
        text.addresses.append(Located(address, at: range(of: node, expecting: "!")))
      }
      noteLink(node)
      html.append(escapingURL: url)
    }
    html.append("\" alt=\"")
  }

  mutating func leave(image node: TreeNode) {
    guard image == node else { return }
    image = nil
    appendTitle(of: node)
    html.append("\" />")
  }

  private mutating func appendTitle(of node: TreeNode) {
    let title = node.title
    guard !title.isEmpty else { return }
    html.append("\" title=\"")
    html.append(escaping: title)
  }

  private mutating func removeURL(of node: TreeNode, _ message: String) {
    let range = self.range(of: node, expecting: "[<!")
    diagnostics.append(
      Diagnostic(.unsafeURL, message, at: range, help: "use a path, or an address that begins with https:"))
  }

  private mutating func reference(_ node: TreeNode, form: MarkupText.Reference.Form, url: Bytes) -> MarkupText.Reference
  {
    let range = self.range(of: node, expecting: form == .image ? "!" : "[<")
    let (target, fragment) = splitFragment(url)
    let title = node.title
    return MarkupText.Reference(
      form: form, target: target, fragment: fragment, title: title.isEmpty ? nil : title.string,
      range: range)
  }

  /// The address of a link or an image when it is one of the web and such are to be noted down.
  func webAddress(_ url: Bytes, prefix: StaticString = "") -> String? {
    guard options.notesAddresses, url.count <= 8_000 else { return nil }
    let address = "\(prefix)" + url.string
    return ["http://", "https://"].contains { address.prefix($0.count).lowercased() == $0 } ? address : nil
  }
}

extension TreeNode {
  /// Whether a link has neither words nor a picture, so that nobody could see it.
  fileprivate var holdsNothing: Bool {
    guard let child = firstChild else { return true }
    return child.kind == CMARK_NODE_TEXT && child.next == nil && child.literal.allSatisfy(\.isSpaceOrTab)
  }

  /// Whether a link's text is its address.
  fileprivate func isAddress(_ url: Bytes) -> Bool {
    guard let child = firstChild, child.kind == CMARK_NODE_TEXT, child.next == nil else { return false }
    return child.literal.elementsEqual(url)
  }
}

/// A URL's path and its part after `#`, percent-decoded.
func splitFragment(_ url: Bytes) -> (target: String, fragment: String?) {
  let hash = url.firstIndex(of: UInt8(ascii: "#")) ?? url.count
  let fragment = hash < url.count ? percentDecoded(url.part(hash + 1..<url.count)) : nil
  return (percentDecoded(url.part(0..<hash)), fragment)
}

/// How a link that is open will be closed.
enum OpenLink {
  case anchor
  case reference(Int)
  case none
}

// MARK: - Code spans

extension BodyWriter {
  mutating func write(codeSpan node: TreeNode) {
    let literal = node.literal
    if image != nil {
      html.append(escaping: literal)
      return
    }
    let reference = codeReference(node, literal)
    if let reference { append(slot: .open(reference)) }
    html.append("<code>")
    if table != nil, literal.contains(UInt8(ascii: "|")) {
      let unescaped = withoutEscapedPipes(literal)
      unescaped.withUnsafeBufferPointer { html.append(escaping: $0) }
    } else {
      html.append(escaping: literal)
    }
    html.append("</code>")
    if let reference { append(slot: .close(reference)) }
  }

  /// The index of a new reference when the content of a code span could be an id, or an id with `.md`.
  private mutating func codeReference(_ node: TreeNode, _ literal: Bytes) -> Int? {
    guard options.features.contains(.references), links == 0, couldBeID(literal) else { return nil }
    let contentStart = offset(ofCode: node)
    // Words on two lines are no id.
    if literal.contains(32),
      !source.bytes[contentStart..<min(contentStart + literal.count, source.bytes.count)].elementsEqual(literal)
    {
      return nil
    }
    var start = contentStart
    while start > 0, source.bytes[start - 1] == UInt8(ascii: "`") { start -= 1 }
    let end = contentStart + literal.count + contentStart - start
    let range = source.range(from: start, to: end, inLine: source.lineIndex(ofOffset: start))
    let name =
      literal.count > 3 && literal.has(".md", at: literal.count - 3) ? literal.part(0..<literal.count - 3) : literal
    text.references.append(
      MarkupText.Reference(form: .code, target: name.string, range: range))
    return text.references.count - 1
  }

  private func couldBeID(_ literal: Bytes) -> Bool {
    guard literal.count <= 100, let first = literal.first, isOfID(first), first != 45, first != 46 else { return false }
    var words = 1
    var last = first
    for byte in literal.dropFirst() {
      switch byte {
      case 32:
        // Names of files have few words; a command with options or paths is none.
        words += 1
        if last == 32 || words > 6 { return false }
      case UInt8(ascii: "/"): if last == 32 || last == byte { return false }
      default: if !isOfID(byte) || last == 32 && (byte == 45 || byte == 46) { return false }
      }
      last = byte
    }
    return last != 32 && last != UInt8(ascii: "/")
  }

  /// Whether a byte may stand in an id: of a letter or digit of any script, or one of `-`, `.` and `_`.
  private func isOfID(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == 45 || byte == 46 || byte == 95 || byte >= 0x80
  }
}

/// `bytes` with `\|` as `|`: in the cells of a table a pipe is escaped even in code.
func withoutEscapedPipes(_ bytes: Bytes) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  for byte in bytes {
    if byte == UInt8(ascii: "|"), result.last == UInt8(ascii: "\\") { result.removeLast() }
    result.append(byte)
  }
  return result
}
