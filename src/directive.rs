//! What a form's authors tell askwell in comments of their template.
//!
//! One strict grammar, the same in every language: a comment that is nothing but a directive. Prose that mentions
//! one is prose.
//!
//! ```text
//! askwell: ignore RULE[, RULE…] because REASON          the next element or call
//! askwell: ignore-start RULE[, RULE…] because REASON    from here …
//! askwell: ignore-end RULE[, RULE…]                     … to here
//! askwell: ignore-file RULE[, RULE…] because REASON     the whole file
//! askwell: purpose PURPOSE                              what the page's answers are for
//! askwell: audience AUDIENCE                            whom the page is put to
//! ```

use std::cmp::Reverse;

use crate::dialect::Dialect;
use crate::finding::{Finding, Standing, Suppressed};
use crate::page::{Comment, Element, Node, Page};
use crate::repair::Edit;
use crate::rules::Pack;
use crate::rules::mistake::nearest;
use crate::rules::schema::{AUDIENCES, PURPOSES};
use crate::source::{Source, Span};
use crate::value::{Entry, Value, ValueKind};

/// What a comment starts with to be a directive.
const MARK: &str = "askwell:";

/// A directive that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub says: Says,
}

/// What a directive says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// These rules are silent there, for a reason.
    Ignore {
        /// The rules' ids.
        rules: Vec<String>,
        /// Why.
        reason: String,
        /// Where; `None` for nothing at all, as after the last element.
        covers: Option<Span>,
    },
    /// What the page's answers are for.
    Purpose(String),
    /// Whom the page is put to.
    Audience(String),
}

/// A directive that cannot be followed, or had nothing to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
    /// False for a directive that is only no longer needed.
    pub is_mistake: bool,
}

/// The directives of a page, and what is wrong with those that cannot be followed.
pub fn read(page: &Page, whole: Span) -> (Vec<Directive>, Vec<Complaint>) {
    let (mut directives, mut complaints) = (Vec::new(), Vec::new());
    let mut open: Vec<(Vec<String>, String, Span)> = Vec::new();
    for comment in &page.comments {
        let text = comment.text.folded();
        let Some(said) = text.as_str().strip_prefix(MARK) else { continue };
        match parse(said) {
            Ok(Parsed::Next(rules, reason)) => {
                let covers = next_node(&page.nodes, comment.span.end);
                directives.push(Directive { span: comment.span, says: Says::Ignore { rules, reason, covers } });
            }
            Ok(Parsed::File(rules, reason)) => {
                directives.push(Directive { span: comment.span, says: Says::Ignore { rules, reason, covers: Some(whole) } });
            }
            Ok(Parsed::Start(rules, reason)) => open.push((rules, reason, comment.span)),
            Ok(Parsed::End(rules)) => match open.iter().rposition(|(opened, ..)| *opened == rules) {
                Some(at) => {
                    let (rules, reason, start) = open.remove(at);
                    let covers = Some(Span { start: start.end, end: comment.span.start, ..start });
                    directives.push(Directive { span: start, says: Says::Ignore { rules, reason, covers } });
                }
                None => complaints.push(mistake(comment, "there is no `ignore-start` for this `ignore-end`".to_owned(), None)),
            },
            Ok(Parsed::Purpose(purpose)) => directives.push(Directive { span: comment.span, says: Says::Purpose(purpose) }),
            Ok(Parsed::Audience(audience)) => directives.push(Directive { span: comment.span, says: Says::Audience(audience) }),
            Err((message, help)) => complaints.push(mistake(comment, message, help)),
        }
    }
    for (.., span) in open {
        let message = "this `ignore-start` has no `ignore-end`".to_owned();
        complaints.push(Complaint { span, message, help: None, is_mistake: true });
    }
    directives.sort_by_key(|directive| directive.span);
    (directives, complaints)
}

