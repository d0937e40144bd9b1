//! Questions that are asked well, made worse by one thing at a time: the right rule says so at the right place.
//!
//! The questions are those of national patterns and of our own; with `ASKWELL_TREES` set to a folder of checked-out
//! repositories, those that pass there are made worse as well.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/written.rs"]
mod written;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use askwell::dialect::{self, Parsers};
use askwell::form::Control;
use askwell::project::files::Disk;
use askwell::project::{Project, View};
use askwell::rules::Pack;
use askwell::rules::schema::Level;
use askwell::source::FileId;
use askwell::{classify, run};
use common::{Judged, pack};
use written::{Answer, Asked, LANGUAGES};

const NOT_SAY: &str = "Prefer not to say";

/// Questions that nothing can be said against.
fn good() -> Vec<Asked> {
    let own = |mut asked: Asked, label: &str, words: &str| {
        let answer = asked.answers.iter_mut().find(|answer| answer.label == label).unwrap();
        answer.opens = Some(words.to_owned());
        asked
    };
    let orientation = ["Heterosexual or straight", "Gay or lesbian", "Bisexual", "Other", NOT_SAY];
    let more = [
        "Asexual",
        "Bisexual",
        "Gay or lesbian",
        "Heterosexual or straight",
        "Pansexual",
        "Queer",
        "I use another term",
        "I am not sure",
        NOT_SAY,
    ];
    let gender = ["Woman", "Man", "Non-binary", "I use another term", NOT_SAY];
    let marital = [
        "Never married and never registered in a civil partnership",
        "Married",
        "In a registered civil partnership",
        "Separated, but still legally married",
        "Divorced",
        "Widowed",
        NOT_SAY,
    ];
    let pronouns = ["She/her", "He/him", "They/them", "I use other pronouns", NOT_SAY];
    vec![
        own(
            Asked::radios("orientation", "Which of the following best describes your sexual orientation?", &orientation),
            "Other",
            "How would you describe your sexual orientation? (optional)",
        ),
        own(Asked::radios("orientation", "What is your sexual orientation?", &more), "I use another term", "Your own words"),
        own(
            Asked::radios("orientation", "Which of these best describes how you think of yourself?", &orientation),
            "Other",
            "How do you think of yourself? (optional)",
        ),
        own(Asked::radios("gender", "What is your gender?", &gender), "I use another term", "Your own words (optional)"),
        own(Asked::radios("gender", "How would you describe your gender identity?", &gender), "I use another term", "Your own words"),
        Asked::input("gender", "How would you describe your gender? (optional)"),
        Asked::radios("sex", "What is your sex?", &["Female", "Male", NOT_SAY]),
        Asked::select("sex", "What sex were you registered with at birth?", &["Female", "Male", NOT_SAY]),
        own(
            Asked::radios(
                "gender-same-as-birth",
                "Is the gender you identify with the same as your sex registered at birth?",
                &["Yes", "No", NOT_SAY],
            ),
            "No",
            "What is your gender identity? (optional)",
        ),
        Asked::radios("marital-status", "What is your legal marital or registered civil partnership status?", &marital),
        Asked::select("marital-status", "What is your marital or civil partnership status?", &marital),
        own(Asked::radios("pronouns", "What are your pronouns? (optional)", &pronouns), "I use other pronouns", "Your pronouns"),
        Asked::input("pronouns", "Your pronouns (optional)"),
        Asked::input("title", "Title (optional)"),
        Asked::input("full-name", "Full name"),
        Asked::input("family-name", "Family name (optional)"),
        Asked::input("middle-name", "Middle names (optional)"),
        Asked::input("previous-name", "Previous names (optional)"),
    ]
}

/// One way to make a question worse.
struct Defect {
    name: &'static str,
    /// The topics that it is a defect of.
    topics: &'static [&'static str],
    /// The worse question. `None` where there is nothing of the kind to make worse.
    make: fn(&Asked) -> Option<Asked>,
    /// Any of these says so.
    rules: &'static [&'static str],
}

