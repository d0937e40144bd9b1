//! What askwell mends: each language in its own style, nothing else touched, and nothing left worse than it was.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use askwell::config::Configs;
use askwell::dialect;
use askwell::judge::{self, Keep};
use askwell::repair::{Bench, Outcome};
use askwell::repository::Repositories;
use askwell::rules::fix::Safety;
use askwell::rules::{self, Pack, examples};
use askwell::walk;
use common::{Folder, fixtures, pack, root};

/// Tries every fix in a folder.
fn mend(folder: &Folder, pack: &Pack) -> Outcome {
    let paths: Vec<PathBuf> = vec![folder.path().to_path_buf()];
    let found = walk::files(&paths).found;
    let configs = Configs::of(&found);
    let repositories = Repositories::of(&found, &paths, &[], &configs);
    let checked = judge::files(&found, &repositories, &configs, pack, Keep::Whole, &|| ()).files;
    Bench { repository: &repositories.all()[0], configs: &configs, pack }.mend(&found, &checked, Safety::Unsafe)
}

/// What `path` says once it is mended, and why what was not mended was not.
fn mended(path: &str, text: &str, pack: &Pack) -> (String, Vec<String>) {
    let folder = Folder::with(path, text);
    let outcome = mend(&folder, pack);
    let after = outcome.files.iter().find(|file| file.path.ends_with(path)).map_or(text.to_owned(), |file| file.after.to_string());
    let withdrawn = outcome.told.iter().filter_map(|told| Some(format!("{}: {}", told.rule, told.withdrawn.as_ref()?)));
    (after, withdrawn.collect())
}

/// The lines that are new in `after`, without their indent.
fn new_lines(before: &str, after: &str) -> Vec<String> {
    let mut old: Vec<&str> = before.lines().collect();
    let mut new = Vec::new();
    for line in after.lines() {
        match old.iter().position(|known| *known == line) {
            Some(at) => drop(old.remove(at)),
            None => new.push(line.trim().to_owned()),
        }
    }
    new
}

