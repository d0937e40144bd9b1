//! Writing a file whole, or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Replaces what stands at `path`, if it still says `before`, by `after`: first into a file beside it, which then takes its
/// name. Whoever reads it meanwhile sees one or the other.
pub fn save(path: &Path, before: &str, after: &str) -> io::Result<()> {
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
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
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
}
