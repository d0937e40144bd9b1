//! Jinja and Nunjucks expressions, each on its own: one that cannot be read loses only itself. What they compute is read by
//! tree-sitter-jinja, what is written as it is meant by a glance ([`literal`]).

mod literal;

use std::cell::Cell;
use std::ops::Range;

use super::Parsers;
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::source::{FileId, Span};
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

/// Reads the expression at `range` of `text`. What cannot be read is [`Reason::Unreadable`].
pub(super) fn read(text: &str, range: Range<usize>, file: FileId, parsers: &mut Parsers) -> Value {
    let written = &text[range.clone()];
    let by_grammar = parsers.listens();
    let mut parsed = |part: Range<usize>| lower(&written[part.clone()], OPEN, CLOSE, range.start + part.start, file, parsers);
    let value = if by_grammar { None } else { literal::read(written, range.start, file, &mut parsed) };
    value
        .or_else(|| parsed(0..written.len()))
        .unwrap_or_else(|| Value::unknown(Reason::Unreadable, Span::new(file, range.start, range.end)))
}

/// Reads the arguments at `range` of `text`, as they stand between the brackets of a call. The call has no name.
pub(super) fn arguments(text: &str, range: Range<usize>, file: FileId, parsers: &mut Parsers) -> Option<Call> {
    let written = &text[range.clone()];
    let by_grammar = parsers.listens();
    let mut parsed = |part: Range<usize>| lower(&written[part.clone()], OPEN, CLOSE, range.start + part.start, file, parsers);
    if !by_grammar && let Some((args, keywords)) = literal::arguments(written, range.start, file, &mut parsed) {
        return Some(Call { receiver: None, name: String::new(), args, keywords });
    }
    let value = lower(written, "{{ f(", ") }}", range.start, file, parsers)?;
    match value.kind {
        ValueKind::Call(call) => Some(Call { name: String::new(), ..*call }),
        _ => None,
    }
}

/// What a call is handed by name, as one value.
fn keywords(entries: Vec<Entry>) -> Option<Value> {
    let (first, last) = entries.first().zip(entries.last())?;
    let span = first.key_span.to(last.value.span);
    Some(Value::new(ValueKind::Map(entries.into()), span))
}

/// Lowers `written`, which stands at `base` of the file, between `open` and `close`. `None` if it cannot be parsed.
fn lower(written: &str, open: &'static str, close: &'static str, base: usize, file: FileId, parsers: &mut Parsers) -> Option<Value> {
    let mut parse = |written: &str| {
        let code = format!("{open}{written}{close}");
        let tree = parsers.parse("jinja", tree_sitter_jinja::language, &code)?;
        let root = tree.root_node();
        if root.has_error() {
            return None;
        }
        let reader = Lower { code: &code, open, close, file, base, depth: Cell::new(0), is_too_deep: Cell::new(false) };
        let value = reader.value(root);
        (!reader.is_too_deep.get()).then_some(value)
    };
    parse(written).or_else(|| parse(&nunjucks_only(written)?))
}

const OPEN: &str = "{{ ";
const CLOSE: &str = " }}";

/// What Nunjucks allows and the grammar does not, in other words of the same length.
fn nunjucks_only(code: &str) -> Option<String> {
    let plain = code.replace("===", "== ").replace("!==", "!= ").replace("||", "or").replace('\u{a0}', "  ");
    (plain != code && plain.len() == code.len()).then_some(plain)
}

struct Lower<'c> {
    code: &'c str,
    open: &'static str,
    close: &'static str,
    file: FileId,
    /// Where the code stands in the file.
    base: usize,
    /// How far down the tree is being followed.
    depth: Cell<usize>,
    /// True once it went deeper than may be followed.
    is_too_deep: Cell<bool>,
}

/// An operator between two operands.
type Operation<'t> = (&'t str, Tree<'t>);

impl<'c> Lower<'c> {
    fn span(&self, node: Tree) -> Span {
        let place = |at: usize| self.base + at.saturating_sub(self.open.len());
        let end = node.end_byte().min(self.code.len() - self.close.len());
        Span::new(self.file, place(node.start_byte()).min(place(end)), place(end))
    }

