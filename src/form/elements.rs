//! HTML elements: labels, legends, groups, headings, and the attributes that say what they are.

use std::borrow::Cow;

use super::beside::Flow;
use super::printed;
use super::read::Reader;
use super::sketch::{Group, GroupKind, Label, Named, Nested, Spot};
use super::words::{joined, seen};
use super::{Passage, Role, ShownWhen, controls};
use crate::dialect;
use crate::limits;
use crate::page::{Element, Node, Print};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Entry, Value, ValueKind};

impl Reader<'_> {
    pub(super) fn element(&mut self, element: &Element) {
        let element = &*self.with_what_is_spread(element);
        match element.tag.as_str() {
            "script" | "style" | "template" | "svg" | "noscript" => return,
            "div" | "section" | "fieldset" if is_put_away(element) => return,
            "br" | "wbr" => return self.line.push_replaced(" ", element.open),
            "input" | "select" | "textarea" | "option" => {
                self.enter(element);
                controls::read(self, element);
                self.leave();
                return;
            }
            "img" => {
                if let Property::Known(alt) = self.attribute(element, "alt") {
                    self.passage(&alt, Role::Alt);
                }
                return;
            }
            _ => {}
        }
        self.enter(element);
        let is_header = element.tag == "header";
        self.headers += usize::from(is_header);
        if let Property::Known(label) = self.attribute(element, "aria-label") {
            self.passage(&label, Role::AriaLabel);
        }
        if element.tag == "a" {
            self.address(element);
        }
        match element.tag.as_str() {
            "label" => self.label(element),
            "legend" => self.legend(element),
            "fieldset" => self.grouped(element, GroupKind::Fieldset),
            _ => match self.group_kind(element) {
                Some(kind) => self.grouped(element, kind),
                None => self.plain(element),
            },
        }
        self.headers -= usize::from(is_header);
        self.leave();
    }

    /// Where a link leads. The line that it stands in goes on.
    fn address(&mut self, link: &Element) {
        if let Property::Known(text) = self.attribute(link, "href")
            && text.span().is_some_and(|span| span.file == self.file)
        {
            self.addresses.push(Passage { text, role: Role::Address, at: None });
        }
    }

    pub(super) fn enter(&mut self, element: &Element) {
        let parent = self.elements.last().copied();
        let form = if element.tag == "form" { Some(self.placed(element.span)) } else { self.in_form() };
        if let Some(place) = form.filter(|_| element.tag == "form") {
            self.form_named(element, place);
        }
        let at = self.sketch.elements.len();
        self.sketch.elements.push(Nested { parent, is: Flow::of(&element.tag, is_block(&element.tag)), form });
        self.elements.push(at);
        if let Property::Known(id) = self.attribute(element, "id") {
            self.sketch.ids.push(Named { id: id.as_str().to_owned(), element: at, text: None, is_error: false });
        }
    }

    /// Opens a form that no element shows: a class of its own.
    pub(super) fn enter_form(&mut self, span: Span) {
        let at = self.sketch.elements.len();
        self.sketch.elements.push(Nested { parent: self.elements.last().copied(), is: Flow::of("form", true), form: Some(span) });
        self.elements.push(at);
    }

    /// The `form` that is open.
    pub(super) fn in_form(&self) -> Option<Span> {
        self.sketch.elements[*self.elements.last()?].form
    }

    pub(super) fn leave(&mut self) {
        self.elements.pop();
    }

    /// An element that is neither a control nor a group.
    pub(super) fn plain(&mut self, element: &Element) {
        let class = self.class(element);
        let named = self.named_text(element);
        let role = role(&element.tag, &class).or_else(|| shows_mistake(element).then_some(Role::Error));
        let starts = named.is_some() || role.is_some() || is_block(&element.tag);
        if !starts {
            self.phrasing += 1;
            self.nodes(&element.children);
            self.phrasing -= 1;
            return;
        }
        self.flush();
        let from = self.passages.len();
        let run = holds_a_run(&element.tag) || role.is_some_and(|role| role != Role::Error || element.tag == "span");
        self.phrasing += usize::from(run);
        // A heading in a legend asks, too: the outer part of a question decides what words are for.
        let outer = self.roles.last().copied();
        // And the heading over what went wrong is none of the page.
        let keeps = matches!(outer, Some(Role::Prompt | Role::Error)) && role == Some(Role::Heading);
        let inner = if keeps { outer } else { role.or(outer) };
        self.roles.extend(inner);
        self.nodes(&element.children);
        self.flush();
        if inner.is_some() {
            self.roles.pop();
        }
        self.phrasing -= usize::from(run);
        let is_heading = inner == Some(Role::Heading);
        if !is_heading && role != Some(Role::Hint) && named.is_none() {
            return;
        }
        // A caption above a heading is no part of it.
        let own = |passage: &&Passage| role != Some(Role::Heading) || Some(passage.role) == inner;
        let words = joined(self.passages[from..].iter().filter(own).map(|passage| &passage.text));
        if is_heading && !words.is_blank() {
            self.heading = Some(words.clone());
        }
        if role == Some(Role::Hint) {
            let id = self.attribute(element, "id").known().map(|id| id.as_str().to_owned());
            let spot = self.spot();
            self.sketch.hints.push(super::sketch::Hint { text: words.clone(), spot, id });
        }
        if let Some(at) = named {
            self.sketch.ids[at].text = Some(words);
            self.sketch.ids[at].is_error = role == Some(Role::Error) || class.split_whitespace().any(|token| token.contains("error"));
        }
    }

    /// The entry of an element whose text is wanted under its id.
    pub(super) fn named_text(&self, element: &Element) -> Option<usize> {
        let id = self.attribute(element, "id");
        let id = id.known()?.as_str();
        self.wanted.contains(id).then(|| self.sketch.ids.len() - 1)
    }

    pub(super) fn label(&mut self, element: &Element) {
        let (named, target) = (self.named_text(element), self.attribute(element, "for"));
        self.flush();
        let from = self.passages.len();
        let spot = self.spot();
        self.sketch.labels.push(Label { target, text: Text::default(), spot, passages: from..from, wraps: false });
        let at = self.sketch.labels.len() - 1;
        self.labels.push(at);
        self.roles.push(Role::Prompt);
        self.phrasing += 1;
        self.nodes(&element.children);
        self.flush();
        self.phrasing -= 1;
        self.roles.pop();
        self.labels.pop();
        let parts = self.passages[from..].iter().filter(|part| part.role == Role::Prompt).map(|part| &part.text);
        let text = joined(parts);
        let label = &mut self.sketch.labels[at];
        label.passages = from..self.passages.len();
        label.text = text.clone();
        if let Some(named) = named {
            self.sketch.ids[named].text = Some(text);
        }
    }

    pub(super) fn legend(&mut self, element: &Element) {
        let named = self.named_text(element);
        self.flush();
        let from = self.passages.len();
        self.roles.push(Role::Prompt);
        self.phrasing += 1;
        self.nodes(&element.children);
        self.flush();
        self.phrasing -= 1;
        self.roles.pop();
        let words = joined(self.passages[from..].iter().filter(|part| part.role == Role::Prompt).map(|part| &part.text));
        if let Some(named) = named {
            self.sketch.ids[named].text = Some(words.clone());
        }
        let group = self.groups.iter().rev().copied().find(|&at| self.sketch.groups[at].kind == GroupKind::Fieldset);
        if let Some(group) = group
            && self.sketch.groups[group].legend.is_absent()
        {
            self.sketch.groups[group].legend = seen(words);
            self.sketch.groups[group].legend_hidden = self.is_hidden(element);
        }
    }

    /// True if an element, or the only one in it, shows only to people who listen to the page.
    pub(super) fn is_hidden(&self, element: &Element) -> bool {
        let mut inside = element.children.iter().filter(|node| !matches!(node, Node::Text(text) if text.is_blank()));
        let only = match (inside.next(), inside.next()) {
            (Some(Node::Element(only)), None) => Some(only),
            _ => None,
        };
        hides(&self.class(element)) || only.is_some_and(|only| hides(&self.class(only)))
    }

    /// True in the header of the site, not of an article.
    pub(super) fn in_header(&self) -> bool {
        self.headers > 0
    }

    pub(super) fn group_kind(&self, element: &Element) -> Option<GroupKind> {
        let role = self.attribute(element, "role");
        if matches!(role.known().map(Text::as_str), Some("radiogroup" | "group")) {
            return Some(GroupKind::Fieldset);
        }
        let class = self.class(element);
        class.split_whitespace().find_map(|token| {
            let is_box =
                |of: &str| token == of || token.strip_suffix(of).is_some_and(|before| before.ends_with('-') && !before.ends_with("--"));
            if is_box("radios") || is_box("checkboxes") {
                Some(GroupKind::Choices)
            } else if is_box("date-input") || token == "form-date" {
                Some(GroupKind::Date)
            } else {
                None
            }
        })
    }

    pub(super) fn grouped(&mut self, element: &Element, kind: GroupKind) {
        self.flush();
        let ids = |name: &str| tokens(&self.attribute(element, name));
        let (labelled_by, described_by) = (ids("aria-labelledby"), ids("aria-describedby"));
        let required = self.attribute(element, "aria-required").map(|text| text.as_str() == "true");
        let legend = self.attribute(element, "aria-label");
        let at = self.open_group(kind, element.span);
        let group = &mut self.sketch.groups[at];
        (group.labelled_by, group.described_by, group.required, group.legend) = (labelled_by, described_by, required, legend);
        self.inside(&element.children);
        self.close_group();
    }

    pub(super) fn open_group(&mut self, kind: GroupKind, span: Span) -> usize {
        let span = self.placed(span);
        let parent = self.groups.last().copied();
        let order = self.sketch.next_order();
        self.sketch.groups.push(Group {
            kind,
            parent,
            span,
            loops: self.loops,
            branches: self.branches,
            order,
            legend: Property::Absent,
            legend_hidden: false,
            hint: Property::Absent,
            labelled_by: Vec::new(),
            described_by: Vec::new(),
            required: Property::Absent,
            unseen: Vec::new(),
        });
        self.groups.push(self.sketch.groups.len() - 1);
        self.sketch.groups.len() - 1
    }

    /// Reads what stands in a group, in which a value that is printed may be a control.
    pub(super) fn inside(&mut self, nodes: &[Node]) {
        let phrasing = std::mem::take(&mut self.phrasing);
        self.nodes(nodes);
        self.flush();
        self.phrasing = phrasing;
    }

    pub(super) fn close_group(&mut self) {
        self.groups.pop();
    }

    /// Where the reader is.
    pub(super) fn spot(&mut self) -> Spot {
        Spot {
            order: self.sketch.next_order(),
            element: self.elements.last().copied(),
            group: self.groups.last().copied(),
            loops: self.loops,
            branches: self.branches,
            arm: self.arm,
        }
    }

    /// The arm of a condition that is being read.
    pub(super) fn arm(&self) -> usize {
        self.arm
    }

    /// The label that is open round the reader.
    pub(super) fn open_label(&mut self) -> Option<usize> {
        let at = *self.labels.last()?;
        self.sketch.labels[at].wraps = true;
        Some(at)
    }

    /// True if a label is open round the reader.
    pub(super) fn is_in_label(&self) -> bool {
        !self.labels.is_empty()
    }

    /// The groups that are open, innermost last.
    pub(super) fn open_groups(&self) -> &[usize] {
        &self.groups
    }

    /// Reads something whose words are for `role`.
    pub(super) fn in_role(&mut self, role: Role, read: impl FnOnce(&mut Self)) {
        self.roles.push(role);
        read(self);
        self.flush();
        self.roles.pop();
    }

    /// A word of the line that cannot be read.
    pub(super) fn unread(&mut self, because: Because) {
        self.line.push_hole(because);
    }

    pub(super) fn branches(&self) -> usize {
        self.branches
    }

    pub(super) fn in_loop(&self) -> bool {
        self.loops > 0
    }

    /// Reads `nodes` as what `answer` brings up.
    pub(super) fn revealed(&mut self, when: ShownWhen, span: Span, read: impl FnOnce(&mut Self)) -> usize {
        let before = self.shown_when.replace(when);
        self.flush();
        let group = self.open_group(GroupKind::Reveal, span);
        let roles = std::mem::take(&mut self.roles);
        let phrasing = std::mem::take(&mut self.phrasing);
        read(self);
        self.flush();
        (self.roles, self.phrasing) = (roles, phrasing);
        self.close_group();
        self.shown_when = before;
        group
    }

    // Attributes.

    /// The element with the attributes that maps spread over it bring, as far as these are known: `<input {...props} />`, and with those
    /// that are printed as words: `<input {{ "checked" if given }}>`. Of what only holds others no attribute matters, and a copy of it would
    /// be a copy of all of them.
    fn with_what_is_spread<'e>(&self, element: &'e Element) -> Cow<'e, Element> {
        let matters = matches!(element.tag.as_str(), "input" | "select" | "textarea" | "option" | "label" | "legend" | "button" | "img");
        let may_be_copied = element.children.is_empty() || (matters && element.span.len() <= limits::SPREAD_OVER);
        if element.spreads.is_empty() || !may_be_copied {
            return Cow::Borrowed(element);
        }
        let spreads: Vec<Value> = element.spreads.iter().map(|spread| self.scope.value(spread)).collect();
        let is_known = |spread: &Value| match &spread.kind {
            ValueKind::Map(entries) => entries.len() <= limits::SPREAD_ENTRIES,
            kind => matches!(kind, ValueKind::Null) || printed::attributes(spread).is_some(),
        };
        if !spreads.iter().any(is_known) {
            return Cow::Borrowed(element);
        }
        let mut whole = Element { spreads: Vec::new(), ..element.clone() };
        let written = element.attributes.len();
        for (spread, place) in spreads.into_iter().zip(&element.spreads) {
            match &spread.kind {
                ValueKind::Map(entries) if is_known(&spread) => {
                    entries.iter().for_each(|entry| spread_over(&mut whole, written, entry, place.span));
                }
                ValueKind::Null => {}
                _ => match printed::attributes(&spread) {
                    Some(attributes) => whole.attributes.extend(attributes),
                    None => whole.spreads.push(spread),
                },
            }
        }
        Cow::Owned(whole)
    }

    /// An attribute's value, folded to what it says.
    pub(super) fn attribute(&self, element: &Element, name: &str) -> Property<Text> {
        match element.attributes.iter().find(|attribute| attribute.name == name) {
            Some(attribute) if attribute.conditional => Property::Unknown(Because::new(Reason::Condition, attribute.value.span)),
            Some(attribute) => self.scope.text(&attribute.value),
            None => match element.spreads.first() {
                Some(spread) => Property::Unknown(Because::new(Reason::Spread, spread.span)),
                None => Property::Absent,
            },
        }
    }

    /// The first words that an attribute can have, in lower case, where it has any of several.
    pub(super) fn first_reading(&self, element: &Element, name: &str) -> Option<String> {
        let attribute = element.attributes.iter().find(|attribute| attribute.name == name)?;
        let value = self.scope.value(&attribute.value);
        let readings = if let ValueKind::Either(readings) = &value.kind { readings.as_slice() } else { std::slice::from_ref(&value) };
        readings.iter().find_map(|reading| self.scope.text(reading).known().map(|text| text.as_str().to_ascii_lowercase()))
    }

    /// A boolean attribute: there or not, whatever its value.
    pub(super) fn flag(&self, element: &Element, name: &str) -> Property<bool> {
        match element.attributes.iter().find(|attribute| attribute.name == name) {
            // What is bound to a value is there if the value says so; what a condition stands round has text.
            Some(attribute) if attribute.conditional && !matches!(attribute.value.kind, ValueKind::Text(_) | ValueKind::Unknown(_)) => {
                self.scope.truth(&attribute.value).or(|| Property::Known(false))
            }
            Some(attribute) if attribute.conditional => Property::Unknown(Because::new(Reason::Condition, attribute.value.span)),
            Some(_) => Property::Known(true),
            None => match element.spreads.first() {
                Some(spread) => Property::Unknown(Because::new(Reason::Spread, spread.span)),
                None => Property::Absent,
            },
        }
    }

    /// An attribute that says yes or no: `spellcheck="false"`.
    pub(super) fn yes_or_no(&self, element: &Element, name: &str) -> Property<bool> {
        match element.attributes.iter().find(|attribute| attribute.name == name) {
            Some(attribute) if !attribute.conditional => self.scope.truth(&attribute.value),
            _ => self.attribute(element, name).map(|_| true),
        }
    }

    pub(super) fn class<'e>(&self, element: &'e Element) -> Cow<'e, str> {
        let Some(class) = element.attributes.iter().find(|attribute| attribute.name == "class") else { return Cow::default() };
        match &class.value.kind {
            ValueKind::Text(text) => Cow::Borrowed(text.as_str()),
            _ => self.scope.text(&class.value).known().map_or_else(Cow::default, |text| Cow::Owned(text.as_str().to_owned())),
        }
    }
}