/// A language: a file, and the lines that “Prefer not to say” comes to in it.
const LANGUAGES: &[(&str, &str, &[&str])] = &[
    (
        "a.njk",
        "{{ radios({\n  name: 'gender',\n  fieldset: { legend: { text: 'What is your gender?' } },\n  items: [\n    { value: 'woman', text: 'Woman' },\n    { value: 'man', text: 'Man' },\n    { value: 'non-binary', text: 'Non-binary' },\n    { value: 'not-listed', text: 'Not listed here' },\n  ]\n}) }}\n",
        &["{ divider: 'or' },", "{ value: 'prefer-not-to-say', text: 'Prefer not to say' },"],
    ),
    (
        "select.njk",
        "{{ select({ name: \"gender\", label: { text: \"What is your gender?\" }, items: [{value:\"woman\",text:\"Woman\"},{value:\"man\",text:\"Man\"},{value:\"not-listed\",text:\"Not listed here\"}] }) }}\n",
        &[
            "{{ select({ name: \"gender\", label: { text: \"What is your gender?\" }, items: [{value:\"woman\",text:\"Woman\"},{value:\"man\",text:\"Man\"},{value:\"not-listed\",text:\"Not listed here\"},{value:\"prefer-not-to-say\",text:\"Prefer not to say\"}] }) }}",
        ],
    ),
    (
        "select.html",
        "<label for=g>What is your gender?</label>\n<select id=g name=g>\n\t<option value=woman>Woman</option>\n\t<option value=man>Man</option>\n\t<option value=not_listed>Not listed here</option>\n</select>\n",
        &["<option value=prefer_not_to_say>Prefer not to say</option>"],
    ),
    (
        "radios.html",
        "<fieldset><legend>What is your gender?</legend>\n<div class=\"nhsuk-radios__item\"><input class=\"nhsuk-radios__input\" id=\"g\" name=\"g\" type=\"radio\" value=\"woman\"><label class=\"nhsuk-label\" for=\"g\">Woman</label></div>\n<div class=\"nhsuk-radios__item\"><input class=\"nhsuk-radios__input\" id=\"g-2\" name=\"g\" type=\"radio\" value=\"man\"><label class=\"nhsuk-label\" for=\"g-2\">Man</label></div>\n<div class=\"nhsuk-radios__item\"><input class=\"nhsuk-radios__input\" id=\"g-3\" name=\"g\" type=\"radio\" value=\"not-listed\"><label class=\"nhsuk-label\" for=\"g-3\">Not listed here</label></div>\n</fieldset>\n",
        &[
            "<div class=\"nhsuk-radios__divider\">or</div>",
            "<div class=\"nhsuk-radios__item\"><input class=\"nhsuk-radios__input\" id=\"g-4\" name=\"g\" type=\"radio\" value=\"prefer-not-to-say\"><label class=\"nhsuk-label\" for=\"g-4\">Prefer not to say</label></div>",
        ],
    ),
    (
        "A.tsx",
        "import { Radios, Fieldset } from \"nhsuk-react-components\";\nexport default function Gender() {\n  return (\n    <form>\n      <Fieldset>\n        <Fieldset.Legend>What is your gender?</Fieldset.Legend>\n        <Radios name=\"gender\">\n          <Radios.Item value=\"woman\">Woman</Radios.Item>\n          <Radios.Item value=\"man\">Man</Radios.Item>\n          <Radios.Item value=\"not-listed\">Not listed here</Radios.Item>\n        </Radios>\n      </Fieldset>\n    </form>\n  );\n}\n",
        &["<Radios.Divider>or</Radios.Divider>", "<Radios.Item value=\"prefer-not-to-say\">Prefer not to say</Radios.Item>"],
    ),
    (
        "forms.py",
        "from django import forms\nfrom django.db import models\n\n\nclass Gender(models.TextChoices):\n    WOMAN = \"woman\", \"Woman\"\n    MAN = \"man\", \"Man\"\n    NOT_LISTED = \"not_listed\", \"Not listed here\"\n\n\nclass AboutYou(forms.Form):\n    gender = forms.ChoiceField(label=\"What is your gender?\", choices=Gender.choices, widget=forms.RadioSelect, required=False)\n",
        &["PREFER_NOT_TO_SAY = \"prefer_not_to_say\", \"Prefer not to say\""],
    ),
    (
        "tuples.py",
        "from django import forms\n\n\nclass AboutYou(forms.Form):\n    gender = forms.ChoiceField(\n        label=\"What is your gender?\",\n        choices=[\n            (\"woman\", \"Woman\"),\n            (\"man\", \"Man\"),\n            (\"not-listed\", \"Not listed here\"),\n        ],\n        required=False,\n    )\n",
        &["(\"prefer-not-to-say\", \"Prefer not to say\"),"],
    ),
    (
        "form.json",
        "{\n  \"resourceType\": \"Questionnaire\",\n  \"status\": \"draft\",\n  \"item\": [{\n    \"linkId\": \"gender\",\n    \"text\": \"What is your gender?\",\n    \"type\": \"choice\",\n    \"answerOption\": [\n      { \"valueCoding\": { \"code\": \"woman\", \"display\": \"Woman\" } },\n      { \"valueCoding\": { \"code\": \"man\", \"display\": \"Man\" } },\n      { \"valueCoding\": { \"code\": \"not-listed\", \"display\": \"Not listed here\" } }\n    ]\n  }]\n}\n",
        &[
            "{ \"valueCoding\": { \"code\": \"not-listed\", \"display\": \"Not listed here\" } },",
            "{ \"valueCoding\": { \"code\": \"prefer-not-to-say\", \"display\": \"Prefer not to say\" } }",
        ],
    ),
    (
        "a.html.erb",
        "<%= f.govuk_radio_buttons_fieldset :gender, legend: { text: \"What is your gender?\" } do %>\n  <%= f.govuk_radio_button :gender, \"woman\", label: { text: \"Woman\" } %>\n  <%= f.govuk_radio_button :gender, \"man\", label: { text: \"Man\" } %>\n  <%= f.govuk_radio_button :gender, \"not_listed\", label: { text: \"Not listed here\" } %>\n<% end %>\n",
        &[
            "<%= f.govuk_radio_divider %>",
            "<%= f.govuk_radio_button :gender, \"prefer_not_to_say\", label: { text: \"Prefer not to say\" } %>",
        ],
    ),
    (
        "a.html.slim",
        "= f.govuk_radio_buttons_fieldset :gender, legend: { text: \"What is your gender?\" } do\n  = f.govuk_radio_button :gender, \"woman\", label: { text: \"Woman\" }\n  = f.govuk_radio_button :gender, \"man\", label: { text: \"Man\" }\n  = f.govuk_radio_button :gender, \"not_listed\", label: { text: \"Not listed here\" }\n",
        &["= f.govuk_radio_divider", "= f.govuk_radio_button :gender, \"prefer_not_to_say\", label: { text: \"Prefer not to say\" }"],
    ),
    (
        "A.vue",
        "<template>\n  <RadioGroup legend=\"What is your gender?\" name=\"gender\">\n    <RadioItem value=\"woman\" label=\"Woman\" />\n    <RadioItem value=\"man\" label=\"Man\" />\n    <RadioItem value=\"not-listed\" label=\"Not listed here\" />\n  </RadioGroup>\n</template>\n",
        &["<RadioItem value=\"prefer-not-to-say\" label=\"Prefer not to say\" />"],
    ),
];