fn without(asked: &Asked, is_taken: impl Fn(&Answer) -> bool) -> Option<Asked> {
    let answers: Vec<Answer> = asked.answers.iter().filter(|answer| !is_taken(answer)).cloned().collect();
    (answers.len() < asked.answers.len()).then(|| Asked { answers, ..asked.clone() })
}

fn has(answer: &Answer, words: &[&str]) -> bool {
    let label = answer.label.to_lowercase();
    words.iter().any(|word| label.contains(word))
}

fn is_own_words(answer: &Answer) -> bool {
    answer.opens.is_some() || has(answer, &["another", "other", "self-describe", "not listed", "own words"])
}

fn is_declining(answer: &Answer) -> bool {
    has(answer, &["prefer not", "rather not", "not stated", "not disclose", "do not wish", "not known"])
}

fn with(asked: &Asked, label: &str) -> Option<Asked> {
    let mut worse = asked.clone();
    let at = worse.answers.iter().position(is_declining).unwrap_or(worse.answers.len());
    (!worse.answers.is_empty()).then(|| {
        worse.answers.insert(at, Answer { label: label.to_owned(), ..Answer::default() });
        worse
    })
}

fn asking(asked: &Asked, prompt: &str) -> Option<Asked> {
    Some(Asked { prompt: prompt.to_owned(), ..asked.clone() })
}

fn hinting(asked: &Asked, hint: &str) -> Option<Asked> {
    Some(Asked { hint: Some(hint.to_owned()), ..asked.clone() })
}

fn limited(asked: &Asked, name: &'static str, value: &str) -> Option<Asked> {
    (asked.control == Control::Input).then(|| Asked { limits: vec![(name, value.to_owned())], ..asked.clone() })
}

/// Required, and said to be: without “(optional)” and without a way to decline.
fn required(asked: &Asked) -> Option<Asked> {
    let prompt = asked.prompt.replace(" (optional)", "");
    let answers: Vec<Answer> = asked.answers.iter().filter(|answer| !is_declining(answer)).cloned().collect();
    Some(Asked { prompt, answers, required: true, ..asked.clone() })
}

const NAMES: &[&str] = &["full-name", "family-name", "given-name", "middle-name"];
const ALL: &[&str] = &[
    "orientation",
    "gender",
    "sex",
    "gender-same-as-birth",
    "marital-status",
    "pronouns",
    "title",
    "full-name",
    "family-name",
    "middle-name",
    "previous-name",
    "other",
];

