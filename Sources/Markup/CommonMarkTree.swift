import CMarkup
import CCmark
import Glibc

/// A syntax tree that libcmark made, freed when this object dies. Nodes must not outlive it.
final class CommonMarkTree {
  private let arena: OpaquePointer?

  /// The document node; `nil` when libcmark made none.
  let root: TreeNode?

  /// Parses CommonMark 0.30. Bytes that are not UTF-8 pass through unchanged.
  init(parsing source: borrowing [UInt8]) {
    var node: OpaquePointer?
    arena = source.withUnsafeBytes { bytes in
      arena_parse(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &node)
    }
    root = node.map(TreeNode.init)
  }

  deinit {
    if let arena { arena_free(arena) }
  }
}

/// A node of a ``CommonMarkTree``: a thin name for libcmark's accessors.
struct TreeNode: Equatable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  var kind: cmark_node_type { cmark_node_get_type(pointer) }
  var firstChild: TreeNode? { cmark_node_first_child(pointer).map(TreeNode.init) }
  var lastChild: TreeNode? { cmark_node_last_child(pointer).map(TreeNode.init) }
  var next: TreeNode? { cmark_node_next(pointer).map(TreeNode.init) }
  var previous: TreeNode? { cmark_node_previous(pointer).map(TreeNode.init) }
  var parent: TreeNode? { cmark_node_parent(pointer).map(TreeNode.init) }

  /// The node that comes after this one in the order of the text, within `root`; `nil` at its end.
  func following(in root: TreeNode) -> TreeNode? {
    if let child = firstChild { return child }
    var node = self
    while node != root, node.next == nil, let parent = node.parent { node = parent }
    return node == root ? nil : node.next
  }

  /// The line it starts in, from 1. For an inline: see ``BodyWriter/position(of:)``.
  var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  /// The byte column it starts at, from 1.
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  /// The line it ends in; wrong for some kinds of blocks.
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
  /// The byte column of its last byte.
  var endColumn: Int { Int(cmark_node_get_end_column(pointer)) }

  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isOrdered: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }

  /// The content of a text, code or HTML node. Valid while the tree lives and the node is unchanged.
  var literal: Bytes { Bytes(cString: cmark_node_get_literal(pointer)) }
  /// The text after the opening fence of a code block.
  var fenceInfo: Bytes { Bytes(cString: cmark_node_get_fence_info(pointer)) }
  /// Where a link or image points, unescaped.
  var url: Bytes { Bytes(cString: cmark_node_get_url(pointer)) }
  /// The title of a link or image, unescaped.
  var title: Bytes { Bytes(cString: cmark_node_get_title(pointer)) }

  /// Whether the content begins with `mark`, which holds no zero; how long the content is need not be counted for that.
  func begins(with mark: StaticString) -> Bool {
    guard let literal = cmark_node_get_literal(pointer) else { return false }
    return strncmp(
      literal, UnsafeRawPointer(mark.utf8Start).assumingMemoryBound(to: CChar.self), mark.utf8CodeUnitCount) == 0
  }
}

/// A stretch of bytes that somebody else owns.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a C string without its zero; none for a null pointer.
  init(cString: UnsafePointer<CChar>?) {
    guard let cString else {
      self.init(start: nil, count: 0)
      return
    }
    self.init(start: UnsafeRawPointer(cString).assumingMemoryBound(to: UInt8.self), count: strlen(cString))
  }

  /// The bytes of a range of offsets.
  func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  /// As text.
  var string: String { String(decoding: self, as: UTF8.self) }

  /// Whether the bytes at `offset` are those of `text`.
  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard offset >= 0, offset + text.utf8CodeUnitCount <= count else { return false }
    for index in 0..<text.utf8CodeUnitCount where self[offset + index] != text.utf8Start[index] { return false }
    return true
  }
}