#[test]
fn each_language_is_written_in_its_own_style() {
    let pack = pack();
    for (path, text, lines) in LANGUAGES {
        let (after, withdrawn) = mended(path, text, &pack);
        assert_eq!(new_lines(text, &after), *lines, "{path}: {withdrawn:?}");
        let (again, _) = mended(path, &after, &pack);
        assert_eq!(again, after, "{path}: a second run changes nothing");
    }
}

/// A way to save a page.
type Save = fn(&str) -> String;

/// A page as other people save it: with other ends of lines, a byte-order mark, tabs.
const AS_SAVED: &[(&str, Save)] = &[
    ("with CRLF", |text| text.replace('\n', "\r\n")),
    ("with a byte-order mark", |text| format!("\u{feff}{text}")),
    ("with tabs", |text| text.replace("  ", "\t")),
];

#[test]
fn line_ends_marks_and_tabs_stay() {
    let pack = pack();
    for (path, text, _) in LANGUAGES {
        let (plain, _) = mended(path, text, &pack);
        // askwell does not see what stands behind a mark at the very start of a Slim template yet.
        let is_unread = |what: &str| path.ends_with(".slim") && what.contains("mark");
        for (what, save) in AS_SAVED.iter().filter(|(what, _)| !is_unread(what)) {
            assert_eq!(mended(path, &save(text), &pack).0, save(&plain), "{path} {what}");
        }
    }
}

#[test]
fn what_is_not_understood_stays_as_it_is() {
    let pack = pack();
    let cases = [
        ("items: people.concat([{ value: 'a', text: 'Woman' }])", ""),
        ("items: [{ value: 'F', text: 'Woman' }, { value: 'M', text: 'Man' }]", "codes"),
        ("items: [{ value: 'woman', text: 'Woman', attributes: one }, { value: 'man', text: 'Man', checked: other }]", "alike"),
        ("items: [{ value: 'woman', text: 'Woman', hint: { text: 'a' } }, { value: 'man', text: 'Man', id: them[0] }]", "alike"),
    ];
    for (items, why) in cases {
        let text = format!("{{{{ radios({{ name: 'gender', fieldset: {{ legend: {{ text: 'What is your gender?' }} }}, {items} }}) }}}}\n");
        let (after, withdrawn) = mended("a.njk", &text, &pack);
        assert_eq!(after, text);
        assert_eq!(withdrawn.is_empty(), why.is_empty(), "{withdrawn:?}");
        assert!(withdrawn.iter().all(|told| told.contains(why)), "{withdrawn:?}");
    }
}

#[test]
fn an_expression_that_all_answers_share_is_copied_with_its_value() {
    let item = |value: &str, text: &str| {
        format!(
            "    <input type=\"radio\" name=\"gender\" id=\"gender-{value}\" value=\"{value}\" {{{{ \"checked\" if data.gender == \"{value}\" }}}}> <label for=\"gender-{value}\">{text}</label>\n"
        )
    };
    let text = format!(
        "{{% set a = 1 %}}<fieldset><legend>What is your gender?</legend>\n{}{}{}</fieldset>\n",
        item("woman", "Woman"),
        item("man", "Man"),
        item("not-listed", "Not listed here")
    );
    let (after, withdrawn) = mended("a.njk", &text, &pack());
    assert_eq!(
        after,
        text.replace("</fieldset>", &format!("{}</fieldset>", item("prefer-not-to-say", "Prefer not to say"))),
        "{withdrawn:?}"
    );
}

#[test]
fn words_keep_their_capitals_and_their_number() {
    let pack = pack();
    for (old, new) in [
        ("<label for=a>Maiden Name</label><input id=a>", "<label for=a>Previous Name</label><input id=a>"),
        ("<p>MAIDEN NAMES</p><input aria-label=a>", "<p>PREVIOUS NAMES</p><input aria-label=a>"),
        ("<p>Your child and his or her\n   school</p><input aria-label=a>", "<p>Your child and their\n   school</p><input aria-label=a>"),
        ("<p>his <b>or</b> her school</p><input aria-label=a>", "<p>his <b>or</b> her school</p><input aria-label=a>"),
    ] {
        let (after, withdrawn) = mended("a.html", old, &pack);
        assert_eq!(after, new, "{withdrawn:?}");
    }
}

#[test]
fn what_is_sent_does_not_change_with_what_is_read() {
    let text = "<label for=a>Which name?</label><select id=a><option>Maiden name</option><option>Full name</option></select>";
    let (after, withdrawn) = mended("a.html", text, &pack());
    assert_eq!(after, text, "the option sends its words");
    assert!(withdrawn.iter().any(|told| told.starts_with("names/maiden")), "{withdrawn:?}");
}

