import Foundation
import TestSupport
import TestTools

@testable import Site

/// A handbook on the disk, and edits of it.
struct HandbookEditor {
  let folder: TemporaryFolder
  var options: BuildOptions
  private var numbers: SeededRandom
  private var count = 0

  init(seed: UInt64) throws {
    numbers = SeededRandom(seed: seed)
    folder = try TemporaryFolder(
      """
      -- book/baton.yml --
      title: Book
      -- book/index.md --
      # Welcome

      {{diagram: map}}
      -- book/personas/p1.md --
      ---
      hands_off_to: [{p2: Work}]
      primary_tasks: [t1]
      ---
      # Maker - The First
      -- book/personas/p2.md --
      ---
      receives_from: [{p1: Work}]
      aliases: [Second]
      ---
      # Tester - The Second

      See [[t1]] and `k1`.
      -- book/tasks/t1.md --
      ---
      persona: Maker
      phase: Design
      uses_templates: [m1]
      validated_by: [k1]
      ---
      # Do It

      {{include: /parts/part.md}}

      [[p2]] does the rest, ![picture](../a.png).
      -- book/tasks/t2.md --
      ---
      persona: Second
      ---
      # Do More
      -- book/templates/m1.md --
      ---
      created_by: Maker
      ---
      # Form
      -- book/checklists/k1.md --
      ---
      executed_by: Tester
      ---
      # List

      - [ ] one
      -- book/parts/part.md --
      A part.
      -- book/a.png --
      png
      -- theme/static/extra.css --
      a {}
      """)
    options = BuildOptions(content: folder.path + "/book", output: folder.path + "/site", jobs: 2)
    options.theme = folder.path + "/theme"
    options.cacheFolder = folder.path + "/cache"
  }

  mutating func random(_ count: Int) -> Int { numbers.below(count) }

  /// The times of the site's files.
  func times() -> [String: Files.Stamp] {
    let names = FileManager.default.enumerator(atPath: options.output)?.compactMap { $0 as? String } ?? []
    var times: [String: Files.Stamp] = [:]
    for name in names where name != Manifest.name { times[name] = Files.stamp(at: options.output + "/" + name) }
    return times
  }

  // MARK: - Edits

  private var book: String { folder.path + "/book" }

  func documents() -> [String] {
    (FileManager.default.enumerator(atPath: book)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }
      .sorted()
  }

  func text(_ path: String) -> String {
    (try? String(contentsOfFile: book + "/" + path, encoding: .utf8)) ?? ""
  }

  func write(_ text: String, to path: String) {
    let file = path.hasPrefix("/") ? path : book + "/" + path
    try? FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try? text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  /// Writes a file under exactly this name, which Foundation may normalize.
  func writeBytes(_ text: String, to path: String) throws { try Files.write(Array(text.utf8), to: book + "/" + path) }

  func remove(_ path: String) { try? FileManager.default.removeItem(atPath: book + "/" + path) }

  func append(_ line: String, to path: String) throws { write(text(path) + line, to: path) }

  private mutating func any(_ list: [String]) -> String { list.isEmpty ? "index.md" : list[random(list.count)] }

  private mutating func id() -> String {
    any(documents().map { (($0 as NSString).lastPathComponent as NSString).deletingPathExtension } + ["nobody"])
  }

  /// Whether the site itself is left alone.
  var sparesOutput = false

  /// The files that builds read, as file systems name them.
  func contents() -> [String: Data] {
    var contents: [String: Data] = [:]
    for root in [options.content, folder.path + "/theme"] {
      for name in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
        contents[root + "/" + name] = FileManager.default.contents(atPath: root + "/" + name) ?? Data()
      }
    }
    return contents
  }

