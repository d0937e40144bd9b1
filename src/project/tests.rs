//! References into code, from constant to answer list.

use std::sync::Arc;

use super::Scope;
use crate::dialect::{Parsers, script};
use crate::source::{FileId, Source, Span};
use crate::unknown::{Property, Reason};
use crate::value::{Value, ValueKind};

/// A scope in which all that `code` names is set.
fn scope(code: &str) -> Scope<'_> {
    let mut scope = Scope::default();
    for set in script::read(&Source::new(FileId(0), "data.ts", code), &mut Parsers::new()).names {
        scope.set(&set.name, set.value);
    }
    scope
}

fn it(scope: &Scope) -> Value {
    scope.value(&Value::new(ValueKind::Name("it".to_owned()), Span::new(FileId(0), 0, 0)))
}

/// What each item of `it` shows: the list as text, `?` for what is not known.
fn shown(code: &str) -> String {
    let scope = scope(code);
    let it = it(&scope);
    let text = |value: &Value| match scope.text(value) {
        Property::Known(text) => text.as_str().to_owned(),
        Property::Absent => "-".to_owned(),
        Property::Unknown(_) => "?".to_owned(),
    };
    let label = |value: &Value| scope.at(value, "text").filter(|_| matches!(scope.value(value).kind, ValueKind::Map(_)));
    match &it.kind {
        ValueKind::List(items) => {
            let items = items.iter().map(|item| match &item.kind {
                ValueKind::Spread(_) => "…".to_owned(),
                _ => text(&label(item).unwrap_or_else(|| item.clone())),
            });
            items.collect::<Vec<_>>().join("|")
        }
        ValueKind::Map(entries) => {
            entries.iter().map(|entry| format!("{}={}", entry.key, text(&entry.value))).collect::<Vec<_>>().join("|")
        }
        _ => text(&it),
    }
}

const GENDER: &str = "const Gender = { Female: 'Woman', Male: 'Man', Other: 'In another way' } as const;\n";

#[test]
fn items_made_from_an_object_keep_the_place_of_their_words() {
    let code = format!("{GENDER}const it = Object.values(Gender).map((g) => ({{ text: g, value: g }}))");
    assert_eq!(shown(&code), "Woman|Man|In another way");
    let scope = scope(&code);
    let ValueKind::List(items) = it(&scope).kind else { panic!("list") };
    let label = scope.at(&items[1], "text").unwrap();
    let Property::Known(text) = scope.text(&label) else { panic!("text") };
    assert_eq!(&code[text.span().unwrap().range()], "Man");
    assert_eq!(&code[label.span.range()], "'Man'");
}

#[test]
fn a_helper_of_the_repository_is_followed() {
    for helper in [
        "function toItems(Enum) { return Object.entries(Enum).map(([, value]) => ({ text: value, value })) }",
        "const toItems = (options) => { const all = Object.keys(options); return all.map(key => ({ value: key, text: options[key] })) }",
        "const toItems = (e, { map = (x) => ({ text: x }) } = {}) => Object.values(e).map(map)",
    ] {
        assert_eq!(shown(&format!("{GENDER}{helper}\nconst it = toItems(Gender)")), "Woman|Man|In another way", "{helper}");
    }
}

#[test]
fn keys_entries_and_back() {
    assert_eq!(shown(&format!("{GENDER}const it = Object.keys(Gender)")), "Female|Male|Other");
    assert_eq!(
        shown(&format!("{GENDER}const it = Object.fromEntries(Object.entries(Gender).map(([k, v]) => [v, k]))")),
        "Woman=Female|Man=Male|In another way=Other"
    );
    assert_eq!(shown("const it = Object.values({ b: 'x', 2: 'two', 1: 'one', b: 'y' })"), "one|two|y");
    let code = "const it = Object.keys({ 'White': [], Mixed: [] })";
    let scope = scope(code);
    let ValueKind::List(items) = it(&scope).kind else { panic!("list") };
    let Property::Known(text) = scope.text(&items[0]) else { panic!("text") };
    assert_eq!(&code[text.span().unwrap().range()], "White");
}

#[test]
fn enums_are_objects() {
    let code = "enum Title { Mx = 'Mx', Dr = 'Dr' }\nconst words = { [Title.Mx]: 'Mx (any gender)', [Title.Dr]: 'Doctor' }\n";
    assert_eq!(shown(&format!("{code}const it = Object.values(Title).map(t => ({{ text: words[t] }}))")), "Mx (any gender)|Doctor");
    assert_eq!(shown(&format!("{code}const it = {{ ...words, [later]: 'x' }}")), "Mx=Mx (any gender)|Dr=Doctor|=?");
}

#[test]
fn lists_are_spread_and_joined() {
    assert_eq!(shown("const base = ['a', 'b']\nconst it = [...base, 'c', ...more]"), "a|b|c|…");
    assert_eq!(shown("const it = ['a'].concat(['b'], 'c', more).slice().sort()"), "a|b|c|…");
    assert_eq!(shown("const it = ['a', 'b'].join(', ').toUpperCase()"), "A, B");
    assert_eq!(shown("const it = ['a', b].join(', ')"), "?");
    assert_eq!(shown("const it = Array.from(['a']).flatMap(x => [x, 'b'])"), "a|b");
    assert_eq!(shown("const it = [...more, 'z'].map(x => x.toUpperCase())"), "…|Z");
}

