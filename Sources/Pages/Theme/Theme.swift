import DefaultTheme
import Diagnostics
import Mustache
import Snapshot

/// How pages look: Mustache templates for their HTML, and static files beside them.
///
/// A theme is the default theme, compiled into the program, with any of its files replaced and any static file added.
public struct Theme: Sendable {
  /// The folder of the theme, as seen from the content folder; empty for the default theme.
  public let folder: String
  /// The templates, by name.
  let library: TemplateLibrary
  private let statics: [String: [UInt8]]
  /// The paths of the static files, sorted, relative to the theme's `static` folder.
  public let staticFiles: [String]

  /// The fingerprint of all files of the theme.
  public let fingerprint: Fingerprint
  /// The fingerprint of the templates.
  public let templateFingerprint: Fingerprint

  /// The bytes of a static file, by its path in the `static` folder.
  func staticFile(_ path: String) -> [UInt8]? { statics[path] }

  /// Loads the default theme with `overrides` in the place of its files of the same path.
  ///
  /// A template that can't be read is reported, and the default one used in its stead.
  ///
  /// - Parameter folder: the folder that the overrides stand in, as seen from the content folder.
  public static func load(overrides: [String: [UInt8]], folder: String = "") -> Checked<Theme> {
    var diagnostics: [Diagnostic] = []
    let defaults = defaultFiles()
    var templates: [String: Template] = [:]
    var statics: [String: [UInt8]] = [:]
    let paths = Set(defaults.keys).union(overrides.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let names = Set(paths.compactMap(templateName))
    func fingerprint(of paths: [String]) -> Fingerprint {
      Fingerprint { writer in
        for path in paths {
          writer.write(path)
          writer.write(overrides[path] ?? defaults[path] ?? [])
        }
      }
    }
    for path in paths {
      guard let bytes = overrides[path] ?? defaults[path] else { continue }
      if path.hasPrefix("static/") {
        statics[String(path.dropFirst(7))] = bytes
      } else if let name = templateName(path) {
        let place = overrides[path] == nil || folder.isEmpty ? path : folder + "/" + path
        let template = parse(bytes, path: place, names: names)
        diagnostics += template.diagnostics
        templates[name] = template.value ?? defaults[path].flatMap { parse($0, path: path, names: names).value }
      }
    }
    let theme = Theme(
      folder: folder, library: TemplateLibrary(templates), statics: statics,
      staticFiles: statics.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      fingerprint: fingerprint(of: paths),
      templateFingerprint: fingerprint(of: paths.filter { templateName($0) != nil }))
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

  private static func parse(_ bytes: [UInt8], path: String, names: Set<String>) -> Checked<Template?> {
    do {
      let template = try Template(bytes)
      return Checked(template, unknownPartials(of: template, bytes, path: path, names: names))
    } catch {
      let problem = diagnostic(
        "the template must be Mustache: \(error.reason)", in: bytes, at: error.offset, length: error.length, path: path,
        help: "until it is mended, the default theme's template is used")
      return Checked(nil, [problem])
    }
  }

  /// Partials that no template answers: they would be rendered as nothing, without a word.
  private static func unknownPartials(
    of template: Template, _ bytes: [UInt8], path: String, names: Set<String>
  ) -> [Diagnostic] {
    template.partials.filter { !names.contains($0.name) }.map { partial in
      var problem = diagnostic(
        "there is no template `\(partial.name)`", in: bytes, at: partial.place.lowerBound, length: partial.place.count,
        path: path, help: "name a file of `templates` without .mustache")
      problem.suggestion = nearest(to: partial.name, among: names.sorted())
      if let suggestion = problem.suggestion { problem.help = "did you mean `\(suggestion)`?" }
      return problem
    }
  }

  /// A problem at a place in a template, with the line that it stands in.
  private static func diagnostic(
    _ message: String, in bytes: [UInt8], at offset: Int, length: Int, path: String, help: String
  ) -> Diagnostic {
    let newline = UInt8(ascii: "\n")
    let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let line = bytes[start...].prefix { $0 != newline }
    let number = bytes[..<start].count { $0 == newline } + 1
    let width = min(offset + length, line.endIndex) - offset
    var diagnostic = Diagnostic(
      .invalidTheme, message,
      at: SourceRange(file: path, line: number, column: offset - start + 1, length: max(1, width)), help: help)
    diagnostic.sourceLine = String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    return diagnostic
  }
}

/// The default theme's style for diagrams, which holds all colours that one needs when it stands alone.
public var defaultDiagramStyle: String {
  String(decoding: Theme.defaultFiles()["static/diagram.css"] ?? [], as: UTF8.self)
}
