/// Whether a file or a folder of a name is no content: it is hidden, or an editor's copy. What is published and what a preview watches
/// for ask this alone.
public func isLeftOut(_ name: some StringProtocol) -> Bool { isHidden(name) || isEditorsCopy(name) }

/// Whether a file or a folder of a name is hidden.
public func isHidden(_ name: some StringProtocol) -> Bool { name.utf8.first == UInt8(ascii: ".") }

/// Whether an editor keeps under a name what a file held before, or is about to hold: Vim's and Emacs's backups, Emacs's unsaved texts,
/// and what JetBrains's editors write before they rename it.
public func isEditorsCopy(_ name: some StringProtocol) -> Bool {
  name.hasSuffix("~") || name.hasPrefix("#") && name.hasSuffix("#") && name.utf8.count > 1
    || name.hasSuffix("___jb_tmp___") || name.hasSuffix("___jb_old___")
}
