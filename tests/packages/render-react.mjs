// Renders each component of a folder as React's own server renderer does, and prints the pages as JSON. Components that
// others take in stand in the folder `parts` beside them.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const folder = process.argv[2];
// Modules find their packages from where they lie. Two runs at once do not share a folder.
const out = join(dirname(fileURLToPath(import.meta.url)), "node_modules", ".askwell-react", String(process.pid));
const isComponent = (name) => name.endsWith(".tsx");

function compiled(text) {
  const { code } = transformSync(text, { loader: "tsx", jsx: "automatic", format: "esm" });
  return code.replaceAll(/from "(\.[^"]*)"/g, 'from "$1.mjs"');
}

const pages = {};
try {
  for (const part of ["", "parts"]) {
    mkdirSync(join(out, part), { recursive: true });
    for (const name of readdirSync(join(folder, part)).filter(isComponent)) {
      writeFileSync(join(out, part, name.replace(/tsx$/, "mjs")), compiled(readFileSync(join(folder, part, name), "utf8")));
    }
  }
  for (const name of readdirSync(folder).filter(isComponent).sort()) {
    const { default: component } = await import(pathToFileURL(join(out, name.replace(/tsx$/, "mjs"))));
    pages[name] = renderToStaticMarkup(createElement(component));
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
console.log(JSON.stringify(pages));
