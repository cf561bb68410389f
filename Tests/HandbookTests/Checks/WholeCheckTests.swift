import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Handbook

@Suite struct WholeCheckTests {
  private static let books: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Fixtures").standardized.path
    let names = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted()
    return names.compactMap {
      $0.hasSuffix(".txt") ? try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8) : nil
    }
  }()

  @Test
  func `A build in which only texts change keeps what the checks of the whole find, and nothing that others find`() {
    #expect(!Self.books.isEmpty)
    var found: Set<DiagnosticCode> = []
    for text in Self.books {
      let book = handbook(text).value
      for check in wholeChecks {
        let codes = check.run(book).filter { $0.range?.file != configurationFile }.map(\.code)
        #expect(check.codes.isSuperset(of: codes))
        found.formUnion(codes)
      }
      for index in book.documents.indices {
        #expect(wholeHandbookCodes.isDisjoint(with: documentProblems(in: book, index).map(\.code)))
      }
    }
    #expect(found == wholeHandbookCodes.subtracting([.duplicateID, .duplicateURL]))
  }
}