#[test]
fn words_in_a_file_of_their_own_are_mended_there() {
    let folder = Folder::with("locales/en.json", "{ \"a\": \"Maiden name\", \"b\": \"Maiden name\" }\n");
    folder.write("a.njk", "<label for=a>{{ t(\"a\") }}</label><input id=a>\n");
    let outcome = mend(&folder, &pack());
    let after: Vec<&str> = outcome.files.iter().map(|file| file.after.as_ref()).collect();
    assert_eq!(after, ["{ \"a\": \"Previous name\", \"b\": \"Maiden name\" }\n"]);
}

#[test]
fn a_list_in_a_file_of_its_own_is_mended_there() {
    let list = "GENDERS = [\n    (\"woman\", \"Woman\"),\n    (\"man\", \"Man\"),\n    (\"not-listed\", \"Not listed here\"),\n]\n";
    let folder = Folder::with("lists.py", list);
    for name in ["one", "two"] {
        let form = "from django import forms\nfrom lists import GENDERS\n\n\nclass AboutYou(forms.Form):\n    gender = forms.ChoiceField(label=\"What is your gender?\", choices=GENDERS, required=False)\n";
        folder.write(&format!("{name}.py"), form);
    }
    let outcome = mend(&folder, &pack());
    let after: Vec<&str> = outcome.files.iter().map(|file| file.after.as_ref()).collect();
    let added = list.replace("here\"),\n", "here\"),\n    (\"prefer-not-to-say\", \"Prefer not to say\"),\n");
    assert_eq!(after, [added], "{:?}", outcome.told);
    assert_eq!(outcome.told.iter().filter(|told| told.withdrawn.is_none()).count(), 2);
}

// Words under keys.

/// What each file of a folder says once all is mended, where that is otherwise, and why what was not mended was not.
fn mended_all(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<String>) {
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(path, text);
    }
    let outcome = mend(&folder, &pack());
    let name = |path: &PathBuf| path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
    let after = outcome.files.iter().map(|file| (name(&file.path), file.after.to_string())).collect();
    let withdrawn = outcome.told.iter().filter_map(|told| Some(format!("{}: {}", told.rule, told.withdrawn.as_ref()?)));
    (after, withdrawn.collect())
}

/// Mends `files` and finds just these lines new in them; a second run changes nothing.
fn gains(files: &[(&str, &str)], expected: &[(&str, &[&str])]) {
    let (after, withdrawn) = mended_all(files);
    let whole: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, after.get(*path).map_or(*text, String::as_str))).collect();
    for ((path, before), (_, after)) in files.iter().zip(&whole) {
        let lines = expected.iter().find(|(known, _)| known == path).map_or(&[][..], |(_, lines)| *lines);
        assert_eq!(new_lines(before, after), lines, "{path}: {withdrawn:?}");
    }
    assert_eq!(after.len(), expected.len(), "{:?}", after.keys());
    assert_eq!(mended_all(&whole).0, BTreeMap::new(), "a second run changes nothing");
}

const KEYED_JSX: &str = "import { useTranslation } from \"react-i18next\";\nimport { Radios, Fieldset } from \"nhsuk-react-components\";\nexport default function Gender() {\n  const { t } = useTranslation();\n  return (\n    <form>\n      <Fieldset>\n        <Fieldset.Legend>{t(\"gender.title\")}</Fieldset.Legend>\n        <Radios name=\"gender\">\n          <Radios.Item value=\"woman\">{t(\"gender.woman\")}</Radios.Item>\n          <Radios.Item value=\"man\">{t(\"gender.man\")}</Radios.Item>\n          <Radios.Item value=\"not-listed\">{t(\"gender.notListed\")}</Radios.Item>\n        </Radios>\n      </Fieldset>\n    </form>\n  );\n}\n";

const KEYED_EN: &str = "{\n  \"gender\": {\n    \"title\": \"What is your gender?\",\n    \"woman\": \"Woman\",\n    \"man\": \"Man\",\n    \"notListed\": \"Not listed here\"\n  },\n  \"next\": \"Continue\"\n}\n";

const KEYED_CY: &str = "{\n  \"gender\": {\n    \"title\": \"Beth yw eich rhywedd?\",\n    \"woman\": \"Menyw\",\n    \"man\": \"Dyn\",\n    \"notListed\": \"Heb ei restru yma\"\n  },\n  \"next\": \"Parhau\"\n}\n";

const KEYED_NJK: &str = "{{ radios({\n  name: 'gender',\n  fieldset: { legend: { text: t('gender.title') } },\n  items: [\n    { value: 'woman', text: t('gender.woman') },\n    { value: 'man', text: t('gender.man') },\n    { value: 'notListed', text: t('gender.notListed') }\n  ]\n}) }}\n";

