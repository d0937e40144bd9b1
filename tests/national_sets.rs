//! National questions and their answers pass, word for word, however a service writes them. The lists are those of
//! GOV.UK's equality information pattern, the NHS Data Dictionary, the NHS sexual orientation standard and HMCTS.

// Helpers of tests may stop a test.
#![allow(clippy::panic)]

mod common;

use askwell::dialect::Parsers;
use askwell::rules::Pack;
use askwell::rules::schema::Level;
use common::{Judged, pack};

/// A question as its publisher words it.
struct National {
    name: &'static str,
    prompt: &'static str,
    answers: &'static [Part],
}

/// A part of a list of answers.
#[derive(Clone, Copy)]
enum Part {
    /// An answer.
    Is(&'static str),
    /// An answer that opens a text box, and the box's label.
    Opens(&'static str, &'static str),
    /// The divider.
    Or,
}

use Part::{Is, Opens, Or};

const DECLINE: Part = Is("Prefer not to say");

/// GOV.UK's equality information pattern, in the order of its pages.
const GOV_UK: &[National] = &[
    National {
        name: "disability",
        prompt: "Do you have any physical or mental health conditions or illness lasting or expected to last 12 months or more?",
        answers: &[Is("Yes"), Is("No"), Or, DECLINE],
    },
    National {
        name: "disability-effect",
        prompt: "Do any of your conditions or illnesses reduce your ability to carry out day to day activities?",
        answers: &[Is("Yes, a lot"), Is("Yes, a little"), Is("Not at all"), Or, DECLINE],
    },
    National {
        name: "ethnic-group",
        prompt: "What is your ethnic group?",
        answers: &[
            Is("White"),
            Is("Mixed or multiple ethnic groups"),
            Is("Asian or Asian British"),
            Is("Black, African, Caribbean or Black British"),
            Is("Other ethnic group"),
            Or,
            DECLINE,
        ],
    },
    National {
        name: "marital-status",
        prompt: "What is your legal marital or registered civil partnership status?",
        answers: &[
            Is("Never married and never registered in a civil partnership"),
            Is("Married"),
            Is("In a registered civil partnership"),
            Is("Separated, but still legally married"),
            Is("Separated, but still legally in a civil partnership"),
            Is("Divorced"),
            Is("Formerly in a civil partnership which is now legally dissolved"),
            Is("Widowed"),
            Is("Surviving partner from a registered civil partnership"),
            Or,
            DECLINE,
        ],
    },
    National {
        name: "religion",
        prompt: "What is your religion?",
        answers: &[
            Is("No religion"),
            Is("Christian"),
            Is("Buddhist"),
            Is("Hindu"),
            Is("Jewish"),
            Is("Muslim"),
            Is("Sikh"),
            Opens("Any other religion", "What is your religion? (optional)"),
            Or,
            DECLINE,
        ],
    },
    National { name: "sex", prompt: "What is your sex?", answers: &[Is("Female"), Is("Male"), DECLINE] },
    National {
        name: "gender-same",
        prompt: "Is the gender you identify with the same as your sex registered at birth?",
        answers: &[Is("Yes"), Opens("No", "What is your gender identity? (optional)"), DECLINE],
    },
    National {
        name: "orientation",
        prompt: "Which of the following best describes your sexual orientation?",
        answers: &[
            Is("Heterosexual or straight"),
            Is("Gay or lesbian"),
            Is("Bisexual"),
            Opens("Other", "How would you describe your sexual orientation? (optional)"),
            Or,
            DECLINE,
        ],
    },
];

/// What HMCTS asks.
const HMCTS: &[National] = &[
    National { name: "sex", prompt: "What is your sex?", answers: &[Is("Male"), Is("Female"), Or, DECLINE] },
    National {
        name: "gender-same",
        prompt: "Is your gender the same as the sex you were registered at birth?",
        answers: &[Is("Yes"), Opens("No", "Please enter your gender"), Or, DECLINE],
    },
    National {
        name: "orientation",
        prompt: "Which of the following best describes how you think of yourself?",
        answers: &[
            Is("Heterosexual or straight"),
            Is("Gay or lesbian"),
            Is("Bisexual"),
            Opens("Other", "How would you describe your sexual orientation? (optional)"),
            Or,
            DECLINE,
        ],
    },
];

/// The NHS's own, each of which is asked by itself.
const NHS: &[National] = &[
    National {
        name: "orientation",
        prompt: "Which of the following options best describes how you think of yourself?",
        answers: &[
            Is("Heterosexual or Straight"),
            Is("Gay or Lesbian"),
            Is("Bisexual"),
            Is("Other sexual orientation not listed"),
            Is("Person asked and does not know or is not sure"),
            Is("Not Stated (person asked but declined to provide a response)"),
            Is("Not Known (not recorded)"),
        ],
    },
    National {
        name: "gender",
        prompt: "What is your gender identity?",
        answers: &[
            Is("Male (including trans man)"),
            Is("Female (including trans woman)"),
            Is("Non-binary"),
            Is("Other (not listed)"),
            Is("Not Stated (PERSON asked but declined to provide a response)"),
            Is("Not Known (not recorded)"),
        ],
    },
    National {
        name: "gender-same",
        prompt: "Is your gender identity the same as your gender at birth?",
        answers: &[Is("Yes – same as gender at birth"), Is("No – not the same gender at birth"), Is("Not stated")],
    },
    National {
        name: "census-orientation",
        prompt: "Which of the following best describes your sexual orientation?",
        answers: &[
            Is("Straight or Heterosexual"),
            Is("Gay or Lesbian"),
            Is("Bisexual"),
            Opens("Other sexual orientation", "Write in sexual orientation"),
        ],
    },
];

impl Part {
    fn label(self) -> Option<&'static str> {
        match self {
            Is(label) | Opens(label, _) => Some(label),
            Or => None,
        }
    }

