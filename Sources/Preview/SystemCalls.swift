import Glibc

/// The code of the error for a port that another program listens on.
let addressInUse = EADDRINUSE

/// The name that this machine has in its network; `nil` when the system does not say.
func machineName() -> String? {
  var bytes = [CChar](repeating: 0, count: 256)
  guard gethostname(&bytes, bytes.count - 1) == 0 else { return nil }
  let name = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  return name.isEmpty ? nil : name
}

/// How many descriptors this process may have.
func descriptorLimit() -> Int {
  var limit = rlimit()
  guard getrlimit(openFiles, &limit) == 0 else { return 256 }
  return Int(clamping: limit.rlim_cur)
}

/// Lets this process have as many descriptors as the system allows it, up to 8,192: shells give programs few, and open pages,
/// downloads and builds share them.
public func raiseDescriptorLimit() {
  var limit = rlimit()
  guard getrlimit(openFiles, &limit) == 0 else { return }
  let wanted = min(limit.rlim_max, 8_192)
  guard limit.rlim_cur < wanted else { return }
  limit.rlim_cur = wanted
  _ = setrlimit(openFiles, &limit)
}

private let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
