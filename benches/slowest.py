#!/usr/bin/env python3
"""Which repositories take longest: each folder of some folders, checked by a process of its own.

    slowest.py ASKWELL FOLDER [FOLDER ...] [--most SECONDS] [--than OTHER_ASKWELL]

What grows with the square of something shows here first: in a repository that nobody made for a measurement. A folder that takes more
than --most seconds ends in 1. With --than each is checked by that askwell as well, and what the two do not find alike is named.
"""
import argparse, json, pathlib, statistics, subprocess, sys, time


def checked(askwell, folder):
    start = time.perf_counter()
    run = subprocess.run([askwell, "check", "--no-config", "--format", "json", "."], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, json.loads(run.stdout)


def warm(folder):
    """Has the system read every file, so that the first to ask for them waits no longer than the second."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.read_bytes()


def told(times):
    seconds = sorted(times)
    tenth = seconds[len(seconds) * 9 // 10]
    return f"{sum(seconds):6.1f} s in all, {statistics.median(seconds):.2f} s in the median, {tenth:.2f} s for nine in ten, {seconds[-1]:.1f} s at most"


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("askwell", type=pathlib.Path)
parser.add_argument("folders", nargs="+", type=pathlib.Path)
parser.add_argument("--most", type=float, default=30)
parser.add_argument("--than", type=pathlib.Path)
asked = parser.parse_args()
programs = [program.resolve() for program in (asked.askwell, asked.than) if program]

rows, differ = [], []
for folder in sorted(inner for outer in asked.folders for inner in outer.iterdir() if inner.is_dir()):
    warm(folder)
    runs = [checked(program, folder) for program in programs]
    rows.append(([seconds for seconds, _ in runs], runs[0][1]["summary"]["files"], folder.name))
    if any(report["findings"] != runs[0][1]["findings"] for _, report in runs):
        differ.append(folder.name)

print(f"{len(rows)} folders with {sum(files for _, files, _ in rows):,} files that were read")
for at, program in enumerate(programs):
    print(f"{'it  ' if at == 0 else 'than'} {told([seconds[at] for seconds, _, _ in rows])}")
for seconds, files, name in sorted(rows, key=lambda row: -max(row[0]))[:12]:
    print("  ".join(f"{one:7.2f} s" for one in seconds), f"{files:7,} files  {name}")
for name in differ:
    print(f"found otherwise: {name}")
sys.exit(1 if differ or any(seconds[0] > asked.most for seconds, _, _ in rows) else 0)