    fn text(&self, node: Tree) -> &'c str {
        &self.code[node.byte_range()]
    }

    fn value(&self, node: Tree) -> Value {
        self.deeper(|| self.lowered(node)).unwrap_or_else(|| Value::unknown(Reason::Unreadable, self.span(node)))
    }

    /// Runs `follow` one level down, unless that is too deep. After that nothing is followed any more: all of it is unreadable.
    fn deeper<T>(&self, follow: impl FnOnce() -> T) -> Option<T> {
        self.is_too_deep.set(self.is_too_deep.get() || self.depth.get() >= limits::GRAMMAR_DEPTH);
        if self.is_too_deep.get() {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let found = follow();
        self.depth.set(self.depth.get() - 1);
        Some(found)
    }

    fn lowered(&self, node: Tree) -> Value {
        let span = self.span(node);
        let kind = match node.kind() {
            "expression" => return self.conditional(node),
            "binary_expression" => return self.operations(node),
            "unary_expression" => return self.unary(node),
            "primary_expression" => return self.primary(node),
            "function_call" => self.call(node, None),
            "identifier" => ValueKind::Name(self.text(node).to_owned()),
            "string_literal" => ValueKind::Text(self.string(node)),
            "number_literal" | "float_literal" => ValueKind::Number(self.text(node).to_owned()),
            "boolean_literal" => ValueKind::Bool(self.text(node).eq_ignore_ascii_case("true")),
            "null_literal" => ValueKind::Null,
            "list_literal" => ValueKind::List(node.named_children().map(|item| self.value(item)).collect()),
            "tuple_literal" => return self.parentheses(node),
            "dict_literal" => self.map(node),
            _ => match only_child(node) {
                Some(child) => return self.value(child),
                None => ValueKind::Unknown(Reason::Unreadable),
            },
        };
        Value::new(kind, span)
    }

    /// `(a)`, which is `a`; `(a, b)`; and `(list.push(a), list)`, by which Nunjucks makes a list longer.
    fn parentheses(&self, node: Tree) -> Value {
        let span = self.span(node);
        let mut items: Vec<Value> = node.named_children().map(|item| self.value(item)).collect();
        let is_pair = self.text(node).trim_end_matches(')').trim_end().ends_with(',');
        if items.len() == 1 && !is_pair {
            return Value { span, ..items.remove(0) };
        }
        match &items[..] {
            [grown, last] if receiver(grown).is_some_and(|list| list == last_name(last)) => Value { span, ..items.remove(0) },
            _ => Value::new(ValueKind::List(items.into()), span),
        }
    }

    /// `a`, `a if b`, `a if b else c`.
    fn conditional(&self, node: Tree) -> Value {
        let span = self.span(node);
        let Some(ternary) = node.named_children().find(|child| child.kind() == "ternary_expression") else {
            return only_child(node).map_or(Value::unknown(Reason::Unreadable, span), |child| self.value(child));
        };
        let Some(then) = node.named_children().next() else { return Value::unknown(Reason::Unreadable, span) };
        let otherwise = ternary.named_children().nth(1).map_or(Value::new(ValueKind::Null, span), |child| self.value(child));
        Value::new(ValueKind::Either(vec![self.value(then), otherwise]), span)
    }

    fn unary(&self, node: Tree) -> Value {
        match node.named_children().next() {
            Some(operator) if operator.kind() == "unary_operator" => Value::unknown(Reason::Computed, self.span(node)),
            Some(child) => self.value(child),
            None => Value::unknown(Reason::Unreadable, self.span(node)),
        }
    }

    /// `a.b`, `a[b]`, `a.b(c)`, `(a)` or a literal.
    fn primary(&self, node: Tree) -> Value {
        let span = self.span(node);
        let mut parts = node.named_children();
        let Some(first) = parts.next() else { return Value::unknown(Reason::Unreadable, span) };
        let Some(second) = parts.next() else {
            let inner = self.value(first);
            return Value { span, ..inner };
        };
        if parts.next().is_some() {
            return Value::unknown(Reason::Computed, span);
        }
        let subject = self.value(first);
        let kind = match second.kind() {
            "function_call" => self.call(second, Some(subject)),
            "identifier" => {
                let key = Value::new(ValueKind::Text(Text::verbatim(self.text(second), self.span(second))), self.span(second));
                ValueKind::Member(Box::new(subject), Box::new(key))
            }
            _ => ValueKind::Member(Box::new(subject), Box::new(self.value(second))),
        };
        Value::new(kind, span)
    }

    fn call(&self, node: Tree, receiver: Option<Value>) -> ValueKind {
        let mut parts = node.named_children();
        let name = parts.next().map_or("", |name| self.text(name)).to_owned();
        let (mut args, mut keywords) = (Vec::new(), Vec::new());
        for arg in parts.filter(|part| part.kind() == "arg") {
            let mut inner = arg.named_children();
            match (inner.next(), inner.next(), inner.next()) {
                (Some(key), Some(_), Some(value)) if key.kind() == "identifier" => {
                    keywords.push(Entry { key: self.text(key).to_owned(), key_span: self.span(key), value: self.value(value) })
                }
                (Some(value), ..) => args.push(self.value(value)),
                _ => {}
            }
        }
        ValueKind::Call(Box::new(Call { receiver, name, args, keywords: self::keywords(keywords) }))
    }

    fn map(&self, node: Tree) -> ValueKind {
        let mut parts = node.named_children();
        let mut entries = Vec::new();
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            let key_span = self.span(key);
            let value = self.value(value);
            match self.value(key).kind {
                ValueKind::Name(key) | ValueKind::Number(key) => entries.push(Entry { key, key_span, value }),
                ValueKind::Text(key) => entries.push(Entry { key: key.as_str().to_owned(), key_span, value }),
                _ => {
                    let unknown = Value::unknown(Reason::Computed, key_span);
                    entries.push(Entry { key: String::new(), key_span, value: Value::new(ValueKind::Spread(Box::new(unknown)), key_span) });
                }
            }
        }
        ValueKind::Map(entries.into())
    }

    fn string(&self, node: Tree) -> Text {
        let range = node.start_byte() + 1..node.end_byte().saturating_sub(1).max(node.start_byte() + 1);
        let at = |offset: usize| self.base + offset - self.open.len();
        let mut text = Text::default();
        let mut plain = range.start;
        let mut scan = range.start;
        while let Some(found) = self.code[scan..range.end].find('\\') {
            let escape = scan + found;
            let Some(escaped) = self.code[escape + 1..range.end].chars().next() else { break };
            let end = escape + 1 + escaped.len_utf8();
            text.push_verbatim(&self.code[plain..escape], Span::new(self.file, at(plain), at(escape)));
            let (meaning, end) = match escaped {
                'n' => ("\n".to_owned(), end),
                't' => ("\t".to_owned(), end),
                'r' => ("\r".to_owned(), end),
                'u' => unicode_escape(self.code, end, range.end).unwrap_or_else(|| ("u".to_owned(), end)),
                other => (other.to_string(), end),
            };
            text.push_replaced(&meaning, Span::new(self.file, at(escape), at(end)));
            (plain, scan) = (end, end);
        }
        text.push_verbatim(&self.code[plain..range.end], Span::new(self.file, at(plain), at(range.end)));
        text
    }

    /// The grammar gives operators from left to right; this gives them their strength.
    fn operations(&self, node: Tree) -> Value {
        let mut operators = Vec::new();
        let first = self.flatten(node, &mut operators);
        self.strongest(first, &operators)
    }

    fn flatten<'t>(&self, node: Tree<'t>, into: &mut Vec<Operation<'t>>) -> Tree<'t>
    where
        'c: 't,
    {
        let mut parts = node.named_children();
        let (Some(left), Some(operator), Some(right)) = (parts.next(), parts.next(), parts.next()) else {
            // One operand, or a test such as `is defined` whose answer is worked out.
            if let (Some(left), Some(test)) = (node.named_children().next(), node.named_children().nth(1)) {
                let first = self.leftmost(left, into);
                into.push(("is", test));
                return first;
            }
            return node.named_children().next().unwrap_or(node);
        };
        let first = self.leftmost(left, into);
        into.push((self.text(operator), right));
        first
    }

    /// The first operand of what stands to the left of an operator.
    fn leftmost<'t>(&self, left: Tree<'t>, into: &mut Vec<Operation<'t>>) -> Tree<'t>
    where
        'c: 't,
    {
        if left.kind() != "binary_expression" {
            return left;
        }
        self.deeper(|| self.flatten(left, into)).unwrap_or(left)
    }

    fn strongest(&self, first: Tree, rest: &[Operation]) -> Value {
        let split = |operators: &[&str]| rest.iter().rposition(|(operator, _)| operators.contains(operator));
        let span = rest.last().map_or(self.span(first), |(_, last)| self.span(first).to(self.span(*last)));
        let both = |at: usize| (self.strongest(first, &rest[..at]), self.strongest(rest[at].1, &rest[at + 1..]));
        let kind = if let Some(at) = split(&["or"]) {
            let (left, right) = both(at);
            ValueKind::Fallback(Box::new(left), Box::new(right))
        } else if let Some(at) = split(&["and"]) {
            let (_, right) = both(at);
            ValueKind::Either(vec![right, Value::new(ValueKind::Null, span)])
        } else if rest.iter().any(|(operator, _)| !matches!(*operator, "|" | "~" | "+")) {
            ValueKind::Unknown(Reason::Computed)
        } else if let Some(at) = split(&["~", "+"]) {
            let (left, right) = both(at);
            match left.kind {
                ValueKind::Concat(mut parts) => {
                    parts.push(right);
                    ValueKind::Concat(parts)
                }
                _ => ValueKind::Concat(vec![left, right]),
            }
        } else if let Some(((_, filter), before)) = rest.split_last() {
            return self.filtered(self.strongest(first, before), *filter, span);
        } else {
            return self.value(first);
        };
        Value::new(kind, span)
    }

    fn filtered(&self, subject: Value, filter: Tree, span: Span) -> Value {
        let call = match self.value(filter).kind {
            ValueKind::Call(call) if call.receiver.is_none() => Call { receiver: Some(subject), ..*call },
            ValueKind::Name(name) => Call { receiver: Some(subject), name, args: Vec::new(), keywords: None },
            _ => return Value::unknown(Reason::Computed, span),
        };
        Value::new(ValueKind::Call(Box::new(call)), span)
    }
}

