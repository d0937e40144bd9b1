//! Small files that come to much, if one follows them.

use crate::File;
use crate::large::{many, numbered};

/// Small files that come to much, if one follows them.
pub(crate) fn circles() -> Vec<File> {
    let list = numbered(199, |number| format!("{number}, "));
    let loops = numbered(4, |level| format!("{{% for i{level} in list %}}"));
    let twice = |name: &str| format!("{{{{ {name}() }}}}<p>One</p>{{{{ {name}() }}}}");
    let joined = |level: usize| vec![format!("a{}.k", level - 1); 40].join(" ~ ");
    let revealed = |level: usize| {
        let item = format!("{{ text: 'a', conditional: {{ html: c{} }} }}", level - 1);
        format!("{{% set c{level} %}}{{{{ radios({{ name: 'g', items: [{item}, {item}] }}) }}}}{{% endset %}}")
    };
    let files = [
        (
            "a value of itself",
            "{% set x = x %}{% set y = [y, y] %}{% set z = { z: z.z } %}{{ radios({ items: y, name: x }) }}{{ z.z.z }}{{ input(z) }}"
                .to_owned(),
        ),
        ("a macro that calls itself", format!("{{% macro a() %}}{}{{% endmacro %}}{{{{ a() }}}}", twice("a"))),
        (
            "macros that call each other",
            format!("{{% macro a() %}}{}{{% endmacro %}}{{% macro b() %}}{}{{% endmacro %}}{{{{ a() }}}}", twice("b"), twice("a")),
        ),
        (
            "loops in loops",
            format!(
                "{{% set list = [{list}0] %}}{loops}<p>One</p>{{{{ input({{ name: i1, label: {{ text: i4 }} }}) }}}}{}",
                many("{% endfor %}", 4)
            ),
        ),
        ("loops in loops over nothing", format!("{{% set list = [{list}0] %}}{loops}{}", many("{% endfor %}", 4))),
        (
            "text that doubles",
            format!(
                "{{% set x = 'ab' %}}{}{{{{ x }}}}<p title=\"{{{{ x }}}}\">{{{{ input({{ label: {{ text: x }} }}) }}}}",
                many("{% set x = x ~ x %}", 60)
            ),
        ),
        ("a list that doubles", format!("{{% set x = ['ab'] %}}{}{{{{ radios({{ items: x }}) }}}}", many("{% set x = x.concat(x) %}", 60))),
        ("readings that double", format!("{{% set x = a %}}{}{{{{ x }}}}", many("{% set x = x if b else x %}", 60))),
        (
            "keys of keys",
            format!(
                "{{% set a0 = {{ k: 'x' }} %}}{}{{{{ a18.k }}}}",
                numbered(18, |level| format!("{{% set a{level} = {{ k: {} }} %}}", joined(level)))
            ),
        ),
        (
            "lists of lists",
            format!(
                "{{% set a0 = ['x'] %}}{}{{{{ radios({{ items: a30 }}) }}}}",
                numbered(30, |level| format!("{{% set a{level} = [a{0}, a{0}] %}}", level - 1))
            ),
        ),
        (
            "blocks of blocks",
            format!(
                "{{% set a0 %}}x{{% endset %}}{}{{{{ a22 }}}}",
                numbered(22, |level| format!("{{% set a{level} %}}{}{{% endset %}}", many(&format!("{{{{ a{} }}}}", level - 1), 4)))
            ),
        ),
        (
            "words that are the block they stand in",
            "{% set legend %}{% call fieldset({ legend: { html: legend } }) %}<p>One</p>{% endcall %}{% endset %}{{ legend }}\
             {% set label %}{{ input({ label: { html: label }, hint: { html: label } }) }}{% endset %}{{ label }}\
             {% set more %}{% call details({ summaryHtml: more }) %}{{ more }}{% endcall %}{% endset %}{{ more }}"
                .to_owned(),
        ),
        ("answers that open answers", format!("{{% set c0 %}}x{{% endset %}}{}{{{{ c22 }}}}", numbered(22, revealed))),
    ];
    files.map(|(name, text)| (format!("{name}.njk"), text)).into()
}

