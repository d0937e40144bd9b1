//! Paths as addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands for itself in a path; everything else is written as its bytes.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `path` as a relative address.
pub(super) fn of(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_mean_something_in_an_address_is_escaped() {
        assert_eq!(of("app/views/é #1?/50% a:b.html"), "app/views/%C3%A9%20%231%3F/50%25%20a%3Ab.html");
        assert_eq!(of("../a-b_c~d.njk"), "../a-b_c~d.njk");
    }
}
