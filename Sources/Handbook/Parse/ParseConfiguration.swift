import Diagnostics
import Markup

/// The name of the configuration file at the root of the content folder.
public let configurationFile = "baton.yml"

/// Reads `baton.yml`. What can't be used is reported, and the rest is used.
public func parseConfiguration(_ bytes: [UInt8]) -> Checked<Configuration> {
  var diagnostics: [Diagnostic] = []
  let text = validUTF8(SourceFile(path: configurationFile, bytes: bytes), &diagnostics)
  let bom = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  let entries = parseYAML(text[bom...], file: configurationFile, firstLine: 1, problem: .invalidConfiguration)
  var reader = ConfigurationReader(diagnostics: diagnostics + entries.diagnostics)
  for entry in entries.value { reader.read(entry) }
  reader.configuration.footer = reader.footer.map { footerText($0, in: text, language: reader.configuration.language) }
  return Checked(reader.configuration, reader.diagnostics)
}

struct ConfigurationReader {
  var configuration = Configuration()
  var diagnostics: [Diagnostic]
  /// The Markdown of the footer.
  var footer: Located<String>?

  private enum Key: String, CaseIterable {
    case title, description, language, theme, logo, repository, phases, groups, navigation, checks, rules, loops, html,
      exclude, footer
    case baseURL = "base_url"

    /// The setting that a key probably means which is none: one that is written alike, one that it is short for, or one that other
    /// programs call so.
    init?(meantBy word: String) {
      let name = Field.name(ofLabel: word)
      let known = Key.allCases.map(\.rawValue)
      if let near = nearest(to: name, among: known) ?? known.first(where: { $0 == name }) {
        self.init(rawValue: near)
        return
      }
      let short = name.utf8.count >= 3 ? known.filter { $0.hasPrefix(name) } : []
      if let long = short.first, short.count == 1 {
        self.init(rawValue: long)
        return
      }
      switch name {
      case "url", "site_url", "base", "domain", "host": self = .baseURL
      case "name", "site_name", "site_title": self = .title
      case "menu", "sidebar", "toc": self = .navigation
      case "ignore", "excludes", "skip": self = .exclude
      case "git", "github", "edit_url", "repo_url", "source": self = .repository
      case "locale", "i18n": self = .language
      case "about", "summary", "tagline", "site_description": self = .description
      case "teams", "roles": self = .groups
      case "stages": self = .phases
      case "rule", "lint", "severity", "levels": self = .checks
      case "copyright": self = .footer
      case "icon", "picture", "image": self = .logo
      default: return nil
      }
    }
  }

  mutating func read(_ entry: YAMLEntry) {
    guard let key = Key(rawValue: entry.key.value) else {
      let suggestion = Key(meantBy: entry.key.value)?.rawValue
      let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
      diagnostics.append(
        Diagnostic(
          .unknownConfigurationKey, "there is no setting `\(entry.key.value)`", at: entry.key.range,
          suggestion: suggestion,
          help: didYouMean(suggestion, or: "remove it; the settings are \(known)")))
      return
    }
    if entry.value.isBlank { return }
    switch key {
    case .title: configuration.title = text(entry)
    case .description: configuration.description = text(entry)
    case .language: configuration.language = language(entry) ?? configuration.language
    case .theme: configuration.theme = text(entry).map { Located($0, at: entry.value.range) }
    case .logo: configuration.logo = logo(entry)
    case .repository: configuration.repository = webAddress(entry)
    case .baseURL: configuration.baseURL = webAddress(entry)
    case .footer: footer = text(entry).map { Located($0, at: entry.value.range) }
    case .phases: configuration.phases = texts(entry).map(\.value)
    case .exclude: configuration.exclude = patterns(entry)
    case .groups: readGroups(entry)
    case .navigation: configuration.navigation = navigation(entry)
    case .checks: readChecks(entry)
    case .rules: readRules(entry)
    case .loops: readLoops(entry)
    case .html: readHTML(entry)
    }
  }

  // MARK: - Values

  /// One text, without the spaces around it; it may be empty.
  mutating func text(_ entry: YAMLEntry) -> String? {
    if case .text(let text) = entry.value { return text.value.trimmingSpaces }
    report("`\(entry.key.value)` takes one text", at: entry.value.range)
    return nil
  }

  private mutating func logo(_ entry: YAMLEntry) -> Located<String>? {
    guard let text = text(entry) else { return nil }
    guard !text.contains("://"), !text.hasPrefix("//"), !text.hasPrefix("data:") else {
      report("`logo` takes a picture of the content folder, not an address of the web", at: entry.value.range)
      return nil
    }
    return Located(path(text), at: entry.value.range)
  }

  /// A path in the content folder as files are known by: without `./` and the like.
  private func path(_ written: String) -> String { resolvedPath(written, from: configurationFile) ?? written }

  /// Texts without the spaces around them; empty ones are left out.
  mutating func texts(_ entry: YAMLEntry) -> [Located<String>] {
    switch entry.value {
    case .text(let text): return text.split(at: .commas)
    case .list(let items, _):
      return items.compactMap { item in
        if case .text(let text) = item { return text.map(\.trimmingSpaces).nonEmpty }
        report("`\(entry.key.value)` takes a list of texts", at: item.range)
        return nil
      }
    case .mapping, .empty:
      report("`\(entry.key.value)` takes a list of texts", at: entry.value.range)
      return []
    }
  }

