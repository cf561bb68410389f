import Synchronization

/// The name of a variable. Equal names have equal numbers, so that looking one up compares integers.
public struct Name: Hashable, Sendable {
  let number: Int32

  /// The name with a text. Takes a lock: keep names that are used often in constants.
  public init(_ text: String) {
    number = Self.numbers.withLock { numbers in
      if let number = numbers[text] { return number }
      let number = Int32(truncatingIfNeeded: numbers.count)
      numbers[text] = number
      return number
    }
  }

  private static let numbers: Mutex<[String: Int32]> = Mutex([:])
}
