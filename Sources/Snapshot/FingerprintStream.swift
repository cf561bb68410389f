import CXXHash

/// Makes one fingerprint of bytes that come in pieces.
public final class FingerprintStream {
  private let state: OpaquePointer?

  /// A stream that nothing was added to.
  public init() {
    state = XXH3_createState()
    XXH3_128bits_reset(state)
  }

  deinit { XXH3_freeState(state) }

  /// Adds bytes.
  public func add(_ bytes: UnsafeRawBufferPointer) {
    XXH3_128bits_update(state, bytes.baseAddress, bytes.count)
  }

  /// The fingerprint of all that was added; the same as that of the bytes at once.
  public var fingerprint: Fingerprint { Fingerprint(XXH3_128bits_digest(state)) }
}
