//! Where the pieces of a question lie in other files: what can be followed is, and what cannot stays unknown.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use askwell::rules::schema::Level;
use common::Folder;
use common::repository::{judged, line, nothing_missing, questions, told};
use serde_json::Value;

/// A call of `radios` with this legend and these items, both as expressions.
fn radios(legend: &str, items: &str) -> String {
    format!("{{{{ radios({{ name: \"answer\", fieldset: {{ legend: {{ text: {legend} }} }}, items: {items} }}) }}}}\n")
}

const YES_NO: &str = r#"[{ value: "y", text: "Yes" }, { value: "n", text: "No" }]"#;

const TWO: &str = r#"[{ value: "f", text: "Female" }, { value: "m", text: "Male" }]"#;

// Includes.

#[test]
fn what_an_include_sets_is_known_after_it() {
    let page = format!("{{% include \"app/includes/lists.njk\" %}}\n{}", radios("\"What is your gender?\"", "genders"));
    let lists = "{% set genders = [{ value: \"f\", text: \"Woman\" }, { value: \"m\", text: \"Man\" }] %}\n";
    let files = [("app/views/page.njk", page.as_str()), ("app/includes/lists.njk", lists)];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Woman, Man"]);
    assert!(told(&files).contains(&"gender/binary-options".to_owned()));
}

#[test]
fn what_is_set_is_known_within_an_include_and_asked_there() {
    let page = "{% set name = \"gender\" %}\n{% include \"./ask.njk\" %}\n<p>Thank you</p>\n";
    let ask = radios("\"What is your gender?\"", YES_NO);
    let files = [("app/views/page.njk", page), ("app/views/ask.njk", ask.as_str())];
    // It is a question of the included file, and judged where that is read.
    assert_eq!(questions(&files), Vec::<String>::new());
    assert_eq!(judged(&files).0.form.questions.len(), 1);
    assert_eq!(told(&files), Vec::<String>::new());
}

#[test]
fn an_include_that_is_nowhere_or_not_known_hides_what_it_holds() {
    for include in ["\"gone.njk\"", "part", "\"parts/\" + kind + \".njk\""] {
        let page = format!("{{% include {include} %}}\n{}", radios("\"What is your gender?\"", "genders"));
        let files = [("page.njk", page.as_str()), ("parts/a.njk", "{% set genders = [] %}")];
        assert_eq!(questions(&files), ["2: What is your gender? | radios | not all seen"], "{include}");
        assert!(!judged(&files).0.form.unseen.is_empty(), "{include}");
        nothing_missing(&files);
    }
}

#[test]
fn two_includes_of_one_name_that_differ_are_neither() {
    let page = format!("{{% include \"lists.njk\" %}}\n{}", radios("\"What is your gender?\"", "genders"));
    let one = "{% set genders = [{ value: \"f\", text: \"Woman\" }] %}";
    let other = "{% set genders = [{ value: \"f\", text: \"Man\" }] %}";
    let files = [("page.njk", page.as_str()), ("a/lists.njk", one), ("b/lists.njk", other)];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | not all seen"]);
    nothing_missing(&files);
}

#[test]
fn a_condition_that_includes_one_of_two_leaves_both_readings() {
    let include = "{% if short %}{% include \"short.njk\" %}{% else %}{% include \"long.njk\" %}{% endif %}";
    let page = format!("{include}\n{}", radios("\"What is your gender?\"", "genders"));
    let long = TWO.replace(']', ", { value: \"x\", text: \"Prefer not to say\" }]");
    let (short, long) = (format!("{{% set genders = {TWO} %}}"), format!("{{% set genders = {long} %}}"));
    let files = [("page.njk", page.as_str()), ("short.njk", short.as_str()), ("long.njk", long.as_str())];
    // As in one file: what one of the two offers is not missing.
    let same = page.replace("{% include \"short.njk\" %}", &short).replace("{% include \"long.njk\" %}", &long);
    assert_eq!(questions(&files), questions(&[("page.njk", same.as_str())]));
    assert!(!told(&files).contains(&"gender/no-decline".to_owned()), "{:?}", questions(&files));
}

// Layouts.

const LAYOUT: &str = "<html><body><main><h1>{{ title }}</h1>\n{% block content %}{% endblock %}</main></body></html>\n";

/// Boxes without a legend, which the heading above asks about.
const BOXES: &str = "<div class=\"nhsuk-radios\">\
    <label><input type=\"radio\" name=\"a\" value=\"1\"> Woman</label>\
    <label><input type=\"radio\" name=\"a\" value=\"2\"> Man</label></div>\n";

#[test]
fn a_heading_of_the_layout_asks_what_the_page_leaves_open() {
    let page = format!(
        "{{% extends \"layout.njk\" %}}\n{{% set title = \"What is your gender?\" %}}\n{{% block content %}}\n{BOXES}{{% endblock %}}\n"
    );
    let files = [("app/views/page.njk", page.as_str()), ("app/views/layout.njk", LAYOUT)];
    assert_eq!(questions(&files), ["4: What is your gender? | radios | Woman, Man"]);
    assert!(told(&files).contains(&"gender/binary-options".to_owned()));
}

#[test]
fn a_heading_of_the_layout_that_nothing_sets_stays_unknown() {
    let page = format!("{{% extends \"layout.njk\" %}}\n{{% block content %}}\n{BOXES}{{% endblock %}}\n");
    let files = [("app/views/page.njk", page.as_str()), ("app/views/layout.njk", LAYOUT)];
    let seen = questions(&files);
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(!seen[0].contains("gender"), "{seen:?}");
    // Whether what is asked here is asked well cannot be told.
    assert!(!told(&files).contains(&"gender/no-decline".to_owned()));
}

