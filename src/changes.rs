//! What the working tree changes against a revision, as git tells it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use similar::{Algorithm, DiffTag};

use crate::walk::{self, Found};

/// The changed files of a repository, by their paths from its top.
#[derive(Debug, Default)]
pub struct Changes {
    files: BTreeMap<String, Change>,
}

/// How one file has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it said at the revision; `None` if it was not there, or was no text that askwell reads.
    pub before: Option<Arc<str>>,
    /// The lines that are new or changed, counted from 1. Where lines were taken out, the lines round the gap.
    pub lines: Vec<Range<usize>>,
}

impl Changes {
    /// What the working tree of the repository at `root` changes against `revision`; files that git does not know yet are new.
    /// `unsaved` counts in the place of what is saved. Files are read as a check reads them, up to `most` bytes each.
    pub fn since(root: &Path, revision: &str, unsaved: &BTreeMap<String, Arc<str>>, most: u64) -> Result<Self, String> {
        if revision.starts_with('-') {
            return Err(format!("`{revision}` is no revision"));
        }
        let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")], None)
            .map_err(|why| why.unwrap_or_else(|| unknown(root, revision)))?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        let diff = ["diff", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "-M", "--relative", &commit, "--"];
        let known = git(root, &diff, None).map_err(failed)?;
        let new = git(root, &["ls-files", "-z", "--others", "--exclude-standard"], None).map_err(failed)?;
        let mut renamed: Vec<(String, Option<String>)> = moves(&known);
        renamed.extend(names(&new).map(|path| (path.to_owned(), None)));
        let tree = if unsaved.is_empty() {
            Vec::new()
        } else {
            git(root, &["ls-tree", "-r", "-z", "--full-tree", &commit], None).map_err(failed)?
        };
        for path in unsaved.keys().filter(|path| !renamed.iter().any(|(known, _)| known == *path)).collect::<Vec<_>>() {
            renamed.push((path.clone(), blob(&tree, path)));
        }
        let before = Self::before(root, &renamed, most)?;
        let files = renamed.into_iter().zip(before).map(|((path, _), before)| {
            let now = unsaved.get(&path).map_or_else(|| saved(root, &path, most), |text| text.to_string());
            let lines = lines(before.as_deref().unwrap_or(""), &now);
            (path, Change { before, lines })
        });
        Ok(Changes { files: files.collect() })
    }

    /// What files said at the revision, by the names of their contents.
    fn before(root: &Path, files: &[(String, Option<String>)], most: u64) -> Result<Vec<Option<Arc<str>>>, String> {
        let wanted: String = files.iter().filter_map(|(_, blob)| Some(format!("{}\n", blob.as_ref()?))).collect();
        let told = git(root, &["cat-file", "--batch"], Some(wanted.as_bytes())).map_err(failed)?;
        let mut rest = told.as_slice();
        let text = |path: &str, bytes: &[u8]| walk::text_of(path, bytes.to_vec(), most).ok().map(|(text, _)| Arc::from(text));
        let before = files.iter().map(|(path, blob)| blob.as_ref().and_then(|_| text(path, contents(&mut rest)?)));
        Ok(before.collect())
    }

    /// The change of the file at `path`, if it has one.
    pub fn of(&self, path: &str) -> Option<&Change> {
        self.files.get(path)
    }

    /// True if any of these lines of `path` are new or changed.
    pub fn touch(&self, path: &str, lines: Range<usize>) -> bool {
        self.of(path).is_some_and(|change| change.lines.iter().any(|changed| changed.start < lines.end && lines.start < changed.end))
    }

    /// What every changed file said at the revision. A file that was not there says nothing.
    pub fn before_all(&self) -> BTreeMap<String, Arc<str>> {
        self.files.iter().map(|(path, change)| (path.clone(), change.before.clone().unwrap_or_default())).collect()
    }

