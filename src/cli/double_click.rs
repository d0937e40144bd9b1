//! A double click on the program, which comes without a word of what is wanted: then the page is.
//!
//! What that looks like from inside is different everywhere:
//! - On Linux a file manager runs the program without a terminal, in a session with a screen.
//! - On a Mac it opens Terminal, which types the whole path of the program; in a shell people type a name or a part of a path.
//! - On Windows it opens a console window, which closes with the program, and the program is called by its whole path.
//!   PowerShell does that too for a program that is found by its name; there, a bare `askwell` opens the page as well.
//!
//! A build machine that runs askwell without a word must not be kept waiting by a page that nobody sees.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::path::Path;

/// What surrounds a program that was started.
struct Surroundings<'s> {
    system: &'s str,
    /// What it was called as, and nothing else.
    program: Option<&'s OsStr>,
    /// True where people type and read.
    in_terminal: bool,
    /// True where nobody types or reads.
    without_terminal: bool,
    /// True in a session with a screen.
    has_screen: bool,
    /// True on a machine that builds.
    is_build: bool,
}

/// True if the program was started by a double click.
pub(super) fn is_one(arguments: &[OsString]) -> bool {
    let [program] = arguments else { return false };
    let terminals = [io::stdin().is_terminal(), io::stdout().is_terminal(), io::stderr().is_terminal()];
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    opens(&Surroundings {
        system: std::env::consts::OS,
        program: Some(program),
        in_terminal: terminals == [true; 3],
        without_terminal: terminals == [false; 3],
        has_screen: is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"),
        is_build: is_set("CI"),
    })
}

fn opens(around: &Surroundings) -> bool {
    let by_whole_path = around.program.is_some_and(|program| Path::new(program).is_absolute());
    match around.system {
        _ if around.is_build => false,
        "macos" | "windows" => around.in_terminal && by_whole_path,
        _ => around.without_terminal && around.has_screen && by_whole_path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a double click looks on each system.
    fn clicked(system: &str) -> Surroundings<'_> {
        let program = if cfg!(windows) { "C:\\Downloads\\askwell.exe" } else { "/downloads/askwell" };
        let in_terminal = system != "linux";
        Surroundings {
            system,
            program: Some(OsStr::new(program)),
            in_terminal,
            without_terminal: !in_terminal,
            has_screen: true,
            is_build: false,
        }
    }

    #[test]
    fn a_double_click_opens_the_page() {
        for system in ["linux", "macos", "windows"] {
            assert!(opens(&clicked(system)), "{system}");
        }
    }

    #[test]
    fn whoever_types_its_name_gets_help() {
        for system in ["linux", "macos", "windows"] {
            for name in ["askwell", "./askwell", "target/debug/askwell"] {
                let typed = Surroundings { program: Some(OsStr::new(name)), in_terminal: true, without_terminal: false, ..clicked(system) };
                assert!(!opens(&typed), "{system} {name}");
            }
        }
    }

    #[test]
    fn a_machine_that_builds_is_not_kept_waiting() {
        for system in ["linux", "macos", "windows"] {
            assert!(!opens(&Surroundings { is_build: true, ..clicked(system) }), "{system}");
            assert!(!opens(&Surroundings { in_terminal: false, without_terminal: true, has_screen: false, ..clicked(system) }), "{system}");
        }
        assert!(!opens(&Surroundings { in_terminal: false, without_terminal: false, ..clicked("linux") }));
    }
}
