//! Every mistake in a rule file is told in the rule file, at its line, with what to write.

use crate::common::Folder;

/// A rule as a network might write it.
pub const RULE: &str = "\
id: words/frobnicate
title: A word that nobody knows
level: warning
confidence: high
wording: { any: [frobnicate] }
message: Not everybody knows this word.
instead: Write “mend”.
why: Nobody knows the word.
sources: [GDS-EQ]
contributed-by: a network
review-due: 2027-06-01
examples:
  flag:
    - html: |
        <p>Please «frobnicate»</p>
  pass:
    - html: |
        <p>Please mend</p>
";

/// What is wrong with [`RULE`] once `from` is `to`; where it must be told and in which words.
pub struct Wrong {
    from: &'static str,
    to: &'static str,
    line: usize,
    pub says: &'static [&'static str],
}

/// Mistakes that are told as soon as the rule is loaded.
pub const MISTAKES: &[Wrong] = &[
    Wrong { from: "title:", to: "titel:", line: 2, says: &["`titel`", "did you mean `title`?"] },
    Wrong { from: "any:", to: "anny:", line: 5, says: &["`anny`", "did you mean `any`?"] },
    Wrong { from: "warning", to: "warn", line: 3, says: &["`warn`", "`warning`"] },
    Wrong { from: "high", to: "hi", line: 4, says: &["`hi`", "`high`"] },
    Wrong { from: "why: Nobody knows the word.\n", to: "", line: 1, says: &["`why:` is missing"] },
    Wrong { from: "[GDS-EQ]", to: "[GDS-EK]", line: 9, says: &["no source called `GDS-EK`", "did you mean `GDS-EQ`?"] },
    Wrong { from: "[GDS-EQ]", to: "[]", line: 9, says: &["at least one source"] },
    Wrong { from: "id: words/frobnicate", to: "id: words/frob", line: 1, says: &["the id is not the file's path", "id: words/frobnicate"] },
    Wrong { from: "wording: { any: [frobnicate] }\n", to: "", line: 1, says: &["`wording:`", "`question:`", "`form:`"] },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question: { asks: gendr, expect: { never: true } }",
        line: 5,
        says: &["no topic called `gendr`", "did you mean `gender`?"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  expect: { offers: declin }",
        line: 7,
        says: &["no answer called `declin`", "did you mean `decline`?"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  expect: { offer: decline }",
        line: 7,
        says: &["`offer`", "did you mean `offers`?"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  control: radio\n  expect: { never: true }",
        line: 7,
        says: &["no control called `radio`", "did you mean `radios`?"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  unless: { purpose: monitorin }\n  expect: { never: true }",
        line: 7,
        says: &["no purpose called `monitorin`", "did you mean `monitoring`?"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "wording: { any: [frobnicate], in: [legend] }",
        line: 5,
        says: &["`legend`", "`prompt`"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "form: { asks: gender, expect: { asks: pronoun }, within: page }",
        line: 5,
        says: &["no topic called `pronoun`", "did you mean `pronouns`?"],
    },
    Wrong { from: "  pass:\n    - html: |\n        <p>Please mend</p>\n", to: "", line: 12, says: &["no `pass` example"] },
    Wrong { from: "    - html: |\n        <p>Please «frobnicate»</p>\n", to: "", line: 13, says: &["no `flag` example"] },
    Wrong {
        from: "    - html: |\n        <p>Please mend",
        to: "    - htm: |\n        <p>Please mend",
        line: 17,
        says: &["`htm`", "did you mean `html`?"],
    },
    Wrong { from: "2027-06-01", to: "June 2027", line: 11, says: &["`June 2027` is not a date", "year-month-day"] },
    Wrong { from: "[frobnicate]", to: "[“…”]", line: 5, says: &["“…”", "no word to look for"] },
    Wrong { from: "[frobnicate]", to: "[“frobnicate”]", line: 5, says: &["curly quotation marks", "write \"frobnicate\""] },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  expect: { not-together: [[male]] }",
        line: 7,
        says: &["one group alone", "[[male, female], [man, woman]]"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  expect: { optional: false }",
        line: 7,
        says: &["write `optional: true`"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question:\n  asks: gender\n  expect: { offers: [] }",
        line: 7,
        says: &["it names no answer"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "question: { asks: [], expect: { never: true } }",
        line: 5,
        says: &["it names no topic"],
    },
    Wrong {
        from: "wording: { any: [frobnicate] }",
        to: "form: { asks: gender, at-least: 0, expect: { asks: pronouns }, within: page }",
        line: 5,
        says: &["write 1 or more"],
    },
    Wrong { from: "«frobnicate»", to: "«frobnicate", line: 15, says: &["one of the marks « and » is missing"] },
    Wrong { from: "<p>Please mend", to: "<p>Please «mend»", line: 18, says: &["nothing is to be found in a `pass` example"] },
    Wrong {
        from: "<p>Please mend</p>\n",
        to: "<p>Please mend</p>\n      purpose: monitorin\n",
        line: 19,
        says: &["no purpose called `monitorin`", "did you mean `monitoring`?"],
    },
    Wrong {
        from: "<p>Please mend</p>\n",
        to: "<p>Please mend</p>\n      page: half\n",
        line: 19,
        says: &["no kind of page called `half`", "`whole`"],
    },
    Wrong {
        from: "<p>Please mend</p>\n",
        to: "<p>Please mend</p>\n      nunjucks: mend\n",
        line: 16,
        says: &["an example has one language"],
    },
    Wrong { from: "title: A", to: "title: [A", line: 2, says: &["string"] },
    Wrong { from: "level: w", to: "level:\n\t- w", line: 4, says: &[] },
    Wrong { from: "level: warning", to: "level: warning\nlevel: error", line: 4, says: &["level"] },
];

/// Mistakes that only show when the examples are tried.
const FALSE_EXAMPLES: &[Wrong] = &[
    Wrong { from: "«frobnicate»", to: "frobnicate", line: 15, says: &["`flag`", "no «»"] },
    Wrong { from: "«frobnicate»", to: "«frob»", line: 15, says: &["should speak at «frob»", "says nothing here"] },
    Wrong {
        from: "<p>Please «frobnicate»</p>", to: "<p>Please «frobnicate», frobnicate</p>", line: 15, says: &["which is not marked"]
    },
    Wrong { from: "<p>Please mend</p>", to: "<p>Please frobnicate now</p>", line: 18, says: &["`pass`", "words/frobnicate speaks"] },
    Wrong { from: "<p>Please mend</p>", to: "<p>Please mend his or her</p>", line: 18, says: &["pronouns/he-or-she speaks"] },
    Wrong { from: "Write “mend”.", to: "Write frobnicate.", line: 7, says: &["`instead`", "words/frobnicate flags"] },
];

impl Wrong {
    /// The rule with the mistake in it.
    pub fn rule(&self) -> String {
        RULE.replacen(self.from, self.to, 1)
    }

    fn folder(&self) -> Folder {
        assert!(RULE.contains(self.from), "{}", self.from);
        Folder::with("own/words/frobnicate.yaml", self.rule())
    }

    /// Fails unless a run of this command tells the mistake.
    fn is_told_by(&self, command: &[&str], code: i32) {
        let ran = self.folder().askwell(&[command, &["--rules", "own"]].concat());
        ran.ends(code).says(&format!("own/words/frobnicate.yaml:{}:", self.line));
        self.says.iter().for_each(|words| {
            ran.says(words);
        });
        let told = format!("{}{}", ran.out, ran.err).matches("┌─ own/").count();
        assert_eq!(told, 1, "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_rule_that_is_right_is_told_nothing() {
    Folder::with("own/words/frobnicate.yaml", RULE).askwell(&["rules", "test", "--rules", "own"]).ends(0);
}

#[test]
fn a_folder_stands_for_every_rule_file_below_it() {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE);
    folder.write("own/words/twiddle.yaml", RULE.replace("frobnicate", "twiddle").replace("Frobnicate", "Twiddle"));
    folder.askwell(&["rules", "test", "own"]).ends(0).says("2 rules hold");
    folder.askwell(&["rules", "test", "own/words/twiddle.yaml"]).ends(0).says("1 rule holds");
    folder.write("own/words/wrong.yaml", "id: words/wrong\ntitel: Wrong\n");
    folder.askwell(&["rules", "test", "own"]).ends(2).says("own/words/wrong.yaml:2:").says("2 rules hold");
}

#[test]
fn every_mistake_is_told_at_its_line_with_what_to_write() {
    for wrong in MISTAKES {
        wrong.is_told_by(&["rules", "test"], 2);
        wrong.is_told_by(&["check"], 2);
    }
}

#[test]
fn an_example_that_does_not_hold_is_told_in_the_rule_file() {
    for wrong in FALSE_EXAMPLES {
        wrong.is_told_by(&["rules", "test"], 1);
    }
}

#[test]
fn a_second_rule_of_one_id_is_told() {
    let folder = Folder::with("own/gender/no-decline.yaml", RULE.replace("words/frobnicate", "gender/no-decline"));
    folder.askwell(&["rules", "test", "--rules", "own"]).ends(2).says("own/gender/no-decline.yaml:1:").says("another rule has this id");
    let folder = Folder::with("one/words/frobnicate.yaml", RULE);
    folder.write("two/words/frobnicate.yaml", RULE);
    let ran = folder.askwell(&["rules", "list", "--rules", "one", "--rules", "two"]);
    ran.ends(2).says("two/words/frobnicate.yaml:1:").says("another rule has this id");
}

#[test]
fn a_topic_that_no_form_can_ask_often_enough_is_told() {
    let rule = "form: { asks: [gender, title], at-least: 3, expect: { asks: pronouns }, within: page }";
    let folder = Folder::with("own/words/frobnicate.yaml", RULE.replace("wording: { any: [frobnicate] }", rule));
    folder.askwell(&["check", "--rules", "own"]).ends(2).says("own/words/frobnicate.yaml:5:").says("no form can ask at least 3");
}

#[test]
fn an_id_is_made_of_small_letters() {
    let folder = Folder::with("own/words/Frob nicate.yaml", RULE.replace("words/frobnicate", "words/Frob nicate"));
    folder.askwell(&["check", "--rules", "own"]).ends(2).says("own/words/Frob nicate.yaml:1:").says("small letters");
}

#[test]
fn what_a_profile_or_a_source_says_wrongly_is_told() {
    let folder = Folder::with("own/vocabulary/profiles.yaml", "ours:\n  title: Ours\n  rules:\n    gender/no-declin: off\n");
    let ran = folder.askwell(&["check", "--rules", "own"]);
    ran.ends(2).says("own/vocabulary/profiles.yaml:4:").says("did you mean `gender/no-decline`?");
    let source = "OURS:\n  title: Ours\n  publisher: Us\n  url: https://example.org\n  read: last week\n";
    let folder = Folder::with("own/vocabulary/sources.yaml", source);
    folder.askwell(&["check", "--rules", "own"]).ends(2).says("own/vocabulary/sources.yaml:5:").says("`last week` is not a date");
}

#[test]
fn an_example_that_says_nothing_is_told_with_what_askwell_sees() {
    let rule = RULE
        .replace("wording: { any: [frobnicate] }", "question: { asks: gender, expect: { never: true } }")
        .replace("<p>Please «frobnicate»</p>", "<label>«Favourite tea» <input name=\"t\"></label>");
    let folder = Folder::with("own/words/frobnicate.yaml", rule);
    let ran = folder.askwell(&["rules", "test", "--rules", "own"]);
    ran.ends(1).says("says nothing here").says("askwell sees “Favourite tea” (input), about nothing that it knows");
}

#[test]
fn a_mistake_in_the_vocabulary_is_told() {
    let folder = Folder::with("own/vocabulary/topics.yaml", "pets:\n  titel: pets\n");
    folder.askwell(&["check", "--rules", "own"]).ends(2).says("own/vocabulary/topics.yaml:2:").says("did you mean `title`?");
    let folder = Folder::with("own/vocabulary/topic.yaml", "pets:\n  title: pets\n");
    folder.askwell(&["check", "--rules", "own"]).ends(2).says("own/vocabulary/topic.yaml:1:").says("did you mean `topics`?");
    let folder = Folder::with("own/vocabulary/sets.yaml", "pets:\n  title: Pets\n  topic: pest\n  source: GDS-EK\n  answers: [Cat]\n");
    let ran = folder.askwell(&["check", "--rules", "own"]);
    ran.ends(2).says("own/vocabulary/sets.yaml:3:").says("own/vocabulary/sets.yaml:4:").says("did you mean `GDS-EQ`?");
}

#[test]
fn a_rule_file_that_is_not_utf_8_is_told_and_the_others_are_used() {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE);
    folder.write("own/words/latin.yaml", b"id: caf\xe9").write("page.html", "<p>Please frobnicate</p>");
    folder.askwell(&["check", "--rules", "own"]).ends(2).says("own/words/latin.yaml").says("words/frobnicate");
}

#[test]
fn a_rule_file_may_begin_with_a_bom_and_end_its_lines_as_windows_does() {
    let text = format!("\u{feff}{}", RULE.replace('\n', "\r\n"));
    Folder::with("own/words/frobnicate.yaml", text).askwell(&["rules", "test", "--rules", "own"]).ends(0);
}

#[test]
fn a_rule_file_cannot_command_the_terminal() {
    let folder = Folder::with("own/words/frobnicate.yaml", RULE.replace("GDS-EQ", "\"GDS\\e[2J\u{202e}\""));
    let ran = folder.askwell(&["check", "--rules", "own"]);
    ran.ends(2);
    assert!(!ran.err.contains(['\u{1b}', '\u{202e}']), "{}", ran.err.escape_debug());
}
