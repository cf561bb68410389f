/// What a lexer must know of a language to colour it.
struct Language: Sendable {
  /// The reserved words.
  var keywords: Set<String> = []
  /// Names of values: `true`, `nil`.
  var constants: Set<String> = []
  /// What begins a comment that ends with its line.
  var lineComments: [String] = []
  /// What begins and ends a comment of any length.
  var blockComment: (open: String, close: String)?
  /// The quotes of strings; longer ones first.
  var quotes: [String] = ["\"", "'"]
  /// The quotes whose strings may hold line ends.
  var longQuotes: Set<String> = []
  /// Whether keywords are known in any case.
  var ignoresCase = false
  /// Whether a name before a colon is a key.
  var hasKeys = false
  /// Characters besides letters, digits and `_` that a name may hold.
  var nameBytes = ASCIISet("")
  /// What stands before a variable's name.
  var variableMark: UInt8?

  /// The bytes that may begin a comment or a string.
  var starts: ASCIISet {
    var starts = ASCIISet("")
    for text in lineComments + quotes + [blockComment?.open ?? ""] { text.utf8.first.map { starts.insert($0) } }
    return starts
  }

  /// The language that the first word of a fence names; `nil` when it is none that is known.
  static func named(_ name: String) -> Language? {
    switch name.lowercased() {
    case "yaml", "yml": yaml
    case "json", "jsonc", "json5": json
    case "sh", "shell", "bash", "zsh", "console": shell
    case "swift": swift
    case "python", "py": python
    case "javascript", "js", "typescript", "ts", "jsx", "tsx": javascript
    case "css", "scss": css
    case "sql": sql
    default: nil
    }
  }

  private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }

  private static let yaml = Language(
    constants: words("true false null yes no on off"), lineComments: ["#"], hasKeys: true, nameBytes: ASCIISet("-."))
  private static let json = Language(
    constants: words("true false null"), lineComments: ["//"], blockComment: ("/*", "*/"), quotes: ["\""], hasKeys: true
  )
  private static let shell = Language(
    keywords: words(
      "if then else elif fi for in do done while until case esac function return exit export local set unset readonly"),
    lineComments: ["#"], longQuotes: ["\"", "'"], nameBytes: ASCIISet("-"), variableMark: UInt8(ascii: "$"))
  private static let swift = Language(
    keywords: words(
      "actor any as associatedtype async await borrowing break case catch class consuming continue default defer deinit do else enum "
        + "extension fallthrough fileprivate final for func guard if import in init inout internal is let lazy mutating nonisolated "
        + "open operator package private protocol public repeat rethrows return self Self some static struct subscript super switch "
        + "throw throws try typealias var weak where while"),
    constants: words("true false nil"), lineComments: ["//"], blockComment: ("/*", "*/"), quotes: ["\"\"\"", "\""],
    longQuotes: ["\"\"\""])
  private static let python = Language(
    keywords: words(
      "and as assert async await break class continue def del elif else except finally for from global if import in is lambda match "
        + "case nonlocal not or pass raise return try while with yield"),
    constants: words("True False None self"), lineComments: ["#"], quotes: ["\"\"\"", "'''", "\"", "'"],
    longQuotes: ["\"\"\"", "'''"])
  private static let javascript = Language(
    keywords: words(
      "as async await break case catch class const continue debugger default delete do else enum export extends finally for from "
        + "function get if implements import in instanceof interface let new of return set static super switch this throw try type "
        + "typeof var void while with yield"),
    constants: words("true false null undefined NaN"), lineComments: ["//"], blockComment: ("/*", "*/"),
    quotes: ["`", "\"", "'"], longQuotes: ["`"])
  private static let css = Language(
    keywords: words("@media @import @supports @font-face @keyframes @layer important"), blockComment: ("/*", "*/"),
    hasKeys: true,
    nameBytes: ASCIISet("-@"))
  private static let sql = Language(
    keywords: words(
      "add all alter and as asc between by case column constraint create cross cascade default delete desc distinct drop else end "
        + "exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or "
        + "order outer primary references returning right select set table then union unique update using values view when where with"
    ),
    constants: words("true false null"), lineComments: ["--"], blockComment: ("/*", "*/"), ignoresCase: true)
}
