//! Where services keep what a page shows, by the customs of the tools that they are built with.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::Folder;
use common::repository::{judged, nothing_missing, questions, told};

/// A call of `radios` with this legend and these items, both as expressions.
fn radios(legend: &str, items: &str) -> String {
    format!("{{{{ govukRadios({{ name: \"answer\", fieldset: {{ legend: {{ text: {legend} }} }}, items: {items} }}) }}}}\n")
}

const TWO: &str = "[{ value: 'f', text: 'Woman' }, { value: 'm', text: 'Man' }]";

// Words beside the template of a step.

/// A step whose words all are `content`'s.
fn step() -> String {
    radios("content.question", "[{ value: 'f', text: content.woman }, { value: 'm', text: content.man }]")
}

#[test]
fn a_step_has_its_words_beside_its_template() {
    let en = r#"{ "question": "What is your gender?", "woman": "Woman", "man": "Man" }"#;
    let cy = r#"{ "question": "Beth yw eich rhywedd?", "woman": "Menyw", "man": "Dyn" }"#;
    let nested = |words: &str| format!(r#"{{ "translation": {{ "content": {words} }} }}"#);
    let both = format!(r#"{{ "lng": "en", "resources": {{ "en": {}, "cy": {} }} }}"#, nested(en), nested(cy));
    let plain = format!(r#"{{ "en": {en}, "cy": {cy} }}"#);
    let page = step();
    for (path, words) in [("content.en.json", en), ("content.json", both.as_str()), ("content.json", plain.as_str()), ("content.json", en)]
    {
        let path = format!("app/steps/gender/{path}");
        let files = [("app/steps/gender/template.html", page.as_str()), (path.as_str(), words)];
        assert_eq!(questions(&files), ["1: What is your gender? | radios | Woman, Man"], "{path}: {words}");
        assert!(told(&files).contains(&"gender/binary-options".to_owned()), "{path}");
        // They are that step's alone.
        let files = [("app/steps/sex/template.html", page.as_str()), (path.as_str(), words)];
        assert_eq!(questions(&files), ["1: ?variable | radios | ?variable, ?variable | not all seen"], "{path}");
    }
}

#[test]
fn a_step_with_welsh_beside_its_words_is_read_in_both() {
    let page = step();
    let en = r#"{ "question": "What is your gender?", "woman": "Woman", "man": "Man" }"#;
    let cy = r#"{ "question": "Beth yw eich rhywedd?", "woman": "Menyw", "man": "Dyn" }"#;
    let folder = Folder::with("steps/gender/template.html", &page);
    folder.write("steps/gender/content.en.json", en).write("steps/gender/content.cy.json", cy).write(".git/HEAD", "");
    let report = folder.checked(&[]);
    let binary = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "gender/binary-options").count();
    assert_eq!(binary, 1, "{report:#}");
}

#[test]
fn a_steps_class_gives_its_template_what_it_gets() {
    let page = "{% macro ask(label, options=[]) %}<label for=\"t\">{{ label }}</label><select id=\"t\" name=\"t\">\
        {% for option in options %}<option value=\"{{ option.value }}\">{{ option.label }}</option>{% endfor %}</select>{% endmacro %}\n\
        {{ ask('Title', options = titles) }}\n";
    let titles = "module.exports = [{ label: 'Mr', value: '1' }, { label: 'Mrs', value: '2' }, { label: 'Miss', value: '3' }]\n";
    let class = "const titles = require('utils/titles')\nclass Name extends Step {\n  get titles() { return titles }\n\
        get later() { return this.fetch() }\n}\nmodule.exports = Name\n";
    let files = [("steps/name/template.html", page), ("steps/name/Name.js", class), ("utils/titles.js", titles)];
    assert_eq!(questions(&files), ["1: Title | select | Mr, Mrs, Miss"]);
    // What the class works out is not known, nor which of two classes is meant.
    let later = page.replace("= titles)", "= later)");
    for files in [
        vec![("steps/name/template.html", later.as_str()), ("steps/name/Name.js", class), ("utils/titles.js", titles)],
        vec![("steps/name/template.html", page), ("steps/name/Name.js", class), ("steps/name/b.js", "1"), ("utils/titles.js", titles)],
    ] {
        let seen = questions(&files);
        assert!(seen[0].ends_with("not all seen"), "{seen:?}");
        nothing_missing(&files);
    }
}

/// A step whose words and form stand in one file of code.
const CONTENT: &str = "import { YesOrNo } from './definition'\n\
    const en = () => ({\n  title: 'What is your gender?',\n  woman: 'Woman',\n  man: 'Man',\n  own: 'In another way',\n  say: 'How do you describe it?',\n})\n\
    const cy: typeof en = () => ({ title: 'Beth yw eich rhywedd?', woman: 'Menyw', man: 'Dyn', own: 'Arall', say: 'Sut?' })\n\
    export const form: FormContent = {\n  fields: {\n    gender: {\n      type: 'radios',\n      label: l => l.title,\n      values: [\n\
            { label: l => l.woman, value: 'w' },\n        { label: l => l.man, value: 'm' },\n\
            { label: l => l.own, value: 'o', subFields: { say: { type: 'text', label: l => l.say, validator: isFilledIn } } },\n\
          ],\n      validator: isFilledIn,\n    },\n    name: { type: 'text', label: l => l.missing, validator: isFilledIn },\n  },\n}\n\
    const languages = { en, cy }\n\
    export const generateContent = content => ({ ...languages[content.language](), form })\n";

#[test]
fn a_form_takes_its_words_from_the_language_beside_it() {
    let seen = questions(&[("steps/gender/content.ts", CONTENT)]);
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen[0].ends_with("What is your gender? | radios | Woman, Man, In another way"), "{seen:?}");
    assert!(seen[1].ends_with("How do you describe it? | input"), "{seen:?}");
    assert!(!told(&[("steps/gender/content.ts", CONTENT)]).contains(&"gender/no-self-describe".to_owned()));
}

#[test]
fn a_template_takes_its_words_from_the_code_beside_it() {
    let page = radios("title", "[{ value: 'w', text: woman }, { value: 'm', text: man }]");
    let files = [("steps/gender/template.njk", page.as_str()), ("steps/gender/content.ts", CONTENT)];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | Woman, Man"]);
}

#[test]
fn a_controller_has_its_words_in_the_file_of_its_name() {
    let controller = "export default class SexAndTitleController {\n  private readonly content: FormContent = {\n    fields: {\n      sex: {\n\
            type: 'radios',\n        label: (l: AnyRecord): string => l.sex,\n        values: [\n\
              { label: (l: AnyRecord): string => l.female, value: Sex.FEMALE },\n          { label: (l: AnyRecord): string => l.male, value: Sex.MALE },\n\
              { label: (l: AnyRecord): string => l.decline, value: Sex.DECLINE },\n        ],\n      },\n    },\n  }\n}\n";
    let own = r#"{ "sex": "What is your sex?", "female": "Female", "male": "Male" }"#;
    let common = r#"{ "decline": "Prefer not to say" }"#;
    let files = [
        ("src/controllers/SexAndTitleController.ts", controller),
        ("src/resources/locales/en/translation/sex-and-title.json", own),
        ("src/resources/locales/en/translation/common.json", common),
        ("src/resources/locales/en/translation/other.json", r#"{ "sex": "Your sex" }"#),
    ];
    assert_eq!(questions(&files), ["4: What is your sex? | radios | Female, Male, Prefer not to say"]);
    // A word that neither has may stand in a third.
    let seen = questions(&files[..2]);
    assert!(seen[0].starts_with("4: What is your sex? | radios | Female, Male, ?") && seen[0].ends_with("not all seen"), "{seen:?}");
    nothing_missing(&files[..2]);
    // Without a file of its name nothing is guessed.
    assert_eq!(questions(&files[..1]), ["4: ?computed | radios | ?computed, ?computed, ?computed | not all seen"]);
}

// What code hands to templates.

#[test]
fn a_global_or_a_filter_is_followed_to_what_it_was_given() {
    let kinds = "export const KINDS = { f: 'Woman', m: 'Man' }\n";
    let setup = "import { KINDS } from './kinds'\n\
        const toItems = (kinds) => Object.entries(kinds).map(([value, text]) => ({ value, text }))\n\
        export function setUp(app, env) {\n  env.addGlobal('kinds', KINDS)\n  env.addFilter('toItems', toItems)\n\
        env.addFilter('marked', (items, chosen) => items && items.map(item => ({ ...item, checked: item.value === chosen })))\n\
        env.addGlobal('merge', (one, other) => ({ ...one, ...other }))\n\
        app.locals.question = 'What is your gender?'\n  const inner = load()\n  env.addGlobal('loaded', inner)\n}\n";
    let files = |page: &'static str| [("views/page.njk", page), ("server/setup.ts", setup), ("server/kinds.ts", kinds)];
    let page = "{{ govukRadios({ name: 'g', fieldset: { legend: { text: question } }, items: kinds | toItems | marked(data.g) }) }}";
    assert_eq!(questions(&files(page)), ["1: What is your gender? | radios | Woman, Man"]);
    let page = "{{ govukRadios(merge({ name: 'g', fieldset: { legend: { text: question } } }, { items: kinds | toItems })) }}";
    assert_eq!(questions(&files(page)), ["1: What is your gender? | radios | Woman, Man"]);
    let page = "{{ govukRadios({ name: 'g', fieldset: { legend: { text: question } }, items: loaded | toItems | marked(data.g) }) }}";
    assert_eq!(questions(&files(page)), ["1: What is your gender? | radios | not all seen"]);
    nothing_missing(&files(page));
}

#[test]
fn a_file_of_filters_gives_those_that_it_passes_on_too() {
    let page = "{{ govukRadios({ name: 'g', fieldset: { legend: { text: 'What is your gender?' } }, items: { f: 'Woman', m: 'Man' } | toItems }) }}";
    let list = "module.exports = { toItems: (kinds) => Object.entries(kinds).map(([value, text]) => ({ value, text })) }\n";
    // The name stands in the second file only within that of the first.
    let passed = "const lists = require('./toItemsOfLists')\nmodule.exports = { ...lists }\n";
    let files = [("app/views/page.njk", page), ("app/toItemsOfLists.js", list), ("app/filters.js", passed)];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | Woman, Man"]);
}

#[test]
fn a_name_of_the_function_around_is_not_one_of_the_file() {
    let setup = "const kinds = [{ value: 'x', text: 'Anything' }]\n\
        module.exports = (env, kinds) => {\n  env.addGlobal('kinds', kinds)\n}\n";
    let page = radios("'What is your gender?'", "kinds");
    let files = [("views/page.njk", page.as_str()), ("lib/setup.js", setup)];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | not all seen"]);
}

#[test]
fn a_page_is_given_names_by_what_shows_it() {
    let routes = "const genders = [{ value: 'f', text: 'Woman' }, { value: 'm', text: 'Man' }]\n\
        router.get('/gender', (req, res) => {\n  res.render('pages/gender', { title: 'What is your gender?', genders, saved: req.session.gender })\n})\n";
    let page = radios("title", "genders");
    let files = [("app/views/pages/gender.njk", page.as_str()), ("app/routes.js", routes)];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | Woman, Man"]);
    // Another page is not given them; and where two show it and differ, or one may, nothing is known.
    assert_eq!(questions(&[("app/views/pages/sex.njk", page.as_str()), files[1]]), ["1: ?variable | radios | not all seen"]);
    for other in [
        "const genders = []\nrouter.post('/gender', (req, res) => res.render('pages/gender.njk', { title: 'What is your gender?', genders }))",
        "router.post('/gender', (req, res) => res.render('pages/gender', { title: 'What is your gender?', genders: [], ...req.body }))",
        "router.post('/gender', (req, res) => res.render('pages/gender', { title: 'What is your gender?' }))",
    ] {
        let files = [files[0], files[1], ("app/more.js", other)];
        let seen = questions(&files);
        assert!(seen[0].ends_with(" | radios | not all seen"), "{other}: {seen:?}");
        nothing_missing(&files);
    }
}

// Macros of the repository.

#[test]
fn what_a_call_leaves_out_is_what_the_macro_says() {
    let page = format!(
        "{{% macro ask(legend, items = {TWO}, name = 'a') %}}{}{{% endmacro %}}\n{{{{ ask('What is your gender?') }}}}\n",
        radios("legend", "items").trim_end()
    );
    assert_eq!(questions(&[("views/page.njk", page.as_str())]), ["1: What is your gender? | radios | Woman, Man"]);
}

#[test]
fn a_macro_of_the_repository_is_no_component_of_the_same_name() {
    let fields = "{% macro select(field, label, options=[]) %}<label for=\"x\">{{ label }}</label><select id=\"x\">\
        {% for option in options %}<option>{{ option }}</option>{% endfor %}</select>{% endmacro %}";
    let page = "{% from \"components/fields.njk\" import select %}\n<h1>{{ heading }}</h1>\n{{ select(fields.title, 'Title', options = ['Mr', 'Mrs']) }}\n";
    let files = [("views/page.html", page), ("views/components/fields.njk", fields)];
    assert_eq!(questions(&files), ["3: Title | select | Mr, Mrs"]);
    // From a package it is unknown what it asks: nothing is claimed.
    assert_eq!(questions(&files[..1]), Vec::<String>::new());
    assert!(!judged(&files[..1]).0.form.unseen.is_empty());
}

#[test]
fn a_page_calls_the_macros_that_its_layout_takes() {
    let layout =
        "{% from \"errors.njk\" import errorsFor %}<main><h1>{% block question %}{% endblock %}</h1>{% block form %}{% endblock %}</main>";
    let errors = "{% macro errorsFor(field) %}{% if field.error %}<span class=\"govuk-error-message\">{{ field.error }}</span>{% endif %}{% endmacro %}";
    let page = "{% extends \"layout.njk\" %}\n{% block form %}<fieldset><legend>What is your gender?</legend>{{ errorsFor(fields.g) }}\
        <label><input type=\"radio\" name=\"g\" value=\"f\"> Woman</label><label><input type=\"radio\" name=\"g\" value=\"m\"> Man</label></fieldset>{% endblock %}\n";
    let files = [
        ("views/page.njk", page),
        ("views/layout.njk", layout),
        ("views/errors.njk", errors),
        ("other/errors.njk", "{% macro errorsFor(x) %}{{ x }}{% endmacro %}"),
    ];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Woman, Man"]);
}

// Several repositories.

#[test]
fn each_file_is_read_in_the_repository_that_it_lies_in() {
    let page = "{{ radios({ name: 'g', fieldset: { legend: { text: 'What is your gender?' } }, items: GENDERS }) }}";
    let folder = Folder::with("a/views/page.njk", page);
    folder.write("a/.git/HEAD", "").write("a/lists.js", format!("export const GENDERS = {TWO}\n"));
    folder.write("b/views/page.njk", page).write("b/.git/HEAD", "");
    folder.write("b/lists.js", "export const GENDERS = [{ value: 'x', text: 'Non-binary' }, { value: 'd', text: 'Prefer not to say' }]\n");
    let place = |finding: &serde_json::Value| (finding["path"].as_str().unwrap().to_owned(), finding["rule"].as_str().unwrap().to_owned());
    let binary = |report: &serde_json::Value| -> Vec<(String, String)> {
        let found = report["findings"].as_array().unwrap().iter();
        found.filter(|finding| finding["rule"] == "gender/binary-options").map(place).collect()
    };
    let expected = [("a/views/page.njk".to_owned(), "gender/binary-options".to_owned())];
    for paths in [["a", "b"], ["b", "a"]] {
        let report = folder.checked(&paths);
        assert_eq!(binary(&report), expected, "{paths:?}");
        assert_eq!(report["summary"]["not_fully_visible"], 0, "{paths:?}");
    }
    assert_eq!(binary(&folder.checked(&["."])), expected);
}
