"""What GitHub reads: the action, the workflows, and what else it is told."""

import re
import unittest

from common import ROOT, Folder, run, tool

ACTIONS = sorted(ROOT.glob("action.yml"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


class Schemas(Folder):
    def test_github_s_files_fit_their_schemas(self):
        for schema, files in [
            ("github-actions", ACTIONS),
            ("github-workflows", WORKFLOWS),
            ("dependabot", [ROOT / ".github/dependabot.yml"]),
            ("github-issue-forms", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))),
        ]:
            if files:
                run(tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *files)

    def test_action_validator_agrees(self):
        validator = tool("action-validator")
        for path in [*ACTIONS, *WORKFLOWS]:
            # Its schema is older than the permission to sign where a file comes from.
            text = re.sub(r"^ *attestations: write.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            folder = "" if path.name == "action.yml" else ".github/workflows/"
            run(validator, self.write(folder + path.name, text))

    def test_a_mistake_would_be_told(self):
        wrong = self.write(".github/workflows/wrong.yml", "on: push\njobs: { a: { runs-on: x, stepz: [] } }\n")
        run(tool("action-validator"), wrong, code=1)
        run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", wrong, code=1)

    def test_zizmor_finds_nothing_unsafe(self):
        files = [*ACTIONS, ROOT / ".pre-commit-hooks.yaml", ROOT / ".github/dependabot.yml", *WORKFLOWS]
        run(tool("zizmor"), "--offline", "--strict-collection", "--no-progress", *files)

    def test_every_action_is_pinned_to_a_commit(self):
        for path in [*ACTIONS, *WORKFLOWS]:
            for used in re.findall(r"uses: *(\S+)(.*)", path.read_text(encoding="utf-8")):
                if used[0] != "./":
                    self.assertRegex(used[0], r"@[0-9a-f]{40}$", path.name)
                    self.assertRegex(used[1], r"# v\d+\.\d+\.\d+", path.name)


if __name__ == "__main__":
    unittest.main()
