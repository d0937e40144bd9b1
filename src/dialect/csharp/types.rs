//! What a file of C# names: classes, records and enumerations, with what is said about each of their members.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::{ABOUT, ENUM, Lower, bare, entry, language, named, nesting};
use crate::dialect::Parsers;
use crate::dialect::tree::Node as Tree;
use crate::limits;
use crate::module::Module;
use crate::page::{Notice, Set};
use crate::source::Source;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Class, Entry, Lambda, Value, ValueKind};

/// Reads a file of code that pages take models from.
pub(in crate::dialect) fn read(source: &Source, parsers: &mut Parsers) -> Module {
    let code = &source.text;
    let mut module = Module::default();
    let whole = source.span(0..code.len());
    if nesting(code) > limits::NESTING {
        let message = "brackets stand too deep in one another to be read".to_owned();
        module.notices.push(Notice { span: whole, message });
        return module;
    }
    let Some(tree) = parsers.parse("csharp", language, code) else { return module };
    let lower = Lower { code, written: (0, code.len()), base: 0, file: source.id, subject: None, depth: 0 };
    lower.types(tree.root_node(), &mut module.names);
    module
}

/// The members of the class that `range` of a page is the body of: `@functions { … }`, `@code { … }`.
pub(in crate::dialect) fn members(source: &Source, range: Range<usize>, parsers: &mut Parsers) -> Vec<Entry> {
    const BEFORE: &str = "class _{";
    let code = &source.text[range.clone()];
    let whole = format!("{BEFORE}{code}\n}}");
    if nesting(code) > limits::NESTING {
        return Vec::new();
    }
    let Some(tree) = parsers.parse("csharp", language, &whole) else { return Vec::new() };
    let written = (BEFORE.len(), BEFORE.len() + code.len());
    let lower = Lower { code: &whole, written, base: range.start, file: source.id, subject: None, depth: 0 };
    let class = named(tree.root_node()).find(|node| node.kind() == "class_declaration");
    class.map_or_else(Vec::new, |class| lower.class(class).members)
}

