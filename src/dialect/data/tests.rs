use super::*;
use crate::source::FileId;
use crate::unknown::Reason;
use crate::value::Entry;

fn file(path: &str, text: &str) -> Source {
    Source::new(FileId(0), path, text)
}

fn yaml(text: &str) -> (Source, Value) {
    let source = file("a.yaml", text);
    let value = read(&source).unwrap();
    (source, value)
}

fn json(text: &str) -> (Source, Value) {
    let source = file("a.json", text);
    let value = read(&source).unwrap();
    (source, value)
}

fn entries(value: &Value) -> &[Entry] {
    match &value.kind {
        ValueKind::Map(entries) => entries,
        other => panic!("no map: {other:?}"),
    }
}

fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, key| match &value.kind {
        ValueKind::List(items) => &items[key.parse::<usize>().unwrap()],
        _ => &entries(value).iter().find(|entry| entry.key == key).unwrap().value,
    })
}

fn words(value: &Value) -> &str {
    match &value.kind {
        ValueKind::Text(text) => text.as_str(),
        other => panic!("no text: {other:?}"),
    }
}

/// What stands in the file where `part` of the text is placed.
fn written<'s>(source: &'s Source, value: &Value, part: &str) -> &'s str {
    let ValueKind::Text(text) = &value.kind else { panic!("no text: {value:?}") };
    let start = text.as_str().find(part).unwrap();
    &source.text[text.span_of(start..start + part.len()).unwrap().range()]
}

fn whole<'s>(source: &'s Source, value: &Value) -> &'s str {
    &source.text[value.span.range()]
}

#[test]
fn json_keeps_the_place_of_words_keys_and_brackets() {
    let (source, value) = json("\u{feff}{\r\n  \"títle\": \"What is your gender?\",\r\n  \"n\": [1, -2.5e3, true, null]\r\n}\r\n");
    let title = at(&value, "títle");
    assert_eq!(whole(&source, title), "\"What is your gender?\"");
    assert_eq!(written(&source, title, "your gender"), "your gender");
    assert_eq!(&source.text[entries(&value)[0].key_span.range()], "títle");
    assert_eq!(whole(&source, at(&value, "n")), "[1, -2.5e3, true, null]");
    assert_eq!(at(&value, "n.1").kind, ValueKind::Number("-2.5e3".into()));
    assert_eq!(at(&value, "n.2").kind, ValueKind::Bool(true));
    assert_eq!(at(&value, "n.3").kind, ValueKind::Null);
    assert!(whole(&source, &value).starts_with('{') && whole(&source, &value).ends_with('}'));
}