/// Silences findings as the directives say. Rules that do not exist are mistakes; a directive that silences nothing
/// is told, so that it does not outlive what it was for.
pub fn suppress(findings: &mut [Finding], directives: &[Directive], pack: &Pack, complaints: &mut Vec<Complaint>) {
    for directive in directives {
        let Says::Ignore { rules, reason, covers } = &directive.says else { continue };
        for rule in rules {
            if pack.rule(rule).is_none() {
                let help = Some(nearest(rule, pack.rules.iter().map(|rule| rule.id.as_str())));
                let message = format!("there is no rule called `{rule}`");
                complaints.push(Complaint { span: directive.span, message, help, is_mistake: true });
                continue;
            }
            let mut used = false;
            for finding in findings.iter_mut().filter(|finding| finding.rule == *rule) {
                if covers.is_some_and(|covers| covers.contains(finding.place)) {
                    finding.standing = Standing::Suppressed(Suppressed { reason: reason.clone(), by: directive.span });
                    used = true;
                }
            }
            if !used {
                let message = format!("`{rule}` has nothing to say here, so this can go");
                complaints.push(Complaint { span: directive.span, message, help: None, is_mistake: false });
            }
        }
    }
    complaints.sort();
}

enum Parsed {
    Next(Vec<String>, String),
    Start(Vec<String>, String),
    End(Vec<String>),
    File(Vec<String>, String),
    Purpose(String),
    Audience(String),
}

type Problem = (String, Option<String>);

fn parse(said: &str) -> Result<Parsed, Problem> {
    const VERBS: &[&str] = &["ignore", "ignore-start", "ignore-end", "ignore-file", "purpose", "audience"];
    let said = said.trim();
    let (verb, rest) = said.split_once(' ').unwrap_or((said, ""));
    match verb {
        "ignore" => with_reason(verb, rest).map(|(rules, reason)| Parsed::Next(rules, reason)),
        "ignore-start" => with_reason(verb, rest).map(|(rules, reason)| Parsed::Start(rules, reason)),
        "ignore-file" => with_reason(verb, rest).map(|(rules, reason)| Parsed::File(rules, reason)),
        "ignore-end" => Ok(Parsed::End(rules_of(rest)?)),
        "purpose" => one_of(rest, PURPOSES, "purpose").map(Parsed::Purpose),
        "audience" => one_of(rest, AUDIENCES, "audience").map(Parsed::Audience),
        other => Err((format!("`{other}` is nothing that askwell can be told"), Some(nearest(other, VERBS.iter().copied())))),
    }
}

fn with_reason(verb: &str, rest: &str) -> Result<(Vec<String>, String), Problem> {
    let Some((rules, reason)) = rest.split_once(" because ") else {
        return Err(("say why: `because …`".to_owned(), Some(format!("{MARK} {verb} RULE because …"))));
    };
    // The mark that stands for a reason in what is there to be copied is none.
    if !reason.contains(char::is_alphanumeric) {
        return Err(("say why: what stands after `because` is no reason yet".to_owned(), None));
    }
    Ok((rules_of(rules)?, reason.trim().to_owned()))
}

fn rules_of(list: &str) -> Result<Vec<String>, Problem> {
    let rules: Vec<String> = list.split(',').map(|rule| rule.trim().to_owned()).filter(|rule| !rule.is_empty()).collect();
    let is_id = |rule: &String| rule.contains('/') && !rule.contains(' ');
    match rules.iter().find(|rule| !is_id(rule)) {
        Some(rule) => Err((format!("`{rule}` is no rule's id"), Some("an id looks like gender/no-decline".to_owned()))),
        None if rules.is_empty() => Err(("say which rule".to_owned(), None)),
        None => Ok(rules),
    }
}

fn one_of(word: &str, known: &[&str], what: &str) -> Result<String, Problem> {
    let word = word.trim();
    if known.contains(&word) {
        Ok(word.to_owned())
    } else {
        Err((format!("`{word}` is no {what}"), Some(nearest(word, known.iter().copied()))))
    }
}

fn mistake(comment: &Comment, message: String, help: Option<String>) -> Complaint {
    Complaint { span: comment.span, message, help, is_mistake: true }
}

/// The element or call that stands next after `offset`: the outermost of those that start first.
fn next_node(nodes: &[Node], offset: u32) -> Option<Span> {
    let mut next: Option<Span> = None;
    coverable(nodes, &mut |span| {
        let comes_first = |known: &Span| (span.start, Reverse(span.end)) < (known.start, Reverse(known.end));
        if span.start >= offset && next.as_ref().is_none_or(comes_first) {
            next = Some(span);
        }
    });
    next
}

