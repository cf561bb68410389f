import Markup
import Testing

/// The text for cards and descriptions.
@Suite struct SummaryTests {
  private func summary(_ text: String) -> String {
    let files = ["b.md": "# B\n"]
    return markupText(
      of: Array(text.utf8),
      options: MarkupOptions(
        file: "a.md", include: { path in files[path].map { IncludedText(bytes: Array($0.utf8), firstLine: 1) } })
    ).value.summary
  }

  @Test(arguments: [
    ("Hi [[do-it]] and [[do-it|the task]] and [link](../tasks/do-it.md).", "Hi do-it and the task and link."),
    ("*See* **[[ do-it#steps ]]**, [[#steps]].", "See do-it, steps."),
    ("First\n[[do-it]] [[a|b]] [[c]]\nlast", "First do-it b c last"),
    ("[[do-it]]", "do-it"),
    ("[x]: y\n[[do-it]] [x]", "do-it x"),
  ]) func `A link by id is its text, or the id`(text: String, summary: String) {
    #expect(self.summary(text + "\n") == summary)
  }

  @Test(arguments: [
    ("Text[^1] and\nmore [^x].\n\n[^1]: A\n[^x]: B", "Text and more."),
    ("[No [^1]](b.md), *all[^1]*.\n\n[^1]: A", "No, all."),
  ]) func `References to footnotes are left out`(text: String, summary: String) {
    #expect(self.summary(text + "\n") == summary)
  }

  @Test(arguments: [
    ("{{include: b.md}}\n{{diagram: map}}\n\nText {{include: b.md}} and on.", "Text and on."),
    ("{{diagram: map}}\n\n![](x.png)\n\nText", "Text"),
  ]) func `What brings something in is left out`(text: String, summary: String) {
    #expect(self.summary(text + "\n") == summary)
  }

  @Test(arguments: [
    ("a \\[[b]] \\{{include: c}} list[[0]", "a [[b]] {{include: c}} list[[0]"),
    ("a [^1] {{name}} [[]] [[|b]]", "a [^1] {{name}} [[]] [[|b]]"),
    ("`[[a]] {{include: b.md}}`", "[[a]] {{include: b.md}}"), ("![a [[b]] c](x.png)", "a [[b]] c"),
    ("[a [[b]] c](x.md) [[d]]", "a [[b]] c d"), ("x {{include: b.md", "x {{include: b.md"),
  ]) func `What is text on the page is text here`(text: String, summary: String) {
    #expect(self.summary(text + "\n") == summary)
  }
}
