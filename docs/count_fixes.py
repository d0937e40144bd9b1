"""Counts what fixes do to real forms: python3 docs/count_fixes.py PROGRAM TREE…

Each tree is copied, mended with unsafe fixes, and mended again, which has to change nothing. The tables say how many fixes were
offered, made and withdrawn, by language and by rule, and why those were withdrawn.
"""

import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LINE = re.compile(r"^  (?P<path>.+?):\d+: .+? \((?P<rule>[a-z-]+/[a-z-]+)\)(?:: (?P<why>.+))?$")


def run(program, folder):
    """What is said of each fix, and the exit code."""
    done = subprocess.run([program, "check", "--unsafe-fixes", "--format", "json", "."], cwd=folder, capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(f"{folder}: {done.stderr}")
    return [match.groupdict() for match in map(LINE.match, done.stderr.splitlines()) if match]


def main(program, trees):
    by_language, by_rule = (collections.defaultdict(lambda: [0, 0]) for _ in range(2))
    reasons = collections.Counter()
    again = 0
    for tree in trees:
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "tree"
            shutil.copytree(tree, copy, symlinks=True)
            told = run(program, copy)
            second = [one for one in run(program, copy) if one["why"] is None]
            again += len(second)
            for one in second:
                print("changed again:", tree, one)
        for one in told:
            made = one["why"] is None
            for counts in (by_language[pathlib.PurePath(one["path"]).suffix], by_rule[one["rule"]]):
                counts[0] += 1
                counts[1] += made
            if not made:
                reasons[re.sub(r"^\S+ reads|: .*", "", one["why"])] += 1
    for title, counts in (("Ending", by_language), ("Rule", by_rule)):
        print(f"| {title} | Offered | Made | Withdrawn |\n| --- | ---: | ---: | ---: |")
        for name, (offered, made) in sorted(counts.items()):
            print(f"| `{name}` | {offered} | {made} | {offered - made} |")
        total = [sum(row[at] for row in counts.values()) for at in (0, 1)]
        print(f"| all | {total[0]} | {total[1]} | {total[0] - total[1]} |\n")
    for reason, count in reasons.most_common():
        print(f"- {count}: {reason}")
    print(f"\n{again} of the fixes made were made again by a second run.")


main(str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2:])
