/// What raw HTML may hold in a text that is not trusted.
enum HTMLAllowList {
  /// Elements that mark up text and structure, and cannot run, submit or restyle anything, nor load anything but the pictures of `img`, from
  /// wherever they are, as images of Markdown do.
  static let elements: Set<String> = [
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite",
    "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
  ]

  /// Elements that GitHub Flavored Markdown shows as text (section 6.11), for what follows them would be read in another way.
  static let filtered: Set<String> = [
    "title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext",
  ]

  /// Elements without content.
  static let void: Set<String> = ["br", "col", "hr", "img", "wbr"]

  static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

  /// Elements of a table that hold nothing but others of these; what else stands in them, browsers put before the table.
  static let tableFrames: Set<String> = ["table", "colgroup", "thead", "tbody", "tfoot", "tr"]

  /// The elements that a part of a table stands in; `nil` when it is no such part.
  static func tableFrames(around element: String) -> Set<String>? {
    switch element {
    case "caption", "colgroup", "thead", "tbody", "tfoot": ["table"]
    case "col": ["table", "colgroup"]
    case "tr": ["table", "thead", "tbody", "tfoot"]
    case "td", "th": tableFrames
    default: nil
    }
  }

  /// Elements that browsers look through when they seek the item of a list which the next item ends.
  static let lookedThrough: Set<String> = [
    "a", "abbr", "address", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "div", "em", "i", "ins", "kbd",
    "mark", "p", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var",
  ]

  /// Whether an element may have an attribute. URLs (`href`, `src`) and `id` are looked at separately.
  static func allows(_ attribute: String, on element: String) -> Bool {
    switch attribute {
    case "title", "lang", "dir", "align", "id", "aria-label", "aria-hidden": true
    case "href", "name": element == "a"
    case "src", "alt", "loading": element == "img"
    case "width", "height": ["img", "table", "td", "th", "col"].contains(element)
    case "open": element == "details"
    case "colspan", "rowspan", "valign", "scope", "headers", "abbr":
      ["td", "th", "tr", "tbody", "thead"].contains(element)
    case "span": element == "col" || element == "colgroup"
    case "start", "reversed", "type": element == "ol" || element == "ul" || element == "li"
    case "value": element == "li" || element == "data"
    case "datetime": ["time", "ins", "del"].contains(element)
    case "border", "cellpadding", "cellspacing": element == "table"
    default: false
    }
  }
}
