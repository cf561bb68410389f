import NIOCore

/// The page with its relative links written from the root of the site on, since it answers for addresses in any folder: `./`
/// at the beginning of an `href` or a `src` becomes `/`.
func leadingFromTheRoot(_ page: ByteBuffer) -> ByteBuffer {
  let marks = [#" href="./"#, #" src="./"#].map { Array($0.utf8) }
  let bytes = Array(page.readableBytesView)
  var result = ByteBufferAllocator().buffer(capacity: bytes.count)
  var copied = 0
  var index = 0
  while index < bytes.count {
    let mark = bytes[index] == UInt8(ascii: " ") ? marks.first { bytes[index...].starts(with: $0) } : nil
    guard let mark else {
      index += 1
      continue
    }
    // All but the dot.
    result.writeBytes(bytes[copied..<(index + mark.count - 2)])
    copied = index + mark.count - 1
    index = copied
  }
  result.writeBytes(bytes[copied...])
  return result
}