const DEFECTS: &[Defect] = &[
    Defect {
        name: "nobody can decline",
        topics: &["orientation"],
        make: |asked| without(asked, is_declining),
        rules: &["orientation/no-decline"],
    },
    Defect { name: "nobody can decline", topics: &["gender"], make: |asked| without(asked, is_declining), rules: &["gender/no-decline"] },
    Defect { name: "nobody can decline", topics: &["sex"], make: |asked| without(asked, is_declining), rules: &["sex/no-decline"] },
    Defect {
        name: "no bisexual",
        topics: &["orientation"],
        make: |asked| without(asked, |answer| has(answer, &["bisexual"])),
        rules: &["orientation/incomplete"],
    },
    Defect {
        name: "no gay or lesbian",
        topics: &["orientation"],
        make: |asked| without(asked, |answer| has(answer, &["gay", "lesbian"])),
        rules: &["orientation/incomplete"],
    },
    Defect {
        name: "no straight",
        topics: &["orientation"],
        make: |asked| without(asked, |answer| has(answer, &["straight"])),
        rules: &["orientation/incomplete"],
    },
    Defect {
        name: "no own words",
        topics: &["orientation"],
        make: |asked| without(asked, is_own_words),
        rules: &["orientation/no-self-describe"],
    },
    Defect { name: "no own words", topics: &["gender"], make: |asked| without(asked, is_own_words), rules: &["gender/no-self-describe"] },
    Defect {
        name: "two genders",
        topics: &["gender"],
        make: |asked| without(asked, |answer| is_own_words(answer) || has(answer, &["non-binary"])),
        rules: &["gender/binary-options"],
    },
    Defect { name: "must be answered", topics: &["orientation"], make: required, rules: &["orientation/required"] },
    Defect { name: "must be answered", topics: &["gender"], make: required, rules: &["gender/required"] },
    Defect { name: "must be answered", topics: &["pronouns"], make: required, rules: &["pronouns/required"] },
    Defect { name: "must be answered", topics: &["title"], make: required, rules: &["title/required"] },
    Defect { name: "must be answered", topics: &["middle-name"], make: required, rules: &["names/middle-required"] },
    Defect { name: "must be answered", topics: &["family-name"], make: required, rules: &["names/family-required"] },
    Defect {
        name: "chosen beforehand",
        topics: &["gender", "sex", "orientation"],
        make: |asked| {
            let mut worse = asked.clone();
            worse.answers.first_mut()?.chosen = true;
            Some(worse)
        },
        rules: &["gender/preselected"],
    },
    Defect {
        name: "sex and gender in one",
        topics: &["sex", "gender"],
        make: |asked| asking(asked, "What is your sex or gender?"),
        rules: &["sex/conflated-label"],
    },
    Defect {
        name: "sex and gender in one",
        topics: &["sex", "gender"],
        make: |asked| asking(asked, "Gender/sex"),
        rules: &["sex/conflated-label"],
    },
    Defect {
        name: "trans as a sexual orientation",
        topics: &["orientation"],
        make: |asked| with(asked, "Transgender"),
        rules: &["orientation/trans-listed"],
    },
    Defect {
        name: "trans as a third gender",
        topics: &["gender"],
        make: |asked| with(asked, "Transgender"),
        rules: &["gender/trans-as-third-sex"],
    },
    Defect { name: "intersex as a sex", topics: &["sex"], make: |asked| with(asked, "Intersex"), rules: &["sex/intersex-as-sex"] },
    Defect {
        name: "gender among sexes",
        topics: &["sex"],
        make: |asked| with(asked, "Non-binary"),
        rules: &["sex/identity-options", "gender/mixed-terms"],
    },
    Defect { name: "words of both", topics: &["gender"], make: |asked| with(asked, "Female"), rules: &["gender/mixed-terms"] },
    Defect {
        name: "several in one answer",
        topics: &["orientation"],
        make: |asked| {
            let fewer = without(asked, |answer| has(answer, &["gay", "lesbian", "bisexual"]))?;
            with(&fewer, "Gay, lesbian or bisexual")
        },
        rules: &["orientation/merged"],
    },
    Defect {
        name: "a preference",
        topics: &["orientation"],
        make: |asked| asking(asked, "What is your sexual preference?"),
        rules: &["orientation/sexual-preference"],
    },
    Defect { name: "natal sex", topics: &["sex"], make: |asked| asking(asked, "What is your natal sex?"), rules: &["sex/birth-wording"] },
    Defect {
        name: "no civil partnership",
        topics: &["marital-status"],
        make: |asked| {
            let worse = without(asked, |answer| has(answer, &["civil"]))?;
            asking(&worse, "What is your marital status?")
        },
        rules: &["relationships/no-civil-partnership"],
    },
    Defect {
        name: "preferred",
        topics: &["pronouns"],
        make: |asked| asking(asked, "What are your preferred pronouns? (optional)"),
        rules: &["pronouns/preferred"],
    },
    Defect { name: "a closed list", topics: &["pronouns"], make: |asked| without(asked, is_own_words), rules: &["pronouns/closed-list"] },
    Defect {
        name: "maiden name",
        topics: &["previous-name"],
        make: |asked| asking(asked, "Maiden name (optional)"),
        rules: &["names/maiden"],
    },
    Defect {
        name: "Christian name",
        topics: &["full-name"],
        make: |asked| asking(asked, "Christian name"),
        rules: &["names/christian-name"],
    },
    Defect {
        name: "A to Z",
        topics: NAMES,
        make: |asked| limited(asked, "pattern", "[A-Za-z]+"),
        rules: &["names/ascii-pattern", "names/no-punctuation"],
    },
    Defect { name: "cut off", topics: NAMES, make: |asked| limited(asked, "maxlength", "10"), rules: &["names/maxlength-short"] },
    Defect { name: "too short to count", topics: NAMES, make: |asked| limited(asked, "minlength", "3"), rules: &["names/minlength"] },
    Defect {
        name: "titles without Mx",
        topics: &["title"],
        make: |_| Some(Asked::select("title", "Title (optional)", &["Mr", "Mrs", "Miss", "Ms", "Dr", "Other"])),
        rules: &["title/no-mx"],
    },
    Defect {
        name: "he or she",
        topics: ALL,
        make: |asked| hinting(asked, "The nurse will ask what he or she needs to know"),
        rules: &["pronouns/he-or-she"],
    },
    Defect {
        name: "transgendered",
        topics: ALL,
        make: |asked| hinting(asked, "We welcome transgendered people"),
        rules: &["wording/transgendered"],
    },
    Defect {
        name: "homosexual",
        topics: ALL,
        make: |asked| hinting(asked, "We support homosexual patients"),
        rules: &["orientation/homosexual"],
    },
    Defect { name: "BAME", topics: ALL, make: |asked| hinting(asked, "We want to hear from BAME patients"), rules: &["wording/ethnicity"] },
];