    /// True if nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// What git prints. The mistake is `None` where git ran and said no.
fn git(root: &Path, arguments: &[&str], input: Option<&[u8]>) -> Result<Vec<u8>, Option<String>> {
    let missing = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Some("git is not installed here, and it is git that knows what has changed".to_owned()),
        _ => Some(format!("git could not be run: {error}")),
    };
    let mut command = Command::new("git");
    // The repository's own settings must not run programs for a mere look at it.
    command.arg("-C").arg(root).args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--no-pager"]).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(missing)?;
    let mut stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.take().zip(input).map(|(mut stdin, input)| stdin.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(missing)?;
    if output.status.success() { Ok(output.stdout) } else { Err(None) }
}

fn failed(why: Option<String>) -> String {
    why.unwrap_or_else(|| "git could not tell what has changed".to_owned())
}

fn unknown(root: &Path, revision: &str) -> String {
    match git(root, &["rev-parse", "--git-dir"], None) {
        Ok(_) => format!("git knows no revision `{revision}` here; in CI, fetch it first (a shallow clone may lack it)"),
        Err(Some(why)) => why,
        Err(None) => "no git repository is here, so nobody knows what has changed".to_owned(),
    }
}

/// The parts of what git ends with a zero byte each. Paths that are no Unicode are none that askwell could name.
fn names(told: &[u8]) -> impl Iterator<Item = &str> {
    told.split(|byte| *byte == 0).filter(|name| !name.is_empty()).filter_map(|name| std::str::from_utf8(name).ok())
}

/// The path of each changed file now, and the name of its contents before, from `git diff --raw -z`.
fn moves(told: &[u8]) -> Vec<(String, Option<String>)> {
    let mut parts = told.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let mut moves = Vec::new();
    while let Some(head) = parts.next().filter(|head| head.starts_with(':')) {
        // `:100644 100644 <before> <now> R90`
        let fields: Vec<&str> = head.split(' ').collect();
        let (Some(before), Some(status), Some(path)) = (fields.get(2), fields.get(4), parts.next()) else { break };
        let is_regular = fields[0].starts_with(":100");
        let path = if status.starts_with(['R', 'C']) { parts.next().unwrap_or(path) } else { path };
        let blob = Some((*before).to_owned()).filter(|_| is_regular && !status.starts_with('A'));
        moves.push((path.into_owned(), blob));
    }
    moves
}

/// The name of what a path holds, from `git ls-tree -r -z`.
fn blob(tree: &[u8], path: &str) -> Option<String> {
    let (head, _) = names(tree).filter_map(|line| line.split_once('\t')).find(|(_, known)| *known == path)?;
    head.rsplit(' ').next().map(str::to_owned)
}

/// What the file at `path` says now; nothing where a check would not read it. Of a link git knows only where it leads, and what is
/// there may keep whoever opens it waiting.
fn saved(root: &Path, path: &str, most: u64) -> String {
    let file = Found { shown: path.to_owned(), path: root.join(path), named: false };
    let is_file = fs::symlink_metadata(&file.path).is_ok_and(|meta| meta.is_file());
    let read = is_file.then(|| walk::text(&file, most).ok()).flatten();
    read.map_or_else(String::new, |(text, _)| text)
}

/// The next contents of what `git cat-file --batch` prints; `None` where it has none.
fn contents<'t>(rest: &mut &'t [u8]) -> Option<&'t [u8]> {
    let end = memchr::memchr(b'\n', rest)?;
    let head = std::str::from_utf8(&rest[..end]).ok()?;
    let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
    *rest = &rest[end + 1..];
    let size = size?;
    let bytes = rest.get(..size)?;
    *rest = rest.get(size + 1..).unwrap_or(&[]);
    Some(bytes)
}

/// The lines of `now` that are not so in `before`.
fn lines(before: &str, now: &str) -> Vec<Range<usize>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let operations = similar::capture_diff_slices(Algorithm::Myers, &old, &new);
    let changed = operations.iter().filter(|operation| operation.tag() != DiffTag::Equal).map(|operation| {
        let range = operation.new_range();
        match range.is_empty() {
            // What is gone was between two lines that are still there.
            true => range.start.max(1)..range.start + 2,
            false => range.start + 1..range.end + 1,
        }
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_told_and_gaps_by_their_sides() {
        assert_eq!(lines("a\nb\nc\n", "a\nB\nc\nd\n"), [2..3, 4..5]);
        assert_eq!(lines("a\nb\nc\n", "a\nc\n"), vec![Range { start: 1, end: 3 }]);
        assert_eq!(lines("a\r\nb\r\n", "a\nb\n"), [] as [Range<usize>; 0]);
        assert_eq!(lines("", "a\nb\n"), vec![Range { start: 1, end: 3 }]);
    }

    #[test]
    fn what_git_tells_is_taken_apart() {
        let raw = b":100644 100644 aa bb M\0a b.html\0:000000 100644 00 cc A\0new.html\0:100644 100644 dd ee R90\0old.html\0moved.html\0";
        let told = moves(raw);
        let is = |path: &str, blob: Option<&str>| (path.to_owned(), blob.map(str::to_owned));
        assert_eq!(told, [is("a b.html", Some("aa")), is("new.html", None), is("moved.html", Some("dd"))]);
        let mut rest: &[u8] = b"aa blob 3\nx\ny\nbb missing\ncc blob 1\nz\n";
        assert_eq!(contents(&mut rest), Some(b"x\ny".as_slice()));
        assert_eq!(contents(&mut rest), None);
        assert_eq!(contents(&mut rest), Some(b"z".as_slice()));
    }
}
