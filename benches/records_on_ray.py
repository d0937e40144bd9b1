#!/usr/bin/env python3
"""Checks many records on Ray, on this machine, with several workers, and holds the outcome against one process without Ray.

    pip install ray
    benches/records_on_ray.py ASKWELL [--records 100000] [--shards 8] [--workers N]

The records are the fixtures over and over, each folder as a project of its own. Each shard holds whole projects and is one run of
`askwell check --stdin-records`; `askwell merge` makes one report of them, and of the one run. Ends in 1 if a byte differs.
"""
import argparse, hashlib, json, os, pathlib, resource, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def projects(count):
    """Projects of records, at least `count` in all."""
    source = {}
    for path in sorted((ROOT / "fixtures").rglob("*")):
        if path.is_file() and path.suffix != ".findings":
            name, _, inside = path.relative_to(ROOT / "fixtures").as_posix().partition("/")
            source.setdefault(name, []).append((inside, path.read_text()))
    made = number = 0
    while made < count:
        for name, files in source.items():
            project = f"{name}-{number:05}"
            yield [json.dumps({"project": project, "path": path, "text": text}) for path, text in files]
            made += len(files)
        number += 1


def check(askwell, folder, name, threads):
    """One shard: what a worker does, on whatever engine."""
    with open(folder / f"{name}.in") as records, open(folder / f"{name}.out", "w") as out:
        done = subprocess.run([askwell, "check", "--stdin-records", "--threads", str(threads)], stdin=records, stdout=out)
    return done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def merged(askwell, folder, names):
    done = subprocess.run([askwell, "merge", *(str(folder / f"{name}.out") for name in names)], stdout=subprocess.PIPE)
    return done.returncode, hashlib.sha256(done.stdout).hexdigest(), json.loads(done.stdout)["summary"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("askwell")
    arguments.add_argument("--records", type=int, default=100_000)
    arguments.add_argument("--shards", type=int, default=8)
    arguments.add_argument("--workers", type=int, default=os.cpu_count())
    given = arguments.parse_args()
    import ray

    askwell = str(pathlib.Path(given.askwell).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shards = [open(folder / f"{shard}.in", "w") for shard in range(given.shards)]
        count = 0
        with open(folder / "whole.in", "w") as whole:
            for number, lines in enumerate(projects(given.records)):
                count += len(lines)
                text = "".join(line + "\n" for line in lines)
                shards[number % given.shards].write(text), whole.write(text)
        [shard.close() for shard in shards]

        start = time.monotonic()
        code, peak = check(askwell, folder, "whole", given.workers)
        alone = time.monotonic() - start
        print(f"one process, {given.workers} threads: {count} records in {alone:.1f} s, {count / alone:.0f} a second, peak {peak:.0f} MB, ended in {code}")

        ray.init(num_cpus=given.workers, include_dashboard=False, log_to_driver=False)
        start = time.monotonic()
        worker = ray.remote(num_cpus=1)(check)
        done = ray.get([worker.remote(askwell, folder, str(shard), 1) for shard in range(given.shards)])
        spread = time.monotonic() - start
        ray.shutdown()
        print(f"Ray, {given.workers} workers, {given.shards} shards: {spread:.1f} s, {count / spread:.0f} a second, peak of a shard {max(peak for _, peak in done):.0f} MB, ended in {sorted({code for code, _ in done})}")

        parts, once = merged(askwell, folder, [str(shard) for shard in range(given.shards)]), merged(askwell, folder, ["whole"])
        print(f"merged: {once[2]['files']} files, {once[2]['questions']} questions, {once[2]['errors']} errors; {'the same' if parts == once else 'NOT the same'} byte for byte")
        sys.exit(parts != once)


if __name__ == "__main__":
    main()
