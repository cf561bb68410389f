import Diagnostics
import Handbook
import Pages
import Snapshot
import Threads

/// A handbook of which only some texts are others than those of the last whole build, as that build kept it: ready to be
/// published, without the rest having been parsed, resolved or routed.
struct ChangedTexts: Sendable {
  var loaded: LoadedHandbook
  var inputs: PageInputs
  /// What goes into each file of the site, in the order of the routes.
  var pages: [Fingerprint]
  /// The documents that differ from those of the last whole build, or that the last build published so.
  var changed: [Int]
  /// The paths of those that differ now.
  var paths: [String]

  /// The most documents that are looked at one by one.
  private static func most(of count: Int) -> Int { max(8, min(64, count / 32)) }

  /// The site that they make.
  var site: Publication {
    Publication(loaded: loaded, renderer: inputs.renderer, pages: pages, changed: changed)
  }

  /// Finds out what changed since the last build.
  ///
  /// - Returns: `nil` when more changed than a few texts, or others may show something of the change: then all is looked at anew.
  init?(
    _ content: Content, since record: SiteRecord?, in cache: CacheFolder?, _ known: LazyValue<DocumentCache>,
    _ options: BuildOptions
  ) {
    guard let cache, let record, record.frame == content.frame,
      !record.diagnostics.contains(where: { $0.code == .invalidTheme }),
      let kept = KeptHandbook(in: cache, of: record), kept.documents.count == content.sources.documents.count
    else { return nil }
    let sources = content.sources.documents.sortedByPath
    let prints = content.sources.fingerprints
    let touched = Set(record.changedTexts)
    let changed = sources.indices.filter {
      prints[sources[$0].path] != kept.documents[$0].file || touched.contains(sources[$0].path)
    }
    // What reading said of a file is none of its problems that are found here.
    let unread = Set(content.diagnostics.compactMap(\.range?.file))
    guard changed.count <= Self.most(of: sources.count), !changed.contains(where: { unread.contains(sources[$0].path) })
    else { return nil }
    // The changed ones are read as they were.
    var former: [Int: Document] = [:]
    for index in changed {
      former[index] =
        known.value.document(sources[index], file: kept.documents[index].file, files: prints)?.checked.value
      if former[index] == nil { return nil }
    }
    var checker: Background<DocumentChecker>?
    let inputs = kept.handbook(
      content, files: sources.map(\.path), findings: record.diagnostics, options
    ) { [former] index in
      if let document = former[index] { return document }
      let file = prints[sources[index].path] ?? Fingerprint([])
      return known.value.document(sources[index], file: file, files: prints)?.checked.value
        ?? parseDocument(sources[index], content, options).checked.value
    } connected: { handbook in
      // Names are collected while pages are read back.
      checker = Background {
        let checker = DocumentChecker(handbook)
        checker.prepare()
        return checker
      }
    }
    guard let inputs else { return nil }
    self.init(inputs, kept, changed, sources, checker?.value(), content, record, options)
  }

  private init?(
    _ inputs: PageInputs, _ kept: KeptHandbook, _ changed: [Int], _ sources: [SourceFile],
    _ checker: DocumentChecker?, _ content: Content, _ record: SiteRecord, _ options: BuildOptions
  ) {
    let handbook = inputs.handbook
    var update = TextUpdate(
      handbook, diagnostics: record.diagnostics, checker: checker, configuration: content.configuration,
      root: content.sources.root)
    var contents: [Int: Fingerprint] = [:]
    for index in changed {
      let (text, source) = (kept.documents[index], sources[index])
      let new = parseDocument(source, content, options)
      guard !text.isBound else { return nil }
      let isReplaced = update.replace(index, by: new) {
        let isSame = text.namedLines > 0 && new.checked.value.source.fingerprint(ofLines: text.namedLines) == text.named
        return isSame ? text.namedLines : 0
      } silenced: {
        text.silenced
      }
      guard isReplaced else { return nil }
      contents[index] = new.content
    }
    let renderer = inputs.renderer.replacing(changed, of: update.handbook, findings: update.diagnostics)
    loaded = LoadedHandbook(
      handbook: update.handbook, plan: inputs.plan, theme: content.theme.value, diagnostics: update.diagnostics,
      root: content.sources.root)
    self.inputs = inputs
    self.inputs.replace(renderer, contents: contents)
    self.changed = changed
    paths = changed.filter { contents[$0] != kept.documents[$0].file }.map { sources[$0].path }
    pages = kept.pages
    let shown = inputs.plan.routes(showing: changed, of: handbook)
    let fingerprints = shown.concurrentMap(jobs: options.jobs, large: shown.count) { [inputs = self.inputs] index in
      inputs.fingerprint(of: inputs.plan.routes[index])
    }
    for (index, fingerprint) in zip(shown, fingerprints) { pages[index] = fingerprint ?? pages[index] }
  }
}

extension [SourceFile] {
  /// The files in the order of their paths, in which a handbook has its documents.
  fileprivate var sortedByPath: [SourceFile] {
    let isSorted = indices.dropFirst().allSatisfy { !self[$0].path.precedesInUTF8(self[$0 - 1].path) }
    return isSorted ? self : sorted { $0.path.precedesInUTF8($1.path) }
  }
}
