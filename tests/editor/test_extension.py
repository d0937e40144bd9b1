"""The extension for VS Code, packaged as its users get it."""

import json
import pathlib
import subprocess
import zipfile

import pytest

EXTENSION = pathlib.Path(__file__).parents[2] / "editors" / "vscode"


@pytest.mark.skipif(not (EXTENSION / "node_modules").is_dir(), reason="npm ci --prefix editors/vscode brings vsce")
def test_the_extension_is_packaged_with_all_that_it_needs(tmp_path):
    package = tmp_path / "askwell.vsix"
    made = subprocess.run(["npm", "run", "package", "--", "--out", str(package)], cwd=EXTENSION, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    with zipfile.ZipFile(package) as files:
        names = files.namelist()
        manifest = json.loads(files.read("extension/package.json"))
    assert f"extension/{manifest['main'].removeprefix('./')}" in names
    assert "extension/node_modules/vscode-languageclient/node.js" in names
    assert not any("@vscode/vsce" in name for name in names)


@pytest.mark.skipif(not (EXTENSION / "node_modules").is_dir(), reason="npm ci --prefix editors/vscode brings its packages")
def test_the_extension_starts_the_server(tmp_path):
    """Its code runs as VS Code runs it, with a stand-in for the editor."""
    stand_in = tmp_path / "run.js"
    stand_in.write_text(
        """
        const Module = require("module");
        const started = [];
        const command = (name) => ({ dispose() {}, name });
        const vscode = {
          workspace: { getConfiguration: () => ({ get: () => "askwell" }), onDidChangeConfiguration: () => ({ dispose() {} }) },
          commands: { registerCommand: command },
          window: {},
        };
        class LanguageClient {
          constructor(id, name, server, shown) { started.push({ id, server, shown }); }
          async start() {}
          async stop() { started.push("stopped"); }
        }
        const load = Module._load;
        Module._load = (name, ...rest) =>
          name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
        const { activate, deactivate } = require(process.argv[2]);
        activate({ subscriptions: [] }).then(deactivate).then(() => console.log(JSON.stringify(started)));
        """,
        encoding="utf-8",
    )
    ran = subprocess.run(["node", str(stand_in), str(EXTENSION / "extension.js")], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    first, last = json.loads(ran.stdout)
    assert first["server"] == {"command": "askwell", "args": ["lsp"]}
    assert last == "stopped"
