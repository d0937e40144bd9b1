//! The tests that every rule carries.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::files::{self, File};
use super::mistake::Mistake;
use super::schema::{Example, Level, RuleFile};
use super::{Pack, Rule};
use crate::check::{self, Facts, Journey};
use crate::classify;
use crate::context::{Context, Told};
use crate::dialect::{self, Parsers};
use crate::finding::Finding;
use crate::form::{Form, Passage, Role};
use crate::run;
use crate::source::{FileId, Source, Span};
use crate::text::Text;

/// What became of the examples.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many rules were tried.
    pub rules: usize,
    /// How many examples.
    pub examples: usize,
    /// What did not hold, in the order of the files.
    pub mistakes: Vec<Mistake>,
}

/// An example without its marks, and where they stood.
#[derive(Debug)]
pub struct Marked {
    /// The code.
    pub code: String,
    /// What stood between `«` and `»`, in bytes of the code.
    pub marks: Vec<std::ops::Range<usize>>,
}

/// Tries every rule of `pack` on its examples: the built-in ones and those of `folders`. Files of one's own that
/// are no rule were told when the pack was loaded and are passed over.
pub fn prove(pack: &Pack, folders: &[PathBuf]) -> Outcome {
    let mut outcome = Outcome::default();
    let built_in = files::own_pack().map(|file| (file, true));
    let own = files::own(folders, &mut Vec::new()).into_iter().map(|file| (file, false));
    let mut parsers = Parsers::new();
    for (file, is_built_in) in built_in.chain(own).filter(|(file, _)| !file.name.starts_with("vocabulary/")) {
        let file = &file;
        if let Err(mistakes) = files::parse(file, &pack.vocabulary) {
            outcome.mistakes.extend(mistakes.into_iter().filter(|_| is_built_in));
            continue;
        }
        let (Some(rule), Ok(read)) = (pack.rule(&file.name), serde_yaml::from_str::<RuleFile>(&file.text)) else { continue };
        outcome.rules += 1;
        let mut trial = Trial { pack, file, rule, parsers: &mut parsers, mistakes: &mut outcome.mistakes };
        trial.suggestion();
        for example in &read.examples.flag {
            outcome.examples += 1;
            trial.flag(example);
        }
        for example in &read.examples.pass {
            outcome.examples += 1;
            trial.pass(example);
        }
    }
    outcome
}

struct Trial<'t> {
    pack: &'t Pack,
    file: &'t File,
    rule: &'t Rule,
    parsers: &'t mut Parsers,
    mistakes: &'t mut Vec<Mistake>,
}

