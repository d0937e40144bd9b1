// Starts `askwell lsp` and hands it every file that a form can stand in.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** Endings of the files that askwell reads: forms, the words and constants that they take from elsewhere, rules, settings. */
const FILES =
  "**/*.{html,htm,njk,nunjucks,j2,jinja,jinja2,vue,jsx,tsx,js,ts,mjs,cjs,py,erb,slim,haml,rb,php,phtml,md,markdown,json,yaml,yml}";

let client;

async function start() {
  const command = vscode.workspace.getConfiguration("askwell").get("path");
  const server = { command, args: ["lsp"] };
  const shown = { documentSelector: [{ scheme: "file", pattern: FILES }] };
  client = new LanguageClient("askwell", "askwell", server, shown);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const settings = "Open settings";
    const chosen = await vscode.window.showErrorMessage(
      `askwell could not be started as “${command}”: ${error.message}. Install it, or say where it is.`,
      settings,
    );
    if (chosen === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "askwell.path");
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function activate(context) {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("askwell.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("askwell.path") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
