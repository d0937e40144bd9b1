//! What askwell sees in pages of every shape that was met in real repositories, each cut down to what matters.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use askwell::dialect::{self, Parsers};
use askwell::form::{Form, Question, Role};
use askwell::run;
use askwell::source::{FileId, Source};
use askwell::unknown::Property;
use common::said;

fn form(language: &str, text: &str) -> Form {
    let dialect = dialect::named(language).unwrap();
    run::read_as(dialect, Source::new(FileId(0), "page.html", text), &mut Parsers::new()).form
}

/// The questions of a page, one a line: `prompt | control | answers`, then what else is worth saying.
fn questions(language: &str, text: &str) -> Vec<String> {
    let form = form(language, text);
    form.questions.iter().map(|question| line(question, &form)).collect()
}

fn line(question: &Question, form: &Form) -> String {
    let answers: Vec<String> = question
        .answers
        .iter()
        .map(|answer| {
            let mut label = said(&answer.label);
            for (mark, is) in [(" …", answer.free_text.known() == Some(&true)), (" perhaps", answer.conditional)] {
                label.push_str(if is { mark } else { "" });
            }
            label
        })
        .collect();
    let mut line = format!("{} | {}", said(&question.prompt), question.control);
    if !answers.is_empty() {
        line.push_str(&format!(" | {}", answers.join(", ")));
    }
    if !question.answers_complete() {
        line.push_str(" | not all seen");
    }
    if !question.hint.is_absent() {
        line.push_str(&format!(" | hint: {}", said(&question.hint)));
    }
    let mut answers = form.questions.iter().flat_map(|other| &other.answers);
    let opener = question.shown_when.and_then(|when| answers.find(|answer| answer.span == when.answer));
    if let Some(answer) = opener {
        line.push_str(&format!(" | after {}", said(&answer.label)));
    }
    line
}

fn html(text: &str) -> Vec<String> {
    questions("html", text)
}

fn nunjucks(text: &str) -> Vec<String> {
    questions("nunjucks", text)
}

// Hand-written controls.

#[test]
fn labels_are_found_by_for_by_nesting_and_by_neighbourhood() {
    let page = r#"<fieldset><legend>Gender</legend>
        <input type="radio" name="g" id="a"><label for="a">Woman</label>
        <label><input type="radio" name="g"> Man</label>
        <input type="radio" name="g" id="c"><label for="wrong">Non-binary</label>
    </fieldset>"#;
    assert_eq!(html(page), ["Gender | radios | Woman, Man, Non-binary"]);
}

#[test]
fn text_after_a_void_element_is_read() {
    assert_eq!(html("<p><label>First<br>name <input name=n> as on your passport</label></p>"), ["First name as on your passport | input"]);
    let page = r#"<form>{% if next %}<input type="hidden" name="next" value="{{ next }}">{% endif %}{{ input({label: "Name"}) }}</form>"#;
    assert_eq!(nunjucks(page), ["Name | input"]);
}

