//! What one page can find out about the other files of its repository.
//!
//! Nothing is guessed: a name that two files give different values to is as unknown as one that none gives.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use super::cache::lock;
use super::files::Files;
use super::locales::Locales;
use super::store::{Store, Template};
use super::{Scope, aliases, closed};
use crate::dialect::{self, Parsers, data, php, script};
use crate::form::components::Component;
use crate::limits;
use crate::module::{Module, is_test};
use crate::page::{Block, Import, Node};
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::{Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

/// The ending of Python files, whose names mean where they are what they meant where they were written.
const PYTHON: &str = ".py";

/// The endings of code files in JavaScript and TypeScript, in the order in which a name without one is looked for.
const CODE: &[&str] = script::ENDINGS;

/// A repository, listed when something first asks for another file than the one at hand.
pub struct Project {
    open: Box<dyn Fn() -> Box<dyn Files + Send> + Send + Sync>,
    store: OnceLock<Store>,
    locales: OnceLock<Locales>,
    /// What names stand for wherever they are asked for. Only answers that a page asks for itself are kept: what one
    /// reference finds on the way of another may have been cut short by a circle.
    answers: Mutex<HashMap<(Asks, String), Option<Value>>>,
}

/// What a page asks other files for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asks {
    Constant,
    Function,
    #[cfg(feature = "ruby")]
    Class,
    #[cfg(feature = "ruby")]
    Helper,
    #[cfg(feature = "razor")]
    Type,
    Words,
}

impl Project {
    /// The repository whose files `open` gives, when they are needed.
    pub fn new(open: impl Fn() -> Box<dyn Files + Send> + Send + Sync + 'static) -> Self {
        Project { open: Box::new(open), store: OnceLock::new(), locales: OnceLock::new(), answers: Mutex::default() }
    }

    /// Its files, each read at most once.
    pub fn store(&self) -> &Store {
        self.store.get_or_init(|| Store::new((self.open)()))
    }

    fn locales(&self) -> &Locales {
        self.locales.get_or_init(|| Locales::of(self.store().files().list()))
    }
}

