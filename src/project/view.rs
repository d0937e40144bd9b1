//! What one page can find out about the other files of its repository.
//!
//! Nothing is guessed: a name that two files give different values to is as unknown as one that none gives.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;

use super::cache::lock;
use super::code::{holds_code, is_code, joined};
use super::files::Files;
use super::handed::Renders;
use super::locales::Locales;
use super::store::{Store, Template};
use super::{Scope, aliases, closed};
use crate::dialect::{self, Parsers, blade, php};
use crate::form::components::Component;
use crate::limits::{self, Limits};
use crate::module::is_test;
use crate::page::{Block, Import, Node, Set};
use crate::source::{FileId, Source, Span};
use crate::value::{Call, Entry, Value, ValueKind};

/// A repository, listed when something first asks for another file than the one at hand.
pub struct Project {
    open: Box<dyn Fn() -> Box<dyn Files + Send> + Send + Sync>,
    store: OnceLock<Store>,
    locales: OnceLock<Locales>,
    renders: OnceLock<Renders>,
    /// The files that imports lead to, by the folder that the import stands in and what is written there.
    pub(super) files: Mutex<FxHashMap<(String, String), Option<String>>>,
    /// The classes of steps, by the folders that they and their pages stand in.
    pub(super) steps: Mutex<FxHashMap<String, Option<Value>>>,
    /// What names stand for wherever they are asked for. Only answers that a page asks for itself are kept: what one
    /// reference finds on the way of another may have been cut short by a circle.
    answers: Mutex<HashMap<(Asks, String), Option<Value>>>,
}

/// What a page asks other files for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asks {
    Constant,
    Function,
    Filter,
    Handed,
    #[cfg(feature = "ruby")]
    Class,
    #[cfg(feature = "ruby")]
    Helper,
    #[cfg(feature = "razor")]
    Type,
    Session,
    Words,
}

impl Project {
    /// The repository whose files `open` gives, when they are needed.
    pub fn new(open: impl Fn() -> Box<dyn Files + Send> + Send + Sync + 'static) -> Self {
        Project {
            open: Box::new(open),
            store: OnceLock::new(),
            locales: OnceLock::new(),
            renders: OnceLock::new(),
            files: Mutex::default(),
            steps: Mutex::default(),
            answers: Mutex::default(),
        }
    }

    /// Its files, each read at most once.
    pub fn store(&self) -> &Store {
        self.store.get_or_init(|| Store::new((self.open)()))
    }

    /// The file at `path`, if a reference has led to it already.
    pub fn source_at_hand(&self, path: &str) -> Option<Arc<Source>> {
        self.store.get()?.source_at_hand(path)
    }

    /// Lets go of what was read and worked out, where it has come to much. Not to be called while pages are read.
    pub fn forget_much(&self) {
        if self.store.get().is_some_and(Store::forget_much) {
            lock(&self.answers).clear();
            lock(&self.steps).clear();
        }
    }

    pub(super) fn locales(&self) -> &Locales {
        self.locales.get_or_init(|| Locales::of(self.store().files().list()))
    }

    /// Files that have the words of the one at `path` in languages that askwell does not read, each with the language.
    pub(crate) fn words_in_unread_languages(&self, path: &str) -> Vec<(String, String)> {
        Locales::in_unread_languages(path, self.store().files().list())
    }

    /// Which files of code show which pages.
    pub(super) fn renders(&self) -> &Renders {
        self.renders.get_or_init(|| Renders::of(self.store()))
    }
}

/// A repository as a page sees it.
pub struct View<'p> {
    pub(super) project: &'p Project,
    /// The page's path, as the repository names it.
    pub(super) from: String,
    /// The language that the page is read in.
    pub(super) language: String,
    pub(super) parsers: RefCell<Parsers>,
    /// How many files deep the answer being worked out has gone.
    depth: Cell<usize>,
    pub(super) languages: RefCell<BTreeSet<String>>,
    /// What the page's own words call its names, once that is asked for.
    pub(super) own: OnceCell<Option<Value>>,
    /// The class that the page is the template of, once that is asked for.
    pub(super) step: OnceCell<Option<Value>>,
    /// What files take from others where they are code or hold some, by their paths.
    imports: RefCell<HashMap<String, Vec<Import>>>,
    /// What names that are no paths stand for, by the files that settle them.
    pub(super) aliases: RefCell<HashMap<String, aliases::Aliases>>,
    /// The files whose names are meant, the last one now: the page, and what it shows of others.
    homes: RefCell<Vec<String>>,
    /// Macros of the service's own, each as the component that it calls.
    components: Arc<BTreeMap<String, Component>>,
    /// The bounds that hold for the page.
    limits: Limits,
}

