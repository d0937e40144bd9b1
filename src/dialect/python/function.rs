//! Functions: their parameters, what they give names to, and what they answer.

use std::collections::HashMap;
use std::sync::Arc;

use super::kept::Kept;
use super::{Binding, Lower, either, extended, named};
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::page::Set;
use crate::source::Span;
use crate::unknown::Reason;
use crate::value::{Call, Lambda, Value, ValueKind};

/// The functions of a class, by name.
pub(super) type Methods<'t> = HashMap<&'t str, Tree<'t>>;

impl<'c> Lower<'c> {
    /// A function or class that has a name.
    pub(super) fn defined(&self, node: Tree) -> Option<Binding> {
        let node = definition(node)?;
        let deeper = self.deeper()?;
        let name = self.text(node.child_by_field_name("name")?).to_owned();
        let value = match node.kind() {
            "class_definition" => deeper.class(node),
            _ => deeper.function(node),
        };
        Some(Binding { name, value })
    }

    /// A function as its parameters and its answer.
    pub(super) fn function(&self, node: Tree) -> Value {
        let mut sets = Vec::new();
        let params = node.child_by_field_name("parameters").map_or_else(Vec::new, |params| self.parameters(params, &mut sets));
        let methods = Methods::new();
        let body = match node.child_by_field_name("body") {
            Some(block) => {
                let mut body = Body::new(*self, &methods);
                let flow = body.block(block);
                body.answer(flow, self.span(block))
            }
            None => self.unknown(Reason::Unreadable, node),
        };
        Value::new(ValueKind::Lambda(Box::new(Lambda { params, sets, body })), self.span(node))
    }

    /// The names of parameters, `*` and `**` in front of those that take the rest. Defaults are what stands in for nothing.
    pub(super) fn parameters(&self, node: Tree, sets: &mut Vec<Set>) -> Vec<String> {
        let mut params = Vec::new();
        for part in named(node) {
            let name = part.child_by_field_name("name").or_else(|| named(part).next()).unwrap_or(part);
            match (part.kind(), part.child_by_field_name("value")) {
                ("keyword_separator" | "positional_separator", _) => {}
                ("default_parameter" | "typed_default_parameter", Some(default)) => {
                    let given = Value::new(ValueKind::Name(self.text(name).to_owned()), self.span(name));
                    let call = Call { receiver: Some(given), name: "??".to_owned(), args: vec![self.value(default)], keywords: None };
                    let value = Value::new(ValueKind::Call(Box::new(call)), self.span(part));
                    sets.push(Set { name: self.text(name).to_owned(), value: Arc::new(value) });
                    params.push(self.text(name).to_owned());
                }
                ("typed_parameter", _) => params.push(self.text(name).to_owned()),
                _ => params.push(self.text(part).to_owned()),
            }
        }
        params
    }
}

/// The function or class that stands here, below its decorators. One that is handed to a decorator of its own making may
/// answer otherwise, but asks and says the same.
pub(super) fn definition(node: Tree) -> Option<Tree> {
    match node.kind() {
        "decorated_definition" => node.child_by_field_name("definition"),
        "function_definition" | "class_definition" => Some(node),
        _ => None,
    }
}

/// Whether what follows is still reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    On,
    Ends,
}

/// A name within a function.
struct Local {
    name: String,
    value: Arc<Value>,
    /// The names that stand in its value, by their turn.
    needs: Vec<usize>,
}

/// What stands in a function, statement by statement.
pub(super) struct Body<'b, 'c> {
    pub(super) lower: Lower<'c>,
    locals: Vec<Local>,
    answers: Vec<Value>,
    pub(super) kept: Vec<Kept>,
    pub(super) methods: &'b Methods<'b>,
    /// How many conditions and loops stand round the statement.
    pub(super) branches: usize,
    loops: usize,
    /// How many methods are being read in one another.
    pub(super) calls: usize,
    /// How many more values may be looked through for names.
    budget: usize,
    /// The statement.
    place: Span,
}