    fn opened(self) -> Option<&'static str> {
        match self {
            Opens(_, label) => Some(label),
            Is(_) | Or => None,
        }
    }
}

type Writer = fn(&[Question]) -> String;

/// What stands before such questions.
const WHY: &str = "We ask these questions to check that our care is fair. They are optional, your answers will not affect your care, \
    and our privacy notice says who sees them.";

/// The ways to write a page: how files of it end, and its questions.
const WRITTEN: &[(&str, Writer)] = &[("page.html", as_html), ("page.njk", as_calls)];

/// A question to write, perhaps without all of its answers.
struct Question {
    name: &'static str,
    prompt: &'static str,
    parts: Vec<Part>,
}

impl National {
    fn whole(&self) -> Question {
        self.without(&[])
    }

    fn without(&self, labels: &[&str]) -> Question {
        let is_kept = |part: &&Part| part.label().is_none_or(|label| !labels.contains(&label));
        Question { name: self.name, prompt: self.prompt, parts: self.answers.iter().filter(is_kept).copied().collect() }
    }
}

fn as_html(questions: &[Question]) -> String {
    let fields: String = questions.iter().map(html_question).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Questions</title></head>\n<body>\n<p>{WHY}</p>\n<form method=\"post\">\n{fields}</form>\n</body>\n</html>\n"
    )
}

fn html_question(question: &Question) -> String {
    let items: String = question.parts.iter().enumerate().map(|(at, part)| html_part(question.name, at, *part)).collect();
    format!(
        "<fieldset class=\"nhsuk-fieldset\">\n<legend class=\"nhsuk-fieldset__legend\">{}</legend>\n<div class=\"nhsuk-radios\">\n{items}</div>\n</fieldset>\n",
        question.prompt
    )
}

fn html_part(name: &str, at: usize, part: Part) -> String {
    let Some(label) = part.label() else { return "<div class=\"nhsuk-radios__divider\">or</div>\n".to_owned() };
    let id = format!("{name}-{at}");
    let item = format!(
        "<div class=\"nhsuk-radios__item\"><input class=\"nhsuk-radios__input\" id=\"{id}\" name=\"{name}\" type=\"radio\" value=\"{at}\">\
         <label class=\"nhsuk-label nhsuk-radios__label\" for=\"{id}\">{label}</label></div>\n"
    );
    let opened = part.opened().map(|words| {
        format!(
            "<div class=\"nhsuk-radios__conditional nhsuk-radios__conditional--hidden\"><label class=\"nhsuk-label\" for=\"{id}-words\">{words}</label>\
             <input class=\"nhsuk-input\" id=\"{id}-words\" name=\"{id}-words\" type=\"text\"></div>\n"
        )
    });
    item + &opened.unwrap_or_default()
}