#[test]
fn a_block_is_shown_by_a_layout_two_levels_out() {
    let outer = "<html><body>{% block main %}{% endblock %}</body></html>";
    let inner = "{% extends \"layouts/outer.njk\" %}\n{% block main %}<h1>{{ heading }}</h1>{% block form %}{% endblock %}{% endblock %}\n";
    let page = format!(
        "{{% extends \"layouts/inner.njk\" %}}\n{{% set heading = \"What is your gender?\" %}}\n{{% block form %}}\n{BOXES}{{% endblock %}}\n"
    );
    let files = [("views/page.njk", page.as_str()), ("views/layouts/inner.njk", inner), ("views/layouts/outer.njk", outer)];
    assert_eq!(questions(&files), ["4: What is your gender? | radios | Woman, Man"]);
}

#[test]
fn a_layout_of_a_package_leaves_the_page_as_it_is() {
    let page = format!("{{% extends \"govuk/template.njk\" %}}\n{{% block content %}}\n{}{{% endblock %}}\n", radios("\"Sex\"", YES_NO));
    assert_eq!(questions(&[("views/page.njk", page.as_str())]), ["3: Sex | radios | Yes, No"]);
    let inner = "{% extends \"govuk/template.njk\" %}\n{% block pageTitle %}Service{% endblock %}";
    let page = page.replace("govuk/template.njk", "inner.njk");
    assert_eq!(questions(&[("views/page.njk", page.as_str()), ("views/inner.njk", inner)]), ["3: Sex | radios | Yes, No"]);
}

#[test]
fn a_question_of_the_layout_is_the_layouts_own() {
    let layout = format!("<main>{{% block content %}}{{% endblock %}}</main>\n{}", radios("\"Was this page useful?\"", YES_NO));
    let page = "{% extends \"layout.njk\" %}\n{% block content %}<p>Hello</p>{% endblock %}";
    let files = [("page.njk", page), ("layout.njk", layout.as_str())];
    assert_eq!(questions(&files), Vec::<String>::new());
}

// Macros.

const WRAPPER: &str = "{% from \"nhsuk/components/radios/macro.njk\" import radios %}\n\
    {% macro appRadios(legend, options, name) %}\n\
    {{ radios({ name: name, fieldset: { legend: { text: legend } }, items: options }) }}\n\
    {% endmacro %}\n";

#[test]
fn a_macro_of_another_file_asks_at_each_of_its_calls() {
    let page = "{% from \"macros/app.njk\" import appRadios %}\n\
        {{ appRadios(\"What is your gender?\", [{ value: 1, text: \"Man\" }, { value: 2, text: \"Woman\" }], \"gender\") }}\n\
        <p>And</p>\n\
        {{ appRadios(\"Do you smoke?\", [{ value: 1, text: \"Yes\" }, { value: 2, text: \"No\" }], \"smoke\") }}\n";
    let files = [("views/page.njk", page), ("views/macros/app.njk", WRAPPER)];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Man, Woman", "4: Do you smoke? | radios | Yes, No"]);
    let (checked, _) = judged(&files);
    let binary = checked.findings.iter().find(|finding| finding.rule == "gender/binary-options").unwrap();
    assert_eq!((binary.place.file, checked.source.line(binary.place.start)), (checked.source.id, 2));
}

#[test]
fn what_a_call_leaves_open_stays_open() {
    let page = "{% from \"macros/app.njk\" import appRadios %}\n{{ appRadios(\"What is your gender?\", data.options, \"gender\") }}\n";
    let files = [("views/page.njk", page), ("views/macros/app.njk", WRAPPER)];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | not all seen"]);
    nothing_missing(&files);
}

#[test]
fn two_macros_of_one_name_are_neither() {
    let page = "{% from macros import appRadios %}\n{{ appRadios(\"What is your gender?\", [{ value: 1, text: \"Man\" }], \"gender\") }}\n";
    let other = WRAPPER.replace("legend, options, name", "name, options, legend");
    let files = [("page.njk", page), ("a/app.njk", WRAPPER), ("b/app.njk", other.as_str())];
    let seen = questions(&files);
    assert!(seen.iter().all(|line| !line.contains("Man")), "{seen:?}");
    nothing_missing(&files);
}

#[test]
fn a_macro_may_keep_its_body_in_a_template_beside_it() {
    let page = "{% from \"components/choice/macro.njk\" import appChoice %}\n<p>About you</p>\n\
        {{ appChoice({ legend: \"What is your gender?\", options: [{ text: \"Man\" }, { text: \"Woman\" }] }) }}\n";
    let makro = "{% macro appChoice(params) %}\n{%- include \"./template.njk\" -%}\n{% endmacro %}\n";
    let template = "{{ radios({ name: \"c\", fieldset: { legend: { text: params.legend } }, items: params.options }) }}\n";
    let files = [
        ("views/page.njk", page),
        ("views/components/choice/macro.njk", makro),
        ("views/components/choice/template.njk", template),
        // The same name elsewhere is another template.
        ("views/components/box/template.njk", "<p>Box</p>"),
    ];
    assert_eq!(questions(&files), ["3: What is your gender? | radios | Man, Woman"]);
}

#[test]
fn a_file_calls_the_macro_that_it_imports() {
    let other = "{% macro appRadios(legend) %}<p>{{ legend }}</p>{% endmacro %}";
    for (import, name) in [("appRadios", "appRadios"), ("appRadios as ask", "ask")] {
        let page = format!(
            "{{% from \"./a/app.njk\" import {import} %}}\n\
            {{{{ {name}(\"What is your gender?\", [{{ text: \"Man\" }}, {{ text: \"Woman\" }}], \"gender\") }}}}\n"
        );
        let files = [("views/page.njk", page.as_str()), ("views/a/app.njk", WRAPPER), ("views/b/app.njk", other)];
        assert_eq!(questions(&files), ["2: What is your gender? | radios | Man, Woman"], "{import}");
    }
}

