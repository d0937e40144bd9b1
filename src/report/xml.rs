//! XML without what XML cannot hold.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

/// A writer of an XML document, which has begun.
pub(super) fn document(out: &mut dyn WriteColor) -> io::Result<Writer<&mut dyn WriteColor>> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(writer)
}

/// `text` with a mark in the place of every character that XML 1.0 has no way to write.
pub(super) fn legal(text: &str) -> String {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if is_legal(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