/// What askwell says of a question in one language.
fn judged(asked: &Asked, language: &written::Language, pack: &Pack) -> Judged {
    let mut judged = Judged::new(language.path, &(language.write)(asked), pack, &mut Parsers::new());
    if asked.topic == "sex" {
        judged.judge_for("monitoring", pack);
    }
    judged
}

fn grave(judged: &Judged) -> Vec<String> {
    let grave = judged.findings.iter().filter(|finding| finding.level > Level::Info);
    grave.map(|finding| format!("{} at “{}”", finding.rule, &judged.document.source.text[finding.place.range()])).collect()
}

/// True if one of the rules speaks at the question, at an answer of it, or at its hint.
fn is_told(worse: &Asked, judged: &Judged, rules: &[&str]) -> bool {
    judged.findings.iter().filter(|finding| rules.contains(&finding.rule.as_str())).any(|finding| {
        let place = &judged.document.source.text[finding.place.range()];
        let words = worse.answers.iter().map(|answer| &answer.label).chain([&worse.prompt]).chain(&worse.hint);
        words.into_iter().any(|words| place.contains(words.as_str()) || words.contains(place))
    })
}

/// How many of each defect were told, of how many that were made.
fn told(questions: &[Asked], pack: &Pack, missed: &mut Vec<String>) -> BTreeMap<(&'static str, &'static str), (usize, usize)> {
    let mut counts = BTreeMap::new();
    for (asked, defect) in questions.iter().flat_map(|asked| DEFECTS.iter().map(move |defect| (asked, defect))) {
        let worse = (defect.make)(asked).filter(|worse| worse != asked && defect.topics.contains(&asked.topic));
        let Some(worse) = worse else { continue };
        for language in LANGUAGES.iter().filter(|language| (language.can_say)(&worse)) {
            let judged = judged(&worse, language, pack);
            let is_told = is_told(&worse, &judged, defect.rules);
            let (told, all): &mut (usize, usize) = counts.entry((defect.name, language.name)).or_default();
            *told += usize::from(is_told);
            *all += 1;
            if !is_told {
                missed.push(format!(
                    "{}, {}: “{}” with {:?}",
                    language.name,
                    defect.name,
                    worse.prompt,
                    worse.answers.iter().map(|answer| &answer.label).collect::<Vec<_>>()
                ));
            }
        }
    }
    counts
}

/// Fails unless 95 of 100 are told.
fn enough(questions: &[Asked], pack: &Pack) {
    let mut missed = Vec::new();
    let counts = told(questions, pack, &mut missed);
    let (told, all) = counts.values().fold((0, 0), |(told, all), (one, of)| (told + one, all + of));
    println!("{} questions, {all} made worse, {told} told ({:.1}%)", questions.len(), 100.0 * told as f64 / all as f64);
    missed.iter().for_each(|line| println!("  missed: {line}"));
    assert!(told * 100 >= all * 95, "only {told} of {all} are told:\n{}", missed.join("\n"));
}

