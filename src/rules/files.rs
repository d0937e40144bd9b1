//! Rule files: those that are built in, and a folder of a network's own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fix::{self, Fix};
use super::mistake::{Mistake, nearest};
use super::schema::{
    AUDIENCES, AnswerSet, Conditions, Expect, FormExpect, Language, PURPOSES, Profile, RuleFile, Saying, Sign, Source, Topic, Words,
};
use super::vocabulary::{FREE_TEXT, Vocabulary, VocabularyFiles};
use super::{Pack, Rule, dates, examples};
use crate::dialect;
use crate::form::{Control, Role};
use crate::paths::shown;
use crate::{limits, source, walk};

/// Every file below `rules/` that is built in: its path and its text.
pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
    include!(concat!(env!("OUT_DIR"), "/rule_files.rs"))
}

/// The built-in rules, and those of `folders` over them. A file that is wrong is left out and told.
pub fn load(folders: &[PathBuf]) -> (Pack, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let own = own(folders, &mut mistakes);
    assemble(&own, &[], mistakes)
}

/// The built-in rules, with all that is else made when it is first asked for.
pub fn ready() -> (Pack, Vec<Mistake>) {
    let (pack, mistakes) = load(&[]);
    pack.make_ready();
    (pack, mistakes)
}

/// The built-in rules with `own` beside them, which may not have an id that is taken, and `over`, each in the place of
/// the rule that has its id.
pub(super) fn assemble(own: &[File], over: &[File], mut mistakes: Vec<Mistake>) -> (Pack, Vec<Mistake>) {
    let mut files: VocabularyFiles = built_in("vocabulary", include_str!(concat!(env!("OUT_DIR"), "/vocabulary.json")), &mut mistakes);
    let rules: BTreeMap<String, RuleFile> = built_in("rules", include_str!(concat!(env!("OUT_DIR"), "/rules.json")), &mut mistakes);
    let mut rules: Vec<Rule> = rules.into_values().filter_map(Rule::new).collect();
    let (words, texts): (Vec<&File>, Vec<&File>) = own.iter().chain(over).partition(|file| file.vocabulary_part().is_some());
    for (file, part) in words.iter().filter_map(|file| Some((file, file.vocabulary_part()?))) {
        add_vocabulary(part, file, &mut files, &mut mistakes);
    }
    let vocabulary = Vocabulary::new(files);
    for file in &words {
        mistakes.extend(unknown_names(file, &vocabulary));
    }
    let is_over = |file: &File| over.iter().any(|other| std::ptr::eq(other, file));
    let mut replaced: BTreeSet<String> = BTreeSet::new();
    for file in texts {
        match parse(file, &vocabulary) {
            Ok(rule) => {
                if is_over(file) && replaced.insert(rule.id.clone()) {
                    rules.retain(|known| known.id != rule.id);
                }
                match rules.iter().any(|known| known.id == rule.id) {
                    true => mistakes.push(file.taken(&rule.id)),
                    false => rules.push(rule),
                }
            }
            Err(found) => mistakes.extend(found),
        }
    }
    let pack = Pack::new(rules, vocabulary);
    mistakes.extend(words.iter().flat_map(|file| unknown_rules(file, &pack)));
    (pack, mistakes)
}

/// What is built in. It was YAML until the build; that it is read is for our own tests to see, and for nobody to miss.
fn built_in<T: Default + serde::de::DeserializeOwned>(name: &str, json: &str, mistakes: &mut Vec<Mistake>) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| {
        let message = format!("the built-in {name} cannot be read, please report this: {error}");
        mistakes.push(Mistake::at(name, "", &[], message, None));
        T::default()
    })
}

/// A file of a network's own.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// As reports show it.
    pub(super) path: String,
    /// Its path below the folder, without the ending: the rule's id.
    pub(super) name: String,
    pub(super) text: String,
}

impl File {
    /// The part of the vocabulary that it is; `None` for a rule.
    pub(super) fn vocabulary_part(&self) -> Option<&str> {
        self.name.strip_prefix("vocabulary/")
    }

