"""npm: the packages are packed, installed from what was packed, and run."""

import json
import platform
import shutil
import unittest

from common import ASKWELL, CLEAN, CONSTANTS, PAGE, ROOT, Folder, repository, run, tool

HERE = {("Linux", "x86_64"): "linux-x64", ("Linux", "aarch64"): "linux-arm64", ("Darwin", "arm64"): "darwin-arm64", ("Darwin", "x86_64"): "darwin-x64"}
MACHINE = HERE[platform.system(), platform.machine()]


class Npm(Folder):
    @classmethod
    def setUpClass(cls):
        cls.npm = tool("npm")

    def setUp(self):
        super().setUp()
        # The program for this machine is the one that was built; what stands in for the others is never run.
        for name, about in json.loads((ROOT / "npm/platforms.json").read_text()).items():
            program = self.write(f"programs/{about['target']}/askwell{'.exe' if about['os'] == 'win32' else ''}", "not for this machine")
            if name == MACHINE:
                shutil.copy2(ASKWELL, program)
        run(tool("node"), ROOT / "npm/build.mjs", self.folder / "programs", self.folder / "packages")
        self.tarballs = {}
        (self.folder / "tarballs").mkdir()
        for package in sorted((self.folder / "packages").iterdir()):
            packed = run(self.npm, "pack", "--json", "--pack-destination", self.folder / "tarballs", package, cwd=self.folder)
            about = json.loads(packed)
            about = about[0] if isinstance(about, list) else next(iter(about.values()))
            self.tarballs[about["name"]] = (self.folder / "tarballs" / about["filename"], {file["path"] for file in about["files"]})
        self.write("service/clean.html", CLEAN)
        self.write("service/app/views/about-you.njk", PAGE)
        self.write("service/app/constants.js", CONSTANTS)
        repository(self.folder / "service")

    def install(self, *options):
        """Installs askwell into the service, as from a registry; nothing is looked up in one."""
        places = {name: f"file:{path}" for name, (path, _) in self.tarballs.items()}
        about = {"private": True, "dependencies": {"askwell": places.pop("askwell")}, "overrides": places, "scripts": {"askwell": "askwell check app/views"}}
        self.write("service/package.json", json.dumps(about))
        run(self.npm, "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", *options, cwd=self.folder / "service")

    def askwell(self, *arguments, code=0):
        return run(self.npm, "exec", "--offline", "--", "askwell", *arguments, cwd=self.folder / "service", code=code)

    def test_what_is_installed_is_the_program_for_this_machine(self):
        self.install()
        self.assertEqual([path.name for path in (self.folder / "service/node_modules/@askwell").iterdir()], [MACHINE])
        self.assertEqual(self.askwell("--version"), run(ASKWELL, "--version"))
        self.askwell("check", "clean.html")
        self.assertIn("gender/binary-options", self.askwell("check", "app/views", code=1))
        self.askwell("check", "nowhere", code=2)
        self.assertIn("gender/binary-options", run(self.npm, "run", "askwell", cwd=self.folder / "service", code=1))

    def test_without_the_program_it_says_what_to_do(self):
        self.install("--omit=optional")
        told = self.askwell("check", code=2)
        self.assertIn(f"@askwell/{MACHINE}", told)
        self.assertIn("--omit=optional", told)

    def test_nothing_but_what_is_needed_is_packed(self):
        for name, (_, files) in self.tarballs.items():
            program = "bin/askwell.js" if name == "askwell" else "askwell.exe" if "win32" in name else "askwell"
            self.assertEqual(files - {"README.md"}, {program, "package.json", "LICENSE-APACHE", "LICENSE-MIT"}, name)

    def test_nothing_runs_when_it_is_installed(self):
        for package in (self.folder / "packages").iterdir():
            self.assertNotIn("scripts", json.loads((package / "package.json").read_text()), package.name)


if __name__ == "__main__":
    unittest.main()
