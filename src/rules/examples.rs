//! The tests that every rule carries.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::files::{self, File};
use super::mistake::Mistake;
use super::schema::{Example, Level, RuleFile};
use super::{Named, Pack, Rule, seen};
use crate::check::{self, Facts, Journey};
use crate::classify::{self, Asked};
use crate::context::{Context, Told};
use crate::dialect::{self, Parsers};
use crate::finding::Finding;
use crate::form::{Form, Passage, Role};
use crate::run::{self, Document};
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
    /// As it is written, marks and all.
    pub written: String,
    /// The code.
    pub code: String,
    /// What stood between `«` and `»`, in bytes of the code.
    pub marks: Vec<std::ops::Range<usize>>,
}

/// Tries every rule of `pack` on its examples: the built-in ones and those of `folders`. Files of one's own that
/// are no rule were told when the pack was loaded and are passed over.
pub fn prove(pack: &Pack, folders: &[PathBuf]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut parsers = Parsers::new();
    for file in files::own_pack().filter(|file| file.vocabulary_part().is_none()) {
        match files::parse(&file, &pack.vocabulary) {
            Ok(_) => outcome.prove(pack, &file, &mut parsers),
            Err(mistakes) => outcome.mistakes.extend(mistakes),
        }
    }
    outcome.prove_own(pack, &files::own(folders, &mut Vec::new()), &mut parsers);
    outcome
}

/// Tries only the rules that were named.
pub fn prove_named(pack: &Pack, named: &Named) -> Outcome {
    let mut outcome = Outcome::default();
    outcome.prove_own(pack, named.files(), &mut Parsers::new());
    outcome
}

impl Outcome {
    fn prove_own(&mut self, pack: &Pack, files: &[File], parsers: &mut Parsers) {
        let rules = files.iter().filter(|file| file.vocabulary_part().is_none());
        for file in rules.filter(|file| files::parse(file, &pack.vocabulary).is_ok()) {
            self.prove(pack, file, parsers);
        }
    }

    fn prove(&mut self, pack: &Pack, file: &File, parsers: &mut Parsers) {
        let (Some(rule), Ok(read)) = (pack.rule(&file.name), serde_yaml::from_str::<RuleFile>(&file.text)) else { return };
        self.rules += 1;
        self.examples += read.examples.flag.len() + read.examples.pass.len();
        let mut trial = Trial { pack, file, rule, parsers, mistakes: &mut self.mistakes };
        trial.suggestion();
        read.examples.flag.iter().for_each(|example| trial.flag(example));
        read.examples.pass.iter().for_each(|example| trial.pass(example));
    }
}

