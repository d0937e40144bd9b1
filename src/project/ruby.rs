//! What a template of Rails can find out about the rest of its repository: by Rails' conventions, which leave no choice.

use super::view::{Asks, View, one_of};
use super::words::{at, with_holes};
use super::{Scope, closed};
use crate::dialect::ruby::underscored;
use crate::module::{Module, is_test, meant_in, written};
use crate::source::{FileId, Span};
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// The endings of templates, in the order in which Rails looks for them.
const TEMPLATES: &[&str] = &[".html.erb", ".html.slim", ".html.haml", ".erb", ".slim", ".haml"];

/// True for a template of Rails, and for its code.
pub(super) fn is_ruby(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "erb" | "slim" | "haml" | "rb"))
}

impl View<'_> {
    /// What a name means in a template: a constant of a class, a method of its own component, or a helper.
    pub(super) fn ruby_name(&self, name: &str) -> Option<Value> {
        // Where a constant that is meant in a file is not that file's own, it is everybody's.
        let (name, _) = written(name);
        if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            return self.once(Asks::Class, name, || self.deeper(|| self.ruby_constant(name)));
        }
        let is_plain = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
        if !is_plain {
            return None;
        }
        self.deeper(|| self.method_of_component(name)).or_else(|| self.helper(name))
    }

    /// `Patient::SEXES`: the class in the file that its name says, and what that calls so.
    fn ruby_constant(&self, name: &str) -> Option<Value> {
        let parts: Vec<&str> = name.split("::").collect();
        (1..=parts.len()).rev().find_map(|length| {
            let file = format!("{}.rb", underscored(&parts[..length].join("::")));
            let files = self.project.store().ending_with(&file);
            let found = files.into_iter().filter(|path| !is_test(path)).filter_map(|path| self.constant_in(path, &parts));
            one_of(found.collect())
        })
    }

    /// The constant at this path of names, from the top level of a file.
    fn constant_in(&self, path: &str, parts: &[&str]) -> Option<Value> {
        let module = self.module(path)?;
        let (first, rest) = parts.split_first()?;
        let (_, mut value) = module.exports.iter().find(|(name, _)| name == first).cloned()?;
        for name in rest {
            value = member(&value, name)?;
        }
        Some(self.ruby_closed(&module, path, &value))
    }

    /// A value as it is meant in its own file, at `path`. A name of an object that runs is unknown elsewhere. In a class the constants
    /// of other files stay names, which say where they are meant: written out, each model of a service would hold all others, and they it.
    fn ruby_closed(&self, module: &Module, path: &str, value: &Value) -> Value {
        let is_class = matches!(value.kind, ValueKind::Class(_));
        let closed = closed(value, &mut |name| {
            let is_constant = name.starts_with(|c: char| c.is_ascii_uppercase());
            let own = module.name(name).cloned();
            own.or_else(|| match is_class {
                true => is_constant.then(|| Value::new(ValueKind::Name(meant_in(name, path)), value.span)),
                false => self.deeper(|| self.ruby_constant(name)).filter(|_| is_constant),
            })
        });
        Scope::default().value(&closed)
    }

    /// What a method of the component that the page is the template of answers.
    fn method_of_component(&self, name: &str) -> Option<Value> {
        let stem = self.from.split_once('.').map_or(self.from.as_str(), |(stem, _)| stem);
        if !self.from.contains("/components/") && !self.from.starts_with("components/") {
            return None;
        }
        let (folder, own) = stem.rsplit_once('/')?;
        let beside = folder.strip_suffix(own).and_then(|before| before.strip_suffix('/')).map(|before| format!("{before}/{own}.rb"));
        let paths = [Some(format!("{stem}.rb")), beside];
        let path = paths.into_iter().flatten().find(|path| self.project.store().files().list().binary_search(path).is_ok())?;
        let module = self.module(&path)?;
        let found = module.exports.iter().find_map(|(_, value)| within(value, name, 0))?;
        Some(self.ruby_closed(&module, &path, &found))
    }

    /// What a helper answers that every view has.
    fn helper(&self, name: &str) -> Option<Value> {
        self.once(Asks::Helper, name, || {
            self.deeper(|| {
                let store = self.project.store();
                let files = store.naming(name, &[&format!("def {name}")], &[".rb"]).into_iter();
                let found = files.filter(|path| path.contains("app/helpers/") && !is_test(path)).filter_map(|path| {
                    let module = self.module(path)?;
                    let found = module.exports.iter().find_map(|(_, value)| within(value, name, 0))?;
                    Some(self.ruby_closed(&module, path, &found))
                });
                one_of(found.collect())
            })
        })
    }

    /// What a helper that is given something comes to.
    pub(super) fn ruby_call(&self, scope: &Scope, call: &Call, span: Span, steps: usize) -> Option<Value> {
        match (call.name.as_str(), call.args.as_slice()) {
            // Lists of options as Rails' selects take them.
            ("options_for_select", [list, ..]) => Some(scope.step(list, steps + 1)),
            ("options_from_collection_for_select", [list, value, label, ..]) => self.collected(scope, [list, value, label], span, steps),
            _ => {
                let function = self.helper(&call.name).filter(|found| matches!(found.kind, ValueKind::Lambda(_)))?;
                let applied =
                    Call { receiver: Some(function), name: String::new(), args: call.args.clone(), keywords: call.keywords.clone() };
                let value = scope.step(&Value::new(ValueKind::Call(Box::new(applied)), span), steps + 1);
                (!matches!(value.kind, ValueKind::Call(_))).then_some(value)
            }
        }
    }

    /// Pairs of label and value, each by a method of the items.
    fn collected(&self, scope: &Scope, [list, value, label]: [&Value; 3], span: Span, steps: usize) -> Option<Value> {
        let ValueKind::List(items) = scope.step(list, steps + 1).kind else { return None };
        let by = |item: &Value, method: &Value| {
            let name = scope.text(method).known()?.as_str().to_owned();
            let call = Call { receiver: Some(item.clone()), name, args: Vec::new(), keywords: None };
            Some(scope.step(&Value::new(ValueKind::Call(Box::new(call)), item.span), steps + 1))
        };
        let pair = |item: &Value| Some(Value::new(ValueKind::List([by(item, label)?, by(item, value)?].into()), item.span));
        Some(Value::new(ValueKind::List(items.iter().map(pair).collect::<Option<Vec<Value>>>()?.into()), span))
    }

    /// The template that `render` names: a partial, or a component by the path of its class.
    pub(super) fn ruby_template(&self, written: &str, from: &str) -> Option<&str> {
        let store = self.project.store();
        let (folder, name) = written.rsplit_once('/').map_or(("", written), |(folder, name)| (folder, name));
        let partial = match folder {
            "" => format!("{}/_{name}", from.rsplit_once('/').map_or("", |(folder, _)| folder)),
            folder => format!("{folder}/_{name}"),
        };
        // A component, with its template beside it or in a folder of its own.
        let candidates = [partial, written.to_owned(), format!("{written}/{name}")];
        candidates.iter().find_map(|path| TEMPLATES.iter().find_map(|ending| store.near(from, &format!("{path}{ending}")).ok()))
    }

    /// A key with the keys that it stands under: `t(:female, scope: %i[people sexes])`.
    pub(super) fn ruby_key(&self, scope: &Scope, key: &str, within: Option<&Value>) -> Option<String> {
        let mut parts = Vec::new();
        match within.map(|within| &within.kind) {
            None => return Some(key.to_owned()),
            Some(ValueKind::List(items)) => {
                for item in items.iter() {
                    parts.push(scope.text(item).known()?.as_str().to_owned());
                }
            }
            Some(_) => parts.push(scope.text(within?).known()?.as_str().to_owned()),
        }
        parts.push(key.to_owned());
        Some(parts.join("."))
    }

    /// The words under a key. One that begins with a dot goes on from the path of the template that asks.
    pub(super) fn ruby_words(&self, key: &str, asking: FileId) -> Option<Value> {
        let Some(rest) = key.strip_prefix('.') else { return self.translation(key).map(counted) };
        let from = self.project.store().path(asking).unwrap_or_else(|| self.from.clone());
        let own = words_beside(&from).and_then(|path| {
            let data = self.project.store().data(&path)?;
            at(&data, &format!("en.{rest}")).or_else(|| at(&data, rest))
        });
        own.map(with_holes).or_else(|| self.translation(&format!("{}.{rest}", lazy(&from)))).map(counted)
    }

    /// What Rails calls the thing that a form is about: the name of its class.
    pub(super) fn ruby_model(&self, model: &Value) -> Option<String> {
        match &model.kind {
            ValueKind::Text(text) => Some(text.as_str().to_owned()),
            ValueKind::List(items) => self.ruby_model(items.last()?),
            ValueKind::Call(call) if call.name == "new" => match &call.receiver.as_ref()?.kind {
                ValueKind::Name(class) | ValueKind::Unknown(Reason::Name(class)) if class.starts_with(|c: char| c.is_uppercase()) => {
                    Some(underscored(class).replace('/', "_"))
                }
                _ => None,
            },
            ValueKind::Name(name) | ValueKind::Unknown(Reason::Name(name)) => self.model_called(name),
            _ => None,
        }
    }

    /// The model that a variable holds: what the controller puts there, else that of its name, where there is one.
    fn model_called(&self, name: &str) -> Option<String> {
        let made = self.controller().and_then(|module| {
            let made: Vec<Value> = module.names.iter().filter(|set| set.name == name).map(|set| Value::clone(&set.value)).collect();
            let models: Vec<String> = made.iter().filter_map(|value| self.class_made(value)).collect();
            let first = models.first()?.clone();
            models.iter().all(|model| *model == first).then_some(first)
        });
        made.or_else(|| {
            let plain = name.trim_start_matches('@');
            let files = self.project.store().ending_with(&format!("{plain}.rb"));
            files.into_iter().any(|path| !is_test(path)).then(|| plain.to_owned())
        })
    }

    fn class_made(&self, value: &Value) -> Option<String> {
        let call = value.as_call().filter(|call| call.name == "new")?;
        let ValueKind::Name(class) = &call.receiver.as_ref()?.kind else { return None };
        // A variable may hold any class.
        class.starts_with(|c: char| c.is_uppercase()).then(|| underscored(class).replace('/', "_"))
    }

    /// The controller that shows the page.
    fn controller(&self) -> Option<std::sync::Arc<Module>> {
        let (before, rest) = self.from.split_once("app/views/")?;
        let (folder, _) = rest.rsplit_once('/')?;
        self.module(&format!("{before}app/controllers/{folder}_controller.rb"))
    }
}

