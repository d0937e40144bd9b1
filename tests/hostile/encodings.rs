//! Bytes that are not UTF-8, and what stands at the ends of lines.

use serde_json::Value;

use crate::beside::{CODE, Case};
use crate::common::WARNING;

/// The findings in a file: lines, columns and bytes on the disk.
fn places(case: &Case, path: &str) -> Vec<(u64, u64, u64, u64)> {
    let report: Value = serde_json::from_str(&case.out).unwrap();
    let of_file = report["findings"].as_array().unwrap().iter().filter(|found| found["path"] == path);
    let number = |found: &Value, key: &str| found[key].as_u64().unwrap();
    of_file.map(|found| (number(found, "line"), number(found, "column"), number(found, "start_byte"), number(found, "end_byte"))).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_says_how_it_is_written_is_read_and_places_are_those_of_the_disk() {
    let page = "<meta charset=\"iso-8859-1\">\n<p>Caf\u{e9} \u{e9}. Tell us about his or her diet</p>\n";
    let latin: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let wide = utf_16(&format!("\u{feff}{page}"));
    let folder = Case::folder();
    folder.write("plain/a.html", page).write("latin/a.html", &latin).write("wide/a.html", &wide);
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE);
    let [plain, one, two] = ["plain", "latin", "wide"].map(|name| places(&case, &format!("{name}/a.html")));
    let (line, column, start, end) = plain[0];
    assert_eq!(&page[start as usize..end as usize], "his or her");
    assert_eq!(one, [(line, column, start - 2, end - 2)]);
    assert_eq!(&latin[one[0].2 as usize..one[0].3 as usize], b"his or her");
    assert_eq!(two, [(line, column, 2 * (start - 2) + 2, 2 * (end - 2) + 2)]);
    assert_eq!(&wide[two[0].2 as usize..two[0].3 as usize], utf_16("his or her"));
}

#[test]
fn places_in_a_file_that_is_referred_to_are_those_of_the_disk_too() {
    let folder = Case::folder();
    let words = "\u{feff}{ \"note\": \"\u{e9}\u{e9}\", \"diet\": \"Tell us about his or her diet\" }\n";
    let wide = utf_16(words);
    folder.write("app/a.njk", "<p>{{ t('diet') }}</p>\n").write("locales/en.json", &wide);
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE).finds("app/a.njk");
    let report: Value = serde_json::from_str(&case.out).unwrap();
    let of_page = report["findings"].as_array().unwrap().iter().find(|found| found["path"] == "app/a.njk").unwrap();
    let place = of_page["related"].as_array().unwrap().iter().find(|related| related["path"] == "locales/en.json").unwrap();
    let at = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    assert_eq!(&wide[at("start_byte")..at("end_byte")], utf_16("his or her"), "{place}");
}

#[test]
fn what_does_not_say_so_is_not_guessed_at() {
    let folder = Case::folder();
    let wide = utf_16(WARNING);
    let files: [(&str, &[u8]); 5] = [
        ("latin.html", b"<p>caf\xe9</p>"),
        ("wide.html", &wide),
        ("broken.njk", b"<p>\xf0\x28\x8c\x28</p>"),
        ("declared.html", b"<meta charset=utf-8><p>caf\xe9</p>"),
        ("lone.html", b"\xff\xfe<\x00\x00\xd8"),
    ];
    for (path, bytes) in files {
        folder.write(path, bytes);
    }
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE);
    let report: Value = serde_json::from_str(&case.out).unwrap();
    for (path, _) in files {
        let reason = report["skipped"].as_array().unwrap().iter().find(|skip| skip["path"] == path).unwrap();
        assert!(reason["reason"].as_str().unwrap().contains("not UTF-8"), "{reason}");
        Case::run(&folder, &["good", path]).keeps_the_good_file(2);
    }
}

#[test]
fn marks_nothings_and_ends_of_lines_hide_nothing() {
    let folder = Case::folder();
    let files = [
        ("mark/a.html", format!("\u{feff}{WARNING}")),
        ("crlf/a.html", format!("<p>a</p>\r\n{WARNING}\r\n")),
        ("cr/a.html", format!("<p>a</p>\r{}\r<p>b</p>", WARNING.trim_end())),
        ("zero/a.html", format!("<p>\0a\0</p>\0{WARNING}\0")),
        ("zero/a.njk", format!("{{{{ '\0' }}}}{{% if \0 %}}\0{{% endif %}}{WARNING}")),
    ];
    for (path, text) in &files {
        folder.write(path, text);
    }
    let case = Case::run(&folder, &[]);
    case.keeps_the_good_file(CODE);
    for (path, text) in &files {
        let found = places(&case, path);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert_eq!(&text[found[0].2 as usize..found[0].3 as usize], "his or her");
    }
}