#[test]
fn a_macro_of_a_package_is_not_taken_for_one_of_the_same_name() {
    let page = "{% from \"trust-kit/forms.njk\" import appRadios %}\n\
        {{ appRadios(\"What is your gender?\", [{ text: \"Man\" }, { text: \"Woman\" }], \"gender\") }}\n";
    let files = [("views/page.njk", page), ("views/macros/app.njk", WRAPPER)];
    assert_eq!(questions(&files), Vec::<String>::new());
    assert!(!judged(&files).0.form.unseen.is_empty());
}

#[test]
fn a_value_is_known_where_it_is_imported() {
    let page = format!("{{% from \"./lists.njk\" import genders as all, later %}}\n{}", radios("\"What is your gender?\"", "all"));
    let lists = format!("{{% set genders = {TWO} %}}\n{{% if later %}}{{% set later = genders %}}{{% endif %}}");
    let files = [("views/page.njk", page.as_str()), ("views/lists.njk", lists.as_str())];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Female, Male"]);
    // Under its own name it is not known, nor what only a condition gives, nor what the page sets for it.
    for (items, list) in [
        ("genders", lists.clone()),
        ("later", lists.clone()),
        ("all", format!("{lists}{{% if short %}}{{% set genders = [] %}}{{% endif %}}")),
        ("all", "{% set genders = mine %}".to_owned()),
    ] {
        let page = page.replace("items: all", &format!("items: {items}"));
        let page = format!("{{% set mine = {TWO} %}}{page}");
        let files = [("views/page.njk", page.as_str()), ("views/lists.njk", list.as_str())];
        assert_eq!(questions(&files), ["2: What is your gender? | radios | not all seen"], "{items}: {list}");
        nothing_missing(&files);
    }
}

// Code.

#[test]
fn a_template_that_is_imported_whole_gives_its_macros_and_values() {
    let parts = format!(
        "{{% set genders = [{{ value: 'w', text: 'Woman' }}, {{ value: 'm', text: 'Man' }}] %}}\
         {{% macro asked(about, list) %}}{}{{% endmacro %}}",
        "{{ radios({ name: 'x', fieldset: { legend: { text: about } }, items: list }) }}"
    );
    let page = "{% import './_parts.njk' as parts %}\n{{ parts.asked('What is your gender?', parts.genders) }}";
    assert_eq!(questions(&[("app/page.njk", page), ("app/_parts.njk", &parts)]), ["2: What is your gender? | radios | Woman, Man"]);
    // A name that it does not set may come from elsewhere.
    let page = "{% import './_parts.njk' as parts %}\n{{ parts.asked('What is your gender?', parts.others) }}";
    assert_eq!(questions(&[("app/page.njk", page), ("app/_parts.njk", &parts)]), ["2: What is your gender? | radios | not all seen"]);
}

#[test]
fn a_site_gives_its_data_files_to_every_page() {
    let page = radios("'What is your sexual orientation?'", "equality.orientations");
    let json = r#"{"orientations": [{"value": "g", "text": "Gay or lesbian"}, {"value": "s", "text": "Heterosexual or straight"}]}"#;
    let yaml = "orientations:\n- { value: g, text: Gay or lesbian }\n- { value: s, text: Heterosexual or straight }\n";
    let module =
        "export default { orientations: [{ value: 'g', text: 'Gay or lesbian' }, { value: 's', text: 'Heterosexual or straight' }] }";
    for (file, text) in [("src/_data/equality.json", json), ("src/_data/equality.yaml", yaml), ("src/_data/equality.mjs", module)] {
        let asked = questions(&[("src/about/page.njk", &page), (file, text)]);
        assert_eq!(asked, ["1: What is your sexual orientation? | radios | Gay or lesbian, Heterosexual or straight"], "{file}");
    }
    // A file of that name elsewhere is given to nobody.
    let asked = questions(&[("src/about/page.njk", &page), ("src/data/equality.json", json)]);
    assert_eq!(asked, ["1: What is your sexual orientation? | radios | not all seen"]);
}

#[test]
fn a_key_that_a_constant_does_not_have_is_not_an_answer_less() {
    let page = radios("\"What is your gender?\"", "[{ text: Gender.Female }, { text: Gender.Male }, { text: Gender.Other }]");
    let files = [("app/views/page.njk", page.as_str()), ("app/enums.ts", GENDER)];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | Female, Male, - | not all seen"]);
    nothing_missing(&files);
    let words = SEX.replace("\"question\"", "\"prefer\": \"\", \"question\"");
    let step = STEP.replace("common[\"prefer-not\"]", "content.decline");
    let files = [("app/steps/ui/sex/template.html", step.as_str()), ("app/resources/en/translation/sex.json", words.as_str())];
    assert!(questions(&files)[0].ends_with("not all seen"));
}

const GENDER: &str = "export const Gender = {\n  Female: 'Female',\n  Male: 'Male',\n} as const\n";

const HELPER: &str = "export default (env) => {\n\
    const globals = {}\n\
    globals.enumItems = (options) => Object.values(options).map((value) => ({ value, text: value }))\n\
    return globals\n}\n";

#[test]
fn a_constant_is_shown_through_a_helper_of_another_file() {
    let page = format!("<p>One</p>\n{}", radios("\"What is your gender?\"", "enumItems(Gender)"));
    let files = [("app/views/page.njk", page.as_str()), ("app/enums.ts", GENDER), ("app/lib/globals.js", HELPER)];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Female, Male"]);
    let (checked, project) = judged(&files);
    let binary = checked.findings.iter().find(|finding| finding.rule == "gender/binary-options").unwrap();
    assert_eq!(binary.place.file, checked.source.id);
    let related: Vec<_> = binary.related.iter().filter(|(place, _)| place.file != checked.source.id).collect();
    assert!(!related.is_empty(), "{binary:?}");
    assert!(related.iter().all(|(place, _)| project.store().path(place.file).as_deref() == Some("app/enums.ts")));
}

