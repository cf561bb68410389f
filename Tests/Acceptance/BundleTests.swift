import Foundation
import TestSupport
import Testing

@Suite struct BundleTests {
  private static let book = """
    -- book/personas/ann.md --
    ---
    primary_tasks: [t]
    ---
    # Ann

    {{include: ../parts/intro.md}}

    ## Own

    > {{include: ../parts/quote.md#sec}}

    ```
    {{include: ../parts/intro.md}}
    ```
    {{include: ../parts/nope.md}}
    -- book/parts/intro.md --
    ---
    title: Intro
    ---
    # Intro

    See [the task](../tasks/t.md) and [[t]].

    Under
    -----

    {{include: quote.md#sec}}

    -- book/parts/quote.md --
    # Quote

    no

    ## Sec

    line one
    line two [[ann]]

    ## Next

    no
    -- book/tasks/t.md --
    # T

    """

  private static let text = """

    ## Intro

    See [the task](#t) and [T](#t).

    ### Under

    ### Sec

    line one
    line two [Ann](#ann)

    ### Own

    > ### Sec
    >\u{20}
    > line one
    > line two [Ann](#ann)

    ```
    {{include: ../parts/intro.md}}
    ```
    {{include: ../parts/nope.md}}

    <a id="t"></a>
    """

  @Test func `A bundle holds what its documents include, with headings and links of its own`() throws {
    let folder = try TemporaryFolder(Self.book)
    let result = try Program.run("bundle", "ann", "--content", "book", in: folder.path)
    #expect(result.output.contains(Self.text), "\(result.output)")
  }

  @Test func `A bundle in a terminal steers nothing, and its text keeps all else`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# T\u{1B}[31m\n\n\tà\u{9B}b\u{A0}\u{7F}\u{2067}\r\n", to: "book/tasks/t.md")
    let result = try Program.run("bundle", "t", "--content", "book", in: folder.path)
    #expect(result.output.hasPrefix("# T�"), "\(result.output)")
    #expect(result.output.contains("\tà�b\u{A0}�\u{2067}"), "\(result.output)")
    #expect(!result.output.unicodeScalars.contains("\u{1B}"))
  }

  @Test func `What is included is remembered from build to build`() throws {
    let folder = try TemporaryFolder(Self.book)
    func build() throws -> Program.Result {
      try Program.run(
        "build", "--content", "book", "--output", "site", "--cache-dir", "cache", "--verify", in: folder.path)
    }
    #expect(try build().status == 0)
    try folder.write("# T\n\nMore.\n", to: "book/tasks/t.md")
    #expect(try build().status == 0)
    #expect(folder.text(of: "site/personas/ann/bundle.md")?.contains(Self.text) == true)
    let quote = try #require(folder.text(of: "book/parts/quote.md"))
    try folder.write(quote.replacingOccurrences(of: "line one", with: "line 1"), to: "book/parts/quote.md")
    #expect(try build().status == 0)
    #expect(folder.text(of: "site/personas/ann/bundle.md")?.contains("> line 1\n> line two") == true)
  }

  @Test func `Included texts keep their footnotes, links and ends to themselves`() throws {
    let folder = try TemporaryFolder(
      """
      -- book/tasks/t.md --
      # T

      A[^1] [b][x]

      {{include: ../p.md}}

      > {{include: ../p.md}}

      End

      [^1]: Of T

      [x]: https://t.example
      -- book/p.md --
      P[^1] [b][x] [c][y]

      Under
      ---

      [^1]: Of P

      [x]: https://p.example
      [y]: tasks/t.md

      ```
      code
      """)
    let result = try Program.run("bundle", "t", "--content", "book", in: folder.path)
    #expect(
      result.output.hasSuffix(
        """
        A[^t:1] [b](https://t.example)

        P[^t:1:1] [b](https://p.example) [c](#t)

        ### Under

        [^t:1:1]: Of P

        [t:1:x]: https://p.example
        [t:1:y]: tasks/t.md

        ```
        code
        ```

        > P[^t:2:1] [b](https://p.example) [c](#t)
        >\u{20}
        > ### Under
        >\u{20}
        > [^t:2:1]: Of P
        >\u{20}
        > [t:2:x]: https://p.example
        > [t:2:y]: tasks/t.md
        >\u{20}
        > ```
        > code
        > ```

        End

        [^t:1]: Of T

        [t:x]: https://t.example

        """), "\(result.output)")
  }

  @Test func `Files that include each other again and again stay small`() throws {
    var text = "-- book/tasks/t.md --\n# T\n\n{{include: ../p0.md}}\n"
    for number in 0..<8 {
      let marks = (0..<8).map { "{{include: p\(($0 + number) % 8).md}}\n\n" }.joined()
      text += "-- book/p\(number).md --\n# P\(number)\n\n\(marks)"
    }
    let folder = try TemporaryFolder(text)
    let result = try Program.run("bundle", "t", "--content", "book", in: folder.path, seconds: 30)
    #expect(result.status == 0)
    #expect((1...60_000).contains(result.output.utf8.count))
  }
}
