//! Functions that do several things and then show a piece of page: components, and what they call to show parts of it.
//!
//! Each statement becomes what a page does: a name is set, one of several arms is shown, a part is repeated.

use super::{Binding, Lower, jsx, named};
use crate::dialect::tree::Node as Tree;
use crate::page::{Arm, Branch, Loop, Node, Set};
use crate::unknown::Reason;
use crate::value::{Call, Entry, Value, ValueKind};

impl Lower<'_> {
    /// What the body of a function shows. `None` if it shows no piece of page.
    pub(super) fn page(&self, function: Tree, block: Tree) -> Option<Value> {
        let changed = self.changes.in_block(function).map(|(name, _)| Node::Set(self.doubtful(name, block)));
        let mut nodes: Vec<Node> = changed.collect();
        nodes.extend(self.run(&named(block).collect::<Vec<_>>()).0);
        holds_page(&nodes).then(|| Value::new(ValueKind::Markup(nodes.into()), self.span(block)))
    }

    fn doubtful(&self, name: &str, place: Tree) -> Set {
        Set { name: name.to_owned(), value: self.unknown(Reason::Computed, place).into() }
    }

    /// What statements do, and whether none that stands after them is reached.
    fn run(&self, statements: &[Tree]) -> (Vec<Node>, bool) {
        let Some(deeper) = self.deeper() else {
            let first = statements.first().map(|first| jsx::printed(self.unknown(Reason::Computed, *first), self.span(*first)));
            return (first.unwrap_or_default(), true);
        };
        let mut nodes = Vec::new();
        for (at, statement) in statements.iter().enumerate() {
            let rest = &statements[at + 1..];
            match statement.kind() {
                "return_statement" => {
                    if let Some(answer) = named(*statement).next() {
                        nodes.extend(jsx::printed(deeper.value(answer), self.span(answer)));
                    }
                    return (nodes, true);
                }
                "throw_statement" | "break_statement" | "continue_statement" => return (nodes, true),
                "if_statement" => {
                    if let Some(leaves) = deeper.either(*statement, rest, &mut nodes) {
                        return (nodes, leaves);
                    }
                }
                "switch_statement" => {
                    if let Some(leaves) = deeper.switch(*statement, rest, &mut nodes) {
                        return (nodes, leaves);
                    }
                }
                "statement_block" => {
                    let (inner, leaves) = deeper.run(&named(*statement).collect::<Vec<_>>());
                    nodes.extend(inner);
                    if leaves {
                        return (nodes, true);
                    }
                }
                _ => deeper.step(*statement, &mut nodes),
            }
        }
        (nodes, false)
    }

    /// A statement after which the next is always reached.
    fn step(&self, statement: Tree, nodes: &mut Vec<Node>) {
        match statement.kind() {
            "lexical_declaration" | "variable_declaration" => {
                let mut sets = Vec::new();
                for declarator in named(statement).filter(|child| child.kind() == "variable_declarator") {
                    self.declared(declarator, &mut sets);
                }
                nodes.extend(sets.into_iter().map(|set| Node::Set(self.settled(statement, set))));
            }
            "function_declaration" | "class_declaration" | "enum_declaration" => {
                let mut sets = Vec::new();
                self.defined(statement, &mut sets);
                nodes.extend(sets.into_iter().map(|set| Node::Set(self.settled(statement, set))));
            }
            "expression_statement" => nodes.extend(named(statement).next().and_then(|expression| self.changed(expression)).map(Node::Set)),
            "for_in_statement" | "for_statement" | "while_statement" | "do_statement" => nodes.push(self.looped(statement)),
            "try_statement" => {
                let tried = statement.child_by_field_name("body").map(|body| self.run(&named(body).collect::<Vec<_>>()).0);
                nodes.extend(tried.into_iter().flatten());
            }
            _ => {}
        }
    }

    /// A name and its value. What a function further inside does to it may have happened by any time.
    fn settled(&self, statement: Tree, binding: Binding) -> Set {
        let Binding { name, value } = binding;
        let block = statement.parent().unwrap_or(statement);
        let value = match self.changes.is_changed_within(block, &name) {
            true => self.changes.of_name(block, &name).fold(value, |value, change| change.to(value)),
            false => value,
        };
        Set { name, value: value.into() }
    }

    /// `x = …`, `x += …`, `x.key = …`, `x.push(…)`.
    fn changed(&self, expression: Tree) -> Option<Set> {
        let place = self.span(expression);
        match expression.kind() {
            "assignment_expression" => {
                let (left, right) = (expression.child_by_field_name("left")?, expression.child_by_field_name("right")?);
                if left.kind() == "identifier" {
                    return Some(Set { name: self.text(left).to_owned(), value: self.value(right).into() });
                }
                let added = super::change::added_key(expression, self.code)?;
                let object = Value::new(ValueKind::Name(added.name.to_owned()), place);
                let before = Entry { key: String::new(), key_span: place, value: self.spread(object) };
                let entry = Entry { key: added.key, key_span: self.span(added.place), value: self.value(right) };
                let map = Value::new(ValueKind::Map([before, entry].into()), place);
                Some(Set { name: added.name.to_owned(), value: map.into() })
            }
            "augmented_assignment_expression" => {
                let left = expression.child_by_field_name("left").filter(|left| left.kind() == "identifier")?;
                let parts = vec![self.name(left), self.value(expression.child_by_field_name("right")?)];
                Some(Set { name: self.text(left).to_owned(), value: Value::new(ValueKind::Concat(parts), place).into() })
            }
            "call_expression" => {
                let function = expression.child_by_field_name("function").filter(|function| function.kind() == "member_expression")?;
                let object = function.child_by_field_name("object").filter(|object| object.kind() == "identifier")?;
                let method = function.child_by_field_name("property").map(|name| self.text(name)).filter(|name| *name == "push")?;
                let args = expression.child_by_field_name("arguments").into_iter().flat_map(named);
                let args = args.map(|arg| self.value(arg)).collect();
                let call = Call { receiver: Some(self.name(object)), name: method.to_owned(), args, keywords: None };
                Some(Set { name: self.text(object).to_owned(), value: Value::new(ValueKind::Call(Box::new(call)), place).into() })
            }
            _ => None,
        }
    }

    fn arm(&self, statement: Option<Tree>) -> (Vec<Node>, bool) {
        statement.map_or((Vec::new(), false), |statement| self.run(&[statement]))
    }

    /// An `if`. Where one side leaves, what stands behind it is part of the other; then that says whether all leave.
    fn either(&self, statement: Tree, rest: &[Tree], nodes: &mut Vec<Node>) -> Option<bool> {
        let condition = statement.child_by_field_name("condition").map(|condition| self.value(condition));
        let (mut then, then_leaves) = self.arm(statement.child_by_field_name("consequence"));
        let alternative = statement.child_by_field_name("alternative").and_then(|other| named(other).next());
        let (mut other, other_leaves) = self.arm(alternative);
        let mut after = None;
        match (then_leaves, other_leaves) {
            (true, true) => after = Some(true),
            (true, false) => {
                let (more, leaves) = self.run(rest);
                other.extend(more);
                after = Some(leaves);
            }
            (false, true) => {
                let (more, leaves) = self.run(rest);
                then.extend(more);
                after = Some(leaves);
            }
            (false, false) => {}
        }
        let arms = vec![Arm { condition, body: then }, Arm { condition: None, body: other }];
        nodes.push(Node::Branch(Branch { arms, span: self.span(statement) }));
        after
    }

    /// A `switch`. Where every case leaves and there is none for all else, what stands behind it is for all else.
    fn switch(&self, statement: Tree, rest: &[Tree], nodes: &mut Vec<Node>) -> Option<bool> {
        let (mut arms, mut all_leave, mut has_default) = (Vec::new(), true, false);
        let cases: Vec<Tree> = statement.child_by_field_name("body").into_iter().flat_map(named).collect();
        for case in cases {
            let value = case.child_by_field_name("value");
            let body: Vec<Tree> = named(case).filter(|part| Some(*part) != value).collect();
            if body.is_empty() {
                continue;
            }
            let breaks = body.last().is_some_and(|last| last.kind() == "break_statement");
            let (body, leaves) = self.run(&body);
            all_leave &= leaves && !breaks;
            has_default |= case.kind() == "switch_default";
            let condition = value.map(|value| self.unknown(Reason::Condition, value));
            arms.push(Arm { condition, body });
        }
        let mut after = None;
        if all_leave && has_default {
            after = Some(true);
        } else if all_leave {
            let (body, leaves) = self.run(rest);
            arms.push(Arm { condition: None, body });
            after = Some(leaves);
        }
        nodes.push(Node::Branch(Branch { arms, span: self.span(statement) }));
        after
    }

    fn looped(&self, statement: Tree) -> Node {
        let mut sets = Vec::new();
        let (mut names, mut over) = (Vec::new(), self.unknown(Reason::Computed, statement));
        let of = statement.child_by_field_name("operator").is_some_and(|operator| self.text(operator) == "of");
        if let (Some(left), Some(right), true) = (statement.child_by_field_name("left"), statement.child_by_field_name("right"), of) {
            let item = format!("#{}", left.start_byte());
            self.bind(left, Value::new(ValueKind::Name(item.clone()), self.span(left)), &mut sets);
            names.push(item);
            over = self.value(right);
        }
        let mut body: Vec<Node> = sets.into_iter().map(|set| Node::Set(Set { name: set.name, value: set.value.into() })).collect();
        body.extend(self.arm(statement.child_by_field_name("body")).0);
        let span = self.span(statement);
        Node::Loop(Box::new(Loop { names, over, body, open: span, span }))
    }
}

/// True if anything is shown, and not only worked out.
fn holds_page(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(_) | Node::Wrap(_) => true,
        Node::Print(print) => jsx::shows_page(&print.value) || print.value.as_call().is_some_and(|call| call.name.starts_with('<')),
        Node::Branch(branch) => branch.arms.iter().any(|arm| holds_page(&arm.body)),
        Node::Loop(repeated) => holds_page(&repeated.body),
        _ => false,
    })
}
