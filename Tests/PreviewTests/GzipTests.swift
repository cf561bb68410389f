import CZlib
import NIOCore
import Testing

@testable import Preview

@Suite struct GzipTests {
  @Test(arguments: [0, 1, 100_000])
  func comesBackAsItWas(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    let packed = try #require(gzipped(ByteBuffer(bytes: bytes)))
    #expect(packed == gzipped(ByteBuffer(bytes: bytes)))
    #expect(unpacked(Array(packed.readableBytesView), atMost: count + 1) == bytes)
  }

  @Test func whoAllowsIt() {
    for header in ["gzip", "deflate, GZIP", "x-gzip;q=0.5", "*", "br;q=1.0, gzip ; q=0.01"] {
      #expect(allowsGzip([header]), "\(header)")
    }
    for header in ["", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "brgzip"] {
      #expect(!allowsGzip([header]), "\(header)")
    }
    #expect(!allowsGzip([]))
  }
}

/// What `bytes` in gzip format hold.
func unpacked(_ bytes: [UInt8], atMost count: Int) -> [UInt8]? {
  var stream = z_stream()
  guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
  defer { inflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: count)
  let status = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      return inflate(&stream, Z_FINISH)
    }
  }
  return status == Z_STREAM_END ? Array(output[..<(count - Int(stream.avail_out))]) : nil
}
