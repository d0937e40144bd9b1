//! Code that a tool has packed for browsers.

use memchr::memmem;

/// Shorter files cost nothing to read.
const LONG_FILE: usize = 32 * 1024;

/// Nobody writes many lines of so many bytes.
const LONG_LINE: usize = 1024;

/// In so many bytes of packed code stands at least one function. Lists of words have none, however they are written.
const ONE_FUNCTION: usize = 1024;

/// True for code of few long lines that a tool has made of other files. What it asks of people stands in those, and markup in it is no
/// more than text; to read a megabyte of it takes a second.
pub(crate) fn is_packed(text: &str) -> bool {
    if text.len() < LONG_FILE {
        return false;
    }
    let long: usize = text.lines().map(str::len).filter(|len| *len > LONG_LINE).sum();
    let functions = || ["function", "=>"].iter().map(|sign| memmem::find_iter(text.as_bytes(), sign).count()).sum::<usize>();
    long * 2 > text.len() && functions() * ONE_FUNCTION > text.len()
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
    }
}