/// A repository as a page sees it.
pub struct View<'p> {
    pub(super) project: &'p Project,
    /// The page's path, as the repository names it.
    pub(super) from: String,
    /// The language that the page is read in.
    language: String,
    parsers: RefCell<Parsers>,
    /// How many files deep the answer being worked out has gone.
    depth: Cell<usize>,
    languages: RefCell<BTreeSet<String>>,
    /// What files take from others where they are code or hold some, by their paths.
    imports: RefCell<HashMap<String, Vec<Import>>>,
    /// What names that are no paths stand for, by the files that settle them.
    aliases: RefCell<HashMap<String, aliases::Aliases>>,
    /// The files whose names are meant, the last one now: the page, and what it shows of others.
    homes: RefCell<Vec<String>>,
    /// Macros of the service's own, each as the component that it calls.
    components: Arc<BTreeMap<String, Component>>,
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
            imports: RefCell::default(),
            aliases: RefCell::default(),
            homes: RefCell::new(vec![from.to_owned()]),
            components: Arc::default(),
        }
    }

    /// The same, where these macros of the service's own call these components.
    pub(crate) fn with_components(self, components: Arc<BTreeMap<String, Component>>) -> Self {
        View { components, ..self }
    }

    /// What the same page can find out, read in another language.
    pub fn in_language(&self, language: &str) -> View<'p> {
        View::new(self.project, &self.from, language).with_components(self.components.clone())
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
            return self.deeper(|| self.ruby_name(name));
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
        let is_constant = name.starts_with(|c: char| c.is_uppercase()) && name.len() > 2;
        match is_constant {
            true => self.once(Asks::Constant, name, || self.deeper(|| self.exported_anywhere(name))),
            false => self.deeper(|| self.step_words(name)).or_else(|| self.deeper(|| self.shared_data(name))),
        }
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

    /// The code file at `path`.
    pub(super) fn code(&self, path: &str) -> Option<Arc<Module>> {
        self.module(path)
    }

    /// What the page, which is code, takes from another file under its name there; the whole of it where that is empty.
    pub(super) fn taken(&self, from: &Value, there: &str) -> Option<Value> {
        self.deeper(|| self.taken_by(&self.from, from, there))
    }

    fn taken_by(&self, path: &str, from: &Value, there: &str) -> Option<Value> {
        let file = self.resolved(path, from)?;
        if !is_code(&file) {
            return Some(Value::clone(&*self.project.store().data(&file)?));
        }
        match there {
            "" => {
                let module = self.module(&file)?;
                Some(module.meaning(&module.whole(from.span), &file))
            }
            _ => self.given(&file, there),
        }
    }

    /// What the code file at `path` gives under `name`; its own names say that they are meant there.
    fn given(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            match module.export(name) {
                Some(value) => Some(module.meaning(&value, path)),
                None => {
                    let found = module.reexports.iter().filter_map(|from| self.given(&self.resolved(path, from)?, name));
                    one_of(found.collect())
                }
            }
        })
    }

    /// What `name` means at the top level of the code file at `path`.
    pub(super) fn meant(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            match module.name(name) {
                Some(value) => Some(module.meaning(value, path)),
                None => {
                    let (from, there) = module.import(name)?;
                    self.taken_by(path, from, there)
                }
            }
        })
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
        let paths = store.containing(&format!("macro {name}("), TEMPLATES);
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
            return self.translation(key.known()?.as_str());
        }
        #[cfg(feature = "ruby")]
        if super::ruby::is_ruby(&self.from) {
            return self.ruby_call(scope, call, span, steps);
        }
        #[cfg(feature = "razor")]
        if super::csharp::is_razor(&self.from) {
            return None;
        }
        // Code names what it takes; nothing is given to it from elsewhere.
        if is_code(&self.from) {
            return None;
        }
        let function = self.once(Asks::Function, &call.name, || self.deeper(|| self.function(&call.name)))?;
        let applied = Call { receiver: Some(function), name: String::new(), args: call.args.clone(), keywords: call.keywords.clone() };
        let value = scope.step(&Value::new(ValueKind::Call(Box::new(applied)), span), steps + 1);
        (!matches!(value.kind, ValueKind::Call(_))).then_some(value)
    }

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
    fn words_of(&self, file: &str) -> Option<Value> {
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
    fn step_words(&self, name: &str) -> Option<Value> {
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
    fn shared_data(&self, name: &str) -> Option<Value> {
        let store = self.project.store();
        let endings = data::EXTENSIONS.iter().chain(CODE);
        let files = endings.filter_map(|ending| store.near(&self.from, &format!("_data/{name}.{ending}")).ok());
        let found = files.filter_map(|file| match is_code(file) {
            true => self.exported(file, "default"),
            false => store.data(file).map(|value| Value::clone(&value)),
        });
        one_of(found.collect())
    }

    /// The value that the one file of code exports which exports this name.
    fn exported_anywhere(&self, name: &str) -> Option<Value> {
        let store = self.project.store();
        let found = store.containing(name, CODE).into_iter().filter(|path| !is_test(path)).filter_map(|path| self.exported(path, name));
        one_of(found.collect())
    }

    /// A function that code gives to templates under this name.
    fn function(&self, name: &str) -> Option<Value> {
        if name.len() < 3 {
            return None;
        }
        let store = self.project.store();
        let files = store.containing(name, CODE).into_iter().filter(|path| !is_test(path));
        let found = files.filter_map(|path| {
            let direct = self.exported(path, name).or_else(|| self.given_to_templates(path, name))?;
            matches!(direct.kind, ValueKind::Lambda(_)).then_some(direct)
        });
        one_of(found.collect())
    }

    /// What a file that sets up the template engine gives it: `export default (env) => { const globals = {}; … return globals }`.
    fn given_to_templates(&self, path: &str, name: &str) -> Option<Value> {
        let made = self.exported(path, "default")?;
        let made = match &made.kind {
            ValueKind::Lambda(_) => {
                let call = Call { receiver: Some(made.clone()), name: String::new(), args: Vec::new(), keywords: None };
                Scope::default().value(&Value::new(ValueKind::Call(Box::new(call)), made.span))
            }
            _ => made,
        };
        let scope = Scope::default();
        let entry = scope.at(&made, name)?;
        Some(scope.value(&entry))
    }

    /// What the code file at `path` exports as `name`, with every name in it replaced by what it means there.
    fn exported(&self, path: &str, name: &str) -> Option<Value> {
        self.deeper(|| {
            let module = self.module(path)?;
            let value = match module.export(name) {
                Some(value) => value,
                None => return self.passed_on(&module, path, name),
            };
            let value = closed(&value, &mut |name| self.named_in(&module, path, name));
            Some(Scope::default().value(&value))
        })
    }

    /// What a module passes on from another under `name`.
    fn passed_on(&self, module: &Module, path: &str, name: &str) -> Option<Value> {
        let found = module.reexports.iter().filter_map(|from| self.exported(&self.resolved(path, from)?, name));
        one_of(found.collect())
    }

    /// What a name means at the top level of a module.
    pub(super) fn named_in(&self, module: &Module, path: &str, name: &str) -> Option<Value> {
        if let Some(value) = module.name(name) {
            return Some(value.clone());
        }
        let (from, there) = module.import(name)?;
        self.imported(path, from, there)
    }

    /// What the file at `path` takes from another, under its name there; the whole of it where that is empty.
    fn imported(&self, path: &str, from: &Value, there: &str) -> Option<Value> {
        if is_python(path) {
            return self.python_import(path, from, there);
        }
        let file = self.resolved(path, from)?;
        if is_code(&file) && !there.is_empty() {
            return self.exported(&file, there);
        }
        match is_code(&file) {
            false => Some(Value::clone(&*self.project.store().data(&file)?)),
            true => {
                let module = self.module(&file)?;
                let whole = module.whole(from.span);
                Some(closed(&whole, &mut |name| self.named_in(&module, &file, name)))
            }
        }
    }

    /// The file that an import names, as seen from `path`.
    fn resolved(&self, path: &str, from: &Value) -> Option<String> {
        let Property::Known(written) = Scope::default().text(from) else { return None };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match written.as_str() {
            written if written.starts_with('.') => self.code_file(joined(folder, written)?),
            written => {
                let settled = self.aliased(folder, written).into_iter().find_map(|target| self.code_file(target));
                settled.or_else(|| self.in_source_folder(folder, written))
            }
        }
    }

    /// `@/x` and `~/x`: by convention in the folder `src` of the package, which is one of those round the file.
    fn in_source_folder(&self, folder: &str, written: &str) -> Option<String> {
        let rest = written.strip_prefix("@/").or_else(|| written.strip_prefix("~/"))?;
        let mut around = std::iter::successors(Some(folder), |inner| (!inner.is_empty()).then(|| outer(inner)));
        around.find_map(|folder| self.code_file(joined(folder, &format!("src/{rest}"))?))
    }

    /// What a name that is no path may stand for, by the nearest file that settles such names.
    fn aliased(&self, folder: &str, written: &str) -> Vec<String> {
        let list = self.project.store().files().list();
        let above = std::iter::successors(Some(folder), |folder| {
            (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
        });
        let mut settings = above.flat_map(|folder| aliases::FILES.iter().map(move |name| (folder, path_in(folder, name))));
        let Some((folder, path)) = settings.find(|(_, path)| list.binary_search(path).is_ok()) else { return Vec::new() };
        if let Some(known) = self.aliases.borrow().get(&path) {
            return known.targets(written);
        }
        let read = || {
            let source = self.project.store().source_at(&path)?;
            aliases::Aliases::read(&source, folder, &mut *self.parsers.try_borrow_mut().ok()?)
        };
        let Some(read) = read() else { return Vec::new() };
        let targets = read.targets(written);
        self.aliases.borrow_mut().insert(path, read);
        targets
    }

    /// The file that `target` names, with or without its ending.
    fn code_file(&self, target: String) -> Option<String> {
        let list = self.project.store().files().list();
        let plain = target.strip_suffix(".js").unwrap_or(&target);
        let tried = std::iter::once(target.clone())
            .chain(CODE.iter().chain(&["json", "vue"]).map(|ending| format!("{plain}.{ending}")))
            .chain(CODE.iter().map(|ending| format!("{target}/index.{ending}")));
        tried.into_iter().find(|path| list.binary_search(path).is_ok())
    }

    pub(super) fn module(&self, path: &str) -> Option<Arc<Module>> {
        let mut parsers = self.parsers.try_borrow_mut().ok()?;
        self.project.store().module(path, &mut parsers)
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

/// A word with a capital in front.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
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
    let text = match &value.kind {
        ValueKind::Text(text) => text,
        ValueKind::Map(entries) => {
            let holed = |entry: &Entry| Entry { value: with_holes(entry.value.clone()), ..entry.clone() };
            return Value::new(ValueKind::Map(entries.iter().map(holed).collect()), value.span);
        }
        ValueKind::List(items) => return Value::new(ValueKind::List(items.iter().cloned().map(with_holes).collect()), value.span),
        _ => return value,
    };
    let mut holed = Text::default();
    let mut plain = 0;
    let whole = text.as_str();
    let mut scan = 0;
    while let Some((start, end)) = placeholder(whole, scan) {
        holed.push_part(text, plain..start);
        let place = text.span_of(start..end).unwrap_or(value.span);
        holed.push_hole(crate::unknown::Because::new(Reason::Computed, place));
        (plain, scan) = (end, end);
    }
    holed.push_part(text, plain..whole.len());
    Value::new(ValueKind::Text(holed), value.span)
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

fn path_in(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The path `written` from `folder`; `None` if it leads out of the repository.
pub(super) fn joined(folder: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn is_code(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| CODE.contains(&ending)) || is_python(path)
}

pub(super) fn is_python(path: &str) -> bool {
    path.ends_with(PYTHON)
}

/// True for code, and for pages that hold some of their own.
fn holds_code(path: &str) -> bool {
    is_code(path) || path.ends_with(".vue")
}

/// The folder that `folder` stands in.
fn outer(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(outer, _)| outer)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
