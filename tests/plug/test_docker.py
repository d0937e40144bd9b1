"""Docker: what can be tried of the images without an engine."""

import fnmatch
import os
import re
import unittest

from common import ROOT, TARGET, Folder, copied, run, tool


class Docker(Folder):
    def test_hadolint_has_nothing_to_say(self):
        run(tool("hadolint"), ROOT / "Dockerfile")

    def test_what_the_image_is_built_from_is_enough(self):
        lines = (ROOT / ".dockerignore").read_text().split("\n")
        kept = [line[1:] for line in lines if line.startswith("!")]
        self.assertIn("*", lines)
        copied(self.folder, lambda path: any(fnmatch.fnmatch(path, name) or path.startswith(f"{name}/") for name in kept))
        self.assertLess({path.name for path in self.folder.iterdir()}, set(os.listdir(ROOT)))
        # As `cargo install` would, without making the program: what the build takes in is all there.
        run("cargo", "check", "--quiet", "--locked", cwd=self.folder, env=os.environ | {"CARGO_TARGET_DIR": str(TARGET)})

    def test_it_promises_no_newer_rust_than_the_manifest(self):
        promised = re.search(r'^rust-version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE).group(1)
        self.assertIn(f"FROM rust:{promised}-alpine", (ROOT / "Dockerfile").read_text())


if __name__ == "__main__":
    unittest.main()
