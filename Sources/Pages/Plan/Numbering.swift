/// Numbers names that several want: `a`, `a-2`, `a-3`. It goes on where it stood, so that many names take no longer than they are many.
final class Numbering {
  /// For each name that was taken, the last number that was given.
  private var last: [String: Int] = [:]

  /// `wanted`, or with the lowest number that makes it free. What is taken must stay taken.
  ///
  /// - Parameters:
  ///   - numbered: a name with a number.
  ///   - isFree: whether nothing has a name.
  func free(
    _ wanted: String, numbered: (String, Int) -> String = { "\($0)-\($1)" }, isFree: (String) -> Bool
  ) -> String {
    if isFree(wanted) { return wanted }
    var number = last[wanted] ?? 2
    var name = numbered(wanted, number)
    while !isFree(name) {
      number += 1
      name = numbered(wanted, number)
    }
    last[wanted] = number
    return name
  }
}
