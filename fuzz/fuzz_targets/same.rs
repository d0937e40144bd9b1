//! The same files say the same: on one thread and on three, twice, and with the line ends of Windows where no code is broken.
#![no_main]

use std::io::Write;

use askwell::cli;
use libfuzzer_sys::fuzz_target;

/// The endings of the files; text that begins with `\u{1}` begins a new one.
const ENDINGS: &[&str] = &["njk", "html", "vue", "component.html", "html.erb", "html.slim", "cshtml", "md", "php", "tsx", "py"];

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let folder = std::env::temp_dir().join(format!("askwell-same-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    if std::fs::create_dir_all(&folder).is_err() {
        return;
    }
    for (number, text) in text.split('\u{1}').enumerate().take(6) {
        let ending = ENDINGS[(*pick as usize + number) % ENDINGS.len()];
        let _ = std::fs::File::create(folder.join(format!("{number}.{ending}"))).and_then(|mut file| file.write_all(text.as_bytes()));
    }
    let first = checked(&folder, "1");
    assert_eq!(first, checked(&folder, "3"), "on one thread and on three");
    assert_eq!(first, checked(&folder, "1"), "twice");
    let _ = std::fs::remove_dir_all(&folder);
});

fn checked(folder: &std::path::Path, threads: &str) -> (u8, Vec<u8>) {
    let mut out = Vec::new();
    let folder = folder.to_string_lossy();
    let arguments = ["askwell", "check", "--format", "json", "--threads", threads, &folder].map(Into::into);
    let code = cli::run(arguments, &mut out, &mut std::io::sink());
    // A comment to askwell that cannot be followed ends in 2, too, and is told.
    let told = String::from_utf8_lossy(&out);
    assert!(code < 2 || !told.contains("\"directives\": []"), "it ended in {code}: {told}");
    (code, out)
}
