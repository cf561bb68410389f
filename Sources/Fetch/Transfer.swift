import CCurl

/// One address that is being asked for.
final class Transfer {
  /// The address's index among all.
  let index: Int
  let host: String
  let easy: OpaqueHandle
  /// Whether the server had no good answer to HEAD, so that it is asked for the first byte: some know GET only.
  private(set) var asksForByte = false
  /// Whether a connection was refused since it leads to a private network.
  fileprivate(set) var isPrivate = false
  fileprivate let bounds: FetchBounds

  /// libcurl's handles are pointers without a type.
  typealias OpaqueHandle = UnsafeMutableRawPointer

  /// `nil` when there is no memory for it.
  init?(_ address: String, index: Int, host: String, _ bounds: FetchBounds, userAgent: String) {
    guard let easy = ccurl_easy() else { return nil }
    self.index = index
    self.host = host
    self.easy = easy
    self.bounds = bounds
    ccurl_set_text(easy, CURLOPT_URL, requestAddress(address))
    ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    ccurl_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    ccurl_set_text(easy, CURLOPT_USERAGENT, userAgent)
    ccurl_set_number(easy, CURLOPT_FOLLOWLOCATION, 1)
    ccurl_set_number(easy, CURLOPT_MAXREDIRS, bounds.redirects)
    // An address with a name and a password in it is refused, also behind a redirect.
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
    ccurl_set_write(easy, endAtFirstByte)
  }

  deinit { ccurl_easy_free(easy) }

  /// Asks by GET, for the first byte alone.
  func askForByte() {
    asksForByte = true
    ccurl_set_number(easy, CURLOPT_NOBODY, 0)
    ccurl_set_number(easy, CURLOPT_HTTPGET, 1)
    ccurl_set_text(easy, CURLOPT_RANGE, "0-0")
  }

  /// What came of it; `nil` when it is to be asked for by GET.
  func answer(_ code: CURLcode) -> Answer? {
    let status = ccurl_status(easy)
    // A body that was cut off was an answer.
    if code == CURLE_OK || code == CURLE_WRITE_ERROR && status > 0 {
      if status == 429 { return .untried(.tooManyRequests) }
      return status >= 400 && !asksForByte ? nil : .status(status)
    }
    if isPrivate, code == CURLE_COULDNT_CONNECT { return .untried(.privateNetwork) }
    if code == CURLE_SSL_CACERT_BADFILE { return .untried(.noCertificates) }
    return .failed(failure(code))
  }

  private func failure(_ code: CURLcode) -> Answer.Failure {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    case CURLE_COULDNT_RESOLVE_HOST: .nameNotFound
    case CURLE_COULDNT_CONNECT: .noConnection
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ISSUER_ERROR: .certificate
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM: .closed
    case CURLE_TOO_MANY_REDIRECTS: .tooManyRedirects
    case CURLE_UNSUPPORTED_PROTOCOL: .otherScheme
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

private let endAtFirstByte: curl_write_callback = { _, _, _, _ in 0 }