/// The same in classes of forms.
#[cfg(feature = "django")]
pub(crate) fn classes() -> Vec<File> {
    let form = |before: &str, inside: &str| format!("from django import forms  # Form, fields\n{before}\nclass F(forms.Form):\n{inside}\n");
    let asks = "    a = forms.ChoiceField(label=x, choices=x)";
    let constructor = |lines: &str| format!("    def __init__(self):\n{lines}\n        self.fields['a'] = forms.ChoiceField(choices=x)");
    let files = [
        ("many fields", form("", &numbered(8_000, |number| format!("    a{number} = forms.CharField(label='A')\n")))),
        (
            "many fields that are put in",
            form("", &constructor(&numbered(8_000, |number| format!("        self.fields['a{number}'] = forms.CharField()\n")))),
        ),
        ("many forms", form(&numbered(4_000, |number| format!("class F{number}(forms.Form):\n    a = forms.CharField()\n")), asks)),
        (
            "a base that goes in a circle",
            form(
                "class A(B):\n    x = forms.CharField()\nclass B(A):\n    y = forms.CharField()\nclass C(A): pass",
                "    a = C(label='A')",
            ),
        ),
        (
            "a function of itself",
            form("def x(): return [x(), x()]\ny = x()\nclass E(models.TextChoices): A = E.choices, E.A.label\nx = E", asks),
        ),
        ("functions of each other", form("def x(a=1): return y(a) + y(a)\ndef y(a): return x(a) + x(a)", "    a = x(1)\n    b = y(2)")),
        ("a list that doubles", form(&format!("x = [('a', 'A')]\n{}", many("x = x + x\n", 60)), asks)),
        (
            "lists of lists",
            form(&format!("a0 = ['x']\n{}x = a40", numbered(40, |level| format!("a{level} = [a{0}, a{0}]\n", level - 1))), asks),
        ),
        (
            "functions that double",
            form(
                &format!(
                    "def f0(): return ['x']\n{}x = f30()",
                    numbered(30, |level| format!("def f{level}(): return [*f{0}(), *f{0}()]\n", level - 1))
                ),
                asks,
            ),
        ),
        ("names that double", form("", &constructor(&format!("        x = ['x']\n{}", many("        x = [x, x]\n", 200))))),
        (
            "names that a condition doubles",
            form("", &constructor(&format!("        x = ['x']\n{}", many("        if self.a: x = [x, x]\n        else: x = [x]\n", 60)))),
        ),
        (
            "methods that call themselves",
            form(
                "",
                "    def __init__(self):\n        self.m()\n        self.m()\n    def m(self):\n        self.m()\n        self.n()\n    def n(self):\n        self.m()\n        self.fields['a'] = forms.CharField()",
            ),
        ),
        ("a list of many answers", form(&format!("x = [{}]", many("('a', 'A'), ", 8_000)), asks)),
        ("long text", form(&format!("x = f'{}'", many("{a} b ", 20_000)), asks)),
    ];
    files.map(|(name, text)| (format!("{name}.py"), text)).into()
}

/// Templates that include themselves and each other, and code and words that lead round in a circle.
pub(crate) fn across_files() -> Vec<File> {
    let page = "{% extends \"page.njk\" %}{% include \"page.njk\" %}{% import \"page.njk\" as a %}{{ a.b() }}{% macro b() %}{% include \"page.njk\" %}{{ b() }}{% endmacro %}<input>";
    let one = "{% include \"other.njk\" %}{% include \"other.njk\" %}<input>";
    let vue = "<template><Page /><Page><template #default><Page /></template></Page><input></template><script setup>import Page from './page.vue'</script>";
    let react = "import Page, { items } from './page';\nimport { Radios } from 'nhsuk-react-components';\nexport { items } from './page';\nexport default () => <Radios legend={items}><Page /><Page /></Radios>;\n";
    let erb = "<%= render 'page' %><%= render 'page' %><%= f.govuk_text_field :a, label: { text: t('.a') } %>";
    let php = "<?php include 'page.php'; require __DIR__ . '/page.php'; ?><input>";
    let files = [
        ("page.njk", page),
        ("one.njk", one),
        ("other.njk", one),
        ("page.vue", vue),
        ("page.tsx", react),
        ("_page.html.erb", erb),
        ("page.php", php),
    ];
    let anchors = "a: &a [*a, *a]\nb: &b { c: *b, d: *a }\n";
    let doubled = format!("a0: &a0 [x, x]\n{}", numbered(40, |level| format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1)));
    let words = [("locales/en.yml".to_owned(), doubled), ("config/locales/en.yml".to_owned(), format!("en:\n  {anchors}"))];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into_iter().chain(words).collect()
}
