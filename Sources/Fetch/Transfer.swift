import CCurl
import Glibc

/// One address that is being asked for: a request, and those that follow from its answer.
final class Transfer {
  /// The address's index among all.
  let index: Int
  let easy: OpaqueHandle
  /// What is asked for: the link's address, or where redirects led from it.
  private(set) var address: String
  private let link: String
  /// How many redirects led there.
  private var redirects = 0
  /// Whether HEAD had no good answer, so that it is asked for the first byte: some servers know GET only.
  private var asksForByte = false
  /// Whether a connection was refused since it leads to a private network.
  fileprivate var isPrivate = false
  fileprivate let bounds: FetchBounds

  /// libcurl's handles are pointers without a type.
  typealias OpaqueHandle = UnsafeMutableRawPointer

  /// `nil` when there is no memory for it.
  init?(_ address: String, index: Int, _ bounds: FetchBounds, userAgent: String) {
    guard let easy = ccurl_easy() else { return nil }
    self.index = index
    self.easy = easy
    self.bounds = bounds
    link = requestAddress(address)
    self.address = link
    ccurl_set_text(easy, CURLOPT_URL, link)
    ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    ccurl_set_text(easy, CURLOPT_USERAGENT, userAgent)
    ccurl_set_number(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    ccurl_set_number(easy, CURLOPT_TIMEOUT_MS, Int(bounds.secondsEach * 1_000))
    ccurl_set_number(easy, CURLOPT_NOSIGNAL, 1)
    // Names are looked up on threads, which may take longer than anything is waited for.
    ccurl_set_number(easy, CURLOPT_QUICK_EXIT, 1)
    ccurl_set_number(easy, CURLOPT_NOBODY, 1)
    // Where a proxy leads can't be seen from here.
    if !bounds.allowsPrivate { ccurl_set_text(easy, CURLOPT_PROXY, "") }
    let this = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CURLOPT_PRIVATE, this)
    ccurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, this)
    ccurl_set_open_socket(easy, openSocket)
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, this)
    ccurl_set_write(easy, endAtFirstByte)
  }

  deinit { ccurl_easy_free(easy) }

  var host: String { Fetch.host(of: address) }

  /// See ``FetchResult/ledTo``.
  var ledTo: String? {
    func shown(_ address: String) -> Substring { address.prefix { $0 != "?" && $0 != "#" } }
    let place = shown(address)
    guard place != shown(link) else { return nil }
    return place.utf8.count <= 200 ? String(place) : place.prefix(200) + "…"
  }

  /// What came of it when a request has ended; `nil` when it is to be asked on, where a redirect leads or by GET.
  func answer(_ code: CURLcode) -> Answer? {
    let status = ccurl_status(easy)
    // A body that was cut off was an answer.
    let isCutOff = status > 0 && (code == CURLE_WRITE_ERROR || (200..<300).contains(status))
    guard code == CURLE_OK || asksForByte && isCutOff else { return answer(toFailed: code) }
    if status == 429 { return .untried(.tooManyRequests) }
    if let target = redirectTarget { return follow(target) }
    if status < 400 { return .status(status) }
    // What is empty has no first byte.
    if asksForByte { return .status(status == 416 ? 200 : status) }
    return askForByte()
  }

  private func answer(toFailed code: CURLcode) -> Answer? {
    if isPrivate, code == CURLE_COULDNT_CONNECT { return .untried(.privateNetwork) }
    if code == CURLE_SSL_CACERT_BADFILE { return .untried(.noCertificates) }
    let failure = failure(code)
    // Whoever takes no connection takes none for GET.
    let isWorthAsking = [.timedOut, .closed, .other].contains(failure) && ccurl_request_size(easy) > 0
    return asksForByte || !isWorthAsking ? .failed(failure) : askForByte()
  }

  private func ask(for address: String) {
    self.address = address
    isPrivate = false
    ccurl_set_text(easy, CURLOPT_URL, address)
  }

  /// Asks by GET, for the first byte alone, from the link's address on.
  private func askForByte() -> Answer? {
    asksForByte = true
    redirects = 0
    ccurl_set_number(easy, CURLOPT_NOBODY, 0)
    ccurl_set_number(easy, CURLOPT_HTTPGET, 1)
    ccurl_set_text(easy, CURLOPT_RANGE, "0-0")
    ask(for: link)
    return nil
  }

  /// Where the last response leads on to.
  private var redirectTarget: String? {
    guard let text = ccurl_redirect(easy) else { return nil }
    let bytes = UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
    let target = String(validating: bytes, as: UTF8.self) ?? percentEncoded(bytes)
    return requestAddress(resolved(target, against: address))
  }

  private func follow(_ target: String) -> Answer? {
    guard redirects < bounds.redirects else { return asksForByte ? .failed(.tooManyRedirects) : askForByte() }
    let scheme = target.prefix { $0 != ":" }.lowercased()
    guard scheme == "http" || scheme == "https" else { return .failed(.otherScheme) }
    guard !hasCredentials(target) else { return .failed(.credentials) }
    redirects += 1
    ask(for: target)
    return nil
  }

  private func failure(_ code: CURLcode) -> Answer.Failure {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    case CURLE_COULDNT_RESOLVE_HOST: .nameNotFound
    case CURLE_COULDNT_CONNECT: .noConnection
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ISSUER_ERROR: .certificate
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_PARTIAL_FILE:
      .closed
    case CURLE_LOGIN_DENIED: .credentials
    case CURLE_URL_MALFORMAT: .malformed
    default: .other
    }
  }
}

/// Opens the socket of a connection, unless it leads where it must not. libcurl asks for each address that it connects to,
/// when the name has been found, so that no name and no redirect gets around it.
private let openSocket: curl_opensocket_callback = { owner, _, address in
  guard let owner, let address, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return -1 }
  let transfer = Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
  let socketAddress = (UnsafeRawPointer(address) + offset).assumingMemoryBound(to: sockaddr.self)
  guard transfer.bounds.allowsPrivate || transfer.bounds.isPublic(socketAddress) else {
    transfer.isPrivate = true
    return -1
  }
  return socket(
    address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
}

/// libcurl tells where a redirect leads only when its body was read to the end.
private let endAtFirstByte: curl_write_callback = { _, size, count, owner in
  guard let owner else { return 0 }
  let transfer = Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
  return (300..<400).contains(ccurl_status(transfer.easy)) ? size * count : 0
}
