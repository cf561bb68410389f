import NIOCore
import NIOHTTP1

/// Answers requests from the files of the built site: a request in, a response out, and no state between them.
struct SiteResponder: Sendable {
  /// The built site.
  var folder: SiteFolder
  /// Files up to this many bytes are read into one buffer, so that they get a tag from their content, the live reload
  /// script and compression; larger ones are streamed as they are.
  var bufferLimit = 4 << 20
  /// Texts from this many bytes on are compressed for those who ask for it.
  var compressionThreshold = 16 << 10

  /// Answers `request` for `path`. `build` is the id of the build that the page will be told it shows; take it before
  /// calling, so that a page can only be newer than it believes.
  func respond(to request: HTTPRequestHead, path: RequestPath, build: String) -> Response {
    do {
      switch try folder.entry(at: path) {
      case .file(let file, let name): return try respond(with: file, name: name, to: request, build: build)
      case .folder: return redirect(to: path.withSlash)
      case .missing: return try notFound(build: build)
      }
    } catch {
      return .failed
    }
  }

  /// The site's own page for what is not there.
  func notFound(build: String) throws -> Response {
    var page = ByteBuffer(string: Self.notFoundPage)
    if let path = try? RequestPath(target: "/404.html"),
      case .file(let file, _) = try folder.entry(at: path), file.size <= bufferLimit
    {
      page = leadingFromTheRoot(try file.read(from: 0, count: file.size))
    }
    page = injectLiveReload(into: page, build: build)
    return Response(.notFound, type: "text/html; charset=utf-8", body: .bytes(page))
  }

  private func redirect(to location: String) -> Response {
    var response = Response(.movedPermanently)
    response.headers.add(name: "Location", value: location)
    return response
  }

  private func respond(
    with file: OpenFile, name: String, to request: HTTPRequestHead, build: String
  ) throws -> Response {
    let type = MediaType(fileName: name)
    guard file.size <= bufferLimit else {
      return respond(with: .file(file, 0..<file.size), type: type, tag: EntityTag(of: file), to: request)
    }
    var bytes = try file.read(from: 0, count: file.size)
    if type.isPage { bytes = injectLiveReload(into: bytes, build: build) }
    let tag = EntityTag(of: bytes.readableBytesView)
    let mayCompress = type.isText && bytes.readableBytes >= compressionThreshold
    guard mayCompress else { return respond(with: .bytes(bytes), type: type, tag: tag, to: request) }

    // A range is one of the bytes as they are: those who ask for one get no compression.
    let compresses = request.headers["Range"].isEmpty && allowsGzip(request.headers["Accept-Encoding"])
    var response: Response
    if compresses {
      response = respond(with: .bytes(bytes), type: type, tag: tag.encoded(as: "gzip"), to: request) {
        gzipped(bytes).map(Response.Body.bytes)
      }
    } else {
      response = respond(with: .bytes(bytes), type: type, tag: tag, to: request)
    }
    response.headers.add(name: "Vary", value: "Accept-Encoding")
    return response
  }

  private func respond(
    with body: Response.Body, type: MediaType, tag: EntityTag, to request: HTTPRequestHead,
    compressed: (() -> Response.Body?)? = nil
  ) -> Response {
    var response: Response
    let range = request.method == .GET && mayUseRange(request, tag: tag) ? request.headers.first(name: "Range") : nil
    if tag.matches(anyOf: request.headers["If-None-Match"]) {
      response = Response(.notModified)
    } else if let compressed = compressed?() {
      response = Response(.ok, type: type.value, body: compressed)
      response.headers.add(name: "Content-Encoding", value: "gzip")
    } else {
      switch ByteRange(header: range, length: body.length) {
      case .whole: response = Response(.ok, type: type.value, body: body)
      case .part(let part):
        response = Response(.partialContent, type: type.value, body: body.part(part))
        response.headers.add(
          name: "Content-Range", value: "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(body.length)")
      case .unsatisfiable:
        response = .plain(.rangeNotSatisfiable, "The page does not have these bytes.")
        response.headers.add(name: "Content-Range", value: "bytes */\(body.length)")
        return response
      }
    }
    response.headers.add(name: "ETag", value: tag.value)
    response.headers.add(name: "Accept-Ranges", value: "bytes")
    return response
  }

  /// Whether `If-Range` lets a range be used: the part that a client has must belong to the same bytes.
  private func mayUseRange(_ request: HTTPRequestHead, tag: EntityTag) -> Bool {
    request.headers.first(name: "If-Range").map { $0 == tag.value } ?? true
  }

  private static let notFoundPage = """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>Not found</title></head>
    <body><h1>Not found</h1><p>The site has no such page.</p></body></html>

    """
}

extension Response.Body {
  /// The bytes of `range`, counted from the start of this body.
  fileprivate func part(_ range: Range<Int>) -> Response.Body {
    switch self {
    case .none: .none
    case .bytes(let buffer):
      buffer.getSlice(at: buffer.readerIndex + range.lowerBound, length: range.count).map(Self.bytes) ?? .none
    case .file(let file, let all): .file(file, all.lowerBound + range.lowerBound..<all.lowerBound + range.upperBound)
    }
  }
}
