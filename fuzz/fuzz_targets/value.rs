//! Any text as an expression, in each language that expressions are written in: the first byte picks it.
#![no_main]

use std::cell::RefCell;

use askwell::dialect::Parsers;
use askwell::run;
use askwell::source::FileId;
use libfuzzer_sys::fuzz_target;

/// Where an expression stands: the file, what is before it, and what after.
const PLACES: &[(&str, &str, &str)] = &[
    ("a.njk", "<input>{{ ", " }}"),
    ("a.njk", "{% set x = ", " %}{{ radios({ items: x, name: x }) }}"),
    ("a.vue", "<template><input :a=\"", "\" v-for=\"a in b\"></template><script setup>const b = [1]</script>"),
    ("a.component.html", "<ng-container><input [a]=\"", "\"></ng-container>"),
    ("a.tsx", "import { Radios } from \"nhsuk-react-components\";\nexport default () => <Radios legend=\"a\" a={", "} />;\n"),
    ("a.ts", "export const fields = [{ type: 'radios', label: 'Sex', options: ", " }];\n"),
    ("a.py", "from django import forms\nclass F(forms.Form):\n    a = forms.ChoiceField(choices=", ")\n"),
    ("a.php", "<input><?= ", " ?>"),
    ("a.cshtml", "<input>@(", ")"),
    ("a.html.erb", "<input><%= ", " %>"),
    ("a.html.slim", "input\n= ", "\n"),
    ("a.html.haml", "%input\n= ", "\n"),
    ("a.md", "---\ntitle: ", "\n---\n<input>\n"),
    ("a.json", "{\"resourceType\": \"Questionnaire\", \"item\": ", "}"),
];

thread_local! {
    static PARSERS: RefCell<Parsers> = RefCell::new(Parsers::new());
}

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let Ok(code) = std::str::from_utf8(rest) else { return };
    let (path, before, after) = PLACES[*pick as usize % PLACES.len()];
    PARSERS.with_borrow_mut(|parsers| {
        let _ = run::read(FileId(0), path, format!("{before}{code}{after}"), parsers, None);
    });
});
