//! What a comment tells askwell, in the comments of every language that a form is written in.
//!
//! JSON has no comments: there `overrides` of `askwell.yaml` say what may stand (`tests/cli/config.rs`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use askwell::context::Teller;
use askwell::engine::Checked;
use askwell::finding::{Finding, Standing};
use common::repository::judged;

/// One way to write a comment in a language: the file, and a form with places for a comment before its question and after it.
struct Written {
    path: &'static str,
    comment: &'static str,
    form: &'static str,
}

/// The rule that speaks of each form's question.
const RULE: &str = "gender/no-decline";

const HTML: &str = "<form>\n<p>About you</p>\nBEFORE\n<fieldset><legend>What is your gender?</legend>\n\
    <label><input type=\"radio\" name=\"g\" value=\"1\"> Man</label>\n<label><input type=\"radio\" name=\"g\" value=\"2\"> Woman</label></fieldset>\nAFTER\n\
    <p><label for=\"n\">Nickname</label> <input id=\"n\" name=\"n\"></p>\n</form>\n";

const MARKDOWN: &str = "---\ntitle: About you\n---\n\n<p>About you</p>\n\nBEFORE\n\n<fieldset><legend>What is your gender?</legend>\n\
    <label><input type=\"radio\" name=\"g\" value=\"1\"> Man</label>\n<label><input type=\"radio\" name=\"g\" value=\"2\"> Woman</label></fieldset>\n\nAFTER\n";

const VUE: &str = "<template>\n<form>\n<p>About you</p>\nBEFORE\n<fieldset><legend>What is your gender?</legend>\n\
    <label><input type=\"radio\" name=\"g\" value=\"1\"> Man</label>\n<label><input type=\"radio\" name=\"g\" value=\"2\"> Woman</label></fieldset>\nAFTER\n\
    </form>\n</template>\n";

const DJANGO: &str = "{% load i18n %}\n<form>\nBEFORE\n<fieldset><legend>What is your gender?</legend>\n\
    <label><input type=\"radio\" name=\"g\" value=\"1\"> Man</label>\n<label><input type=\"radio\" name=\"g\" value=\"2\"> Woman</label></fieldset>\nAFTER\n</form>\n";

const CALL: &str = "<p>About you</p>\nBEFORE\n{{ radios({ name: 'g', fieldset: { legend: { text: 'What is your gender?' } },\n\
    items: [{ value: '1', text: 'Man' }, { value: '2', text: 'Woman' }] }) }}\nAFTER\n<p>Thank you</p>\n";

const JSX: &str = "export const Page = () => (\n<form>\n<p>About you</p>\nBEFORE\n<fieldset><legend>What is your gender?</legend>\n\
    <label><input type=\"radio\" name=\"g\" value=\"1\" /> Man</label>\n<label><input type=\"radio\" name=\"g\" value=\"2\" /> Woman</label></fieldset>\nAFTER\n\
    <p>Thank you</p>\n</form>\n)\n";

const OBJECTS: &str = "export const fields = [\n{ type: 'radios', name: 'a', label: 'Do you smoke?', options: [{ label: 'Yes', value: 'y' }, { label: 'No', value: 'n' }] },\n\
    BEFORE\n{ type: 'radios', name: 'g', label: 'What is your gender?', options: [{ label: 'Man', value: '1' }, { label: 'Woman', value: '2' }] },\nAFTER\n]\n";

const PYTHON: &str = "from django import forms\n\n\nclass AboutYou(forms.Form):\n    age = forms.IntegerField(label=\"How old are you?\")\n    BEFORE\n\
    \x20   gender = forms.ChoiceField(label=\"What is your gender?\", choices=[(\"1\", \"Man\"), (\"2\", \"Woman\")], widget=forms.RadioSelect)\n    AFTER\n\
    \x20   note = forms.CharField(label=\"Anything else?\")\n";

const SLIM: &str = "form\n  p About you\n  BEFORE\n  fieldset\n    legend What is your gender?\n    label\n      input type=\"radio\" name=\"g\" value=\"1\"\n      | Man\n\
    \x20   label\n      input type=\"radio\" name=\"g\" value=\"2\"\n      | Woman\n  AFTER\n  p Thank you\n";

const HAML: &str = "%form\n  %p About you\n  BEFORE\n  %fieldset\n    %legend What is your gender?\n    %label\n      %input{type: \"radio\", name: \"g\", value: \"1\"}\n      Man\n\
    \x20   %label\n      %input{type: \"radio\", name: \"g\", value: \"2\"}\n      Woman\n  AFTER\n  %p Thank you\n";

const WAYS: &[Written] = &[
    Written { path: "a.html", comment: "<!-- SAID -->", form: HTML },
    Written { path: "a.njk", comment: "{# SAID #}", form: HTML },
    Written { path: "a.njk", comment: "{#- SAID -#}", form: CALL },
    Written { path: "a.njk", comment: "<!-- SAID -->", form: CALL },
    Written { path: "a.jinja2", comment: "{# SAID #}", form: HTML },
    Written { path: "a.html", comment: "{# SAID #}", form: DJANGO },
    Written { path: "a.html", comment: "{% comment %}SAID{% endcomment %}", form: DJANGO },
    Written { path: "a.md", comment: "<!-- SAID -->", form: MARKDOWN },
    Written { path: "a.vue", comment: "<!-- SAID -->", form: VUE },
    Written { path: "a.component.html", comment: "<!-- SAID -->", form: HTML },
    Written { path: "a.html.erb", comment: "<%# SAID %>", form: HTML },
    Written { path: "a.html.erb", comment: "<!-- SAID -->", form: HTML },
    Written { path: "a.html.slim", comment: "/ SAID", form: SLIM },
    Written { path: "a.html.haml", comment: "-# SAID", form: HAML },
    Written { path: "a.php", comment: "<?php /* SAID */ ?>", form: HTML },
    Written { path: "a.php", comment: "<?php // SAID ?>", form: HTML },
    Written { path: "a.php", comment: "<!-- SAID -->", form: HTML },
    Written { path: "a.jsx", comment: "{/* SAID */}", form: JSX },
    Written { path: "a.tsx", comment: "{/* SAID */}", form: JSX },
    Written { path: "a.js", comment: "// SAID", form: OBJECTS },
    Written { path: "a.ts", comment: "/* SAID */", form: OBJECTS },
    Written { path: "a.py", comment: "# SAID", form: PYTHON },
];

