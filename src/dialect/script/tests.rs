use super::*;
use crate::page::Node;
use crate::value::Lambda;

fn module_of(path: &str, code: &str) -> Module {
    read(&Source::new(FileId(0), path, code), &mut Parsers::new())
}

fn module(code: &str) -> Module {
    module_of("data.js", code)
}

/// What `code` says as the value of a constant.
fn value(code: &str) -> Value {
    let module = module_of("data.ts", &format!("const it = {code}"));
    Value::clone(module.name("it").unwrap())
}

fn text(value: &Value) -> &str {
    match &value.kind {
        ValueKind::Text(text) => text.as_str(),
        other => panic!("{other:?}"),
    }
}

fn entries(value: &Value) -> &[Entry] {
    match &value.kind {
        ValueKind::Map(entries) => entries,
        other => panic!("{other:?}"),
    }
}

fn items(value: &Value) -> &[Value] {
    match &value.kind {
        ValueKind::List(items) => items,
        other => panic!("{other:?}"),
    }
}

fn lambda(value: &Value) -> &Lambda {
    match &value.kind {
        ValueKind::Lambda(lambda) => lambda,
        other => panic!("{other:?}"),
    }
}

fn is_unknown(value: &Value) -> bool {
    matches!(value.kind, ValueKind::Unknown(_))
}

fn keys(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.key.as_str()).collect()
}

