//! The words that a page leaves to other files: locales, what stands beside a step, the data of a static site.

use std::sync::Arc;

use super::Scope;
use super::code::{CODE, is_code};
use super::locales::Locales;
use super::view::{Asks, View, one_of};
use crate::dialect::{data, php};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Reason};
use crate::value::{Entry, Value, ValueKind};

impl View<'_> {
    /// What the class of a model that goes by this name in a template calls an attribute: `$patient` is a `Patient`. Where its
    /// labels are written and leave one out, the name is made of the attribute's.
    pub(crate) fn attribute_label(&self, model: &str, attribute: &Text) -> Option<Value> {
        let class: String = model.split('_').map(capital).collect();
        let store = self.project.store();
        let file = store.near(&self.from, &format!("models/{class}.php")).ok()?;
        let labels = self.once(Asks::Words, file, || php::attribute_labels(&*store.source_at(file)?))?;
        let ValueKind::Map(entries) = &labels.kind else { return None };
        let found = entries.iter().find(|entry| entry.key == attribute.as_str());
        let found = found.map(|entry| Scope::default().value(&entry.value));
        found.or_else(|| {
            let words: Vec<String> = attribute.as_str().trim_end_matches("_id").split('_').map(capital).collect();
            let span = attribute.span()?;
            let may_be_there = entries.iter().any(Entry::is_spread);
            (!may_be_there).then(|| Value::new(ValueKind::Text(Text::meaning(&words.join(" "), span)), span))
        })
    }

    /// The words under a key, in the page's language.
    pub(crate) fn words(&self, key: &str) -> Option<Value> {
        self.translation(key)
    }

    /// True if some key like this one has words, whatever stands in the place of `any`.
    pub(crate) fn has_words_like(&self, key: &str, any: &str) -> bool {
        let Some((before, after)) = key.split_once(any) else { return self.translation(key).is_some() };
        let (before, after) = (before.trim_end_matches('.'), after.trim_start_matches('.'));
        let locales = self.project.locales();
        let found = locales.files(&self.language).filter_map(|file| at(&self.words_of(file)?, before));
        let has = |value: Value| match &value.kind {
            ValueKind::Map(entries) => entries.iter().any(|entry| at(&entry.value, after).is_some()),
            _ => false,
        };
        found.into_iter().any(has)
    }

    /// What code calls the thing that a form is about.
    pub(crate) fn model_name(&self, model: &Value) -> Option<String> {
        #[cfg(feature = "ruby")]
        return self.ruby_model(model);
        #[cfg(not(feature = "ruby"))]
        return Some(model).and(None);
    }

    /// The words under a key, in the page's language.
    pub(super) fn translation(&self, key: &str) -> Option<Value> {
        let locales = self.project.locales();
        self.languages.borrow_mut().extend(locales.languages().map(str::to_owned));
        let files = locales.files(&self.language);
        let (namespace, path) = key.split_once(':').map_or((None, key), |(namespace, path)| (Some(namespace), path));
        let in_namespace = |file: &&String| namespace.is_none_or(|namespace| stem(file) == namespace);
        let found = files.filter(in_namespace).filter_map(|file| at(&self.words_of(file)?, path));
        one_of(found.collect()).map(with_holes)
    }

    /// All the words of a locale file.
    pub(super) fn words_of(&self, file: &str) -> Option<Value> {
        let whole = match is_code(file) {
            false => Value::clone(&*self.project.store().data(file)?),
            true => self.once(Asks::Words, file, || self.module_words(file))?,
        };
        // `en: …` and `export const en = …` name the language once more.
        let ValueKind::Map(entries) = &whole.kind else { return None };
        match entries.as_ref() {
            [only] => match Locales::language_named(&only.key) {
                Some(language) => (language == self.language).then(|| only.value.clone()),
                None => Some(whole),
            },
            _ => Some(whole),
        }
    }

    fn module_words(&self, file: &str) -> Option<Value> {
        let module = self.module(file)?;
        let exports: Vec<&String> = module.exports.iter().map(|(name, _)| name).collect();
        let name = match exports.as_slice() {
            [only] => only.as_str(),
            _ => "default",
        };
        self.exported(file, name)
    }

    /// `content`, and files beside it, by the convention that a step's words stand in a file of the step's name.
    pub(super) fn step_words(&self, name: &str) -> Option<Value> {
        let mut folders = self.from.rsplit('/').skip(1);
        let step = folders.next()?;
        let locales = self.project.locales();
        let mut of_step = locales.files(&self.language).filter(|file| stem(file) == step);
        let (own, None) = (of_step.next()?, of_step.next()) else { return None };
        self.languages.borrow_mut().extend(locales.languages().map(str::to_owned));
        if name == "content" {
            return self.words_of(own).map(with_holes);
        }
        let beside = format!("{}/{name}.", own.rsplit_once('/').map_or("", |(folder, _)| folder));
        let mut files = locales.files(&self.language).filter(|file| file.starts_with(&beside));
        let (file, None) = (files.next()?, files.next()) else { return None };
        self.words_of(file).map(with_holes)
    }

    /// What a static site gives all of its pages: the file of this name in a folder `_data`.
    pub(super) fn shared_data(&self, name: &str) -> Option<Value> {
        let store = self.project.store();
        let endings = data::EXTENSIONS.iter().chain(CODE);
        let files = endings.filter_map(|ending| store.near(&self.from, &format!("_data/{name}.{ending}")).ok());
        let found = files.filter_map(|file| match is_code(file) {
            true => self.exported(file, "default"),
            false => store.data(file).map(|value| Value::clone(&value)),
        });
        one_of(found.collect())
    }
}

