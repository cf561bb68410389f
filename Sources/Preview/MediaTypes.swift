/// The media type of a file by its name, with the character set of texts.
func mediaType(of path: String) -> String {
  let name = path.split(separator: "/").last ?? ""
  guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
  switch name[name.index(after: dot)...].lowercased() {
  case "html", "htm": return "text/html; charset=utf-8"
  case "css": return "text/css; charset=utf-8"
  case "js", "mjs": return "text/javascript; charset=utf-8"
  case "json", "map": return "application/json; charset=utf-8"
  case "svg": return "image/svg+xml; charset=utf-8"
  case "xml": return "application/xml; charset=utf-8"
  case "txt": return "text/plain; charset=utf-8"
  case "md": return "text/markdown; charset=utf-8"
  case "csv": return "text/csv; charset=utf-8"
  case "yml", "yaml": return "application/yaml; charset=utf-8"
  case "png": return "image/png"
  case "jpg", "jpeg": return "image/jpeg"
  case "gif": return "image/gif"
  case "webp": return "image/webp"
  case "avif": return "image/avif"
  case "ico": return "image/x-icon"
  case "pdf": return "application/pdf"
  case "woff": return "font/woff"
  case "woff2": return "font/woff2"
  case "mp4": return "video/mp4"
  case "webm": return "video/webm"
  case "mp3": return "audio/mpeg"
  case "wasm": return "application/wasm"
  case "zip": return "application/zip"
  default: return "application/octet-stream"
  }
}
