"""What the book shows for pipelines is what these read."""

import re
import unittest

from common import ROOT, Folder, run, tool


def shown(page, kind="yaml"):
    """The blocks of that kind on a page of the book."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


class Shown(Folder):
    def fits(self, schema, page):
        blocks = shown(page)
        self.assertTrue(blocks, page)
        for number, block in enumerate(blocks):
            # Azure's schema has expressions that only older engines take.
            variant = ["--regex-variant", "nonunicode"] if schema == "azure-pipelines" else []
            run(tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *variant, self.write(f"{schema}-{number}.yml", block))

    def test_workflows(self):
        self.fits("github-workflows", "ci/github-actions.md")

    def test_gitlab(self):
        self.fits("gitlab-ci", "ci/gitlab.md")

    def test_azure(self):
        self.fits("azure-pipelines", "ci/azure-and-jenkins.md")

    def test_pre_commit(self):
        for number, block in enumerate(shown("ci/pre-commit.md")):
            run(tool("pre-commit"), "validate-config", self.write(f"{number}.yaml", block))


if __name__ == "__main__":
    unittest.main()
