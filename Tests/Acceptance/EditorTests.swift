import TestSupport
import Testing

/// The program as editors and planted mistakes meet it. The tools come from `.ci/setup --tests`.
@Suite struct EditorTests {
  private static let python = Program.repository + "/.venv/bin/python"

  private static let book = """
    -- site-content/personas/dev.md --
    ---
    type: persona
    primary_tasks:
      - develp
    hands_off_to: [qa]
    ---
    # Developer
    😀😀 see [[qa]]
    -- site-content/personas/qa.md --
    ---
    tagline: Finds what others miss
    receives_from: [dev]
    ---
    # Quality
    -- site-content/tasks/write.md --
    # Write

    """

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `A client of the Language Server Protocol gets the right answers`() throws {
    let folder = try TemporaryFolder(Self.book)
    let script = Program.repository + "/Tests/Acceptance/Editor/speak.py"
    let result = try Program.run(script, Program.path, folder.path, seconds: 120, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "16 answers are right\n")
  }

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `Mistakes that are planted in the own handbook are found at their places`() throws {
    let folder = try TemporaryFolder()
    let script = Program.repository + "/Tests/Acceptance/Mistakes/plant.py"
    let result = try Program.run(
      script, Program.path, Program.repository + "/site-content", folder.path, "2", seconds: 300,
      executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "40 mistakes found\n")
  }
}
