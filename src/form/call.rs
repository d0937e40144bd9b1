//! Calls of components, by their tables.

use super::casing;
use super::components::{Answers, Component, Keys};
use super::controls::{drop_placeholders, typed_control};
use super::elements::hides;
use super::read::{Reader, holds_page};
use super::sketch::GroupKind;
use super::words::seen;
use super::{Answer, Control, Question, Role, ShownWhen, names, parts};
use crate::limits;
use crate::module;
use crate::page::Node;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

impl Reader<'_> {
    /// A call that stands in the page, with what it wraps.
    pub(super) fn call(&mut self, call: &Call, span: Span, body: Option<&[Node]>) {
        let is_element = module::tag(&call.name).is_some();
        let call = &if is_element { self.by_its_own_name(call) } else { call.clone() };
        if is_element && (self.own_component(call, span, body) || self.named_element(call, span, body)) {
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

    /// What a component is called with, as one map.
    pub(super) fn params(&self, component: &Component, call: &Call, span: Span, body: Option<&[Node]>) -> Value {
        if component.args.is_empty() && body.is_none() && component.keyed.is_none() {
            let nothing = Value::new(ValueKind::Null, span);
            let params = call.params().cloned().unwrap_or(nothing);
            let whole = self.scope.value(&params);
            return match whole.kind {
                ValueKind::Map(_) => whole,
                _ => self.behind_function(&params, 0).unwrap_or(whole),
            };
        }
        let entry = |key: &str, value: &Value| Entry { key: key.to_owned(), key_span: value.span, value: value.clone() };
        let placed = component.args.iter().zip(&call.args).map(|(name, value)| entry(name, value));
        let mut entries: Vec<Entry> = placed.collect();
        let maps = call.args.iter().skip(component.args.len()).chain(&call.keywords).map(|map| self.scope.value(map));
        for map in maps {
            match &map.kind {
                ValueKind::Map(more) => entries.extend(more.iter().cloned()),
                ValueKind::Unknown(_) => {
                    let value = Value::new(ValueKind::Spread(Box::new(map.clone())), map.span);
                    entries.push(Entry { key: String::new(), key_span: map.span, value });
                }
                _ => {}
            }
        }
        if component.keyed.is_some() {
            entries.push(self.model_entry(call, span));
        }
        if let Some(body) = body.filter(|body| !body.is_empty()) {
            entries.push(entry("children", &Value::new(ValueKind::Markup(body.into()), span)));
        }
        if component.model_label {
            let label = self.model_label(&entries, span);
            entries.push(entry("$label", &label));
        }
        Value::new(ValueKind::Map(entries.into()), span)
    }

    /// What the model among these parameters calls its attribute.
    fn model_label(&self, params: &[Entry], span: Span) -> Value {
        let given = |key: &str| params.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let found = match (self.view, given("model").map(|model| &model.kind), given("attribute")) {
            (Some(view), Some(ValueKind::Name(model)), Some(attribute)) => match self.scope.text(attribute) {
                Property::Known(attribute) => view.attribute_label(model, &attribute),
                _ => None,
            },
            _ => None,
        };
        found.unwrap_or_else(|| Value::unknown(Reason::Function("attributeLabels".to_owned()), span))
    }

    /// The control that a component is this time.
    fn control_wanted<'c>(&self, component: &'c Component, params: &Value) -> &'c str {
        let by = component.control_by.as_ref();
        let said = by.and_then(|by| by.paths.iter().flat_map(|path| self.said(params, path)).find_map(|said| by.is.get(&said)));
        said.unwrap_or(&component.control)
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

    /// The map that a function or filter is given to make parameters of: `radios({…} | withErrors)`. What is written there
    /// is there; the function may add to it.
    fn behind_function(&self, params: &Value, depth: usize) -> Option<Value> {
        let call = params.as_call().filter(|_| depth < 8)?;
        let subject = call.receiver.as_ref().or(call.args.first())?;
        let inner = self.behind_function(subject, depth + 1).unwrap_or_else(|| self.scope.value(subject));
        let ValueKind::Map(entries) = &inner.kind else { return None };
        let more = Value::unknown(Reason::Function(call.name.clone()), params.span);
        let value = Value::new(ValueKind::Spread(Box::new(more)), params.span);
        let more = Entry { key: String::new(), key_span: params.span, value };
        Some(Value::new(ValueKind::Map(entries.iter().cloned().chain([more]).collect()), inner.span))
    }

    /// A function of the service's own. What it says in plain sight still counts; it may hold controls.
    fn unknown_call(&mut self, call: &Call, span: Span, body: Option<&[Node]>) {
        if if call.receiver.is_none() { self.local_macro(call, span) } else { self.macro_elsewhere(call, span) } {
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

    /// A component that brings no answers.
    fn words_call(&mut self, component: &Component, params: &Value, body: Option<&[Node]>) {
        let role = match component.role.as_deref() {
            Some("heading") => Role::Heading,
            Some("title") => Role::Title,
            Some("label" | "legend") => Role::Prompt,
            Some("hint") => Role::Hint,
            Some("button") => Role::Button,
            Some("error") => Role::Error,
            _ => Role::Body,
        };
        self.other_words(component, params, role);
        if let (Role::Heading, Some(path)) = (role, component.text.first())
            && let Some(value) = self.scope.at(params, path)
            && let Property::Known(words) = self.words_of(&value, true)
        {
            self.heading = Some(words);
        }
        self.flush();
        body.into_iter().for_each(|body| self.nodes(body));
        self.flush();
    }

    /// A component that wraps questions.
    pub(super) fn group_call(&mut self, component: &Component, params: &Value, span: Span, body: Option<&[Node]>) {
        self.group_of(component, params, span, |reader| body.into_iter().for_each(|body| reader.inside(body)));
    }

    fn group_of(&mut self, component: &Component, params: &Value, span: Span, inside: impl FnOnce(&mut Self)) {
        self.flush();
        let legend = self.prompt_words(component, params);
        let hint = self.hint_words(component, params);
        for (text, role) in [(&legend, Role::Prompt), (&hint, Role::Hint)] {
            text.known().into_iter().for_each(|text| self.passage(text, role));
        }
        let kind = if component.control == "group" || !legend.is_absent() { GroupKind::Fieldset } else { GroupKind::Choices };
        let at = self.open_group(kind, span);
        self.sketch.groups[at].legend = legend;
        self.sketch.groups[at].hint = hint;
        self.sketch.groups[at].required = self.first_truth(params, &component.required);
        self.other_words(component, params, Role::Body);
        inside(self);
        self.flush();
        self.close_group();
    }

    /// The other visible words of a component. Its markup may hold whole questions.
    fn other_words(&mut self, component: &Component, params: &Value, role: Role) {
        let role_of = |path: &str| if path.contains("error") { Role::Error } else { role };
        for path in &component.text {
            // The template shows the words only where there is no markup in their stead.
            let markup = path.strip_suffix("text").map(|stem| format!("{stem}html"));
            if markup.is_some_and(|markup| self.scope.at(params, &markup).is_some()) {
                continue;
            }
            for value in self.scope.each(params, path) {
                if let Property::Known(words) = self.scope.text(&value) {
                    self.passage(&words, role_of(path));
                }
            }
        }
        for path in &component.markup {
            for value in self.scope.each(params, path) {
                self.flush();
                self.in_role(role_of(path), |reader| reader.markup_of(&value));
            }
        }
    }

    /// Reads a parameter that holds markup.
    fn markup_of(&mut self, value: &Value) {
        let value = self.scope.value(value);
        match (&value.kind, self.scope.text(&value)) {
            (ValueKind::Markup(_) | ValueKind::Either(_) | ValueKind::Unknown(_) | ValueKind::Call(_), _) => self.print(&value),
            (ValueKind::Concat(parts), _) if holds_page(&value) => parts.iter().for_each(|part| self.markup_of(part)),
            (_, Property::Known(text)) => self.markup(&text),
            (_, Property::Unknown(because)) => self.hidden(because),
            (_, Property::Absent) => {}
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

    /// The answers that a control of this type always has.
    fn constant_answers(&mut self, table: &Answers, component: &Component, params: &Value, question: &mut Question) {
        let by = component.control_by.iter().flat_map(|by| &by.paths);
        let Some(labels) = by.flat_map(|path| self.said(params, path)).find_map(|said| table.by_type.get(&said)) else { return };
        for label in labels {
            let text = Text::meaning(label, question.span);
            let item = Value::new(ValueKind::Text(text), question.span);
            self.item(table, &item, None, false, question);
        }
    }

    fn answers(&mut self, table: &Answers, component: &Component, params: &Value, question: &mut Question) {
        let chosen = component.selected.iter().find_map(|path| self.chosen_at(params, path));
        for path in &table.list {
            if let Some(list) = self.scope.at(params, path) {
                let list = self.by_methods(table, component, params, list);
                question.answers_span.get_or_insert(list.span);
                question.answers_unseen.extend(may_replace(params, path));
                self.answer_list(table, &list, chosen.as_ref(), false, question);
            }
        }
        self.constant_answers(table, component, params, question);
        if question.control == Control::Select {
            drop_placeholders(&mut question.answers);
        }
        question.answers_unseen.dedup();
        let says_nothing = question.answers.is_empty() && question.answers_unseen.is_empty();
        if says_nothing && self.in_loop() {
            question.answers_unseen.push(Because::new(Reason::Loop, question.span));
        } else if let Some(list) =
            question.answers_span.filter(|_| says_nothing && question.control.is_choice() && self.scope.home().is_some())
        {
            // Code does not ask with a list that stays empty: it is filled when the page runs.
            question.answers_unseen.push(Because::new(Reason::Computed, list));
        }
    }

    /// What a parameter says is chosen; a list where its path goes through one.
    fn chosen_at(&self, params: &Value, path: &str) -> Option<Value> {
        if !path.contains("[].") {
            return self.scope.at(params, path);
        }
        let chosen = self.scope.each(params, path);
        (!chosen.is_empty()).then(|| Value::new(ValueKind::List(chosen.into()), params.span))
    }

    fn answer_list(&mut self, table: &Answers, list: &Value, chosen: Option<&Value>, conditional: bool, question: &mut Question) {
        // Groups of groups double at each step, and each group costs as much as a page's element.
        self.steps += limits::BYTES_A_NODE;
        if self.is_spent() || question.answers.len() >= self.limits.answers {
            if question.answers_unseen.last().is_none_or(|last| last.reason != Reason::TooMuch) {
                question.answers_unseen.push(Because::new(Reason::TooMuch, list.span));
            }
            return;
        }
        match &list.kind {
            ValueKind::List(items) => {
                for item in items.iter() {
                    self.item(table, item, chosen, conditional, question);
                }
            }
            // One of several lists: all that any of them offers can be offered, and each may be the one.
            ValueKind::Either(readings) => {
                for reading in readings.iter().filter(|reading| !matches!(reading.kind, ValueKind::Null)) {
                    self.answer_list(table, reading, chosen, true, question);
                }
            }
            ValueKind::Map(entries) if table.keys != Keys::None => {
                for entry in entries.iter() {
                    self.keyed(table, entry, chosen, conditional, question);
                }
            }
            ValueKind::Null => {}
            ValueKind::Class(_) | ValueKind::Lambda(_) => match self.made_list(list) {
                Some(made) => self.answer_list(table, &made, chosen, conditional, question),
                None => question.answers_unseen.push(unknown_of(list)),
            },
            _ => question.answers_unseen.push(unknown_of(list)),
        }
    }

    /// The list that an enumeration stands for, or that a function without parameters answers.
    fn made_list(&self, list: &Value) -> Option<Value> {
        if let ValueKind::Lambda(_) = &list.kind {
            let call = Call { receiver: Some(list.clone()), name: String::new(), args: Vec::new(), keywords: None };
            let made = self.scope.value(&Value::new(ValueKind::Call(Box::new(call)), list.span));
            return matches!(made.kind, ValueKind::List(_) | ValueKind::Map(_)).then_some(made);
        }
        self.scope.choices(list)
    }

    /// An answer of a map, in which one of its label and its value is the key.
    fn keyed(&mut self, table: &Answers, entry: &Entry, chosen: Option<&Value>, conditional: bool, question: &mut Question) {
        if entry.is_spread() {
            return question.answers_unseen.push(unknown_of(&entry.value));
        }
        let resolved = self.scope.value(&entry.value);
        // A list under a label is a group of answers, as in a select.
        if let ValueKind::List(_) | ValueKind::Map(_) = resolved.kind {
            return self.answer_list(table, &resolved, chosen, conditional, question);
        }
        let key = Text::meaning(&entry.key, entry.key_span);
        let other = self.scope.text(&resolved);
        let (label, value) = match table.keys {
            Keys::Labels => (Property::Known(key), other),
            _ => (other, Property::Known(key)),
        };
        if let Property::Known(words) = &label {
            self.passage(words, Role::Answer);
        }
        let (label_at, value_at) = match table.keys {
            Keys::Labels => (entry.key_span, resolved.span),
            _ => (resolved.span, entry.key_span),
        };
        let selected = self.chosen(chosen, &value);
        question.answers.push(Answer {
            span: entry.key_span.to(entry.value.span),
            label: label.map(|text| text.folded()),
            label_at: Some(label_at),
            value,
            value_at: Some(value_at),
            key_at: None,
            free_text: Property::Known(false),
            selected,
            exclusive: Property::Absent,
            conditional,
        });
    }

    fn item(&mut self, table: &Answers, item: &Value, chosen: Option<&Value>, conditional: bool, question: &mut Question) {
        let place = item.span;
        let item = match &item.kind {
            ValueKind::Spread(inner) => {
                let list = self.scope.value(inner);
                return self.answer_list(table, &list, chosen, conditional, question);
            }
            _ => self.scope.value(item),
        };
        match &item.kind {
            ValueKind::Map(_) if table.divider.iter().any(|path| self.scope.at(&item, path).is_some()) => {
                for path in &table.divider {
                    if let Property::Known(words) = self.first_text(&item, std::slice::from_ref(path)) {
                        self.passage(&words, Role::Body);
                    }
                }
            }
            ValueKind::Map(_) => {
                let answer = self.answer(table, &item, chosen, conditional, question.span);
                question.answers.push(answer);
            }
            // A pair, or a group with a list of its own.
            ValueKind::List(_) if table.label.iter().any(|path| path.parse::<usize>().is_ok()) => {
                let inner = table.label.iter().find_map(|path| self.scope.at(&item, path));
                match inner {
                    Some(list) if matches!(list.kind, ValueKind::List(_)) => self.answer_list(table, &list, chosen, conditional, question),
                    _ => {
                        let answer = self.answer(table, &item, chosen, conditional, question.span);
                        question.answers.push(answer);
                    }
                }
            }
            ValueKind::Text(text) if !text.is_blank() => {
                self.passage(text, Role::Answer);
                question.answers.push(Answer {
                    span: place,
                    label: Property::Known(text.folded()),
                    label_at: Some(place),
                    value: Property::Known(text.clone()),
                    value_at: Some(place),
                    key_at: None,
                    free_text: Property::Known(false),
                    selected: Property::Absent,
                    exclusive: Property::Absent,
                    conditional,
                });
            }
            ValueKind::Either(readings) => {
                for reading in readings {
                    self.item(table, reading, chosen, true, question);
                }
            }
            // Components pass over items that are nothing.
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Text(_) => {}
            _ => question.answers_unseen.push(unknown_of(&item)),
        }
    }

    fn answer(&mut self, table: &Answers, item: &Value, chosen: Option<&Value>, conditional: bool, question: Span) -> Answer {
        let label = self.first_words(item, &table.label);
        label.known().into_iter().for_each(|text| self.passage(text, Role::Answer));
        if let Property::Known(hint) = self.first_words(item, &table.hint) {
            self.passage(&hint, Role::Hint);
        }
        let place = |paths: &[String]| paths.iter().find_map(|path| self.scope.given(item, path)).map(|value| value.span);
        let (label_at, value_at) = (place(&table.label), place(&table.value));
        let value = self.first_text(item, &table.value);
        let selected = match self.first_truth(item, &table.selected) {
            Property::Absent => self.chosen(chosen, &value),
            said => said,
        };
        let exclusive = self.first_text(item, &table.exclusive).map(|text| text.as_str() == "exclusive");
        let free_text = self.reveals(table, item, ShownWhen { question, answer: item.span });
        Answer { span: item.span, label, label_at, value, value_at, key_at: None, free_text, selected, exclusive, conditional }
    }

    /// Whether the call says that the answer with this value is chosen.
    fn chosen(&self, chosen: Option<&Value>, value: &Property<Text>) -> Property<bool> {
        let Some(chosen) = chosen else { return Property::Absent };
        let (ValueKind::List(items), Property::Known(value)) = (&chosen.kind, value) else {
            return match (self.scope.text(chosen), value) {
                (Property::Known(text), Property::Known(value)) => Property::Known(text.as_str() == value.as_str()),
                (Property::Unknown(because), _) => Property::Unknown(because),
                (_, Property::Unknown(because)) => Property::Unknown(because.clone()),
                _ => Property::Absent,
            };
        };
        let is_chosen = |item: &Value| self.scope.text(item).known().is_some_and(|text| text.as_str() == value.as_str());
        Property::Known(items.iter().any(is_chosen))
    }

    /// Reads what an answer brings up, and whether that is a box for people's own words.
    fn reveals(&mut self, table: &Answers, item: &Value, when: ShownWhen) -> Property<bool> {
        let Some(value) = table.reveals.iter().find_map(|path| self.scope.at(item, path)) else {
            return Property::Known(false);
        };
        if self.describes_question(&value) {
            let before = self.sketch.questions.len();
            self.revealed(when, value.span, |reader| reader.defined(&value, None, 0));
            return Property::Known(self.sketch.questions[before..].iter().any(|question| question.control.is_text()));
        }
        if let ValueKind::Map(entries) = &value.kind {
            // The definitions of further questions instead of markup.
            if entries.iter().any(|entry| self.scope.given(&entry.value, "type").is_some()) {
                let before = self.sketch.questions.len();
                self.revealed(when, value.span, |reader| reader.defined(&value, None, 0));
                return Property::Known(self.sketch.questions[before..].iter().any(|question| question.control.is_text()));
            }
            // The ONS components describe a further question instead of markup.
            let kind = self.first_text(&value, &["otherType".to_owned()]);
            let kind = kind.known().map_or("input", |kind| kind.as_str());
            return Property::Known(matches!(kind, "input" | "textarea"));
        }
        let (controls, questions) = (self.sketch.controls.len(), self.sketch.questions.len());
        let group = self.revealed(when, value.span, |reader| reader.markup_of(&value));
        let typed = self.sketch.controls[controls..].iter().any(|control| match &control.kind {
            super::sketch::Kind::Typed(control) => control.is_text(),
            _ => false,
        });
        if typed || self.sketch.questions[questions..].iter().any(|question| question.control.is_text()) {
            return Property::Known(true);
        }
        match self.sketch.groups[group].unseen.first() {
            Some(because) => Property::Unknown(because.clone()),
            None => Property::Known(false),
        }
    }

    /// The legend of the group that the reader is in, where no other question has taken it.
    fn legend_around(&self) -> Property<Text> {
        let Some((_, group)) = self.sketch.groups_around(self.open_groups().last().copied()).next() else { return Property::Absent };
        match group.kind {
            GroupKind::Fieldset => group.legend.clone(),
            _ => Property::Absent,
        }
    }

    /// The words at the first of `paths` that is there.
    pub(super) fn first_words(&mut self, params: &Value, paths: &[String]) -> Property<Text> {
        for path in paths {
            let Some(value) = self.scope.at(params, path).map(|value| self.spoken(value)) else { continue };
            // A map here holds the words further down, on a path of its own.
            if matches!(value.kind, ValueKind::Map(_) | ValueKind::Bool(_)) {
                continue;
            }
            if let Some(given) = self.scope.given(params, path) {
                self.shown_by(given.span);
            }
            let is_markup = path.to_ascii_lowercase().ends_with("html") || matches!(value.kind, ValueKind::Call(_));
            let words = match self.words_of(&value, is_markup) {
                Property::Known(text) => seen(text.folded()),
                other => other,
            };
            if !words.is_absent() {
                return words;
            }
        }
        Property::Absent
    }

    /// What a definition leaves to its page's words, as those say it: `label: l => l.title`.
    fn spoken(&self, value: Value) -> Value {
        let ValueKind::Lambda(lambda) = &value.kind else { return value };
        let words = self.view.filter(|_| lambda.params.len() == 1).and_then(|view| view.spoken_words());
        let Some(words) = words else { return value };
        let span = value.span;
        let call = Call { receiver: Some(value), name: String::new(), args: vec![words], keywords: None };
        self.scope.value(&Value::new(ValueKind::Call(Box::new(call)), span))
    }

    /// The exact text at the first of `paths` that is there.
    pub(super) fn first_text(&self, params: &Value, paths: &[String]) -> Property<Text> {
        let mut values = paths.iter().flat_map(|path| self.scope.each(params, path));
        values.find_map(|value| Some(self.scope.text(&value)).filter(|text| !text.is_absent())).unwrap_or_default()
    }

    /// What the first of `paths` that says yes or no says.
    fn first_yes_or_no(&self, params: &Value, paths: &[String]) -> Property<bool> {
        let mut values = paths.iter().flat_map(|path| self.scope.each(params, path));
        values.next().map_or(Property::Absent, |value| self.scope.truth(&value))
    }

    /// True if what stands at one of `paths` changes the case of what people type.
    fn forces_case(&self, params: &Value, paths: &[String]) -> bool {
        let mut values = paths.iter().flat_map(|path| self.scope.each(params, path));
        values.any(|value| self.scope.text(&value).known().is_some_and(|text| casing::is_forced_by(text.as_str())))
    }

    /// Yes if any of `paths` says so.
    fn first_truth(&self, params: &Value, paths: &[String]) -> Property<bool> {
        let truths: Vec<Property<bool>> =
            paths.iter().flat_map(|path| self.scope.each(params, path)).map(|value| self.scope.truth(&value)).collect();
        let said = |wanted: bool| truths.iter().any(|truth| truth.known() == Some(&wanted));
        if said(true) {
            return Property::Known(true);
        }
        if let Some(because) = truths.iter().find_map(Property::unknown) {
            return Property::Unknown(because.clone());
        }
        if said(false) { Property::Known(false) } else { Property::Absent }
    }
}

/// True if a component that takes one map of parameters is called with no more than that.
fn may_call(component: &Component, call: &Call) -> bool {
    let is_named = call.keywords.is_some();
    !component.args.is_empty() || call.receiver.is_some() || call.args.len() + usize::from(is_named) <= 1
}

/// What is spread over a map after the entry at `path`, and so may give another.
fn may_replace(params: &Value, path: &str) -> Option<Because> {
    let ValueKind::Map(entries) = &params.kind else { return None };
    let key = path.split('.').next().unwrap_or(path);
    let at = entries.iter().position(|entry| entry.key == key)?;
    entries[at..].iter().find_map(|entry| match &entry.value.kind {
        ValueKind::Spread(more) => Some(unknown_of(more)),
        _ => None,
    })
}

fn unknown_of(value: &Value) -> Because {
    match &value.kind {
        ValueKind::Unknown(reason) => Because::new(reason.clone(), value.span),
        _ => Because::new(Reason::Computed, value.span),
    }
}