#[test]
fn a_helper_that_computes_leaves_the_answers_unknown() {
    let page = radios("\"What is your gender?\"", "enumItems(Gender)");
    let fetched = HELPER.replace("Object.values(options)", "load(options)");
    for helper in [fetched.as_str(), "export const other = 1"] {
        let files = [("app/views/page.njk", page.as_str()), ("app/enums.ts", GENDER), ("app/lib/globals.js", helper)];
        assert_eq!(questions(&files), ["1: What is your gender? | radios | not all seen"]);
        nothing_missing(&files);
    }
}

#[test]
fn one_name_with_different_values_is_unknown() {
    let page = radios("\"What is your gender?\"", "enumItems(Gender)");
    let other = GENDER.replace("'Female'", "'Woman'");
    let files =
        [("app/views/page.njk", page.as_str()), ("app/enums.ts", GENDER), ("app/lib/globals.js", HELPER), ("api/enums.ts", other.as_str())];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | not all seen"]);
    nothing_missing(&files);
    // Where both say the same, it does not matter which is meant; and tests set up what no page shows.
    for (path, text) in [("api/enums.ts", GENDER), ("tests/enums.ts", other.as_str())] {
        let files = [("app/views/page.njk", page.as_str()), ("app/enums.ts", GENDER), ("app/lib/globals.js", HELPER), (path, text)];
        assert_eq!(questions(&files), ["1: What is your gender? | radios | Female, Male"], "{path}");
    }
}

#[test]
fn what_a_page_sets_itself_comes_before_a_constant_elsewhere() {
    let page = format!("{{% set Gender = {YES_NO} %}}\n{}", radios("\"Do you smoke?\"", "Gender"));
    let files = [("app/views/page.njk", page.as_str()), ("app/enums.ts", GENDER)];
    assert_eq!(questions(&files), ["2: Do you smoke? | radios | Yes, No"]);
}

#[test]
fn a_constant_is_followed_through_imports_and_exports() {
    let page = radios("\"What is your gender?\"", "GENDER_ITEMS");
    let items = "import { Gender as All } from './enums.js'\nexport const GENDER_ITEMS = [{ value: 'f', text: All.Female }, { value: 'm', text: All.Male }]\n";
    let index = "export * from './constants/items'\n";
    let files =
        [("app/page.njk", page.as_str()), ("app/constants/items.ts", items), ("app/constants/enums.ts", GENDER), ("app/index.ts", index)];
    assert_eq!(questions(&files), ["1: What is your gender? | radios | Female, Male"]);
}

// Locales.

/// A page whose words all stand under keys.
fn keyed() -> String {
    let items = r#"[{ value: "f", text: __("gender.female") }, { value: "m", text: __("gender.male") }]"#;
    format!("<p>One</p>\n{}", radios("__(\"gender.title\")", items))
}

const EN_JS: &str =
    "module.exports = {\n  gender: {\n    title: 'What is your gender?',\n    female: 'Female',\n    male: 'Male'\n  }\n}\n";

const EN_JSON: &str =
    "{\n  \"gender\": {\n    \"title\": \"What is your gender?\",\n    \"female\": \"Female\",\n    \"male\": \"Male\"\n  }\n}\n";

#[test]
fn a_key_is_looked_up_in_the_locale() {
    let page = keyed();
    let es = EN_JS.replace("module.exports =", "export default");
    let named = EN_JS.replace("module.exports = {", "export const en = {");
    let flat = "{ \"gender.title\": \"What is your gender?\", \"gender.female\": \"Female\", \"gender.male\": \"Male\" }";
    let yaml = "en:\n  gender:\n    title: What is your gender?\n    female: Female\n    male: Male\n";
    for (path, words) in [
        ("app/locales/en.js", EN_JS),
        ("app/locales/en.js", es.as_str()),
        ("app/locales/en.ts", named.as_str()),
        ("locales/en.json", EN_JSON),
        ("locales/en.json", flat),
        ("config/locales/en.yml", yaml),
    ] {
        let files = [("app/views/page.njk", page.as_str()), (path, words)];
        assert_eq!(questions(&files), ["2: What is your gender? | radios | Female, Male"], "{path}: {words}");
        assert!(told(&files).contains(&"gender/binary-options".to_owned()), "{path}");
    }
}

#[test]
fn a_key_that_no_locale_has_stays_unknown() {
    let page = keyed();
    let without = EN_JSON.replace("\"male\"", "\"men\"");
    for words in ["{}", "{ \"gender\": ", without.as_str()] {
        let files = [("app/views/page.njk", page.as_str()), ("locales/en.json", words)];
        let seen = questions(&files);
        assert!(seen[0].ends_with("not all seen"), "{seen:?}");
        nothing_missing(&files);
    }
}

#[test]
fn two_locale_files_that_differ_are_neither() {
    let page = keyed();
    let other = EN_JSON.replace("\"Male\"", "\"Man\"");
    let files = [("app/views/page.njk", page.as_str()), ("locales/en.json", EN_JSON), ("old/locales/en.json", other.as_str())];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Female, ?function | not all seen"]);
    nothing_missing(&files);
}

#[test]
fn what_the_running_page_puts_into_words_is_a_hole() {
    let page = radios("__(\"q\")", "[{ value: \"a\", text: __(\"a\") }, { value: \"b\", text: __(\"b\") }]");
    for hole in ["%s", "{{name}}", "{{ name }}", "%{name}"] {
        let words = format!("{{ \"q\": \"What is the gender of {hole}?\", \"a\": \"Female\", \"b\": \"Like {hole}\" }}");
        let files = [("page.njk", page.as_str()), ("locales/en.json", words.as_str())];
        let seen = questions(&files);
        assert_eq!(seen, ["1: What is the gender of {}? | radios | Female, Like {} | not all seen"], "{hole}");
        nothing_missing(&files);
    }
    // A sign that is only a sign hides nothing.
    let words = r#"{ "q": "Are you 100% sure of your gender?", "a": "Female", "b": "Male" }"#;
    let files = [("page.njk", page.as_str()), ("locales/en.json", words)];
    assert_eq!(questions(&files), ["1: Are you 100% sure of your gender? | radios | Female, Male"]);
}

