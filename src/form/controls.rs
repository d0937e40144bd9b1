//! Hand-written controls: `input`, `select`, `textarea` and `option`.

use super::elements::tokens;
use super::read::Reader;
use super::sketch::{GroupKind, Kind, Loose};
use super::words::seen;
use super::{Answer, Control, Passage, Question, Role};
use super::{casing, cues};
use crate::page::{Element, Node};
use crate::source::Span;
use crate::text::Text;
use crate::unknown::{Because, Property, Reason};

/// Reads one control element.
pub(super) fn read(reader: &mut Reader, element: &Element) {
    match element.tag.as_str() {
        "select" => select(reader, element),
        "option" => option(reader, element),
        "textarea" => add(reader, element, Kind::Typed(Control::Textarea)),
        _ => input(reader, element),
    }
}

fn input(reader: &mut Reader, element: &Element) {
    let kind = match reader.attribute(element, "type") {
        Property::Known(kind) => kind.as_str().to_ascii_lowercase(),
        // What it is cannot be told, so neither can what it asks.
        Property::Unknown(because) if because.reason != Reason::Spread && reader.first_reading(element, "type").is_none() => {
            return reader.hidden(because);
        }
        Property::Unknown(_) => reader.first_reading(element, "type").unwrap_or_default(),
        Property::Absent => String::new(),
    };
    let kind = match kind.as_str() {
        "hidden" | "image" => return,
        "submit" | "button" | "reset" => {
            if let Property::Known(words) = reader.attribute(element, "value") {
                reader.passage(&words, Role::Button);
            }
            return;
        }
        "radio" => Kind::Radio,
        "checkbox" => Kind::Checkbox,
        typed => Kind::Typed(typed_control(typed)),
    };
    add(reader, element, kind);
}

/// What an `<input>` of this type is, where people type in it.
pub(super) fn typed_control(kind: &str) -> Control {
    match kind {
        "password" => Control::PasswordInput,
        "search" => Control::SearchInput,
        "file" => Control::FileUpload,
        "date" => Control::DateInput,
        _ => Control::Input,
    }
}

fn select(reader: &mut Reader, element: &Element) {
    reader.flush();
    let outer = std::mem::take(&mut reader.options);
    let group = reader.open_group(GroupKind::Choices, element.span);
    reader.inside(&element.children);
    reader.close_group();
    let mut answers = std::mem::replace(&mut reader.options, outer);
    drop_placeholders(&mut answers);
    let unseen = std::mem::take(&mut reader.sketch.groups[group].unseen);
    add(reader, element, Kind::Select(answers, unseen));
}

fn option(reader: &mut Reader, element: &Element) {
    // Without an end tag, the grammar takes the next option for a part of this one.
    let is_next = |node: &Node| matches!(node, Node::Element(inner) if matches!(inner.tag.as_str(), "option" | "optgroup"));
    let own = element.children.iter().position(is_next).unwrap_or(element.children.len());
    let (own, next) = element.children.split_at(own);
    let span = match next.first() {
        Some(Node::Element(next)) => Span { end: next.span.start, ..element.span },
        _ => element.span,
    };
    let (before, readings) = (reader.unseen.len(), reader.other_readings.len());
    let label = reader.words(own);
    // A value that is printed inside an option is its label, not a further option.
    reader.unseen.truncate(before);
    // `{{ "Female" if a else "Male" }}` is either.
    let others = reader.other_readings.split_off(readings.min(reader.other_readings.len()));
    if !others.is_empty() {
        reader.hidden(Because::new(Reason::Condition, element.open));
    }
    let others = others.into_iter().filter(|other| !other.text.is_blank());
    reader.passages.extend(others.map(|other| Passage { role: Role::Answer, ..other }));
    let label = seen(label);
    if let Property::Known(text) = &label {
        reader.passage(text, Role::Answer);
    }
    let label_at = label.known().and_then(Text::span);
    // A first option that nobody can choose sends nothing.
    let is_dead = reader.options.is_empty() && ["disabled", "hidden"].iter().any(|name| reader.flag(element, name).known() == Some(&true));
    let value = if is_dead { Property::Known(Text::default()) } else { reader.attribute(element, "value").or(|| label.clone()) };
    let answer = Answer {
        label_at,
        value_at: attribute_place(element, "value"),
        selected: reader.flag(element, "selected"),
        conditional: reader.branches() > 0,
        dead: is_dead,
        ..Answer::new(span, label, value)
    };
    if reader.in_loop() {
        reader.hidden(Because::new(Reason::Loop, element.open));
    }
    reader.options.push(answer);
    reader.nodes(next);
}