#[test]
fn a_group_is_named_by_aria_labelledby() {
    let page = r#"<h2 id="q">Sex</h2><p>We need this.</p><div role="radiogroup" aria-labelledby="q">
        <label><input type=radio name=s> Female</label><label><input type=radio name=s> Male</label></div>"#;
    assert_eq!(html(page), ["Sex | radios | Female, Male"]);
    assert_eq!(html(r#"<b id="a">Your</b> <i id="b">title</i><input aria-labelledby="a b">"#), ["Your title | input"]);
}

#[test]
fn options_in_groups_are_options_and_what_only_says_choose_is_not() {
    let page = r#"<label for=t>Title</label><select id=t><option value="">Choose</option>
        <optgroup label="Common"><option>Mr<option>Mx</optgroup><option selected>Dr</option></select>"#;
    assert_eq!(html(page), ["Title | select | Mr, Mx, Dr"]);
    let page = r#"<label for=t>Type of evidence</label><select id=t><option value="">Type of evidence</option><option>Letter</select>"#;
    assert_eq!(html(page), ["Type of evidence | select | Letter"]);
}

#[test]
fn a_form_that_closes_inside_a_fieldset_leaves_the_question_whole() {
    let page = r#"<form><fieldset><legend>Sex</legend><label><input type=radio name=s>Female</label></form>
        <label><input type=radio name=s>Male</label></fieldset>"#;
    assert_eq!(html(page), ["Sex | radios | Female, Male"]);
}

#[test]
fn what_an_answer_opens_by_id_is_asked_after_it() {
    let page = r#"<fieldset><legend>How do you describe yourself?</legend>
        <label><input type=radio name=g> Woman</label>
        <label><input type=radio name=g data-aria-controls="own"> In another way</label>
        <div id="own"><label for=o>Your words</label><input id=o name=o></div></fieldset>"#;
    assert_eq!(
        html(page),
        ["How do you describe yourself? | radios | Woman, In another way …", "Your words | input | after In another way"]
    );
}

#[test]
fn parts_of_a_date_are_one_question_with_the_name_that_they_share() {
    let page = r#"<fieldset><legend>Date of birth</legend><div id=h class="nhsuk-hint">For example, 5 12 1980</div>
        <label>Day <input name="dob-day"></label><label>Month <input name="dob-month"></label><label>Year <input name="dob-year"></label></fieldset>"#;
    assert_eq!(html(page), ["Date of birth | date-input | hint: For example, 5 12 1980"]);
    assert_eq!(said(&form("html", page).questions[0].name), "dob");
}

#[test]
fn boxes_of_one_name_in_a_fieldset_are_one_question() {
    let page = r#"<fieldset><legend>Ethnic group</legend>
        <h2>White</h2><div class="nhsuk-radios"><label><input type=radio name=e>British</label></div>
        <h2>Other</h2><div class="nhsuk-radios"><label><input type=radio name=e>Arab</label></div></fieldset>"#;
    assert_eq!(html(page), ["Ethnic group | radios | British, Arab"]);
}

#[test]
fn a_heading_asks_where_the_legend_is_hidden_and_a_caption_is_no_part_of_it() {
    let page = |heading: &str| {
        format!(
            r#"<h1><span class="nhsuk-caption-l">Registration</span> {heading}</h1>
            <fieldset><legend class="nhsuk-u-visually-hidden">Date of birth</legend><input type=date></fieldset>"#
        )
    };
    assert_eq!(html(&page("What is your date of birth?")), ["What is your date of birth? | date-input"]);
    assert_eq!(html(&page("About you")), ["Date of birth | date-input"]);
    let address = r#"<h1>What is your address?</h1><fieldset><legend class="nhsuk-u-visually-hidden">Address</legend>
        <label>Street <input name=a></label><label>Town <input name=b></label></fieldset>"#;
    assert_eq!(html(address), ["Street | input", "Town | input"]);
}

#[test]
fn a_fieldset_without_a_legend_is_asked_by_the_one_round_it() {
    let page = r#"<fieldset><legend><h1>What are you uploading?</h1></legend><fieldset>
        <label><input type=checkbox name=u>Receipt</label><label><input type=checkbox name=u>Letter</label></fieldset></fieldset>"#;
    assert_eq!(html(page), ["What are you uploading? | checkboxes | Receipt, Letter"]);
    let page = r#"<fieldset><legend>What is your disability?</legend><input name=d></fieldset>"#;
    assert_eq!(html(page), ["What is your disability? | input"]);
}

#[test]
fn a_box_to_tick_is_not_asked_by_a_heading_that_asked_before() {
    let page = r#"<h2>Feedback</h2><input name=f><label><input type=checkbox name=c> You may contact me</label>"#;
    assert_eq!(html(page), ["Feedback | input", "- | checkboxes | You may contact me"]);
    assert_eq!(html("<h2>Consent</h2><label><input type=checkbox> I agree</label>"), ["Consent | checkboxes | I agree"]);
}

#[test]
fn the_search_box_of_the_site_and_hidden_inputs_ask_nothing() {
    let page = r#"<header><label for=s>Search the NHS website</label><input type=search id=s></header>
        <main><input type=hidden name=h><label for=n>Name</label><input id=n></main>"#;
    assert_eq!(html(page), ["Name | input"]);
    assert_eq!(nunjucks(r#"{{ input({type: "hidden", name: "x"}) }}"#), Vec::<String>::new());
}

#[test]
fn how_much_may_be_written_is_no_hint() {
    let page = r#"<label for=d>Tell us more</label><textarea id=d aria-describedby="d-info"></textarea>
        <div id="d-info" class="nhsuk-hint nhsuk-character-count__message">You can enter up to 200 characters</div>"#;
    assert_eq!(html(page), ["Tell us more | textarea"]);
}

// Template language round and in controls.

#[test]
fn a_loop_over_a_list_in_sight_gives_its_answers_and_another_says_so() {
    let page = |list: &str| {
        format!(
            r#"<fieldset><legend>Region</legend>{{% for r in {list} %}}<label><input type=radio name=r value="{{{{ r }}}}"> {{{{ r }}}}</label>{{% endfor %}}</fieldset>"#
        )
    };
    assert_eq!(nunjucks(&page("['North', 'South']")), ["Region | radios | North, South"]);
    assert_eq!(nunjucks(&page("regions")), ["Region | radios | ?loop | not all seen"]);
}

#[test]
fn an_include_in_a_fieldset_may_bring_answers() {
    let page = r#"<fieldset><legend>Sex</legend><label><input type=radio name=s>Female</label>{% include "more.html" %}</fieldset>"#;
    assert_eq!(nunjucks(page), ["Sex | radios | Female | not all seen"]);
}

#[test]
fn attributes_from_a_variable_or_a_condition_are_unknown() {
    let required = |page: &str| form("nunjucks", page).questions[0].required.clone();
    assert!(required("<label>Title <input {{ attrs }}></label>").unknown().is_some());
    assert!(required("<label>Title <input {% if strict %}required{% endif %}></label>").unknown().is_some());
    assert_eq!(required("<label>Title <input required></label>"), Property::Known(true));
    assert!(required("<label>Title <input></label>").is_absent());
}

#[test]
fn an_input_of_unknown_type_is_not_guessed_at() {
    let form = form("nunjucks", r#"<label>Answer <input type="{{ kind }}" name=a></label>"#);
    assert!(form.questions.is_empty());
    assert_eq!(form.unseen.len(), 1);
    assert_eq!(nunjucks(r#"<label>Answer <input type="{{ kind or 'email' }}"></label>"#), ["Answer | input"]);
}

#[test]
fn arms_of_a_condition_do_not_run_into_each_other() {
    let page = r#"<fieldset><legend>{% if child %}What is your child’s sex?{% else %}What is your sex?{% endif %}</legend>
        <label><input type=radio name=s>Female</label></fieldset>"#;
    assert_eq!(nunjucks(page), ["What is your child’s sex? | radios | Female"]);
    let passages: Vec<String> = form("nunjucks", page).passages.iter().map(|passage| passage.text.as_str().to_owned()).collect();
    assert!(passages.contains(&"What is your sex?".to_owned()), "{passages:?}");
    let page = r#"{{ input({label: {text: ("Who is giving consent?" if today else "Who gave consent?")}}) }}"#;
    assert_eq!(nunjucks(page), ["Who is giving consent? | input"]);
}

#[test]
fn an_answer_that_two_arms_write_is_one() {
    let page = r#"<fieldset><legend>Live with parents?</legend>{% if yes %}
        <label><input type=radio name=p value=y checked>Yes</label>{% else %}<label><input type=radio name=p value=y>Yes</label>{% endif %}
        <label><input type=radio name=p value=n>No</label></fieldset>"#;
    assert_eq!(nunjucks(page), ["Live with parents? | radios | Yes perhaps, No"]);
}

#[test]
fn words_that_only_the_page_knows_are_holes() {
    assert_eq!(nunjucks(r#"{{ input({label: "Does " + (participant | getFullName) + " agree?"}) }}"#), ["Does {} agree? | input"]);
    let page = r#"{% set asks %}What has {{ name or "the participant" }} had{% endset %}{{ input({label: {html: asks}}) }}"#;
    assert_eq!(nunjucks(page), ["What has {} had | input"]);
    let page = r#"{{ radios({name: "x", fieldset: {legend: "Where?"}, items: [{text: "At " + unit.name}, {text: "Elsewhere"}]}) }}"#;
    assert_eq!(nunjucks(page), ["Where? | radios | At {}, Elsewhere | not all seen"]);
}

// Calls.

#[test]
fn a_block_that_is_kept_and_a_call_that_wraps_are_read_where_they_are_shown() {
    let page = r#"{% set own %}{{ input({label: "Your words", name: "o"}) }}{% endset %}
        {{ radios({name: "g", fieldset: {legend: {text: "Gender"}}, items: [{text: "Woman"}, {text: "Other", conditional: {html: own}}]}) }}"#;
    let expected = ["Gender | radios | Woman, Other …", "Your words | input | after Other"];
    assert_eq!(nunjucks(page), expected);
    let inline = r#"{{ radios({name: "g", fieldset: {legend: {text: "Gender"}}, items: [{text: "Woman"},
        {text: "Other", conditional: {html: input({label: "Your words", name: "o"})}}]}) }}"#;
    assert_eq!(nunjucks(inline), expected);
    let page = r#"{% call fieldset({legend: {text: "Ethnic group"}}) %}
        {{ radios({name: "e", items: [{text: "British"}]}) }}<h2>Other</h2>{{ radios({name: "e", items: [{text: "Arab"}]}) }}{% endcall %}"#;
    assert_eq!(nunjucks(page), ["Ethnic group | radios | British, Arab"]);
}

#[test]
fn a_macro_of_the_page_is_read_with_what_it_is_given() {
    let page = r#"{% macro ask(text, key) %}{{ input({label: {text: text}, name: key}) }}{% endmacro %}{{ ask("First name", "f") }}{{ ask("Last name", "l") }}"#;
    assert_eq!(nunjucks(page), ["First name | input", "Last name | input"]);
}

#[test]
fn a_list_that_grows_in_a_loop_keeps_what_each_turn_gave_it() {
    let page = |grow: &str, list: &str| {
        format!(
            r#"{{% set items = [] %}}{{% for o in {list} %}}{grow}{{% endfor %}}{{{{ radios({{name: "x", fieldset: {{legend: "Topic"}}, items: items}}) }}}}"#
        )
    };
    for grow in [
        "{% set items = (items.push({text: o}), items) %}",
        "{% set items = items | push({text: o}) %}",
        "{% set ignored = items.push({text: o}) %}",
        "{% do items.append({'text': o}) %}",
        "{% set items = items.concat([{text: o}]) %}",
    ] {
        assert_eq!(nunjucks(&page(grow, "['Reports', 'Payments']")), ["Topic | radios | Reports, Payments"], "{grow}");
        assert_eq!(nunjucks(&page(grow, "topics")), ["Topic | radios | ?loop perhaps | not all seen"], "{grow}");
    }
}

#[test]
fn an_answer_that_a_condition_adds_may_be_there() {
    let page = r#"{% set items = [{text: "Female"}] %}{% if more %}{% set items = items | push({text: "Other"}) %}{% endif %}
        {{ radios({name: "s", fieldset: {legend: "Sex"}, items: items | push({text: "Male"})}) }}"#;
    assert_eq!(nunjucks(page), ["Sex | radios | Female, Other perhaps, Male"]);
}

#[test]
fn parameters_that_a_function_completes_are_as_written_and_there_may_be_more() {
    let page = r#"{{ radios({name: "s", fieldset: {legend: {text: "Sex"}}, items: [{text: "Female"}, {text: "Male"}]} | withErrors) }}"#;
    assert_eq!(nunjucks(page), ["Sex | radios | Female, Male | not all seen | hint: ?spread"]);
    assert!(form("nunjucks", page).questions[0].required.unknown().is_some());
}

#[test]
fn a_filter_that_is_not_known_hides_only_itself() {
    let page = r#"{{ input({label: {html: ((asks + " in their") | asVisuallyHiddenText) ~ " right breast"}}) }}"#;
    assert_eq!(nunjucks(page), ["{} right breast | input"]);
}

// Bounds.

#[test]
fn a_page_that_shows_itself_over_and_over_comes_to_an_end() {
    let twice = "{% macro m(a) %}{{ m(a) }}{{ m(a) }}{% endmacro %}{{ m(1) }}";
    assert!(form("nunjucks", twice).questions.is_empty());
    let loops = format!("{}<input>{}", "{% for x in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}".repeat(9), "{% endfor %}".repeat(9));
    assert!(!form("nunjucks", &loops).unseen.is_empty());
}

// Markdown and front matter.

#[test]
fn front_matter_is_a_title_and_names_and_is_not_shown() {
    let page = "---\ntitle: About you\nasks: What is your title?\nitems:\n  - text: Mx\n---\n{{ radios({fieldset: {legend: asks}, items: items}) }}";
    assert_eq!(nunjucks(page), ["What is your title? | radios | Mx"]);
    let form = form("nunjucks", page);
    let title: Vec<&str> =
        form.passages.iter().filter(|passage| passage.role == Role::Title).map(|passage| passage.text.as_str()).collect();
    assert_eq!(title, ["About you"]);
    assert!(form.passages.iter().all(|passage| !passage.text.as_str().contains("---")));
    let plain = html("---\nlayout: page\n---\n<label>Name <input></label>");
    assert_eq!(plain, ["Name | input"]);
    assert_eq!(html("---\nlayout: page\n<label>Name <input></label>"), ["Name | input"]);
}

fn markdown(text: &str) -> Vec<String> {
    questions("markdown", &format!("---\ntitle: Page\n---\n{text}"))
}

#[test]
fn a_form_in_markdown_asks_what_it_asks_in_html() {
    let form = r#"<form><fieldset><legend>Sex</legend><label><input type=radio name=s> Female</label>

        <label><input type=radio name=s> Male</label></fieldset>

        {{ input({label: {text: "Full name"}, name: "n"}) }}</form>"#;
    assert_eq!(markdown(form), nunjucks(form));
    assert_eq!(markdown(form), ["Sex | radios | Female, Male", "Full name | input"]);
}

#[test]
fn headings_ask_and_marks_are_no_words() {
    let page = "## What is your **full** [name](/why)? {#name}\n\n- one\n- two\n\n<input name=n>\n";
    assert_eq!(markdown(page), ["What is your full name? | input"]);
    let form = form("markdown", "---\na: b\n---\nUse _these_ `words` for snake_case\n1. his\n2. or her\n\n| a | b |\n|---|---|\n\n<input>");
    let passages: Vec<&str> = form.passages.iter().map(|passage| passage.text.as_str()).collect();
    assert_eq!(passages, ["Use these … for snake_case", "his", "or her", "a", "b"]);
}

#[test]
fn code_in_markdown_is_on_display_and_guidance_is_no_form() {
    let fenced = "Ask so:\n\n```html\n<label>Maiden name <input></label>\n{{ input({label: \"Title\"}) }}\n```\n\n    <label>Code <input></label>\n\n`<input>`\n";
    assert_eq!(markdown(fenced), Vec::<String>::new());
    let guidance = form("markdown", "---\na: b\n---\nDo not ask for a maiden name.\n\n{{ example({group: \"x\"}) }}\n");
    assert!(guidance.passages.is_empty());
    let strings = r#"{{ input({label: {text: "The `name` of"}}) }} and `code {{ input({}) }}`"#;
    assert_eq!(markdown(strings), ["The `name` of | input"]);
}

#[test]
fn markdown_without_front_matter_is_no_page() {
    let parsers = &mut Parsers::new();
    assert!(run::read(FileId(0), "README.md", "# Use\n\n<input>\n".to_owned(), parsers, None).is_err());
    assert!(run::read(FileId(0), "page.md", "---\na: b\n---\n<input>\n".to_owned(), parsers, None).is_ok());
}

#[test]
fn a_label_of_two_arms_has_its_words_however_it_is_indented() {
    for indent in ["", " ", "\n        ", "\n\t\t\t\t\t"] {
        let page = format!(
            "<fieldset><legend>Topic</legend><label>{indent}{{% if a %}}{indent}<input type=radio name=t value=r checked> Reports{indent}\
            {{% else %}}{indent}<input type=radio name=t value=r> Reports{indent}{{% endif %}}</label></fieldset>"
        );
        assert_eq!(nunjucks(&page), ["Topic | radios | Reports perhaps"], "{indent:?}");
    }
}

#[test]
fn options_that_nobody_can_choose_are_no_answers() {
    for first in
        ["<option value='' disabled selected>Your topic", "<option hidden value=''>Your topic", "<option value=''>Please make a selection"]
    {
        let page = format!("<label>Topic <select>{first}</option><option>Reports</option></select></label>");
        assert_eq!(html(&page), ["Topic | select | Reports"], "{first}");
    }
    assert_eq!(
        html("<label>Topic <select><option value=''>None</option><option>Reports</option></select></label>"),
        ["Topic | select | None, Reports"]
    );
    assert_eq!(
        nunjucks("<label>Sex <select><option>{{ 'Female' if a else 'Male' }}</option></select></label>"),
        ["Sex | select | Female | not all seen"]
    );
}

#[test]
fn a_label_for_nothing_goes_by_where_it_stands() {
    let page = "<form><h1>Join</h1><div><input name=a placeholder='First name'></div><div><label for=''>Topic</label>\
        <label><input type=radio name=t> Reports</label><label><input type=radio name=t> Payments</label></div></form>";
    assert_eq!(html(page), ["First name | input", "Topic | radios | Reports, Payments"]);
    let named =
        |heading: &str| nunjucks(&format!("<h1>{heading}</h1><form><div><p>Topic</p><select><option>Reports</select></div></form>"));
    assert_eq!(named("{{ name }}"), ["Topic | select | Reports"]);
    assert_eq!(nunjucks("<h1>{{ name }}</h1><select><option>Reports</select>"), ["?variable | select | Reports"]);
}

#[test]
fn a_macro_asks_what_its_call_says_and_not_what_its_other_arms_would() {
    let field = "{% macro field(params) %}{% if params.type == 'radios' %}<fieldset><legend>{{ params.label }}</legend>{% for item in params.items %}\
        <label><input type=radio name=r>{{ item }}</label>{% endfor %}</fieldset>{% elif params.type == 'text' %}<label>{{ params.label }} <input></label>\
        {% else %}<label>{{ params.label }} <textarea></textarea></label>{% endif %}{% if params.more %}<label>More <input></label>{% endif %}{% endmacro %}";
    let asked = |call: &str| nunjucks(&format!("{field}{{{{ field({call}) }}}}"));
    assert_eq!(asked("{ type: 'radios', label: 'Carer?', items: ['Yes', 'No'], more: false }"), ["Carer? | radios | Yes, No"]);
    assert_eq!(asked("{ type: 'text', label: 'Town', more: true }"), ["Town | input", "More | input"]);
    assert_eq!(asked("{ type: 'long', label: 'Diet', more: false }"), ["Diet | textarea"]);
    // What only the running page knows may be any of them.
    assert_eq!(asked("{ type: data.type, label: 'Town', more: false }").len(), 3);
    // What a page works out for itself decides nothing.
    assert_eq!(nunjucks("{% set on = false %}{% if on %}<label>Town <input></label>{% endif %}"), ["Town | input"]);
}

// PHP.

fn php(text: &str) -> Vec<String> {
    questions("php", text)
}

#[test]
fn a_form_in_php_asks_what_it_asks_in_html() {
    let plain = r#"<fieldset><legend>Sex</legend><label><input type=radio name=s>Female</label><label><input type=radio name=s>Male</label></fieldset>
        <label for=c>Country</label><select id=c><option value=w>Wales</option><option value=e>England</option></select>"#;
    let written = r#"<?php $sexes = array('Female', 'Male'); ?><fieldset><legend><?= 'Sex' ?></legend>
        <?php foreach ($sexes as $sex): ?><label><input type=radio name=s><?php echo $sex; ?></label><?php endforeach ?></fieldset>
        <?= CHtml::label('Country', 'c') ?><?= CHtml::dropDownList('c', $x, ['w' => 'Wales', 'e' => 'England'], ['id' => 'c']) ?>"#;
    assert_eq!(php(plain), html(plain));
    assert_eq!(php(written), html(plain));
}

#[test]
fn conditions_in_php_are_arms_whichever_way_they_are_written() {
    let page = |open: &str, middle: &str, close: &str| {
        format!(
            "<fieldset><legend>Topic</legend>{open}<label><input type=radio name=t>Reports</label>{middle}<label><input type=radio name=t>Payments</label>{close}</fieldset>"
        )
    };
    let expected = ["Topic | radios | Reports perhaps, Payments perhaps"];
    assert_eq!(php(&page("<?php if (count($a) > 1): ?>", "<?php else: ?>", "<?php endif; ?>")), expected);
    assert_eq!(php(&page("<?php if ($a['}']) { ?>", "<?php } elseif ($b) { ?>", "<?php } ?>")), expected);
}

#[test]
fn what_a_condition_prints_into_a_tag_is_perhaps_there() {
    for printed in [
        "<?php if ($a) echo 'checked'; ?>",
        "<?php if ($a) { echo 'checked'; } ?>",
        "<?php if ($a): echo 'checked'; endif ?>",
        "<?php if ($a) echo 'checked'; else echo 'data-b=\"c\"'; ?>",
        "<?php if ($a) if ($b) echo 'checked'; ?>",
        "<?= $a ? 'checked' : '' ?>",
        "<?php if ($a) { ?>checked<?php } ?>",
    ] {
        let form = form("php", &format!("<label>Carer <input type=checkbox {printed}></label><label>Town <input></label>"));
        let [carer, town] = form.questions.as_slice() else { panic!("{printed}") };
        assert!(carer.answers[0].selected.unknown().is_some(), "{printed}: {:?}", carer.answers[0].selected);
        assert!(carer.required.is_absent() && town.required.is_absent(), "{printed}: {:?}", carer.required);
    }
    let always = form("nunjucks", "<label>Town <input {{ 'required' }}></label>");
    assert_eq!(always.questions[0].required, Property::Known(true));
    let perhaps = form("nunjucks", "<label>Town <input {{ 'required' if a }}></label>");
    assert!(perhaps.questions[0].required.unknown().is_some() && perhaps.questions[0].pattern.is_absent());
    // A loop that is all that a condition decides about ends nothing but itself.
    let list = "<label><input type=radio name=g> Reports</label>";
    for (open, close) in [("foreach ($rows as $r) {", "}"), ("foreach ($rows as $r):", "endforeach;")] {
        let page = format!(
            "<fieldset><legend>Topic</legend><?php {open} ?><?php if ($a) foreach ($list as $c) {{ f(); }} ?>{list}<?php {close} ?></fieldset>"
        );
        assert_eq!(php(&page), ["Topic | radios | Reports | not all seen"], "{open}");
    }
    assert_eq!(php("<label>Town <input></label><?php if ($a) { } else if ($b ?>"), ["Town | input"]);
    // What follows a condition without brackets is shown whatever happens.
    assert_eq!(
        php("<?php if ($a) echo 'x'; ?><p>Topic <?php foreach ($b as $c) echo $c; ?></p><label>Town <input></label>"),
        ["Town | input"]
    );
}

#[test]
fn a_list_that_code_fills_is_not_seen_whole() {
    let page =
        |code: &str| format!("<?php $list = ['a' => 'Reports']; {code} ?><label>Topic</label><?= CHtml::dropDownList('t', '', $list) ?>");
    assert_eq!(php(&page("")), ["Topic | select | Reports"]);
    for code in ["$list[] = 'b';", "$list[$x] = $y;", "array_push($list, 'b');", "$list += $more;", "$list = load();"] {
        assert!(php(&page(code))[0].ends_with("not all seen"), "{code}: {:?}", php(&page(code)));
    }
    assert_eq!(php("<label>Topic</label><?= CHtml::dropDownList('t', '', [$a => 'Reports']) ?>"), ["Topic | select | not all seen"]);
}

#[test]
fn php_strings_are_words_and_comments_are_none() {
    let page = r#"<?php /* ?> <input> */ # ' " ?><label><?= "Your {$kind} name, \"$x->y\"" . ' or Mother\'s' ?> <input></label>"#;
    assert_eq!(php(page), ["Your {} name, \"{}\" or Mother's | input"]);
}

// React.

fn react(body: &str) -> Vec<String> {
    let page = format!("import {{ Radios, Select, TextInput, Fieldset, Checkboxes }} from \"nhsuk-react-components\";\n{body}");
    let source = Source::new(FileId(0), "Page.tsx", page);
    let form = run::read_as(dialect::named("react").unwrap(), source, &mut Parsers::new()).form;
    form.questions.iter().map(|question| line(question, &form)).collect()
}

fn shown(elements: &str) -> Vec<String> {
    react(&format!("export const Page = (props) => (<form>{elements}</form>);"))
}

#[test]
fn html_in_a_component_asks_what_the_html_asks() {
    for text in [
        "<fieldset><legend>Sex</legend><input type=\"radio\" name=\"s\" id=\"a\" value=\"a\" /><label for=\"a\">Female</label>\
         <input type=\"radio\" name=\"s\" id=\"b\" value=\"b\" /><label for=\"b\">Male</label></fieldset>",
        "<label for=\"t\">Title</label><select id=\"t\" name=\"t\"><option value=\"\">Select</option><option>Mx</option></select>",
        "<label>Full name &amp; title <input name=\"n\" /></label><div class=\"nhsuk-hint\">As on your letters</div>",
        "<div class=\"nhsuk-date-input\"><label for=\"b-day\">Day</label><input id=\"b-day\" name=\"b-day\" />\
         <label for=\"b-month\">Month</label><input id=\"b-month\" name=\"b-month\" /></div>",
    ] {
        let page = text.replace(" for=", " htmlFor=").replace(" class=", " className=");
        let asked = html(text);
        assert!(!asked.is_empty());
        assert_eq!(shown(&page), asked, "{text}");
        let nested = format!("<>{{/* said to authors */}}<Fragment>{page}</Fragment></>");
        assert_eq!(shown(&nested), asked, "{nested}");
    }
}

#[test]
fn components_of_nhsuk_react_components_ask_by_their_parts() {
    let items = |item: &str| {
        format!(
            "<Radios name=\"s\" legend=\"Sex\" hint=\"At birth\"><Radios.{item} value=\"f\">Female</Radios.{item}>\
             <Radios.Divider>or</Radios.Divider><Radios.{item} value=\"o\" conditional={{<TextInput label=\"Which?\" name=\"w\" />}}>\
             Other</Radios.{item}></Radios>"
        )
    };
    let asked = ["Sex | radios | Female, Other … | hint: At birth", "Which? | input | after Other"];
    assert_eq!(shown(&items("Item")), asked);
    assert_eq!(shown(&items("Radio")), asked);
    assert_eq!(
        shown(
            "<Fieldset><Fieldset.Legend><h1>Sex</h1></Fieldset.Legend><Radios name=\"s\"><Radios.Item value=\"f\">F</Radios.Item></Radios></Fieldset>"
        ),
        ["Sex | radios | F"]
    );
    assert_eq!(shown("<Select label=\"Title\"><Select.Option value=\"mx\">Mx</Select.Option></Select>"), ["Title | select | Mx"]);
}

#[test]
fn what_a_component_is_told_is_known_and_what_it_is_not_told_is_not() {
    let own = "const Ask = ({ label, all = [] }) => { const [a] = useState(); return <Radios legend={label}>{all.map((one) => \
               <Radios.Item value={one.id}>{one.text}</Radios.Item>)}</Radios>; };\n";
    let page = |elements: &str| react(&format!("{own}export default function Page(props) {{ return <form>{elements}</form>; }}"));
    assert_eq!(page("<Ask label=\"Sex\" all={[{ id: 1, text: 'Female' }, { id: 2, text: 'Male' }]} />"), ["Sex | radios | Female, Male"]);
    assert_eq!(page("<Ask label=\"Sex\" all={props.all} />"), ["Sex | radios | ?loop | not all seen"]);
    assert_eq!(page("<Ask label=\"Sex\" {...props.more} />"), ["Sex | radios | ?loop | not all seen"]);
}

#[test]
fn what_is_wrapped_keeps_the_names_of_where_it_is_written() {
    let own = "const Box = ({ label, children }) => (<div><p>{label}</p>{children}</div>);\n";
    let page = react(&format!(
        "{own}export default function Page() {{ const label = 'Full name'; return <Box label=\"Help\"><TextInput label={{label}} /></Box>; }}"
    ));
    assert_eq!(page, ["Full name | input"]);
}

#[test]
fn classes_wrappers_and_functions_that_show_a_part() {
    let class = "class Page extends React.Component { part() { return <TextInput label={this.props.label} />; } \
                 render() { return <form>{this.part()}<TextInput label=\"B\" /></form>; } }\n";
    assert_eq!(react(&format!("{class}export default connect(state)(Page)")), ["?variable | input", "B | input"]);
    assert_eq!(react(&format!("{class}export default () => <Page label=\"A\" />")), ["A | input", "B | input"]);
    assert_eq!(react("export default forwardRef((props, ref) => <TextInput label=\"A\" ref={ref} />)"), ["A | input"]);
    assert_eq!(
        shown("<Controller name=\"a\" render={({ field }) => <TextInput label=\"A\" {...field} />} />"),
        ["A | input | hint: ?spread"]
    );
    assert_eq!(shown("<Formik>{({ values }) => <TextInput label=\"A\" />}</Formik>"), ["A | input"]);
    assert_eq!(react("const Field = styled(TextInput)`color: red`;\nexport default () => <Field label=\"A\" />"), ["A | input"]);
}

#[test]
fn a_component_of_another_package_is_not_taken_for_one_that_has_its_name() {
    let read = |page: &str| {
        let source = Source::new(FileId(0), "Page.jsx", page);
        run::read_as(dialect::named("react").unwrap(), source, &mut Parsers::new()).form
    };
    let form = read("import TextInput from \"some-kit\";\nexport default () => <TextInput label=\"Title\" />");
    assert!(form.questions.is_empty() && !form.unseen.is_empty());
    // With words and a list it asks, whatever it is called; what else it shows cannot be told.
    let form = read("import Select from \"react-select\";\nexport default () => <Select label=\"Title\" options={titles} />");
    assert_eq!(form.questions.iter().map(|question| line(question, &form)).collect::<Vec<_>>(), ["Title | select | not all seen"]);
    assert!(!form.unseen.is_empty());
}

#[test]
fn a_component_that_shows_itself_comes_to_an_end() {
    assert_eq!(react("export default function Page(p) { return <div><TextInput label=\"A\" /><Page>{p.children}</Page></div>; }").len(), 1);
    let twice = "export const all = (text) => { let parts = []; parts.push(<b>{all(text)}{all(text)}</b>); return parts; };\n\
                 export default () => <p>{all('x')}</p>";
    react(twice);
    let list = "export const all = (text) => [<b>{text}</b>, all(text), all(text)];\nexport default () => <p>{all('x')}</p>";
    react(list);
}

#[test]
fn words_come_from_keys_where_the_code_gives_them() {
    assert_eq!(shown("<TextInput label={t('name.full', 'Full name')} />"), ["Full name | input"]);
    assert_eq!(shown("<TextInput label={i18n.t('name.full')} />"), ["?function | input"]);
    assert_eq!(shown("<TextInput label={intl.formatMessage({ id: 'n', defaultMessage: 'Full name' })} />"), ["Full name | input"]);
    assert_eq!(
        shown("<label><FormattedMessage id=\"n\" defaultMessage=\"Full name\" /><input name=\"n\" /></label>"),
        ["Full name | input"]
    );
}

#[test]
fn objects_that_describe_questions_are_asked() {
    let page = "export const fields = { sex: { type: 'radio', label: 'Sex', options: [{ value: 'f', label: 'Female' }] },\n\
                ward: { type: 'select', label: 'Ward', options: wards } };";
    let source = Source::new(FileId(0), "fields.js", page);
    let form = run::read_as(dialect::named("javascript").unwrap(), source, &mut Parsers::new()).form;
    let lines: Vec<String> = form.questions.iter().map(|question| line(question, &form)).collect();
    assert_eq!(lines, ["Sex | radios | Female", "Ward | select | not all seen"]);
}

#[test]
fn a_date_that_an_object_describes_is_a_question_without_answers() {
    let page = "export const fields = { born: { type: 'date', label: 'When were you born?', values: [{ label: 'Day', name: 'day' }, { label: 'Month', name: 'month' }] } };";
    let source = Source::new(FileId(0), "fields.ts", page);
    assert!(matches!(dialect::detect("fields.ts", page), dialect::Detected::Read(read) if read.name() == "javascript"));
    let form = run::read_as(dialect::named("javascript").unwrap(), source, &mut Parsers::new()).form;
    assert_eq!(form.questions.iter().map(|question| line(question, &form)).collect::<Vec<_>>(), ["When were you born? | date-input"]);
}

#[test]
fn steps_that_are_made_as_objects_of_classes_are_asked() {
    let page = "export const STEPS = new Wizard({ steps: [
        new Step({ parameters: [{ id: 'contact', dataType: 'radio-group', label: 'May we phone you?', items: [
            { value: 'Y', label: 'Yes', conditional: new Parameter({ id: 'number', dataType: 'text', label: 'Phone number' }) },
            { value: 'N', label: 'No' }] }] }),
        new Step({ parameters: [{ id: 'ward', dataType: 'checkbox-array', label: 'Your wards', items: [] }] }),
    ] });";
    assert!(matches!(dialect::detect("steps.ts", page), dialect::Detected::Read(read) if read.name() == "javascript"));
    let source = Source::new(FileId(0), "steps.ts", page);
    let form = run::read_as(dialect::named("javascript").unwrap(), source, &mut Parsers::new()).form;
    let lines: Vec<String> = form.questions.iter().map(|question| line(question, &form)).collect();
    assert_eq!(
        lines,
        ["May we phone you? | radios | Yes …, No", "Phone number | input | after Yes", "Your wards | checkboxes | not all seen"]
    );
}

#[test]
fn a_component_keeps_showing_what_it_shows_when_it_is_given_a_name() {
    let page = "import { Children, forwardRef } from 'react';
const Choice = forwardRef(({ label, id, ...rest }, ref) => (<><input type=\"radio\" name=\"r\" id={id} ref={ref} /><label htmlFor={id}>{label}</label></>));
Choice.displayName = 'Choice';
const Choices = ({ children }) => {
  const each = Children.toArray(children);
  return <div>{each.map((child, at) => <div key={at}>{child}</div>)}</div>;
};
export const Page = () => <fieldset><legend>Do you smoke?</legend><Choices><Choice id=\"y\" label=\"Yes\" /><Choice id=\"n\" label=\"No\" /></Choices></fieldset>;";
    let source = Source::new(FileId(0), "page.tsx", page);
    let form = run::read_as(dialect::named("react").unwrap(), source, &mut Parsers::new()).form;
    let lines: Vec<String> = form.questions.iter().map(|question| line(question, &form)).collect();
    assert_eq!(lines, ["Do you smoke? | radios | Yes, No"]);
}

#[test]
fn a_box_to_tick_of_a_model_is_an_answer() {
    assert_eq!(php("<label for=\"a\">I agree</label><?= $form->checkBox($model, 'a', ['id' => 'a']) ?>"), ["- | checkboxes | I agree"]);
}