#[test]
fn json_escapes_are_places_of_their_own() {
    let (source, value) = json(r#"{"a": "Don\u2019t \ud83d\ude00 \"say\"\/ it"}"#);
    let a = at(&value, "a");
    assert_eq!(words(a), "Don’t 😀 \"say\"/ it");
    assert_eq!(written(&source, a, "’"), r"\u2019");
    assert_eq!(written(&source, a, "😀"), r"\ud83d\ude00");
    assert_eq!(written(&source, a, "say"), "say");
    assert_eq!(written(&source, a, " it"), " it");
}

#[test]
fn json_may_have_comments_and_tabs_and_long_keys() {
    let key = "Are you sure that nobody minds? ".repeat(100);
    let text = format!("{{ // \"gender\": {{\n\t/* one\n\ttwo */ \"link\": \"https://nhs.uk/*\", \"{key}\": \"Yes\",\n}}");
    let (source, value) = json(&text);
    assert_eq!(words(at(&value, "link")), "https://nhs.uk/*");
    assert_eq!(words(at(&value, &key)), "Yes");
    assert_eq!(written(&source, at(&value, &key), "Yes"), "Yes");
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let whole = [("{\"a\": tru}", "tru"), ("<a/>", "<a/>"), ("[1 2]", "1 2")];
    let broken = ["{\"a\": 1 \"b\": 2}", "{\"a\": \"x}", "{\"a\"}"].map(|text| (text, ""));
    for (text, place) in whole.into_iter().chain(broken) {
        let source = file("a.json", text);
        let notice = read(&source).unwrap_err();
        assert!(notice.message.contains("JSON"), "{text}: {}", notice.message);
        assert!(place.is_empty() || &source.text[notice.span.range()] == place, "{text}: {notice:?}");
    }
}

#[test]
fn plain_and_quoted_yaml_may_run_over_lines() {
    for end in ["\n", "\r\n"] {
        let text = "a: What is\n  your sex?\nb: 'it''s\n\n  fine'\nc: \"one \\\n    two\\n\n  three\\u00e9\"\n".replace('\n', end);
        let (source, value) = yaml(&text);
        assert_eq!(words(at(&value, "a")), "What is your sex?");
        assert_eq!(written(&source, at(&value, "a"), "your sex"), "your sex");
        assert_eq!(written(&source, at(&value, "a"), "is your"), format!("is{end}  your"));
        assert_eq!(words(at(&value, "b")), "it's\nfine");
        assert_eq!(written(&source, at(&value, "b"), "'"), "''");
        assert_eq!(written(&source, at(&value, "b"), "fine"), "fine");
        assert_eq!(words(at(&value, "c")), "one two\n threeé");
        assert_eq!(written(&source, at(&value, "c"), "two"), "two");
        assert_eq!(written(&source, at(&value, "c"), "three"), "three");
        assert_eq!(written(&source, at(&value, "c"), "é"), "\\u00e9");
    }
}

#[test]
fn block_scalars_are_placed_line_by_line() {
    for end in ["\n", "\r\n"] {
        let literal = "a: | # why\n  one\n\n    two\n  three\n\n# end\n";
        let folded = "b: >-\n\n  four\n  five\n\n  six\n   seven\n  eight\nc: >2+\n    nine  \n\nd: |\ne: x\n";
        let text = format!("{literal}{folded}").replace('\n', end);
        let (source, value) = yaml(&text);
        let a = at(&value, "a");
        assert_eq!(words(a), "one\n\n  two\nthree\n");
        assert_eq!(written(&source, a, "  two"), "  two");
        assert_eq!(written(&source, a, "three"), "three");
        assert_eq!(written(&source, a, "three\n"), "three");
        assert!(whole(&source, a).starts_with("| # why") && whole(&source, a).ends_with("three"));
        let b = at(&value, "b");
        assert_eq!(words(b), "\nfour five\nsix\n seven\neight");
        for word in ["four", "five", "six", " seven", "eight"] {
            assert_eq!(written(&source, b, word), word);
        }
        assert_eq!(words(at(&value, "c")), "  nine  \n\n");
        assert_eq!(written(&source, at(&value, "c"), "nine  "), "nine  ");
        assert_eq!(words(at(&value, "d")), "");
        assert_eq!(words(at(&value, "e")), "x");
    }
}

#[test]
fn plain_words_are_typed_by_yaml_1_2() {
    let (source, value) = yaml("a: Yes\nb: no\nc: true\nd: 0117\ne: 1.5e-3\nf: ~\ng:\nh: 2024-01-01\ni: !!str 12\nj: '1'\nk: 1.2.3\n");
    assert_eq!(words(at(&value, "a")), "Yes");
    assert_eq!(words(at(&value, "b")), "no");
    assert_eq!(at(&value, "c").kind, ValueKind::Bool(true));
    assert_eq!(at(&value, "d").kind, ValueKind::Number("0117".into()));
    assert_eq!(at(&value, "e").kind, ValueKind::Number("1.5e-3".into()));
    assert_eq!(at(&value, "f").kind, ValueKind::Null);
    assert_eq!(at(&value, "g").kind, ValueKind::Null);
    assert!(source.text[..at(&value, "g").span.start as usize].ends_with("g:"));
    for key in ["h", "i", "j", "k"] {
        words(at(&value, key));
    }
}

#[test]
fn aliases_and_merges_keep_the_place_where_they_are_written() {
    let base = "base: &base\n  yes: Ja\n  no: Nee\n  other: &other Anders\n";
    let form = "form:\n  <<: *base\n  no: Nein\n  more: *other\n";
    let both = "both:\n  own: 1\n  <<: [{own: 2, x: 3}, {x: 4, y: 5}]\nend: 1\n";
    let (source, value) = yaml(&format!("{base}{form}{both}"));
    let form = at(&value, "form");
    let keys: Vec<&str> = entries(form).iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["yes", "no", "other", "more"]);
    assert_eq!(at(form, "yes").span.start as usize, source.text.find("Ja").unwrap());
    assert_eq!(words(at(form, "no")), "Nein");
    assert_eq!(at(form, "more").span.start as usize, source.text.find("Anders").unwrap());
    assert!(whole(&source, form).starts_with("<<: *base") && whole(&source, form).ends_with("more: *other"));
    let pair = |entry: &Entry| (entry.key.clone(), whole(&source, &entry.value).to_owned());
    let both: Vec<(String, String)> = entries(at(&value, "both")).iter().map(pair).collect();
    assert_eq!(both, [("own", "1"), ("x", "3"), ("y", "5")].map(|(key, value)| (key.to_owned(), value.to_owned())));
}

