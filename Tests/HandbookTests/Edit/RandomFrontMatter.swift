import TestTools

/// Handbooks whose front matter is written in every way that YAML has, always the same ones for a seed.
struct RandomFrontMatter {
  /// Ways to write a list, `KEY` for the field's name.
  private static let lists = [
    "KEY:", "KEY: # none yet", "KEY: ~", "KEY: null # c", "KEY:\n  Null", "KEY: []", "KEY: [ ]  # x", "KEY: &m",
    "KEY:\n  - c", "KEY:\n- c", "KEY:\n    -   c: x # y", "KEY:\n  - c: Notes of the\n      weekly meeting",
    "KEY:\n  - c: >\n      folded\n      # no comment\n", "KEY:\n  - c: |+\n      kept\n\n",
    "KEY:\n  - c: |-\n      a\n",
    "KEY:\n  - \"c\": \"two\n      lines\"", "KEY:\n  - c: 'x\n\n      it''s'", "KEY:\n  - c\n    d",
    "KEY:\n  - \"c\nd\"",
    "KEY:\n  - c: x\n    d: y", "KEY:\n  - c:\n      - x", "KEY:\n  - c:", "KEY:\n  -", "KEY:\n  - c\n  -   # nothing",
    "KEY:\n  - - c", "KEY:\n  - ? c", "KEY:\n  - ? c\n    : x", "KEY:\n  # comment\n  - c\n  # end\n\n",
    "KEY:\n  - c\n# end",
    "KEY: [c]", "KEY: [c, ]", "KEY: [{c: x}, \"d\"] # ]", "KEY: [c: x, d]", "KEY: [\n  c, # [\n  d: \"x\n  y]\"\n  ]",
    "KEY: &l\n  - c", "KEY: &l [c]", "KEY: *k", "KEY:\n  - *k", "KEY: c", "KEY: c, d # e", "KEY: \"c\"", "KEY: 'c' ",
    "KEY: {c: x}", "KEY: !!seq [c]", "\"KEY\":\n  - c", "? KEY\n: - c", "? KEY", "KEY : [c]", "KEY: >\n  c",
    "KEY: |\n  c\n",
    "KEY:\n  - \"c\u{2028}d\"", "KEY:\n\n\n  - c\n\n\n", "KEY:\n  - c: \"\\\n      x\"", "KEY: [c]\u{2028}",
  ]
  /// What may stand between them.
  private static let others = [
    "tagline: x", "title: \"A: b\"", "core_actions:\n  - A: b", "x: &k [c]", "x: &k c", "x: &k\n  - d\n  - c",
    "tags: [a, b]",
    "note: |\n  - dev: x\n  receives_from:\n", "key_questions:\n  - What? # c", "y: \"a\u{2028}b\"", "z: a\u{85}b",
    "# comment",
    "", "  ", "tags:\n  - a\u{2029}  b", "w: [\n  a]", "v: \"multi\n\n  line\"", "phase: any", "u: {a: b,\n  c: d}",
    "t: é😀",
    "---x: y", "a: b: c", "no colon", "*k : x",
  ]
  private static let passed = [
    "", ": Build", ": \"Env: prod\"", ": a, b (c)", ": \"x # y\"", ": \"- z\"", ": \"\\\"q\\\"\\\\\"",
    ": \"ü\\u2028z\"", ": yes",
    ": \"\\x7Fa\"", ": |\n      two\n      lines", ": null", ": '[x]'",
  ]

  private var numbers: SeededRandom

  init(seed: UInt64) { numbers = SeededRandom(seed: seed) }

  mutating func random(_ count: Int) -> Int { numbers.below(count) }

  private mutating func any(_ texts: [String]) -> String { numbers.any(of: texts) }

  /// A document whose front matter has some of the fields.
  private mutating func text(_ fields: [String]) -> String {
    var parts: [String] = []
    for field in fields {
      if random(3) == 0 { parts.append(any(Self.others)) }
      if random(4) != 0 { parts.append(any(Self.lists).replacing("KEY", with: field)) }
    }
    if random(3) == 0 { parts.append(any(Self.others)) }
    var front = parts.map { $0 + "\n" }.joined()
    var body = ["# QA\n", "", "# QA\n\n**Receives from**: c\n**Aliases**: d\n", "\n\ntext\n"][random(4)]
    switch random(12) {
    case 0: return body
    case 1:
      front = front.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "  \($0)\n" }.joined()
    case 2: front = "{tagline: x, hands_off_to: [c]}\n"
    case 3: front = ""
    case 4: front = "# only a comment\n"
    default: break
    }
    var text = "---\n\(front)\(any(["---", "---  ", "..."]))\n"
    if random(6) == 0 { body = String(body.drop { $0 == "\n" }) }
    text += body
    let end = random(5)
    if end < 2 { text.replace("\n", with: end == 0 ? "\r\n" : "\r") }
    return (random(8) == 0 ? "\u{FEFF}" : "") + text
  }

  /// A handbook of five personas, in which `qa` comes last and lacks ends of handoffs.
  mutating func files() -> EditedBook.Files {
    let fields = [["receives_from", "hands_off_to", "aliases"], ["aliases", "hands_off_to", "receives_from"]]
    let qa = text(fields[random(2)])
    func colleague(_ field: String, _ passed: String) -> String { "---\n\(field):\n  - qa\(passed)\n---\n# C\n" }
    return [
      ("personas/c.md", text(["receives_from"])), ("personas/d.md", "# D\n"),
      ("personas/dev.md", colleague("hands_off_to", any(Self.passed))),
      ("personas/ops.md", colleague(any(["hands_off_to", "receives_from"]), any(Self.passed))), ("personas/qa.md", qa),
    ]
  }
}
