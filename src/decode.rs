//! From the bytes of a file to its text: UTF-8, and what a byte-order mark or a declaration says in place of it.

use encoding_rs::{Encoding as Label, UTF_16BE, UTF_16LE};

/// How far into a file a declaration of its encoding is looked for, as browsers do.
const DECLARED_WITHIN: usize = 1024;

/// What stands in front of the name of an encoding: `charset=`, `encoding=`, `coding:`.
const DECLARES: &[&[u8]] = &[b"charset", b"coding"];

/// How the text of a file is written on the disk: what its places there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Byte for byte the text itself.
    #[default]
    Utf8,
    /// Two bytes for each unit of UTF-16.
    Utf16,
    /// One byte for each character, as in Latin-1.
    OneByte,
    /// Not as text at all: it was taken out of a document, and its places are those of what was taken out.
    Document,
}

/// The text of these bytes, a byte-order mark included. `None` where nothing says truthfully how they are to be read: a byte
/// is never guessed at.
pub fn text(bytes: Vec<u8>) -> Option<(String, Encoding)> {
    for (mark, label) in [([0xff, 0xfe], UTF_16LE), ([0xfe, 0xff], UTF_16BE)] {
        if bytes.starts_with(&mark) {
            return decoded(&bytes, label, Encoding::Utf16);
        }
    }
    if is_unmarked_utf_16(&bytes) {
        return None;
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Some((text, Encoding::Utf8)),
        Err(error) => error.into_bytes(),
    };
    let label = declared(&bytes).filter(|label| label.is_single_byte())?;
    decoded(&bytes, label, Encoding::OneByte)
}

fn decoded(bytes: &[u8], label: &'static Label, encoding: Encoding) -> Option<(String, Encoding)> {
    let text = label.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((text.into_owned(), encoding))
}

/// The encoding that the beginning of a file names.
fn declared(bytes: &[u8]) -> Option<&'static Label> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    DECLARES.iter().find_map(|word| {
        let mut places = memchr::memmem::find_iter(&head, word);
        places.find_map(|at| label(named(&head[at + word.len()..])?))
    })
}

/// An encoding by its name, with or without the hyphens that some write in it.
fn label(name: &[u8]) -> Option<&'static Label> {
    let bare = || name.iter().copied().filter(|byte| !b"-_".contains(byte)).collect::<Vec<u8>>();
    Label::for_label(name).or_else(|| Label::for_label(&bare()))
}

/// The name after `=` or `:`, in quotation marks or not.
fn named(rest: &[u8]) -> Option<&[u8]> {
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"=").or(rest.strip_prefix(b":"))?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte)).count();
    Some(&rest[..len])
}

/// True if every other byte is nothing, as in English text that was written as UTF-16 and does not say so.
fn is_unmarked_utf_16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 8 && zeros(0).max(zeros(1)) * 10 > head.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn what_says_how_it_is_written_is_read_so() {
        let marked = "\u{feff}<p>é 😀</p>";
        let utf_16 = [utf_16(marked, u16::to_le_bytes), utf_16(marked, u16::to_be_bytes)];
        for bytes in utf_16 {
            assert_eq!(text(bytes), Some((marked.to_owned(), Encoding::Utf16)));
        }
        for declaration in
            ["<meta charset=\"ISO-8859-1\">", "<?xml encoding = 'windows-1252'?>", "# -*- coding: latin-1 -*-", "charset=latin1;"]
        {
            let read = text([declaration.as_bytes(), b" caf\xe9"].concat());
            assert_eq!(read, Some((format!("{declaration} café"), Encoding::OneByte)));
        }
        assert_eq!(text("<meta charset=latin1> é".into()).map(|(_, encoding)| encoding), Some(Encoding::Utf8));
    }

    #[test]
    fn nothing_is_guessed() {
        let wide = utf_16("<p>his or her</p>", u16::to_le_bytes);
        let lone = [vec![0xff, 0xfe], utf_16("<p>", u16::to_le_bytes), vec![0x00, 0xd8]].concat();
        let declared = |name: &str| format!("<meta charset={name}> caf").into_bytes().into_iter().chain([0xe9]).collect::<Vec<u8>>();
        for bytes in [b"caf\xe9".to_vec(), wide, lone, declared("utf-8"), declared("shift_jis"), declared("gibberish")] {
            assert_eq!(text(bytes), None);
        }
    }
}