/// The words of an attribute that holds several.
pub(super) fn tokens(value: &Property<Text>) -> Vec<String> {
    value.known().map(|text| text.as_str().split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
}

/// True for the classes that hide an element from those who look at the page.
pub(super) fn hides(class: &str) -> bool {
    const ENDINGS: &[&str] = &["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-only"];
    class.split_whitespace().any(|token| ENDINGS.iter().any(|ending| token.ends_with(ending)))
}

/// True for what Angular shows only where an answer does not hold: `ng-show="form.surname.$error.required"`.
fn shows_mistake(element: &Element) -> bool {
    let is_condition = |name: &str| matches!(name.strip_prefix("data-").unwrap_or(name), "ng-show" | "ng-if" | "*ngIf");
    element.attributes.iter().filter(|attribute| is_condition(&attribute.name)).any(|attribute| match &attribute.value.kind {
        ValueKind::Text(condition) => {
            [".$error", ".$invalid", ".errors", ".hasError("].iter().any(|sign| condition.as_str().contains(sign))
        }
        _ => false,
    })
}

/// True for a block that is not shown and has nothing by which anything else could name it to show it: no id, no class, no logic.
/// It was put away, and nobody meets it.
fn is_put_away(element: &Element) -> bool {
    let [only] = element.attributes.as_slice() else { return false };
    let ValueKind::Text(style) = &only.value.kind else { return false };
    if only.name != "style" || !element.spreads.is_empty() {
        return false;
    }
    let style = style.as_str().chars().filter(|c| !c.is_whitespace()).collect::<String>();
    // What a language makes of an attribute of its own, a condition or a name that a script knows, still stands in the tag.
    let besides = element.open.len().saturating_sub(only.span.len());
    let is_alone = besides <= element.tag.len() + "< >".len();
    is_alone && style.trim_end_matches(';').eq_ignore_ascii_case("display:none")
}

fn role(tag: &str, class: &str) -> Option<Role> {
    /// What parts of classes say, the strongest first.
    const SAY: &[(&[&str], Role)] = &[
        (&["error-message", "error-summary", "invalid-feedback"], Role::Error),
        // How much may be written is no help with what is asked.
        (&["character-count__message", "character-count__status"], Role::Body),
        // Django calls it help text.
        (&["hint", "helptext"], Role::Hint),
        (&["caption-xl", "caption-l", "caption-m", "caption"], Role::Body),
    ];
    let is_part =
        |token: &str, part: &str| token.strip_suffix(part).is_some_and(|before| before.is_empty() || before.ends_with(['-', '_']));
    let says = |token: &str| SAY.iter().position(|(parts, _)| parts.iter().any(|part| is_part(token, part)));
    if let Some(strongest) = class.split_ascii_whitespace().filter_map(says).min() {
        return Some(SAY[strongest].1);
    }
    let is_button = || tag == "a" && class.split_ascii_whitespace().any(|token| is_part(token, "button"));
    role_of(tag).or_else(|| is_button().then_some(Role::Button))
}

fn role_of(tag: &str) -> Option<Role> {
    match tag {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Role::Heading),
        "button" => Some(Role::Button),
        "title" => Some(Role::Title),
        _ => None,
    }
}

/// Elements that end a line of text.
fn is_block(tag: &str) -> bool {
    !matches!(
        tag,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
    )
}

/// Block elements in which a value that is printed is a word, not a control.
fn holds_a_run(tag: &str) -> bool {
    matches!(tag, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "dd" | "caption" | "summary" | "figcaption" | "button" | "title")
}

/// Adds to an element what a map that is spread at `place` has under one key. Of its own attributes, the first `written`, those that are
/// written after that have their way.
fn spread_over(element: &mut Element, written: usize, entry: &Entry, place: Span) {
    if let ValueKind::Spread(more) = &entry.value.kind {
        return element.spreads.push((**more).clone());
    }
    if entry.key == "children" {
        if element.children.is_empty() {
            element.children.push(Node::Print(Print { span: place, value: entry.value.clone() }));
        }
        return;
    }
    let Some(attribute) = dialect::script::spread_attribute(entry) else { return };
    match element.attributes.iter().position(|known| known.name == attribute.name) {
        Some(at) if at < written && element.attributes[at].span.start > place.start => {}
        Some(at) => element.attributes[at] = attribute,
        None => element.attributes.push(attribute),
    }
}
