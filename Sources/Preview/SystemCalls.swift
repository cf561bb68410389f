#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The code of the error for a port that another program listens on.
let addressInUse = EADDRINUSE
