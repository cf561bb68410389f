import Diagnostics
import Pages
import Threads

/// What a build is to do.
public struct BuildOptions: Sendable {
  /// The folder of documents.
  public var content: String
  /// The folder that the site is published in.
  public var output: String
  /// A theme's folder; `nil` for the configured one, or the default theme.
  public var theme: String?
  /// Where the site will stand; `nil` for what the configuration says.
  public var baseURL: String?
  /// Whether a warning fails the build before anything is published.
  public var isStrict: Bool
  /// How many threads to use.
  public var jobs: Int
  /// Whether what the last build left behind is used, and something is left behind for the next one.
  public var usesCache = true
  /// The folder for that; `nil` for one among the user's caches.
  public var cacheFolder: String?
  /// Whether documents are to hold the addresses of the web that they lead to. Such documents never come from a cache.
  public var notesAddresses = false
  /// What an earlier build had, for the page of health.
  public var former: FormerGraph?
  /// Told when a stage begins, and now and then how far it is.
  public var progress: (@Sendable (Progress) -> Void)?
  /// Asked now and then by every thread: once it says true, the build stops and leaves the output folder as it was.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// How far a build is.
  public struct Progress: Sendable {
    /// What is done, such as "Parsing documents:".
    public var stage: String
    /// How many things are done.
    public var done: Int
    /// How many there are.
    public var total: Int
  }

  /// Options; see the properties.
  public init(
    content: String, output: String = "output", theme: String? = nil, baseURL: String? = nil, isStrict: Bool = false,
    jobs: Int = processorCount(), progress: (@Sendable (Progress) -> Void)? = nil
  ) {
    self.content = content
    self.output = output
    self.theme = theme
    self.baseURL = baseURL
    self.isStrict = isStrict
    self.jobs = max(1, jobs)
    self.progress = progress
  }

  /// - Throws: `StopError` when the build is cancelled.
  func stopIfCancelled() throws(StopError) {
    if isCancelled() { throw .cancelled }
  }
}

/// What came of a build.
public struct BuildReport: Sendable {
  /// How many documents were read.
  public var documents = 0
  /// How many pages the site has.
  public var pages = 0
  /// How many diagrams were drawn.
  public var diagrams = 0
  /// The files of the site that differ from those before: written anew, or removed. Sorted paths from the site's root.
  public var changedFiles: [String] = []
  /// Every problem, in order.
  public var diagnostics: [Diagnostic] = []
  /// Whether the site was published; not when `isStrict` met a warning.
  public var isPublished = false
  /// How long each stage took.
  public var timings = Timings()
  /// What the site was made of. Freeing it takes as long as a stage does: a program that ends may leave that to the system.
  public var residue: (any Sendable)?
}

extension BuildReport {
  /// The report of a build that nothing has to be done for.
  init(_ record: SiteRecord) {
    (documents, pages, diagrams) = (record.documents, record.pages, record.diagrams)
    diagnostics = record.diagnostics
  }

  /// The report of a build before it is published.
  init(_ loaded: LoadedHandbook) {
    documents = loaded.handbook.documents.count
    pages = loaded.plan.routes.count(where: \.isPage)
    diagnostics = loaded.diagnostics
  }

  mutating func add(_ published: Published) {
    diagrams = published.diagrams
    diagnostics += published.diagnostics
    changedFiles = published.changedFiles
    isPublished = true
  }

  /// Whether nothing may be published, as warnings are not allowed.
  func isRefused(_ options: BuildOptions) -> Bool {
    options.isStrict && diagnostics.contains { $0.severity >= .warning }
  }
}