/// The elements and calls of a page that a directive can stand before.
#[derive(Debug)]
pub struct Holders {
    /// In the order of their starts, the outer before the inner.
    spans: Vec<Span>,
    /// The number of the one around each.
    around: Vec<Option<usize>>,
}

impl Holders {
    /// Those of a page.
    pub fn of(page: &Page) -> Self {
        let mut spans = Vec::new();
        coverable(&page.nodes, &mut |span| spans.push(span));
        spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
        let mut open: Vec<usize> = Vec::new();
        let around = spans.iter().enumerate().map(|(at, span)| {
            while open.last().is_some_and(|&outer| !spans[outer].contains(*span)) {
                open.pop();
            }
            let outer = open.last().copied();
            open.push(at);
            outer
        });
        let around = around.collect();
        Holders { spans, around }
    }

    /// The one that a directive about `place` best stands before: the smallest round it that begins its line, or else the
    /// smallest.
    pub fn holding(&self, place: Span, source: &Source) -> Option<Span> {
        let last = self.spans.partition_point(|span| span.start <= place.start).checked_sub(1);
        let outwards = std::iter::successors(last, |&at| self.around[at]).map(|at| self.spans[at]);
        let mut round = outwards.filter(|span| span.contains(place));
        let smallest = round.next()?;
        Some(std::iter::once(smallest).chain(round).find(|span| begins_line(*span, source)).unwrap_or(smallest))
    }
}

/// True if nothing but white space stands before it in its line.
fn begins_line(span: Span, source: &Source) -> bool {
    let before = source.text.get(..span.start as usize).unwrap_or("");
    let said = before.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    said.is_empty() || said.ends_with('\n') || said == "\u{feff}"
}

/// Where a directive goes that lets findings stand, and how it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// The byte before which it goes.
    pub at: u32,
    /// True if it has a line of its own there; otherwise it stands in the line, before what it is about.
    pub own_line: bool,
    /// The comment.
    pub comment: String,
}

impl Paste {
    /// The comment as it is put into `source`, with the indent and the line end of what it stands before.
    pub fn edit(&self, source: &Source) -> Edit {
        let at = self.at as usize;
        let mut text = self.comment.clone();
        if self.own_line {
            let before = source.text.get(..at).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |end| end + 1);
            let is_windows = source.text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
            text.push_str(if is_windows { "\r\n" } else { "\n" });
            text.push_str(before[line..].trim_start_matches('\u{feff}'));
        }
        Edit { span: source.span(at..at), text }
    }
}

/// The directive that lets these rules be silent in `holder`, for `reason`. `None` where the language has no comment that can
/// stand there.
pub fn paste(rules: &[&str], reason: &str, holder: Span, source: &Source, dialect: &dyn Dialect) -> Option<Paste> {
    let (open, close) = dialect.comment(source.text.get(..holder.start as usize)?)?;
    let own_line = begins_line(holder, source);
    if close.is_empty() && !own_line {
        return None;
    }
    let comment = format!("{open} {MARK} ignore {} because {reason} {close}", rules.join(", ")).trim_end().to_owned();
    Some(Paste { at: holder.start, own_line, comment })
}

/// Calls `tell` with the place of every element and call.
fn coverable(nodes: &[Node], tell: &mut dyn FnMut(Span)) {
    for node in nodes {
        match node {
            // An empty paragraph says nothing that could be judged; in Markdown an empty line is one.
            Node::Element(element) if is_break(element) => {}
            Node::Element(element) => {
                tell(element.span);
                coverable(&element.children, tell);
            }
            Node::Print(print) => tell(print.span),
            Node::Wrap(wrap) => {
                tell(wrap.span);
                coverable(&wrap.body, tell);
            }
            Node::Branch(branch) => {
                tell(branch.span);
                branch.arms.iter().for_each(|arm| coverable(&arm.body, tell));
            }
            Node::Loop(repeated) => {
                tell(repeated.span);
                coverable(&repeated.body, tell);
            }
            Node::Set(set) => {
                tell(set.value.span);
                if let ValueKind::Markup(nodes) = &set.value.kind {
                    coverable(nodes, tell);
                }
            }
            Node::Block(block) | Node::Macro(block) => coverable(&block.body, tell),
            Node::Definition(set) => coverable_values(&set.value, tell),
            Node::Include(include) => tell(include.span),
            Node::Text(_) | Node::Import(_) => {}
        }
    }
}