#[test]
fn questions_are_written_in_every_language_that_is_read() {
    let unwritten: Vec<&str> =
        dialect::ALL.iter().map(|dialect| dialect.name()).filter(|name| !LANGUAGES.iter().any(|language| language.name == *name)).collect();
    // Documents of Word are packed, and so no text that could be written down here: they have tests of their own.
    assert_eq!(unwritten, ["word"]);
    for language in LANGUAGES {
        let asked = Asked::radios("sex", "What is your sex?", &["Female", "Male", NOT_SAY]);
        let read = dialect::named(language.name).unwrap();
        let by_its_looks = run::read(FileId::asked_for(0), language.path, (language.write)(&asked), &mut Parsers::new(), None).unwrap();
        assert_eq!(by_its_looks.form.questions.len(), 1, "{}", language.name);
        assert_eq!(by_its_looks.dialect, read.name(), "{}", language.path);
    }
}

#[test]
fn a_good_question_is_read_the_same_in_every_language() {
    let pack = pack();
    for asked in good() {
        for language in LANGUAGES.iter().filter(|language| (language.can_say)(&asked)) {
            let judged = judged(&asked, language, &pack);
            assert!(asked.is(&judged.document.form), "{}: {asked:?}\n{}", language.name, judged.document.source.text);
        }
    }
}

#[test]
fn nothing_is_said_of_a_good_question() {
    let pack = pack();
    for asked in good() {
        for language in LANGUAGES.iter().filter(|language| (language.can_say)(&asked)) {
            assert_eq!(grave(&judged(&asked, language, &pack)), Vec::<String>::new(), "{}: {}", language.name, asked.prompt);
        }
    }
}

#[test]
fn each_defect_is_told_by_the_right_rule_at_the_right_place() {
    enough(&good(), &pack());
}

#[test]
fn questions_of_the_fixtures_made_worse_are_told() {
    let pack = pack();
    let questions = real(&common::root().join("fixtures"), &pack);
    assert!(questions.len() >= 20, "only {} questions of the fixtures pass", questions.len());
    enough(&questions, &pack);
}

#[test]
fn questions_of_real_forms_made_worse_are_told() {
    let Some(trees) = env::var_os("ASKWELL_TREES") else {
        println!("SKIPPED: set ASKWELL_TREES to a folder of checked-out repositories");
        return;
    };
    let pack = pack();
    let questions = real(Path::new(&trees), &pack);
    assert!(questions.len() >= 50, "only {} questions of the trees pass", questions.len());
    enough(&questions, &pack);
}

/// The questions of the trees' forms that nothing is said of, each wording once.
fn real(trees: &Path, pack: &Pack) -> Vec<Asked> {
    let mut questions: Vec<Asked> = Vec::new();
    let mut roots: Vec<PathBuf> = fs::read_dir(trees).unwrap().map(|entry| entry.unwrap().path()).collect();
    roots.sort();
    for root in roots {
        let disk = root.clone();
        let project = Project::new(move || Box::new(Disk::at(disk.clone())));
        for path in project.store().files().list().iter().filter(|path| dialect::may_hold_form(path)) {
            let Some(text) = project.store().files().text(path) else { continue };
            let view = View::new(&project, path, "en");
            let Ok(document) = run::read(FileId::asked_for(0), path, text.to_string(), &mut Parsers::new(), Some(&view)) else { continue };
            let classified = classify::classify(&document.form, &pack.vocabulary);
            for (question, classified) in document.form.questions.iter().zip(&classified) {
                let is_about = |topic: &&&str| pack.vocabulary.topic(topic).is_some_and(|topic| classified.topics.contains(&topic));
                let topic = ALL.iter().find(is_about).copied().unwrap_or("other");
                questions.extend(Asked::of(topic, question).filter(|asked| !questions.contains(asked)));
            }
        }
    }
    let is_good = |asked: &Asked| {
        let mut written = LANGUAGES.iter().filter(|language| (language.can_say)(asked)).map(|language| judged(asked, language, pack));
        written.all(|judged| grave(&judged).is_empty() && asked.is(&judged.document.form))
    };
    questions.retain(is_good);
    questions
}
