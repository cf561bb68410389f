import TextFormats

/// Problems as workflow commands of GitHub Actions, which shows them beside the lines of a merge request.
///
/// - Parameter folder: what stands before the files: the content folder as seen from the repository's root.
/// - Returns: a line for each problem.
public func gitHubAnnotations(_ diagnostics: [Diagnostic], folder: String) -> String {
  var text = ""
  for diagnostic in diagnostics {
    let command =
      switch diagnostic.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties: [String] = []
    if let range = diagnostic.range {
      properties.append("file=" + escapedProperty(joinedPath(folder, range.file)))
      properties.append("line=\(range.start.line)")
      if let column = diagnostic.characterColumn { properties.append("col=\(column)") }
      // GitHub takes columns only where an annotation ends on its first line.
      properties.append("endLine=\(range.start.line)")
      if let column = diagnostic.characterEndColumn { properties.append("endColumn=\(column)") }
    }
    properties.append("title=" + escapedProperty(diagnostic.code.rawValue))
    let message = diagnostic.message + (diagnostic.help.map { "\n" + $0 } ?? "")
    text += "::\(command) \(properties.joined(separator: ","))::\(escapedData(message))\n"
  }
  return text
}

/// `file` in `folder`, without `./` at the beginning.
func joinedPath(_ folder: String, _ file: String) -> String {
  var folder = folder[...]
  while folder.hasPrefix("./") { folder = folder.dropFirst(2) }
  while folder.hasSuffix("/"), folder != "/" { folder = folder.dropLast() }
  return folder.isEmpty || folder == "." ? file : "\(folder)/\(file)"
}

/// A text for a command: line ends are written by their bytes, and nothing in it steers the terminal in which logs are read.
private func escapedData(_ text: String) -> String {
  text.replacingScalars { scalar in
    switch scalar {
    case "%": "%25"
    case "\r": "%0D"
    case "\n": "%0A"
    case "\t": nil
    default: scalar.isControl || scalar.turnsText ? "\u{FFFD}" : nil
    }
  }
}

private func escapedProperty(_ text: String) -> String {
  escapedData(text).replacingScalars { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : nil }
}
