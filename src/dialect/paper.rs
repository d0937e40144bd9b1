//! Forms that are written to be printed: lines of words, boxes to tick and lines to write on, in tables or without, as
//! [`crate::document`] tells them. What asks is told by where it stands, as a reader tells it.

use super::{Dialect, Parsers};
use crate::page::{Attribute, Element, Node, Page};
use crate::source::{Source, Span};
use crate::text::Text;
use crate::value::{Value, ValueKind};

mod circled;
mod lines;

use lines::{Line, Part, Place, Range};

/// Forms as a word processor has them.
pub(super) struct Paper;

impl Dialect for Paper {
    fn name(&self) -> &'static str {
        "word"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx"]
    }

    fn claims(&self, _: &str, _: &str) -> bool {
        true
    }

    fn read(&self, source: &Source, _: &mut Parsers) -> Page {
        let mut form = Form { source, nodes: Vec::new(), waiting: Vec::new(), open: None, asked: 0, heads: Vec::new() };
        let lines = lines::read(&source.text);
        let mut rest = lines.as_slice();
        while let Some((first, others)) = rest.split_first() {
            if first.place == Place::Row {
                let len = 1 + others.iter().take_while(|line| matches!(line.place, Place::Cell | Place::More)).count();
                form.row(&rest[..len]);
                rest = &rest[len..];
            } else {
                form.line(first);
                rest = others;
            }
        }
        form.close();
        form.flush();
        Page { nodes: form.nodes, ..Page::default() }
    }
}

/// True if these lines ask as a printed form does, and not as people describe one: with boxes in a line, words to circle, or
/// lines of dots.
#[cfg(feature = "page")]
pub(crate) fn asks(text: &str) -> bool {
    lines::read(text).iter().any(|line| {
        let ticks = line.parts.iter().filter(|part| matches!(part, Part::Tick(..))).count();
        let dots = |part: &Part| matches!(part, Part::Blank(span) if !text[span.0..span.1].starts_with('_'));
        ticks > 1 || line.parts.iter().any(|part| matches!(part, Part::Circled(..)) || dots(part))
    })
}

/// The form so far.
struct Form<'s> {
    source: &'s Source,
    nodes: Vec<Node>,
    /// Lines of words that may turn out to ask.
    waiting: Vec<(usize, usize)>,
    /// The question that answers are being gathered for.
    open: Option<Question>,
    /// How many questions there are; each needs a name of its own.
    asked: usize,
    /// The cells of the row before, where all were words: what a row of empty cells below is for.
    heads: Vec<(usize, usize)>,
}

/// A question with boxes to tick.
struct Question {
    prompt: Option<(usize, usize)>,
    hints: Vec<(usize, usize)>,
    answers: Vec<Answer>,
    start: usize,
    end: usize,
}

struct Answer {
    label: Option<(usize, usize)>,
    at: (usize, usize),
    ticked: bool,
    own_words: Option<(usize, usize)>,
}

