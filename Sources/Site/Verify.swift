import Diagnostics
import Glibc
import Handbook
import Pages
import Snapshot
import Threads

/// How a site differs from what a clean build makes.
public struct SiteDifferences: Sendable, Equatable {
  /// The files that have other bytes, are missing, or should not be there; sorted paths from the site's root.
  public var files: [String] = []
  /// Whether other problems were reported.
  public var hasOtherDiagnostics = false
  /// How many files were compared.
  public var count = 0

  /// Whether there is no difference.
  public var isEmpty: Bool { files.isEmpty && !hasOtherDiagnostics }
}

/// Builds the site in memory, without anything that earlier builds left behind, and compares every byte of it with the output
/// folder.
///
/// - Parameter report: what the build reported that is to be verified.
/// - Throws: `StopError` when nothing can be built.
public func differences(of report: BuildReport, from options: BuildOptions) throws(StopError) -> SiteDifferences {
  var timings = Timings()
  let content = try readContent(options, &timings)
  let parsed = parseDocuments(content, DocumentCache(), options)
  let loaded = try resolve(content, parsed, options, &timings)
  var renderer = PageRenderer(
    handbook: loaded.handbook, plan: loaded.plan, theme: loaded.theme, findings: loaded.diagnostics,
    former: options.former)
  renderer.prepareBundles(jobs: options.jobs)
  let output = try OutputFolder.absolutePath(options.output)
  let root = content.sources.root
  let isSame = loaded.plan.routes.concurrentMap(jobs: options.jobs) { [renderer] route -> Bool in
    let path = output + "/" + route.file
    if case .asset(let asset) = route.content { return Files.haveSameBytes(root + "/" + asset, path) }
    return (try? Files.read(path)) == renderer.render(route).bytes
  }
  var files = Set(zip(loaded.plan.routes, isSame).filter { !$0.1 }.map { FileName($0.0.file) })
  let listed = (try? Files.read(output + "/" + Manifest.name)).flatMap(Manifest.init)?.files ?? []
  files.formUnion(listed.symmetricDifference(loaded.plan.routes.map { FileName($0.file) }))
  return SiteDifferences(
    files: files.map(\.text).sorted { $0.precedesInUTF8($1) },
    hasOtherDiagnostics: report.diagnostics.filter { $0.code != .invalidTheme }
      != loaded.diagnostics.filter { $0.code != .invalidTheme },
    count: loaded.plan.routes.count)
}
