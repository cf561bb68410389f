import Foundation
import Testing

/// The built program, as a person runs it.
struct Program {
  /// What came of a run.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
    /// The lines of standard error that begin with a place: `file:line:column: severity`.
    var problems: [String] {
      (errors + output).split(separator: "\n").compactMap { line in
        guard let bracket = line.lastIndex(of: "["), line.hasSuffix("]") else { return nil }
        let parts = line.split(separator: ":", maxSplits: 4).map(String.init)
        guard parts.count == 5, Int(parts[1]) != nil else { return "\(parts.first ?? ""): \(line[bracket...])" }
        return parts[0...2].joined(separator: ":") + ":" + parts[3] + " " + line[bracket...]
      }
    }
  }

  /// The program beside the tests' own bundle.
  static let path: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return bundle.appendingPathComponent("baton").path
  }()

  /// The repository's root, three folders above this file.
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// What builds of tests remember stands apart from what the user's own do.
  private static let caches = FileManager.default.temporaryDirectory.appendingPathComponent("baton-test-caches")

  /// Starts the program; both outputs go to files, so that no pipe can fill up.
  static func start(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:], executable: String = path
  ) throws -> (process: Process, output: URL, errors: URL) {
    let process = Process()
    let base = FileManager.default.temporaryDirectory.appendingPathComponent("baton-run-\(UUID().uuidString)")
    let (output, errors) = (base.appendingPathExtension("out"), base.appendingPathExtension("err"))
    for url in [output, errors] { try Data().write(to: url) }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CACHE_HOME": caches.path]) { $1 }
      .merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    try process.run()
    return (process, output, errors)
  }

  /// Runs the program to its end; one that takes longer than `seconds` is killed and fails the test.
  static func run(
    _ arguments: String..., in folder: String? = nil, environment: [String: String] = [:], seconds: Double = 120,
    executable: String = path
  ) throws -> Result {
    try run(arguments, in: folder, environment: environment, seconds: seconds, executable: executable)
  }

  /// Runs the program with a list of arguments.
  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:], seconds: Double = 120,
    executable: String = path
  ) throws -> Result {
    let (process, output, errors) = try start(arguments, in: folder, environment: environment, executable: executable)
    let deadline = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < deadline { usleep(5_000) }
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      Issue.record("\(arguments) took longer than \(seconds) s")
    }
    process.waitUntilExit()
    defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
    if process.terminationReason == .uncaughtSignal { Issue.record("\(arguments) crashed") }
    return Result(
      status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}

/// Whether a missing tool fails a test instead of skipping it.
let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"

/// Whether a tool stands at a path; in continuous integration it must.
func isThere(_ tool: String) -> Bool {
  let isThere = FileManager.default.isExecutableFile(atPath: tool)
  return isThere || isContinuousIntegration
}
