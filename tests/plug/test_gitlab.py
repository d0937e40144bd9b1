"""GitLab: the template as GitLab's schema wants it, and its script as a runner would run it."""

import os
import re
import unittest

import yaml
from common import ASKWELL, CLEAN, CONSTANTS, PAGE, ROOT, Folder, repository, run, tool


class GitLab(Folder):
    def setUp(self):
        super().setUp()
        self.about, self.jobs = (ROOT / "ci/gitlab.yml").read_text(encoding="utf-8").split("\n---\n")

    def filled(self, inputs):
        """The template's jobs, with these inputs over its defaults."""
        given = {name: about.get("default") for name, about in yaml.safe_load(self.about)["spec"]["inputs"].items()} | inputs
        text = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}
        return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: f'"{text[found.group(1)]}"', self.jobs)

    def test_it_is_a_pipeline(self):
        path = self.write("gitlab.yml", self.filled({"image": "registry.example/askwell:0.1.0-shell"}))
        run(tool("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", path)

    def ran(self, environment, code):
        job = yaml.safe_load(self.filled({"image": "x", "paths": "app other"}))["askwell"]
        variables = {name: str(value) for name, value in job["variables"].items()} | environment
        path = f"{ASKWELL.parent}{os.pathsep}{os.environ['PATH']}"
        return run("sh", "-e", "-c", "\n".join(job["script"]), cwd=self.folder / "work", env={"PATH": path, **variables}, code=code)

    def test_its_script_checks_and_writes_both_reports(self):
        self.write("work/app/about-you.njk", PAGE)
        self.write("work/app/constants.js", CONSTANTS)
        self.write("work/other/help.html", CLEAN)
        revision = repository(self.folder / "work")
        self.assertIn("gender/binary-options", self.ran({}, code=1))
        self.assertIn("gender/binary-options", (self.folder / "work/gl-code-quality-report.json").read_text(encoding="utf-8"))
        self.assertIn("<testsuite", (self.folder / "work/askwell-junit.xml").read_text(encoding="utf-8"))
        # A merge request that changes nothing of it is told nothing.
        self.ran({"CI_MERGE_REQUEST_DIFF_BASE_SHA": revision}, code=0)


if __name__ == "__main__":
    unittest.main()
