//! Components as data: which parameter of a call is the prompt, the hint, the answers.
//!
//! The tables are `components/*.yaml`, and for what counts only where a file takes it from a package `components/packages/*.yaml`. The build
//! turns them into JSON.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::page::Page;
use crate::rules::schema::Words;

/// One component of a design system or of a language's own forms. Where a field holds parameter paths, the first that is
/// present wins; a path that ends in `html` holds markup, `key[]` means each of a list.
///
/// Besides what a call writes, it has the parameters that `args` names, `children` for what it wraps, `$key` for the name
/// that the code gives it, and `$method` for each method that a chain of calls goes through: `Joi.string().required()`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Component {
    /// Its name in kebab-case, as folders of a package are called.
    pub(super) component: String,
    /// The macros, functions and elements that it is called by.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// The table that it stands in. Where several tables have a name, a file is meant by the one that is called as it ends.
    #[serde(default)]
    pub(super) table: String,
    /// Parts of the names of packages that give it, where code says where it takes a component from.
    #[serde(default)]
    pub(super) from: Vec<String>,
    /// An object with all of these keys is a call of it, too; `key=value` asks for that value.
    #[serde(default)]
    pub(super) shape: Vec<String>,
    /// Elements inside it that are parameters, by what the parameter is called; under no name, those that only hold such elements.
    #[serde(default)]
    pub(super) parts: BTreeMap<String, Vec<String>>,
    /// What its arguments are called, in order, where they have a place and no name.
    #[serde(default)]
    pub(super) args: Vec<String>,
    /// True for what is kept, not asked: only a form that is made of it asks it.
    #[serde(default)]
    pub(super) stored: bool,
    /// Parameters that a call need not give, and what they are then.
    #[serde(default)]
    pub(super) defaults: BTreeMap<String, bool>,
    /// Where a class of a form says from which model it takes further fields.
    #[serde(default, rename = "made-from")]
    pub(super) made_from: Option<MadeFrom>,
    /// Methods by which a form says which answer brings up which of its fields.
    #[serde(default)]
    pub(super) reveals: Vec<Reveals>,
    /// Which parameters name the thing that is asked about, of a call that hands out what asks: `form_with model: …`.
    #[serde(default)]
    pub(super) model: Vec<String>,
    /// Under which keys the words stand that the call does not say.
    #[serde(default)]
    pub(super) keyed: Option<Keyed>,
    /// What people answer with, or `group` for what wraps questions, `page` for what only holds them, `element` for what is
    /// shown as an HTML element, `model` for a class of what is kept, or `none` for what brings no answers.
    pub(super) control: String,
    /// Which parameter says that it is another control, and which.
    #[serde(default)]
    pub(super) control_by: Option<ControlBy>,
    /// The control that it is where it is given a list and nothing says which.
    #[serde(default)]
    pub(super) with_list: Option<String>,
    /// Where `control` is `element`: which, and how parameters become attributes.
    #[serde(default)]
    pub(super) element: Option<Rendered>,
    /// Where it says at which addresses it and its codes are kept.
    #[serde(default, rename = "kept-at")]
    pub(super) kept_at: Vec<String>,
    /// Where further objects stand that ask something.
    #[serde(default)]
    pub(super) holds: Vec<String>,
    /// Where it says that an answer to another question brings it up.
    #[serde(default)]
    pub(super) shown_when: Option<Condition>,
    /// It takes people's own words beside its answers if any of these is so: `key` or `key=value`, as in a shape.
    #[serde(default)]
    pub(super) own_words: Vec<String>,
    /// True if `$label` is what a model calls an attribute: its parameters `model` and `attribute` say which.
    #[serde(default)]
    pub(super) model_label: bool,
    /// What its text is for, where it brings no answers.
    #[serde(default)]
    pub(super) role: Option<String>,
    /// The type of the `<input>` that it renders.
    #[serde(default)]
    pub(super) input_type: Vec<String>,
    #[serde(default)]
    pub(super) prompt: Vec<String>,
    #[serde(default)]
    pub(super) hint: Vec<String>,
    #[serde(default)]
    pub(super) name: Vec<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "says where ids come from; directives will want it")]
    pub(super) id: Vec<String>,
    #[serde(default)]
    pub(super) answers: Option<Answers>,
    #[serde(default)]
    pub(super) selected: Vec<String>,
    /// What stands in a box beforehand.
    #[serde(default)]
    pub(super) filled: Vec<String>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    /// True if an answer has to be given where nothing says otherwise.
    #[serde(default)]
    pub(super) required_otherwise: bool,
    #[serde(default)]
    pub(super) autocomplete: Vec<String>,
    #[serde(default)]
    pub(super) pattern: Vec<String>,
    #[serde(default)]
    pub(super) minlength: Vec<String>,
    #[serde(default)]
    pub(super) maxlength: Vec<String>,
    #[serde(default)]
    pub(super) spellcheck: Vec<String>,
    /// Classes, styles and scripts that can change the case of what is typed.
    #[serde(default)]
    pub(super) casing: Vec<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "the map of raw attributes, for rules about further ones")]
    pub(super) attributes: Vec<String>,
    #[serde(default)]
    pub(super) placeholder: Vec<String>,
    /// Further parameters that hold visible markup.
    #[serde(default)]
    pub(super) markup: Vec<String>,
    /// Further visible words.
    #[serde(default)]
    pub(super) text: Vec<String>,
}

