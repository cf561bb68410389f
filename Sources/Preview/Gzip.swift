import CZlib
import NIOCore

/// The bytes in gzip format, the same on every run; `nil` when zlib fails, which it does for want of memory only.
///
/// The fastest level: the way to the browser is short, and the work is done again for every request.
func gzipped(_ bytes: ByteBuffer) -> ByteBuffer? {
  var stream = z_stream()
  let windowBitsForGzip: Int32 = 15 + 16
  let size = Int32(MemoryLayout<z_stream>.size)
  let started = deflateInit2_(
    &stream, Z_BEST_SPEED, Z_DEFLATED, windowBitsForGzip, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
  guard started == Z_OK, bytes.readableBytes < UInt32.max / 2 else { return nil }
  defer { deflateEnd(&stream) }

  let capacity = Int(deflateBound(&stream, UInt(bytes.readableBytes)))
  var result = ByteBufferAllocator().buffer(capacity: capacity)
  let status = bytes.withUnsafeReadableBytes { input in
    var status = Z_OK
    result.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { output in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(capacity)
      status = deflate(&stream, Z_FINISH)
      return capacity - Int(stream.avail_out)
    }
    return status
  }
  return status == Z_STREAM_END ? result : nil
}

/// Whether the values of `Accept-Encoding` allow gzip (RFC 9110, section 12.5.3).
func allowsGzip(_ headers: [String]) -> Bool {
  var anything = false
  for entry in headers.flatMap({ $0.split(separator: ",") }) {
    let parts = entry.lowercased().filter { $0 != " " && $0 != "\t" }.split(separator: ";")
    let isRefused = parts.dropFirst().contains { part in
      part.hasPrefix("q=0") && part.dropFirst(3).allSatisfy { $0 == "." || $0 == "0" }
    }
    switch parts.first {
    case "gzip", "x-gzip": return !isRefused
    case "*": anything = !isRefused
    default: break
    }
  }
  return anything
}
