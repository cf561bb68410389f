/// Values by field, in the order in which they were added. Documents have a handful of fields: looking through them takes less time
/// than hashing, and they need less than half of a dictionary's room.
public struct FieldTable<Value> {
  /// The fields that have a value.
  public private(set) var fields: [Field] = []
  /// Their values.
  public private(set) var values: [Value] = []

  /// An empty table.
  @inlinable
  public init() {}

  /// The value of a field, `nil` when there is none.
  @inlinable
  public subscript(field: Field) -> Value? {
    index(of: field).map { values[$0] }
  }

  /// Gives a field a value, or none, in the place of the one before.
  mutating func set(_ field: Field, to value: Value?) {
    switch (index(of: field), value) {
    case (let index?, let value?): values[index] = value
    case (nil, let value?):
      fields.append(field)
      values.append(value)
    case (let index?, nil):
      fields.remove(at: index)
      values.remove(at: index)
    case (nil, nil): break
    }
  }

  @inlinable
  func index(of field: Field) -> Int? { fields.firstIndex { $0 == field } }

  /// How many fields have a value.
  public var count: Int { fields.count }

  /// Whether no field has a value.
  public var isEmpty: Bool { fields.isEmpty }

  /// Changes each value where it stands.
  mutating func changeValues(_ change: (inout Value) -> Void) {
    for index in values.indices { change(&values[index]) }
  }

  /// Lets go of the room for more fields.
  mutating func giveBackRoom() {
    if fields.capacity > fields.count { fields = fields.withUnsafeBufferPointer { Array($0) } }
    if values.capacity > values.count { values = values.withUnsafeBufferPointer { Array($0) } }
  }
}

extension FieldTable: Sendable where Value: Sendable {}

extension FieldTable: Equatable where Value: Equatable {
  /// Whether the same fields have the same values, in whatever order they were added.
  public static func == (a: FieldTable, b: FieldTable) -> Bool {
    a.count == b.count && zip(a.fields, a.values).allSatisfy { field, value in b[field] == value }
  }
}
