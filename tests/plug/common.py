"""What the tests of plugging in share: tools that may be missing, a copy of the project, forms to check."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
ASKWELL = TARGET / "debug" / ("askwell.exe" if sys.platform == "win32" else "askwell")

# A page whose answers are kept in another file, which is not itself checked.
PAGE = """{% from "nhsuk/components/radios/macro.njk" import radios %}
{{ radios({
  name: "gender",
  fieldset: { legend: { text: "What is your gender?" } },
  items: GENDER_ITEMS
}) }}
"""
CONSTANTS = """export const GENDER_ITEMS = [
  { value: "f", text: "Female" },
  { value: "m", text: "Male" }
]
"""
CLEAN = '<label>How can we help? <textarea name="help"></textarea></label>\n'


def tool(name):
    """The tool of that name that requirements.txt brings, or one that is installed; without either the test is skipped."""
    for folder in (HERE / "venv" / "bin", HERE / "node_modules" / ".bin"):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if not found:
        raise unittest.SkipTest(f"SKIPPED: there is no {name}; .ci/run installs it from tests/plug/requirements.txt and package.json")
    return found


def run(*command, code=0, **options):
    """Runs the command, and fails unless it ends in `code`. What it printed, errors included."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    assert done.returncode == code, f"{command} ended in {done.returncode}:\n{done.stdout}"
    return done.stdout


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="askwell-plug-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, path, text):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def tracked():
    """The files of the project that git knows, or would: what a clone has after the next commit."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\n")
    return [path for path in listed if path and (ROOT / path).is_file()]


def copied(to, wanted=lambda path: True):
    """Copies the project's files to a folder."""
    for path in filter(wanted, tracked()):
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, to / path)


def repository(folder):
    """Makes a git repository of a folder, with all that is in it, and gives its revision."""
    git = ["git", "-C", folder, "-c", "user.name=Test", "-c", "user.email=test@example.com"]
    run("git", "init", "--quiet", folder)
    run(*git, "add", "--all")
    run(*git, "commit", "--quiet", "--no-verify", "--message", "All of it")
    return run(*git, "rev-parse", "HEAD").strip()