/// The lines that a file of words gains where another key has stood last.
const GAINED_EN: &[&str] = &["\"notListed\": \"Not listed here\",", "\"preferNotToSay\": \"Prefer not to say\""];
const GAINED_CY: &[&str] = &["\"notListed\": \"Heb ei restru yma\",", "\"preferNotToSay\": \"Mae’n well gennyf beidio â dweud\""];
const GAINED_NJK: &[&str] =
    &["{ value: 'notListed', text: t('gender.notListed') },", "{ value: 'preferNotToSay', text: t('gender.preferNotToSay') }"];

#[test]
fn a_new_answer_has_its_words_under_a_key_as_its_neighbours_have() {
    let lines: &[&str] = &["<Radios.Item value=\"prefer-not-to-say\">{t(\"gender.preferNotToSay\")}</Radios.Item>"];
    gains(
        &[("src/Gender.tsx", KEYED_JSX), ("src/locales/en.json", KEYED_EN)],
        &[("src/Gender.tsx", lines), ("src/locales/en.json", GAINED_EN)],
    );
}

#[test]
fn a_key_is_added_in_every_language_that_the_question_is_read_in() {
    let files = [("views/gender.njk", KEYED_NJK), ("locales/en.json", KEYED_EN), ("locales/cy.json", KEYED_CY)];
    gains(&files, &[("views/gender.njk", GAINED_NJK), ("locales/en.json", GAINED_EN), ("locales/cy.json", GAINED_CY)]);
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(path, text);
    }
    let told = mend(&folder, &pack()).told;
    assert_eq!(told[0].title, "Offer “Prefer not to say”; its words in Welsh are not reviewed yet");
    // A language that has words for other pages only is none that the question is read in.
    let files = [("views/gender.njk", KEYED_NJK), ("locales/en.json", KEYED_EN), ("locales/cy.json", "{ \"next\": \"Parhau\" }\n")];
    gains(&files, &[("views/gender.njk", GAINED_NJK), ("locales/en.json", GAINED_EN)]);
}

#[test]
fn a_lazy_key_of_rails_goes_into_its_yaml() {
    let radio = |value: &str| format!("  <%= f.govuk_radio_button :gender, \"{value}\", label: {{ text: t(\".{value}\") }} %>\n");
    let page = format!(
        "<%= f.govuk_radio_buttons_fieldset :gender, legend: {{ text: t(\".title\") }} do %>\n{}{}{}<% end %>\n",
        radio("woman"),
        radio("man"),
        radio("not_listed")
    );
    let yaml = |language: &str, [title, woman, man, other]: [&str; 4]| {
        format!(
            "{language}:\n  people:\n    gender:\n      title: {title}\n      woman: {woman}\n      man: {man}\n      not_listed: {other}\n    show:\n      back: x\n"
        )
    };
    let en = yaml("en", ["What is your gender?", "Woman", "Man", "Not listed here"]);
    let cy = yaml("cy", ["Beth yw eich rhywedd?", "Menyw", "Dyn", "Heb ei restru yma"]);
    let path = "app/views/people/gender.html.erb";
    let files = [(path, page.as_str()), ("config/locales/en.yml", en.as_str()), ("config/locales/cy.yml", cy.as_str())];
    let lines: &[&str] = &["<%= f.govuk_radio_button :gender, \"prefer_not_to_say\", label: { text: t(\".prefer_not_to_say\") } %>"];
    let words: &[&str] = &["prefer_not_to_say: Prefer not to say"];
    gains(&files[..2], &[(path, lines), ("config/locales/en.yml", words)]);
    let welsh: &[&str] = &["prefer_not_to_say: Mae’n well gennyf beidio â dweud"];
    gains(&files, &[(path, lines), ("config/locales/en.yml", words), ("config/locales/cy.yml", welsh)]);
}

#[test]
fn a_key_may_have_keys_below_it() {
    let nested = |text: &str| text.replace(": \"Woman\"", ": { \"text\": \"Woman\" }").replace(": \"Man\"", ": { \"text\": \"Man\" }");
    let en = nested(KEYED_EN).replace("\"Not listed here\"", "{ \"text\": \"Not listed here\" }");
    let page = ["woman", "man", "notListed"]
        .iter()
        .fold(KEYED_NJK.to_owned(), |page, key| page.replace(&format!("gender.{key}'"), &format!("gender.{key}.text'")));
    let (after, withdrawn) = mended_all(&[("a.njk", &page), ("locales/en.json", &en)]);
    assert!(after["locales/en.json"].contains("\"preferNotToSay\": { \"text\": \"Prefer not to say\" }"), "{withdrawn:?}");
    assert!(after["a.njk"].contains("t('gender.preferNotToSay.text')"), "{withdrawn:?}");
}

