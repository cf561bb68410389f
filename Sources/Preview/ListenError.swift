import Glibc
import NIOCore

/// The server can't listen where it was told to.
public struct ListenError: Error, Equatable {
  /// The address that it was told to listen on.
  public var host: String
  /// The first port that was tried.
  public var port: Int
  /// The last port that was tried.
  public var lastPort: Int
  /// Why it can't, in the system's words, such as "Permission denied".
  public var reason: String

  init(host: String, port: Int, lastPort: Int, _ error: any Error) {
    self.host = host
    self.port = port
    self.lastPort = lastPort
    if let error = error as? IOError {
      reason = String(cString: strerror(error.errnoCode))
    } else if error is SocketAddressError.UnknownHost {
      reason = "no such address is known"
    } else {
      reason = String(describing: error)
    }
  }
}
