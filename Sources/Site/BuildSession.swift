import Diagnostics
import Glibc
import Handbook
import Pages
import Snapshot
import Synchronization

/// Builds one site again and again, and remembers what it was made of. When only texts changed, and nothing that other pages
/// show of them, a build reads, parses and renders those alone; ``finish(isCancelled:)`` does the same for the texts of the whole
/// handbook.
public final class BuildSession: Sendable {
  private let options: BuildOptions
  private let state: Mutex<State?> = Mutex(nil)
  private let lastHiddenTheme: Mutex<String?> = Mutex(nil)

  /// The folder of the last configured theme that lies behind a hidden name, where nobody looks for changes; it begins as the content
  /// folder is written.
  public var hiddenTheme: String? { lastHiddenTheme.withLock(\.self) }

  /// What the last build was made of, and what it published.
  private struct State: Sendable {
    var built: Built
    var report: BuildReport
    /// Checks single documents; made when it is needed.
    var checker: DocumentChecker?
    /// Whether the texts of the whole handbook are those of an earlier build.
    var isUnfinished = false
    /// For each document's path its index among the sources, and in the handbook.
    let places: FileTable<(source: Int, document: Int)>
    /// The folders that hold something.
    let folders: Set<String>
    /// The theme's folder, when it is in the content folder.
    let theme: String?

    init(_ built: Built, _ report: BuildReport, theme: String?) {
      self.built = built
      self.report = report
      var places = FileTable<(source: Int, document: Int)>(room: built.parsed.count)
      var folders: Set<String> = []
      for (index, source) in built.content.sources.documents.enumerated() { places[source.path] = (index, -1) }
      for (index, document) in built.loaded.handbook.documents.enumerated() { places[document.file]?.document = index }
      for path in built.content.sources.documents.map(\.path) + built.content.sources.assets {
        var folder = path.parentPath
        while folders.insert(folder).inserted { folder = folder.parentPath }
      }
      self.places = places
      self.folders = folders
      let root = built.content.sources.root
      self.theme = theme.flatMap(Files.realPath).flatMap {
        $0.isPath(below: root) ? relativePath(to: $0, from: root) : nil
      }
    }

    /// The fingerprint of all that a document was made of.
    func content(ofDocument document: Int) -> Fingerprint {
      let place = places[built.loaded.handbook.documents[document].file]
      return place.map { built.parsed[$0.source].content } ?? Fingerprint([])
    }
  }

  /// A session that builds as `options` say.
  public init(_ options: BuildOptions) { self.options = options }