impl Lower<'_> {
    /// Every type that stands in `node`, wherever it is nested.
    fn types(&self, node: Tree, into: &mut Vec<Set>) {
        let Some(deeper) = self.deeper() else { return };
        for child in named(node) {
            match child.kind() {
                "namespace_declaration" | "file_scoped_namespace_declaration" | "declaration_list" | "ERROR" | "preproc_if" => {
                    deeper.types(child, into);
                }
                "class_declaration" | "record_declaration" | "struct_declaration" | "enum_declaration" => {
                    let class = if child.kind() == "enum_declaration" { self.enumeration(child) } else { self.class(child) };
                    let name = class.name.clone();
                    let value = Value::new(ValueKind::Class(Arc::new(class)), self.span(child));
                    into.push(Set { name, value: Arc::new(value) });
                    child.child_by_field_name("body").into_iter().for_each(|body| deeper.types(body, into));
                }
                _ => {}
            }
        }
    }

    fn called_type(&self, node: Tree) -> String {
        node.child_by_field_name("name").map_or(String::new(), |name| bare(self.text(name)).to_owned())
    }

    fn enumeration(&self, node: Tree) -> Class {
        let body = node.child_by_field_name("body").into_iter().flat_map(|body| named(body).collect::<Vec<_>>());
        let members = body.filter_map(|member| {
            let name = member.child_by_field_name("name")?;
            let said = self.said(member);
            let words = ["Name", "Description", "DisplayName"].iter().find_map(|part| said.iter().find(|entry| entry.key == *part));
            let label = words.map_or_else(|| self.spoken(name), |entry| entry.value.clone());
            let value = Value::new(ValueKind::List([self.words(name), label].into()), self.span(member));
            Some(Entry { key: bare(self.text(name)).to_owned(), key_span: self.span(name), value })
        });
        let bases = vec![Value::new(ValueKind::Name(ENUM.to_owned()), self.span(node))];
        Class { name: self.called_type(node), bases, members: members.collect(), kept: Vec::new() }
    }

    /// A name as words: `PreferNotToSay` is “Prefer not to say”.
    fn spoken(&self, name: Tree) -> Value {
        let span = self.span(name);
        let mut spaced = String::new();
        let mut before = ' ';
        for c in bare(self.text(name)).chars() {
            let starts = c.is_uppercase() && before.is_lowercase();
            if starts {
                spaced.push('_');
            }
            spaced.extend(if starts { c.to_lowercase().next() } else { Some(c) });
            before = c;
        }
        Value::new(ValueKind::Text(Text::of_name(&spaced, span, false)), span)
    }

    pub(super) fn class(&self, node: Tree) -> Class {
        let list = named(node).find(|child| child.kind() == "base_list");
        let bases = list.into_iter().flat_map(|list| named(list).collect::<Vec<_>>());
        let bases = bases.filter(|base| base.kind() != "argument_list");
        let bases = bases.map(|base| Value::new(ValueKind::Name(self.type_name(base)), self.span(base))).collect();
        let mut class = Class { name: self.called_type(node), bases, members: Vec::new(), kept: Vec::new() };
        // What a record is made with are its members.
        let made_with = named(node).filter(|child| child.kind() == "parameter_list").flat_map(|list| named(list).collect::<Vec<_>>());
        made_with.for_each(|param| self.property(param, &mut class.members));
        let Some(body) = node.child_by_field_name("body") else { return class };
        let changed = self.changed(body);
        for member in named(body) {
            match member.kind() {
                "property_declaration" => self.property(member, &mut class.members),
                "field_declaration" => self.fields(member, &mut class.members),
                "method_declaration" => class.members.extend(self.method(member)),
                "constructor_declaration" => self.kept(member, &mut class.kept),
                _ => {}
            }
        }
        // What more is put into as the page runs is not known from what it begins with.
        for member in class.members.iter_mut().filter(|member| changed.contains(&member.key)) {
            member.value = Value::unknown(Reason::Computed, member.value.span);
        }
        class
    }

    /// The names that methods change outright or put something into.
    fn changed(&self, body: Tree) -> HashSet<String> {
        const CHANGES: &[&str] = &[".Add(", ".AddRange(", ".Insert(", ".Remove", ".Clear("];
        let mut names = HashSet::new();
        let methods = named(body).filter(|member| member.kind() == "method_declaration");
        for code in methods.map(|method| self.text(method)) {
            for mark in CHANGES.iter().chain(&[" = "]) {
                for at in memchr::memmem::find_iter(code.as_bytes(), mark.as_bytes()) {
                    let before = code[..at].trim_end_matches(['!', '?']);
                    let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                        names.insert(name.to_owned());
                    }
                }
            }
        }
        names
    }

    /// A property, or a parameter of a record: what it begins as, and what is said about it.
    fn property(&self, node: Tree, into: &mut Vec<Entry>) {
        let (Some(name), Some(of)) = (node.child_by_field_name("name"), node.child_by_field_name("type")) else { return };
        let value = match node.child_by_field_name("value") {
            Some(arrow) if arrow.kind() == "arrow_expression_clause" => named(arrow).next().map(|value| self.value(value)),
            Some(value) => Some(self.first_value(value, of)),
            None => None,
        };
        let value = value.unwrap_or_else(|| Value::unknown(Reason::Name(bare(self.text(name)).to_owned()), self.span(name)));
        self.member(name, of, value, self.said(node), into);
    }

    /// What something begins as. A list that begins empty is filled later, and `default!` says that something else will come.
    fn first_value(&self, value: Tree, of: Tree) -> Value {
        let first = match value.kind() {
            "implicit_object_creation_expression" => self.created(value, Some(&self.type_name(of))),
            "collection_expression" => self.items(value, Some(&self.type_name(of)), value),
            _ => self.value(value),
        };
        match &first.kind {
            ValueKind::List(items) if items.is_empty() => Value::unknown(Reason::Computed, first.span),
            ValueKind::Text(text) if text.is_blank() => Value::unknown(Reason::Computed, first.span),
            ValueKind::Null => Value::unknown(Reason::Computed, first.span),
            _ => first,
        }
    }

    fn fields(&self, node: Tree, into: &mut Vec<Entry>) {
        let Some(declaration) = named(node).find(|child| child.kind() == "variable_declaration") else { return };
        let Some(of) = declaration.child_by_field_name("type") else { return };
        for variable in named(declaration).filter(|child| child.kind() == "variable_declarator") {
            let Some(name) = variable.child_by_field_name("name") else { continue };
            let first = named(variable).filter(|child| *child != name).last();
            let value = first.map(|value| self.first_value(value, of));
            let value = value.unwrap_or_else(|| Value::unknown(Reason::Name(self.text(name).to_owned()), self.span(name)));
            self.member(name, of, value, self.said(node), into);
        }
    }

    fn member(&self, name: Tree, of: Tree, value: Value, mut said: Vec<Entry>, into: &mut Vec<Entry>) {
        let (key, span) = (bare(self.text(name)).to_owned(), self.span(name));
        let put = |said: &mut Vec<Entry>, key: &str, value: ValueKind| said.push(entry(key, Value::new(value, span)));
        let mut about = Vec::new();
        let shown = ["Name", "DisplayName"].iter().find_map(|part| said.iter().find(|entry| entry.key == *part));
        let label = shown.map_or_else(|| self.words(name), |entry| entry.value.clone());
        about.push(Entry { key: "label".to_owned(), key_span: span, value: label });
        put(&mut about, "type", ValueKind::Name(self.type_name(of)));
        if self.is_list(of) {
            put(&mut about, "several", ValueKind::Bool(true));
        }
        if let Some(input) = input_type(&self.type_name(of)).filter(|_| !said.iter().any(|entry| entry.key == "input")) {
            put(&mut about, "input", ValueKind::Text(Text::meaning(input, span)));
        }
        if !said.iter().any(|entry| entry.key == "required") {
            put(&mut about, "required", ValueKind::Bool(false));
        }
        about.append(&mut said);
        into.push(Entry { key: format!("{ABOUT}{key}"), key_span: span, value: Value::new(ValueKind::Map(about.into()), span) });
        into.push(Entry { key, key_span: span, value });
    }

    /// A method that comes to one expression.
    fn method(&self, node: Tree) -> Option<Entry> {
        let name = node.child_by_field_name("name")?;
        let body = node.child_by_field_name("body")?;
        let answer = match body.kind() {
            "arrow_expression_clause" => named(body).next()?,
            _ => {
                let mut statements = named(body);
                let (only, None) = (statements.next()?, statements.next()) else { return None };
                named(only).next().filter(|_| only.kind() == "return_statement")?
            }
        };
        let params = node.child_by_field_name("parameters").into_iter().flat_map(|list| named(list).collect::<Vec<_>>());
        let params = params.filter_map(|param| param.child_by_field_name("name")).map(|name| bare(self.text(name)).to_owned());
        let lambda = Lambda { params: params.collect(), sets: Vec::new(), body: self.value(answer) };
        let value = Value::new(ValueKind::Lambda(Box::new(lambda)), self.span(node));
        Some(Entry { key: bare(self.text(name)).to_owned(), key_span: self.span(name), value })
    }

    /// What a constructor keeps, as far as it tells by itself and not by what it is given.
    fn kept(&self, node: Tree, into: &mut Vec<Entry>) {
        let given = node.child_by_field_name("parameters").into_iter().flat_map(|list| named(list).collect::<Vec<_>>());
        let given: HashSet<&str> = given.filter_map(|param| param.child_by_field_name("name")).map(|name| self.text(name)).collect();
        let Some(body) = node.child_by_field_name("body") else { return };
        for statement in named(body).filter(|statement| statement.kind() == "expression_statement") {
            let Some(assignment) = named(statement).next().filter(|child| child.kind() == "assignment_expression") else { continue };
            let (Some(left), Some(right)) = (assignment.child_by_field_name("left"), assignment.child_by_field_name("right")) else {
                continue;
            };
            let name = if left.kind() == "member_access_expression" { left.child_by_field_name("name").unwrap_or(left) } else { left };
            let mut value = self.value(right);
            let mut told = true;
            let mut budget = limits::EVALUATION;
            let seen = value.names(&mut budget, &mut |name| told &= !given.contains(name));
            if !seen || !told || matches!(&value.kind, ValueKind::List(items) if items.is_empty()) {
                value = Value::unknown(Reason::Computed, value.span);
            }
            into.push(Entry { key: bare(self.text(name)).to_owned(), key_span: self.span(name), value });
        }
    }

    /// What the attributes of a member say about it, under the names that pages ask for.
    fn said(&self, node: Tree) -> Vec<Entry> {
        let mut said = Vec::new();
        for attribute in named(node).filter(|child| child.kind() == "attribute_list").flat_map(|list| named(list).collect::<Vec<_>>()) {
            let Some(name) = attribute.child_by_field_name("name") else { continue };
            let name = self.type_name(name);
            let arguments: Vec<Tree> = named(attribute)
                .filter(|child| child.kind() == "attribute_argument_list")
                .flat_map(|list| named(list).collect::<Vec<_>>())
                .collect();
            self.says(name.trim_end_matches("Attribute"), attribute, &arguments, &mut said);
        }
        said
    }

    fn says(&self, attribute: &str, node: Tree, arguments: &[Tree], said: &mut Vec<Entry>) {
        let span = self.span(node);
        let part = |name: &str| {
            let found = arguments.iter().find(|argument| argument.child_by_field_name("name").is_some_and(|key| self.text(key) == name));
            found.map(|argument| self.argument(*argument))
        };
        let first = || arguments.first().filter(|first| first.child_by_field_name("name").is_none()).map(|first| self.argument(*first));
        let mut put = |key: &str, value: Option<Value>| said.extend(value.map(|value| entry(key, value)));
        let input = |kind: &str| Some(Value::new(ValueKind::Text(Text::meaning(kind, span)), span));
        match attribute {
            // Words that stand in a file of words are not told by their key.
            "Display" if part("ResourceType").is_some() => put("Name", Some(Value::unknown(Reason::Function("Display".to_owned()), span))),
            "Display" => {
                put("Name", part("Name"));
                put("hint", part("Description"));
                put("Description", part("Description"));
            }
            "DisplayName" => put("DisplayName", first()),
            "Description" => {
                put("hint", first());
                put("Description", first());
            }
            "Required" | "BindRequired" => put("required", Some(Value::new(ValueKind::Bool(true), span))),
            "StringLength" => {
                put("maxlength", first());
                put("minlength", part("MinimumLength"));
            }
            "MaxLength" => put("maxlength", first()),
            "MinLength" => put("minlength", first()),
            "RegularExpression" => put("pattern", first()),
            "EmailAddress" => put("input", input("email")),
            "Phone" => put("input", input("tel")),
            "Url" => put("input", input("url")),
            "DataType" => put("input", arguments.first().and_then(|kind| input(data_type(self.text(*kind))?))),
            _ => {}
        }
    }
}

/// The type of the box that ASP.NET gives a property of this type; none for one that is plain text.
fn input_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "bool" | "Boolean" => "checkbox",
        "int" | "long" | "short" | "byte" | "Int32" | "Int64" => "number",
        "DateTime" | "DateTimeOffset" => "datetime-local",
        "DateOnly" => "date",
        "TimeOnly" => "time",
        "IFormFile" => "file",
        _ => return None,
    })
}

/// The type of the box that a kind of data is typed into.
fn data_type(written: &str) -> Option<&'static str> {
    Some(match written.rsplit('.').next()? {
        "Date" => "date",
        "DateTime" => "datetime-local",
        "Time" => "time",
        "EmailAddress" => "email",
        "PhoneNumber" => "tel",
        "Password" => "password",
        "Url" => "url",
        "MultilineText" => "textarea",
        _ => return None,
    })
}
