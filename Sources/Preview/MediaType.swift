/// The media type of a file, told by the last extension of its name.
struct MediaType: Equatable {
  /// What stands in `Content-Type`.
  var value: String
  /// Whether the content is text that gets smaller when it is compressed.
  var isText: Bool
  /// Whether the live reload script belongs into the content.
  var isPage: Bool { value.hasPrefix("text/html") }

  /// Finds the type of the file `name`; `application/octet-stream` when its extension is not known.
  init(fileName name: String) {
    let bytes = name.utf8
    let dot = bytes.lastIndex(of: UInt8(ascii: "."))
    let fileExtension = dot.map { String(name[bytes.index(after: $0)...]).lowercased() } ?? ""
    if let type = Self.texts[fileExtension] {
      self.init(value: type + "; charset=utf-8", isText: true)
    } else {
      self.init(value: Self.binaries[fileExtension] ?? "application/octet-stream", isText: false)
    }
  }

  private init(value: String, isText: Bool) {
    self.value = value
    self.isText = isText
  }

  private static let texts = [
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "json": "application/json", "jsonld": "application/ld+json", "map": "application/json",
    "geojson": "application/geo+json", "sarif": "application/sarif+json", "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml", "xml": "application/xml", "xsl": "application/xslt+xml", "xslt": "application/xslt+xml",
    "xhtml": "application/xhtml+xml", "atom": "application/atom+xml", "rss": "application/rss+xml",
    "graphml": "application/xml", "txt": "text/plain", "text": "text/plain", "log": "text/plain",
    "md": "text/markdown", "markdown": "text/markdown", "csv": "text/csv", "tsv": "text/tab-separated-values",
    "yml": "application/yaml", "yaml": "application/yaml", "ics": "text/calendar", "vcf": "text/vcard",
    "vtt": "text/vtt", "dot": "text/vnd.graphviz", "gv": "text/vnd.graphviz", "mmd": "text/plain",
    "toml": "application/toml", "tex": "application/x-tex", "sh": "text/plain", "diff": "text/x-diff",
    "patch": "text/x-diff",
  ]

  private static let binaries = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "ico": "image/vnd.microsoft.icon", "bmp": "image/bmp", "tif": "image/tiff",
    "tiff": "image/tiff", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf",
    "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "flac": "audio/flac", "pdf": "application/pdf", "zip": "application/zip", "gz": "application/gzip",
    "tar": "application/x-tar", "wasm": "application/wasm", "epub": "application/epub+zip",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
  ]
}