#[test]
fn a_merge_of_what_cannot_be_seen_is_a_spread() {
    let (_, value) = yaml("a:\n  <<: *gone\n  x: 1\nb: *gone\nc: &c [*c]\nd: !Sub '${x}'\ne: !Join [a]\n");
    assert!(matches!(entries(at(&value, "a"))[0].value.kind, ValueKind::Spread(_)));
    assert_eq!(at(&value, "b").kind, ValueKind::Unknown(Reason::Name("gone".into())));
    assert_eq!(at(&value, "c.0").kind, ValueKind::Unknown(Reason::Cycle));
    assert_eq!(at(&value, "d").kind, ValueKind::Unknown(Reason::Function("!Sub".into())));
    assert_eq!(at(&value, "e").kind, ValueKind::Unknown(Reason::Function("!Join".into())));
}

#[test]
fn the_last_of_equal_keys_wins() {
    let (source, value) = json(r#"{"a": 1, "b": 2, "a": {"c": 3}}"#);
    assert_eq!(entries(&value).len(), 2);
    assert_eq!(whole(&source, at(&value, "a")), r#"{"c": 3}"#);
}

#[test]
fn keys_are_words_whatever_they_are_written_as() {
    let (source, value) = yaml("1: a\n'two': b\n? three\n: c\n~: d\n? [x, y]\n: e\ntrue: f\n");
    let keys: Vec<&str> = entries(&value).iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["1", "two", "three", "~", "[x, y]", "true"]);
    assert!(entries(&value).iter().all(|entry| source.text[entry.key_span.range()] == entry.key));
}

#[test]
fn the_first_document_is_the_file() {
    let (_, value) = yaml("%YAML 1.2\n---\na: 1\n---\nb: [\n");
    assert_eq!(entries(&value).len(), 1);
    for empty in ["", "\n", "# nothing\n", "---\n", "\u{feff}"] {
        assert_eq!(yaml(empty).1.kind, ValueKind::Null, "{empty:?}");
    }
    assert_eq!(json("").1.kind, ValueKind::Null);
}

#[test]
fn lists_and_maps_end_where_their_last_word_ends() {
    let (source, value) = yaml("a:\n- x\n- y: 1\n  z: |\n    w\n\n# after\n\nb:\n  c:\n");
    assert_eq!(whole(&source, at(&value, "a")), "- x\n- y: 1\n  z: |\n    w");
    assert_eq!(whole(&source, at(&value, "a.1")), "y: 1\n  z: |\n    w");
    assert_eq!(whole(&source, at(&value, "b")), "c:");
}

#[test]
fn bombs_are_bounded() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 8].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let mut tower = "a0: &a0 x\n".to_owned();
    (1..400).for_each(|level| tower.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1)));
    let deep = "[".repeat(100_000);
    let maps = "{\"a\":".repeat(100_000);
    let dashes = "- ".repeat(100_000);
    for text in [bomb, tower, deep, maps, dashes] {
        let notice = read(&file("a.yaml", &text)).unwrap_err();
        assert!(notice.span.range().end <= text.len());
    }
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000), "\"".repeat(100_001), "/*".into(), "\"\\".into(), "\"a\\\"".into()] {
        assert!(read(&file("a.json", &text)).is_err());
    }
}