  /// Does something to the handbook, and says what.
  ///
  /// - Parameter sort: what it is to be; else by chance.
  mutating func edit(ofSort sort: Int? = nil) -> String {
    count += 1
    let file = any(documents())
    let other = id(), count = count
    let kind = any(["personas", "tasks", "templates", "checklists", "notes"])
    switch sort ?? random(33) {
    case 30: return change(file, "alias") { Self.field("aliases: [hand, a\(count % 3)]", $0) }
    case 31:
      let number = random(40)
      return change(file, "line less") { Self.withoutLine(number, $0) }
    case 32: return change(file, "lost mention") { $0 + "\nSee [[lost-\(count % 3)]] and [that](gone.md).\n" }
    case 27:
      return change(file, "early line") {
        $0.replacing(/What it is about.\n/, with: "What it is about.\n\nEarly \(count).\n", maxReplacements: 1)
      }
    case 28: return change(file, "comment") { Self.silenced($0, count) }
    case 29: return change(file, "way back") { $0.replacing(/\nLine \d+\.\n/, with: "") }
    case 0, 1, 2: return change(file, "text") { $0 + "\nLine \(count).\n" }
    case 3: return change(file, "title") { $0.replacing(/(?m)^# .*/, with: "# Title \(count)") }
    case 4: return change(file, "heading") { $0 + "\n## Heading \(count)\n\nText.\n" }
    case 5:
      return change(file, "link to heading") { $0 + "\nSee [[\(other)#heading-\(count - 3)]].\n" }
    case 6: return change(file, "mention") { $0 + "\nSee [[\(other)]] and `\(other)`.\n" }
    case 7: return change(file, "handoff") { Self.field("hands_off_to: [{\(other): Thing \(count)}]", $0) }
    case 8:
      return change(file, "receipt") { Self.field("receives_from: [{\(other): Thing \(count)}]", $0) }
    case 9: return change(file, "id") { Self.field("id: new-\(count)", $0) }
    case 10:
      return change(file, "fields") {
        Self.field("tags: [a\(count)]\nused_in_tasks: [\(other)]\nphase: Phase \(count % 3)\nodd: x", $0)
      }
    case 11:
      return change(file, "field of a name") {
        Self.field(
          ["persona: Maker", "persona: Second", "persona: all-personas", "personas: [both, crew]", "created_by: crew"][
            count % 5], $0)
      }
    case 12: return move(file, to: "\(kind)/moved\(count).md")
    case 13: return move(file, to: "deep/er/\(kind)/\((file as NSString).lastPathComponent)")
    case 14:
      guard documents().count > 5 else { return "nothing" }
      try? FileManager.default.removeItem(atPath: book + "/" + file)
      return "delete \(file)"
    case 15, 16:
      write("---\ntags: [new]\n---\n# New \(count)\n\nText of [[\(id())]].\n", to: "\(kind)/n\(count).md")
      return "add \(kind)/n\(count).md"
    case 17: return include(file)
    case 18: return asset()
    case 24:
      let end = ["hands_off_to: [{all-personas", "receives_from: [{both", "hands_off_to: [{crew"][count % 3]
      return change(file, "handoff of a group") { Self.field("\(end): Thing \(count)}]", $0) }
    case 25, 26: return change(file, "diagram") { $0 + "\n{{diagram: \(count % 2 == 0 ? "map" : other)}}\n" }
    case 19: return theme()
    case 20: return configuration()
    case 21: return cache()
    case 22: return sparesOutput ? "nothing" : output()
    default: return landingPage(kind)
    }
  }

  private func change(_ file: String, _ name: String, _ change: (String) -> String) -> String {
    write(change(text(file)), to: file)
    return "\(name) of \(file)"
  }

  /// The text with a comment that silences problems, or without.
  private static func silenced(_ text: String, _ count: Int) -> String {
    let plain = text.replacing(/\n(Here\. )?<!-- baton-disable[^>]*-->\n/, with: "")
    let comments = [
      "<!-- baton-disable -->", "Here. <!-- baton-disable -->", "<!-- baton-disable broken-link -->",
      "<!-- baton-disable-next-line -->", "<!-- baton-disable orphan nothing -->",
    ]
    return plain == text ? text + "\n\(comments[count % comments.count])\n" : plain
  }

  /// The text without one of its lines.
  private static func withoutLine(_ number: Int, _ text: String) -> String {
    var lines = text.components(separatedBy: "\n")
    lines.remove(at: number % lines.count)
    return lines.joined(separator: "\n")
  }

  /// The text with lines at the top of its front matter.
  private static func field(_ lines: String, _ text: String) -> String {
    text.hasPrefix("---\n") ? "---\n\(lines)\n" + text.dropFirst(4) : "---\n\(lines)\n---\n" + text
  }

  private func move(_ file: String, to target: String) -> String {
    let source = text(file)
    try? FileManager.default.removeItem(atPath: book + "/" + file)
    write(source, to: target)
    return "move \(file) to \(target)"
  }

  private mutating func include(_ file: String) -> String {
    let count = count
    if random(2) == 0 { return change(file, "include") { $0 + "\n{{include: /parts/p\(count % 3).md}}\n" } }
    let part = "parts/p\(count % 3).md"
    if random(3) == 0 {
      try? FileManager.default.removeItem(atPath: book + "/" + part)
      return "delete \(part)"
    }
    write("Part \(count), [[\(id())]].\n", to: part)
    return "change \(part)"
  }

  private mutating func asset() -> String {
    let name = any(["a.png", "b.txt", "tasks/t1/index.html", "notes/c.txt"])
    if random(3) == 0 {
      try? FileManager.default.removeItem(atPath: book + "/" + name)
      return "delete \(name)"
    }
    write("asset \(count % 4)", to: name)
    return "change \(name)"
  }

  private mutating func theme() -> String {
    let (name, text) = [
      ("static/extra.css", "b\(count) {}"), ("static/theme.css", "c\(count) {}"),
      ("static/diagram.css", "d\(count) {}"), ("static/new\(count % 2).js", "// \(count)"),
      ("templates/names.mustache", "<ul>{{#items}}<li>\(count % 3){{> reference}}</li>{{/items}}</ul>"),
      ("templates/task.mustache", count % 2 == 0 ? "{{broken" : "<h1>{{page.title}}</h1>{{{page.content}}}"),
    ][random(6)]
    if random(3) == 0 {
      try? FileManager.default.removeItem(atPath: folder.path + "/theme/" + name)
      return "delete theme \(name)"
    }
    write(text, to: folder.path + "/theme/" + name)
    return "change theme \(name)"
  }

  private mutating func configuration() -> String {
    let text = any([
      "title: Book \(count)", "phases: [Design, Phase 1]", "footer: Foot \(count)",
      "footer: See [it](tasks/t1.md#more), [[\(id())]] and `p2`, \(count)",
      "footer: '![x](a.png) [t](tasks/), [[nobody]]'",
      "base_url: https://x.org/\(count % 2)/",
      "checks: {unknown-reference: off}", "checks: {broken-link: error}", "html: trusted", "exclude: [notes]",
      "navigation: [p1, tasks/t1.md]", "logo: a.png", "groups: {both: [p1, p2]}", "groups: {crew: [hand, a1, p2]}", "",
    ])
    write(text + "\n", to: "baton.yml")
    return "configuration \(text)"
  }

  private mutating func cache() -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache"))?.sorted() ?? []
    let name = folder.path + "/cache/" + any(names)
    switch random(4) {
    case 0: try? FileManager.default.removeItem(atPath: folder.path + "/cache")
    case 1: truncate(name, off_t(random(3_000)))
    case 2: try? Data((0..<200).map { UInt8($0) }).write(to: URL(fileURLWithPath: name))
    default:
      guard var data = FileManager.default.contents(atPath: name), !data.isEmpty else { break }
      data[random(data.count)] ^= 0x20
      try? data.write(to: URL(fileURLWithPath: name))
    }
    return "cache"
  }

  private mutating func output() -> String {
    let names = times().keys.sorted()
    guard !names.isEmpty else { return "nothing" }
    let name = options.output + "/" + names[random(names.count)]
    if random(2) == 0 {
      try? FileManager.default.removeItem(atPath: name)
    } else {
      write("spoilt", to: name)
    }
    return "output \(name)"
  }

  private mutating func landingPage(_ kind: String) -> String {
    write("# Landing \(count)\n\n{{diagram: \(any(["phases", "p1", "map"]))}}\n", to: "\(kind)/index.md")
    return "landing page of \(kind)"
  }
}
