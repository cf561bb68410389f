import Glibc
import Synchronization

/// The first signal that came; 0 when none has.
private let received = Atomic<Int32>(0)

/// Takes Ctrl-C and a polite kill as a wish to stop, so that what was begun can be put away; the second one ends the program at once.
struct Interruption {
  private static let signals = [SIGINT, SIGTERM]

  /// Those that are taken.
  private var taken: [Int32] = []

  /// Begins to take signals, but none that whoever started the program has it ignore.
  init() {
    for number in Self.signals {
      var action = sigaction()
      sigaction(number, nil, &action)
      guard unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) != Self.ignored else { continue }
      action = sigaction()
      action.sa_flags = SA_RESTART
      action.__sigaction_handler.sa_handler = { number in
        if received.exchange(number, ordering: .relaxed) != 0 {
          signal(number, SIG_DFL)
          raise(number)
        }
      }
      sigaction(number, &action, nil)
      taken.append(number)
    }
  }

  private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)

  /// Whether a signal came.
  var hasCome: Bool { received.load(ordering: .relaxed) != 0 }

  /// Ends taking them. When one came, the program ends as if it had not been taken, so that who started it is told.
  func end() {
    for number in taken { signal(number, SIG_DFL) }
    guard hasCome else { return }
    let number = received.load(ordering: .relaxed)
    // Threads that tasks run on take no signals.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
  }
}
