// Renders each single-file component of a folder as Vue's own server renderer does, and prints the pages as JSON.
// Components that others take in stand in the folder `parts` beside them.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileScript, compileTemplate, parse, rewriteDefault } from "vue/compiler-sfc";
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";

const folder = process.argv[2];
// Modules find their packages from where they lie. Two runs at once do not share a folder.
const out = join(dirname(fileURLToPath(import.meta.url)), "node_modules", ".askwell-vue", String(process.pid));

function compiled(text, name) {
  const { descriptor, errors } = parse(text, { filename: name });
  if (errors.length > 0) throw errors[0];
  const id = name.replaceAll(/\W/g, "");
  const script = descriptor.script || descriptor.scriptSetup ? compileScript(descriptor, { id }) : null;
  const code = script ? rewriteDefault(script.content, "component") : "const component = {}";
  const template = compileTemplate({
    source: descriptor.template.content,
    filename: name,
    id,
    ssr: true,
    ssrCssVars: [],
    compilerOptions: { bindingMetadata: script?.bindings },
  });
  if (template.errors.length > 0) throw template.errors[0];
  const whole = `${code}\n${template.code}\ncomponent.ssrRender = ssrRender;\nexport default component;\n`;
  return whole.replaceAll(/\.vue(["'])/g, ".vue.mjs$1");
}

const pages = {};
try {
  for (const part of ["", "parts"]) {
    mkdirSync(join(out, part), { recursive: true });
    for (const name of readdirSync(join(folder, part)).filter((name) => name.endsWith(".vue"))) {
      writeFileSync(join(out, part, `${name}.mjs`), compiled(readFileSync(join(folder, part, name), "utf8"), name));
    }
  }
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".vue")).sort()) {
    const { default: component } = await import(pathToFileURL(join(out, `${name}.mjs`)));
    pages[name] = await renderToString(createSSRApp(component));
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
console.log(JSON.stringify(pages));