#[test]
fn a_list_in_code_takes_its_words_from_code() {
    let en = "export default {\n  gender: {\n    title: 'What is your gender?',\n    woman: 'Woman',\n    man: 'Man',\n    notListed: 'Not listed here',\n  },\n};\n";
    let files = [("views/gender.njk", KEYED_NJK), ("locales/en.js", en)];
    gains(&files, &[("views/gender.njk", GAINED_NJK), ("locales/en.js", &["preferNotToSay: 'Prefer not to say',"])]);
}

#[test]
fn keys_of_one_beginning_keep_it() {
    let page = KEYED_NJK.replace("items: [", "items: them }) }}\n").replace("gender.", "gender_");
    let (call, items) = page.split_once("them }) }}\n").unwrap();
    let items = items.replace("\n  ]\n}) }}\n", "\n  ] %}\n");
    let page = format!("{{% set them = [{items}{call}them }}) }}}}\n");
    let words = |[title, woman, man, other]: [&str; 4]| {
        format!(
            "gender_title: \"{title}\"\ngender_woman: \"{woman}\"\ngender_man: \"{man}\" # as on the census\ngender_notListed: \"{other}\"\n\nnext: x\n"
        )
    };
    let en = words(["What is your gender?", "Woman", "Man", "Not listed here"]);
    let lines: &[&str] =
        &["{ value: 'notListed', text: t('gender_notListed') },", "{ value: 'preferNotToSay', text: t('gender_preferNotToSay') }"];
    gains(
        &[("a.njk", &page), ("locales/en.yml", &en)],
        &[("a.njk", lines), ("locales/en.yml", &["gender_preferNotToSay: \"Prefer not to say\""])],
    );
}

#[test]
fn a_list_in_a_file_of_its_own_may_name_the_keys() {
    let list = "export const GENDERS = [\n  { value: \"woman\", label: \"gender.woman\" },\n  { value: \"man\", label: \"gender.man\" },\n  { value: \"notListed\", label: \"gender.notListed\" },\n];\n";
    let (before, rest) = KEYED_JSX.split_once("          <Radios.Item").unwrap();
    let (_, after) = rest.split_once("        </Radios>").unwrap();
    let items = "{GENDERS.map((one) => (<Radios.Item key={one.value} value={one.value}>{t(one.label)}</Radios.Item>))}\n";
    let page = format!("import {{ GENDERS }} from \"./genders\";\n{before}{items}        </Radios>{after}");
    let files = [("src/Gender.tsx", page.as_str()), ("src/genders.ts", list), ("src/locales/en.json", KEYED_EN)];
    let lines: &[&str] = &["{ value: \"preferNotToSay\", label: \"gender.preferNotToSay\" },"];
    gains(&files, &[("src/genders.ts", lines), ("src/locales/en.json", GAINED_EN)]);
}