fn is_break(element: &Element) -> bool {
    let is_bare = element.attributes.is_empty() && element.spreads.is_empty() && element.children.is_empty();
    is_bare && matches!(element.tag.as_str(), "p" | "br" | "hr")
}

/// Likewise of every entry, item and call in what code defines.
fn coverable_values(value: &Value, tell: &mut dyn FnMut(Span)) {
    tell(value.span);
    let entry = |entry: &Entry, tell: &mut dyn FnMut(Span)| {
        tell(entry.key_span.to(entry.value.span));
        coverable_values(&entry.value, tell);
    };
    match &value.kind {
        ValueKind::Map(entries) => entries.iter().for_each(|part| entry(part, tell)),
        ValueKind::Class(class) => class.members.iter().chain(&class.kept).for_each(|part| entry(part, tell)),
        ValueKind::List(items) => items.iter().for_each(|item| coverable_values(item, tell)),
        ValueKind::Spread(inner) => coverable_values(inner, tell),
        ValueKind::Lambda(lambda) => coverable_values(&lambda.body, tell),
        ValueKind::Markup(nodes) => coverable(nodes, tell),
        ValueKind::Call(call) => {
            call.receiver.iter().chain(&call.args).chain(&call.keywords).for_each(|part| coverable_values(part, tell));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{self, Parsers};
    use crate::source::FileId;

    #[test]
    fn a_comment_takes_the_indent_and_the_line_end_of_what_it_stands_before() {
        let written = |text: &str, pastes: &[(u32, bool)]| {
            let source = Source::new(FileId(0), "a.html", text);
            let paste = |&(at, own_line): &(u32, bool)| Paste { at, own_line, comment: "<!-- c -->".to_owned() }.edit(&source);
            crate::repair::edited(text, &pastes.iter().map(paste).collect::<Vec<_>>())
        };
        assert_eq!(written("<a>\r\n\t<b>\r\n", &[(6, true)]), "<a>\r\n\t<!-- c -->\r\n\t<b>\r\n");
        assert_eq!(written("\u{feff}<b>", &[(3, true)]), "\u{feff}<!-- c -->\n<b>");
        assert_eq!(written("<a><b>", &[(0, true), (3, false)]), "<!-- c -->\n<a><!-- c --><b>");
    }

    fn directives(text: &str) -> (Vec<String>, Vec<String>) {
        let source = Source::new(FileId(0), "a.njk", text);
        let page = dialect::named("nunjucks").unwrap().read(&source, &mut Parsers::new());
        let (directives, complaints) = read(&page, source.span(0..text.len()));
        let covered = directives.iter().filter_map(|directive| match &directive.says {
            Says::Ignore { covers, .. } => Some(covers.map_or(String::new(), |span| text[span.range()].to_owned())),
            _ => None,
        });
        (covered.collect(), complaints.into_iter().map(|complaint| complaint.message).collect())
    }

    #[test]
    fn the_next_element_or_call_is_covered_whole() {
        let (covered, _) = directives("{# askwell: ignore title/required because PDS asks #}\n<p>a <b>c</b></p><p>d</p>");
        assert_eq!(covered, ["<p>a <b>c</b></p>"]);
        let (covered, _) = directives("<div><!-- askwell: ignore title/required because PDS --> text {{ input({}) }} <p></p></div>");
        assert_eq!(covered, ["{{ input({}) }}"]);
    }

    #[test]
    fn prose_that_mentions_a_directive_is_none() {
        assert_eq!(directives("{# Write askwell: ignore title/required because … to silence it #}<p></p>"), (vec![], vec![]));
    }

    #[test]
    fn a_reason_is_asked_for() {
        let (covered, complaints) = directives("{# askwell: ignore title/required #}<p></p>");
        assert!(covered.is_empty());
        assert_eq!(complaints, ["say why: `because …`"]);
    }

    #[test]
    fn a_block_is_covered_from_start_to_end() {
        let text = "{# askwell: ignore-start a/b because x #}<p></p>{# askwell: ignore-end a/b #}<p>";
        assert_eq!(directives(text).0, ["<p></p>"]);
        assert_eq!(directives("{# askwell: ignore-start a/b because x #}").1.len(), 1);
    }
}