impl Component {
    /// True if it counts only where a file takes it from its package: others have names as plain.
    fn is_of_package(&self) -> bool {
        self.table.starts_with("packages/")
    }

    /// True if it may be what a package called `from` gives. A path within the repository is no package.
    pub(super) fn comes_from(&self, from: &str) -> bool {
        !from.starts_with('.') && (self.from.is_empty() || self.from.iter().any(|part| from.contains(part)))
    }

    /// The paths of one of [`PARTS`].
    fn part(&mut self, part: &str) -> Option<&mut Vec<String>> {
        Some(match part {
            "prompt" => &mut self.prompt,
            "hint" => &mut self.hint,
            "name" => &mut self.name,
            "selected" => &mut self.selected,
            "required" => &mut self.required,
            "autocomplete" => &mut self.autocomplete,
            "pattern" => &mut self.pattern,
            "minlength" => &mut self.minlength,
            "maxlength" => &mut self.maxlength,
            "placeholder" => &mut self.placeholder,
            "markup" => &mut self.markup,
            "text" => &mut self.text,
            _ => {
                let answers = self.answers.as_mut()?;
                match part {
                    "answers" => &mut answers.list,
                    "label" => &mut answers.label,
                    "value" => &mut answers.value,
                    "answer-hint" => &mut answers.hint,
                    "checked" => &mut answers.selected,
                    _ => return None,
                }
            }
        })
    }
}

/// Which control a parameter asks for. Classes and functions go by their last name: `forms.RadioSelect`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlBy {
    /// The parameters.
    pub(super) paths: Vec<String>,
    /// By what the parameter says.
    pub(super) is: BTreeMap<String, String>,
}

/// Where a form says what it takes from a model: paths of members of its class.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MadeFrom {
    pub(super) model: String,
    /// The names of the fields, or the one name that stands for all of them.
    pub(super) fields: String,
    pub(super) exclude: String,
    /// Maps by field, each of one parameter.
    #[serde(default)]
    pub(super) parts: BTreeMap<String, String>,
}

/// Two methods in a chain: the first is told a field and an answer, the second the field that the answer brings up.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reveals {
    pub(super) given: String,
    pub(super) opens: String,
    /// True where the second is told how the names of such fields start, and each answer may bring up one.
    #[serde(default)]
    pub(super) prefix: bool,
}

/// An answer to another question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    /// The other question's name.
    pub(super) question: Vec<String>,
    /// What is sent for the answer.
    pub(super) answer: Vec<String>,
}

/// Keys of the words that a call leaves to files of words. `{model}` is what is asked about, `{name}` the name of the answer,
/// `{value}` what an answer sends. The first key that has words is meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keyed {
    #[serde(default)]
    pub(super) prompt: Vec<String>,
    #[serde(default)]
    pub(super) hint: Vec<String>,
    /// Those of answers that a list gives.
    #[serde(default)]
    pub(super) answer: Vec<String>,
    /// True if the name itself, as words, stands in for a prompt that no file has.
    #[serde(default)]
    pub(super) by_name: bool,
}