impl Form<'_> {
    /// A paragraph outside of tables, or in a cell of its own.
    fn line(&mut self, line: &Line) {
        self.heads.clear();
        self.parts(line, None);
    }

    /// A row of a table, cell by cell.
    fn row(&mut self, lines: &[Line]) {
        self.close();
        self.flush();
        let mut cells: Vec<&[Line]> = Vec::new();
        let mut start = 0;
        for at in 1..=lines.len() {
            if at == lines.len() || lines[at].place == Place::Cell {
                cells.push(&lines[start..at]);
                start = at;
            }
        }
        let words = |cell: &&[Line]| match cell {
            [line] => line.only_words(),
            _ => None,
        };
        let is_empty = |cell: &[Line]| cell.iter().all(Line::is_empty);
        if cells.len() > 1 && cells.iter().all(|cell| is_empty(cell)) {
            return self.write_in_below();
        }
        let all_words: Vec<(usize, usize)> = cells.iter().filter_map(words).collect();
        let are_heads = cells.len() > 1 && all_words.len() == cells.len();
        self.cells(&cells, &is_empty);
        self.heads = if are_heads { all_words } else { Vec::new() };
    }

    /// What each cell of a row is: words that ask, the place to answer, or both.
    fn cells(&mut self, cells: &[&[Line]], is_empty: &dyn Fn(&[Line]) -> bool) {
        let mut asks: Option<(usize, usize)> = None;
        for (at, cell) in cells.iter().enumerate() {
            let next_is_empty = cells.get(at + 1).is_some_and(|next| is_empty(next));
            let next_answers = cells.get(at + 1).is_some_and(|next| next.iter().any(Line::answers));
            match cell {
                _ if is_empty(cell) => {}
                // Words beside an empty cell, or beside boxes, ask.
                [line] if line.only_words().is_some() && next_is_empty => {
                    self.close();
                    let span = line.only_words().unwrap_or_default();
                    self.box_to_write_in(Some(span), span);
                    asks = None;
                }
                [line] if line.only_words().is_some() && next_answers => {
                    self.close();
                    asks = line.only_words();
                }
                _ => {
                    cell.iter().for_each(|line| self.parts(line, asks));
                }
            }
        }
        self.close();
        self.flush();
    }

    /// A row of empty cells below a row of words: each of these asks. Further empty rows ask nothing new.
    fn write_in_below(&mut self) {
        let heads = std::mem::take(&mut self.heads);
        heads.into_iter().for_each(|span| self.box_to_write_in(Some(span), span));
    }

    /// The parts of a line, with the words beside it that ask, where it stands in a table.
    fn parts(&mut self, line: &Line, asks: Option<(usize, usize)>) {
        if line.heading > 0 {
            self.close();
            self.flush();
            if let Some(span) = line.only_words() {
                let words = self.text(span);
                self.nodes.push(self.element(&format!("h{}", line.heading.min(6)), span, Vec::new(), vec![words]));
            }
        } else if line.has_boxes() {
            self.ticks(line, asks);
        } else if let Some(at) = line.parts.iter().position(Part::is_answer) {
            self.answered(line, at, asks);
        } else if let Some(span) = line.only_words() {
            // Words after an answer begin something new.
            self.close();
            self.waiting.push(span);
        } else {
            // An empty line parts what stands above it from what asks below, but a question from its boxes it does not.
            self.close();
        }
    }

    /// Boxes in a line, with the words before or after each.
    fn ticks(&mut self, line: &Line, asks: Option<(usize, usize)>) {
        let ticks = lines::ticks(&line.parts, self.source.text.as_str());
        if ticks.prompt.is_some() || (self.open.is_some() && ticks.answers.is_empty()) {
            self.close();
        }
        if self.open.is_none() {
            let (prompt, hints) = match ticks.prompt.or(asks) {
                Some(prompt) => {
                    self.flush();
                    (Some(prompt), Vec::new())
                }
                None => self.asked_above(),
            };
            let start = prompt.map_or(line.start, |prompt| prompt.0);
            self.open = Some(Question { prompt, hints, answers: Vec::new(), start, end: line.end });
        }
        if let Some(open) = &mut self.open {
            open.end = line.end;
            open.answers.extend(ticks.answers.into_iter().map(|tick| Answer {
                label: tick.label,
                at: tick.at,
                ticked: tick.ticked,
                own_words: tick.own_words,
            }));
        }
    }

    /// The words above that ask, and the help between them and the answer; what stands before them is only text.
    fn asked_above(&mut self) -> (Option<Range>, Vec<Range>) {
        let mut waiting = std::mem::take(&mut self.waiting);
        let is_help = |span: &(usize, usize)| lines::is_help(&self.source.text[span.0..span.1]);
        let asks = (0..waiting.len()).rev().find(|&at| !is_help(&waiting[at])).or(waiting.len().checked_sub(1));
        let Some(asks) = asks else { return (None, Vec::new()) };
        let hints = waiting.split_off(asks + 1);
        let prompt = waiting.pop();
        self.waiting = waiting;
        self.flush();
        (prompt, hints)
    }

    /// A line to write on, a list or a date, with the words before it.
    fn answered(&mut self, line: &Line, at: usize, asks: Option<(usize, usize)>) {
        // A box to write in right below an answer to tick is for its own words.
        if line.parts.len() == 1
            && matches!(line.parts[at], Part::Blank(_))
            && asks.is_none()
            && self.waiting.is_empty()
            && let Some(answer) = self.open.as_mut().and_then(|open| open.answers.last_mut())
        {
            answer.own_words = Some(line.parts[at].span());
            return;
        }
        self.close();
        let mut before: Option<(usize, usize)> = None;
        let mut has_asked = false;
        for part in &line.parts {
            match part {
                Part::Words(span) => before = lines::asked(self.source.text.as_str(), *span),
                // The day, the month and the year of one date.
                _ if has_asked && before.is_none() => {}
                _ => {
                    has_asked = true;
                    let prompt = before.take().or(asks).or_else(|| self.asked_above().0);
                    self.flush();
                    match part {
                        Part::List(span, choices) => self.list(prompt, *span, choices),
                        Part::Date(span) => self.control(prompt, *span, "date"),
                        Part::Circled(_, choices) => self.circled(prompt, choices),
                        _ => self.box_to_write_in(prompt, part.span()),
                    }
                }
            }
        }
        self.waiting.extend(before);
    }

    fn name(&mut self) -> String {
        self.asked += 1;
        format!("question-{}", self.asked)
    }

    fn box_to_write_in(&mut self, prompt: Option<(usize, usize)>, at: (usize, usize)) {
        self.control(prompt, at, "text");
    }

    fn control(&mut self, prompt: Option<(usize, usize)>, at: (usize, usize), kind: &str) {
        let name = self.name();
        let id = self.attribute("id", &name, at);
        let input = self.element("input", at, vec![id, self.attribute("name", &name, at), self.attribute("type", kind, at)], Vec::new());
        self.labelled(prompt, &name, input);
    }

    fn list(&mut self, prompt: Option<(usize, usize)>, at: (usize, usize), choices: &[(usize, usize)]) {
        let name = self.name();
        let options = choices.iter().map(|span| self.element("option", *span, Vec::new(), vec![self.text(*span)])).collect();
        let select = self.element("select", at, vec![self.attribute("id", &name, at), self.attribute("name", &name, at)], options);
        self.labelled(prompt, &name, select);
    }

    /// One of these is marked.
    fn circled(&mut self, prompt: Option<Range>, choices: &[Range]) {
        let name = self.name();
        let legend = prompt.map(|prompt| self.element("legend", prompt, Vec::new(), vec![self.text(prompt)]));
        let mut inside: Vec<Node> = legend.into_iter().collect();
        for (number, &at) in choices.iter().enumerate() {
            let id = format!("{name}-{number}");
            let named = [("id", id.as_str()), ("name", &name), ("type", "radio"), ("value", &number.to_string())]
                .map(|(key, value)| self.attribute(key, value, at));
            inside.push(self.element("input", at, named.into(), Vec::new()));
            inside.push(self.element("label", at, vec![self.attribute("for", &id, at)], vec![self.text(at)]));
        }
        let (first, last) = (choices.first().copied().unwrap_or_default(), choices.last().copied().unwrap_or_default());
        let span = (prompt.map_or(first.0, |prompt| prompt.0.min(first.0)), last.1);
        self.nodes.push(self.element("fieldset", span, Vec::new(), inside));
    }

    fn labelled(&mut self, prompt: Option<(usize, usize)>, name: &str, control: Node) {
        if let Some(span) = prompt {
            let words = vec![self.text(span)];
            let label = self.element("label", span, vec![self.attribute("for", name, span)], words);
            self.nodes.push(label);
        }
        self.nodes.push(control);
    }

    /// The question under way is whole.
    fn close(&mut self) {
        let Some(question) = self.open.take() else { return };
        let name = self.name();
        let span = (question.start, question.end.max(question.start));
        let mut inside = Vec::new();
        inside.extend(question.prompt.map(|prompt| self.element("legend", prompt, Vec::new(), vec![self.text(prompt)])));
        inside.extend(question.hints.iter().map(|hint| self.element("div", *hint, Vec::new(), vec![self.text(*hint)])));
        // What form can be chosen more than once only the words say; a single box is a box to tick.
        for (number, answer) in question.answers.iter().enumerate() {
            inside.extend(self.answer(answer, &name, number));
        }
        self.nodes.push(self.element("fieldset", span, Vec::new(), inside));
    }

    fn answer(&self, answer: &Answer, name: &str, number: usize) -> Vec<Node> {
        let id = format!("{name}-{number}");
        let at = answer.at;
        let mut attributes = vec![
            self.attribute("id", &id, at),
            self.attribute("name", name, at),
            self.attribute("type", "checkbox", at),
            self.attribute("value", &number.to_string(), at),
        ];
        attributes.extend(answer.ticked.then(|| self.attribute("checked", "", at)));
        let opens = format!("{id}-words");
        attributes.extend(answer.own_words.map(|_| self.attribute("aria-controls", &opens, at)));
        let mut nodes = vec![self.element("input", at, attributes, Vec::new())];
        nodes.extend(answer.label.map(|span| self.element("label", span, vec![self.attribute("for", &id, span)], vec![self.text(span)])));
        nodes.extend(answer.own_words.map(|span| {
            let named = [("id", format!("{opens}-box")), ("name", opens.clone()), ("type", "text".to_owned())];
            let input =
                self.element("input", span, named.iter().map(|(key, value)| self.attribute(key, value, span)).collect(), Vec::new());
            self.element("div", span, vec![self.attribute("id", &opens, span)], vec![input])
        }));
        nodes
    }

    /// What waited and asked nothing is text.
    fn flush(&mut self) {
        for span in std::mem::take(&mut self.waiting) {
            let words = vec![self.text(span)];
            self.nodes.push(self.element("p", span, Vec::new(), words));
        }
    }

    fn span(&self, (start, end): (usize, usize)) -> Span {
        self.source.span(start..end)
    }

    fn text(&self, at: (usize, usize)) -> Node {
        Node::Text(Text::verbatim(&self.source.text[at.0..at.1], self.span(at)))
    }

    fn element(&self, tag: &str, at: (usize, usize), attributes: Vec<Attribute>, children: Vec<Node>) -> Node {
        let span = self.span(at);
        Node::Element(Box::new(Element { tag: tag.to_owned(), span, open: span, attributes, spreads: Vec::new(), children }))
    }

    fn attribute(&self, name: &str, value: &str, at: (usize, usize)) -> Attribute {
        let span = self.span(at);
        let value = Value::new(ValueKind::Text(Text::meaning(value, span)), span);
        Attribute { name: name.to_owned(), value, span, conditional: false }
    }
}