#[test]
fn english_is_read_where_there_is_welsh_beside_it() {
    let page = keyed();
    let cy = "{ \"gender\": { \"title\": \"Beth yw eich rhywedd?\", \"female\": \"Benyw\", \"male\": \"Gwryw\" } }";
    let files = [("page.njk", page.as_str()), ("locales/cy.json", cy), ("locales/en.json", EN_JSON)];
    assert_eq!(questions(&files), ["2: What is your gender? | radios | Female, Male"]);
}

#[test]
fn a_finding_about_words_of_a_locale_stands_in_the_page() {
    let folder = Folder::with("app/views/page.njk", "<p>One</p>\n<p>{{ __(\"help\") }}</p>\n");
    folder.write("app/locales/en.json", "{\n  \"other\": \"x\",\n  \"help\": \"Ask his or her doctor\"\n}\n");
    folder.write(".git/HEAD", "");
    let report = folder.checked(&[]);
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "pronouns/he-or-she", "{report:#}");
    assert_eq!((&finding["path"], finding["line"].as_u64()), (&Value::from("app/views/page.njk"), Some(2)));
    let related = &finding["related"][0];
    assert_eq!((&related["path"], related["line"].as_u64()), (&Value::from("app/locales/en.json"), Some(3)));
    folder.askwell(&["check"]).says("app/views/page.njk:2:").says("app/locales/en.json:3:").says("his or her doctor");
}

#[test]
fn the_place_of_answers_in_a_locale_is_shown() {
    let folder = Folder::with("app/views/page.njk", keyed());
    folder.write("app/locales/en.json", EN_JSON).write(".git/HEAD", "");
    let report = folder.checked(&[]);
    let found = report["findings"].as_array().unwrap();
    let binary = found.iter().find(|finding| finding["rule"] == "gender/binary-options").unwrap();
    assert_eq!((&binary["path"], binary["line"].as_u64()), (&Value::from("app/views/page.njk"), Some(2)));
    let related = binary["related"].as_array().unwrap();
    assert!(related.iter().any(|place| place["path"] == "app/locales/en.json"), "{binary:#}");
    folder.askwell(&["check"]).ends(1).says("app/locales/en.json");
}

// The words of a step.

const STEP: &str = "{{ radios({ name: \"sex\", fieldset: { legend: { text: content.question } }, items: [\n\
    { value: \"F\", text: content[\"female\"] },\n\
    { value: \"M\", text: content.options.male },\n\
    { value: \"X\", text: common[\"prefer-not\"] }\n] }) }}\n";

const SEX: &str = "{ \"question\": \"What is your sex?\", \"female\": \"Female\", \"options\": { \"male\": \"Male\" } }";

#[test]
fn a_step_has_its_words_in_a_file_of_its_name() {
    let files = [
        ("app/steps/ui/sex/template.html", STEP),
        ("app/resources/en/translation/sex.json", SEX),
        ("app/resources/en/translation/common.json", "{ \"prefer-not\": \"Prefer not to say\" }"),
        ("app/resources/en/translation/age.json", "{ \"question\": \"How old are you?\" }"),
        ("app/resources/cy/translation/sex.json", "{ \"question\": \"Beth yw eich rhyw?\" }"),
    ];
    assert_eq!(questions(&files), ["1: What is your sex? | radios | Female, Male, Prefer not to say"]);
}

#[test]
fn a_step_without_words_of_its_own_stays_unknown() {
    let files = [("app/steps/ui/sex/template.html", STEP), ("app/resources/en/translation/age.json", SEX)];
    assert_eq!(questions(&files), ["1: ?variable | radios | ?variable, ?variable, ?variable | not all seen"]);
    nothing_missing(&files);
    // Two files of the step's name: which is meant cannot be told.
    let files = [
        ("app/steps/ui/sex/template.html", STEP),
        ("app/resources/en/translation/sex.json", SEX),
        ("app/resources/en/other/sex.json", "{ \"question\": \"Your sex\" }"),
    ];
    assert_eq!(questions(&files), ["1: ?variable | radios | ?variable, ?variable, ?variable | not all seen"]);
}

#[test]
fn the_words_of_a_step_have_holes_too() {
    let words = SEX.replace("your sex", "the sex of {{name}}");
    let files = [("app/steps/ui/sex/template.html", STEP), ("app/resources/en/translation/sex.json", words.as_str())];
    assert!(questions(&files)[0].starts_with("1: What is the sex of {}? | radios | Female, Male, "), "{:?}", questions(&files));
}

#[test]
fn a_word_that_the_steps_own_file_lacks_is_not_taken_for_absent() {
    let words = SEX.replace("\"question\"", "\"title\"");
    let files = [("app/steps/ui/sex/template.html", STEP), ("app/resources/en/translation/sex.json", words.as_str())];
    let (checked, _) = judged(&files);
    assert_eq!(checked.form.questions.len(), 1);
    nothing_missing(&files);
}

// Circles.

// Languages.

const BOTH: &str = "{{ radios({ name: \"orientation\", fieldset: { legend: { text: content.question } }, items: content.items }) }}\n";

const ENGLISH: &str = r#"{ "question": "Which of the following best describes your sexual orientation?", "items": [
  { "value": "s", "text": "Heterosexual or straight" }, { "value": "g", "text": "Gay or lesbian" },
  { "value": "b", "text": "Bisexual" }, { "value": "o", "text": "Other sexual orientation not listed" }, { "value": "n", "text": "Prefer not to say" }] }"#;

