import Glibc

/// What came of asking for an address.
public enum Answer: Hashable, Sendable {
  /// A server answered with this HTTP status, behind all redirects.
  case status(Int)
  /// There was no answer.
  case failed(Failure)
  /// Nothing is known, since it was not asked for, or not to the end.
  case untried(Reason)

  /// Why there was no answer. A raw value is what a cache holds.
  public enum Failure: String, CaseIterable, Sendable {
    case timedOut = "timed-out"
    case nameNotFound = "name-not-found"
    case noConnection = "no-connection"
    case certificate
    case closed
    case tooManyRedirects = "too-many-redirects"
    case otherScheme = "other-scheme"
    case credentials
    case malformed
    case other
  }

  /// Why nothing is known. The order is that in which reasons are told.
  public enum Reason: CaseIterable, Sendable {
    /// The time for all was over.
    case time
    /// There were too many addresses.
    case number
    /// It leads to a private network.
    case privateNetwork
    /// The server asked to be left alone for a while.
    case tooManyRequests
    /// The machine has no certificates that a server's could be checked by.
    case noCertificates
  }

  /// Whether somebody answered that there is something at the address.
  public var isGood: Bool {
    if case .status(let status) = self { return (100..<400).contains(status) }
    return false
  }
}

/// What came of asking for an address, and who answered so.
public struct FetchResult: Hashable, Sendable {
  /// What came of it.
  public var answer: Answer
  /// The address that was asked for last, without its query, where redirects led to another one than the link's.
  public var ledTo: String?
  /// The most seconds that each of its requests could take.
  public var secondsEach: Int

  /// A result from its parts.
  public init(_ answer: Answer, ledTo: String? = nil, secondsEach: Int) {
    self.answer = answer
    self.ledTo = ledTo
    self.secondsEach = secondsEach
  }
}

/// How much may be asked for.
public struct FetchBounds: Sendable {
  /// The most seconds that one request may take.
  public var secondsEach = 10.0
  /// The most seconds that all may take.
  public var secondsInAll = 60.0
  /// The most addresses.
  public var addresses = 1_000
  /// The most requests at a time.
  public var atOnce = 16
  /// The most requests at a time to one host.
  public var atOnceOfHost = 2
  /// The most redirects that are followed from one address.
  public var redirects = 10
  /// Whether addresses of private networks may be asked for.
  public var allowsPrivate = false
  /// Whether a socket's address is public; tests put another in its place.
  var isPublic: @Sendable (UnsafePointer<sockaddr>) -> Bool = { Fetch.isPublic($0) }

  /// The bounds that stand where nothing else is said.
  public init() {}
}
