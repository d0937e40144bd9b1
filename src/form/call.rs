//! Calls of components, by their tables.

use super::components::{Component, Components};
use super::controls::typed_control;
use super::elements::hides;
use super::params::unknown_of;
use super::read::Reader;
use super::sketch::GroupKind;
use super::words::seen;
use super::{Control, Question, Role, names, parts};
use crate::module;
use crate::page::Node;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property};
use crate::value::{Call, Value, ValueKind};

impl Reader<'_> {
    /// A call that stands in the page, with what it wraps.
    pub(super) fn call(&mut self, call: &Call, span: Span, body: Option<&[Node]>) {
        let is_element = module::tag(&call.name).is_some();
        let call = &if is_element { self.by_its_own_name(call) } else { call.clone() };
        if is_element && (self.of_the_repository(call, span, body) || (self.finds_files_first() && self.shown_file(call, span, body))) {
            return;
        }
        let Some(component) = self.component(&call.name).filter(|component| is_element || may_call(component, call)) else {
            if is_element && self.shown_file(call, span, body) {
                return;
            }
            if is_element {
                self.unknown_element(call, span, body);
                return self.other_slots(call, &[]);
            }
            return self.unknown_call(call, span, body);
        };
        let parted = parts::taken_out(component, call, body);
        let (call, body) = match &parted {
            Some((call, body)) => (call, Some(body.as_slice()).filter(|body| !body.is_empty())),
            None => (call, body),
        };
        let params = self.params(component, call, span, body);
        if component.element.as_ref().is_some_and(|shown| self.tag_wanted(shown, &params).is_none()) {
            return self.unknown_element(call, span, body);
        }
        // A component of the repository's own may only be called like one of a design system.
        let is_meant = component.prompt.is_empty() || component.prompt.iter().any(|path| self.scope.given(&params, path).is_some());
        if is_element && !is_meant && self.shown_file(call, span, body) {
            return;
        }
        self.component_call(component, &params, span, body, |_| {});
        if is_element {
            self.other_slots(call, &[&component.prompt[..], &component.hint, &component.markup].concat());
        }
    }

    /// An element that the repository defines. Where nothing that it shows can be made out, what it is given asks.
    fn of_the_repository(&mut self, call: &Call, span: Span, body: Option<&[Node]>) -> bool {
        let asked = |reader: &Self| reader.sketch.controls.len() + reader.sketch.questions.len();
        let (before, unseen) = (asked(self), self.unseen.len());
        let is_known = self.own_component(call, span, body) || self.named_element(call, span, body);
        if is_known && asked(self) == before && self.unseen.len() > unseen {
            self.asks_by_itself(call, span);
        }
        is_known
    }

    /// Asks what an element asks that nothing explains, if it has words that ask and a list to choose from. What only a variable
    /// may bring along is no sign of either: `<Route {...props} />`. Gives back what its table has read.
    pub(super) fn asks_by_itself(&mut self, call: &Call, span: Span) -> Option<&'static Component> {
        let component = Components::built_in().any_choice()?;
        let params = self.params(component, call, span, None);
        let is_written = |path: &&String| self.scope.given(&params, path).is_some();
        let lists = component.answers.iter().flat_map(|answers| &answers.list).filter(is_written);
        let mut lists = lists.filter_map(|path| self.scope.at(&params, path));
        // A map of that name says how something is shown.
        let has_list = lists.any(|list| !matches!(list.kind, ValueKind::Map(_) | ValueKind::Text(_) | ValueKind::Bool(_)));
        if !has_list || !component.prompt.iter().any(|path| is_written(&path)) {
            return None;
        }
        self.question(component, Control::Select, &params, span);
        Some(component)
    }

    /// A component that code describes, with what stands further inside.
    pub(super) fn described_call(&mut self, component: &Component, params: &Value, span: Span, inside: impl FnOnce(&mut Self)) {
        self.component_call(component, params, span, None, inside);
    }

    fn component_call(&mut self, component: &Component, params: &Value, span: Span, body: Option<&[Node]>, inside: impl FnOnce(&mut Self)) {
        let wanted = self.control_wanted(component, params);
        match (wanted, Control::ALL.iter().find(|(name, _)| *name == wanted)) {
            (_, Some((_, control))) => {
                let kind = self.first_text(params, &component.input_type).known().map(|kind| kind.as_str().to_ascii_lowercase());
                let control = match kind.as_deref() {
                    Some("hidden") => return,
                    Some(kind) => typed_control(kind),
                    None => *control,
                };
                // A component of the repository's own may hand on what it wraps: `<RadioGroup {...props} />`.
                let children = self.scope.at(params, "children").filter(|_| body.is_none() && control.is_choice());
                let handed = children
                    .as_ref()
                    .and_then(|children| if let ValueKind::Markup(nodes) = &children.kind { Some(&**nodes) } else { None });
                let body = body.or(handed);
                let in_parts = body.filter(|_| control.is_choice() && self.answers_are_inside(component, params));
                match in_parts {
                    Some(body) if control == Control::Select => self.select_of_parts(component, params, span, body),
                    Some(body) => self.choice_of_parts(component, params, span, body),
                    // Without words of its own it is only what stands round the text box.
                    None if control.is_text() && body.is_some() && !self.is_asked(component, params) => {
                        body.into_iter().for_each(|body| self.nodes(body));
                    }
                    None if component.prompt.iter().any(|path| path == "children") => {
                        self.question(component, control, params, span);
                        inside(self);
                    }
                    None => {
                        self.question(component, control, params, span);
                        body.into_iter().for_each(|body| self.nodes(body));
                        inside(self);
                    }
                }
            }
            ("hidden", None) => {}
            ("group", None) => self.group_of(component, params, span, |reader| {
                body.into_iter().for_each(|body| reader.inside(body));
                inside(reader);
            }),
            ("page", None) => {
                body.into_iter().for_each(|body| self.nodes(body));
                inside(self);
            }
            _ => match &component.element {
                Some(shown) => self.rendered(component, shown, params, span, body),
                None => {
                    self.words_call(component, params, body);
                    inside(self);
                }
            },
        }
    }

    /// The control that a component is this time.
    fn control_wanted<'c>(&self, component: &'c Component, params: &Value) -> &'c str {
        let by = component.control_by.as_ref();
        let said = by.and_then(|by| by.paths.iter().flat_map(|path| self.said(params, path)).find_map(|said| by.is.get(&said)));
        let with_list = || component.with_list.as_ref().filter(|_| !self.answers_are_inside(component, params));
        said.or_else(with_list).unwrap_or(&component.control)
    }

    /// True if it is a list of answers this time.
    pub(super) fn is_choice(&self, component: &Component, params: &Value) -> bool {
        let wanted = self.control_wanted(component, params);
        Control::ALL.iter().any(|(name, control)| *name == wanted && control.is_choice())
    }

    /// True if no parameter lists the answers, so that they stand in what the component wraps.
    fn answers_are_inside(&self, component: &Component, params: &Value) -> bool {
        let lists = component.answers.iter().flat_map(|answers| &answers.list);
        lists.clone().all(|path| self.scope.given(params, path).is_none())
    }

    /// True if a parameter says what is asked.
    fn is_asked(&self, component: &Component, params: &Value) -> bool {
        component.prompt.iter().any(|path| self.scope.at(params, path).is_some())
    }

    /// A function of the service's own. What it says in plain sight still counts; it may hold controls.
    fn unknown_call(&mut self, call: &Call, span: Span, body: Option<&[Node]>) {
        let is_known = if call.receiver.is_none() { self.local_macro(call, span) } else { self.macro_elsewhere(call, span) };
        if is_known {
            body.into_iter().for_each(|body| self.nodes(body));
            return;
        }
        let because = Because::function(&call.name, span);
        self.hidden_here(because.clone());
        for arg in call.args.iter().chain(&call.keywords) {
            let arg = self.scope.value(arg);
            self.plain_words(&arg, "", 0);
        }
        match body {
            Some(body) => self.nodes(body),
            None => self.unread(because),
        }
    }

    /// The words among the parameters of a component that is not known, by the names that design systems give them.
    pub(super) fn plain_words(&mut self, value: &Value, key: &str, depth: usize) {
        const VISIBLE: &[&str] =
            &["text", "html", "heading", "title", "label", "legend", "hint", "caption", "content", "description", "summaryText"];
        match &value.kind {
            ValueKind::Map(entries) if depth < 8 => {
                entries.iter().for_each(|entry| self.plain_words(&entry.value, &entry.key, depth + 1));
            }
            ValueKind::List(items) if depth < 8 => items.iter().for_each(|item| self.plain_words(item, key, depth + 1)),
            ValueKind::Text(_) | ValueKind::Concat(_) if VISIBLE.iter().any(|visible| key.eq_ignore_ascii_case(visible)) => {
                let role = match key {
                    "hint" => Role::Hint,
                    "label" | "legend" => Role::Prompt,
                    "heading" | "title" => Role::Heading,
                    _ => Role::Body,
                };
                if let Property::Known(words) = self.words_of(value, true) {
                    self.passage(&words, role);
                }
            }
            _ => {}
        }
    }

    /// A component that asks.
    fn question(&mut self, component: &Component, control: Control, params: &Value, span: Span) {
        self.flush();
        let own = self.prompt_words(component, params);
        let prompt_at = own.known().and_then(|words| self.shown_at(words));
        let hint = self.hint_words(component, params);
        own.known().into_iter().for_each(|text| self.passage(text, Role::Prompt));
        hint.known().into_iter().for_each(|text| self.passage(text, Role::Hint));
        let bare = own.is_absent();
        let prompt = own.or(|| if control.is_text() { Property::Absent } else { self.legend_around() });
        self.other_words(component, params, Role::Body);
        if let Property::Known(placeholder) = self.first_text(params, &component.placeholder) {
            self.passage(&placeholder, Role::Placeholder);
        }
        let property = |paths: &[String]| self.first_text(params, paths);
        // What a call has no way to say may be so all the same.
        let unsaid = || Because::function(&component.component, span);
        let heading = self.heading.clone();
        let name = self.name(component, params);
        let prompt_is_heading = prompt.is_absent() && heading.is_some();
        let mut question = Question {
            span: self.placed(span),
            prompt: if prompt_is_heading { heading.clone().map_or(Property::Absent, seen) } else { prompt },
            prompt_at,
            prompt_is_heading,
            hint,
            control,
            name,
            answers: Vec::new(),
            answers_unseen: Vec::new(),
            answers_span: None,
            required: self.required(component, params),
            autocomplete: if component.autocomplete.is_empty() { Property::Unknown(unsaid()) } else { property(&component.autocomplete) },
            pattern: property(&component.pattern),
            minlength: property(&component.minlength),
            maxlength: property(&component.maxlength),
            spellcheck: if component.spellcheck.is_empty() {
                Property::Unknown(unsaid())
            } else {
                self.first_yes_or_no(params, &component.spellcheck)
            },
            forces_case: self.forces_case(params, &component.casing),
            shown_when: self.shown_when,
            heading,
            in_form: self.in_form(),
            filled: control.is_text() && super::is_filled(&property(&component.filled)),
            in_search: false,
            own_words_beside: self.takes_own_words(component, params),
        };
        if matches!(params.kind, ValueKind::Unknown(_)) {
            question.answers_unseen.push(unknown_of(params));
        }
        // What a date is put together from is no list of answers.
        if let Some(table) = component.answers.as_ref().filter(|_| control != Control::DateInput) {
            self.answers(table, component, params, &mut question);
        }
        if self.legend_hidden(component, params) {
            self.sketch.hidden_prompts.push(question.span);
        }
        let fieldset = self.fieldset_around();
        let bare = bare.then_some((fieldset, self.arm()));
        if !self.continued(&mut question, bare) {
            self.sketch.questions.push(question);
            self.sketch.bare.push(bare);
            self.sketch.called_in.push(self.elements.last().copied());
        }
    }

    /// Adds the answers to the question before, if that has the same name and neither has words of its own: ethnic
    /// groups stand in five calls and are one question.
    fn continued(&mut self, question: &mut Question, bare: Option<(Option<usize>, usize)>) -> bool {
        if bare.is_none() || !matches!(question.control, Control::Radios | Control::Checkboxes) {
            return false;
        }
        let named =
            |other: &Question| other.name.known().zip(question.name.known()).is_some_and(|(one, other)| one.as_str() == other.as_str());
        let mut pairs = self.sketch.questions.iter_mut().zip(&self.sketch.bare).rev();
        let found = pairs.find(|(other, place)| **place == bare && other.control == question.control && named(other));
        let Some((first, _)) = found else { return false };
        let (whole, part) = (first.span, question.span);
        first.answers.append(&mut question.answers);
        first.answers_unseen.append(&mut question.answers_unseen);
        first.answers_span = question.answers_span.or(first.answers_span);
        let opened = self.sketch.questions.iter_mut().map(|question| &mut question.shown_when);
        let opened = opened.chain(self.sketch.controls.iter_mut().map(|control| &mut control.shown_when));
        for when in opened.flatten().filter(|when| when.question == part) {
            when.question = whole;
        }
        true
    }

    fn fieldset_around(&self) -> Option<usize> {
        let mut groups = self.sketch.groups_around(self.open_groups().last().copied());
        groups.find(|(_, group)| matches!(group.kind, GroupKind::Fieldset | GroupKind::Reveal)).map(|(at, _)| at)
    }

    /// The name of a question: its own, or what its answers or parts share.
    pub(super) fn name(&self, component: &Component, params: &Value) -> Property<Text> {
        let own = self.first_text(params, &component.name);
        let Some(table) = component.answers.as_ref().filter(|table| !table.name.is_empty()) else { return own };
        let lists = table.list.iter().filter_map(|path| self.scope.at(params, path));
        let items = lists.filter_map(|list| if let ValueKind::List(items) = list.kind { Some(items.to_vec()) } else { None }).flatten();
        let divides = |item: &Value| table.divider.iter().any(|path| self.scope.at(item, path).is_some());
        let is_answer = |item: &Value| matches!(item.kind, ValueKind::Map(_)) && !divides(item);
        let name_of = |item: Value| self.first_text(&item, &table.name).or(|| own.clone());
        let names: Vec<Property<Text>> = items.map(|item| self.scope.value(&item)).filter(is_answer).map(name_of).collect();
        if names.is_empty() { own } else { names::shared(names.iter()) }
    }

    /// True if the legend is there only for people who listen to the page.
    fn legend_hidden(&self, component: &Component, params: &Value) -> bool {
        let path = component.prompt.iter().find(|path| self.scope.at(params, path).is_some());
        let holder = path.and_then(|path| path.rsplit_once('.')).map(|(holder, _)| format!("{holder}.classes"));
        let classes = holder.filter(|path| path.contains("legend")).and_then(|path| self.scope.at(params, &path));
        classes.is_some_and(|classes| self.scope.text(&classes).known().is_some_and(|classes| hides(classes.as_str())))
    }

    fn required(&self, component: &Component, params: &Value) -> Property<bool> {
        self.first_truth(params, &component.required).or(|| match component.required_otherwise {
            true => Property::Known(true),
            false => Property::Absent,
        })
    }
}

/// True if a component that takes one map of parameters is called with no more than that.
fn may_call(component: &Component, call: &Call) -> bool {
    let is_named = call.keywords.is_some();
    !component.args.is_empty() || call.receiver.is_some() || call.args.len() + usize::from(is_named) <= 1
}