#[test]
fn words_keep_their_places() {
    let code = "\u{feff}export const Title = Object.freeze({\n  Mx: 'Mx',\n  'No title': \"I don\\u2019t use one\",\n})";
    let module = module(code);
    let title = module.name("Title").unwrap();
    assert_eq!(keys(entries(title)), ["Mx", "No title"]);
    let none = &entries(title)[1];
    assert_eq!(&code[none.key_span.range()], "'No title'");
    assert_eq!(text(&none.value), "I don’t use one");
    assert_eq!(&code[none.value.span.range()], r#""I don\u2019t use one""#);
    let ValueKind::Text(label) = &none.value.kind else { panic!("text") };
    assert_eq!(&code[label.span_of(0..5).unwrap().range()], "I don");
    assert_eq!(&code[title.span.range()][..1], "{");
}

#[test]
fn escapes_are_decoded_and_broken_ones_harm_nothing() {
    assert_eq!(text(&value(r#"'a\'b\n\x41\u{1F600}\uD83D\uDE00\é'"#)), "a'b\nA😀😀é");
    assert_eq!(text(&value("'one \\\n two'")), "one  two");
    assert!(!text(&value(r"'\uD83D alone \x'")).is_empty());
}

#[test]
fn templates_have_holes() {
    assert_eq!(text(&value("`plain`")), "plain");
    let greeting = value("`Dear ${title} ${name},`");
    let ValueKind::Concat(parts) = &greeting.kind else { panic!("joined") };
    assert_eq!(parts.len(), 5);
    assert_eq!(text(&parts[0]), "Dear ");
    assert_eq!(text(&parts[4]), ",");
    assert!(is_unknown(&value("gql`query`")));
}

#[test]
fn numbers_are_not_put_side_by_side() {
    assert!(is_unknown(&value("1 + 2")));
    assert!(is_unknown(&value("count + 1")));
    let ValueKind::Concat(parts) = value("'a' + b + 'c' + d").kind else { panic!("joined") };
    assert_eq!(parts.len(), 4);
}

#[test]
fn what_decides_is_left_open() {
    assert!(matches!(value("a ? 'x' : 'y'").kind, ValueKind::Either(readings) if readings.len() == 2));
    assert!(matches!(value("a && 'x'").kind, ValueKind::Either(readings) if readings[1].kind == ValueKind::Null));
    assert!(matches!(value("a || 'x'").kind, ValueKind::Fallback(..)));
    for code in ["a > b", "new Date()", "/x/", "a++", "typeof a", "import('./a')"] {
        assert!(is_unknown(&value(code)), "{code}");
    }
}

#[test]
fn types_change_nothing() {
    for code in ["'x' as const", "('x')", "'x'!", "'x' satisfies string", "<string>'x'", "await 'x'", "Object.freeze('x')"] {
        let value = value(code);
        assert_eq!(text(&value), "x", "{code}");
        assert_eq!(value.span.len(), 3, "{code}");
    }
}

/// What a component of this body shows.
fn shown(body: &str) -> Vec<Node> {
    let module = module_of("Page.tsx", &format!("export const Page = (props) => {body}"));
    match &lambda(module.name("Page").unwrap()).body.kind {
        ValueKind::Markup(nodes) => nodes.to_vec(),
        other => panic!("{other:?}"),
    }
}

fn words_of(nodes: &[Node]) -> String {
    let words = |node: &Node| match node {
        Node::Text(text) => text.as_str().to_owned(),
        Node::Element(element) => words_of(&element.children),
        _ => "{}".to_owned(),
    };
    nodes.iter().map(words).collect()
}

#[test]
fn elements_are_pieces_of_page() {
    let [Node::Element(label)] = &shown("<label htmlFor=\"a\" className=\"b\" onClick={go}>Name</label>")[..] else { panic!("element") };
    let names: Vec<&str> = label.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["for", "class", "onclick"]);
    let [Node::Print(radios)] = &shown("<Radios.Item legend='Gender' {...rest} />")[..] else { panic!("call") };
    let call = radios.value.as_call().unwrap();
    assert_eq!(call.name, "<Radios.Item>");
    assert_eq!(keys(entries(&call.args[0])), ["legend", ""]);
}

#[test]
fn white_space_between_elements_is_what_react_makes_of_it() {
    assert_eq!(
        words_of(&shown("<p>\n  What is\n\n  your <b>sex</b>\n  at birth&nbsp;&amp; now?\n</p>")),
        "What is your sexat birth\u{a0}& now?"
    );
    assert_eq!(words_of(&shown("<p>\n  <b>a</b>{' '}\n  <i>b</i>\n</p>")), "a b");
    assert_eq!(words_of(&shown("<p>{/* said to authors */}a && b {\"<c>\"}</p>")), "a && b <c>");
}

#[test]
fn what_a_component_does_before_it_answers_is_part_of_its_page() {
    let nodes =
        shown("{ let a; useEffect(() => {}); if (props.b) { a = <b/>; } else { a = 'x'; } if (!a) return null; return <p>{a}</p>; }");
    let [Node::Set(_), Node::Branch(sets), Node::Branch(answers)] = &nodes[..] else { panic!("{nodes:?}") };
    assert!(sets.arms.iter().all(|arm| matches!(&arm.body[..], [Node::Set(set)] if set.name == "a")));
    assert!(answers.arms[0].body.is_empty() && matches!(&answers.arms[1].body[..], [Node::Element(_)]));
}

#[test]
fn what_a_handler_changes_is_not_known_as_it_was_written() {
    let nodes = shown("{ let a = 'x'; const go = () => { a = 'y' }; run(); return <p>{a}</p>; }");
    let [Node::Set(a), ..] = &nodes[..] else { panic!("{nodes:?}") };
    assert!(is_unknown(&a.value));
}

#[test]
fn a_list_that_is_mapped_to_elements_is_a_loop() {
    let [Node::Element(list)] = &shown("<ul>{props.all.map(({ id, text }) => <li key={id}>{text}</li>)}</ul>")[..] else {
        panic!("element")
    };
    let [Node::Loop(repeated)] = &list.children[..] else { panic!("{:?}", list.children) };
    assert!(matches!(&repeated.body[..], [Node::Set(_), Node::Set(_), Node::Element(_)]), "{:?}", repeated.body);
}

#[test]
fn a_broken_statement_takes_no_other_with_it() {
    let code = "import { a  from './a';\n\nconst b = { c: 'c' };\n\nfunction Broken() {\n  return <p>{</p>;\n}\n\nexport const D = () => <i>d</i>;\n";
    let module = module_of("Page.tsx", code);
    assert_eq!(text(&entries(module.name("b").unwrap())[0].value), "c");
    assert!(matches!(lambda(module.name("D").unwrap()).body.kind, ValueKind::Markup(_)));
    assert!(!module.notices.is_empty());
}

#[test]
fn objects_in_all_their_forms() {
    let form = value("{ a, 'b-c': 1, [d]: 2, ...e, f() { return 'x' }, get g() { return 'y' }, set g(v) {}, ['h']: 3, 4: 'n' }");
    let form = entries(&form);
    assert_eq!(keys(form), ["a", "b-c", "", "", "f", "g", "h", "4"]);
    assert!(form[2].is_spread() && form[3].is_spread());
    assert_eq!(text(&lambda(&form[4].value).body), "x");
}

#[test]
fn functions_that_only_answer_are_kept() {
    let each = value("([, value], { id, label = 'none' }, ...rest) => ({ text: value })");
    let each = lambda(&each);
    assert_eq!(each.params.len(), 3);
    assert!(each.params.iter().all(|name| name.starts_with('#')));
    let names: Vec<&str> = each.sets.iter().map(|set| set.name.as_str()).collect();
    assert_eq!(names, ["value", "id", "label", "rest"]);
    assert!(matches!(each.body.kind, ValueKind::Map(_)));

    let built = value("function (items) { 'use strict'; const more = items; return more }");
    assert!(matches!(&lambda(&built).body.kind, ValueKind::Name(name) if name == "more"));
}

#[test]
fn functions_that_do_more_are_worked_out() {
    for code in [
        "() => { if (a) return 'x'; return 'y' }",
        "() => { let x = 'a'; return x }",
        "(x) => { x.push('a'); return x }",
        "(x = []) => [x.push('a'), x][1]",
        "function* () { yield 'a' }",
    ] {
        assert!(is_unknown(&lambda(&value(code)).body), "{code}");
    }
}

#[test]
fn a_function_may_fill_an_object_of_its_own() {
    let module = module(
        "export default (env) => {\n  const globals = {}\n  globals.yesNo = [{ text: 'Yes' }]\n  \
         globals.helper = function (a) { return a }\n  return globals\n}",
    );
    let function = module.default.unwrap();
    let globals = &lambda(&function).sets[0];
    assert_eq!(keys(entries(&globals.value)), ["yesNo", "helper"]);
}

#[test]
fn what_is_changed_is_not_known_as_it_was_written() {
    let module = module(
        "const grown = ['a']\nconst safe = ['a']\nlet again = 'a'\nconst cut = ['a']\n\
         const keyed = { a: 1, b: 2 }\nconst whole = { a: 1 }\n\
         const filled = { a: 1 }\nfilled.b = 'later'\ncut.splice(0, 1)\nif (x) { keyed.a = 3 }\n\
         function f(safe) { grown.push('b'); safe.push('b'); again = 'b'; whole[x] = 2 }\n\
         function g() { const safe = []; safe.push(1) }",
    );
    let name = |name| module.name(name).unwrap();
    assert_eq!(items(name("grown")).len(), 2);
    assert!(matches!(items(name("grown"))[1].kind, ValueKind::Spread(_)));
    assert_eq!(items(name("safe")).len(), 1);
    assert!(["again", "cut", "whole"].iter().all(|changed| is_unknown(name(changed))));
    assert!(matches!(entries(name("keyed"))[0].value.kind, ValueKind::Either(_)));
    assert!(matches!(entries(name("keyed"))[1].value.kind, ValueKind::Number(_)));
    assert_eq!(text(&entries(name("filled"))[1].value), "later");
}

#[test]
fn two_names_for_one_thing_share_what_becomes_of_it() {
    let module = module("const titles = ['Mx']\nconst again = titles\nagain.push('Dr')\nconst other = titles");
    assert!(is_unknown(module.name("titles").unwrap()));
    assert!(matches!(&module.name("other").unwrap().kind, ValueKind::Name(name) if name == "titles"));
}

#[test]
fn an_enum_is_the_object_that_it_becomes() {
    let module = module_of(
        "gender.ts",
        "export enum Gender { Female = 'F', Male = 'M' }\nconst enum Level { Low, High = 4, Top, Odd = Low | 1, After }",
    );
    assert_eq!(keys(entries(module.name("Gender").unwrap())), ["Female", "Male"]);
    let level = entries(module.name("Level").unwrap());
    assert_eq!(keys(level), ["0", "4", "5", "Low", "High", "Top", "Odd", "After"]);
    assert!(is_unknown(&level[7].value));
}

#[test]
fn a_class_shows_its_fields() {
    let module = module_of(
        "form.ts",
        "export default class TitleForm extends Base<T> implements Form {\n  static OPTIONS = ['Mx']\n  label: string = 'Title'\n  \
         static get all() { return ['Dr'] }\n  ask() { return this.label }\n}",
    );
    let ValueKind::Class(class) = &module.name("TitleForm").unwrap().kind else { panic!("class") };
    assert_eq!(keys(&class.members), ["OPTIONS", "label", "all", "ask"]);
    assert!(matches!(&class.bases[..], [base] if matches!(&base.kind, ValueKind::Name(name) if name == "Base")));
    assert!(matches!(module.default.unwrap().kind, ValueKind::Name(name) if name == "TitleForm"));
}

#[test]
fn what_a_file_takes_from_others() {
    let module = module(
        "import d, { a, b as c } from './x'\nimport * as all from \"./y\"\nconst w = require('./w')\nconst { e, f: g } = require('./v')\n\
         const inner = { h: require('./u'), again: require('./u') }\nconst { k } = d",
    );
    let from = |name: &str| module.import(name).map(|(from, there)| (text(from), there));
    assert_eq!(from("d"), Some(("./x", "default")));
    assert_eq!(from("c"), Some(("./x", "b")));
    assert_eq!(from("all"), Some(("./y", "")));
    assert_eq!(from("w"), Some(("./w", "")));
    assert_eq!(from("g"), Some(("./v", "f")));
    assert_eq!(from("require('./u')"), Some(("./u", "")));
    assert!(matches!(&module.name("k").unwrap().kind, ValueKind::Member(..)));
}

#[test]
fn an_import_of_typescript_is_a_whole_module() {
    let module = module_of("a.ts", "import sizes = require('./sizes')\nexport = { sizes }");
    assert_eq!(module.import("sizes").map(|(from, there)| (text(from), there)), Some(("./sizes", "")));
    assert!(module.default_is_whole && module.export("sizes").is_some());
}

#[test]
fn what_a_file_gives() {
    let module = module(
        "export const a = 1, { b } = c\nexport function f() { return 'x' }\nconst d = 'd'\nexport { d as e, d as default }\n\
         export { g as h } from './g'\nexport * as i from './i'\nexport * from './j'",
    );
    let given: Vec<&str> = module.exports.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(given, ["a", "b", "f", "e", "h", "i"]);
    assert!(matches!(module.export("default").unwrap().kind, ValueKind::Name(name) if name == "d"));
    assert_eq!(text(&module.reexports[0]), "./j");
    let ValueKind::Name(hidden) = module.export("h").unwrap().kind else { panic!("name") };
    assert_eq!(module.import(&hidden).map(|(from, there)| (text(from), there)), Some(("./g", "g")));
}

#[test]
fn what_node_modules_give() {
    let plain = module("module.exports = {\n  Orientation: ['Bi'],\n  other\n}\nexports.late = 'x'");
    assert!(plain.default_is_whole);
    assert_eq!(items(&plain.export("Orientation").unwrap()).len(), 1);
    assert_eq!(text(&plain.export("late").unwrap()), "x");
    assert!(plain.export("none").is_none());

    let single = module("exports.a = 1\nmodule.exports.b = 2");
    let nobody = Span::new(FileId(0), 0, 0);
    assert_eq!(keys(entries(&single.whole(nobody))), ["a", "b"]);

    let by_name = module("const pages = {}\npages.a = 'A'\nmodule.exports = pages");
    assert!(matches!(by_name.export("a").unwrap().kind, ValueKind::Member(..)));
    assert_eq!(text(&entries(by_name.name("pages").unwrap())[0].value), "A");
}

#[test]
fn broken_code_loses_only_itself() {
    let module = module("const a = ['x', 'y']\nconst b = { label: @@@, text: 'z' }\nconst c = 'c'\n");
    assert_eq!(items(module.name("a").unwrap()).len(), 2);
    assert_eq!(text(module.name("c").unwrap()), "c");
}

#[test]
fn nothing_overflows() {
    for unit in ["<a>", "<A b={", "<a>{", "[", "(", "{a:", "`${", "f(", "!", "a+", "a?", "x=>", "class{a=", "{", "a.", "-"] {
        module(&format!("const it = {}", unit.repeat(20_000)));
    }
}

#[test]
fn deep_code_is_read_as_far_as_a_form_is_deep() {
    for (open, close) in [
        ("<a>", "</a>"),
        ("<A b={", "}/>"),
        ("[", "]"),
        ("(", ")"),
        ("{a:", "}"),
        ("x=>", ""),
        ("function(){return ", "}"),
        ("class{a=", "}"),
        ("f(", ")"),
        ("!", ""),
    ] {
        module(&format!("const it = {}'x'{}", open.repeat(2_000), close.repeat(2_000)));
        module(&format!("{} const it = 1 {}", "function f() { class A { b() {".repeat(500), "}}}".repeat(500)));
    }
    module(&format!("const it = {}'b'", "'a' + ".repeat(5_000)));
    module(&format!("const it = x{}", ".map(y => y)".repeat(2_000)));
    module(&format!("const {}a{} = b", "{a:".repeat(2_000), "}".repeat(2_000)));
}
