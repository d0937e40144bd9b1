//! Journeys that folders suggest, by paths alone.
//!
//! Where a folder holds several pages, in itself or below, they are its journey. Where it holds one, and folders beside it
//! hold one each, or the folder above holds pages itself, the folder above is the journey.

/// The folder of a path; empty at the top.
pub(super) fn of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a file, without its folders.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// True if `path` lies in `folder` or below.
pub(super) fn holds(folder: &str, path: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The folder right below `folder` that `path` lies in; `None` where it lies in `folder` itself.
pub(super) fn child<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let skip = if folder.is_empty() { 0 } else { folder.len() + 1 };
    let end = path.get(skip..)?.find('/')?;
    Some(&path[..skip + end])
}

/// The paths of a sorted list that lie in `folder` or below.
pub(super) fn below<'l>(list: &'l [String], folder: &str) -> &'l [String] {
    if folder.is_empty() {
        return list;
    }
    let first = format!("{folder}/");
    let start = list.partition_point(|path| *path < first);
    let len = list[start..].iter().take_while(|path| path.starts_with(&first)).count();
    &list[start..start + len]
}

/// True if pages may stand in this file that askwell does not read: text in Markdown, but for what tells of the folder.
pub(super) fn is_prose(path: &str) -> bool {
    name(path).rsplit_once('.').is_some_and(|(stem, ending)| matches!(ending, "md" | "mdx") && stem.chars().any(char::is_lowercase))
}

/// True if a file or folder on the way is marked as a part of pages, by the custom of an underscore in front.
pub(super) fn is_marked_part(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_a_folder_is_found_in_the_list() {
        let list: Vec<String> = ["a-b/x", "a/b/y", "a/x", "ab/x", "x"].map(str::to_owned).to_vec();
        assert_eq!(below(&list, "a"), ["a/b/y", "a/x"]);
        assert_eq!(below(&list, "b"), [""; 0]);
        assert_eq!(below(&list, "").len(), 5);
    }

    #[test]
    fn a_child_is_the_folder_right_below() {
        assert_eq!(child("a", "a/b/c/x"), Some("a/b"));
        assert_eq!(child("a", "a/x"), None);
        assert_eq!(child("", "a/b/x"), Some("a"));
        assert_eq!(child("", "x"), None);
        assert!(holds("a", "a/x") && !holds("a", "ab/x") && holds("", "x"));
    }

    #[test]
    fn a_readme_is_no_page() {
        assert!(is_prose("a/index.md") && !is_prose("a/README.md") && !is_prose("a/index.njk"));
    }
}
