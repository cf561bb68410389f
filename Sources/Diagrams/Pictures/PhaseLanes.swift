import Handbook

/// The work of a team from phase to phase: a column for each phase, a lane for each persona, its tasks in the phases that they
/// belong to, and the handoffs between lanes.
public struct PhaseLanes: Sendable {
  /// A persona and its tasks.
  public struct Lane: Sendable {
    /// The index of its node in the handbook's graph.
    public var node: Int
    /// What the persona is called.
    public var name: String
    /// Whether no document tells of it.
    public var isMissing: Bool
    /// Its tasks, by their first phases.
    public var tasks: [Task]
  }

  /// A task in a lane, in phases that follow each other; one with a gap between its phases stands there more than once.
  public struct Task: Sendable {
    /// The index of its node in the handbook's graph.
    public var node: Int
    /// Its title.
    public var title: String
    /// The columns that it reaches over.
    public var columns: ClosedRange<Int>
  }

  /// Work that passes from one lane to another.
  public struct Handoff: Sendable {
    /// The index of the lane that gives.
    public var from: Int
    /// The index of the lane that receives.
    public var to: Int
    /// What is handed over.
    public var label: String?
  }

  /// The phases, in order.
  public var phases: [String]
  /// The lanes, in the order in which their work begins.
  public var lanes: [Lane]
  /// The handoffs between lanes.
  public var handoffs: [Handoff]
  /// The language of its texts.
  let language: Language

  /// The lanes of a handbook; `nil` when fewer than two phases or no tasks of personas would stand in them, or more than 40
  /// personas or 12 phases, which nobody could read.
  public init?(of handbook: Handbook) {
    let graph = handbook.graph
    guard (2...12).contains(handbook.phases.count) else { return nil }
    var lanes: [Lane] = []
    for node in graph.nodes.indices where graph.nodes[node].kind == .document(.persona) {
      let tasks = graph.edges(from: node, .performs).flatMap { edge -> [Task] in
        guard let document = graph.nodes[edge.to].document else { return [] }
        return Self.runs(handbook.resolutions[document].phases).map {
          Task(node: edge.to, title: graph.nodes[edge.to].name, columns: $0)
        }
      }
      guard !tasks.isEmpty else { continue }
      let sorted = tasks.sorted {
        ($0.columns.lowerBound, -$0.columns.count) < ($1.columns.lowerBound, -$1.columns.count)
      }
      lanes.append(
        Lane(node: node, name: graph.nodes[node].name, isMissing: graph.nodes[node].isMissing, tasks: sorted))
    }
    guard !lanes.isEmpty, lanes.count <= Picture.mostBoxes else { return nil }
    // Those who begin first stand on top, so that most work flows downward.
    func begin(_ lane: Lane) -> Double {
      Picture.beginning(of: lane.node, in: handbook) ?? Double(handbook.phases.count)
    }
    let order = lanes.indices.sorted { (begin(lanes[$0]), $0) < (begin(lanes[$1]), $1) }
    phases = handbook.phases
    language = Language(handbook.configuration.language)
    self.lanes = order.map { lanes[$0] }
    var laneOfNode: [Int: Int] = [:]
    for (index, lane) in self.lanes.enumerated() { laneOfNode[lane.node] = index }
    handoffs = graph.edges.compactMap { edge in
      guard edge.kind == .handoff, let from = laneOfNode[edge.from], let to = laneOfNode[edge.to], from != to else {
        return nil
      }
      return Handoff(from: from, to: to, label: edge.label)
    }
  }

  /// Sorted numbers as ranges without gaps.
  private static func runs(_ numbers: [Int]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs
  }

  /// The same in words: for each lane its tasks and their phases, then the handoffs.
  public var sentences: [String] {
    lanes.flatMap { lane in
      lane.tasks.map { task in
        let (first, last) = (phases[task.columns.lowerBound], phases[task.columns.upperBound])
        let name = lane.isMissing ? "\(lane.name) (missing)" : lane.name
        return "\(name), \(first == last ? first : "\(first) to \(last)"): \(task.title)"
      }
    } + handoffs.map(sentence)
  }

  /// A handoff in words.
  func sentence(of handoff: Handoff) -> String {
    language.arrow(from: lanes[handoff.from].name, to: lanes[handoff.to].name) + (handoff.label.map { ": \($0)" } ?? "")
  }
}