impl Written {
    /// The form, judged with these comments in their places; none where nothing is said.
    fn judged(&self, before: &str, after: &str) -> Checked {
        let comment = |said: &str| if said.is_empty() { String::new() } else { self.comment.replace("SAID", said) };
        let form = self.form.replace("BEFORE", &comment(before)).replace("AFTER", &comment(after));
        judged(&[(self.path, &form)]).0
    }

    fn name(&self) -> String {
        format!("{} {}", self.path, self.comment)
    }
}

/// How many findings of the rule stand, and how many are silenced.
fn counted(checked: &Checked) -> (usize, usize) {
    let own = checked.findings.iter().filter(|finding| finding.rule == RULE);
    let (silenced, stand): (Vec<_>, Vec<_>) = own.partition(|finding| !finding.is_live());
    (stand.len(), silenced.len())
}

/// What is wrong with the comments, and whether it is a mistake.
fn complaints(checked: &Checked) -> Vec<(bool, &str)> {
    checked.complaints.iter().map(|complaint| (complaint.is_mistake, complaint.message.as_str())).collect()
}

#[test]
fn each_form_is_spoken_of() {
    for way in WAYS {
        assert_eq!(counted(&way.judged("", "")), (1, 0), "{}", way.name());
    }
}

#[test]
fn the_next_element_or_call_is_silenced_everywhere() {
    for way in WAYS {
        let checked = way.judged(&format!("askwell: ignore {RULE} because the register has two"), "");
        assert_eq!((counted(&checked), complaints(&checked)), ((0, 1), vec![]), "{}", way.name());
        let is_reason = |finding: &Finding| matches!(&finding.standing, Standing::Suppressed(by) if by.reason == "the register has two");
        assert!(checked.findings.iter().any(is_reason), "{}", way.name());
    }
}

#[test]
fn a_block_and_a_file_are_silenced_everywhere() {
    for way in WAYS {
        let checked = way.judged(&format!("askwell: ignore-start {RULE} because x"), &format!("askwell: ignore-end {RULE}"));
        assert_eq!((counted(&checked), complaints(&checked)), ((0, 1), vec![]), "{}", way.name());
        let checked = way.judged("", &format!("askwell: ignore-file {RULE} because x"));
        assert_eq!((counted(&checked), complaints(&checked)), ((0, 1), vec![]), "{}", way.name());
    }
}

#[test]
fn a_mistake_is_told_where_it_stands_everywhere() {
    for way in WAYS {
        for (said, message) in [
            ("askwell: ignore gender/no-declines because x", "there is no rule called `gender/no-declines`"),
            ("askwell: ignore gender/no-decline", "say why: `because …`"),
            ("askwell: purpose monitor", "`monitor` is no purpose"),
            ("askwell: ignore-end gender/no-decline", "there is no `ignore-start` for this `ignore-end`"),
        ] {
            let checked = way.judged(said, "");
            assert_eq!((counted(&checked), complaints(&checked)), ((1, 0), vec![(true, message)]), "{}: {said}", way.name());
            let place = checked.complaints[0].span;
            let told = &checked.source.text[place.range()];
            assert!(told.contains(said) && told.len() <= way.comment.len() + said.len(), "{}: {told}", way.name());
        }
    }
}

#[test]
fn a_comment_that_silences_nothing_is_a_warning_everywhere() {
    for way in WAYS {
        let checked = way.judged("askwell: ignore title/required because x", "");
        assert_eq!(complaints(&checked), [(false, "`title/required` has nothing to say here, so this can go")], "{}", way.name());
        // What stands behind the question silences what comes next, not the question.
        let checked = way.judged("", &format!("askwell: ignore {RULE} because x"));
        assert_eq!((counted(&checked), complaints(&checked).len()), ((1, 0), 1), "{}", way.name());
    }
}

#[test]
fn prose_that_mentions_a_directive_is_none_anywhere() {
    for way in WAYS {
        let checked = way.judged(&format!("Write askwell: ignore {RULE} because x here to silence it"), "");
        assert_eq!((counted(&checked), complaints(&checked)), ((1, 0), vec![]), "{}", way.name());
    }
}

#[test]
fn a_purpose_and_an_audience_are_told_everywhere() {
    for way in WAYS {
        let document = |said: &str| {
            let text = way.form.replace("BEFORE", &way.comment.replace("SAID", said)).replace("AFTER", "");
            let parsers = &mut askwell::dialect::Parsers::new();
            let read = askwell::run::read(askwell::source::FileId(0), way.path, text, parsers, None).unwrap();
            askwell::run::understand(read, &askwell::config::Config::default(), way.path, &common::pack()).context
        };
        let purpose = document("askwell: purpose identity-match").purpose.unwrap();
        assert!(purpose.name == "identity-match" && matches!(purpose.by, Teller::Directive(_)), "{}", way.name());
        assert_eq!(document("askwell: audience under-16").audience.unwrap().name, "under-16", "{}", way.name());
    }
}
