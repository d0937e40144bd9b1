// Lays out the npm packages: one that people install, and one for each platform, which holds the program.
//
//     node npm/build.mjs PROGRAMS FOLDER
//
// PROGRAMS has a folder for each target of platforms.json, such as PROGRAMS/x86_64-unknown-linux-musl/askwell. FOLDER gets the
// packages, ready for `npm pack` or `npm publish`; those of the platforms have to be published first.
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const [programs, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node npm/build.mjs PROGRAMS FOLDER");
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const main = read(join(here, "askwell/package.json"));
const [, version] = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.+)"$/m);
if (main.version !== version) {
  console.error(`npm/askwell/package.json is at ${main.version}, Cargo.toml at ${version}.`);
  process.exit(1);
}

function write(path, about) {
  writeFileSync(join(path, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, licence), join(path, licence));
}

const packages = [];
for (const [name, { os, cpu, target }] of Object.entries(read(join(here, "platforms.json")))) {
  const program = os === "win32" ? "askwell.exe" : "askwell";
  const from = join(programs, target, program);
  if (!existsSync(from)) {
    console.error(`There is no ${from}.`);
    process.exit(1);
  }
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  copyFileSync(from, join(path, program));
  chmodSync(join(path, program), 0o755);
  write(path, {
    name: `@askwell/${name}`,
    version,
    description: `askwell for ${name}; install the package askwell instead`,
    license: main.license,
    os: [os],
    cpu: [cpu],
    files: [program, "LICENSE-APACHE", "LICENSE-MIT"],
    preferUnplugged: true,
  });
  packages.push(`@askwell/${name}`);
}

const path = join(folder, "askwell");
cpSync(join(here, "askwell"), path, { recursive: true });
write(path, { ...main, optionalDependencies: Object.fromEntries(packages.map((name) => [name, version])) });