impl Trial<'_> {
    /// The rule speaks at the marks and nowhere else.
    fn flag(&mut self, example: &Example) {
        let Some((marked, source, findings)) = self.tried(example) else { return };
        if marked.marks.is_empty() {
            return self.say("flag", &marked, 0, "it has no «» to say where the finding stands".to_owned());
        }
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == self.rule.id).collect();
        for mark in &marked.marks {
            if !own.iter().any(|finding| finding.place.range() == *mark) {
                let words = &marked.code[mark.clone()];
                let others: Vec<String> = own.iter().map(|finding| shown(&source, finding.place)).collect();
                let where_else =
                    if others.is_empty() { "it says nothing here".to_owned() } else { format!("it speaks at {}", others.join(", ")) };
                self.say("flag", &marked, mark.start, format!("the rule should speak at «{words}», but {where_else}"));
            }
        }
        for finding in own.iter().filter(|finding| !marked.marks.contains(&finding.place.range())) {
            let place = shown(&source, finding.place);
            self.say("flag", &marked, finding.place.range().start, format!("the rule speaks at {place}, which is not marked"));
        }
    }

    /// No rule has an error or warning to tell.
    fn pass(&mut self, example: &Example) {
        let Some((marked, source, findings)) = self.tried(example) else { return };
        for finding in findings.iter().filter(|finding| finding.level > Level::Info || finding.rule == self.rule.id) {
            let place = shown(&source, finding.place);
            self.say("pass", &marked, finding.place.range().start, format!("{} speaks at {place}", finding.rule));
        }
    }

    /// What the rule suggests is itself clean.
    fn suggestion(&mut self) {
        let plain: String = self.rule.instead.chars().filter(|c| !matches!(c, '“' | '”' | '‘' | '"')).collect();
        for (_, role) in Role::ALL {
            let text = Text::verbatim(&plain, Span::new(FileId(0), 0, plain.len()));
            let form = Form { passages: vec![Passage { text, role: *role, at: None }], ..Form::default() };
            if let Some(finding) = check::check(&form, &[], self.pack, &Context::default(), None).first() {
                let message = format!("`instead` says “{}”, which {} flags", &plain[finding.place.range()], finding.rule);
                self.mistakes.push(Mistake::at(&self.file.path, &self.file.text, &["instead"], message, None));
                return;
            }
        }
    }

    fn tried(&mut self, example: &Example) -> Option<(Marked, Source, Vec<Finding>)> {
        let (language, code) = example.iter().find(|(key, _)| dialect::named(key).is_some())?;
        let dialect = dialect::named(language)?;
        let marked = unmark(code);
        let context = Context {
            purpose: example.get("purpose").map(|name| Told::given(name)),
            audience: example.get("audience").map(|name| Told::given(name)),
            part_of_page: example.get("page").map(String::as_str) != Some("whole"),
        };
        let source = Source::new(FileId(0), "example", marked.code.clone());
        let work = AssertUnwindSafe(|| {
            let document = run::read_as(dialect, source, self.parsers);
            let asked = classify::classify(&document.form, &self.pack.vocabulary);
            let journey = Journey::alone(Facts::of(&document.form, &asked, self.pack), context.clone());
            let findings = check::check(&document.form, &asked, self.pack, &context, Some(journey.first()));
            (document.source, findings)
        });
        match catch_unwind(work) {
            Ok((source, findings)) => Some((marked, source, findings)),
            Err(_) => {
                self.say("flag", &marked, 0, "askwell failed on this example; please report it".to_owned());
                None
            }
        }
    }

    /// Tells what does not hold, at byte `at` of the example.
    fn say(&mut self, kind: &str, marked: &Marked, at: usize, problem: String) {
        let line = marked.code[..at].matches('\n').count();
        let message = format!("this `{kind}` example does not hold: {problem}");
        self.mistakes.push(Mistake::in_example(&self.file.path, &self.file.text, &marked.code, line, message));
    }
}

fn shown(source: &Source, place: Span) -> String {
    format!("“{}”", source.text.get(place.range()).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Takes the marks out of an example.
pub fn unmark(code: &str) -> Marked {
    let (mut plain, mut marks, mut open) = (String::with_capacity(code.len()), Vec::new(), None);
    for c in code.chars() {
        match c {
            '«' => open = Some(plain.len()),
            '»' => {
                if let Some(start) = open.take() {
                    marks.push(start..plain.len());
                }
            }
            c => plain.push(c),
        }
    }
    Marked { code: plain, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let marked = unmark("<p>«his or her» é</p>");
        assert_eq!(marked.code, "<p>his or her é</p>");
        assert_eq!(marked.marks, vec![3..13]);
    }

    #[test]
    fn every_built_in_file_is_a_rule() {
        let (pack, mistakes) = files::load(&[]);
        assert!(mistakes.is_empty());
        let files = files::own_pack().filter(|file| !file.name.starts_with("vocabulary/")).count();
        assert_eq!(pack.rules.len(), files);
    }

    /// The rules' own tests: see `rules/README.md`.
    #[test]
    fn every_rule_holds_on_its_examples() {
        let (pack, _) = files::load(&[]);
        let outcome = prove(&pack, &[]);
        let told: Vec<String> = outcome
            .mistakes
            .iter()
            .map(|mistake| format!("{}:{}: {}", mistake.source.path, mistake.source.line(mistake.span.start), mistake.message))
            .collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}