/// An example, read and judged.
struct Tried {
    marked: Marked,
    document: Document,
    asked: Vec<Asked>,
    findings: Vec<Finding>,
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
        let Some(tried) = self.tried("flag", example) else { return };
        let Tried { marked, document, findings, .. } = &tried;
        if marked.marks.is_empty() {
            let problem = "it has no «» to say where the finding stands".to_owned();
            return self.say("flag", marked, 0, problem, None);
        }
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == self.rule.id).collect();
        for mark in &marked.marks {
            if !own.iter().any(|finding| finding.place.range() == *mark) {
                let words = &marked.code[mark.clone()];
                let others: Vec<String> = own.iter().map(|finding| shown(&document.source, finding.place)).collect();
                let (where_else, help) = match others.is_empty() {
                    true => ("it says nothing here".to_owned(), Some(self.seen(&tried))),
                    false => (format!("it speaks at {}", others.join(", ")), None),
                };
                self.say("flag", marked, mark.start, format!("the rule should speak at «{words}», but {where_else}"), help);
            }
        }
        for finding in own.iter().filter(|finding| !marked.marks.contains(&finding.place.range())) {
            let place = shown(&document.source, finding.place);
            self.say("flag", marked, finding.place.range().start, format!("the rule speaks at {place}, which is not marked"), None);
        }
    }

    /// No rule has an error or warning to tell.
    fn pass(&mut self, example: &Example) {
        let Some(Tried { marked, document, findings, .. }) = self.tried("pass", example) else { return };
        for finding in findings.iter().filter(|finding| finding.level > Level::Info || finding.rule == self.rule.id) {
            let place = shown(&document.source, finding.place);
            let help = (finding.rule != self.rule.id).then(|| format!("that rule says: {} {}", finding.message, finding.help));
            self.say("pass", &marked, finding.place.range().start, format!("{} speaks at {place}", finding.rule), help);
        }
    }

    /// What there is to see in an example at which the rule says nothing.
    fn seen(&self, tried: &Tried) -> String {
        seen::seen(&tried.document.form, &tried.asked, self.rule, &self.pack.vocabulary)
    }

    /// What the rule suggests is itself clean.
    fn suggestion(&mut self) {
        let plain: String = self.rule.instead.chars().filter(|c| !matches!(c, '“' | '”' | '‘' | '"')).collect();
        for (_, role) in Role::ALL {
            let text = Text::verbatim(&plain, Span::new(FileId(0), 0, plain.len()));
            let form = Form { passages: vec![Passage { text, role: *role, at: None }], ..Form::default() };
            if let Some(finding) = check::check(&form, &[], self.pack, &Context::default(), None, None).first() {
                let message = format!("`instead` says “{}”, which {} flags", &plain[finding.place.range()], finding.rule);
                self.mistakes.push(Mistake::at(&self.file.path, &self.file.text, &["instead"], message, None));
                return;
            }
        }
    }

    fn tried(&mut self, kind: &str, example: &Example) -> Option<Tried> {
        match tried(self.pack, example, self.parsers)? {
            Ok(tried) => Some(tried),
            Err(marked) => {
                self.say(kind, &marked, 0, "askwell failed on this example; please report it".to_owned(), None);
                None
            }
        }
    }

    /// Tells what does not hold, at byte `at` of the example.
    fn say(&mut self, kind: &str, marked: &Marked, at: usize, problem: String, help: Option<String>) {
        let line = marked.code[..at].matches('\n').count();
        let message = format!("this `{kind}` example does not hold: {problem}");
        let source = Mistake::source(&self.file.path, &self.file.text);
        self.mistakes.push(Mistake::in_example(&source, &marked.written, line, message, help));
    }
}

/// Reads and judges an example. Where askwell fails on it, only the example is given back; `None` where it has no language.
fn tried(pack: &Pack, example: &Example, parsers: &mut Parsers) -> Option<Result<Tried, Marked>> {
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
        let document = run::read_as(dialect, source, parsers);
        let asked = classify::classify(&document.form, &pack.vocabulary);
        let journey = Journey::alone(Facts::of(&document.form, &asked, pack), context.clone());
        let findings = check::check(&document.form, &asked, pack, &context, Some(journey.first()), None);
        (document, asked, findings)
    });
    Some(match catch_unwind(work) {
        Ok((document, asked, findings)) => Ok(Tried { marked, document, asked, findings }),
        Err(_) => Err(marked),
    })
}

/// The code of an example without its marks, and where the rule `id` speaks in it, in bytes.
pub fn spoken(pack: &Pack, id: &str, example: &Example) -> Option<(Marked, Vec<std::ops::Range<usize>>)> {
    let tried = tried(pack, example, &mut Parsers::new())?.ok()?;
    let own = tried.findings.iter().filter(|finding| finding.rule == id);
    let places = own.map(|finding| finding.place.range()).collect();
    Some((tried.marked, places))
}

/// The code with marks around these places, which are in order.
pub fn marked_at(marked: &Marked, places: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for place in places {
        // One place within another is marked with it.
        if place.is_empty() || place.start < at {
            continue;
        }
        out.push_str(&marked.code[at..place.start]);
        out.push_str(&format!("«{}»", &marked.code[place.clone()]));
        at = place.end;
    }
    out + &marked.code[at..]
}