const WELSH: &str = r#"{ "question": "Pa un o’r canlynol sy’n disgrifio eich cyfeiriadedd rhywiol orau?", "items": [
  { "value": "s", "text": "Heterorywiol neu strêt" }, { "value": "g", "text": "Hoyw neu lesbiaidd" },
  { "value": "b", "text": "Deurywiol" }, { "value": "o", "text": "Cyfeiriadedd rhywiol heb ei restru" }, { "value": "n", "text": "Mae’n well gen i beidio â dweud" }] }"#;

/// The errors and warnings of the step where its words are these.
fn in_both(english: &str, welsh: &str) -> Vec<(String, Option<String>)> {
    let files = [
        ("app/steps/orientation/template.njk", BOTH),
        ("app/resources/en/translation/orientation.json", english),
        ("app/resources/cy/translation/orientation.json", welsh),
    ];
    let (checked, _) = judged(&files);
    let grave = checked.findings.iter().filter(|finding| finding.level > Level::Info);
    grave.map(|finding| (finding.rule.clone(), finding.note.clone())).collect()
}

#[test]
fn a_question_is_judged_in_each_language_and_reported_once() {
    assert_eq!(in_both(ENGLISH, WELSH), []);
    let without = |words: &str, answer: &str| {
        let start = words.find(&format!("{{ \"value\": \"{answer}\"")).unwrap();
        let end = start + words[start..].find('}').unwrap() + 1;
        words.replace(&words[start..end], "").replace(", ,", ",").replace(",  ]", "]").replace(", ]", "]").replace(",\n  ,", ",\n ")
    };
    let rules = |found: Vec<(String, Option<String>)>| found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    // Both lack it: one finding.
    assert_eq!(in_both(&without(ENGLISH, "n"), &without(WELSH, "n")), [("orientation/no-decline".to_owned(), None)]);
    // Only the Welsh lacks it.
    let welsh_only = in_both(ENGLISH, &without(WELSH, "b"));
    assert_eq!(welsh_only, [("orientation/incomplete".to_owned(), Some("this is so where the page is read in Welsh".to_owned()))]);
    let welsh_only = in_both(ENGLISH, &without(WELSH, "n"));
    assert_eq!(rules(welsh_only), ["orientation/no-decline"]);
    // Only the English does.
    assert_eq!(in_both(&without(ENGLISH, "n"), WELSH), [("orientation/no-decline".to_owned(), None)]);
}

#[test]
fn what_is_not_understood_in_another_language_is_not_judged() {
    // The same answers in other words are the same answers.
    assert_eq!(in_both(ENGLISH, &WELSH.replace("Mae’n well gen i beidio â dweud", "Dim diolch")), []);
    // A list of another length with words that nobody has told askwell: nothing can be said.
    let other = WELSH.replace("{ \"value\": \"b\", \"text\": \"Deurywiol\" },", "").replace("Hoyw neu lesbiaidd", "Cariad at ddynion");
    assert_eq!(in_both(ENGLISH, &other), []);
    // Nor of one that is not there.
    assert_eq!(in_both(ENGLISH, "{}"), []);
}

#[test]
fn the_answers_of_another_language_are_shown_where_they_stand() {
    let files = [
        ("app/steps/orientation/template.njk", BOTH),
        ("app/resources/en/translation/orientation.json", ENGLISH),
        (
            "app/resources/cy/translation/orientation.json",
            &WELSH.replace(", { \"value\": \"n\", \"text\": \"Mae’n well gen i beidio â dweud\" }", ""),
        ),
    ];
    let (checked, _) = judged(&files);
    let finding = checked.findings.iter().find(|finding| finding.rule == "orientation/no-decline").unwrap();
    assert_eq!(&checked.source.text[finding.place.range()], "content.question");
    let (place, _) = finding.related[0];
    assert_eq!(checked.source_of(place).unwrap().path, "app/resources/cy/translation/orientation.json");
}

#[test]
fn a_template_that_includes_itself_ends() {
    let page = format!("{}{{% include \"views/page.njk\" %}}\n", radios("\"Sex\"", YES_NO));
    let seen = questions(&[("views/page.njk", page.as_str())]);
    assert!(seen.iter().all(|line| line == "1: Sex | radios | Yes, No"), "{seen:?}");
    assert!(!seen.is_empty());
}

#[test]
fn templates_that_include_one_another_end() {
    let page = format!("{{% include \"b.njk\" %}}\n{}", radios("\"Sex\"", YES_NO));
    let b = "{% include \"a.njk\" %}{% include \"a.njk\" %}";
    let (checked, _) = judged(&[("a.njk", page.as_str()), ("b.njk", b)]);
    assert!(checked.form.questions.iter().any(|question| line(question) == "Sex | radios | Yes, No"));
    assert!(!checked.form.unseen.is_empty());
}

#[test]
fn layouts_that_extend_one_another_end() {
    let block = format!("{{% block content %}}\n{}{{% endblock %}}\n", radios("\"Sex\"", YES_NO));
    for layouts in [&[("a.njk", "a.njk")][..], &[("a.njk", "b.njk"), ("b.njk", "a.njk")]] {
        let texts: Vec<(&str, String)> =
            layouts.iter().map(|(path, layout)| (*path, format!("{{% extends \"{layout}\" %}}\n{block}"))).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (checked, _) = judged(&files);
        assert!(checked.form.questions.iter().any(|question| line(question) == "Sex | radios | Yes, No"), "{layouts:?}");
    }
}

#[test]
fn a_macro_that_calls_itself_ends() {
    let makro = "{% macro again(n) %}<p>{{ n }}</p>{{ again(n) }}{{ again(n) }}{% endmacro %}\n";
    let there =
        [("page.njk", "{% from \"m.njk\" import again %}\n{{ again(1) }}\n<label>Sex <input name=\"s\"></label>"), ("m.njk", makro)];
    assert_eq!(questions(&there), ["3: Sex | input"]);
    // On the page itself, each call doubles what is to be read: the page says that it was cut short.
    let here = format!("{makro}{{{{ again(1) }}}}\n<label>Sex <input name=\"s\"></label>");
    assert!(!judged(&[("page.njk", here.as_str())]).0.form.unseen.is_empty());
    let once = here.replacen("{{ again(n) }}", "", 1);
    assert_eq!(questions(&[("page.njk", once.as_str())]), ["3: Sex | input"]);
}

