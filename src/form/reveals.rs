//! Questions of a class that an answer to another one brings up, as the constructor of the form says.

use super::components::{Component, Reveals};
use super::read::Reader;
use super::{Control, Question, ShownWhen};
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};
use crate::value::{CALLED, Call, Class, Value, ValueKind};

impl Reader<'_> {
    /// Ties the questions that were read since `from` to the answers that bring them up.
    pub(super) fn reveal_fields(&mut self, class: &Class, form: Option<&Component>, from: usize) {
        let called = class.kept.iter().find(|kept| kept.key == CALLED).map(|kept| &kept.value.kind);
        if let (Some(form), Some(ValueKind::List(calls))) = (form, called) {
            for call in calls.iter().filter_map(Value::as_call) {
                form.reveals.iter().for_each(|reveals| self.reveal(reveals, call, from));
            }
        }
        let typed = |question: &Question| question.control.is_text().then(|| question.name.known().map(|name| name.as_str().to_owned()))?;
        let boxes: Vec<String> = self.sketch.questions[from..].iter().filter_map(typed).collect();
        for question in &mut self.sketch.questions[from..] {
            // `gender` and `gender_other`, `other_gender`: a box for what the list does not hold.
            let Some(name) = question.name.known().filter(|_| question.control.is_choice()) else { continue };
            let beside = |other: &String| {
                let rest = other.strip_prefix(name.as_str()).map(|rest| rest.starts_with('_'));
                rest.or_else(|| other.strip_suffix(name.as_str()).map(|rest| rest.ends_with('_'))).unwrap_or(false)
            };
            question.own_words_beside |= boxes.iter().any(beside);
        }
    }

    /// `self.given_field_value("sex", Sex.OTHER).require_field("sex_details")`.
    fn reveal(&mut self, reveals: &Reveals, call: &Call, from: usize) {
        let given = call.receiver.as_ref().and_then(Value::as_call).filter(|given| given.name == reveals.given);
        let (Some(given), true) = (given, call.name == reveals.opens) else { return };
        let text = |value: Option<&Value>| {
            let value = value?;
            let sent = self.scope.at(value, "value").filter(|sent| !matches!(sent.kind, ValueKind::Unknown(_)));
            self.scope.text(&sent.unwrap_or_else(|| value.clone())).known().map(|text| text.as_str().to_owned())
        };
        let (Some(asked), Some(opened)) = (text(given.args.first()), text(call.args.first())) else { return };
        let chosen = text(given.args.get(1));
        let opens = |sent: &str| match reveals.prefix {
            true => Some(format!("{opened}_{}", sent.to_lowercase())),
            false => (chosen.as_deref() == Some(sent)).then(|| opened.clone()),
        };
        let questions = &mut self.sketch.questions[from..];
        let is = |question: &Question, name: &str| question.name.known().is_some_and(|known| known.as_str() == name);
        let named: Vec<(String, Control)> = questions.iter().filter_map(|question| Some((name(question)?, question.control))).collect();
        let Some(asking) = questions.iter_mut().find(|question| is(question, &asked) && question.control.is_choice()) else { return };
        let mut brought = Vec::new();
        for answer in &mut asking.answers {
            let Some(target) = answer.value.known().map(Text::as_str).and_then(opens) else { continue };
            answer.free_text = match named.iter().find(|(name, _)| *name == target) {
                Some((_, control)) => Property::Known(control.is_text()),
                // Asked in another class: what with is not seen from here.
                None => Property::Unknown(Because::new(Reason::Include, answer.span)),
            };
            brought.push((target, ShownWhen { question: asking.span, answer: answer.span }));
        }
        for question in questions {
            if let Some((_, when)) = brought.iter().find(|(target, _)| is(question, target)) {
                question.shown_when = Some(*when);
            }
        }
    }
}

fn name(question: &Question) -> Option<String> {
    question.name.known().map(|name| name.as_str().to_owned())
}
