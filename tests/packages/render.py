"""Renders forms with the packages that they are written for, and prints source and HTML as JSON.

    render.py forms               the forms of forms.py, under Django
    render.py components FOLDER   the fixtures of the NHS design system in FOLDER, under its port to Jinja2
    render.py page FILE           one template that calls these components
"""

import json
import pathlib
import sys


def forms():
    import django
    from django.conf import settings

    settings.configure(USE_I18N=False, INSTALLED_APPS=[], TEMPLATES=[])
    django.setup()
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    from forms import SHOWN

    rendered = ["<form>" + form(label_suffix="").as_div() + "</form>" for form in SHOWN]
    source = pathlib.Path(__file__).with_name("forms.py").read_text(encoding="utf-8")
    return [{"name": "forms.py", "source": source, "html": "\n".join(rendered)}]


CONTROLS = ("<input", "<select", "<textarea")


def components(folder):
    from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, Undefined

    loader = ChoiceLoader([PackageLoader("nhsuk_frontend_jinja", "templates")])
    environment = Environment(loader=loader, undefined=ChainableUndefined, autoescape=True)
    found = []
    for file in sorted(pathlib.Path(folder).glob("*/fixtures.json")):
        component = file.parent.name
        try:
            source = loader.get_source(environment, f"nhsuk/components/{component}/macro.jinja")[0]
        except Exception:  # The port does not have every component.
            continue
        macro = source.split("{% macro ")[1].split("(")[0].strip()
        for fixture in json.loads(file.read_text(encoding="utf-8"))["fixtures"]:
            call = f"{macro}({literal(fixture['context'])})"
            body = fixture.get("callBlock")
            shown = f"{{% call {call} %}}{body}{{% endcall %}}" if body else f"{{{{ {call} }}}}"
            text = f"{{% from 'nhsuk/components/{component}/macro.jinja' import {macro} %}}\n{shown}\n"
            html = environment.from_string(text).render()
            if any(control in html for control in CONTROLS):
                name = f"{component} “{fixture.get('name') or fixture.get('description')}”"
                found.append({"name": name, "source": text, "html": html})
    return found


def page(file):
    from jinja2 import ChainableUndefined, Environment, PackageLoader

    environment = Environment(loader=PackageLoader("nhsuk_frontend_jinja", "templates"), undefined=ChainableUndefined, autoescape=True)
    source = pathlib.Path(file).read_text(encoding="utf-8")
    return [{"name": file, "source": source, "html": environment.from_string(source).render()}]


def literal(value):
    """A value as Jinja2 writes it. What is nothing is left out: the port does not expect it."""
    if isinstance(value, dict):
        given = [(key, item) for key, item in value.items() if item is not None]
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in given) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    TASKS = {"forms": forms, "components": components, "page": page}
    json.dump(TASKS[sys.argv[1]](*sys.argv[2:]), sys.stdout)