    fn taken(&self, id: &str) -> Mistake {
        let help = Some("give the file, and so the rule, another name".to_owned());
        Mistake::at(&self.path, &self.text, &["id", id], "another rule has this id".to_owned(), help)
    }
}

/// Adds every YAML file below `folder`, named by its path from `root`.
pub(super) fn read_folder(root: &Path, folder: &Path, files: &mut Vec<File>, mistakes: &mut Vec<Mistake>) {
    let mut unreadable = |path: &Path, error: std::io::Error| {
        mistakes.push(Mistake::unread(&shown(path), &walk::unreadable(&error)));
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return unreadable(folder, error),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_dir());
        // A link to a folder may lead back to where it lies.
        if is_folder {
            read_folder(root, &path, files, mistakes);
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            let name = path.strip_prefix(root).unwrap_or(&path).with_extension("");
            let name = shown(&name);
            match walk::open(&path, limits::FILE_BYTES) {
                Ok((text, _)) => files.push(File { path: shown(&path), name, text }),
                Err(why) => mistakes.push(Mistake::unread(&shown(&path), &why)),
            }
        }
    }
}

fn add_vocabulary(part: &str, file: &File, files: &mut VocabularyFiles, mistakes: &mut Vec<Mistake>) {
    let text = &file.text;
    let added = match part {
        "topics" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.topics.extend(more)),
        "answers" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.answers.extend(more)),
        "sets" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.sets.extend(more)),
        "sources" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.sources.extend(more)),
        "profiles" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.profiles.extend(more)),
        "languages" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.languages.extend(more)),
        "purposes" => serde_yaml::from_str(text).map(|more: BTreeMap<_, _>| files.purposes.extend(more)),
        _ => {
            let message = format!("`{part}` is no part of the vocabulary");
            let help = nearest(part, ["topics", "answers", "sets", "sources", "profiles", "languages", "purposes"].into_iter());
            return mistakes.push(Mistake::at(&file.path, text, &[], message, Some(help)));
        }
    };
    if let Err(error) = added {
        mistakes.push(Mistake::of_yaml(&file.path, text, &error));
    }
}

/// What a file of the vocabulary names and nobody has.
fn unknown_names(file: &File, vocabulary: &Vocabulary) -> Vec<Mistake> {
    let mut checker = Checker { file, written: Mistake::source(&file.path, &file.text), vocabulary, mistakes: Vec::new() };
    match file.name.as_str() {
        "vocabulary/sets" => checker.sets(),
        "vocabulary/sources" => checker.sources(),
        "vocabulary/topics" => checker.topic_entries(),
        "vocabulary/languages" => checker.language_entries(),
        "vocabulary/purposes" => checker.signs(),
        _ => {}
    }
    checker.mistakes
}

/// What a profile sets and no rule is called.
fn unknown_rules(file: &File, pack: &Pack) -> Vec<Mistake> {
    if file.vocabulary_part() != Some("profiles") {
        return Vec::new();
    }
    let profiles: BTreeMap<String, Profile> = serde_yaml::from_str(&file.text).unwrap_or_default();
    let set = profiles.iter().flat_map(|(name, profile)| profile.rules.keys().map(move |pattern| (name, pattern)));
    let unknown = set.filter(|(_, pattern)| !pack.has(pattern));
    let source = Mistake::source(&file.path, &file.text);
    let told = unknown.map(|(name, pattern)| {
        let ids = pack.rules.iter().map(|rule| rule.id.as_str());
        let message = format!("there is no rule called `{pattern}`");
        Mistake::within(&source, &[name, "rules", pattern], message, Some(nearest(pattern, ids)))
    });
    told.collect()
}