/// How a component is shown as an element.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rendered {
    /// The element.
    pub(super) tag: String,
    /// The parameters that name another one.
    #[serde(default)]
    pub(super) tag_by: Vec<String>,
    /// Where one of these is given, it shows something else.
    #[serde(default)]
    pub(super) unless: Vec<String>,
    /// The parameters that may name another one and mostly say something else: `<Input type="select">`.
    #[serde(default)]
    pub(super) tag_may_be: Vec<String>,
    /// Attributes that it always has.
    #[serde(default)]
    pub(super) fixed: BTreeMap<String, String>,
    /// Attributes that it has where no parameter gives them.
    #[serde(default)]
    pub(super) otherwise: BTreeMap<String, String>,
    /// Parameters that stand inside it, before its words.
    #[serde(default)]
    pub(super) holds: Vec<String>,
    /// Parameters that have another name as attributes. All others go by their own, in lower case.
    #[serde(default)]
    pub(super) rename: BTreeMap<String, String>,
    /// Parameters that are no attributes.
    #[serde(default)]
    pub(super) drop: Vec<String>,
    /// The parameters that its id is made of; of a label, the id of what it labels.
    #[serde(default)]
    pub(super) id: Vec<String>,
    /// Parameters that hold what choosing the answer brings up.
    #[serde(default)]
    pub(super) reveals: Vec<String>,
}

/// Where a component keeps its answers. `list` names parameters of the call, the rest keys of an item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    /// All of these lists, one after the other.
    pub(super) list: Vec<String>,
    /// The labels that the control has by what the first parameter of [`ControlBy`] says, wherever it stands.
    #[serde(default)]
    pub(super) by_type: BTreeMap<String, Vec<String>>,
    /// What the keys are where such a list is a map: the answers' values, or their labels.
    #[serde(default)]
    pub(super) keys: Keys,
    pub(super) label: Vec<String>,
    /// The parameters that name another path of an item for its label, and for its value: `item-text="name"`.
    #[serde(default)]
    pub(super) label_by: Vec<String>,
    #[serde(default)]
    pub(super) value_by: Vec<String>,
    #[serde(default)]
    pub(super) value: Vec<String>,
    /// The parameters that name the method by which an item gives its label, value and hint, where the call has such.
    #[serde(default)]
    pub(super) by: Option<By>,
    #[serde(default)]
    pub(super) name: Vec<String>,
    #[serde(default)]
    pub(super) hint: Vec<String>,
    #[serde(default)]
    pub(super) selected: Vec<String>,
    #[serde(default)]
    pub(super) divider: Vec<String>,
    #[serde(default)]
    pub(super) reveals: Vec<String>,
    #[serde(default)]
    pub(super) exclusive: Vec<String>,
}

/// The tables that are for files of one ending alone.
const ENDINGS: &[&str] = &["vue", "blade.php"];

/// The tables of languages whose pages call nothing else, and which nobody else calls.
const APART: &[&str] = &[Page::RUBY, Page::RAZOR];

/// By which method an item gives its parts: parameters that name one. Where none names that for the value, an item is its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct By {
    pub(super) label: String,
    pub(super) value: String,
    #[serde(default)]
    pub(super) hint: String,
}

/// What the keys of a map of answers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Keys {
    /// A map is no list of answers.
    #[default]
    None,
    /// `{"f": "Female"}`.
    Values,
    /// `{"Female" => "f"}`.
    Labels,
}

/// Every component that is known.
pub(super) struct Components {
    entries: Vec<Component>,
    by_name: FxHashMap<String, Vec<usize>>,
}

/// The component called `component` with parameters of a service's own: what each is for, by the parameter's name.
/// `None` where there is no such component.
pub(crate) fn own(component: &str, parameters: &BTreeMap<String, Words>) -> Option<Component> {
    let mut own = Components::built_in().called(component)?.clone();
    for (part, paths) in parameters {
        if let Some(known) = own.part(part) {
            *known = paths.iter().map(str::to_owned).collect();
        }
    }
    Some(own)
}

/// What a parameter of a component can be for.
pub(crate) const PARTS: &[&str] = &[
    "prompt",
    "hint",
    "name",
    "answers",
    "label",
    "value",
    "answer-hint",
    "selected",
    "checked",
    "required",
    "autocomplete",
    "pattern",
    "minlength",
    "maxlength",
    "placeholder",
    "markup",
    "text",
];

