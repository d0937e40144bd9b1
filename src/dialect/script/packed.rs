//! Code that a tool has packed for browsers.

use memchr::memmem;

/// Shorter files cost nothing to read.
const LONG_FILE: usize = 32 * 1024;

/// Nobody writes many lines of so many bytes.
const LONG_LINE: usize = 1024;

/// In so many bytes of a packed line stands at least one function. Lists, words and pictures have none, however they are written.
const ONE_FUNCTION: usize = 1024;

/// True for code of few long lines that a tool has made of other files. What it asks of people stands in those, and markup in it is no
/// more than text; to read a megabyte of it takes a second.
pub(crate) fn is_packed(text: &str) -> bool {
    if text.len() < LONG_FILE {
        return false;
    }
    let functions = |line: &str| ["function(", "=>"].iter().map(|sign| memmem::find_iter(line.as_bytes(), sign).count()).sum::<usize>();
    let is_packed = |line: &&str| line.len() > LONG_LINE && functions(line) * ONE_FUNCTION > line.len();
    let packed: usize = text.lines().map(str::trim).filter(is_packed).map(str::len).sum();
    packed * 2 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_code_is_told_from_lists_and_from_what_people_write() {
        let packed = "!function(e,t){return e.map((n)=>n+t)}(a,b);".repeat(1_000);
        assert!(is_packed(&packed));
        assert!(is_packed(&format!("/* A library. */\n{packed}\n//# sourceMappingURL=library.js.map\n")));
        assert!(!is_packed(&packed[..8_000]));
        assert!(!is_packed(&packed.replace(';', ";\n")));
        assert!(!is_packed(&format!("export const countries = [{}]", "{ value: 'IE', text: 'Ireland' }, ".repeat(2_000))));
        assert!(!is_packed(&format!("export const words = [{}]", "'How is your kidney function (eGFR)?', ".repeat(2_000))));
        let form = "const Sex = () => <fieldset><legend>Sex</legend></fieldset>\n".repeat(200);
        assert!(!is_packed(&format!("const logo = 'data:image/png;base64,{}'\n{form}", "iVBORw0KGgo".repeat(4_000))));
        assert!(!is_packed(&format!("{}\n{form}", " ".repeat(64_000))));
    }
}
