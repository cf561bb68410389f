import Buffers
import GraphLayout

/// Numbers and literals that are put together in memory on the stack, and appended to a buffer at once: most are a few bytes long,
/// and to append each on its own takes longer than to write it.
struct SVGPiece {
  /// The most bytes that a number takes.
  static let numberLength = 13

  private let room: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// Appends what `write` puts into a piece of `capacity` bytes at most.
  @inline(__always)
  static func append(to output: inout OutputBuffer, capacity: Int, _ write: (inout SVGPiece) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { room in
      room.initialize(repeating: 0)
      var piece = SVGPiece(room: room)
      write(&piece)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<piece.count]))
    }
  }

  mutating func put(_ byte: UInt8) {
    room[count] = byte
    count += 1
  }

  mutating func put(_ literal: StaticString) {
    let bytes = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    for byte in bytes { put(byte) }
  }

  /// A number with at most one decimal.
  mutating func put(_ number: Double) {
    let tenths = Int((number.isFinite ? max(-1e9, min(1e9, number)) : 0) * 10 + (number < 0 ? -0.5 : 0.5))
    if tenths < 0 { put(UInt8(ascii: "-")) }
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    put(whole: whole)
    if tenth != 0 {
      put(UInt8(ascii: "."))
      put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: tenth))
    }
  }

  private mutating func put(whole number: UInt) {
    var length = 1
    var bound: UInt = 10
    while number >= bound {
      length += 1
      bound *= 10
    }
    count += length
    var (rest, index) = (number, count)
    repeat {
      index -= 1
      room[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  mutating func put(_ point: Point) {
    put(point.x)
    put(UInt8(ascii: " "))
    put(point.y)
  }
}
