//! A Word document as lines of text, one a paragraph, so that the number of a line is that of a paragraph.
//!
//! What a form asks is written so that people can read it and [`crate::dialect`] can, too:
//!
//! ```text
//! # Heading            ┃ First cell of a row      ☐ a box to tick, ☒ one that is ticked
//! Full name: ____      │ Next cell                ⟦▾ Yes ⁞ No⟧ a list that drops down
//!                      ╎ Next paragraph in it     ⟦date⟧ a date
//! ```

use std::io::{Cursor, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::limits;
use crate::walk::Why;

/// The ending of such files.
pub const ENDING: &str = "docx";

/// The part of the archive that holds what people read.
const BODY: &str = "word/document.xml";

/// The text of a document, of at most `most` bytes.
///
/// # Errors
///
/// Why it cannot be read: it is no such archive, it is locked with a password, or it is larger than the bounds.
pub fn text(bytes: &[u8], most: u64) -> Result<String, Why> {
    let damaged = |error: &dyn std::fmt::Display| Why::Unreadable(format!("it is not a Word document that askwell can open ({error})"));
    if bytes.len() as u64 > limits::ARCHIVE_BYTES {
        return Err(too_large());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let part = archive.by_name(BODY).map_err(|error| damaged(&error))?;
    // The size that the archive states may be a lie: what counts is what comes out.
    let mut xml = Vec::new();
    part.take(limits::DOCUMENT_BYTES + 1).read_to_end(&mut xml).map_err(|error| damaged(&error))?;
    if xml.len() as u64 > limits::DOCUMENT_BYTES {
        return Err(Why::Unreadable(format!("it unpacks to more than {} MiB, which no form does", limits::DOCUMENT_BYTES >> 20)));
    }
    let xml = String::from_utf8(xml).map_err(|_| Why::Encoding)?;
    let text = Lines::default().read(&xml).map_err(|error| damaged(&error))?;
    let len = text.len() as u64;
    if len > most { Err(Why::TooLarge { bytes: len, most }) } else { Ok(text) }
}

/// Why a document is not opened that is larger than any form.
pub(crate) fn too_large() -> Why {
    Why::Unreadable(format!("it is larger than {} MiB, which no form is", limits::ARCHIVE_BYTES >> 20))
}

/// The lines so far, and where the reader stands.
#[derive(Default)]
struct Lines {
    out: String,
    /// The paragraph under way.
    line: String,
    /// What opens the paragraph's line: a heading's marks.
    heading: usize,
    /// For each table that is open, what the next paragraph begins.
    tables: Vec<Begins>,
    /// For each content control that is open, what it is.
    controls: Vec<ContentControl>,
    /// The old kind of form field under way.
    field: Field,
    /// How many elements are open whose words nobody reads.
    hidden: usize,
    in_text: bool,
}

/// What the next paragraph of a table begins.
#[derive(Clone, Copy, PartialEq)]
enum Begins {
    Row,
    Cell,
    Nothing,
}

/// A content control.
#[derive(Default)]
struct ContentControl {
    kind: Option<Kind>,
    choices: Vec<String>,
    is_empty: bool,
    /// True once it has been written for what it is: the words in it are only what it shows at first.
    is_told: bool,
}

/// A form field of Word 97.
#[derive(Default)]
struct Field {
    kind: Option<Kind>,
    choices: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Date,
    List,
    Box(bool),
}

impl Lines {
    fn read(mut self, xml: &str) -> Result<String, quick_xml::Error> {
        let mut reader = Reader::from_str(xml);
        let mut depth = 0_usize;
        loop {
            match reader.read_event()? {
                Event::Start(element) => {
                    depth += 1;
                    if depth > limits::DOCUMENT_DEPTH {
                        break;
                    }
                    self.open(&element);
                }
                Event::Empty(element) => {
                    self.open(&element);
                    self.close(element.local_name().as_ref());
                }
                Event::End(element) => {
                    depth = depth.saturating_sub(1);
                    self.close(element.local_name().as_ref());
                }
                Event::Text(text) if self.in_text => self.words(&text.xml10_content()),
                Event::GeneralRef(reference) if self.in_text => self.reference(&reference),
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(self.out)
    }

    fn open(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            // A picture of the same again for older readers, what was deleted, and what Word works out from.
            "Fallback" | "del" | "moveFrom" | "instrText" | "delText" => self.hidden += 1,
            "p" => self.begin(),
            "tbl" => self.tables.push(Begins::Row),
            "tr" => self.next(Begins::Row),
            "tc" => self.next_cell(),
            "pStyle" => self.heading = heading(&value(element)),
            "t" => self.in_text = self.hidden == 0,
            "tab" if !self.line.is_empty() => self.put(" "),
            "br" | "cr" => self.put(" "),
            "noBreakHyphen" => self.put("-"),
            "sym" => self.symbol(element),
            "sdt" => self.controls.push(ContentControl::default()),
            "sdtContent" => self.content(),
            "ffData" => self.field = Field::default(),
            "fldChar" => self.field_char(element),
            name => self.part(name, element),
        }
    }

    /// A part of a content control or a form field.
    fn part(&mut self, name: &str, element: &BytesStart) {
        let value = || value(element);
        if let Some(control) = self.controls.last_mut() {
            match name {
                "dropDownList" | "comboBox" => control.kind = Some(Kind::List),
                "date" => control.kind = Some(Kind::Date),
                "text" => control.kind = Some(Kind::Text),
                "checkbox" => control.kind = Some(Kind::Box(false)),
                "checked" if is_on(&value()) => control.kind = Some(Kind::Box(true)),
                "showingPlcHdr" => control.is_empty = true,
                "listItem" => {
                    let shown = attribute(element, "displayText").unwrap_or_else(|| attribute(element, "value").unwrap_or_default());
                    // The first entry that Word puts in tells people what to do, and has no value.
                    if !attribute(element, "value").unwrap_or_default().is_empty() {
                        control.choices.push(plain(&shown));
                    }
                }
                _ => {}
            }
        }
        match name {
            "checkBox" => self.field.kind = Some(Kind::Box(false)),
            "ddList" => self.field.kind = Some(Kind::List),
            "textInput" => self.field.kind = Some(Kind::Text),
            "listEntry" => self.field.choices.push(plain(&value())),
            "checked" | "default" if self.field.kind == Some(Kind::Box(false)) && is_on(&value()) => {
                self.field.kind = Some(Kind::Box(true))
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "Fallback" | "del" | "moveFrom" | "instrText" | "delText" => self.hidden = self.hidden.saturating_sub(1),
            "p" => self.end(),
            "t" => self.in_text = false,
            "tbl" => drop(self.tables.pop()),
            "sdt" => drop(self.controls.pop()),
            _ => {}
        }
    }

    /// A paragraph begins. One in a text box begins within another, whose words so far are a line of their own.
    fn begin(&mut self) {
        if !self.line.trim().is_empty() {
            self.end();
        }
        self.line.clear();
        self.heading = 0;
    }

    fn end(&mut self) {
        let begins = self.tables.last_mut().map(|begins| std::mem::replace(begins, Begins::Nothing));
        self.out.push_str(match begins {
            None => "",
            Some(Begins::Row) => "┃ ",
            Some(Begins::Cell) => "│ ",
            Some(Begins::Nothing) => "╎ ",
        });
        if begins.is_none() && self.heading > 0 && !self.line.trim().is_empty() {
            self.out.push_str(&"#".repeat(self.heading.min(6)));
            self.out.push(' ');
        }
        let line = std::mem::take(&mut self.line);
        self.out.push_str(line.trim());
        self.out.push('\n');
        self.heading = 0;
    }

    fn next(&mut self, begins: Begins) {
        if let Some(last) = self.tables.last_mut() {
            *last = begins;
        }
    }

    /// The first cell of a row begins the row.
    fn next_cell(&mut self) {
        if let Some(last) = self.tables.last_mut().filter(|last| **last == Begins::Nothing) {
            *last = Begins::Cell;
        }
    }

    fn put(&mut self, words: &str) {
        if self.hidden == 0 && !self.controls.iter().any(|control| control.is_told) {
            self.line.push_str(words);
        }
    }

    fn words(&mut self, words: &str) {
        self.put(&plain(words));
    }

    fn reference(&mut self, reference: &BytesRef) {
        let character = reference.resolve_char_ref().ok().flatten().map(String::from);
        let words = character.or_else(|| resolve_predefined_entity(reference).map(str::to_owned));
        self.words(&words.unwrap_or_default());
    }

    /// Boxes of the fonts that forms draw them with.
    fn symbol(&mut self, element: &BytesStart) {
        let code = attribute(element, "char").unwrap_or_default().to_uppercase();
        let drawn = match code.as_str() {
            "F06F" | "F071" | "F0A8" | "F0A3" | "F072" | "006F" | "00A8" | "F02A" => "☐",
            "F0FE" | "F0FD" | "F078" | "F052" | "F053" | "F054" => "☒",
            _ => " ",
        };
        self.put(drawn);
    }

    /// A content control begins to show what it shows at first, and is told for what it is.
    fn content(&mut self) {
        let Some(control) = self.controls.last() else { return };
        let told = match control.kind {
            Some(Kind::Box(ticked)) => Some(if ticked { "☒ ".to_owned() } else { "☐ ".to_owned() }),
            Some(Kind::List) => Some(list(&control.choices)),
            Some(Kind::Date) => Some("⟦date⟧".to_owned()),
            Some(Kind::Text) | None if control.is_empty => Some("____".to_owned()),
            _ => None,
        };
        if let Some(told) = told {
            self.put(&told);
            if let Some(control) = self.controls.last_mut() {
                control.is_told = true;
            }
        }
    }

    /// A form field is told where its result begins; one that is ticked or chosen has no result of its own.
    fn field_char(&mut self, element: &BytesStart) {
        if attribute(element, "fldCharType").as_deref() != Some("end") {
            return;
        }
        let field = std::mem::take(&mut self.field);
        match field.kind {
            Some(Kind::Box(ticked)) => self.put(if ticked { "☒ " } else { "☐ " }),
            Some(Kind::List) => self.put(&list(&field.choices)),
            Some(Kind::Text) => self.put("____"),
            Some(Kind::Date) | None => {}
        }
    }
}

fn list(choices: &[String]) -> String {
    format!("⟦▾ {}⟧", choices.join(" ⁞ "))
}

/// Words without the marks that lines are made of, in one line.
fn plain(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '⟦' => '[',
            '⟧' => ']',
            '⁞' | '┃' | '│' | '╎' => '|',
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => ' ',
            c => c,
        })
        .collect()
}

fn heading(style: &str) -> usize {
    let style = style.to_lowercase();
    match style.strip_prefix("heading") {
        Some(level) => level.trim().parse().unwrap_or(1),
        None => usize::from(style == "title"),
    }
}

fn value(element: &BytesStart) -> String {
    attribute(element, "val").unwrap_or_default()
}

/// An attribute by its name, whatever prefix it has.
fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| String::new(), |value| value.into_owned()))
}

fn is_on(value: &str) -> bool {
    matches!(value, "" | "1" | "true" | "on")
}