#[test]
fn constants_that_import_one_another_end() {
    let a = "import { B } from './b'\nexport const Alpha = [...B, 'x']\n";
    let b = "import { Alpha } from './a'\nexport const B = [...Alpha]\n";
    let page = radios("\"Sex\"", "Alpha");
    let seen = questions(&[("page.njk", page.as_str()), ("a.ts", a), ("b.ts", b)]);
    assert!(seen[0].ends_with("not all seen"), "{seen:?}");
}

// What nothing gives.

#[test]
fn what_another_file_hides_is_told_at_the_question() {
    let page = "<p>One</p>\n<p>Two</p>\n{{ appRadios(\"What is your gender?\", \"gender\") }}\n";
    let makro = "\n\n\n\n\n\n{% macro appRadios(legend, name) %}\n\
        {{ radios({ name: name, fieldset: { legend: { text: legend } }, items: options }) }}\n{% endmacro %}\n";
    let folder = Folder::with("views/page.njk", page);
    folder.write("views/macros.njk", makro).write(".git/HEAD", "");
    let report = folder.askwell(&["inspect", "views/page.njk", "--format", "json"]).json();
    let document = &report["documents"][0];
    assert_eq!(document["questions"][0]["line"], 3, "{document:#}");
    assert_eq!(document["notices"][0]["line"], 3, "{document:#}");
    folder.askwell(&["inspect", "views/page.njk"]).says("not fully visible").says("(line 3)");
}

#[test]
fn a_name_that_nothing_gives_is_reported_as_nothing() {
    for name in ["genders", "GenderOptions", "data.genders", "makeItems(data)", "ctx.t(\"x\")"] {
        let page = radios("\"What is your gender?\"", name);
        let files = [("page.njk", page.as_str()), ("app/code.ts", "export const unrelated = 1")];
        assert_eq!(questions(&files), ["1: What is your gender? | radios | not all seen"], "{name}");
        assert_eq!(told(&files), Vec::<String>::new(), "{name}");
    }
}

// Named paths.

#[test]
fn a_path_that_is_named_still_follows_references() {
    let folder = Folder::with("app/views/page.njk", radios("\"What is your gender?\"", "enumItems(Gender)"));
    folder.write("app/enums.ts", GENDER).write("app/lib/globals.js", HELPER).write("app/views/other.njk", "<p>his or her</p>");
    for with_git in [false, true] {
        if with_git {
            folder.write(".git/HEAD", "");
        }
        let report = folder.checked(&["app/views/page.njk"]);
        let rules = common::told(&report);
        assert!(rules.iter().any(|(rule, path, _)| rule == "gender/binary-options" && path == "app/views/page.njk"), "{report:#}");
        // It narrows what is reported.
        assert!(rules.iter().all(|(_, path, _)| path == "app/views/page.njk"));
        assert_eq!(report["summary"]["files"], 1);
    }
    // From a folder below, too, and the other file is shown as seen from there.
    let mut command = folder.command(&["check", "page.njk"]);
    command.current_dir(folder.path().join("app/views"));
    common::Ran::of(&mut command).ends(1).says("gender/binary-options").says("../enums.ts");
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let folder = Folder::with("app/enums.ts", GENDER);
    folder.write("app/lib/globals.js", HELPER).write("app/locales/en.json", EN_JSON).write(".git/HEAD", "");
    for number in 0..12 {
        let page = if number % 2 == 0 { keyed() } else { radios("\"What is your gender?\"", "enumItems(Gender)") };
        folder.write(&format!("app/views/{number}.njk"), page);
    }
    let one = folder.checked(&["--threads", "1"]);
    assert_eq!(one["summary"]["errors"].as_u64(), Some(12), "{}", one["summary"]);
    assert_eq!(one, folder.checked(&["--threads", "8"]));
}

#[test]
fn a_model_in_php_says_what_its_attributes_are_called() {
    let model = "<?php\nclass Patient extends Model {\n  public function attributeLabels() {\n    $x = 1;\n    return array('gender' => 'Sex', 'nhs_num' => $label);\n  }\n}\n";
    let page = "<?= $form->label($patient, 'gender') ?><?= $form->dropDownList($patient, 'gender', array('F' => 'Female')) ?>
        <?= $form->label($patient, 'last_name') ?><?= $form->textField($patient, 'last_name') ?>
        <?= $form->label($patient, 'nhs_num') ?><?= $form->textField($patient, 'nhs_num') ?>
        <?= $form->label($other, 'x') ?><?= $form->textField($other, 'x') ?>";
    let files = [("protected/views/patient/form.php", page), ("protected/models/Patient.php", model)];
    let expected = ["1: Sex | select | Female", "2: Last Name | input", "3: ?variable | input", "4: ?function | input"];
    assert_eq!(questions(&files), expected);
}

// React.

