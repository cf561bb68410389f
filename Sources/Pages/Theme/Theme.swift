import DefaultTheme
import Diagnostics
import Mustache

/// How pages look: Mustache templates for their HTML, and static files beside them.
///
/// A theme is the default theme, compiled into the program, with any of its files replaced and any static file added.
public struct Theme: Sendable {
  /// The templates, by name.
  let library: MustacheLibrary
  private let statics: [String: [UInt8]]
  /// The paths of the static files, sorted, relative to the theme's `static` folder.
  public let staticFiles: [String]

  /// The bytes of a static file, by its path in the `static` folder.
  func staticFile(_ path: String) -> [UInt8]? { statics[path] }

  /// Loads the default theme with `overrides` in the place of its files of the same path.
  ///
  /// A template that can't be read is reported, and the default one used in its stead.
  public static func load(overrides: [String: [UInt8]]) -> Checked<Theme> {
    var diagnostics: [Diagnostic] = []
    let defaults = defaultFiles()
    var templates: [String: MustacheTemplate] = [:]
    var statics: [String: [UInt8]] = [:]
    let paths = Set(defaults.keys).union(overrides.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let names = Set(paths.compactMap(templateName))
    for path in paths {
      guard let bytes = overrides[path] ?? defaults[path] else { continue }
      if path.hasPrefix("static/") {
        statics[String(path.dropFirst(7))] = bytes
      } else if let name = templateName(path) {
        let template = parse(bytes, path: path, names: names)
        diagnostics += template.diagnostics
        templates[name] = template.value ?? defaults[path].flatMap { parse($0, path: path, names: names).value }
      }
    }
    let theme = Theme(
      library: MustacheLibrary(templates: templates), statics: statics,
      staticFiles: statics.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    return Checked(theme, diagnostics)
  }

  private static func templateName(_ path: String) -> String? {
    guard path.hasPrefix("templates/"), path.hasSuffix(".mustache") else { return nil }
    return String(path.dropFirst(10).dropLast(9))
  }

  /// The files of the default theme, by path.
  static func defaultFiles() -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for index in 0..<default_theme_file_count() {
      let file = default_theme_file(index)
      files[String(cString: file.path)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }

  // MARK: - Templates

  private static func parse(_ bytes: [UInt8], path: String, names: Set<String>) -> Checked<MustacheTemplate?> {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let template = try MustacheTemplate(string: text)
      return Checked(template, unknownPartials(in: text, path: path, names: names))
    } catch let error as MustacheTemplate.ParserError {
      let context = error.context
      var diagnostic = Diagnostic(
        .invalidTheme, "the template must be Mustache: \(reason(error.error))",
        at: SourceRange(file: path, line: context.lineNumber, column: context.columnNumber),
        help: "until it is mended, the default theme's template is used")
      diagnostic.sourceLine = context.line
      return Checked(nil, [diagnostic])
    } catch {
      return Checked(nil, [Diagnostic(.invalidTheme, "the template \(path) must be Mustache: \(error)")])
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case MustacheTemplate.Error.sectionCloseNameIncorrect: "a section is closed by another name than it was opened with"
    case MustacheTemplate.Error.unfinishedName: "a tag is not closed"
    case MustacheTemplate.Error.expectedSectionEnd: "a section is never closed"
    case MustacheTemplate.Error.invalidSetDelimiter: "a change of delimiters is not understood"
    default: "\(error)"
    }
  }

  /// Partials that no template answers: the library would render them as nothing, without a word.
  private static func unknownPartials(in text: String, path: String, names: Set<String>) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var rest = line[...]
      while let open = rest.firstRange(of: "{{>"), let close = rest[open.upperBound...].firstRange(of: "}}") {
        let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
        let column = line.utf8.distance(from: line.startIndex, to: open.lowerBound) + 1
        rest = rest[close.upperBound...]
        guard !names.contains(name), !name.hasPrefix("*") else { continue }
        var diagnostic = Diagnostic(
          .invalidTheme, "there is no template `\(name)`",
          at: SourceRange(file: path, line: number + 1, column: column, length: name.utf8.count + 5),
          suggestion: nearest(to: name, among: names.sorted()), help: "name a file of `templates` without .mustache")
        diagnostic.sourceLine = String(line)
        diagnostics.append(diagnostic)
      }
    }
    return diagnostics
  }
}

/// The default theme's style for diagrams, which holds all colours that one needs when it stands alone.
public var defaultDiagramStyle: String {
  String(decoding: Theme.defaultFiles()["static/diagram.css"] ?? [], as: UTF8.self)
}
