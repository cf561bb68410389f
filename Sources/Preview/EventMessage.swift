import TextFormats

/// One message of a stream of server-sent events: a name, the id of the build after it, and JSON in one line.
struct EventMessage {
  /// The message's bytes, ready to be sent.
  let bytes: [UInt8]

  /// The message that tells a page of `event`.
  init(_ event: PreviewEvent, build: String) {
    var message = JSONWriter()
    switch event {
    case .reload(let paths):
      message.begin("reload", build)
      message.write(paths)
    case .style(let paths):
      message.begin("style", build)
      message.write(paths)
    case .problems(let problems):
      message.begin("problems", build)
      message.write(list: problems) { message, problem in
        message.write("{\"severity\":")
        message.write(string: problem.severity.rawValue)
        message.write(",\"text\":")
        message.write(string: problem.text)
        if problem.count != 1 {
          message.write(",\"count\":")
          message.write(problem.count)
        }
        message.write("}")
      }
    }
    message.write("\n\n")
    bytes = message.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func begin(_ name: StaticString, _ build: String) {
    write("event: ")
    write(name)
    write("\nid: ")
    output.append(string: build)
    write("\ndata: ")
  }

  /// `null` means everything.
  fileprivate mutating func write(_ paths: ChangedPaths) {
    switch paths {
    case .everything: write("null")
    case .paths(let paths): write(list: paths) { $0.write(string: $1) }
    }
  }

  /// A list in one line, as an event must stand.
  fileprivate mutating func write<Element>(list: [Element], _ item: (inout JSONWriter, Element) -> Void) {
    write("[")
    for (index, element) in list.enumerated() {
      if index > 0 { write(",") }
      item(&self, element)
    }
    write("]")
  }
}
