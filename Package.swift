// swift-tools-version: 6.2
import PackageDescription

/// The rooms of the house, lower ones first: a target imports only those above it in this list.
/// `Sources/README.md` draws the map.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The released program brings Swift's libraries with it: it starts in half the time, builds a site a tenth faster, and runs on
/// machines that have no Swift.
let isStatic = BuildSettingCondition.when(configuration: .release)

let package = Package(
  name: "baton",
  products: [
    .executable(name: "baton", targets: ["baton"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .target(name: "Buffers", swiftSettings: strict),
    .target(name: "Snapshot", dependencies: ["Buffers", "CXXHash"], swiftSettings: strict),
    .target(name: "Threads", swiftSettings: strict),
    .target(name: "TextFormats", dependencies: ["Buffers"], swiftSettings: strict),
    .target(name: "Diagnostics", dependencies: ["Snapshot", "TextFormats", "Threads"], swiftSettings: strict),
    // Its headers come from libcurl4-openssl-dev; the library itself is loaded when it is first needed.
    .target(name: "CCurl"),
    .target(name: "Fetch", dependencies: ["CCurl"], swiftSettings: strict),
    .target(name: "GraphLayout", swiftSettings: strict),
    .target(name: "CMarkup", dependencies: ["CCmark"]),
    .target(
      name: "Markup", dependencies: ["Buffers", "CCmark", "CMarkup", "Snapshot", "Diagnostics"], swiftSettings: strict),
    .target(name: "EmbeddedFiles", exclude: ["starter-handbook"]),
    .target(
      name: "Handbook",
      dependencies: ["CYAML", "EmbeddedFiles", "Markup", "Snapshot", "Threads", "TextFormats", "Diagnostics"],
      swiftSettings: strict),
    .target(
      name: "Diagrams",
      dependencies: ["Buffers", "Handbook", "GraphLayout", "Markup", "TextFormats"],
      exclude: ["Text/generate-widths.py"],
      swiftSettings: strict),
    .target(name: "Mustache", dependencies: ["Buffers", "Markup"], swiftSettings: strict),
    .target(
      name: "Pages",
      dependencies: [
        "Buffers", "Diagrams", "EmbeddedFiles", "Handbook", "Markup", "Mustache", "Snapshot", "Threads", "TextFormats",
        "Diagnostics",
      ],
      swiftSettings: strict),
    .target(name: "CGlibc"),
    .target(
      name: "Site",
      dependencies: [
        "CGlibc", "Fetch", "Pages", "Diagrams", "Handbook", "Markup", "Snapshot", "Threads", "TextFormats",
        "Diagnostics",
      ],
      swiftSettings: strict),
    .target(
      name: "LanguageServer", dependencies: ["Site", "Handbook", "TextFormats", "Threads", "Diagnostics"],
      swiftSettings: strict),
    .target(
      name: "Preview",
      dependencies: [
        "CZlib", "Diagnostics", "Snapshot", "TextFormats", "Threads",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "baton",
      dependencies: [
        "CGlibc", "Fetch", "LanguageServer", "Preview", "Site", "Pages", "Diagrams", "GraphLayout", "Handbook",
        "Markup",
        "Threads", "Diagnostics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict + [.unsafeFlags(["-static-stdlib"], isStatic)],
      linkerSettings: [.unsafeFlags(["-static-stdlib", "-use-ld=lld"], isStatic)]),

    // Tests mirror the targets; Acceptance runs the built program.
    .target(name: "TestTools", path: "Tests/TestTools", swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Handbook", "Diagnostics"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "BuffersTests", dependencies: ["Buffers"], swiftSettings: strict),
    .testTarget(name: "ThreadsTests", dependencies: ["Threads"], swiftSettings: strict),
    .testTarget(name: "FetchTests", dependencies: ["Fetch"], swiftSettings: strict),
    .testTarget(name: "SnapshotTests", dependencies: ["Snapshot"], swiftSettings: strict),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestTools"], swiftSettings: strict),
    .testTarget(
      name: "MarkupTests", dependencies: ["Buffers", "Markup", "Diagnostics", "TestTools"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "GraphLayoutTests", dependencies: ["GraphLayout", "TestTools"], swiftSettings: strict),
    .testTarget(
      name: "HandbookTests",
      dependencies: ["Buffers", "Handbook", "Markup", "Snapshot", "Diagnostics", "TestSupport", "TestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "DiagramsTests",
      dependencies: ["Buffers", "Diagrams", "GraphLayout", "Handbook", "TestSupport", "TestTools"],
      exclude: ["Goldens"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MustacheTests", dependencies: ["Buffers", "Mustache"], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "PagesTests",
      dependencies: [
        "Pages", "Buffers", "Mustache", "Handbook", "Snapshot", "Diagnostics", "TestSupport", "TestTools",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SiteTests", dependencies: ["Site", "Fetch", "Diagnostics", "TestSupport", "TestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: ["LanguageServer", "Site", "Handbook", "Diagnostics", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PreviewTests",
      dependencies: ["Preview", "CZlib", .product(name: "NIOCore", package: "swift-nio")],
      swiftSettings: strict),
    .testTarget(
      name: "Acceptance", dependencies: ["baton", "TestSupport"], path: "Tests/Acceptance",
      exclude: ["Browser", "Editor", "Links", "Mistakes", "Reports"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  // C23 for #embed: the default theme is compiled into the program.
  cLanguageStandard: .c2x
)
