import Diagnostics
import Markup

/// How many references may be looked for in vain.
private let mostMisses = 20

/// Reads the text for the bottom of each page.
///
/// - Parameter source: the bytes of `baton.yml`. YAML may fold and escape what was written: a reference is looked for by its bytes,
///   and one that is written otherwise has the place of the whole text.
func footerText(_ footer: Located<String>, in source: [UInt8], language: String) -> MarkupText {
  let bytes = Array(footer.value.utf8)
  var text = markupText(
    of: bytes, options: MarkupOptions(file: configurationFile, marksEnglish: !Language(language).isEnglish)
  ).value
  let (linesOfText, lines) = (LineTable(bytes), LineTable(source))
  var position = lines.offset(of: footer.range.start)
  var misses = 0
  for index in text.references.indices {
    let written = bytes[linesOfText.bytes(of: text.references[index].range)]
    var range = footer.range
    // A search that finds nothing goes through all of the file: a footer in which hardly anything is found is not searched further.
    if !written.isEmpty, misses < mostMisses {
      if let place = source[position...].firstRange(of: written) {
        (range.start, range.end) = (lines.place(of: place.lowerBound), lines.place(of: place.upperBound))
        // What stands within it comes behind it.
        position = place.lowerBound + 1
      } else {
        misses += 1
      }
    }
    text.references[index].range = range
  }
  return text
}
