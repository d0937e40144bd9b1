//! Components that wrap questions, and the words of those that ask nothing.

use super::Role;
use super::components::Component;
use super::read::{Reader, holds_page};
use super::sketch::GroupKind;
use crate::page::Node;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Property;
use crate::value::{Value, ValueKind};

impl Reader<'_> {
    /// A component that brings no answers.
    pub(super) fn words_call(&mut self, component: &Component, params: &Value, body: Option<&[Node]>) {
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

    pub(super) fn group_of(&mut self, component: &Component, params: &Value, span: Span, inside: impl FnOnce(&mut Self)) {
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
    pub(super) fn other_words(&mut self, component: &Component, params: &Value, role: Role) {
        let role_of = |path: &str| if path.contains("error") { Role::Error } else { role };
        for path in &component.text {
            // The template shows the words only where there is no markup in their stead.
            let stem = |ending: &str, markup: &str| path.strip_suffix(ending).map(|stem| format!("{stem}{markup}"));
            let markup = stem("text", "html").or_else(|| stem("Text", "Html"));
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
    pub(super) fn markup_of(&mut self, value: &Value) {
        let value = self.scope.value(value);
        match (&value.kind, self.scope.text(&value)) {
            (ValueKind::Markup(_) | ValueKind::Either(_) | ValueKind::Unknown(_) | ValueKind::Call(_), _) => self.print(&value),
            (ValueKind::Concat(parts), _) if holds_page(&value) => parts.iter().for_each(|part| self.markup_of(part)),
            (_, Property::Known(text)) => self.markup(&text),
            (_, Property::Unknown(because)) => self.hidden(because),
            (_, Property::Absent) => {}
        }
    }

    /// The legend of the group that the reader is in, where no other question has taken it.
    pub(super) fn legend_around(&self) -> Property<Text> {
        let Some((_, group)) = self.sketch.groups_around(self.open_groups().last().copied()).next() else { return Property::Absent };
        match group.kind {
            GroupKind::Fieldset => group.legend.clone(),
            _ => Property::Absent,
        }
    }
}
