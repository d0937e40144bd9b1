"""A folder of forms and a client that talks to the built program, as an editor does."""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = os.environ.get("ASKWELL", str(ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug" / "askwell"))
EDITORS = {"code": "visual-studio-code", "neovim": "neovim"}


@pytest.fixture
def forms(tmp_path):
    """A repository of a page, its words and a layout."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "en.json").write_text('{ "name": { "previous": "Maiden name" } }\n', encoding="utf-8")
    (tmp_path / "page.njk").write_text(
        '<label for="previous">{{ t("name.previous") }}</label>\n<input id="previous" name="previous">\n', encoding="utf-8"
    )
    return tmp_path


class Editor:
    """An editor with one folder open."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = folder
        self.versions = {}
        #: What was said of files, and how much of it has been looked at.
        self.said = []
        self.seen = 0
        self.news = asyncio.Event()
        features = client.protocol.fm.features
        known = features["textDocument/publishDiagnostics"]

        def listen(params):
            self.said.append(params)
            self.news.set()
            return known(params)

        features["textDocument/publishDiagnostics"] = listen

    def uri(self, name):
        return (self.folder / name).as_uri()

    async def open(self, name, text=None):
        text = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        document = types.TextDocumentItem(uri=self.uri(name), language_id="html", version=1, text=text)
        self.versions[name] = 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))
        return await self.told(name)

    async def change(self, name, text, at=None):
        """Writes `text` over the range `at`, or over everything."""
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=self.versions[name])
        if at is None:
            change = types.TextDocumentContentChangeWholeDocument(text=text)
        else:
            change = types.TextDocumentContentChangePartial(range=at, text=text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(text_document=document, content_changes=[change]))
        return await self.told(name)

    async def told(self, name):
        """What is next said of a file as its text is now."""
        return await asyncio.wait_for(self._told(name), timeout=30)

    async def _told(self, name):
        while True:
            while self.seen < len(self.said):
                said = self.said[self.seen]
                self.seen += 1
                if said.uri == self.uri(name) and said.version == self.versions[name]:
                    return said.diagnostics
            self.news.clear()
            await self.news.wait()

    async def actions(self, name, diagnostic):
        context = types.CodeActionContext(diagnostics=[diagnostic])
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        params = types.CodeActionParams(text_document=document, range=diagnostic.range, context=context)
        return await self.client.text_document_code_action_async(params)

    async def hover(self, name, position):
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        return await self.client.text_document_hover_async(types.HoverParams(text_document=document, position=position))


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[PROGRAM, "lsp"]), params=EDITORS)
async def client(request, forms, lsp_client: LanguageClient):
    lsp_client.feature("client/registerCapability")(lambda _: None)
    capabilities = client_capabilities(EDITORS[request.param])
    folder = types.WorkspaceFolder(uri=forms.as_uri(), name="forms")
    params = types.InitializeParams(capabilities=capabilities, workspace_folders=[folder], root_uri=forms.as_uri())
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client, forms):
    return Editor(client, forms)


def codes(diagnostics):
    return [diagnostic.code for diagnostic in diagnostics]


def applied(text, edits):
    """`text` with edits made, whose columns count UTF-16 as both clients here agree on."""
    lines = text.splitlines(keepends=True)

    def offset(position):
        before = "".join(lines[: position.line])
        line = lines[position.line] if position.line < len(lines) else ""
        return len(before) + len(line.encode("utf-16-le")[: position.character * 2].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text