/// Reads one rule file and checks that all that it names exists.
pub(super) fn parse(file: &File, vocabulary: &Vocabulary) -> Result<Rule, Vec<Mistake>> {
    let read: RuleFile = serde_yaml::from_str(&file.text).map_err(|error| vec![Mistake::of_yaml(&file.path, &file.text, &error)])?;
    let mut checker = Checker { file, written: Mistake::source(&file.path, &file.text), vocabulary, mistakes: Vec::new() };
    checker.rule(&read);
    let kinds = [read.wording.is_some(), read.question.is_some(), read.form.is_some()];
    if kinds.iter().filter(|kind| **kind).count() != 1 {
        let message = "a rule has exactly one of `wording:`, `question:` and `form:`".to_owned();
        checker.mistakes.push(Mistake::at(&file.path, &file.text, &["id"], message, None));
    }
    let mistakes = checker.mistakes;
    match Rule::new(read) {
        Some(rule) if mistakes.is_empty() => Ok(rule),
        _ => Err(mistakes),
    }
}

struct Checker<'c> {
    file: &'c File,
    /// The same for the mistakes in it.
    written: Arc<source::Source>,
    vocabulary: &'c Vocabulary,
    mistakes: Vec<Mistake>,
}

impl Checker<'_> {
    fn sets(&mut self) {
        let sets: BTreeMap<String, AnswerSet> = serde_yaml::from_str(&self.file.text).unwrap_or_default();
        let sources: Vec<String> = self.vocabulary.sources().keys().cloned().collect();
        for (name, set) in &sets {
            self.topics(&[name, "topic"], &Words(vec![set.topic.clone()]));
            self.names(&[name, "source"], &Words(vec![set.source.clone()]), &sources, "source");
        }
    }

    fn sources(&mut self) {
        let sources: BTreeMap<String, Source> = serde_yaml::from_str(&self.file.text).unwrap_or_default();
        for (name, source) in &sources {
            self.date(&[name, "read"], &source.read);
            source.review_due.iter().for_each(|date| self.date(&[name, "review-due"], date));
        }
    }

    fn topic_entries(&mut self) {
        let topics: BTreeMap<String, Topic> = serde_yaml::from_str(&self.file.text).unwrap_or_default();
        for (name, topic) in &topics {
            self.meanings(&[name, "answers"], &topic.answers);
            self.meanings(&[name, "known-by"], &topic.known_by);
            self.meanings(&[name, "not-offering"], &topic.not_offering);
            self.meanings(&[name, "asked-with", "answers"], &topic.asked_with.answers);
            self.topics(&[name, "in-company", "asks"], &topic.in_company.asks);
            self.topics(&[name, "not-in-company", "asks"], &topic.not_in_company.asks);
            self.topics(&[name, "yields-to"], &topic.yields_to);
        }
    }

    fn language_entries(&mut self) {
        let languages: BTreeMap<String, Language> = serde_yaml::from_str(&self.file.text).unwrap_or_default();
        for (name, language) in &languages {
            let names = |entries: &BTreeMap<String, Saying>| Words(entries.keys().cloned().collect());
            self.topics(&[name, "topics"], &names(&language.topics));
            self.meanings(&[name, "answers"], &names(&language.answers));
            language.additions.values().for_each(|words| self.plain(&[name, "additions"], words));
        }
    }

    fn signs(&mut self) {
        let signs: BTreeMap<String, Sign> = serde_yaml::from_str(&self.file.text).unwrap_or_default();
        let known: Vec<String> = PURPOSES.iter().chain(AUDIENCES).map(|name| (*name).to_owned()).collect();
        for (name, sign) in &signs {
            self.names(&[], &Words(vec![name.clone()]), &known, "purpose or audience");
            let Some(together) = &sign.asks else { continue };
            for (key, topics) in [("topics", &together.topics), ("beside", &together.beside), ("one-among", &together.one_among)] {
                self.topics(&[name, "asks", key], topics);
            }
            if together.at_least == 0 {
                self.mistake(&[name, "asks", "at-least"], "a page that asks nothing tells nothing: write 1 or more".to_owned(), None);
            }
        }
    }

    fn rule(&mut self, rule: &RuleFile) {
        if rule.id != self.file.name {
            let help = Some(format!("write `id: {}`, or move the file", self.file.name));
            self.mistake(&["id", &rule.id], "the id is not the file's path".to_owned(), help);
        }
        let sources: Vec<String> = self.vocabulary.sources().keys().cloned().collect();
        self.names(&["sources"], &Words(rule.sources.clone()), &sources, "source");
        self.id(&rule.id);
        let purposes: Vec<String> = PURPOSES.iter().map(|name| (*name).to_owned()).collect();
        self.names(&["advice-for"], &rule.advice_for, &purposes, "purpose");
        self.date(&["review-due"], &rule.review_due);
        if rule.sources.is_empty() {
            self.mistake(&["sources"], "a rule names at least one source".to_owned(), None);
        }
        for (key, list) in [("flag", &rule.examples.flag), ("pass", &rule.examples.pass)] {
            if list.is_empty() {
                self.mistake(&["examples", key], format!("there is no `{key}` example"), None);
            }
            list.iter().for_each(|example| self.example(key, example));
        }
        if let Some(wording) = &rule.wording {
            let places: Vec<String> = Role::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
            self.names(&["wording", "in"], &wording.places, &places, "place");
            self.names(&["wording", "not-whole"], &wording.not_whole, &places, "place");
            if wording.any.is_empty() && wording.exact.is_empty() {
                self.mistake(&["wording"], "it names no words: write `any:` or `exact:`".to_owned(), None);
            }
            let avoided = [("any", &wording.any), ("exact", &wording.exact)];
            let fine = [("not-in", &wording.not_in), ("not-near", &wording.not_near), ("not-beside", &wording.not_beside)];
            avoided.into_iter().chain(fine).for_each(|(key, phrases)| self.phrases(&["wording", key], phrases));
        }
        if let Some(question) = &rule.question {
            self.topics(&["question", "asks"], &question.asks);
            self.controls(&["question", "control"], &question.control);
            self.conditions(&["question", "unless"], &question.unless);
            self.conditions(&["question", "only-if"], &question.only_if);
            self.asks_something(&["question", "asks"], &question.asks);
            self.expect(&question.expect);
        }
        rule.fix.iter().for_each(|fix| self.fix(fix));
        if let Some(form) = &rule.form {
            self.topics(&["form", "asks"], &form.asks);
            self.topics(&["form", "also-asks"], &form.also_asks);
            self.asks_something(&["form", "asks"], &form.asks);
            if form.at_least == 0 || form.at_least > form.asks.iter().count().max(1) {
                let message =
                    format!("`asks` has {} topics, so no form can ask at least {} of them", form.asks.iter().count(), form.at_least);
                let message = if form.at_least == 0 { "every form asks at least 0 of them: write 1 or more".to_owned() } else { message };
                self.mistake(&["form", "at-least"], message, None);
            }
            self.conditions(&["form", "unless"], &form.unless);
            self.conditions(&["form", "only-if"], &form.only_if);
            for (key, conditions) in [("unless", &form.unless), ("only-if", &form.only_if)] {
                if conditions.is_about_question() {
                    let message = "a form can be told apart by `purpose`, `audience`, `asks` and `page-says` only".to_owned();
                    self.mistake(&["form", key], message, None);
                }
            }
            self.form_expect(&form.expect);
        }
    }

    fn form_expect(&mut self, expect: &FormExpect) {
        match expect {
            FormExpect::Asks(topics) => self.topics(&["form", "expect", "asks"], topics),
            FormExpect::NotAmong(topics) => self.topics(&["form", "expect", "not-among"], topics),
            FormExpect::Control(controls) => self.controls(&["form", "expect", "control"], controls),
            FormExpect::Says(phrases) | FormExpect::SaysOrLinksTo(phrases) if phrases.is_empty() => {
                self.mistake(&["form", "expect"], "it names no words that would do".to_owned(), None);
            }
            FormExpect::Says(phrases) => self.phrases(&["form", "expect", "says"], phrases),
            FormExpect::SaysOrLinksTo(phrases) => self.phrases(&["form", "expect", "says-or-links-to"], phrases),
        }
    }

    fn fix(&mut self, fix: &Fix) {
        if fix.intents() != 1 {
            self.mistake(&["fix"], "a fix says exactly one of `replace:`, `add:`, `take-out:` and `optional:`".to_owned(), None);
        }
        self.meanings(&["fix", "before"], &fix.before);
        self.meanings(&["fix", "not-beside"], &fix.not_beside);
        fix.add.iter().for_each(|addition| self.meanings(&["fix", "add"], &Words(vec![addition.means.clone()])));
        fix.written().for_each(|words| self.plain(&["fix"], words));
    }

    /// Words that fixes write.
    fn plain(&mut self, key: &[&str], words: &str) {
        if !fix::is_plain(words) {
            let help = Some("use letters, spaces, commas, full stops, hyphens, slashes, brackets and curly apostrophes".to_owned());
            self.mistake(key, format!("“{words}” cannot be written in every language as it stands"), help);
        }
    }

    fn expect(&mut self, expect: &Expect) {
        match expect {
            Expect::Offers(words) => self.some_meanings("offers", words),
            Expect::OffersAny(words) => self.some_meanings("offers-any", words),
            Expect::InOrder(words) => self.some_meanings("in-order", words),
            Expect::MayNotOffer(words) => self.some_meanings("may-not-offer", words),
            Expect::NotLimitedTo(words) => self.some_meanings("not-limited-to", words),
            Expect::NotTogether(groups) => {
                groups.iter().for_each(|words| self.some_meanings("not-together", words));
                if groups.len() < 2 {
                    let help = Some("write two lists or more, such as [[male, female], [man, woman]]".to_owned());
                    self.mistake(&["expect", "not-together"], "one group alone is always together".to_owned(), help);
                }
            }
            Expect::Control(words) => self.controls(&["expect", "control"], words),
            Expect::Optional(false) => self.only("optional", "true"),
            Expect::Preselected(true) => self.only("preselected", "false"),
            Expect::Never(false) => self.only("never", "true"),
            Expect::NationalSet(false) => self.only("national-set", "true"),
            Expect::ShownToAll(false) => self.only("shown-to-all", "true"),
            _ => {}
        }
    }

    /// An expectation that means something one way round only.
    fn only(&mut self, key: &str, value: &str) {
        let help = Some(format!("write `{key}: {value}`"));
        self.mistake(&["expect", key], format!("`{key}` can be expected to be {value} only"), help);
    }

    fn some_meanings(&mut self, key: &str, words: &Words) {
        self.meanings(&["expect", key], words);
        if words.is_empty() {
            self.mistake(&["expect", key], "it names no answer".to_owned(), None);
        }
    }

    fn asks_something(&mut self, keys: &[&str], topics: &Words) {
        if topics.is_empty() {
            self.mistake(keys, "it names no topic".to_owned(), None);
        }
    }

    /// Phrases are looked for as whole words, so that one without a letter or digit is never found. YAML knows straight quotation marks only.
    fn phrases(&mut self, keys: &[&str], phrases: &Words) {
        for phrase in phrases.iter() {
            let quoted = phrase.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
            if !phrase.contains(char::is_alphanumeric) {
                self.mistake(&[keys, &[phrase]].concat(), format!("“{phrase}” has no word to look for"), None);
            } else if let Some(inner) = quoted {
                let message = "the curly quotation marks count as part of these words, so that they are found nowhere".to_owned();
                self.mistake(&[keys, &[phrase]].concat(), message, Some(format!("write \"{inner}\"")));
            }
        }
    }

    fn id(&mut self, id: &str) {
        let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if id == self.file.name && !(id.contains('/') && id.split('/').all(is_plain)) {
            let help = Some("call it as names/known-as: a folder and a file, in small letters, digits and hyphens".to_owned());
            self.mistake(&["id", id], "this cannot be the id of a rule".to_owned(), help);
        }
    }

    fn date(&mut self, keys: &[&str], date: &str) {
        if !dates::is_date(date) {
            let help = Some("write year-month-day, such as 2027-06-01".to_owned());
            self.mistake(&[keys, &[date]].concat(), format!("`{date}` is not a date"), help);
        }
    }

    fn conditions(&mut self, keys: &[&str], conditions: &Conditions) {
        self.meanings(&[keys, &["offers"]].concat(), &conditions.offers);
        self.meanings(&[keys, &["shown-after"]].concat(), &conditions.shown_after);
        self.topics(&[keys, &["asks"]].concat(), &conditions.asks);
        self.topics(&[keys, &["shown-after-asking"]].concat(), &conditions.shown_after_asking);
        self.topics(&[keys, &["page-asks"]].concat(), &conditions.page_asks);
        self.phrases(&[keys, &["page-says"]].concat(), &conditions.page_says);
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        self.topics(&[keys, &["beside-optional"]].concat(), &conditions.beside_optional);
        self.names(&[keys, &["purpose"]].concat(), &conditions.purpose, &known(PURPOSES), "purpose");
        self.names(&[keys, &["audience"]].concat(), &conditions.audience, &known(AUDIENCES), "audience");
    }

    fn example(&mut self, kind: &str, example: &super::schema::Example) {
        let languages: BTreeSet<&str> = dialect::ALL.iter().map(|dialect| dialect.name()).collect();
        let is_known = |key: &str| languages.contains(key) || ["purpose", "audience", "page"].contains(&key);
        let unknown: Vec<&String> = example.keys().filter(|key| !is_known(key)).collect();
        for key in &unknown {
            let names = languages.iter().copied().chain(["purpose", "audience", "page"]);
            let help = Some(nearest(key, names));
            self.mistake(&["examples", kind, key], format!("`{key}` is not a key that an example can have"), help);
        }
        let written: Vec<&String> = example.iter().filter(|(key, _)| languages.contains(key.as_str())).map(|(_, code)| code).collect();
        let list = languages.iter().copied().collect::<Vec<_>>().join(" or ");
        match written.as_slice() {
            [] if unknown.is_empty() => self.mistake(&["examples", kind], format!("an example has a language: {list}"), None),
            [] | [_] => {}
            _ => self.mistake(&["examples", kind], format!("an example has one language: {list}"), None),
        }
        for code in written {
            self.marks(kind, code);
        }
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (key, names) in [("purpose", PURPOSES), ("audience", AUDIENCES), ("page", &["whole"])] {
            let given = Words(example.get(key).cloned().into_iter().collect());
            self.names(&["examples", kind, key], &given, &known(names), if key == "page" { "kind of page" } else { key });
        }
    }

    /// Every `«` has its `»`, and a good example has neither.
    fn marks(&mut self, kind: &str, code: &str) {
        let found = match (examples::unpaired(code), code.find('«')) {
            (Some(at), _) => (at, "one of the marks « and » is missing", "write «» around the words that the finding stands at"),
            (None, Some(at)) if kind == "pass" => {
                (at, "nothing is to be found in a `pass` example", "leave the marks out, or move the example to `flag`")
            }
            _ => return,
        };
        let (at, message, help) = found;
        let line = code[..at].matches('\n').count();
        self.mistakes.push(Mistake::in_example(&self.written, code, line, message.to_owned(), Some(help.to_owned())));
    }

    fn topics(&mut self, keys: &[&str], words: &Words) {
        let names = self.vocabulary.topic_names().to_vec();
        self.names(keys, words, &names, "topic");
    }

    fn meanings(&mut self, keys: &[&str], words: &Words) {
        let mut names = self.vocabulary.meaning_names().to_vec();
        names.push(FREE_TEXT.to_owned());
        self.names(keys, words, &names, "answer");
    }

    fn controls(&mut self, keys: &[&str], words: &Words) {
        let names: Vec<String> = Control::ALL.iter().map(|(name, _)| *name).chain(["choice", "text"]).map(str::to_owned).collect();
        self.names(keys, words, &names, "control");
    }

    fn names(&mut self, keys: &[&str], words: &Words, known: &[String], what: &str) {
        for word in words.iter().filter(|word| !known.iter().any(|name| name == word)) {
            let help = Some(nearest(word, known.iter().map(String::as_str)));
            self.mistake(&[keys, &[word]].concat(), format!("there is no {what} called `{word}`"), help);
        }
    }

    fn mistake(&mut self, keys: &[&str], message: String, help: Option<String>) {
        self.mistakes.push(Mistake::within(&self.written, keys, message, help));
    }
}

