import Diagnostics
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("deployment-pipline-checklist", "deployment-pipeline-checklist"), ("prerequisits", "prerequisites"),
    ("Tilte", "title"), ("taks", "task"),
  ])
  func `The nearest word is found`(word: String, nearest expected: String) {
    let words = ["title", "task", "prerequisites", "deployment-pipeline-checklist", "deployment-pipeline-tmpl"]
    #expect(nearest(to: word, among: words) == expected)
  }

  @Test(arguments: ["pm", "qa", "weather", ""])
  func `A word that resembles none has no suggestion`(word: String) {
    #expect(nearest(to: word, among: ["p0", "title", "go"]) == nil)
  }

  @Test func `Ties go to the first`() {
    #expect(nearest(to: "cat", among: ["bat", "car", "cap"]) == "bat")
  }
}
