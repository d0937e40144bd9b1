#!/usr/bin/env python3
"""Times `askwell check` beside its neighbours, on 500 small forms: `ast-grep scan` with three rules that ask the same, and, where they are
given, `typos`, which looks at every word, and `alex`, which looks for words that leave people out.

    small_forms.py ASKWELL AST_GREP [--typos TYPOS] [--alex ALEX] [--runs N]

All are run in turn, whole processes, over the same files; medians are printed. `pip install ast-grep-cli typos` and `npm install alex`.
"""
import argparse, pathlib, resource, statistics, subprocess, tempfile, time

FORM = """<!DOCTYPE html>
<html lang="en"><head><title>Register with a GP</title></head>
<body><main>
<h1>About you {n}</h1>
<form action="/next" method="post">
  <label for="title">Title</label>
  <select id="title" name="title" required><option value="">Choose</option><option>Mr</option><option>Mrs</option><option>Miss</option></select>
  <label for="name">Full name</label>
  <input id="name" name="name" type="text" autocomplete="name">
  <label for="maiden">Maiden name</label>
  <input id="maiden" name="maiden" type="text">
  <fieldset>
    <legend>Gender</legend>
    <input type="radio" id="g1" name="gender" value="m"><label for="g1">Male</label>
    <input type="radio" id="g2" name="gender" value="f"><label for="g2">Female</label>
  </fieldset>
  <p>Ask your patient if they need an interpreter.</p>
  <button>Continue</button>
</form>
</main></body></html>
"""
RULES = {
    "gender": """id: gender-binary
language: html
severity: error
message: Only two genders
rule:
  kind: element
  all:
    - has: { kind: start_tag, has: { kind: tag_name, regex: '^fieldset$' } }
    - has: { stopBy: end, kind: text, regex: '(?i)^(what is your )?gender\\??$' }
    - has: { stopBy: end, kind: text, regex: '(?i)^male$' }
    - not: { has: { stopBy: end, kind: text, regex: '(?i)non-binary|prefer not to say' } }
""",
    "maiden": """id: maiden
language: html
severity: warning
message: Maiden name
rule:
  kind: text
  regex: '(?i)maiden name'
  inside: { kind: element, has: { kind: start_tag, has: { kind: tag_name, regex: '^label$' } } }
""",
    "title": """id: title-required
language: html
severity: warning
message: Title required
rule:
  kind: element
  all:
    - has: { kind: start_tag, all: [ { has: { kind: tag_name, regex: '^select$' } }, { has: { stopBy: end, kind: attribute_name, regex: '^required$' } } ] }
""",
}


def seconds(command, folder):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert done.returncode in (0, 1, 2), (command, done.returncode)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, cpu


def neighbours(given):
    """The name and the command of each, but for what to look at."""
    yield "askwell", [given.askwell, "check"]
    yield "ast-grep", [given.ast_grep, "scan"]
    if given.typos:
        yield "typos", [given.typos]
    if given.alex:
        yield "alex", [given.alex, "--html"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("askwell"), arguments.add_argument("ast_grep")
    arguments.add_argument("--typos"), arguments.add_argument("--alex")
    arguments.add_argument("--runs", type=int, default=15)
    given = arguments.parse_args()
    commands = [(name, [str(pathlib.Path(tool).absolute()), *more]) for name, (tool, *more) in neighbours(given)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "rules").mkdir(), (folder / "forms").mkdir()
        (folder / "sgconfig.yml").write_text("ruleDirs: [rules]\n")
        for rule, text in RULES.items():
            (folder / "rules" / f"{rule}.yml").write_text(text)
        for n in range(500):
            (folder / "forms" / f"form{n:03}.html").write_text(FORM.replace("{n}", str(n)))
        for files, where in (("500 forms", "forms"), ("one form", "forms/form007.html")):
            times = {name: [] for name, _ in commands}
            for run in range(given.runs + 1):
                for name, command in commands:
                    once = seconds([*command, where], folder)
                    if run:  # the first warms the disk's cache
                        times[name].append(once)
            for name, _ in commands:
                wall, cpu = (statistics.median(values) * 1000 for values in zip(*times[name]))
                print(f"{files:10} {name:9} wall {wall:7.1f} ms  cpu {cpu:7.1f} ms")


if __name__ == "__main__":
    main()
