//! Words that lie beside the page that they are for: `content.en.json`, `content.json`, `content.ts`, and the file of words that a
//! controller has the name of.

use super::cache::lock;
use super::code::{CODE, is_code};
use super::locales::Locales;
use super::view::View;
use super::words::{at, stem, with_holes};
use super::{Scope, closed};
use crate::dialect::data;
use crate::module::{Module, is_test};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// The name under which templates know the words of their step.
const CONTENT: &str = "content";

/// The file of the words that every step has.
const COMMON: &str = "common.content";

/// The only file of code in a folder, and not below it, that may be the class of a step.
fn only_class<'l>(list: &'l [String], folder: &str) -> Option<&'l String> {
    let from = list.partition_point(|path| path.as_str() < folder);
    let in_folder = list[from..].iter().take_while(|path| path.starts_with(folder));
    let mut beside = in_folder.filter(|path| path.rsplit_once('/').is_some_and(|(own, _)| own == folder));
    let is_class = |path: &&String| is_code(path) && !is_test(path) && stem(path) != CONTENT;
    let (path, None) = (beside.find(is_class)?, beside.find(is_class)) else { return None };
    Some(path)
}

impl View<'_> {
    /// What the words beside the page say under `name`.
    pub(super) fn word_beside(&self, name: &str) -> Option<Value> {
        let ValueKind::Map(entries) = self.words_beside()?.kind else { return None };
        entries.iter().rev().find(|entry| entry.key == name && !entry.is_spread()).map(|entry| entry.value.clone())
    }

    /// What the class of a step calls `name`: the one in the only file of code beside its template.
    pub(super) fn step_member(&self, name: &str) -> Option<Value> {
        let class = self.step.get_or_init(|| self.step_class()).as_ref()?;
        let scope = Scope::default();
        let member = scope.class_member(class, name, 0)?;
        // A method is not called by its name alone.
        (!matches!(member.kind, ValueKind::Lambda(_))).then(|| scope.value(&member))
    }

    /// The class of the page's step, which is the default of the only file of code in its folder. Worked out once for all pages of the
    /// folder: it may have much of the service in it.
    fn step_class(&self) -> Option<Value> {
        let (folder, _) = self.from.rsplit_once('/')?;
        if let Some(known) = lock(&self.project.steps).get(folder) {
            return known.clone();
        }
        let path = only_class(self.project.store().files().list(), folder);
        let class = path.and_then(|path| self.afresh(|| self.exported(path, "default")));
        lock(&self.project.steps).insert(folder.to_owned(), class.clone());
        class
    }

    /// All that the words beside the page give it, by name.
    fn words_beside(&self) -> Option<Value> {
        self.own.get_or_init(|| self.data_beside().or_else(|| self.module_beside())).clone()
    }

    /// The words that the functions of a form's definition are given: `label: l => l.title`.
    pub(crate) fn spoken_words(&self) -> Option<Value> {
        self.own
            .get_or_init(|| {
                let own = self.words_of_module(&self.from).or_else(|| self.words_of_its_name())?;
                Some(match own.kind {
                    ValueKind::Map(_) => self.with_common_words(&own),
                    _ => own,
                })
            })
            .clone()
    }

    /// The words of a step after those that the service gives every step, in the one file called so. Code may add more to both.
    fn with_common_words(&self, own: &Value) -> Value {
        let entries = |value: &Value| if let ValueKind::Map(entries) = &value.kind { entries.to_vec() } else { Vec::new() };
        let endings: Vec<String> = CODE.iter().map(|ending| format!(".{ending}")).collect();
        let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
        let common = match self.project.store().ending_with_one_of(COMMON, &endings).as_slice() {
            [only] => self.words_of_module(only),
            _ => None,
        };
        let more = Value::new(ValueKind::Spread(Box::new(Value::unknown(Reason::Computed, own.span))), own.span);
        let more = Entry { key: String::new(), key_span: own.span, value: more };
        let common = common.iter().flat_map(entries);
        Value::new(ValueKind::Map([more].into_iter().chain(common).chain(entries(own)).collect()), own.span)
    }

    /// `content.en.json`, or `content.json` with a part for each language.
    fn data_beside(&self) -> Option<Value> {
        let store = self.project.store();
        let endings = || data::EXTENSIONS.iter().map(|ending| self.beside(&format!("{CONTENT}.{}.{ending}", self.language)));
        if let Some((path, value)) = endings().find_map(|path| Some((path.clone(), store.data(&path)?))) {
            self.notice_languages_beside(&path);
            return Some(under_one_name(with_holes(Value::clone(&value))));
        }
        let whole = data::EXTENSIONS.iter().find_map(|ending| store.data(&self.beside(&format!("{CONTENT}.{ending}"))))?;
        let by_language = at(&whole, "resources").unwrap_or_else(|| Value::clone(&whole));
        let ValueKind::Map(entries) = &by_language.kind else { return None };
        let languages: Vec<String> = entries.iter().filter_map(|entry| Locales::language_named(&entry.key)).collect();
        if languages.is_empty() {
            return Some(under_one_name(with_holes(by_language)));
        }
        self.languages.borrow_mut().extend(languages);
        let own = entries.iter().find(|entry| Locales::language_named(&entry.key).as_ref() == Some(&self.language))?;
        let words = with_holes(at(&own.value, "translation").unwrap_or_else(|| own.value.clone()));
        Some(if at(&words, CONTENT).is_some() { words } else { under_one_name(words) })
    }

    /// The other languages that the words at `path` are kept in beside it.
    fn notice_languages_beside(&self, path: &str) {
        let list = self.project.store().files().list();
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some((before, after)) = name.split_once(&format!(".{}.", self.language)) else { return };
        let known = ["en", "cy"].iter().filter(|language| {
            let other = joined(folder, &format!("{before}.{language}.{after}"));
            list.binary_search(&other).is_ok()
        });
        self.languages.borrow_mut().extend(known.map(|language| (*language).to_owned()));
    }

    /// `content.ts`, which has the words of each language under the language's name.
    fn module_beside(&self) -> Option<Value> {
        CODE.iter().find_map(|ending| self.words_of_module(&self.beside(&format!("{CONTENT}.{ending}"))))
    }

    fn beside(&self, name: &str) -> String {
        joined(self.from.rsplit_once('/').map_or("", |(folder, _)| folder), name)
    }

    /// What the code file at `path` calls by the name of the page's language: `const en = { … }`, `const en = () => ({ … })`.
    fn words_of_module(&self, path: &str) -> Option<Value> {
        let list = self.project.store().files().list();
        list.binary_search_by(|known| known.as_str().cmp(path)).ok()?;
        let module = self.module(path)?;
        let words = self.in_language_of(&module, path)?;
        let others = module.names.iter().filter_map(|set| Locales::language_named(&set.name));
        self.languages.borrow_mut().extend(others);
        Some(words)
    }

    fn in_language_of(&self, module: &Module, path: &str) -> Option<Value> {
        let name = module.names.iter().rev().find(|set| Locales::language_named(&set.name).as_ref() == Some(&self.language))?;
        let value = closed(&name.value, &mut |name| self.named_in(module, path, name));
        let scope = Scope::default();
        let made = match &value.kind {
            ValueKind::Lambda(lambda) => {
                let unknown = |param: &String| Value::unknown(Reason::Name(param.clone()), value.span);
                let args = lambda.params.iter().map(unknown).collect();
                let call = Call { receiver: Some(value.clone()), name: String::new(), args, keywords: None };
                scope.value(&Value::new(ValueKind::Call(Box::new(call)), value.span))
            }
            _ => scope.value(&value),
        };
        matches!(made.kind, ValueKind::Map(_)).then_some(made)
    }

    /// `SexAndTitleController.ts` has its words in `sex-and-title.json`, and what all pages say beside it.
    fn words_of_its_name(&self) -> Option<Value> {
        let name = hyphenated(stem(&self.from).trim_end_matches("Controller"));
        let locales = self.project.locales();
        let mut of_name = locales.files(&self.language).filter(|file| stem(file) == name);
        let (own, None) = (of_name.next()?, of_name.next()) else { return None };
        self.languages.borrow_mut().extend(locales.languages().map(str::to_owned));
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let common = locales.files(&self.language).find(|file| stem(file) == "common" && file.starts_with(folder));
        let words = with_holes(self.words_of(own)?);
        // Where it lacks a word, there may be other files.
        let more = Value::unknown(Reason::Computed, words.span);
        let spread = |value: Value| Entry {
            key: String::new(),
            key_span: value.span,
            value: Value::new(ValueKind::Spread(Box::new(value.clone())), value.span),
        };
        let common = common.and_then(|file| self.words_of(file)).map(with_holes);
        let entries = [spread(more)].into_iter().chain(common.map(spread)).chain([spread(words.clone())]);
        Some(Scope::default().value(&Value::new(ValueKind::Map(entries.collect()), words.span)))
    }
}

/// Words that templates know as `content`.
fn under_one_name(words: Value) -> Value {
    let span = words.span;
    let entry = Entry { key: CONTENT.to_owned(), key_span: Text::meaning(CONTENT, span).span().unwrap_or(span), value: words };
    Value::new(ValueKind::Map([entry].into()), span)
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// `SexAndTitle` as `sex-and-title`.
fn hyphenated(name: &str) -> String {
    let mut words = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