/// The value at a path of keys with dots between; a key may itself hold dots.
pub(super) fn at(value: &Value, path: &str) -> Option<Value> {
    let ValueKind::Map(entries) = &value.kind else { return None };
    let find = |key: &str| entries.iter().rev().find(|entry| entry.key == key).map(|entry| &entry.value);
    if let Some(found) = find(path) {
        return Some(found.clone());
    }
    path.match_indices('.').find_map(|(dot, _)| at(find(&path[..dot])?, &path[dot + 1..]))
}

/// The words of a locale with what the running page puts in shown as holes: `{{name}}`, `%{name}`, `%s`.
pub(super) fn with_holes(value: Value) -> Value {
    holed(&value).unwrap_or(value)
}

/// The same; `None` where nothing is put in. Every page asks for the words of its locale, and few of them have a hole.
fn holed(value: &Value) -> Option<Value> {
    let kind = match &value.kind {
        ValueKind::Text(text) => ValueKind::Text(text_with_holes(text, value.span)?),
        ValueKind::Map(entries) => ValueKind::Map(changed(entries, |entry| Some(entry.with(holed(&entry.value)?)))?),
        ValueKind::List(items) => ValueKind::List(changed(items, holed)?),
        _ => return None,
    };
    Some(Value::new(kind, value.span))
}

/// All of `items`, some of which `change` gives anew; `None` where it gives none.
fn changed<T: Clone>(items: &[T], change: impl Fn(&T) -> Option<T>) -> Option<Arc<[T]>> {
    let mut all: Option<Vec<T>> = None;
    for (at, item) in items.iter().enumerate() {
        match (change(item), &mut all) {
            (Some(new), all) => all.get_or_insert_with(|| items[..at].to_vec()).push(new),
            (None, Some(all)) => all.push(item.clone()),
            (None, None) => {}
        }
    }
    all.map(Into::into)
}

fn text_with_holes(text: &Text, span: Span) -> Option<Text> {
    let whole = text.as_str();
    let mut next = Some(placeholder(whole, 0)?);
    let (mut holed, mut plain) = (Text::default(), 0);
    while let Some((start, end)) = next {
        holed.push_part(text, plain..start);
        holed.push_hole(Because::new(Reason::Computed, text.span_of(start..end).unwrap_or(span)));
        plain = end;
        next = placeholder(whole, end);
    }
    holed.push_part(text, plain..whole.len());
    Some(holed)
}

fn placeholder(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find(['{', '%'])?;
    let rest = &text[start..];
    let len = if rest.starts_with("{{") {
        rest.find("}}").map(|end| end + 2)
    } else if rest.starts_with("%{") {
        rest.find('}').map(|end| end + 1)
    } else {
        rest.starts_with("%s").then_some(2)
    };
    match len {
        Some(len) => Some((start, start + len)),
        None => placeholder(text, start + 1),
    }
}

/// A word with a capital in front.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