fn as_calls(questions: &[Question]) -> String {
    let calls: String = questions.iter().map(call_question).collect();
    format!(
        "{{% from 'nhsuk/components/input/macro.njk' import input %}}\n{{% from 'nhsuk/components/radios/macro.njk' import radios %}}\n\
         <p>{WHY}</p>\n<form method=\"post\">\n{calls}</form>\n"
    )
}

fn call_question(question: &Question) -> String {
    let name = question.name;
    let boxes: String = question.parts.iter().enumerate().filter_map(|(at, part)| call_box(name, at, *part)).collect();
    let items: Vec<String> = question.parts.iter().enumerate().map(|(at, part)| call_part(name, at, *part)).collect();
    format!(
        "{boxes}{{{{ radios({{\n  name: \"{name}\",\n  fieldset: {{ legend: {{ text: \"{}\" }} }},\n  items: [\n    {}\n  ]\n}}) }}}}\n",
        question.prompt,
        items.join(",\n    ")
    )
}

/// The name of the variable that keeps a box.
fn variable(name: &str, at: usize) -> String {
    format!("{}_{at}", name.replace('-', "_"))
}

fn call_box(name: &str, at: usize, part: Part) -> Option<String> {
    let words = part.opened()?;
    let (variable, id) = (variable(name, at), format!("{name}-{at}-words"));
    Some(format!(
        "{{% set {variable} %}}{{{{ input({{ id: \"{id}\", name: \"{id}\", label: {{ text: \"{words}\" }} }}) }}}}{{% endset %}}\n"
    ))
}

fn call_part(name: &str, at: usize, part: Part) -> String {
    let Some(label) = part.label() else { return "{ divider: \"or\" }".to_owned() };
    let opened = part.opened().map(|_| format!(", conditional: {{ html: {} }}", variable(name, at)));
    format!("{{ value: \"{at}\", text: \"{label}\"{} }}", opened.unwrap_or_default())
}

/// The page in each way of writing, judged.
fn judged(questions: &[Question], pack: &Pack) -> Vec<Judged> {
    let read = |(path, write): &(&str, Writer)| Judged::new(path, &write(questions), pack, &mut Parsers::new());
    WRITTEN.iter().map(read).collect()
}

/// What a page may not be told: its errors and warnings, with their places.
fn grave(judged: &Judged) -> Vec<String> {
    let grave = judged.findings.iter().filter(|finding| finding.level > Level::Info);
    grave
        .map(|finding| {
            format!("{}: {} at {}", judged.document.source.path, finding.rule, &judged.document.source.text[finding.place.range()])
        })
        .collect()
}

/// Fails unless the page is silent, and every question of it was seen with all its answers.
fn passes(questions: &[Question], pack: &Pack) {
    for mut judged in judged(questions, pack) {
        assert_eq!(grave(&judged), Vec::<String>::new());
        judged.judge_for("monitoring", pack);
        assert_eq!(grave(&judged), Vec::<String>::new());
        let seen = &judged.document.form.questions;
        let boxes = questions.iter().flat_map(|question| &question.parts).filter(|part| part.opened().is_some()).count();
        assert_eq!(seen.len(), questions.len() + boxes, "{}", judged.document.source.text);
        for question in questions {
            let is_it = |seen: &&askwell::form::Question| {
                seen.prompt.known().is_some_and(|prompt| prompt.as_str() == question.prompt) && seen.control.is_choice()
            };
            let found = seen.iter().find(is_it).unwrap_or_else(|| panic!("“{}” is not seen", question.prompt));
            let labels: Vec<&str> = found.answers.iter().filter_map(|answer| answer.label.known()).map(|label| label.as_str()).collect();
            assert_eq!(labels, question.parts.iter().filter_map(|part| part.label()).collect::<Vec<_>>());
            assert!(found.fully_visible(), "{}", question.prompt);
        }
    }
}

fn whole(nationals: &[National]) -> Vec<Question> {
    nationals.iter().map(National::whole).collect()
}

#[test]
fn the_gov_uk_equality_page_passes() {
    passes(&whole(GOV_UK), &pack());
}

#[test]
fn the_hmcts_page_passes() {
    passes(&whole(HMCTS), &pack());
}

#[test]
fn every_national_question_passes_on_a_page_of_its_own() {
    let pack = pack();
    for national in GOV_UK.iter().chain(HMCTS).chain(NHS) {
        passes(&[national.whole()], &pack);
    }
}

