#!/usr/bin/env python3
"""What following references costs: 300 templates alone, and the same with 2,000 files of code and words beside them.

    references.py ASKWELL [--runs N]

Each template has a question whose answers are a constant of the code, one in the words of a locale, and one written out.
Alone, the first two cannot be seen. Run in turn, whole processes; medians are printed, of the time by the clock and of that of the
processor. More than twice the processor time ends in 1: what else a machine does moves the clock.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, tempfile, time

PAGE = """{{% extends "layout.njk" %}}
{{% block content %}}
<h1 class="nhsuk-heading-l">About you {n}</h1>
{{{{ radios({{
  name: "gender",
  fieldset: {{ legend: {{ text: "What is your gender?" }} }},
  items: GenderItems{n_list}
}}) }}}}
{{{{ radios({{
  name: "orientation",
  fieldset: {{ legend: {{ text: __("page{n}.orientation.question") }} }},
  items: [
    {{ value: "straight", text: __("page{n}.orientation.straight") }},
    {{ value: "gay", text: __("page{n}.orientation.gay") }},
    {{ value: "bi", text: __("page{n}.orientation.bi") }},
    {{ value: "decline", text: __("page{n}.orientation.decline") }}
  ]
}}) }}}}
{{{{ input({{ label: {{ text: "Full name" }}, id: "name", name: "name", autocomplete: "name" }}) }}}}
<p class="nhsuk-body">We ask so that we can see whether our services reach everybody.</p>
{{% endblock %}}
"""
LAYOUT = "<!DOCTYPE html><html lang=\"en\"><body>{% block content %}{% endblock %}</body></html>\n"
CODE = """import {{ Repository }} from './module{before}'

/** Keeps the bookings of clinic {n}. */
export interface Booking{n} {{ id: string; at: Date; clinic: string; notes?: string }}

export class Bookings{n} {{
  constructor(private readonly repository: Repository) {{}}

  async find(id: string): Promise<Booking{n} | undefined> {{
    const rows = await this.repository.query('select * from bookings where id = $1', [id])
    return rows.map((row) => ({{ id: row.id, at: new Date(row.at), clinic: row.clinic, notes: row.notes }})).at(0)
  }}

  async cancel(id: string, reason: string): Promise<void> {{
    if (reason.trim() === '') throw new Error('Say why the booking is cancelled')
    await this.repository.query('update bookings set cancelled = $2 where id = $1', [id, reason])
  }}
}}

export const CLINIC_{n} = {{ name: 'Clinic {n}', opens: '08:00', closes: '18:30', phone: '020 7946 0{n:03}' }}
"""
LISTS = """export const GenderItems{n} = [
  {{ value: 'woman', text: 'Woman' }},
  {{ value: 'man', text: 'Man' }},
  {{ value: 'non-binary', text: 'Non-binary' }},
  {{ value: 'decline', text: 'Prefer not to say' }},
]
"""


def words():
    page = {"orientation": {"question": "Which of the following best describes your sexual orientation?", "straight": "Heterosexual or straight",
                            "gay": "Gay or lesbian", "bi": "Bisexual", "decline": "Prefer not to say"}}
    return {f"page{n}": page for n in range(300)}


def make(folder, with_code):
    (folder / ".git").mkdir()
    views = folder / "app" / "views"
    views.mkdir(parents=True)
    (views / "layout.njk").write_text(LAYOUT)
    for n in range(300):
        (views / f"page{n:03}.njk").write_text(PAGE.format(n=n, n_list=n % 20))
    if not with_code:
        return
    for n in range(1979):
        code = folder / "server" / f"part{n % 40:02}"
        code.mkdir(parents=True, exist_ok=True)
        (code / f"module{n}.ts").write_text(CODE.format(n=n, before=max(n - 40, 0)) * 3)
    for n in range(20):
        (folder / "server" / f"lists{n}.ts").write_text(LISTS.format(n=n))
    locales = folder / "app" / "locales"
    locales.mkdir()
    (locales / "en.json").write_text(json.dumps(words(), indent=2))


def seconds(command, folder):
    start = time.monotonic()
    running = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = running.stdout.read()
    _, status, used = os.wait4(running.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), (command, status)
    return time.monotonic() - start, used.ru_utime + used.ru_stime, out


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("askwell")
    arguments.add_argument("--runs", type=int, default=11)
    given = arguments.parse_args()
    command = [str(pathlib.Path(given.askwell).resolve()), "check", "--format", "json"]
    with tempfile.TemporaryDirectory() as alone, tempfile.TemporaryDirectory() as whole:
        alone, whole = pathlib.Path(alone), pathlib.Path(whole)
        make(alone, False), make(whole, True)
        times = {"300 templates alone": (alone, []), "with 2,000 files of code": (whole, [])}
        for run in range(given.runs + 1):
            for name, (folder, taken) in times.items():
                wall, processor, out = seconds(command, folder)
                if run:  # the first warms the disk's cache
                    taken.append((wall, processor))
                    unseen = json.loads(out)["summary"]["not_fully_visible"]
                    assert unseen == (600 if folder == alone else 0), (name, unseen)
        medians = {name: [statistics.median(each) * 1000 for each in zip(*taken)] for name, (_, taken) in times.items()}
        for name, (wall, processor) in medians.items():
            print(f"{name:26} {wall:7.1f} ms {processor:7.1f} ms processor")
        (_, one), (_, two) = medians.values()
        print(f"{two / one:.2f} times the processor time")
        sys.exit(two > 2 * one)


if __name__ == "__main__":
    main()