/// The names of every component, for checking what a configuration names.
pub(crate) fn names() -> Vec<&'static str> {
    let is_named = |entry: &&Component| !entry.names.is_empty() && !APART.contains(&entry.table.as_str()) && !entry.is_of_package();
    let general = Components::built_in().entries.iter().filter(is_named);
    let mut names: Vec<&str> = general.map(|entry| entry.component.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Components {
    /// Those that are built in. They are read when a page first calls anything.
    pub(super) fn built_in() -> &'static Components {
        static BUILT_IN: OnceLock<Components> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            let json = include_str!(concat!(env!("OUT_DIR"), "/components.json"));
            Components::new(serde_json::from_str(json).unwrap_or_default())
        })
    }

    fn new(entries: Vec<Component>) -> Self {
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            entry.names.iter().for_each(|name| by_name.entry(name.clone()).or_default().push(at));
        }
        Components { entries, by_name }
    }

    /// The component that a macro of this name calls in files that end in `ending`; empty where that is not known.
    pub(super) fn named(&self, name: &str, ending: &str) -> Option<&Component> {
        let entries = || self.by_name.get(name).into_iter().flatten().map(|&at| &self.entries[at]);
        let own = entries().find(|entry| entry.table == ending);
        // A table that is named as files end is for those files alone.
        let is_apart = |table: &str| APART.contains(&table);
        let is_general = |entry: &&Component| {
            !is_apart(&entry.table) && !entry.is_of_package() && (ending.is_empty() || !ENDINGS.contains(&entry.table.as_str()))
        };
        own.or_else(|| entries().find(is_general).filter(|_| !is_apart(ending)))
    }

    /// The component that an element of this name is where a file takes it from the package `from`.
    pub(super) fn of_package(&self, name: &str, from: &str) -> Option<&Component> {
        let mut entries = self.by_name.get(name).into_iter().flatten().map(|&at| &self.entries[at]);
        entries.find(|entry| entry.is_of_package() && entry.comes_from(from))
    }

    /// What an element that nothing defines is, where it asks and lists answers.
    pub(super) fn any_choice(&self) -> Option<&Component> {
        self.entries.iter().find(|entry| entry.component == "any-choice")
    }

    /// The component that an object with these entries is a call of.
    pub(super) fn shaped(&self, says: impl Fn(&str, Option<&str>) -> bool) -> Option<&Component> {
        self.entries.iter().find(|entry| !entry.shape.is_empty() && entry.shape.iter().all(|shape| fits(shape, &says)))
    }

    /// Those that are called as macros are, not as elements.
    fn macros(&self) -> impl Iterator<Item = &Component> {
        let called = |entry: &&Component| entry.names.iter().any(|name| !name.starts_with('<'));
        self.entries.iter().filter(called).filter(|entry| !APART.contains(&entry.table.as_str()))
    }

    /// The component of this name, the NHS's where several systems have one.
    pub(super) fn called(&self, component: &str) -> Option<&Component> {
        self.macros().find(|entry| entry.component == component)
    }

    /// The component that lives in the folder of `path`: `govuk/components/radios/macro.njk`.
    pub(super) fn imported(&self, path: &str) -> Option<&Component> {
        let (_, rest) = path.rsplit_once("components/")?;
        let folder = rest.split('/').next()?;
        let family = ["govuk", "nhsuk", "ons"].into_iter().find(|family| path.contains(family)).unwrap_or("");
        let mut entries = self.macros().filter(|entry| entry.component == folder).peekable();
        let first = entries.peek().copied();
        entries.find(|entry| entry.names.iter().any(|name| !family.is_empty() && name.starts_with(family))).or(first)
    }
}

/// True if an object of which `says` tells what it has is as `shape` wants it: `key` or `key=value`.
pub(super) fn fits(shape: &str, says: impl Fn(&str, Option<&str>) -> bool) -> bool {
    match shape.split_once('=') {
        Some((key, value)) => says(key, Some(value)),
        None => says(shape, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables are written by hand; a key that the type does not know must not vanish.
    #[test]
    fn the_tables_are_read_whole() {
        let json = include_str!(concat!(env!("OUT_DIR"), "/components.json"));
        let entries: Vec<Component> = serde_json::from_str(json).unwrap();
        assert!(entries.len() > 40, "{}", entries.len());
        let mut names: Vec<(&String, &String)> =
            entries.iter().flat_map(|entry| entry.names.iter().map(|name| (&entry.table, name))).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "a name belongs to one component of a table");
    }

    #[test]
    fn an_import_tells_the_family() {
        let components = Components::built_in();
        let names = |path| components.imported(path).map(|found| found.names.join(" "));
        assert_eq!(names("govuk/components/radios/macro.njk").as_deref(), Some("govukRadios"));
        assert_eq!(names("components/radios/macro.njk").as_deref(), Some("radios nhsukRadios"));
        assert_eq!(names("./_macros.njk"), None);
    }
}