#[test]
fn a_national_list_passes_in_a_select() {
    let pack = pack();
    for national in GOV_UK.iter().chain(HMCTS).chain(NHS) {
        let labels = national.answers.iter().filter_map(|part| part.label());
        let options: String = labels.map(|label| format!("<option>{label}</option>")).collect();
        let page = format!(
            "<p>{WHY}</p><form><label for=\"q\">{}</label><select id=\"q\" name=\"q\"><option value=\"\"></option>{options}</select></form>",
            national.prompt
        );
        let judged = Judged::new("page.html", &page, &pack, &mut Parsers::new());
        assert_eq!(grave(&judged), Vec::<String>::new());
    }
}

/// A question, the answers that are taken away, and the rule that must miss them.
const TAKEN: &[(&[National], &str, &[&str], &str)] = &[
    (GOV_UK, "orientation", &["Bisexual"], "orientation/incomplete"),
    (GOV_UK, "orientation", &["Prefer not to say"], "orientation/no-decline"),
    (GOV_UK, "orientation", &["Other"], "orientation/no-self-describe"),
    (GOV_UK, "sex", &["Prefer not to say"], "sex/no-decline"),
    (HMCTS, "sex", &["Prefer not to say"], "sex/no-decline"),
    (
        GOV_UK,
        "marital-status",
        &[
            "In a registered civil partnership",
            "Never married and never registered in a civil partnership",
            "Separated, but still legally in a civil partnership",
            "Formerly in a civil partnership which is now legally dissolved",
            "Surviving partner from a registered civil partnership",
        ],
        "relationships/no-civil-partnership",
    ),
    (HMCTS, "orientation", &["Gay or lesbian"], "orientation/incomplete"),
    (HMCTS, "orientation", &["Prefer not to say"], "orientation/no-decline"),
    (NHS, "orientation", &["Bisexual"], "orientation/incomplete"),
    (NHS, "orientation", &["Not Stated (person asked but declined to provide a response)"], "orientation/no-decline"),
    (NHS, "gender", &["Not Stated (PERSON asked but declined to provide a response)"], "gender/no-decline"),
    (
        NHS,
        "gender",
        &["Non-binary", "Other (not listed)", "Not Stated (PERSON asked but declined to provide a response)", "Not Known (not recorded)"],
        "gender/binary-options",
    ),
    (NHS, "census-orientation", &["Straight or Heterosexual"], "orientation/incomplete"),
];

#[test]
fn a_national_list_that_lacks_an_answer_is_told() {
    let pack = pack();
    for (list, name, taken, rule) in TAKEN {
        let national = list.iter().find(|national| national.name == *name).unwrap();
        for mut judged in judged(&[national.without(taken)], &pack) {
            judged.judge_for("monitoring", &pack);
            let told = judged.told();
            assert!(told.iter().any(|(spoke, _)| spoke == rule), "{} without {taken:?}: {told:?}", judged.document.source.path);
        }
    }
}

const SCREENING: &str = "You may be invited for breast screening if you are a woman aged 50 to 71";

#[test]
fn a_sentence_about_women_and_screening_passes_wherever_it_stands() {
    let pack = pack();
    let pages = |sentence: &str| {
        [
            ("page.html", format!("<p>{sentence}</p>")),
            ("page.html", format!("<h2>{sentence}</h2><div class=\"nhsuk-hint\">{sentence}</div>")),
            ("page.html", format!("<label>{sentence} <input type=\"checkbox\" name=\"told\"></label>")),
            ("page.njk", format!("{{{{ insetText({{ text: \"{sentence}\" }}) }}}}")),
            ("page.njk", format!("{{{{ input({{ name: \"x\", label: {{ text: \"Name\" }}, hint: {{ text: \"{sentence}\" }} }}) }}}}")),
        ]
    };
    for (path, page) in pages(SCREENING) {
        let judged = Judged::new(path, &page, &pack, &mut Parsers::new());
        assert_eq!(judged.told(), [], "{page}");
    }
    for (path, page) in pages(&SCREENING.replace("a woman", "wheelchair-bound and")) {
        let judged = Judged::new(path, &page, &pack, &mut Parsers::new());
        assert!(judged.told().iter().any(|(rule, _)| *rule == "wording/wheelchair-bound"), "{page}");
    }
}
