//! Vue single-file components: what their source asks, in every way in which one is written, and that a page which Vue
//! itself renders asks the same.
//!
//! `npm ci --prefix tests/packages` brings Vue. Without it the test that renders says so and passes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

use askwell::config::Config;
use askwell::dialect::Parsers;
use askwell::engine::{self, Checked};
use askwell::form::Question;
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run;
use askwell::source::FileId;
use askwell::unknown::Property;
use common::{files_below, pack, root, said};

/// The first of `files`, judged in a repository of all of them.
fn judged(files: &[(&str, &str)]) -> Checked {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    let document = run::read(FileId::asked_for(0), path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap();
    let understood = run::understand(document, &Config::default(), path, &pack());
    engine::judge(understood, None, &pack(), &Config::default(), path, &project)
}

/// What the first of `files` asks, one question a line.
fn questions(files: &[(&str, &str)]) -> Vec<String> {
    let checked = judged(files);
    let all = &checked.form.questions;
    all.iter().map(|question| described(question, all)).collect()
}

/// What a component asks that stands by itself.
fn asked(text: &str) -> Vec<String> {
    questions(&[("src/Page.vue", text)])
}

/// A question as people meet it: `prompt | control | answers | hint …`.
fn described(question: &Question, all: &[Question]) -> String {
    let mut line = format!("{} | {}", said(&question.prompt), question.control);
    let answers: Vec<String> = question
        .answers
        .iter()
        .map(|answer| said(&answer.label) + if answer.free_text.known() == Some(&true) { " …" } else { "" })
        .collect();
    if !answers.is_empty() {
        line.push_str(&format!(" | {}", answers.join(", ")));
    }
    if !question.answers_complete() {
        line.push_str(" | not all seen");
    }
    if !question.hint.is_absent() {
        line.push_str(&format!(" | hint: {}", said(&question.hint)));
    }
    let after = question.shown_when.and_then(|when| all.iter().flat_map(|other| &other.answers).find(|answer| answer.span == when.answer));
    if let Some(answer) = after {
        line.push_str(&format!(" | after {}", said(&answer.label)));
    }
    line
}

/// A component whose template asks for a region with the answers that `options` gives, after `script`.
fn regions(options: &str, script: &str) -> String {
    let page = format!("<label for=r>Region</label><select id=r><option v-for=\"r in {options}\" :key=\"r\">{{{{ r }}}}</option></select>");
    format!("<template>{page}</template>\n{script}")
}

// Rendered for real.

#[test]
fn a_component_asks_what_its_page_asks() {
    let packages = root().join("tests/packages");
    let skipped = |why: &str| {
        // Straight to the terminal: what a passing test prints is not shown.
        let _ = writeln!(std::io::stderr(), "SKIPPED a_component_asks_what_its_page_asks: {why}");
    };
    if !packages.join("node_modules/vue").is_dir() {
        return skipped("`npm ci --prefix tests/packages` brings Vue");
    }
    let Ok(rendered) = Command::new("node").arg(packages.join("render-vue.mjs")).arg(root().join("tests/rendered/vue")).output() else {
        return skipped("there is no `node`");
    };
    assert!(rendered.status.success(), "{}", String::from_utf8_lossy(&rendered.stderr));
    let pages: BTreeMap<String, String> = serde_json::from_slice(&rendered.stdout).unwrap();
    let files: Vec<(String, String)> =
        files_below("tests/rendered/vue").into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect();
    assert!(pages.len() >= 4, "{:?}", pages.keys());
    let mut count = 0;
    for (name, html) in &pages {
        let this = files.iter().position(|(path, _)| path == name).unwrap();
        let others = files.iter().enumerate().filter(|(at, _)| *at != this).map(|(_, file)| file);
        let order: Vec<(&str, &str)> =
            [&files[this]].into_iter().chain(others).map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (source, page) = (questions(&order), questions(&[("page.html", html)]));
        assert_eq!(source, page, "{name}");
        count += page.len();
    }
    assert!(count >= 12, "only {count} questions were compared");
}

// Lists.

#[test]
fn lists_are_followed_to_where_they_are_written() {
    let all = ["Region | select | North, South"];
    for (options, script) in [
        ("['North', 'South']", ""),
        ("regions", "<script setup>const regions = ['North', 'South']</script>"),
        ("regions", "<script setup lang=\"ts\">const regions: string[] = ['North', 'South'] as const</script>"),
        ("regions", "<script setup>const regions = ref(['North', 'South'])</script>"),
        ("regions", "<script setup>const all = ['North', 'South']; const regions = computed(() => all)</script>"),
        ("regions", "<script>export default { data() { return { regions: ['North', 'South'] } } }</script>"),
        ("regions", "<script>export default { data: () => ({ regions: ['North', 'South'] }) }</script>"),
        ("regions", "<script>const R = ['North', 'South']; export default { data() { return { regions: R } } }</script>"),
        ("regions", "<script>export default { computed: { regions() { return ['North', 'South'] } } }</script>"),
        (
            "regions",
            "<script>export default defineComponent({ setup() { const regions = ref(['North', 'South']); return { regions } } })</script>",
        ),
    ] {
        assert_eq!(asked(&regions(options, script)), all, "{script}");
    }
}

#[test]
fn lists_that_only_the_running_page_knows_stay_unknown() {
    for (options, script) in [
        ("regions", ""),
        ("regions", "<script setup>defineProps({ regions: Array })</script>"),
        ("regions", "<script setup>const { regions } = useRegions()</script>"),
        ("regions", "<script setup>const regions = ref([]); onMounted(async () => { regions.value = await load() })</script>"),
        ("regions", "<script setup>const regions = ref(['North']); fetchMore().then((more) => regions.value.push(more))</script>"),
        ("regions", "<script>export default { data() { return { regions: [] } } }</script>"),
        ("regions", "<script>export default { data() { return { regions: ['North'] } }, created() { this.regions = load() } }</script>"),
        ("regions", "<script>export default { props: ['regions'] }</script>"),
        ("regions", "<script>export default { mixins: [Regions] }</script>"),
        ("regions", "<script>export default { computed: { ...mapGetters(['regions']) } }</script>"),
        ("$store.state.regions", "<script>export default {}</script>"),
        ("[...regions, 'South']", "<script>export default { props: ['regions'] }</script>"),
        ("4", ""),
    ] {
        let asked = asked(&regions(options, script));
        assert!(asked.len() == 1 && asked[0].ends_with("not all seen"), "{script}: {asked:?}");
    }
}

#[test]
fn a_list_that_the_template_changes_is_not_known() {
    let script = "<script setup>const regions = ref(['North'])</script>";
    let page = regions("regions", script).replace("<template>", "<template><button @click=\"regions.push('South')\">More</button>");
    assert_eq!(asked(&page), ["Region | select | ?loop | not all seen"]);
}

#[test]
fn what_another_file_exports_is_found_by_its_path_or_from_the_folder_of_the_source() {
    let constants = ("src/helpers/constants.ts", "export const REGIONS = ['North', 'South']\n");
    for from in ["./helpers/constants", "@/helpers/constants", "@/helpers/constants.ts"] {
        let page = regions("REGIONS", &format!("<script setup>import {{ REGIONS }} from '{from}'</script>"));
        assert_eq!(questions(&[("src/Page.vue", &page), constants]), ["Region | select | North, South"], "{from}");
    }
    let page = regions("REGIONS", "<script setup>import { REGIONS } from 'a-package'</script>");
    assert_eq!(questions(&[("src/Page.vue", &page), constants]), ["Region | select | ?loop | not all seen"]);
    // Nothing says that this page means the constant.
    assert_eq!(questions(&[("src/Page.vue", &regions("REGIONS", "")), constants]), ["Region | select | ?loop | not all seen"]);
}

// Directives.

#[test]
fn conditions_divide_and_what_is_certain_is_read_as_it_is() {
    let page = r#"<template><fieldset><legend><span v-if="child">Your child’s sex</span><span v-else>Your sex</span></legend>
        <label><input type="radio" name="s">Female</label><label v-if="more"><input type="radio" name="s">Male</label></fieldset></template>"#;
    let checked = judged(&[("Page.vue", page)]);
    let question = &checked.form.questions[0];
    assert_eq!(said(&question.prompt), "Your child’s sex");
    assert_eq!(question.answers.iter().map(|answer| answer.conditional).collect::<Vec<_>>(), [false, true]);
    let page = r#"<template><label v-if="false">No <input></label><label v-else-if="true">Yes <input></label><label v-else>Or <input></label></template>"#;
    assert_eq!(asked(page), ["Yes | input"]);
    // What people may still change decides nothing.
    let page = r#"<template><label v-if="step === 1">One <input></label><label v-else>Two <input></label></template>
        <script setup>const step = ref(1)</script>"#;
    assert_eq!(asked(page), ["One | input", "Two | input"]);
}

#[test]
fn bound_attributes_are_what_they_are_bound_to() {
    let question = |attributes: &str| {
        let page = format!(
            "<template><label for=\"t\">Title</label><input id=\"t\" {attributes}></template><script setup>const yes = true</script>"
        );
        judged(&[("Page.vue", &page)]).form.questions.swap_remove(0)
    };
    assert_eq!(question("required").required, Property::Known(true));
    assert_eq!(question(":required=\"true\"").required, Property::Known(true));
    assert_eq!(question(":required=\"yes\"").required, Property::Known(true));
    assert!(question("").required.is_absent() && question(":required=\"false\"").required.is_absent());
    assert!(question(":required=\"strict\"").required.unknown().is_some());
    assert!(question("v-bind=\"$attrs\"").required.unknown().is_some());
    assert_eq!(said(&question("v-model=\" person.title \"").name), "person.title");
    assert_eq!(said(&question("v-model=\"person.title\" name=\"title\"").name), "title");
    assert_eq!(said(&question(":autocomplete=\"'honorific-prefix'\"").autocomplete), "honorific-prefix");
}

#[test]
fn what_is_chosen_is_for_the_running_page_to_know() {
    let page = r#"<template><label><input type="radio" v-model="s" value="a">A</label><label><input type="radio" v-model="s" value="b">B</label>
        <select v-model="t"><option>Mx</option></select></template>"#;
    let form = judged(&[("Page.vue", page)]).form;
    let selected: Vec<bool> =
        form.questions.iter().flat_map(|question| &question.answers).map(|answer| answer.selected.unknown().is_some()).collect();
    assert_eq!(selected, [true, true, true]);
    assert_eq!(form.questions.len(), 2, "one model is one question");
}

#[test]
fn words_come_from_locale_files() {
    let page = r#"<template><label for="n">{{ $t('about.name') }}</label><input id="n"><label for="b">{{ t('about.born') }}</label><input id="b">
        <label for="c" v-t="'about.contact'" /><input id="c"></template>
        <script setup>const { t } = useI18n()</script>"#;
    let words = r#"{ "about": { "name": "Your name", "born": "Date of birth", "contact": "How may we reach you?" } }"#;
    let expected = ["Your name | input", "Date of birth | input", "How may we reach you? | input"];
    assert_eq!(questions(&[("src/Page.vue", page), ("src/locales/en.json", words)]), expected);
    assert_eq!(asked(page), ["?function | input", "?function | input", "?function | input"]);
}

// Components.

#[test]
fn components_of_design_systems_are_questions() {
    let page = r#"<template>
        <radio-group v-model="g" label="What is your gender?" hint="You may leave this out.">
          <RadioItem value="w" label="Woman" />
          <p>or</p>
          <RadioItem value="o" label="In another way"><TextField v-model="own" label="Your words" /></RadioItem>
        </radio-group>
        <CheckboxGroup label="How may we reach you?"><CheckboxItem value="p" label="By phone" /></CheckboxGroup>
        <Select label="Title" :options="['Mx', 'Dr']" />
        <DateInput label="Date of birth" />
        <TextareaInput><template #label>Anything else?</template></TextareaInput>
    </template>"#;
    let expected = [
        "What is your gender? | radios | Woman, In another way … | hint: You may leave this out.",
        "Your words | input | after In another way",
        "How may we reach you? | checkboxes | By phone",
        "Title | select | Mx, Dr",
        "Date of birth | date-input",
        "Anything else? | textarea",
    ];
    assert_eq!(asked(page), expected);
}

#[test]
fn components_of_other_libraries_are_questions() {
    let page = r#"<template>
        <v-radio-group v-model="s" label="Sex"><v-radio label="Female" value="f" /><v-radio label="Male" value="m" /></v-radio-group>
        <v-select label="Title" :items="['Mx', 'Dr']" />
        <b-form-group label="Where do you live?"><b-form-radio-group :options="[{ text: 'At home', value: 'h' }, 'Elsewhere']" name="home" /></b-form-group>
        <b-form-group label="Your name"><b-form-input v-model="name" required /></b-form-group>
        <FormKit type="radio" label="May we phone?" :options="{ y: 'Yes', n: 'No' }" />
        <FormKit type="text" label="Your number" help="With the area code" />
    </template>"#;
    let expected = [
        "Sex | radios | Female, Male",
        "Title | select | Mx, Dr",
        "Where do you live? | radios | At home, Elsewhere",
        "Your name | input",
        "May we phone? | radios | Yes, No",
        "Your number | input | hint: With the area code",
    ];
    assert_eq!(asked(page), expected);
}

#[test]
fn a_list_may_name_where_its_items_keep_their_words() {
    let page = |by: &str| {
        format!(
            "<template><v-select label=\"Gender\" :items=\"genders\" {by} /></template>\n<script>\n\
             export default {{ data: () => ({{ genders: [{{ coding: {{ code: 'w', display: 'Woman' }} }}, {{ coding: {{ code: 'm', display: 'Man' }} }}] }}) }};\n</script>\n"
        )
    };
    let asked_by = |by: &str| asked(&page(by)).remove(0);
    assert!(
        asked_by("item-text=\"coding.display\" item-value=\"coding.code\"").contains("| Woman, Man"),
        "{}",
        asked_by("item-text=\"coding.display\"")
    );
    // Where nobody says where, it is not a list without answers.
    assert!(asked_by("").contains("not all seen"), "{}", asked_by(""));
}

#[test]
fn a_component_of_the_repository_is_shown_with_what_it_is_given() {
    let own = r#"<template><fieldset><legend>{{ title }}</legend><label v-for="o in options" :key="o"><input type="radio" :name="name">{{ o }}</label><slot name="more">none</slot></fieldset></template>
        <script setup>defineProps({ title: String, name: String, options: { type: Array, default: () => ['Yes', 'No'] } })</script>"#;
    let page = |call: &str, script: &str| format!("<template>{call}</template><script setup>{script}const more = ['Perhaps']</script>");
    let import = "import AskThem from './parts/AskThem.vue';";
    let asked = |call: &str, script: &str| questions(&[("src/Page.vue", &page(call, script)), ("src/parts/AskThem.vue", own)]);
    assert_eq!(asked(r#"<AskThem title="Consent?" name="c" />"#, import), ["Consent? | radios | Yes, No"]);
    assert_eq!(asked(r#"<ask-them title="Consent?" :options="more" />"#, import), ["Consent? | radios | Perhaps"]);
    // Known everywhere: imported nowhere.
    assert_eq!(asked(r#"<AskThem title="Consent?" />"#, ""), ["Consent? | radios | Yes, No"]);
    assert_eq!(asked(r#"<AskThem title="Consent?" :options="load()" />"#, import), ["Consent? | radios | ?loop | not all seen"]);
    assert_eq!(asked(r#"<AskThem title="Consent?" v-bind="rest" />"#, import), ["Consent? | radios | ?loop | not all seen"]);
    let slot = r#"<AskThem title="Consent?"><template #more><label><input type="radio">{{ more[0] }}</label></template></AskThem>"#;
    assert_eq!(asked(slot, import), ["Consent? | radios | Yes, No, Perhaps"]);
    // Its names are its own.
    let leak = r#"<label>Name <input></label><AskThem />"#;
    assert_eq!(
        asked(leak, "const title = 'Not this';import AskThem from './parts/AskThem.vue';"),
        ["Name | input", "- | radios | Yes, No"]
    );
}

#[test]
fn a_component_passed_on_by_another_file_is_found() {
    let files = [
        ("src/Page.vue", "<template><Ask /></template><script setup>import { Ask } from '@/components'</script>"),
        ("src/components/index.js", "export { default as Ask } from './AskName.vue'\n"),
        ("src/components/AskName.vue", "<template><label>Your name <input></label></template>"),
    ];
    assert_eq!(questions(&files), ["Your name | input"]);
}

#[test]
fn what_cannot_be_seen_into_says_so() {
    let page = "<template><fieldset><legend>Sex</legend><label><input type=radio>Female</label><OtherAnswers /></fieldset></template>";
    let checked = judged(&[("Page.vue", page)]);
    let unseen = &checked.form.questions[0].answers_unseen;
    assert_eq!(unseen[0].reason.to_string(), "`<other-answers>` is a component that askwell cannot see into");
    assert_eq!(
        asked("<template><fieldset><legend>Sex</legend><label><input type=radio>Female</label><slot /></fieldset></template>"),
        ["Sex | radios | Female | not all seen"]
    );
}

#[test]
fn a_component_that_shows_itself_comes_to_an_end() {
    let own = "<template><label>Name <input></label><Again><Again /><slot /></Again></template>";
    let checked = judged(&[("src/Page.vue", "<template><Again /></template>"), ("src/Again.vue", own)]);
    assert!(!checked.form.unseen.is_empty());
}

// Places, comments, and what is broken.

#[test]
fn findings_stand_on_the_words_in_the_script() {
    let page = "<template>\n<label for=t>Title</label><select id=t><option v-for=\"t in titles\">{{ t }}</option></select>\n</template>\n\
        <script setup lang=\"ts\">\nconst titles = ['Mr', 'Husband or wife']\n</script>\n";
    let checked = judged(&[("Page.vue", page)]);
    let finding = checked.findings.iter().find(|finding| finding.rule == "relationships/husband-wife").unwrap();
    assert_eq!(&page[finding.place.range()], "Husband or wife");
}

#[test]
fn comments_of_the_template_and_of_the_script_direct_askwell() {
    let rules = |page: &str| -> Vec<String> {
        judged(&[("Page.vue", page)]).findings.iter().filter(|finding| finding.is_live()).map(|finding| finding.rule.clone()).collect()
    };
    let label = "<label for=\"m\">Maiden name</label><input id=\"m\">";
    let page = |before: &str, script: &str| {
        format!("<template><div>{before}{label}</div></template>\n<script>\n{script}\nexport default {{}}\n</script>\n")
    };
    assert_eq!(rules(&page("", "")), ["names/maiden"]);
    assert_eq!(rules(&page("<!-- askwell: ignore names/maiden because the law asks for it -->", "")), [""; 0]);
    assert_eq!(rules(&page("", "// askwell: ignore-file names/maiden because the law asks for it")), [""; 0]);
    assert_eq!(rules(&page("", "/* askwell: ignore-file names/maiden because the law asks for it */")), [""; 0]);
}

#[test]
fn what_cannot_be_read_takes_nothing_else_with_it() {
    let page = r#"<template><p :title="a +">{{ one two }}</p><p>{{ open</p><label>Name <input :value="{ a: }"></label>
        <label>Title <input v-for="in"></label></template><script>const x = ; export default { data() { return { y: 1 } } }</script>"#;
    let checked = judged(&[("Page.vue", page)]);
    let prompts: Vec<String> = checked.form.questions.iter().map(|question| said(&question.prompt)).collect();
    assert_eq!(prompts, ["Name", "Title"]);
    assert!(checked.notices.len() >= 3, "{:?}", checked.notices);
}

#[test]
fn a_template_in_another_language_is_told_and_not_guessed_at() {
    let checked = judged(&[("Page.vue", "<template lang=\"pug\">\nlabel Title\n  input\n</template>")]);
    assert!(checked.form.questions.is_empty());
    assert!(checked.notices[0].message.contains("pug"));
}

#[test]
fn plain_html_in_a_template_asks_what_it_asks_in_a_page() {
    for (path, text) in files_below("fixtures").into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8(text).unwrap();
        if ["{{", "{%", "<script", "<template"].iter().any(|mark| text.contains(mark)) {
            continue;
        }
        let wrapped = format!("<template>\n{text}\n</template>\n");
        assert_eq!(questions(&[("Page.vue", &wrapped)]), questions(&[("page.html", &text)]), "{path}");
    }
    let page = r#"<fieldset><legend>Ethnic group</legend><div class="nhsuk-radios"><input id="a" type="radio" name="e"><label for="a">Arab</label></div></fieldset>
        <label>Title <select name="t"><option>Mx</select></label><INPUT TYPE="hidden"><label for="d">Day</label><input id="d" NAME="day">"#;
    assert_eq!(questions(&[("Page.vue", &format!("<template>{page}</template>"))]), questions(&[("page.html", page)]));
}
