#!/usr/bin/env python3
"""How a check grows with the number of files: the fixtures over and over, each time as a service of its own in one repository.

    growth.py ASKWELL [--files 1000 10000 100000] [--runs N] [--threads N]

Prints the time, the time a file, and the peak of memory, less what the smallest run takes. Ends in 1 where ten times more files
cost more than 15 % above ten times as much.
"""
import argparse, json, os, pathlib, resource, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def make(folder, count):
    """At least `count` files that askwell checks, and what they refer to."""
    (folder / ".git").mkdir()
    source = [(path.relative_to(ROOT / "fixtures"), path.read_bytes()) for path in sorted((ROOT / "fixtures").rglob("*"))
              if path.is_file() and path.suffix != ".findings"]
    made = service = 0
    while made < count:
        for path, data in source:
            there = folder / f"area{service // 100:03}" / f"service{service:05}" / path
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(data)
            made += path.suffix in (".html", ".njk", ".tsx", ".vue", ".erb", ".md", ".php", ".py", ".slim", ".haml")
        service += 1
    return made


def run(command):
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), os.waitstatus_to_exitcode(status)
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("askwell")
    arguments.add_argument("--files", type=int, nargs="+", default=[1000, 10000, 100000])
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    given = arguments.parse_args()
    askwell = str(pathlib.Path(given.askwell).resolve())
    last, fails = None, False
    print(f"{'files':>8} {'checked':>8} {'findings':>8} {'wall s':>8} {'cpu s':>8} {'µs a file':>10} {'peak MB':>8} {'bytes a file':>12}")
    for count in given.files:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            made = make(folder, count)
            runs = [run([askwell, "check", "--format", "json", "--threads", str(given.threads), str(folder)]) for _ in range(given.runs)]
        summary = json.loads(runs[0][3])["summary"]
        checked = summary["files"]
        found = summary["errors"] + summary["warnings"] + summary["infos"]
        wall, cpu, peak = (statistics.median(values) for values in list(zip(*runs))[:3])
        told = len(runs[0][3])
        print(f"{count:>8} {checked:>8} {found:>8} {wall:>8.2f} {cpu:>8.2f} {cpu / checked * 1e6:>10.0f} {peak:>8.1f} {peak * 1e6 / checked:>12.0f}  (the report itself: {told / checked:.0f} bytes a file)")
        if last:
            grew = (cpu / last[0]) / (checked / last[1])
            print(f"{'':8} {grew:.2f} times the cost a file of the run before; {(peak - last[2]) * 1e6 / (checked - last[1]):.0f} bytes a file more")
            fails |= grew > 1.15
        last = (cpu, checked, peak)
    sys.exit(fails)


if __name__ == "__main__":
    main()