  /// Patterns of paths; those that say what no pattern can are reported.
  private mutating func patterns(_ entry: YAMLEntry) -> [String] {
    var patterns: [Located<String>] = []
    var depth = 0
    for part in texts(entry) {
      // In one string, a comma between braces ends no pattern.
      if case .text = entry.value, depth > 0 {
        patterns[patterns.count - 1].value += "," + part.value
      } else {
        depth = 0
        patterns.append(part)
      }
      for byte in part.value.utf8 { depth += byte == UInt8(ascii: "{") ? 1 : byte == UInt8(ascii: "}") ? -1 : 0 }
    }
    return patterns.compactMap { pattern in
      guard pattern.value.utf8.first == UInt8(ascii: "!") else { return pattern.value }
      report(
        "a pattern of `\(entry.key.value)` leaves files out, and `!` brings none back: write patterns that leave out less",
        at: pattern.range)
      return nil
    }
  }

  private mutating func language(_ entry: YAMLEntry) -> String? {
    guard let text = text(entry) else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isTag =
      parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || isDigit($0) } }
      && parts.first?.allSatisfy(isLetter) == true
    if isTag { return text }
    report("`language` takes a language tag such as `en` or `pt-BR`", at: entry.value.range)
    return nil
  }

  private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private mutating func webAddress(_ entry: YAMLEntry) -> String? {
    guard let text = text(entry) else { return nil }
    guard let requirement = requirement(missedBy: text) else { return text.hasSuffix("/") ? text : text + "/" }
    report("`\(entry.key.value)` takes \(requirement)", at: entry.value.range)
    return nil
  }

  private mutating func navigation(_ entry: YAMLEntry) -> [Configuration.NavigationEntry]? {
    guard case .list(let items, _) = entry.value else {
      report("`navigation` takes a list of ids, paths or `Title: target`", at: entry.value.range)
      return nil
    }
    return items.flatMap { item -> [Configuration.NavigationEntry] in
      switch item {
      case .text(let target): return navigationEntry(title: "", target).map { [$0] } ?? []
      case .mapping(let entries, _):
        return entries.compactMap { entry in
          if case .text(let target) = entry.value { return navigationEntry(title: entry.key.value, target) }
          report("an entry of `navigation` takes one target", at: entry.value.range)
          return nil
        }
      case .list, .empty:
        report("`navigation` takes a list of ids, paths or `Title: target`", at: item.range)
        return []
      }
    }
  }

  private mutating func navigationEntry(title: String, _ target: Located<String>) -> Configuration.NavigationEntry? {
    guard let target = target.map(\.trimmingSpaces).nonEmpty else {
      report("an entry of `navigation` takes one target", at: target.range)
      return nil
    }
    let title = title.trimmingSpaces
    return .init(title: title.isEmpty ? nil : title, target: target)
  }

  private mutating func readChecks(_ entry: YAMLEntry) {
    guard case .mapping(let entries, _) = entry.value else {
      report("`checks` takes a mapping from a code to error, warning, note or off", at: entry.value.range)
      return
    }
    for check in entries {
      guard let code = DiagnosticCode(rawValue: check.key.value) else {
        let suggestion = nearest(to: check.key.value, among: DiagnosticCode.allCases.map(\.rawValue))
        diagnostics.append(
          Diagnostic(
            .unknownConfigurationKey, "there is no check `\(check.key.value)`", at: check.key.range,
            suggestion: suggestion,
            help: didYouMean(suggestion, or: "the guide lists all checks")))
        continue
      }
      guard let level = text(check) else { continue }
      if let severity = Severity(rawValue: level) {
        configuration.checks[code] = .some(severity)
      } else if level == "off" {
        configuration.checks[code] = .some(nil)
      } else {
        report("a check's level is error, warning, note or off", at: check.value.range)
      }
    }
  }

  private mutating func readHTML(_ entry: YAMLEntry) {
    switch text(entry) {
    case "safe": configuration.trustsHTML = false
    case "trusted": configuration.trustsHTML = true
    case nil: break
    case .some: report("`html` takes `safe` or `trusted`", at: entry.value.range)
    }
  }

  /// Reports a key that is none of those known.
  mutating func reportKey(_ key: Located<String>, _ message: String, among known: [String]) {
    let suggestion = nearest(to: key.value, among: known)
    diagnostics.append(
      Diagnostic(
        .invalidConfiguration, message, at: key.range, suggestion: suggestion,
        help: didYouMean(suggestion, or: "use \(known.joined(separator: " or "))")))
  }

  mutating func report(_ message: String, at range: SourceRange) {
    diagnostics.append(Diagnostic(.invalidConfiguration, message, at: range))
  }
}

extension YAMLValue {
  /// Whether it says nothing, or is a text of nothing but spaces.
  fileprivate var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): text.value.trimmingSpaces.isEmpty
    case .list, .mapping: false
    }
  }
}