/// Where an attribute's value stands.
fn attribute_place(element: &Element, name: &str) -> Option<Span> {
    element.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.span)
}

fn add(reader: &mut Reader, element: &Element, kind: Kind) {
    reader.flush();
    let placeholder = reader.attribute(element, "placeholder");
    if let Property::Known(text) = &placeholder {
        reader.passage(text, Role::Placeholder);
    }
    let aria_label = reader.attribute(element, "aria-label");
    if let Property::Known(text) = &aria_label {
        reader.passage(text, Role::AriaLabel);
    }
    let required = match (reader.flag(element, "required"), reader.attribute(element, "aria-required")) {
        (Property::Known(required), _) => Property::Known(required),
        (Property::Absent, Property::Known(aria)) => Property::Known(aria.as_str() == "true"),
        (Property::Absent, Property::Unknown(because)) | (Property::Unknown(because), _) => Property::Unknown(because),
        (Property::Absent, Property::Absent) => Property::Absent,
    };
    let opening = ["aria-controls", "data-aria-controls", "data-target", "data-conditional"].map(|name| reader.attribute(element, name));
    let control = Loose {
        searches_site: matches!(kind, Kind::Typed(Control::SearchInput)) && reader.in_header(),
        kind,
        span: reader.placed(element.span),
        id: reader.attribute(element, "id"),
        name: reader.name_here(reader.attribute(element, "name")),
        value: reader.attribute(element, "value"),
        checked: reader.flag(element, "checked"),
        required,
        autocomplete: reader.attribute(element, "autocomplete"),
        pattern: reader.attribute(element, "pattern"),
        minlength: reader.attribute(element, "minlength"),
        maxlength: reader.attribute(element, "maxlength"),
        spellcheck: reader.yes_or_no(element, "spellcheck"),
        forces_case: casing::ATTRIBUTES
            .iter()
            .any(|name| reader.attribute(element, name).known().is_some_and(|text| casing::is_forced_by(text.as_str()))),
        placeholder,
        aria_label,
        labelled_by: tokens(&reader.attribute(element, "aria-labelledby")),
        described_by: tokens(&reader.attribute(element, "aria-describedby")),
        opens: opening.iter().flat_map(tokens).collect(),
        opens_unknown: opening.iter().find_map(Property::unknown).filter(|because| because.reason != Reason::Spread).cloned(),
        exclusive: reader.attribute(element, "data-behaviour").known().map(Text::as_str) == Some("exclusive")
            || reader.flag(element, "data-checkbox-exclusive").known() == Some(&true),
        value_at: attribute_place(element, "value"),
        spot: reader.spot(),
        wrapped_in: reader.open_label(),
        heading: reader.heading.clone(),
        shown_when: reader.shown_when,
    };
    reader.sketch.controls.push(control);
}

/// Takes out options that only say “choose”.
pub(super) fn drop_placeholders(answers: &mut Vec<Answer>) {
    let mut first = true;
    answers.retain(|answer| !is_placeholder(answer, std::mem::take(&mut first)));
}

/// Takes out a first option that sends nothing and says what the label says.
pub(super) fn drop_repeated_prompt(question: &mut Question) {
    let Some(first) = question.answers.first() else { return };
    let (Some(label), Some(value), Some(prompt)) = (first.label.known(), first.value.known(), question.prompt.known()) else { return };
    let plain = |text: &Text| text.as_str().trim_end_matches([':', '?', '.', '…']).to_lowercase();
    if value.as_str().is_empty() && plain(label) == plain(prompt) {
        question.answers.remove(0);
    }
}

fn is_placeholder(answer: &Answer, first: bool) -> bool {
    let label = match &answer.label {
        Property::Known(label) => label.as_str().to_lowercase(),
        Property::Absent => return true,
        Property::Unknown(_) => return false,
    };
    let words = label.trim_matches(|c: char| !c.is_alphanumeric());
    let empty = answer.value.known().is_some_and(|value| value.as_str().is_empty());
    words.is_empty() || (cues::says_to_choose(words) && (first || empty))
}
