//! The answers that a component is given.

use std::borrow::Cow;

use super::components::{Answers, Component, Keys};
use super::controls::drop_placeholders;
use super::params::{may_replace, unknown_of};
use super::read::Reader;
use super::sketch::Kind;
use super::{Answer, Control, Question, Role, ShownWhen};
use crate::limits;
use crate::page::Page;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{Call, Entry, Value, ValueKind};

/// How a list of answers is offered.
#[derive(Clone, Copy)]
struct Offer<'o> {
    /// Where an answer's words, value and the rest stand.
    table: &'o Answers,
    /// What the call says is chosen.
    chosen: Option<&'o Value>,
    /// True if a condition decides whether they are shown.
    conditional: bool,
}

impl Offer<'_> {
    /// The same, if a condition allows it.
    fn perhaps(self) -> Self {
        Offer { conditional: true, ..self }
    }
}

/// True if an answer can be a list: a label and its value.
fn is_of_pairs(table: &Answers) -> bool {
    table.label.iter().any(|path| path.parse::<usize>().is_ok())
}

impl Reader<'_> {
    /// The answers that a control of this type always has.
    fn constant_answers(&mut self, table: &Answers, component: &Component, params: &Value, question: &mut Question) {
        let by = component.control_by.iter().flat_map(|by| &by.paths);
        let Some(labels) = by.flat_map(|path| self.said(params, path)).find_map(|said| table.by_type.get(&said)) else { return };
        for label in labels {
            let text = Text::meaning(label, question.span);
            let item = Value::new(ValueKind::Text(text), question.span);
            self.item(Offer { table, chosen: None, conditional: false }, &item, question);
        }
    }

    /// The table with the paths of items that this call names, before those that it has itself.
    fn named_paths<'t>(&self, table: &'t Answers, params: &Value) -> Cow<'t, Answers> {
        let named = |by: &[String]| by.iter().find_map(|path| self.scope.text(&self.scope.given(params, path)?).known().cloned());
        let (label, value) = (named(&table.label_by), named(&table.value_by));
        if label.is_none() && value.is_none() {
            return Cow::Borrowed(table);
        }
        let mut table = table.clone();
        table.label.splice(0..0, label.map(|path| path.as_str().to_owned()));
        table.value.splice(0..0, value.map(|path| path.as_str().to_owned()));
        Cow::Owned(table)
    }

    pub(super) fn answers(&mut self, table: &Answers, component: &Component, params: &Value, question: &mut Question) {
        let table = &*self.named_paths(table, params);
        let mut has_items = false;
        let chosen = component.selected.iter().find_map(|path| self.chosen_at(params, path));
        for path in &table.list {
            if let Some(list) = self.scope.at(params, path) {
                let list = self.by_methods(table, component, params, list);
                question.answers_span.get_or_insert(list.span);
                has_items |= matches!(&list.kind, ValueKind::List(items) if !items.is_empty());
                question.answers_unseen.extend(may_replace(params, path));
                self.answer_list(Offer { table, chosen: chosen.as_ref(), conditional: false }, &list, question);
            }
        }
        self.constant_answers(table, component, params, question);
        if question.control == Control::Select {
            drop_placeholders(&mut question.answers);
        }
        question.answers_unseen.dedup();
        let says_nothing = question.answers.is_empty() && question.answers_unseen.is_empty();
        // A builder of the service's own may find them elsewhere.
        let is_left_to_code =
            self.language == Page::RUBY && matches!(question.control, Control::Radios | Control::Select) && !table.list.is_empty();
        if says_nothing && is_left_to_code {
            question.answers_unseen.push(Because::new(Reason::Computed, question.span));
        } else if says_nothing && self.in_loop() {
            question.answers_unseen.push(Because::new(Reason::Loop, question.span));
        } else if let Some(list) =
            question.answers_span.filter(|_| says_nothing && question.control.is_choice() && (has_items || self.scope.home().is_some()))
        {
            // Code does not ask with a list that stays empty: it is filled when the page runs. Nor has a list with items no words.
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

    fn answer_list(&mut self, offer: Offer, list: &Value, question: &mut Question) {
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
                    self.item(offer, item, question);
                }
            }
            // One of several lists: all that any of them offers can be offered, and each may be the one.
            ValueKind::Either(readings) => {
                for reading in readings.iter().filter(|reading| !matches!(reading.kind, ValueKind::Null)) {
                    self.answer_list(offer.perhaps(), reading, question);
                }
            }
            ValueKind::Map(entries) if offer.table.keys != Keys::None => {
                for entry in entries.iter() {
                    self.keyed(offer, entry, question);
                }
            }
            ValueKind::Null => {}
            ValueKind::Class(_) | ValueKind::Lambda(_) => match self.made_list(list) {
                Some(made) => self.answer_list(offer, &made, question),
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
    fn keyed(&mut self, offer: Offer, entry: &Entry, question: &mut Question) {
        if entry.is_spread() {
            return question.answers_unseen.push(unknown_of(&entry.value));
        }
        let resolved = self.scope.value(&entry.value);
        // A list under a label is a group of answers, as in a select.
        if let ValueKind::List(_) | ValueKind::Map(_) = resolved.kind {
            return self.answer_list(offer, &resolved, question);
        }
        let key = Text::meaning(&entry.key, entry.key_span);
        let other = self.scope.text(&resolved);
        let (label, value) = match offer.table.keys {
            Keys::Labels => (Property::Known(key), other),
            _ => (other, Property::Known(key)),
        };
        if let Property::Known(words) = &label {
            self.passage(words, Role::Answer);
        }
        let (label_at, value_at) = match offer.table.keys {
            Keys::Labels => (entry.key_span, resolved.span),
            _ => (resolved.span, entry.key_span),
        };
        let selected = self.chosen(offer.chosen, &value);
        let answer = Answer::new(entry.key_span.to(entry.value.span), label.map(|text| text.folded()), value);
        let conditional = offer.conditional;
        question.answers.push(Answer { label_at: Some(label_at), value_at: Some(value_at), selected, conditional, ..answer });
    }

    fn item(&mut self, offer: Offer, item: &Value, question: &mut Question) {
        let (table, place) = (offer.table, item.span);
        let item = match &item.kind {
            ValueKind::Spread(inner) => {
                let list = self.scope.value(inner);
                return self.answer_list(offer, &list, question);
            }
            _ => self.scope.value(item),
        };
        match &item.kind {
            ValueKind::Map(_) if table.divider.iter().any(|path| self.scope.at(&item, path).is_some()) => self.divider(table, &item),
            // A group with a list of its own.
            ValueKind::List(_) if is_of_pairs(table) => match table.label.iter().find_map(|path| self.scope.at(&item, path)) {
                Some(list) if matches!(list.kind, ValueKind::List(_)) => self.answer_list(offer, &list, question),
                _ => self.offered(offer, &item, question),
            },
            ValueKind::Map(_) => self.offered(offer, &item, question),
            ValueKind::Text(text) if !text.is_blank() => {
                self.passage(text, Role::Answer);
                let value = Property::Known(text.clone());
                let (selected, conditional) = (self.chosen(offer.chosen, &value), offer.conditional);
                let answer = Answer::new(place, Property::Known(text.folded()), value);
                question.answers.push(Answer { label_at: Some(place), value_at: Some(place), selected, conditional, ..answer });
            }
            ValueKind::Either(readings) => readings.iter().for_each(|reading| self.item(offer.perhaps(), reading, question)),
            // Components pass over items that are nothing.
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Text(_) => {}
            _ => question.answers_unseen.push(unknown_of(&item)),
        }
    }

    /// What stands between answers: “or”.
    fn divider(&mut self, table: &Answers, item: &Value) {
        for path in &table.divider {
            if let Property::Known(words) = self.first_text(item, std::slice::from_ref(path)) {
                self.passage(&words, Role::Body);
            }
        }
    }

    /// An answer of a map, or of a pair.
    fn offered(&mut self, offer: Offer, item: &Value, question: &mut Question) {
        let answer = self.answer(offer, item, question.span);
        question.answers.push(answer);
    }

    fn answer(&mut self, offer: Offer, item: &Value, question: Span) -> Answer {
        let table = offer.table;
        let label = self.first_words(item, &table.label);
        label.known().into_iter().for_each(|text| self.passage(text, Role::Answer));
        if let Property::Known(hint) = self.first_words(item, &table.hint) {
            self.passage(&hint, Role::Hint);
        }
        let place = |paths: &[String]| paths.iter().find_map(|path| self.scope.given(item, path)).map(|value| value.span);
        let (label_at, value_at) = (place(&table.label), place(&table.value));
        let value = self.first_text(item, &table.value);
        let selected = match self.first_truth(item, &table.selected) {
            Property::Absent => self.chosen(offer.chosen, &value),
            said => said,
        };
        let exclusive = self.first_text(item, &table.exclusive).map(|text| text.as_str() == "exclusive");
        let free_text = self.reveals(table, item, ShownWhen { question, answer: item.span });
        let conditional = offer.conditional;
        Answer { label_at, value_at, free_text, selected, exclusive, conditional, ..Answer::new(item.span, label, value) }
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
        let texts: Vec<Property<Text>> = items.iter().map(|item| self.scope.text(item)).collect();
        if texts.iter().any(|text| text.known().is_some_and(|text| text.as_str() == value.as_str())) {
            return Property::Known(true);
        }
        texts.iter().find_map(Property::unknown).map_or(Property::Known(false), |because| Property::Unknown(because.clone()))
    }

    /// Reads what an answer brings up, and whether that is a box for people's own words.
    fn reveals(&mut self, table: &Answers, item: &Value, when: ShownWhen) -> Property<bool> {
        let Some(value) = table.reveals.iter().find_map(|path| self.scope.at(item, path)) else {
            return Property::Known(false);
        };
        // The definitions of further questions instead of markup.
        let defines = |entries: &[Entry]| entries.iter().any(|entry| self.scope.given(&entry.value, "type").is_some());
        if self.describes_question(&value) || matches!(&value.kind, ValueKind::Map(entries) if defines(entries)) {
            let before = self.sketch.questions.len();
            self.revealed(when, value.span, |reader| reader.defined(&value, None, 0));
            return Property::Known(self.sketch.questions[before..].iter().any(|question| question.control.is_text()));
        }
        if let ValueKind::Map(_) = &value.kind {
            // The ONS components describe a further question instead of markup.
            let kind = self.first_text(&value, &["otherType".to_owned()]);
            let kind = kind.known().map_or("input", |kind| kind.as_str());
            return Property::Known(matches!(kind, "input" | "textarea"));
        }
        let (controls, questions) = (self.sketch.controls.len(), self.sketch.questions.len());
        let group = self.revealed(when, value.span, |reader| reader.markup_of(&value));
        let typed = self.sketch.controls[controls..].iter().any(|control| match &control.kind {
            Kind::Typed(control) => control.is_text(),
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
}