impl<'b, 'c> Body<'b, 'c> {
    pub(super) fn new(lower: Lower<'c>, methods: &'b Methods<'b>) -> Self {
        let (locals, answers, kept) = (Vec::new(), Vec::new(), Vec::new());
        Body {
            lower,
            locals,
            answers,
            kept,
            methods,
            branches: 0,
            loops: 0,
            calls: 0,
            budget: limits::EVALUATION,
            place: Span::new(lower.file, 0, 0),
        }
    }

    pub(super) fn block(&mut self, block: Tree) -> Flow {
        let Some(deeper) = self.lower.deeper() else { return Flow::On };
        let outer = std::mem::replace(&mut self.lower, deeper);
        let mut statements = named(block);
        let ends = statements.any(|statement| self.locals.len() > limits::LOCALS || self.statement(statement) == Flow::Ends);
        self.lower = outer;
        if ends { Flow::Ends } else { Flow::On }
    }

    fn statement(&mut self, statement: Tree) -> Flow {
        self.place = self.lower.span(statement);
        match statement.kind() {
            "return_statement" => {
                let value = match named(statement).next() {
                    _ if self.loops > 0 => self.lower.unknown(Reason::Loop, statement),
                    Some(answer) => self.lower.value(answer),
                    None => Value::new(ValueKind::Null, self.lower.span(statement)),
                };
                let value = self.whole(value);
                self.answers.push(value);
                return Flow::Ends;
            }
            "raise_statement" => return Flow::Ends,
            "expression_statement" => self.expression(statement),
            "if_statement" => return self.condition(statement),
            "try_statement" => return self.attempt(statement),
            "with_statement" => return statement.child_by_field_name("body").map_or(Flow::On, |body| self.block(body)),
            "match_statement" => self.cases(statement),
            "for_statement" | "while_statement" => self.repeat(statement),
            _ => {
                if let Some(Binding { name, value }) = self.lower.defined(statement) {
                    self.set(name, value);
                }
            }
        }
        Flow::On
    }

    fn expression(&mut self, statement: Tree) {
        let Some(expression) = named(statement).next() else { return };
        if expression.kind().ends_with("assignment") {
            return self.assignment(expression);
        }
        if expression.kind() == "yield" {
            let value = self.lower.unknown(Reason::Computed, expression);
            return self.answers.push(value);
        }
        match self.lower.growth(statement) {
            Some((name, more)) => self.grow(name, more),
            None => self.called(expression),
        }
    }

    fn assignment(&mut self, assignment: Tree) {
        if let (Some(left), Some(right)) = (assignment.child_by_field_name("left"), assignment.child_by_field_name("right"))
            && matches!(left.kind(), "attribute" | "subscript")
        {
            let is_plain = assignment.kind() == "assignment";
            let value = if is_plain { self.lower.value(right) } else { self.lower.unknown(Reason::Computed, assignment) };
            return self.keep(left, value);
        }
        for Binding { name, value } in self.lower.assigned(assignment, |name| Some(named_value(name, self.lower.span(assignment)))) {
            let value = if self.loops > 0 { Value::unknown(Reason::Loop, value.span) } else { value };
            self.set(name, value);
        }
    }

    /// A list gets longer. In a loop, nobody can tell how much.
    fn grow(&mut self, name: String, more: Value) {
        if !self.locals.iter().any(|local| local.name == name) {
            return;
        }
        let span = more.span;
        let more = match self.loops {
            0 => more,
            _ => {
                let unseen = Value::unknown(Reason::Loop, span);
                let spread = Value::new(ValueKind::Spread(Box::new(unseen)), span);
                Value::new(ValueKind::List([spread].into()), span)
            }
        };
        let value = extended(named_value(&name, span), more, span);
        self.set(name, value);
    }