#[test]
fn a_value_may_be_the_key() {
    let page = |values: &str| {
        format!(
            "<%= form_with model: @person do |f| %>\n  <%= f.govuk_collection_radio_buttons :gender, %w[{values}], :to_s, ->(value) {{ t(\".#{{value}}\") }}, legend: {{ text: t(\".title\") }} %>\n<% end %>\n"
        )
    };
    let yaml = "en:\n  people:\n    gender:\n      title: What is your gender?\n      woman: Woman\n      man: Man\n      not_listed: Not listed here\n";
    let files = [("app/views/people/gender.html.erb", page("woman man not_listed")), ("config/locales/en.yml", yaml.to_owned())];
    let (after, withdrawn) = mended_all(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(after.get(files[0].0), Some(&page("woman man not_listed prefer_not_to_say")), "{withdrawn:?}");
    assert_eq!(after.get(files[1].0), Some(&format!("{yaml}      prefer_not_to_say: Prefer not to say\n")));
}

#[test]
fn a_key_that_is_there_keeps_its_words() {
    let with = |words: &str| KEYED_EN.replace("    \"woman\"", &format!("    \"preferNotToSay\": \"{words}\",\n    \"woman\""));
    let files = |en: &str| mended_all(&[("a.njk", KEYED_NJK), ("locales/en.json", en)]);
    // The same words serve as they are.
    let (after, withdrawn) = files(&with("Prefer not to say"));
    assert_eq!(after.keys().collect::<Vec<_>>(), ["a.njk"], "{withdrawn:?}");
    // Others are somebody's.
    let (after, withdrawn) = files(&with("Skip this"));
    assert!(after.is_empty(), "{after:?}");
    assert!(withdrawn.iter().any(|told| told.contains("has other words under “preferNotToSay”")), "{withdrawn:?}");
}

#[test]
fn a_language_without_words_leaves_all_files_as_they_are() {
    for (path, named) in [("locales/fr.json", "the language “fr”"), ("locales/gd.json", "the language “gd”")] {
        let other = KEYED_CY.replace("Beth yw eich rhywedd?", "X?").replace("Menyw", "Y").replace("Dyn", "Z");
        let files = [("a.njk", KEYED_NJK), ("locales/en.json", KEYED_EN), (path, other.as_str())];
        let (after, withdrawn) = mended_all(&files);
        assert!(after.is_empty(), "{path}: {after:?}");
        assert!(
            withdrawn.iter().any(|told| told.contains(&format!("it is also asked in {named}")) && told.contains(path)),
            "{withdrawn:?}"
        );
    }
}

#[test]
fn files_of_words_keep_their_line_ends_and_tabs() {
    for (what, save) in AS_SAVED {
        let (page, en, cy) = (save(KEYED_NJK), save(KEYED_EN), save(KEYED_CY));
        let files = |page: &str, en: &str, cy: &str| mended_all(&[("a.njk", page), ("locales/en.json", en), ("locales/cy.json", cy)]);
        let (plain, _) = files(KEYED_NJK, KEYED_EN, KEYED_CY);
        let (after, withdrawn) = files(&page, &en, &cy);
        let expected: BTreeMap<String, String> = plain.into_iter().map(|(path, text)| (path, save(&text))).collect();
        assert_eq!(after, expected, "{what}: {withdrawn:?}");
    }
}

#[test]
fn pages_that_share_words_share_the_new_key() {
    let files = [("one.njk", KEYED_NJK), ("two.njk", KEYED_NJK), ("locales/en.json", KEYED_EN)];
    gains(&files, &[("one.njk", GAINED_NJK), ("two.njk", GAINED_NJK), ("locales/en.json", GAINED_EN)]);
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(path, text);
    }
    let outcome = mend(&folder, &pack());
    assert!(outcome.files.iter().all(|file| file.together == outcome.files[0].together), "none is written without the others");
}

#[test]
fn a_key_that_is_put_together_stays_with_people() {
    let page =
        format!("{{% set kind = 'man' %}}\n{}", KEYED_NJK.replace("'man', text: t('gender.man')", "'a-man', text: t('gender.' + kind)"));
    let (after, withdrawn) = mended_all(&[("a.njk", &page), ("locales/en.json", KEYED_EN)]);
    assert!(after.is_empty(), "{after:?}");
    assert!(!withdrawn.is_empty());
}

/// What came of the fixes of one kind of file or one rule.
#[derive(Default)]
struct Counts {
    offered: usize,
    applied: usize,
}

/// Every `flag` example, as a folder of its own.
fn examples_of(pack: &Pack) -> Vec<(String, String, Folder)> {
    let mut all = Vec::new();
    for rule in &pack.rules {
        let Some(file) = rules::file_of(&rule.id, &[]) else { continue };
        for example in &file.examples.flag {
            let (language, code) = example.iter().find(|(key, _)| dialect::named(key).is_some()).unwrap();
            let ending = if language == "nunjucks" { "njk" } else { dialect::named(language).unwrap().extensions()[0] };
            let folder = Folder::with(&format!("example.{ending}"), examples::unmark(code).code);
            let told = ["purpose", "audience"].iter().filter_map(|key| Some(format!("{key}s: {{ {}: \"**\" }}\n", example.get(*key)?)));
            let off = rule.level_by_itself().is_none().then(|| format!("rules: {{ {}: {} }}\n", rule.id, rule.level.name()));
            folder.write("askwell.yaml", told.chain(off).collect::<String>());
            all.push((rule.id.clone(), language.clone(), folder));
        }
    }
    all
}

