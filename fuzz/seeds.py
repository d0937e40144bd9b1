#!/usr/bin/env python3
"""Makes the first corpus of each target from the fixtures, the examples of rules and the finds that were mended.

    fuzz/seeds.py
"""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
# As `dialect::ALL` and the lists in the targets have them.
DIALECTS = ["component.html", "django.html", "njk", "html", "fhir.json", "runner.json", "md", "php", "tsx", "ts", "vue", "py", "cshtml", "erb", "slim", "haml", "rb"]


def write(target, name, first, data):
    folder = ROOT / "fuzz" / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(bytes([first]) + data)


def main():
    files = [path for path in sorted((ROOT / "fixtures").rglob("*")) if path.is_file() and path.suffix != ".findings"]
    files += sorted((ROOT / "tests" / "rendered").rglob("*.*"))
    for number, path in enumerate(files):
        data = path.read_bytes()
        ending = path.suffix[1:]
        for first, name in enumerate(DIALECTS):
            if name.split(".")[-1] == ending:
                write("template", f"{number}-{first}", first, data)
        write("same", str(number), number, data[:3000])
    rules = sorted((ROOT / "rules").rglob("*.yaml"))
    for number, path in enumerate(rules):
        write("settings", str(number), 1 if "vocabulary" not in str(path) else 2, path.read_bytes()[:4000])
    write("settings", "config", 0, b"profiles: [clinical]\nrules: {title/required: error, 'wording/*': off}\noverrides:\n  - files: 'a/**'\n    rules: {names/first-last: off}\njourneys: {a: ['b/**']}\ncomponents: {appRadios: radios}\nlimits: {nodes: 3}\n")
    for number, code in enumerate([b"a if b else c | d('e')", b"[{ value: 'a', text: x.y['z'] }]", b"{ a: 1, ...b, c() { return [d] } }", b"f(a, b=c)[0].d ~ 'e' ~ \"f\"", b"[('a', _('A')), *B.choices]", b"t('.a', b: :c) { |d| d&.e }", b"array('a' => $b->c, 'd' . 'e')"]):
        for place in range(14):
            write("value", f"{number}-{place}", place, code)


if __name__ == "__main__":
    main()
