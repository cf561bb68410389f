import Diagnostics

/// The path from the current folder to a file in a folder that the user named.
public func pathFromHere(_ file: String, in folder: String) -> String {
  if folder.isAbsolutePath, let here = Files.realPath("."), let root = Files.realPath(folder) {
    return relativePath(to: root + "/" + file, from: here)
  }
  let parts = folder.pathParts.filter { $0 != "." }
  return (parts.map(String.init) + [file]).joined(separator: "/")
}
