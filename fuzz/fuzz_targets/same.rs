//! The same files say the same: on one thread and on three, twice, and, where none of them is code, with the line ends of Windows.
#![no_main]

use std::path::Path;

use askwell::cli;
use askwell::report::json::Output;
use libfuzzer_sys::fuzz_target;

/// The endings of the files; text that begins with `\u{1}` begins a new one.
const ENDINGS: &[&str] = &["njk", "html", "vue", "component.html", "html.erb", "html.slim", "cshtml", "md", "php", "tsx", "py"];

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let folder = std::env::temp_dir().join(format!("askwell-same-{}", std::process::id()));
    let files: Vec<(String, &str)> = text.split('\u{1}').enumerate().take(6).map(|(number, text)| (name(*pick, number), text)).collect();
    if !written(&folder, files.iter().map(|(name, text)| (name, text.to_string()))) {
        return;
    }
    let first = checked(&folder, "1");
    assert_eq!(first, checked(&folder, "3"), "on one thread and on three");
    assert_eq!(first, checked(&folder, "1"), "twice");
    // How a grammar gets over code that is broken hangs on how many bytes it passes over.
    let is_code = |name: &str| {
        [".tsx", ".vue", ".component.html", ".py", ".cshtml", ".erb", ".slim", ".php"].iter().any(|ending| name.ends_with(ending))
    };
    if !text.contains('\r') && !files.iter().any(|(name, _)| is_code(name)) {
        written(&folder, files.iter().map(|(name, text)| (name, text.replace('\n', "\r\n"))));
        let crlf = checked(&folder, "1");
        assert_eq!((first.0, told(&first.1)), (crlf.0, told(&crlf.1)), "as LF and as CRLF");
    }
    let _ = std::fs::remove_dir_all(&folder);
});

fn name(pick: u8, number: usize) -> String {
    format!("{number}.{}", ENDINGS[(pick as usize + number) % ENDINGS.len()])
}

/// Writes these files into a new folder; false where that cannot be done.
fn written<'n>(folder: &Path, files: impl Iterator<Item = (&'n String, String)>) -> bool {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).is_ok() && {
        files.for_each(|(name, text)| drop(std::fs::write(folder.join(name), text)));
        true
    }
}

/// Which rules speak on which lines of which files.
fn told(out: &[u8]) -> Vec<(String, usize, String)> {
    let output: Output = serde_json::from_slice(out).expect("JSON that askwell printed");
    output.findings.into_iter().map(|finding| (finding.place.path, finding.place.line, finding.rule)).collect()
}

fn checked(folder: &Path, threads: &str) -> (u8, Vec<u8>) {
    let mut out = Vec::new();
    let folder = folder.to_string_lossy();
    let arguments = ["askwell", "check", "--format", "json", "--threads", threads, &folder].map(Into::into);
    let code = cli::run(arguments, &mut out, &mut std::io::sink());
    // A comment to askwell that cannot be followed ends in 2, too, and is told.
    let told = String::from_utf8_lossy(&out);
    assert!(code < 2 || !told.contains("\"directives\": []"), "it ended in {code}: {told}");
    (code, out)
}
