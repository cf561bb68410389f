/// Whether a language is written from right to left, by its tag, such as `ar` or `az-Arab`.
func isRightToLeft(language tag: String) -> Bool {
  let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
  // A script that the tag names decides: it has four letters, behind the language.
  if let script = parts.dropFirst().first(where: { $0.utf8.count == 4 && $0.utf8.allSatisfy { $0 > 57 } }) {
    return ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"].contains(script)
  }
  return ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(parts.first ?? "")
}
