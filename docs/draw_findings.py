"""Draws findings to be judged by hand: python3 docs/draw_findings.py PROGRAM TREE… --seed N --number N

Each tree is checked by itself with the default rules, as its own repository. Of its errors and warnings, those that say the same of the same
words count once, as in the report for people: a page that is copied twenty times, or a component that twenty pages show, has one chance,
not twenty. What is left is put into an order that depends on nothing else, and so many are drawn from it, each as likely as any other. For each it prints the rule, the place, what is
said and the lines around it. With --all it prints every one of them instead.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys

AROUND = 6


def told(program, tree):
    """What is said of a tree, without the copies: each finding with how many there are of it."""
    done = subprocess.run([program, "check", "--no-config", "--format", "json", "."], cwd=tree, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{tree}: {done.stderr}")
    folded = {}
    for finding in json.loads(done.stdout)["findings"]:
        if finding["level"] == "info":
            continue
        elsewhere = [place for place in finding["related"] if place["message"].endswith("stand here")]
        place = elsewhere[0] if elsewhere else finding
        words = " ".join(said(tree / place["path"], place).split())
        key = (finding["rule"], finding["question"], words)
        folded.setdefault(key, []).append(finding)
    return [(tree, same[0], len(same)) for same in folded.values()]


def is_text(path):
    return path.suffix != ".docx"


def said(path, finding):
    """The words at the place. Those of a Word document are not its bytes; its paragraph stands for them."""
    if not is_text(path):
        return str(finding["line"])
    return path.read_bytes()[finding["start_byte"] : finding["end_byte"]].decode(errors="replace")


def show(number, tree, finding, copies):
    note = f" ({finding['note']})" if finding["note"] else ""
    further = f", and {copies - 1} more such" if copies > 1 else ""
    print(f"--- {number}. {finding['level']} {finding['rule']}\n    {tree.name}/{finding['path']}:{finding['line']}{further}")
    print(f"    {finding['message']} {finding['instead']}{note}")
    if finding["question"]:
        print(f"    question: {finding['question']}")
    path = tree / finding["path"]
    lines = path.read_text(errors="replace").splitlines() if is_text(path) else []
    first = max(0, finding["line"] - 1 - AROUND)
    for at in range(first, min(len(lines), finding["line"] + 2 * AROUND)):
        print(f"    {'>' if at + 1 == finding['line'] else ' '} {at + 1}: {lines[at][:200]}")
    for place in finding["related"]:
        text = (tree / place["path"]).read_text(errors="replace").splitlines()[place["line"] - 1]
        at = max(0, place["column"] - 1 - 120)
        print(f"    {place['message']}: {place['path']}:{place['line']}: {text[at : at + 360].strip()}")
    print()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=pathlib.Path)
    arguments.add_argument("trees", nargs="+", type=pathlib.Path)
    arguments.add_argument("--seed", type=int, default=20261128)
    arguments.add_argument("--number", type=int, default=100)
    arguments.add_argument("--all", action="store_true", help="print every one")
    given = arguments.parse_args()
    program = given.program.resolve()
    findings = [one for tree in given.trees for one in told(program, tree.resolve())]
    findings.sort(key=lambda one: (one[0].name, one[1]["path"], one[1]["start_byte"], one[1]["rule"]))
    drawn = findings if given.all or len(findings) <= given.number else random.Random(given.seed).sample(findings, given.number)
    places = sum(copies for *_, copies in findings)
    for number, one in enumerate(drawn, 1):
        show(number, *one)
    print(f"{len(drawn)} of {len(findings)}, which stand in {places} places of {len(given.trees)} trees.", file=sys.stderr)


main()