impl<'p> View<'p> {
    /// What the page at `from` can find out, read in `language`.
    pub fn new(project: &'p Project, from: &str, language: &str) -> Self {
        View {
            project,
            from: from.to_owned(),
            language: language.to_owned(),
            parsers: RefCell::default(),
            depth: Cell::new(0),
            languages: RefCell::default(),
            own: OnceCell::new(),
            step: OnceCell::new(),
            imports: RefCell::default(),
            aliases: RefCell::default(),
            homes: RefCell::new(vec![from.to_owned()]),
            components: Arc::default(),
            limits: Limits::default(),
        }
    }

    /// The same, where these macros of the service's own call these components.
    pub(crate) fn with_components(self, components: Arc<BTreeMap<String, Component>>) -> Self {
        View { components, ..self }
    }

    /// The same, within these bounds.
    pub(crate) fn within(self, limits: Limits) -> Self {
        View { limits, ..self }
    }

    /// The bounds that hold for the page.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// What the same page can find out, read in another language.
    pub fn in_language(&self, language: &str) -> View<'p> {
        View::new(self.project, &self.from, language).with_components(self.components.clone()).within(self.limits)
    }

    /// The component that a macro of the service's own calls.
    pub(crate) fn component(&self, name: &str) -> Option<&Component> {
        self.components.get(name)
    }

    /// The other languages that the repository keeps words in, where the page has any words from there.
    pub fn languages(&self) -> Vec<String> {
        self.languages.borrow().iter().filter(|language| **language != self.language).cloned().collect()
    }

    /// What a name stands for that the page itself does not set: a constant that one file of code exports, or the words
    /// of the page's own step.
    pub(super) fn name(&self, name: &str) -> Option<Value> {
        let home = self.home();
        if let Some((from, there)) = self.import_of(&home, name) {
            return self.deeper(|| self.imported(&home, &from, &there));
        }
        #[cfg(feature = "ruby")]
        if super::ruby::is_ruby(&home) {
            return self.ruby_name(name);
        }
        #[cfg(feature = "razor")]
        if super::csharp::is_razor(&home) {
            return self.csharp_name(name, &home);
        }
        if holds_code(&home) {
            return self.deeper(|| self.taken_with_all(name));
        }
        if let Some(member) = self.deeper(|| self.class_beside(&home, name)) {
            return Some(member);
        }
        // What PHP fills, no script of the service does; words it may share.
        if php::is_php(&home) {
            let looks: [fn(&Self, &str) -> Option<Value>; 4] = [Self::php_class, Self::step_words, Self::word_beside, Self::shared_data];
            return looks.iter().find_map(|look| self.deeper(|| look(self, name)));
        }
        let handed = self.once(Asks::Handed, name, || self.deeper(|| self.handed(name)));
        let is_constant = name.starts_with(|c: char| c.is_uppercase()) && name.len() > 2;
        handed.or_else(|| match is_constant {
            true => self.once(Asks::Constant, name, || self.deeper(|| self.exported_anywhere(name))),
            false => {
                let looks: [fn(&Self, &str) -> Option<Value>; 5] =
                    [Self::step_words, Self::word_beside, Self::step_member, Self::shared_data, Self::rendered_with];
                looks.iter().find_map(|look| self.deeper(|| look(self, name)))
            }
        })
    }

    /// The member of the class in the code file beside a template of the same name: `page.component.html`, `page.component.ts`.
    fn class_beside(&self, home: &str, name: &str) -> Option<Value> {
        let path = format!("{}.component.ts", home.strip_suffix(".component.html")?);
        let list = self.project.store().files().list();
        list.binary_search(&path).ok()?;
        let source = self.project.store().source_at(&path)?;
        let module = self.module(&path)?;
        let names = dialect::class_names(&module, &source.text);
        let member = names.iter().rev().find(|set| set.name == name)?.value.clone();
        let value = closed(&member, &mut |name| {
            let own = names.iter().rev().find(|set| set.name == name).map(|set| Value::clone(&set.value));
            own.or_else(|| self.named_in(&module, &path, name))
        });
        Some(Scope::default().value(&value))
    }

    /// The template of the one Angular component that a page calls `tag`: the file beside the one that says so.
    fn selected_file(&self, tag: &str) -> Option<String> {
        let store = self.project.store();
        let said = ['\'', '"'].map(|quote| format!("selector: {quote}{tag}{quote}"));
        let found = store.naming(tag, &said.each_ref().map(String::as_str), &[".component.ts"]);
        let mut found = found.iter().filter(|path| !is_test(path));
        let (only, None) = (found.next()?, found.next()) else { return None };
        let template = format!("{}.html", only.strip_suffix(".ts")?);
        store.files().list().binary_search(&template).is_ok().then_some(template)
    }

    /// What whoever shows the Angular component at `template` may give it, and what that is where it is not given.
    pub(crate) fn inputs(&self, template: &str) -> Vec<Set> {
        let Some(path) = template.strip_suffix(".component.html").map(|stem| format!("{stem}.component.ts")) else { return Vec::new() };
        if self.project.store().files().list().binary_search(&path).is_err() {
            return Vec::new();
        }
        match (self.project.store().source_at(&path), self.module(&path)) {
            (Some(source), Some(module)) => dialect::class_inputs(&module, &source.text),
            _ => Vec::new(),
        }
    }

    /// Remembers what the file at hand takes from another, where it is code or holds some. False where it is a template.
    pub(crate) fn take(&self, import: &Import) -> bool {
        let home = self.home();
        let takes = holds_code(&home);
        if takes {
            let mut imports = self.imports.borrow_mut();
            let known = imports.entry(home).or_default();
            if !known.contains(import) {
                known.push(import.clone());
            }
        }
        takes
    }

    /// What the page itself takes from other files.
    pub(super) fn own_imports(&self) -> Vec<Import> {
        self.imports.borrow().get(&self.from).cloned().unwrap_or_default()
    }

    fn import_of(&self, home: &str, name: &str) -> Option<(Value, String)> {
        let imports = self.imports.borrow();
        imports.get(home)?.iter().rev().find_map(|import| {
            let (there, _) = import.names.iter().find(|(_, here)| here == name)?;
            Some((import.from.clone(), there.clone()))
        })
    }

    /// The file whose names are meant now.
    pub(crate) fn home(&self) -> String {
        self.homes.borrow().last().unwrap_or(&self.from).clone()
    }

    /// Names mean what they mean in the file at `path`, until [`View::leave`].
    pub(crate) fn enter(&self, path: &str) {
        self.homes.borrow_mut().push(path.to_owned());
    }

    /// Names mean again what they meant before.
    pub(crate) fn leave(&self) {
        self.homes.borrow_mut().pop();
    }

    /// The file that shows the component which `name` stands for here: the one it is imported from, by way of others or
    /// not; else the only one that is called so, as components that are known everywhere are.
    pub(crate) fn component_file(&self, name: &str) -> Option<Arc<Template>> {
        let home = self.home();
        if blade::is_blade(&home) {
            return self.page(self.blade_component(name, &home)?);
        }
        if !home.ends_with(".vue") && name.contains('-') {
            return self.page(&self.selected_file(name)?);
        }
        let name = &dialect::component_name(name);
        let path = match self.import_of(&home, name) {
            Some((from, there)) => self.deeper(|| self.passed_on_file(&home, &from, &there))?,
            None => match self.project.store().ending_with(&format!("{name}.vue")).as_slice() {
                [only] if !is_test(only) => (*only).to_owned(),
                _ => return None,
            },
        };
        self.page(&path)
    }

    /// The file of a component that the page at `path`, with these nodes, takes from another as `name`.
    pub(crate) fn component_of(&self, path: &str, nodes: &[Node], name: &str) -> Option<Arc<Template>> {
        let mut imports = nodes.iter().filter_map(|node| if let Node::Import(import) = node { Some(import) } else { None });
        let (from, there) = imports.find_map(|import| {
            let (there, _) = import.names.iter().find(|(_, here)| here == name)?;
            Some((&import.from, there))
        })?;
        let file = self.deeper(|| self.passed_on_file(path, from, there))?;
        self.page(&file)
    }

    /// The file of a component that `path` takes from another, which may itself only pass it on.
    fn passed_on_file(&self, path: &str, from: &Value, there: &str) -> Option<String> {
        let file = self.resolved(path, from)?;
        if file.ends_with(".vue") {
            return Some(file);
        }
        let module = self.module(&file).filter(|_| is_code(&file))?;
        let value = module.export(there)?;
        let ValueKind::Name(name) = &value.kind else { return None };
        let (from, there) = module.import(name)?;
        self.deeper(|| self.passed_on_file(&file, from, there))
    }

    /// The template that is written as `written` in the file `from`.
    pub(crate) fn template(&self, written: &str, from: FileId) -> Option<Arc<Template>> {
        const ENDINGS: &[&str] = &["", ".njk", ".html", ".nunjucks", ".jinja", ".j2"];
        let store = self.project.store();
        let from = store.path(from).unwrap_or_else(|| self.from.clone());
        #[cfg(feature = "ruby")]
        if super::ruby::is_ruby(&from) {
            return self.page(self.ruby_template(written, &from)?);
        }
        #[cfg(feature = "razor")]
        if super::csharp::is_razor(&from) {
            return self.page(self.razor_template(written, &from)?);
        }
        if blade::is_blade(&from) {
            return self.page(self.blade_template(written, &from)?);
        }
        let path = match written.starts_with('.') {
            true => {
                let target = joined(from.rsplit_once('/').map_or("", |(folder, _)| folder), written)?;
                let tried = ENDINGS.iter().map(|ending| format!("{target}{ending}"));
                tried.into_iter().find(|path| store.files().list().binary_search(path).is_ok())?
            }
            false => store.near_one_of(&from, written, ENDINGS).ok()?.to_owned(),
        };
        self.page(&path)
    }

    /// The macro of this name that one template of the repository defines.
    pub(crate) fn macro_called(&self, name: &str) -> Option<(Arc<Template>, Block)> {
        const TEMPLATES: &[&str] = &["njk", "html", "nunjucks", "jinja", "jinja2", "j2"];
        // Rails has helpers and no macros.
        #[cfg(feature = "ruby")]
        if super::ruby::is_ruby(&self.from) {
            return None;
        }
        let store = self.project.store();
        let paths = store.naming(name, &[&format!("macro {name}(")], TEMPLATES);
        let mut found = paths.into_iter().filter_map(|path| {
            let template = self.page(path)?;
            let block = macro_named(&template.page.nodes, name)?.clone();
            Some((template, block))
        });
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    fn page(&self, path: &str) -> Option<Arc<Template>> {
        let mut parsers = self.parsers.try_borrow_mut().ok()?;
        self.project.store().page(path, &mut parsers)
    }

    /// What a call comes to of a function that the page does not define.
    pub(super) fn call(&self, scope: &Scope, call: &Call, span: Span, steps: usize) -> Option<Value> {
        if matches!(call.name.as_str(), "__" | "t" | "$t" | "translate") {
            let key = scope.text(call.args.first()?);
            #[cfg(feature = "ruby")]
            if super::ruby::is_ruby(&self.from) {
                let within = call.keywords.as_ref().and_then(|keywords| scope.at(keywords, "scope"));
                let key = self.ruby_key(scope, key.known()?.as_str(), within.as_ref())?;
                return self.ruby_words(&key, span.file);
            }
            let key = key.known()?.as_str();
            return if php::is_php(&self.from) { self.laravel_words(key) } else { None }.or_else(|| self.translation(key));
        }
        if php::is_php(&self.from) && matches!(call.name.as_str(), "config" | "Config::get") {
            return self.laravel_setting(scope.text(call.args.first()?).known()?.as_str());
        }
        if php::is_php(&self.from) {
            return self.php_answer(call);
        }
        #[cfg(feature = "ruby")]
        if super::ruby::is_ruby(&self.from) {
            return self.ruby_call(scope, call, span, steps);
        }
        #[cfg(feature = "razor")]
        if super::csharp::is_razor(&self.from) {
            return None;
        }
        // Code names what it takes, and PHP has no functions of a script: nothing is given to them from elsewhere.
        if is_code(&self.from) {
            return None;
        }
        let function = self.once(Asks::Function, &call.name, || self.deeper(|| self.function(&call.name)))?;
        let applied = Call { receiver: Some(function), name: String::new(), args: call.args.clone(), keywords: call.keywords.clone() };
        let value = scope.step(&Value::new(ValueKind::Call(Box::new(applied)), span), steps + 1);
        (!matches!(value.kind, ValueKind::Call(_))).then_some(value)
    }

    /// What a filter of the service's own makes of its subject.
    pub(super) fn filter(&self, scope: &Scope, call: &Call, span: Span, steps: usize) -> Option<Value> {
        if holds_code(&self.from) || php::is_php(&self.from) {
            return None;
        }
        let function = self.once(Asks::Filter, &call.name, || self.deeper(|| self.handed_filter(&call.name)))?;
        let args = call.receiver.iter().chain(&call.args).cloned().collect();
        let applied = Call { receiver: Some(function), name: String::new(), args, keywords: call.keywords.clone() };
        let value = scope.step(&Value::new(ValueKind::Call(Box::new(applied)), span), steps + 1);
        (!matches!(value.kind, ValueKind::Call(_) | ValueKind::Unknown(_))).then_some(value)
    }

    /// What `look` finds, found once for the whole repository.
    pub(super) fn once(&self, asks: Asks, key: &str, look: impl FnOnce() -> Option<Value>) -> Option<Value> {
        if self.depth.get() > 0 {
            return look();
        }
        let key = (asks, key.to_owned());
        if let Some(known) = lock(&self.project.answers).get(&key) {
            return known.clone();
        }
        let found = look();
        lock(&self.project.answers).insert(key, found.clone());
        found
    }

    /// Runs `look` as if nothing had been followed yet: what is kept of it must be the same whoever asked first. It must not lead back
    /// to what asked.
    pub(super) fn afresh<T>(&self, look: impl FnOnce() -> T) -> T {
        let before = self.depth.replace(0);
        let found = look();
        self.depth.set(before);
        found
    }

    /// Runs `look`, unless the answer has already gone through too many files: then it goes in a circle.
    pub(super) fn deeper<T>(&self, look: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.depth.get() >= limits::REFERENCE_STEPS {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let found = look();
        self.depth.set(self.depth.get() - 1);
        found
    }
}

/// The macro that these nodes define under `name`.
pub(crate) fn macro_named<'n>(nodes: &'n [Node], name: &str) -> Option<&'n Block> {
    nodes.iter().find_map(|node| match node {
        Node::Macro(block) if block.name == name => Some(block),
        Node::Block(block) => macro_named(&block.body, name),
        _ => None,
    })
}

/// The value that all of these are, if they are all the same to a reader.
pub(super) fn one_of(mut found: Vec<Value>) -> Option<Value> {
    let first = found.pop()?;
    found.iter().all(|other| same(&first, other)).then_some(first)
}

/// True if two values say the same, wherever they stand.
fn same(one: &Value, other: &Value) -> bool {
    let entries = |one: &Entry, other: &Entry| one.key == other.key && same(&one.value, &other.value);
    match (&one.kind, &other.kind) {
        (ValueKind::Text(one), ValueKind::Text(other)) => one.as_str() == other.as_str(),
        (ValueKind::Number(one), ValueKind::Number(other)) => one == other,
        (ValueKind::Bool(one), ValueKind::Bool(other)) => one == other,
        (ValueKind::Null, ValueKind::Null) => true,
        (ValueKind::List(one), ValueKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| same(one, other))
        }
        (ValueKind::Map(one), ValueKind::Map(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| entries(one, other))
        }
        _ => one == other,
    }
}