#[test]
fn every_flag_example_is_mended_or_somebody_is_told_why_not() {
    let pack = pack();
    let (mut by_rule, mut by_language) = (BTreeMap::<String, Counts>::new(), BTreeMap::<String, Counts>::new());
    for (rule, language, folder) in examples_of(&pack) {
        let outcome = mend(&folder, &pack);
        for told in &outcome.told {
            for counts in [by_rule.entry(told.rule.clone()).or_default(), by_language.entry(language.clone()).or_default()] {
                counts.offered += 1;
                counts.applied += usize::from(told.withdrawn.is_none());
            }
        }
        for file in &outcome.files {
            assert_eq!(fs::read_to_string(&file.path).unwrap(), file.before.as_ref(), "{rule}: trying changes nothing");
            fs::write(&file.path, file.after.as_bytes()).unwrap();
        }
        let again = mend(&folder, &pack);
        assert!(again.files.is_empty(), "{rule}: a second run changes nothing");
        let left = again.told.len();
        assert_eq!(left, outcome.told.iter().filter(|told| told.withdrawn.is_some()).count(), "{rule}: {:?}", again.told);
    }
    let mends = |id: &str| by_rule.get(id).is_some_and(|counts| counts.applied > 0);
    let idle: Vec<&str> = pack.rules.iter().filter(|rule| rule.fix.is_some() && !mends(&rule.id)).map(|rule| rule.id.as_str()).collect();
    assert!(idle.is_empty(), "these rules have a fix that mends none of their examples: {idle:?}");
    let row = |(name, counts): (&String, &Counts)| {
        format!("| `{name}` | {} | {} | {} |\n", counts.offered, counts.applied, counts.offered - counts.applied)
    };
    let table = |title: &str, all: &BTreeMap<String, Counts>| {
        format!("| {title} | Offered | Made | Withdrawn |\n| --- | ---: | ---: | ---: |\n{}", all.iter().map(row).collect::<String>())
    };
    let tables = format!("{}\n{}", table("Language", &by_language), table("Rule", &by_rule));
    let page = root().join("docs/fixes.md");
    let text = fs::read_to_string(&page).unwrap();
    let (start, end) = ("<!-- examples -->\n", "<!-- end of examples -->");
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let now = format!("{before}{start}{tables}{end}{after}");
    if std::env::var_os("ASKWELL_WRITE").is_some() {
        fs::write(&page, &now).unwrap();
    }
    assert_eq!(fs::read_to_string(&page).unwrap(), now, "ASKWELL_WRITE=1 cargo test --test fixes writes docs/fixes.md again");
}

#[test]
fn no_fixture_is_left_worse() {
    let pack = pack();
    let folder = Folder::new();
    for (path, text) in fixtures() {
        folder.write(&path, text);
    }
    let outcome = mend(&folder, &pack);
    assert!(outcome.told.iter().any(|told| told.withdrawn.is_none()));
    for file in &outcome.files {
        fs::write(&file.path, file.after.as_bytes()).unwrap();
    }
    let again = mend(&folder, &pack);
    assert!(again.files.is_empty(), "a second run changes nothing");
}

#[test]
fn the_rendered_page_shows_the_mended_question() {
    let packages = root().join("tests/packages");
    let mut rendered = 0;
    let (_, react, _) = LANGUAGES.iter().find(|(path, ..)| path.ends_with(".tsx")).unwrap();
    let (react, _) = mended("A.tsx", react, &pack());
    let folder = Folder::with("A.tsx", react);
    fs::create_dir(folder.path().join("parts")).unwrap();
    if packages.join("node_modules").is_dir() {
        let run = Command::new("node").arg(packages.join("render-react.mjs")).arg(folder.path()).output();
        rendered += shows(run, "React");
    }
    let (_, nunjucks, _) = LANGUAGES[0];
    let (nunjucks, _) = mended("a.njk", nunjucks, &pack());
    let source = format!("{{% from 'nhsuk/components/radios/macro.jinja' import radios %}}\n{nunjucks}");
    // The port wants its keys in quotes; Nunjucks itself does not.
    let folder = Folder::with("a.njk", quoted(&source));
    if packages.join("venv").is_dir() {
        let run = Command::new(packages.join("venv/bin/python"))
            .arg(packages.join("render.py"))
            .arg("page")
            .arg(folder.path().join("a.njk"))
            .output();
        rendered += shows(run, "Nunjucks");
    }
    if rendered < 2 {
        let _ = writeln!(std::io::stderr(), "SKIPPED in part: `npm ci --prefix tests/packages` and its venv bring the renderers");
    }
}

/// One where the renderer ran and its page shows the new answer after a divider; none where there is no such program.
fn shows(run: std::io::Result<std::process::Output>, what: &str) -> usize {
    let Ok(output) = run else { return 0 };
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    let page = String::from_utf8(output.stdout).unwrap();
    let places: Vec<usize> = ["Woman", "Not listed here", "divider", "Prefer not to say"]
        .iter()
        .map(|words| page.rfind(words).unwrap_or_else(|| panic!("{what}: {words} in {page}")))
        .collect();
    assert!(places.is_sorted(), "{what}: {page}");
    assert!(page.contains("prefer-not-to-say"), "{what}: {page}");
    1
}

/// The keys of objects in quotes.
fn quoted(source: &str) -> String {
    ["name", "fieldset", "legend", "text", "items", "value", "divider"]
        .iter()
        .fold(source.to_owned(), |source, key| source.replace(&format!("{key}: "), &format!("'{key}': ")))
}
