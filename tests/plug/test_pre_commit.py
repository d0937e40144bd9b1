"""pre-commit: the hooks, run by the real pre-commit on a clone, which builds askwell as it does for everybody."""

import os
import unittest
from textwrap import dedent

from common import ASKWELL, CLEAN, CONSTANTS, PAGE, ROOT, TARGET, Folder, copied, repository, run, tool


class Hooks(Folder):
    @classmethod
    def setUpClass(cls):
        cls.pre_commit = tool("pre-commit")

    def setUp(self):
        super().setUp()
        copied(self.folder / "askwell", lambda path: path.startswith(("src/", "rules/", "fixtures/", "benches/")) or "/" not in path)
        self.revision = repository(self.folder / "askwell")
        self.write("service/app/constants.js", CONSTANTS)
        self.write("service/app/old.html", "<p>Tell us about his or her diet</p>\n<label>Maiden name <input name='m'></label>\n")
        repository(self.folder / "service")

    def hook(self, hook, code):
        """Commits to the service what lies there, under this hook, and gives what it printed."""
        self.write(
            "service/.pre-commit-config.yaml",
            dedent(f"""\
                repos:
                  - repo: {self.folder / "askwell"}
                    rev: {self.revision}
                    hooks: [{{ id: {hook} }}]
                """),
        )
        environment = os.environ | {
            "PRE_COMMIT_HOME": str(self.folder / "pre-commit"),
            "PATH": f"{ASKWELL.parent}{os.pathsep}{os.environ['PATH']}",
            # What this build has compiled before need not be compiled again, or fetched.
            "CARGO_TARGET_DIR": str(TARGET),
            "CARGO_NET_OFFLINE": "true",
        }
        run("git", "-C", self.folder / "service", "add", "--all")
        return run(self.pre_commit, "run", "--color=never", cwd=self.folder / "service", env=environment, code=code)

    def test_three_files_are_passed_and_what_they_refer_to_is_followed(self):
        self.write("service/app/views/about-you.njk", PAGE)
        self.write("service/app/views/help.html", CLEAN)
        self.write("service/app/filters.py", "x = 1\n")
        told = self.hook("askwell", code=1)
        self.assertIn("gender/binary-options", told)
        self.assertIn("app/constants.js", told)
        # What was there before and did not change is not reported.
        self.assertNotIn("maiden", told.lower())

    def test_a_commit_without_forms_and_one_without_faults_pass(self):
        self.write("service/notes.txt", "his or her\n")
        self.assertIn("no files to check", self.hook("askwell-system", code=0))
        self.write("service/app/views/help.html", CLEAN)
        self.assertIn("Passed", self.hook("askwell-system", code=0))

    def test_the_manifest_is_one(self):
        run(self.pre_commit, "validate-manifest", ROOT / ".pre-commit-hooks.yaml")


if __name__ == "__main__":
    unittest.main()