  /// Builds the site.
  ///
  /// - Parameters:
  ///   - changes: the files that changed since the last build, as the file system names them below the content folder of the
  ///     options; `nil` when anything may have changed.
  ///   - isCancelled: asked now and then whether to stop.
  /// - Throws: `StopError` as ``build(_:)`` does.
  public func build(
    changes: Set<String>? = nil, progress: (@Sendable (BuildOptions.Progress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(StopError) -> BuildReport {
    var options = options
    options.progress = progress
    options.isCancelled = isCancelled
    let known = state.withLock(\.self)
    if let known, let changes, let next = update(known, changes) {
      state.withLock { $0 = next }
      return next.report
    }
    // What was known is let go of before the next takes its room.
    state.withLock { $0 = nil }
    let (report, built) = try buildWhole(options, needsAll: true)
    if options.theme == nil, let theme = built?.content.configuration.theme?.value, theme.hasLeftOutName {
      lastHiddenTheme.withLock { [content = options.content] in $0 = content + "/" + theme }
    }
    if let built { state.withLock { [theme = options.theme] in $0 = State(built, report, theme: theme) } }
    return report
  }

  // MARK: - Texts only

  /// The state after changes that stay within the texts of documents, published; `nil` when they may reach further.
  private func update(_ known: State, _ changes: Set<String>) -> State? {
    var next = known
    var changed: [Int] = []
    for path in changes {
      switch document(at: path, in: known) {
      case .unrelated: continue
      case .other: return nil
      case .document(let place):
        guard let isChanged = replace(place, in: &next) else { return nil }
        if isChanged { changed.append(place.document) }
      }
    }
    next.report.changedFiles = []
    guard !changed.isEmpty else { return next }
    next.built.renderer = known.built.renderer.replacing(
      changed, of: next.built.loaded.handbook, findings: next.report.diagnostics)
    next.built.inputs.replace(
      next.built.renderer,
      contents: Dictionary(changed.map { ($0, next.content(ofDocument: $0)) }) { first, _ in first })
    return publish(changed, of: next)
  }

  /// What a changed path is.
  private enum Changed {
    /// A document of the handbook.
    case document((source: Int, document: Int))
    /// Something that came and went, or that is no part of the handbook.
    case unrelated
    case other
  }

  private func document(at path: String, in known: State) -> Changed {
    guard let file = self.path(inContent: path) else { return .other }
    // What a link leads to is shown in its place too.
    if known.built.content.sources.linkTargets.contains(FileName(file)) { return .other }
    let entry = Files.entry(at: path, follows: false)
    if let place = known.places[file], place.document >= 0 {
      if case .file = entry { return .document(place) }
      return .other
    }
    guard entry == nil else { return .other }
    let content = known.built.content
    let isKnown =
      content.assets[file] != nil || file == configurationFile || known.folders.contains(file)
      || content.diagnostics.contains { $0.range.map { $0.isIn(file) || $0.file.isPath(below: file) } ?? false }
      || [content.configuration.theme?.value, known.theme].compactMap(\.self).contains { isTheme($0, file) }
      || content.sources.linkTargets.contains { $0.text.isPath(below: file) }
    return isKnown ? .other : .unrelated
  }

  /// A path below the content folder, as it is seen from there; `nil` for any other.
  func path(inContent path: String) -> String? {
    let slash = UInt8(ascii: "/")
    var content = options.content.utf8[...]
    while content.last == slash { content.removeLast() }
    guard path.utf8.starts(with: content), case let rest = path.utf8.dropFirst(content.count), rest.first == slash
    else { return nil }
    return String(rest.drop { $0 == slash })
  }

  /// Reads and parses a document anew, in the place of what was known of it. `nil` when others show something of the change,
  /// or there was or is something wrong with it; false when its bytes are the same.
  private func replace(_ place: (source: Int, document: Int), in state: inout State) -> Bool? {
    let path = state.built.content.sources.documents[place.source].path
    guard let bytes = try? Files.read(state.built.content.sources.root + "/" + path, limit: largestDocument) else {
      return nil
    }
    let source = SourceFile(path: path, bytes: bytes)
    let fingerprint = Fingerprint(bytes)
    if state.built.content.sources.fingerprints[path] == fingerprint { return false }
    let old = state.built.parsed[place.source]
    guard bytes.count < largestDocument, old.includes.isEmpty,
      !state.built.parsed.contains(where: { $0.includes.contains { $0.path == path } })
    else { return nil }
    let new = parseDocument(source, state.built.content, options)
    var update = TextUpdate(
      state.built.loaded.handbook, diagnostics: state.report.diagnostics, checker: state.checker,
      configuration: state.built.content.configuration, root: state.built.content.sources.root)
    let before = old.checked.value.source
    let isReplaced = update.replace(place.document, by: new) {
      zip(before, new.checked.value.source).prefix { $0 == $1 }.count { $0.0 == UInt8(ascii: "\n") }
    } silenced: {
      old.checked.value.comments.silenced
    }
    guard isReplaced else { return nil }
    state.built.content.sources.documents[place.source] = source
    state.built.content.sources.fingerprints[path] = fingerprint
    state.built.parsed[place.source] = new
    state.built.loaded.handbook = update.handbook
    state.report.diagnostics = update.diagnostics
    state.checker = update.checker
    return true
  }

  /// Publishes the pages of some documents, each brought in at once. `nil` when the output folder is not as it was left.
  private func publish(_ changed: [Int], of state: State) -> State? {
    let plan = state.built.loaded.plan
    let shown = plan.routes(showing: changed, of: state.built.loaded.handbook)
    let routes = shown.map { plan.routes[$0] }.filter { !plan.showsAllTexts($0) }
    var state = state
    guard let changed = publish(routes, of: &state) else { return nil }
    state.report.changedFiles = changed
    state.isUnfinished = true
    return state
  }

  /// Brings up to date what nobody who looks at the changed page waits for: the texts of the whole handbook, and the page of its
  /// health.
  ///
  /// - Parameter isCancelled: asked now and then whether to stop; then it is to be called again.
  @discardableResult
  public func finish(isCancelled: () -> Bool = { false }) -> Finished {
    guard var known = state.withLock(\.self), known.isUnfinished else { return Finished() }
    var finished = Finished()
    let plan = known.built.loaded.plan
    for route in plan.routes where plan.showsAllTexts(route) {
      guard !isCancelled() else { break }
      guard let files = publish([route], of: &known) else {
        // The next build makes all anew.
        state.withLock { $0 = nil }
        finished.isToBeBuilt = true
        return finished
      }
      finished.changedFiles += files
    }
    known.isUnfinished = isCancelled()
    state.withLock { [known] in $0 = known }
    return finished
  }

  /// What came of ``finish(isCancelled:)``.
  public struct Finished: Sendable, Equatable {
    /// The files with other bytes.
    public var changedFiles: [String] = []
    /// Whether some file could not be written, or was not as it was left, so that the site is to be built again.
    public var isToBeBuilt = false
  }

  /// Renders and writes what differs from what was published; the files with other bytes.
  private func publish(_ routes: [Route], of state: inout State) -> [String]? {
    let output = state.built.output
    guard let lock = try? BuildLock(output: output, seconds: 1) else { return nil }
    defer { withExtendedLifetime(lock) {} }
    // All is looked at before anything is written: a page that was written here is no news to the whole build after it.
    var stale: [(route: Route, file: SiteRecord.File, inputs: Fingerprint)] = []
    for route in routes {
      guard let file = state.built.published.files[route.file],
        Files.stamp(at: output + "/" + route.file) == file.stamp,
        let inputs = state.built.inputs.fingerprint(of: route)
      else { return nil }
      if inputs != file.inputs { stale.append((route, file, inputs)) }
    }
    var changed: [String] = []
    for (route, file, inputs) in stale {
      let target = output + "/" + route.file
      let draft = output + "/" + OutputFolder.stagingName
      var diagrams = 0
      let stamp: Files.Stamp?
      if route.isInPieces {
        stamp = try? write(route, state.built.renderer, to: draft)
      } else {
        let page = state.built.renderer.render(route)
        guard page.stoppedTemplate == nil else { return nil }
        let bytes = page.bytes
        if bytes.count == file.stamp.size, (try? Files.read(target)) == bytes { continue }
        diagrams = page.diagrams
        stamp = try? Files.write(bytes, to: draft)
      }
      guard let stamp, rename(draft, target) == 0 else {
        unlink(draft)
        return nil
      }
      state.report.diagrams += diagrams - file.diagrams
      state.built.published.files[route.file] = SiteRecord.File(inputs: inputs, stamp: stamp, diagrams: diagrams)
      changed.append(route.file)
    }
    return changed
  }

  /// Writes a file of the whole handbook piece by piece.
  private func write(_ route: Route, _ renderer: PageRenderer, to path: String) throws(Files.Failure) -> Files.Stamp {
    try Files.write(to: path) { descriptor throws(Files.Failure) in
      var sections = TextSections()
      _ = try renderer.renderInPieces(route, sections: &sections) { bytes throws(Files.Failure) in
        try Files.append(bytes, to: descriptor, path)
      }
    }
  }
}

/// Whether a path of the content folder is the theme's folder, one above it, or something in it.
private func isTheme(_ theme: String, _ path: String) -> Bool {
  let (folder, parts) = (theme.pathParts.filter { $0 != "." }, path.pathParts)
  return folder.starts(with: parts) || parts.starts(with: folder)
}
