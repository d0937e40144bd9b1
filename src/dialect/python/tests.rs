use super::*;
use crate::dialect::Dialect;
use crate::value::{Class, Lambda};

fn module(text: &str) -> Module {
    read(&Source::new(FileId(0), "a.py", text), &mut Parsers::new())
}

fn value(text: &str) -> Value {
    module(&format!("it = {text}")).name("it").cloned().unwrap()
}

fn text(value: &Value) -> &str {
    match &value.kind {
        ValueKind::Text(text) => text.as_str(),
        other => panic!("no text: {other:?}"),
    }
}

fn class(text: &str) -> Class {
    match module(text).names.pop().map(|set| Value::clone(&set.value).kind) {
        Some(ValueKind::Class(class)) => Class::clone(&class),
        other => panic!("no class: {other:?}"),
    }
}

fn function(text: &str) -> Lambda {
    match module(text).names.pop().map(|set| Value::clone(&set.value).kind) {
        Some(ValueKind::Lambda(lambda)) => *lambda,
        other => panic!("no function: {other:?}"),
    }
}

#[test]
fn strings_mean_what_python_makes_of_them() {
    assert_eq!(text(&value(r#"'It\'s \x41\u00e9\n'"#)), "It's Aé\n");
    assert_eq!(text(&value(r#"r'\d'"#)), r"\d");
    assert_eq!(text(&value(r#""""Two "words" here""""#)), "Two \"words\" here");
    assert_eq!(text(&value("'One ' 'two'")), "One two");
    assert_eq!(text(&value("('One '\n  'two')")), "One two");
    assert_eq!(text(&value("'100%% of %s' % name")), "100% of {}");
    assert_eq!(text(&value("'{{}} {0}'.format(name)")), "{} {}");
    assert_eq!(text(&value(r"'\N{RIGHT SINGLE QUOTATION MARK}'")), "’");
    assert!(matches!(value("b'x'").kind, ValueKind::Concat(_)));
    let ValueKind::Concat(parts) = value("f'{{a}} {b} c'").kind else { panic!("parts") };
    assert_eq!(parts.iter().filter(|part| matches!(part.kind, ValueKind::Text(_))).map(text).collect::<Vec<_>>(), ["{a} ", " c"]);
}

#[test]
fn a_string_keeps_its_place() {
    let source = "it = 'a \\'b\\' c'";
    let whole = value("'a \\'b\\' c'");
    let ValueKind::Text(words) = &whole.kind else { panic!("text") };
    assert_eq!(&source[words.span_of(6..7).unwrap().range()], "c");
    assert_eq!(&source[whole.span.range()], "'a \\'b\\' c'");
}

#[test]
fn lists_grow_and_names_have_their_last_value() {
    let module =
        module("a = [1]\na += [2]\na.append(3)\na.extend(b)\nif c:\n    d = 'x'\nelse:\n    d = 'y'\ne = f = 'z'\n(g, h) = ('1', '2')");
    let ValueKind::Concat(parts) = &module.name("a").unwrap().kind else { panic!("parts") };
    assert_eq!(parts.len(), 4);
    assert!(matches!(&module.name("d").unwrap().kind, ValueKind::Either(readings) if readings.len() == 2));
    assert_eq!([text(module.name("e").unwrap()), text(module.name("f").unwrap())], ["z", "z"]);
    assert_eq!(text(module.name("h").unwrap()), "2");
}

#[test]
fn imports_of_every_kind() {
    let module = module("import a.b\nimport c.d as e\nfrom ..f import g, h as i\nfrom . import j\nfrom k import *");
    let found = |name: &str| module.import(name).map(|(from, there)| format!("{} {there}", text(from)));
    let names = ["a", "e", "g", "i", "j"].map(|name| found(name).unwrap());
    assert_eq!(names, ["a ", "c.d ", "..f g", "..f h", ". j"]);
    assert_eq!(module.reexports.iter().map(text).collect::<Vec<_>>(), ["k"]);
}

#[test]
fn a_class_has_members_and_what_its_constructor_keeps() {
    let class = class(
        "class A(B, metaclass=M):\n    x: str = 'X'\n    def __init__(this, y):\n        z = [y]\n        this.parts['k'] = z\n        \
         this.parts['k2'] = 'v'\n        if y:\n            this.name = 'n'\n        this.more()\n    def more(self):\n        self.parts['k3'] = 'w'\n",
    );
    assert_eq!((class.name.as_str(), class.bases.len()), ("A", 1));
    assert_eq!(class.members.iter().map(|member| member.key.as_str()).collect::<Vec<_>>(), ["x", "__init__", "more"]);
    let ValueKind::Map(parts) = &class.kept[0].value.kind else { panic!("map") };
    assert_eq!(parts.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["k", "k2", "k3"]);
    // The list is made of a name of the constructor's own: it takes that along.
    assert!(matches!(&parts[0].value.kind, ValueKind::Call(call) if call.name.is_empty()));
    assert!(matches!(&class.kept[1].value.kind, ValueKind::Either(_)));
}

#[test]
fn what_a_function_answers() {
    let answer = function("def f(a, b='x', *c, d, **e):\n    if a:\n        return 'one'\n    return 'two'");
    assert_eq!(answer.params, ["a", "b", "*c", "d", "**e"]);
    assert!(matches!(&answer.body.kind, ValueKind::Either(readings) if readings.len() == 2));
    assert!(matches!(function("def f():\n    x = 1").body.kind, ValueKind::Null));
    assert!(matches!(function("def f():\n    for x in y:\n        return x").body.kind, ValueKind::Either(_)));
    assert!(matches!(function("def f():\n    raise ValueError").body.kind, ValueKind::Null));
}

#[test]
fn a_broken_class_leaves_the_others() {
    let module = module("a = 'x'\n\nclass B(:\n    c = = (\n\n@d\nclass E:\n    f = 'y'\n");
    assert_eq!(text(module.name("a").unwrap()), "x");
    assert!(module.name("E").is_some() && !module.notices.is_empty());
}

#[test]
fn nothing_overflows() {
    for unit in ["[", "(", "{a:", "f(", "not ", "a+", "a if b else ", "lambda: ", "a.", "-", "a and ", "f'{", "*", "a[", "x = ", "'' "] {
        module(&format!("it = {}", unit.repeat(20_000)));
        module(&format!("class A:\n    def f(self):\n        self.x = {}", unit.repeat(5_000)));
    }
    let deep = |line: &str| (0..400).map(|at| format!("{}{line}\n", " ".repeat(at))).collect::<String>();
    for line in ["if a:", "class A:", "def f(self):", "for a in b:", "try:", "with a:"] {
        module(&deep(line));
    }
}

#[test]
fn long_files_are_quick() {
    let start = std::time::Instant::now();
    let many = |line: &str| line.repeat(20_000);
    for text in [
        many("a = a + [a, a]\n"),
        many("a.append(a)\n"),
        format!("def f():\n{}", many("    a = [a, a, b]\n")),
        format!("def f():\n{}", many("    if a: b = [b, a]\n    else: a = [b, a]\n")),
        format!("class A:\n    def __init__(self):\n{}", many("        a = [a, a]\n        self.x[a] = [a]\n")),
        format!("class A:\n    def __init__(self):\n{}", many("        self.x['a'] = f(x)\n        self.x['a'].y = 'b'\n")),
        format!("class A:\n{}", many("    a += ['x']\n")),
        many("class A(A): pass\n"),
        many("(\n"),
        many("class A(:\n"),
    ] {
        module(&text);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn only_files_that_may_define_a_form_are_read() {
    let claims = |text: &str| Python.claims("py", text);
    assert!(claims("from django import forms\nclass F(forms.Form):\n    a = forms.CharField()"));
    assert!(claims("from .base import BaseForm\nclass F(BaseForm):\n    class Meta:\n        fields = ['a']"));
    assert!(!claims("from django.db import models\nclass A(models.Model):\n    b = models.CharField()"));
    assert!(!claims("def view(request):\n    return Form()"));
}