/// The variable whose method is called.
fn receiver(value: &Value) -> Option<&str> {
    match &value.as_call()?.receiver.as_ref()?.kind {
        ValueKind::Name(name) => Some(name),
        _ => None,
    }
}

fn last_name(value: &Value) -> &str {
    match &value.kind {
        ValueKind::Name(name) => name,
        _ => "",
    }
}

fn only_child(node: Tree) -> Option<Tree> {
    node.named_children().next()
}

fn unicode_escape(code: &str, digits: usize, end: usize) -> Option<(String, usize)> {
    let stop = digits + 4;
    let text = code.get(digits..stop).filter(|_| stop <= end)?;
    let c = char::from_u32(u32::from_str_radix(text, 16).ok()?)?;
    Some((c.to_string(), stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(code: &str) -> Value {
        read(code, 0..code.len(), FileId(0), &mut Parsers::new())
    }

    #[test]
    fn filters_are_stronger_than_joining() {
        let joined = value("'a' ~ b | upper");
        let ValueKind::Concat(parts) = joined.kind else { panic!("joined") };
        assert_eq!(parts[1].as_call().map(|call| call.name.as_str()), Some("upper"));
    }

    #[test]
    fn a_string_keeps_its_place_and_loses_its_escapes() {
        let code = r#"f({text: "Ma\"le"})"#;
        let parsed = value(code);
        let call = parsed.as_call().unwrap();
        let ValueKind::Map(entries) = &call.args[0].kind else { panic!("map") };
        let ValueKind::Text(text) = &entries[0].value.kind else { panic!("text") };
        assert_eq!(text.as_str(), "Ma\"le");
        assert_eq!(&code[text.span_of(0..2).unwrap().range()], "Ma");
        assert_eq!(&code[text.span().unwrap().range()], r#"Ma\"le"#);
        assert_eq!(&code[entries[0].value.span.range()], r#""Ma\"le""#);
    }

    #[test]
    fn nunjucks_comparison_is_read_and_rubbish_is_unreadable() {
        assert!(matches!(value("'a' if b === c else 'd'").kind, ValueKind::Either(_)));
        assert!(matches!(value("a b c").kind, ValueKind::Unknown(Reason::Unreadable)));
    }

    #[test]
    fn parentheses_only_group() {
        assert!(matches!(value("('a' if b else 'c')").kind, ValueKind::Either(_)));
        assert!(matches!(value("'a' ~ (b | c)").kind, ValueKind::Concat(parts) if parts[1].as_call().is_some()));
        assert!(matches!(value("('a', 'b')").kind, ValueKind::List(items) if items.len() == 2));
        assert!(matches!(value("('a',)").kind, ValueKind::List(items) if items.len() == 1));
        assert_eq!(value("(items.push(1), items)").as_call().map(|call| call.name.as_str()), Some("push"));
    }

    #[test]
    fn members_and_methods() {
        let ValueKind::Call(call) = value("a.b['c'].d(1, k=2)").kind else { panic!("call") };
        assert_eq!((call.name.as_str(), call.args.len(), call.keywords.is_some()), ("d", 1, true));
        assert!(matches!(call.receiver.unwrap().kind, ValueKind::Member(..)));
    }
}
