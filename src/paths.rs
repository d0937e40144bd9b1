//! How a path of this machine is shown: with `/` between folders, whatever the machine writes between them.

use std::ffi::OsStr;
use std::path::Path;

/// `path` as reports show it.
pub fn shown(path: &Path) -> String {
    let written = written(path.as_os_str());
    tidy(&if cfg!(windows) { of_windows(&written) } else { written })
}

/// `path` with `/` between folders, for what compares paths. Elsewhere than on Windows `\` is a part of a name.
pub(crate) fn slashed(path: &Path) -> String {
    let written = path.to_string_lossy();
    if cfg!(windows) { written.replace('\\', "/") } else { written.into_owned() }
}

/// Bytes that are no Unicode are shown as such, so that two files never look the same.
fn written(path: &OsStr) -> String {
    let mut written = String::new();
    for chunk in path.as_encoded_bytes().utf8_chunks() {
        written.push_str(chunk.valid());
        written.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    written
}

/// What Windows writes: `\` becomes `/`, and the marks that let a path be longer than others go.
fn of_windows(written: &str) -> String {
    let plain = match written.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => written.strip_prefix(r"\\?\").unwrap_or(written).to_owned(),
    };
    plain.replace('\\', "/")
}

/// Without what says nothing: `.`, and a `/` too many. Two at the beginning name a share of another machine.
fn tidy(path: &str) -> String {
    let start = if cfg!(windows) && path.starts_with("//") {
        "//"
    } else if path.starts_with('/') {
        "/"
    } else {
        ""
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    format!("{start}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_windows_are_shown_with_slashes() {
        for (written, as_shown) in [
            (r"app\views\about-you.njk", "app/views/about-you.njk"),
            (r".\app\views", "./app/views"),
            (r"C:\forms\about-you.njk", "C:/forms/about-you.njk"),
            (r"c:/forms\about-you.njk", "c:/forms/about-you.njk"),
            (r"\\?\C:\forms\about-you.njk", "C:/forms/about-you.njk"),
            (r"\\server\share\about-you.njk", "//server/share/about-you.njk"),
            (r"\\?\UNC\server\share\about-you.njk", "//server/share/about-you.njk"),
            (r"..\about you.njk", "../about you.njk"),
        ] {
            assert_eq!(of_windows(written), as_shown, "{written}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        for (written, as_shown) in [
            ("./app/views", "app/views"),
            ("app//views/./about-you.njk", "app/views/about-you.njk"),
            ("/forms/about-you.njk", "/forms/about-you.njk"),
            ("C:/forms/", "C:/forms"),
            ("../forms", "../forms"),
            (".", ""),
        ] {
            assert_eq!(tidy(written), as_shown, "{written}");
        }
    }

    #[cfg(not(windows))]
    #[test]
    fn elsewhere_a_backslash_is_a_part_of_a_name() {
        assert_eq!(shown(Path::new(r"./a\b.html")), r"a\b.html");
        assert_eq!(slashed(Path::new(r"a\b.html")), r"a\b.html");
    }

    #[cfg(windows)]
    #[test]
    fn on_windows_a_backslash_parts_folders() {
        assert_eq!(slashed(Path::new(r"a\b.html")), "a/b.html");
    }
}