    fn condition<'t>(&mut self, statement: Tree<'t>) -> Flow {
        let consequence = statement.child_by_field_name("consequence");
        let others: Vec<Tree> = statement.children_by_field_name("alternative").collect();
        let covers_all = others.iter().any(|arm| arm.kind() == "else_clause");
        let block_of = |arm: &Tree<'t>| named(*arm).find(|part| part.kind() == "block");
        let blocks: Vec<Tree> = consequence.into_iter().chain(others.iter().filter_map(block_of)).collect();
        self.arms(&blocks, covers_all)
    }

    fn attempt(&mut self, statement: Tree) -> Flow {
        let block_of = |part: Tree<'_>| part.kind() == "block";
        let mut blocks: Vec<Tree> = statement.child_by_field_name("body").into_iter().collect();
        let clauses = named(statement).filter(|part| matches!(part.kind(), "except_clause" | "except_group_clause"));
        for clause in clauses {
            let inner: Vec<Tree> = clause.named_children().filter(|part| block_of(*part)).collect();
            blocks.extend(inner);
        }
        let flow = self.arms(&blocks, true);
        for clause in named(statement).filter(|part| matches!(part.kind(), "else_clause" | "finally_clause")) {
            let inner: Vec<Tree> = clause.named_children().filter(|part| block_of(*part)).collect();
            self.arms(&inner, false);
        }
        flow
    }

    fn cases(&mut self, statement: Tree) {
        let Some(body) = statement.child_by_field_name("body") else { return };
        let mut blocks: Vec<Tree> = Vec::new();
        for case in body.named_children().filter(|part| part.kind() == "case_clause") {
            blocks.extend(case.child_by_field_name("consequence"));
        }
        self.arms(&blocks, false);
    }

    /// Several blocks of which one is run.
    fn arms(&mut self, blocks: &[Tree], covers_all: bool) -> Flow {
        let mut outcomes: Vec<Vec<(String, Value)>> = Vec::new();
        let before = self.locals.len();
        self.branches += 1;
        for block in blocks {
            let flow = self.block(*block);
            let set = self.set_since(before);
            self.locals.truncate(before);
            if flow == Flow::On {
                outcomes.push(set);
            }
        }
        self.branches -= 1;
        let ends = outcomes.is_empty() && covers_all && !blocks.is_empty();
        self.merge(outcomes, covers_all);
        if ends { Flow::Ends } else { Flow::On }
    }

    /// The names that were set since, each with its last value, which needs no other.
    fn set_since(&mut self, before: usize) -> Vec<(String, Value)> {
        let mut names: Vec<String> = Vec::new();
        for local in &self.locals[before..] {
            if !names.contains(&local.name) {
                names.push(local.name.clone());
            }
        }
        names.into_iter().map(|name| (name.clone(), self.settled(&name, before))).collect()
    }

    /// What `name` stands for, with the names that were set since written into it.
    fn settled(&mut self, name: &str, before: usize) -> Value {
        let Some(local) = self.locals.iter().rev().find(|local| local.name == name) else {
            return Value::unknown(Reason::Computed, self.place);
        };
        let value = Value::clone(&local.value);
        if local.needs.iter().all(|need| *need < before) { value } else { self.whole(value) }
    }

    fn merge(&mut self, outcomes: Vec<Vec<(String, Value)>>, covers_all: bool) {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in outcomes.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        for name in names {
            let was = self.locals.iter().any(|local| local.name == name);
            let mut readings = Vec::new();
            for outcome in &outcomes {
                match outcome.iter().find(|(set, _)| *set == name) {
                    Some((_, value)) => readings.push(value.clone()),
                    None if was => readings.push(named_value(&name, self.place)),
                    None => {}
                }
            }
            if was && !covers_all {
                readings.push(named_value(&name, self.place));
            }
            if let Some(value) = readings.into_iter().reduce(either) {
                self.set(name, value);
            }
        }
    }

    fn repeat(&mut self, statement: Tree) {
        let Some(body) = statement.child_by_field_name("body") else { return };
        let mut targets = Vec::new();
        if let Some(left) = statement.child_by_field_name("left") {
            self.lower.bind(left, self.lower.unknown(Reason::Loop, left), &mut targets);
        }
        for Binding { name, value } in targets {
            self.set(name, Value::unknown(Reason::Loop, value.span));
        }
        self.loops += 1;
        self.arms(&[body], false);
        self.loops -= 1;
    }

    /// Gives `name` a value from here on.
    pub(super) fn set(&mut self, name: String, value: Value) {
        let needs = self.needed(&value);
        let (value, needs) = match needs {
            Some(needs) => (value, needs),
            None => (Value::unknown(Reason::Computed, value.span), Vec::new()),
        };
        self.locals.push(Local { name, value: Arc::new(value), needs });
    }

    /// What `name` was last given.
    pub(super) fn local(&self, name: &str) -> Option<&Value> {
        self.locals.iter().rev().find(|local| local.name == name).map(|local| &*local.value)
    }

    /// The names of this function that stand in `value`. `None` where there is too much to look through.
    fn needed(&mut self, value: &Value) -> Option<Vec<usize>> {
        if self.locals.is_empty() {
            return Some(Vec::new());
        }
        let mut needs = Vec::new();
        let mut budget = self.budget;
        let locals = &self.locals;
        let done = value.names(&mut budget, &mut |name| {
            if let Some(at) = locals.iter().rposition(|local| local.name == name)
                && !needs.contains(&at)
            {
                needs.push(at);
            }
        });
        self.budget = budget;
        done.then_some(needs)
    }

    /// `value` with the names of this function that it needs: as a function that is called on the spot.
    pub(super) fn whole(&mut self, value: Value) -> Value {
        let span = value.span;
        let Some(direct) = self.needed(&value) else { return Value::unknown(Reason::Computed, span) };
        if direct.is_empty() {
            return value;
        }
        let mut all = direct;
        let mut next = 0;
        while let Some(&at) = all.get(next) {
            for need in &self.locals[at].needs {
                if !all.contains(need) {
                    all.push(*need);
                }
            }
            next += 1;
            if all.len() > limits::PARTS {
                return Value::unknown(Reason::Computed, span);
            }
        }
        all.sort_unstable();
        let sets = all.into_iter().map(|at| Set { name: self.locals[at].name.clone(), value: self.locals[at].value.clone() });
        let lambda = Lambda { params: Vec::new(), sets: sets.collect(), body: value };
        let function = Value::new(ValueKind::Lambda(Box::new(lambda)), span);
        Value::new(ValueKind::Call(Box::new(call_of(function))), span)
    }

    /// What the function answers: one of what its ways through it do.
    fn answer(self, flow: Flow, span: Span) -> Value {
        let nothing = Value::new(ValueKind::Null, span);
        let last = (flow == Flow::On && !self.answers.is_empty()).then(|| nothing.clone());
        self.answers.into_iter().chain(last).reduce(either).unwrap_or(nothing)
    }

    /// Reads another method of the same class, where it is called.
    pub(super) fn inside(&mut self, method: Tree) {
        let Some(block) = method.child_by_field_name("body") else { return };
        let object = method.child_by_field_name("parameters").and_then(|params| named(params).next());
        let outer = self.lower;
        self.lower.object = object.map_or("", |object| self.lower.text(object));
        let locals = std::mem::take(&mut self.locals);
        let answers = std::mem::take(&mut self.answers);
        self.hide_parameters(method);
        self.calls += 1;
        self.block(block);
        self.calls -= 1;
        (self.locals, self.answers, self.lower) = (locals, answers, outer);
    }

    /// The parameters of a method that is not seen to be called have values that nobody can tell.
    pub(super) fn hide_parameters(&mut self, method: Tree) {
        let Some(params) = method.child_by_field_name("parameters") else { return };
        let names = self.lower.parameters(params, &mut Vec::new());
        for name in names.iter().skip(1) {
            let name = name.trim_start_matches('*').to_owned();
            let value = self.lower.unknown(Reason::Name(name.clone()), params);
            self.set(name, value);
        }
    }
}

/// A call of `function` without arguments.
pub(super) fn call_of(function: Value) -> Call {
    Call { receiver: Some(function), name: String::new(), args: Vec::new(), keywords: None }
}

fn named_value(name: &str, span: Span) -> Value {
    Value::new(ValueKind::Name(name.to_owned()), span)
}