/// A member of a class.
fn member(value: &Value, name: &str) -> Option<Value> {
    let ValueKind::Class(class) = &value.kind else { return None };
    class.members.iter().rev().find(|entry| entry.key == name).map(|entry| entry.value.clone())
}

/// A method in a class or module, or in one that stands in it.
fn within(value: &Value, name: &str, depth: usize) -> Option<Value> {
    let ValueKind::Class(class) = &value.kind else { return None };
    let own = member(value, name).filter(|found| !matches!(found.kind, ValueKind::Class(_)));
    own.or_else(|| class.members.iter().filter(|_| depth < 8).find_map(|entry: &Entry| within(&entry.value, name, depth + 1)))
}

/// What keys that begin with a dot begin with: `app/views/children/_form.html.erb` is `children.form`.
fn lazy(path: &str) -> String {
    let rest = ["app/views/", "app/components/"].into_iter().find_map(|root| Some(path.split_once(root)?.1)).unwrap_or(path);
    let mut parts: Vec<&str> = rest.split('/').collect();
    if let Some(name) = parts.pop() {
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        // A component may have a folder of its own.
        if parts.last() != Some(&stem) {
            parts.push(stem.trim_start_matches('_'));
        }
    }
    parts.join(".")
}

/// The file of words that a component may have beside it.
fn words_beside(path: &str) -> Option<String> {
    let stem = path.contains("app/components/").then(|| path.split_once('.').map_or(path, |(stem, _)| stem))?;
    Some(format!("{stem}.yml"))
}

/// Words for one and words for many are two readings of what is said.
fn counted(value: Value) -> Value {
    let ValueKind::Map(entries) = &value.kind else { return value };
    let of = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.clone());
    match (of("one"), of("other")) {
        (Some(one), Some(other)) => Value::new(ValueKind::Either(vec![one, other]), value.span),
        (None, Some(other)) => other,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_on_from_the_path_of_the_view() {
        assert_eq!(lazy("app/views/children/_form.html.erb"), "children.form");
        assert_eq!(lazy("engine/app/views/a/b/new.html.slim"), "a.b.new");
        assert_eq!(lazy("app/components/sex_component.html.erb"), "sex_component");
        assert_eq!(lazy("app/components/sex_component/sex_component.html.erb"), "sex_component");
    }
}