#[test]
fn components_constants_and_words_of_other_files_are_followed_from_a_component() {
    let page = "import { Radios } from \"nhsuk-react-components\";\nimport Ask from \"@/parts/Ask\";\nimport { SEXES, HEADING } from \"./data\";\n\
                import { useWords } from \"@/hooks\";\n\nexport default function Page() {\n  const { sex: words } = useWords();\n  return (\n    <form>\n\
                      <Ask question={HEADING} answers={SEXES} />\n      <Ask question={words.question} answers={words.answers} />\n\
                      <Ask question={t(\"sex.label\")} answers={window.answers} />\n    </form>\n  );\n}\n";
    let files = [
        ("ui/src/Page.tsx", page),
        (
            "ui/tsconfig.json",
            "{\n  // names that are no paths\n  \"compilerOptions\": { \"paths\": { \"@/*\": [\"./src/*\"], \"@/hooks\": [\"./hooks/index.ts\"], }, },\n}",
        ),
        (
            "ui/src/data.ts",
            "import { F } from './f';\nexport const HEADING = 'What is your sex?';\nexport const SEXES = [F, { value: 'm', text: 'Male' }];",
        ),
        ("ui/src/f.ts", "export const F = { value: 'f', text: 'Female' };"),
        ("ui/hooks/index.ts", "export { useWords } from './useWords';"),
        ("ui/hooks/useWords.ts", "import words from './words.json';\nexport const useWords = (): Words => { return { sex: words.sex }; };"),
        ("ui/hooks/words.json", "{ \"sex\": { \"question\": \"Your sex\", \"answers\": [{ \"value\": \"f\", \"text\": \"Woman\" }] } }"),
        ("ui/locales/en/common.json", "{ \"sex\": { \"label\": \"Sex at birth\" } }"),
        (
            "ui/src/parts/Ask.tsx",
            "import { Radios } from \"nhsuk-react-components\";\nconst SEXES = ['not these'];\nexport default function Ask({ question, answers }) {\n  \
             return <Radios legend={question}>{answers.map((a) => <Radios.Item key={a.value} value={a.value}>{a.text}</Radios.Item>)}</Radios>;\n}",
        ),
    ];
    assert_eq!(
        questions(&files),
        [
            "10: What is your sex? | radios | Female, Male",
            "11: Your sex | radios | Woman",
            "12: Sex at birth | radios | ?loop | not all seen"
        ]
    );
}

#[test]
fn what_a_component_asks_by_itself_is_asked_in_its_own_file() {
    let page = "import Name from \"./Name\";\nimport Lost from \"./Lost\";\nexport default () => <form><Name name=\"n\" /><Lost /></form>;";
    let name = "export default function Name() { return <label>Full name <input name=\"n\" /></label>; }";
    assert!(questions(&[("Page.jsx", page), ("Name.jsx", name)]).is_empty());
    assert_eq!(questions(&[("Name.jsx", name), ("Page.jsx", page)]), ["1: Full name | input"]);
    let (checked, _) = judged(&[("Page.jsx", page), ("Name.jsx", name)]);
    assert_eq!(checked.form.questions.len(), 1);
    assert_eq!(checked.form.unseen.len(), 1, "{:?}", checked.form.unseen);
}

#[test]
fn a_prototype_begins_with_lists_that_its_pages_show() {
    let page = "<fieldset><legend>What would you like to see?</legend>{% for option in data.reportOptions %}<label><input type=\"checkbox\" name=\"report\"> {{ option }}</label>{% endfor %}</fieldset>";
    let defaults = ("app/data/session-data-defaults.js", "module.exports = { reportOptions: ['Name', 'Gender'], name: 'Ari' }\n");
    let seen = ["1: What would you like to see? | checkboxes | Name, Gender"];
    assert_eq!(questions(&[("app/views/report.html", page), defaults]), seen);
    let unseen = |other: (&str, &str)| questions(&[("app/views/report.html", page), defaults, other])[0].ends_with("not all seen");
    // What code changes, and what people answer, is not what it began with.
    assert!(unseen(("app/routes.js", "req.session.data.reportOptions.push(req.body.more)")));
    assert!(unseen(("app/views/other.html", "<input name=\"reportOptions\">")));
    assert!(questions(&[("app/views/report.html", page)])[0].ends_with("not all seen"));
}

#[test]
fn words_that_every_step_has_are_known_in_each() {
    let step = |answer: &str| {
        format!(
            "const en = () => ({{ title: 'Do you smoke?' }});\nconst cy = () => ({{ title: 'Ydych chi’n ysmygu?' }});\nexport const form = {{ fields: {{ smokes: {{ \
             type: 'radios', label: l => l.title, values: [{{ label: l => l.yes, value: 'y' }}, {{ label: l => l.{answer}, value: 'n' }}] }} }} }};\n"
        )
    };
    let common = ("steps/common/common.content.ts", "const en = { yes: 'Yes', no: 'No' };\nconst cy = { yes: 'Ydw', no: 'Nac ydw' };\n");
    assert_eq!(questions(&[("steps/smoking/content.ts", &step("no")), common]), ["3: Do you smoke? | radios | Yes, No"]);
    // What neither says, code may give it.
    let unseen = questions(&[("steps/smoking/content.ts", &step("never")), common]);
    assert!(unseen[0].ends_with("not all seen"), "{unseen:?}");
}

#[test]
fn a_macro_means_its_neighbours_and_what_its_own_file_takes() {
    let box_file = "{% from \"ui/hints.html\" import render as help %}\n\
        {% macro render(o) %}<label for=\"{{ o.id }}\">{{ o.text }}</label>{{ help(o.hint) }}<input id=\"{{ o.id }}\">{% endmacro %}\n\
        {% macro renderFor(id, text) %}{{ render({ id: id, text: text, hint: \"As you use it\" }) }}{% endmacro %}";
    let hints = "{% macro render(text) %}<p>{{ text }}</p>{% endmacro %}";
    let other = "{% macro render(o) %}<h2>{{ o.text }}</h2>{% endmacro %}";
    let page = "{% import \"ui/box.html\" as box %}\n{% macro render(o) %}<b>{{ o.text }}</b>{% endmacro %}\n{{ box.renderFor('title', 'Title') }}\n";
    let files = [("page.html", page), ("ui/box.html", box_file), ("ui/hints.html", hints), ("ui/other.html", other)];
    assert_eq!(questions(&files), ["3: Title | input"]);
    assert!(judged(&files).0.form.passages.iter().any(|passage| passage.text.as_str() == "As you use it"));
}
