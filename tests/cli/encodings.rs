//! How lines end and how a file begins changes nothing that is told.

use crate::common::{Folder, WARNING, told};

const PAGE: &str = "<p>One é</p>\n{{ radios({\n  name: \"gender\",\n  fieldset: { legend: { text: \"What is your gender?\" } },\n  items: [\n    { value: \"m\", text: \"Male\" },\n    { value: \"f\", text: \"Female\" }\n  ]\n}) }}\n<p>Tell us about his\nor her diet</p>\n";

#[test]
fn bom_and_crlf_give_the_same_lines_and_findings() {
    let plain = told(&Folder::with("page.html", PAGE).checked(&[]));
    assert!(plain.len() >= 3, "{plain:?}");
    let crlf = PAGE.replace('\n', "\r\n");
    for text in [format!("\u{feff}{PAGE}"), crlf.clone(), format!("\u{feff}{crlf}")] {
        assert_eq!(told(&Folder::with("page.html", &text).checked(&[])), plain);
    }
}

#[test]
fn bom_and_crlf_look_the_same_to_people() {
    for page in [PAGE, WARNING] {
        let plain = Folder::with("page.html", page).askwell(&["check"]);
        let other = Folder::with("page.html", format!("\u{feff}{}", page.replace('\n', "\r\n"))).askwell(&["check"]);
        assert_eq!(plain.out, other.out.replace('\r', ""));
    }
}

#[test]
fn a_column_counts_characters_and_not_the_bom() {
    let report = Folder::with("page.html", "\u{feff}<p>é his or her</p>").checked(&[]);
    let finding = &report["findings"][0];
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(1), Some(6)));
    assert_eq!(finding["start_byte"], 9);
}