fn shown(source: &Source, place: Span) -> String {
    format!("“{}”", source.text.get(place.range()).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Where a mark stands that has no partner.
pub fn unpaired(code: &str) -> Option<usize> {
    let mut open = None;
    for (at, mark) in code.char_indices().filter(|(_, c)| matches!(c, '«' | '»')) {
        match (mark, open) {
            ('«', None) => open = Some(at),
            ('»', Some(_)) => open = None,
            _ => return Some(at),
        }
    }
    open
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
    Marked { written: code.to_owned(), code: plain, marks }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::schema::{Confidence, Saying};
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let marked = unmark("<p>«his or her» é</p>");
        assert_eq!(marked.code, "<p>his or her é</p>");
        assert_eq!(marked.marks, vec![3..13]);
    }

    #[test]
    fn a_mark_without_its_partner_is_found() {
        for (code, at) in [("«a» «b»", None), ("a", None), ("«a", Some(0)), ("a»", Some(1)), ("««a»", Some(2)), ("«a»»", Some(5))]
        {
            assert_eq!(unpaired(code), at, "{code}");
        }
    }

    #[test]
    fn every_built_in_file_is_a_rule() {
        let (pack, mistakes) = files::load(&[]);
        assert!(mistakes.is_empty());
        let files = files::own_pack().filter(|file| !file.name.starts_with("vocabulary/")).count();
        assert_eq!(pack.rules.len(), files);
    }

    #[test]
    fn every_rule_has_two_examples_of_each_kind_in_two_languages() {
        let (mut read, mut thin) = (0, Vec::new());
        for file in files::own_pack().filter(|file| file.vocabulary_part().is_none()) {
            let Ok(RuleFile { id, examples, .. }) = serde_yaml::from_str(&file.text) else { continue };
            read += 1;
            let keys = examples.flag.iter().chain(&examples.pass).flat_map(BTreeMap::keys);
            let languages: BTreeSet<&String> = keys.filter(|key| dialect::named(key).is_some()).collect();
            if examples.flag.len() < 2 || examples.pass.len() < 2 || languages.len() < 2 {
                thin.push(id);
            }
        }
        assert!(read > 100, "only {read} rules were read");
        assert!(thin.is_empty(), "{}", thin.join(", "));
    }

    #[test]
    fn what_is_more_than_advice_has_a_source_and_is_no_guess() {
        // What nobody has read first-hand may be advice, and no more.
        let (pack, _) = files::load(&[]);
        let is_read = |key: &String| {
            let note = pack.vocabulary.sources()[key].note.as_deref();
            note.is_none_or(|note| !note.starts_with("Second-hand"))
        };
        for rule in pack.rules.iter().filter(|rule| rule.level > Level::Info) {
            assert!(rule.sources.iter().any(is_read) && rule.confidence > Confidence::Low, "{}", rule.id);
        }
    }

    #[test]
    fn welsh_has_words_for_every_topic_and_meaning() {
        let (pack, _) = files::load(&[]);
        let welsh = &pack.vocabulary.languages()["cy"];
        let says = |saying: Option<&Saying>| saying.is_some_and(|saying| !saying.has.is_empty() || !saying.is.is_empty());
        let topics = pack.vocabulary.topic_names().iter().filter(|name| !says(welsh.topics.get(*name)));
        let meanings = pack.vocabulary.meaning_names().iter().filter(|name| !says(welsh.answers.get(*name)));
        let missing: Vec<&String> = topics.chain(meanings).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn what_fixes_add_means_the_same_in_welsh() {
        let (pack, _) = files::load(&[]);
        let welsh = &pack.vocabulary.languages()["cy"];
        let added: Vec<_> = pack.rules.iter().flat_map(|rule| &rule.fix).flat_map(|fix| &fix.add).collect();
        for addition in &added {
            let meaning = pack.vocabulary.meaning(&addition.means).unwrap();
            let words = addition.words_in("cy").unwrap_or_else(|| panic!("“{}” has no Welsh", addition.words));
            assert!(pack.vocabulary.meanings_of(words).contains(&meaning), "“{words}” is not understood as {}", addition.means);
        }
        let unused = welsh.additions.keys().filter(|words| !added.iter().any(|addition| addition.words == **words));
        assert_eq!(unused.count(), 0, "words that no rule adds");
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
