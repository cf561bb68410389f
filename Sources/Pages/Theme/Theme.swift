import Diagnostics
import EmbeddedFiles
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
  /// The names of the templates that the theme's folder holds.
  private let overrides: Set<String>
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
  /// A template that can't be read, or would never come to an end, is reported, and the default one used in its stead.
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
      guard var bytes = overrides[path] ?? defaults[path] else { continue }
      if path.hasPrefix("static/") {
        statics[String(path.dropFirst(7))] = bytes
      } else if let name = templateName(path) {
        // A byte order mark would stand within the page.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let place = overrides[path] == nil || folder.isEmpty ? path : folder + "/" + path
        let template = parse(bytes, path: place, names: names, hasDefault: defaults[path] != nil)
        diagnostics += template.diagnostics
        templates[name] = template.value ?? defaults[path].flatMap { try? Template($0) }
      }
    }
    let library = endingLibrary(&templates, overrides, defaults, folder: folder, &diagnostics)
    let theme = Theme(
      folder: folder, library: library, overrides: Set(overrides.keys.compactMap(templateName)), statics: statics,
      staticFiles: statics.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      fingerprint: fingerprint(of: paths),
      templateFingerprint: fingerprint(of: paths.filter { templateName($0) != nil }))
    return Checked(theme, diagnostics)
  }

  /// The file of a template, as seen from the content folder.
  public func file(ofTemplate name: String) -> String {
    let path = "templates/\(name).mustache"
    return folder.isEmpty || !overrides.contains(name) ? path : folder + "/" + path
  }

  private static func templateName(_ path: String) -> String? {
    guard path.hasPrefix("templates/"), path.hasSuffix(".mustache") else { return nil }
    return String(path.dropFirst(10).dropLast(9))
  }

  /// The files of the default theme, by path.
  static func defaultFiles() -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let folder = default_theme()
    for file in UnsafeBufferPointer(start: folder.files, count: folder.count) {
      files[String(cString: file.path)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }

  // MARK: - Templates

  /// A library without templates that include each other in a circle whatever is rendered: these are reported, and the default theme's
  /// are used.
  private static func endingLibrary(
    _ templates: inout [String: Template], _ overrides: [String: [UInt8]], _ defaults: [String: [UInt8]],
    folder: String,
    _ diagnostics: inout [Diagnostic]
  ) -> TemplateLibrary {
    var library = TemplateLibrary(templates)
    var left = Set(overrides.keys)
    while true {
      let endless = library.endlessInclusions.filter { left.contains("templates/\($0.template).mustache") }
      if endless.isEmpty { return library }
      for (name, partial) in endless {
        let path = "templates/\(name).mustache"
        diagnostics.append(
          diagnostic(
            "including `\(partial.name)` never comes to an end: it leads back here",
            in: overrides[path] ?? [],
            at: partial.place.lowerBound, length: partial.place.count,
            path: folder.isEmpty ? path : folder + "/" + path,
            help: untilMended(hasDefault: defaults[path] != nil)))
        templates[name] = defaults[path].flatMap { try? Template($0) }
        left.remove(path)
      }
      library = TemplateLibrary(templates)
    }
  }

  private static func untilMended(hasDefault: Bool) -> String {
    hasDefault
      ? "until it is mended, the default theme's template is used" : "until it is mended, nothing is shown in its place"
  }

  private static func parse(
    _ bytes: [UInt8], path: String, names: Set<String>, hasDefault: Bool
  ) -> Checked<Template?> {
    if let offset = firstNotUTF8(bytes) {
      let problem = diagnostic(
        "the template must be UTF-8, and this byte is not", in: bytes, at: offset, length: 1, path: path,
        help: untilMended(hasDefault: hasDefault))
      return Checked(nil, [problem])
    }
    do {
      let template = try Template(bytes)
      return Checked(template, unknownPartials(of: template, bytes, path: path, names: names))
    } catch {
      let problem = diagnostic(
        "the template must be Mustache: \(error.reason)", in: bytes, at: error.offset, length: error.length, path: path,
        help: untilMended(hasDefault: hasDefault))
      return Checked(nil, [problem])
    }
  }

  private static func firstNotUTF8(_ bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
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