/// The built-in files as files, for their own tests.
pub(super) fn own_pack() -> impl Iterator<Item = File> {
    built_in_files().iter().map(|(path, text)| {
        let name = path.trim_start_matches("rules/").trim_end_matches(".yaml").to_owned();
        File { path: (*path).to_owned(), name, text: (*text).to_owned() }
    })
}

/// The rule files of `folders`.
pub(super) fn own(folders: &[PathBuf], mistakes: &mut Vec<Mistake>) -> Vec<File> {
    let mut files = Vec::new();
    folders.iter().for_each(|folder| read_folder(folder, folder, &mut files, mistakes));
    files
}

/// The file of a rule, read whole, examples and all.
pub fn file_of(id: &str, folders: &[PathBuf]) -> Option<RuleFile> {
    let mut files = own_pack().chain(own(folders, &mut Vec::new()));
    files.find(|file| file.name == id).and_then(|file| serde_yaml::from_str(&file.text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_names_only_what_there_is() {
        let (pack, mistakes) = load(&[]);
        let files = own_pack().filter(|file| file.name.starts_with("vocabulary/"));
        let unknown: Vec<Mistake> = mistakes.into_iter().chain(files.flat_map(|file| unknown_names(&file, &pack.vocabulary))).collect();
        assert!(unknown.is_empty(), "{unknown:#?}");
    }

    #[test]
    fn the_profile_voice_switches_on_every_rule_of_that_name() {
        let (pack, _) = load(&[]);
        let profile = &pack.vocabulary.profiles()["voice"];
        let off: Vec<&str> = pack.rules.iter().filter(|rule| rule.level_by_itself().is_none()).map(|rule| rule.id.as_str()).collect();
        for rule in pack.rules.iter().filter(|rule| rule.id.starts_with("voice/")) {
            assert!(off.contains(&rule.id.as_str()), "{} is off by itself", rule.id);
            assert!(profile.level(rule, None).is_some(), "the profile names {}", rule.id);
        }
    }

    #[test]
    fn a_welsh_question_is_understood() {
        let (pack, _) = load(&[]);
        let topics = |prompt: &str| {
            let topics = pack.vocabulary.topics_of(prompt).into_iter().map(|topic| pack.vocabulary.topic_name(topic).to_owned());
            topics.collect::<Vec<_>>()
        };
        assert_eq!(topics("Pa un o’r canlynol sy’n disgrifio eich cyfeiriadedd rhywiol orau?"), ["orientation"]);
        assert!(topics("Beth yw eich rhyw?").contains(&"sex".to_owned()));
        assert!(topics("A yw eich rhywedd yr un fath â’r rhyw pan gawsoch eich geni?").contains(&"gender-same-as-birth".to_owned()));
        assert!(topics("Pa rhyw fath o gymorth sydd ei angen arnoch?").is_empty());
        let means = |label: &str, name: &str| pack.vocabulary.meanings_of(label).contains(&pack.vocabulary.meaning(name).unwrap());
        assert!(means("Mae’n well gen i beidio â dweud", "decline"));
        assert!(means("Hoyw neu lesbiaidd", "gay-or-lesbian") && means("Deurywiol", "bisexual"));
    }
}
