"""Speaks with the language server as an editor does: speak.py BATON FOLDER. FOLDER holds a handbook in site-content.

The client is pygls; what is wrong is an assertion, and the last line counts the answers.
"""

import asyncio
import pathlib
import sys
import time

from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient

BATON, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
BOOK = FOLDER / "site-content"
problems = {}
news = asyncio.Event()


def uri(path):
    return (BOOK / path).as_uri()


def at(text, needle, delta=0):
    """The place of a needle, in UTF-16 code units."""
    before = text[: text.index(needle) + delta]
    line = before.count("\n")
    return lsp.Position(line, len(before.rsplit("\n", 1)[-1].encode("utf-16-le")) // 2)


async def wait_for(test, what):
    end = time.monotonic() + 20
    while not test():
        news.clear()
        try:
            await asyncio.wait_for(news.wait(), end - time.monotonic())
        except asyncio.TimeoutError:
            sys.exit(f"waited in vain for {what}: {problems}")


def codes(path):
    return sorted(d.code for d in problems.get(uri(path), []))


async def main():
    client = BaseLanguageClient("test", "1")

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(params):
        problems[params.uri] = params.diagnostics
        news.set()

    await client.start_io(BATON, "lsp")
    edits = lsp.WorkspaceEditClientCapabilities(
        document_changes=True, resource_operations=[lsp.ResourceOperationKind.Rename])
    abilities = lsp.ClientCapabilities(workspace=lsp.WorkspaceClientCapabilities(workspace_edit=edits))
    answer = await client.initialize_async(
        lsp.InitializeParams(capabilities=abilities, root_uri=FOLDER.as_uri()))
    assert answer.capabilities.rename_provider, answer
    client.initialized(lsp.InitializedParams())
    await wait_for(lambda: "unknown-reference" in codes("personas/dev.md"), "the first problems")
    found = [d for d in problems[uri("personas/dev.md")] if d.code == "unknown-reference"][0]
    text = (BOOK / "personas/dev.md").read_bytes().decode()
    assert found.range == lsp.Range(at(text, "develp"), at(text, "develp", 6)), found
    assert found.severity == lsp.DiagnosticSeverity.Warning

    # Typing the right id takes the problem away, before anything is saved.
    item = lsp.TextDocumentItem(uri("personas/dev.md"), "markdown", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    place = lsp.Range(at(text, "develp"), at(text, "develp", 6))
    document = lsp.VersionedTextDocumentIdentifier(uri=uri("personas/dev.md"), version=2)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(
        document, [lsp.TextDocumentContentChangePartial(range=place, text="write")]))
    await wait_for(lambda: "unknown-reference" not in codes("personas/dev.md"), "the problem to go")
    text = text.replace("develp", "write", 1)

    # What a change means for other documents follows when nothing more is typed.
    quality = (BOOK / "personas/qa.md").read_bytes().decode()
    item = lsp.TextDocumentItem(uri("personas/qa.md"), "markdown", 1, quality)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    for version, changed in ((2, quality.replace("receives_from: [dev]\n", "")), (3, quality)):
        document = lsp.VersionedTextDocumentIdentifier(uri=uri("personas/qa.md"), version=version)
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(
            document, [lsp.TextDocumentContentChangeWholeDocument(text=changed)]))
        await wait_for(lambda: ("one-sided-handoff" in codes("personas/dev.md")) == (changed != quality), "the other end")

    # Completion: ids of the right kind in a field, ids of all behind [[, fields at a line's beginning.
    async def complete(document, position):
        params = lsp.CompletionParams(lsp.TextDocumentIdentifier(document), position)
        return [i.label for i in (await client.text_document_completion_async(params)).items]

    assert await complete(uri("personas/dev.md"), at(text, "write", 2)) == ["write"]
    assert "qa" in await complete(uri("personas/dev.md"), at(text, "[[qa", 2))
    assert "hands_off_to" in await complete(uri("personas/dev.md"), at(text, "type:"))
    assert await complete(uri("personas/dev.md"), lsp.Position(2**31 - 1, 2**31 - 1)) == []

    # Hover, definition, references; the line has characters of two code units before the link.
    link = lsp.TextDocumentIdentifier(uri("personas/dev.md"))
    hover = await client.text_document_hover_async(lsp.HoverParams(link, at(text, "[[qa", 3)))
    assert "Quality" in hover.contents.value and "Finds what others miss" in hover.contents.value, hover
    target = await client.text_document_definition_async(lsp.DefinitionParams(link, at(text, "[[qa", 3)))
    assert target.uri == uri("personas/qa.md"), target
    places = await client.text_document_references_async(lsp.ReferenceParams(
        lsp.ReferenceContext(include_declaration=False), link, at(text, "[[qa", 3)))
    assert [(p.uri.rsplit("/", 1)[-1], p.range.start.line) for p in places] == [("dev.md", 4), ("dev.md", 7)], places

    # Renaming changes every file, and the name of one.
    edit = await client.text_document_rename_async(lsp.RenameParams(link, at(text, "[[qa", 3), "tester"))
    files = [c.text_document.uri.rsplit("/", 1)[-1] if hasattr(c, "edits") else c.kind for c in edit.document_changes]
    assert files == ["dev.md", "qa.md", "rename"], files
    try:
        await client.text_document_rename_async(lsp.RenameParams(link, at(text, "[[qa", 3), "dev"))
        sys.exit("an id that is taken was given")
    except Exception as error:  # pygls raises what the server answers
        assert "taken" in str(error), error

    await client.shutdown_async(None)
    client.exit(None)
    for _ in range(100):
        if client._server.returncode is not None:
            break
        await asyncio.sleep(0.05)
    assert client._server.returncode == 0, client._server.returncode
    print("16 answers are right")


asyncio.run(main())
