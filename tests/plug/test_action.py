"""The action: its steps as a runner would take them, with releases in a folder instead of on GitHub."""

import os
import re
import unittest
import zipfile

import yaml
from common import ASKWELL, CLEAN, CONSTANTS, PAGE, ROOT, Folder, repository, run


class Action(Folder):
    def setUp(self):
        super().setUp()
        self.write("work/app/views/about you.njk", PAGE)
        self.write("work/app/constants.js", CONSTANTS)
        self.write("work/clean.html", CLEAN)
        repository(self.folder / "work")
        self.files = {name: self.write(f"runner/{name}", "") for name in ("GITHUB_PATH", "GITHUB_OUTPUT")}
        self.version = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE).group(1)
        self.releases = self.folder / "releases"
        self.target = {"x86_64": "x86_64-unknown-linux-musl", "aarch64": "aarch64-unknown-linux-musl"}[os.uname().machine]
        run(ROOT / "ci/archive.sh", self.target, ASKWELL, self.releases / f"v{self.version}")

    def step(self, number, inputs, code=0):
        """Runs a step of the action, and gives what it printed."""
        action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        given = {name: str(about.get("default", "")) for name, about in action["inputs"].items()} | inputs
        outputs = dict(line.split("=", 1) for line in self.files["GITHUB_OUTPUT"].read_text().splitlines())
        names = {f"inputs.{name}": value for name, value in given.items()} | {f"steps.check.outputs.{name}": value for name, value in outputs.items()}

        def filled(text):
            return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda found: names.get(found.group(1), ""), text)

        step = action["runs"]["steps"][number]
        environment = {
            "PATH": os.pathsep.join([*self.files["GITHUB_PATH"].read_text().split(), os.environ["PATH"]]),
            "HOME": os.environ["HOME"],
            "GITHUB_ACTION_PATH": str(ROOT),
            "RUNNER_TEMP": str(self.folder / "runner"),
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": {"x86_64": "X64", "aarch64": "ARM64"}[os.uname().machine],
            "RELEASES": self.releases.as_uri(),
            **{name: str(path) for name, path in self.files.items()},
            **{name: filled(str(value)) for name, value in step.get("env", {}).items()},
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        folder = self.folder / "work" / filled(step.get("working-directory", "."))
        return run(*shell, code=code, env=environment, cwd=folder)

    def test_a_release_is_installed_and_checks(self):
        self.assertIn(self.version, self.step(0, {"version": self.version}))
        told = self.step(1, {"paths": "app/views/about you.njk\nclean.html"})
        self.assertIn("gender/binary-options", told)
        self.assertIn("exit-code=1\n", self.files["GITHUB_OUTPUT"].read_text())
        self.assertIn('"2.1.0"', (self.folder / "work/askwell.sarif").read_text(encoding="utf-8"))
        self.step(3, {}, code=1)

    def test_nothing_that_fails_ends_in_0(self):
        self.step(0, {"version": f"v{self.version}"})
        self.step(1, {"paths": "clean.html", "arguments": "--strict", "sarif": ""})
        self.assertFalse((self.folder / "work/askwell.sarif").exists())
        self.step(3, {})

    def test_what_cannot_be_done_ends_in_2(self):
        self.step(0, {"version": self.version})
        self.step(1, {"paths": "nowhere"})
        self.step(3, {}, code=2)

    def test_an_archive_that_was_tampered_with_is_not_run(self):
        archive = next((self.releases / f"v{self.version}").glob("*.tar.gz"))
        archive.write_bytes(archive.read_bytes() + b"x")
        self.assertIn("FAILED", self.step(0, {"version": self.version}, code=1))
        self.assertEqual(self.files["GITHUB_PATH"].read_text(), "")

    def test_a_release_has_what_a_shell_and_man_want(self):
        listed = run("tar", "-tzf", next((self.releases / f"v{self.version}").glob("*.tar.gz")))
        for file in ("/askwell\n", "/LICENSE-MIT\n", "/completions/askwell.zsh\n", "/man/askwell.1\n", "/man/askwell-check.1\n"):
            self.assertIn(file, listed)

    def test_windows_gets_an_archive_that_it_can_open(self):
        run(ROOT / "ci/archive.sh", "x86_64-pc-windows-msvc", self.write("askwell.exe", "a program"), self.folder / "windows")
        archive = next((self.folder / "windows").glob("*.zip"))
        self.assertTrue(any(name.endswith("/askwell.exe") for name in zipfile.ZipFile(archive).namelist()))
        run("sha256sum", "--check", f"{archive.name}.sha256", cwd=self.folder / "windows")

    def test_a_release_that_is_not_there_is_named(self):
        self.assertIn("v9.9.9", self.step(0, {"version": "9.9.9"}, code=1))


if __name__ == "__main__":
    unittest.main()
