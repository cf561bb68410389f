/// One message of a stream of server-sent events: a name, the id of the build after it, and JSON in one line.
struct EventMessage {
  /// The message's bytes, ready to be sent.
  private(set) var bytes: [UInt8]

  /// The message that tells a page of `event`.
  init(_ event: PreviewEvent, build: String) {
    switch event {
    case .reload(let paths):
      self.init(name: "reload", build: build) { $0.write(paths) }
    case .style(let paths):
      self.init(name: "style", build: build) { $0.write(paths) }
    case .problems(let problems):
      self.init(name: "problems", build: build) { message in
        message.writeList(problems) { message, problem in
          message.write("{\"severity\":\"\(problem.severity.rawValue)\",\"text\":")
          message.writeString(problem.text)
          if problem.count != 1 { message.write(",\"count\":\(problem.count)") }
          message.write("}")
        }
      }
    }
  }

  private init(name: String, build: String, data: (inout EventMessage) -> Void) {
    bytes = []
    write("event: \(name)\nid: \(build)\ndata: ")
    data(&self)
    write("\n\n")
  }

  private mutating func write(_ text: String) { bytes += text.utf8 }

  /// `null` means everything.
  private mutating func write(_ paths: ChangedPaths) {
    switch paths {
    case .everything: write("null")
    case .paths(let paths): writeList(paths) { $0.writeString($1) }
    }
  }

  private mutating func writeList<Element>(_ list: [Element], write item: (inout EventMessage, Element) -> Void) {
    write("[")
    for (index, element) in list.enumerated() {
      if index > 0 { write(",") }
      item(&self, element)
    }
    write("]")
  }

  /// A JSON string. Control characters are escaped, so that no line ends within a message.
  private mutating func writeString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        write("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
