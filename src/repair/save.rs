//! Writing files whole, or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::Fixed;

/// Files that could not all be written.
#[derive(Debug)]
pub struct Failed {
    /// The number of the one that could not be.
    pub at: usize,
    /// Why.
    pub error: io::Error,
    /// How many stood before it and are written. The others are as they were.
    pub written: usize,
}

/// Replaces what stands at `path`, if it still says `before`, by `after`: first into a file beside it, which then takes its
/// name. Whoever reads it meanwhile sees one or the other.
pub fn save(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let beside = written_beside(path, before, after)?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Replaces several files, each as [`save`] does, and none where it can be told beforehand that one cannot be.
///
/// # Errors
///
/// Which could not be written. Where some are by then, it says how many.
pub fn save_together(files: &[&Fixed]) -> Result<(), Failed> {
    let mut beside = Vec::new();
    for (at, file) in files.iter().enumerate() {
        beside.push(written_beside(&file.path, &file.before, &file.after).map_err(|error| Failed { at, error, written: 0 })?);
    }
    for (at, (file, beside)) in files.iter().zip(beside).enumerate() {
        beside.persist(&file.path).map_err(|error| Failed { at, error: error.error, written: at })?;
    }
    Ok(())
}

/// A file beside the one at `path`, ready to take its name.
fn written_beside(path: &Path, before: &str, after: &str) -> io::Result<NamedTempFile> {
    let meta = fs::symlink_metadata(path)?;
    if meta.file_type().is_symlink() {
        return Err(io::Error::other("it is a link, and askwell writes only to files themselves"));
    }
    if fs::read(path)? != before.as_bytes() {
        return Err(io::Error::other("somebody has changed it since it was read"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = NamedTempFile::new_in(folder)?;
    beside.write_all(after.as_bytes())?;
    beside.as_file().set_permissions(meta.permissions())?;
    beside.as_file().sync_all()?;
    Ok(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_changed_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        fs::write(&path, "now").unwrap();
        assert!(save(&path, "then", "mended").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "now");
        save(&path, "now", "mended").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mended");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn files_that_belong_together_are_all_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, before: &str| {
            let path = folder.path().join(name);
            fs::write(&path, "now").unwrap();
            Fixed { shown: name.to_owned(), path, before: before.into(), after: "mended".into(), together: 0 }
        };
        let said = |file: &Fixed| fs::read_to_string(&file.path).unwrap();
        let (one, two, changed) = (file("one", "now"), file("two", "now"), file("changed", "then"));
        let failed = save_together(&[&one, &changed]).unwrap_err();
        assert_eq!((failed.at, failed.written, said(&one).as_str()), (1, 0, "now"));
        save_together(&[&one, &two]).unwrap();
        assert_eq!([said(&one), said(&two)], ["mended", "mended"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