#[test]
fn the_later_of_two_keys_has_its_way_and_a_condition_leaves_both() {
    assert_eq!(shown("const base = { a: 'x', b: 'y' }\nconst it = { ...base, a: 'z' }"), "a=z|b=y");
    assert_eq!(shown("const it = { a: 'x', ...{ a: 'z' }, ...undefined }"), "a=z");
    let scope = scope("const it = { text: 'x', ...(selected && { selected: true }) }");
    assert!(scope.truth(&scope.at(&it(&scope), "selected").unwrap()).unknown().is_some());
}

#[test]
fn filters_that_can_be_decided_are() {
    assert_eq!(shown("const it = ['a', '', null, false, 'b'].filter(Boolean)"), "a|b");
    assert_eq!(shown("const it = ['a', unseen].filter(Boolean)"), "a|…");
    assert_eq!(shown(&format!("{GENDER}const it = Object.values(Gender).filter(g => g !== Gender.Other)")), "Woman|Man");
    assert_eq!(shown("const it = [{ text: 'a', hide: true }, { text: 'b' }].filter(({ hide }) => !hide)"), "b");
    assert_eq!(shown("const it = ['a', 'b'].filter(x => allowed.includes(x))"), "?");
}

#[test]
fn nothing_is_guessed() {
    for code in [
        "const it = unknown.map(x => x)",
        "const it = ['a'].map(unknown)",
        "const it = ['a'].reduce((all, x) => all + x, '')",
        "const it = ['a'].slice(1)",
        "const it = f()\nfunction f() { return f() }",
        "const it = f()\nfunction f() { const a = b, b = 'x'; return a }",
        "const f = (...all) => all\nconst it = f('a')",
        "const a = ['x']; a.pop(); const it = a",
        "const n = 1, m = 2\nconst it = n + m",
    ] {
        assert_eq!(shown(code), "?", "{code}");
    }
    assert_eq!(shown("const it = false ?? true"), "-");
    assert_eq!(shown("const it = missing ?? 'x'"), "?");
    assert_eq!(shown("const it = { a: null }.a ?? 'x'"), "x");
}

#[test]
fn a_language_own_object_may_be_taken_by_another() {
    assert_eq!(shown("const Object = { values: () => ['mine'] }\nconst it = Object.values({ a: 'b' })"), "mine");
}

#[test]
fn inner_names_do_not_leak() {
    assert_eq!(shown("const x = 'outer'\nconst f = y => x + y\nconst g = x => f(x)\nconst it = g('!')"), "outer!");
    assert_eq!(shown("const it = ['a', 'b'].map(x => ['c'].map(y => x + y).join('')).map(x => x + '.')"), "a c.|b c.".replace(' ', ""));
}

#[test]
fn statics_and_methods_of_objects() {
    assert_eq!(
        shown("class Title { static OPTIONS = ['Mx']; static get all() { return [...Title.OPTIONS, 'Dr'] } }\nconst it = Title.all"),
        "Mx|Dr"
    );
    assert_eq!(shown("const make = { items: (list) => list.map(text => ({ text })) }\nconst it = make.items(['a'])"), "a");
    assert_eq!(shown("const it = (() => { const made = {}; made.a = 'x'; return made })()"), "a=x");
}

#[test]
fn a_closed_value_means_the_same_elsewhere() {
    let scope_there = scope("const words = ['a', 'b']\nconst other = missing\nconst it = (y) => words.map(x => x + y + other)");
    let closed = super::closed(&it(&scope_there), &mut |name| scope_there.get(name).map(|value| Value::clone(value)));
    let mut here = scope("const words = ['no']\nconst x = 'no'\nconst y = 'no'\nconst missing = 'no'");
    here.set("f", Arc::new(closed));
    let call = script::read(&Source::new(FileId(1), "page.js", "const it = f('!')"), &mut Parsers::new()).names.remove(0);
    let ValueKind::List(items) = here.value(&call.value).kind else { panic!("list") };
    let Property::Known(first) = here.text(&items[0]) else { panic!("text") };
    assert_eq!(first.as_str(), "a!{}");
    assert!(matches!(&first.holes().next().unwrap().reason, Reason::Name(name) if name == "missing"));
}

#[test]
fn cost_is_bounded() {
    let doubling: String = (1..60).map(|n| format!("const a{n} = [...a{}, ...a{}]\n", n - 1, n - 1)).collect();
    shown(&format!("const a0 = ['x', 'y']\n{doubling}const it = a59"));
    shown(&format!("const a0 = ['x', 'y']\n{doubling}const it = a15"));
    let joined: String = (1..60).map(|n| format!("const a{n} = `${{a{0}}}${{a{0}}}`\n", n - 1)).collect();
    shown(&format!("const a0 = 'x'\n{joined}const it = a20"));
    shown("const f = x => [x(x), x(x)]\nconst it = f(f)");
    let numbers = (0..150).map(|n| format!("'{n}'")).collect::<Vec<_>>().join(",");
    shown(&format!("const n = [{numbers}]\nconst it = n.flatMap(a => n.flatMap(b => n.flatMap(c => n.map(d => a + b + c + d))))"));
    let chain: String = (1..5000).map(|n| format!("const a{n} = [a{}]\n", n - 1)).collect();
    let chain = format!("const a0 = 'x'\n{chain}const it = a4999");
    let scope = scope(&chain);
    scope.closed(&it(&scope));
}
