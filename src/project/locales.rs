//! Which files hold words, and in which language.

use std::collections::BTreeMap;

/// The files of words of a repository, by language.
#[derive(Debug, Default)]
pub(super) struct Locales {
    files: BTreeMap<String, Vec<String>>,
}

/// Folders that hold words.
const FOLDERS: &[&str] = &["locales", "locale", "lang", "languages", "i18n", "translations", "translation", "resources", "content"];

/// Languages that public services in the United Kingdom write in, as files name them.
const LANGUAGES: &[&str] = &["en", "cy", "en-gb", "en-GB", "en_GB", "gd", "ga"];

impl Locales {
    /// Those among `paths`.
    pub(super) fn of(paths: &[String]) -> Self {
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in paths {
            if let Some(language) = language(path) {
                files.entry(language).or_default().push(path.clone());
            }
        }
        Locales { files }
    }

    /// The language that a word names.
    pub(super) fn language_named(word: &str) -> Option<String> {
        LANGUAGES.contains(&word).then(|| plain(word))
    }

    /// The files in a language, in order.
    pub(super) fn files(&self, language: &str) -> impl Iterator<Item = &String> {
        self.files.get(language).into_iter().flatten()
    }

    /// Those among `paths` that are called as the file of words at `path`, but for a language that is none of these: each with it.
    pub(super) fn in_unread_languages(path: &str, paths: &[String]) -> Vec<(String, String)> {
        if language(path).is_none() {
            return Vec::new();
        }
        paths.iter().filter_map(|other| Some((other_language(path, other)?.to_owned(), other.clone()))).collect()
    }

    /// The languages that there are.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

/// What stands in `other` wherever `path` names its language, if that is all in which they differ and nobody reads a page in it.
fn other_language<'o>(path: &str, other: &'o str) -> Option<&'o str> {
    let (own, there): (Vec<&str>, Vec<&str>) = (path.split(['/', '.']).collect(), other.split(['/', '.']).collect());
    let differ: Vec<(&str, &str)> = own.iter().copied().zip(there.iter().copied()).filter(|(one, other)| one != other).collect();
    let (_, named) = *differ.first()?;
    let is_unread = |own: &str| LANGUAGES.contains(&own) && (!LANGUAGES.contains(&named) || plain(own) == plain(named));
    let is_all = own.len() == there.len() && differ.iter().all(|(own, there)| is_unread(own) && *there == named);
    (is_all && is_language(named)).then_some(named)
}

/// True for what files call a language: `fr`, `pt-BR`.
fn is_language(part: &str) -> bool {
    let (language, place) = part.split_once(['-', '_']).unwrap_or((part, ""));
    let is_short = matches!(language.len(), 2 | 3) && language.chars().all(|c| c.is_ascii_lowercase());
    is_short && place.len() <= 4 && place.chars().all(char::is_alphanumeric)
}

/// A language without its place: `en` of `en-GB`.
fn plain(named: &str) -> String {
    named.split(['-', '_']).next().unwrap_or(named).to_lowercase()
}

/// The language of a file of words: by its own name or a folder's, below a folder that holds words.
fn language(path: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/')?;
    let ending = name.rsplit_once('.').map(|(_, ending)| ending)?;
    if !["json", "yml", "yaml", "js", "ts", "mjs", "cjs"].contains(&ending) {
        return None;
    }
    let parts: Vec<&str> = folders.split('/').collect();
    let holds = parts.iter().position(|part| FOLDERS.contains(part))?;
    let named = name.split('.').chain(parts[holds..].iter().copied()).find(|part| LANGUAGES.contains(part));
    // Rails reads every file there; the language stands in it, and that of one that does not tell its own is nearly always this.
    let named = named.or_else(|| (folders.ends_with("config/locales") || folders.contains("config/locales/")).then_some("en"))?;
    Some(plain(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_the_file_or_its_folder() {
        let of = |path: &str| language(path);
        assert_eq!(of("app/locales/en.js").as_deref(), Some("en"));
        assert_eq!(of("app/resources/cy/translation/sex.json").as_deref(), Some("cy"));
        assert_eq!(of("config/locales/children.en.yml").as_deref(), Some("en"));
        assert_eq!(of("src/locales/en-GB/common.json").as_deref(), Some("en"));
        assert_eq!(of("config/locales/views/children.yml").as_deref(), Some("en"));
        assert_eq!(of("app/data/en.json"), None);
        assert_eq!(of("app/locales/index.js"), None);
    }

    #[test]
    fn a_file_of_the_same_name_may_be_in_a_language_that_is_not_read() {
        assert_eq!(other_language("locales/en/form.json", "locales/fr/form.json"), Some("fr"));
        assert_eq!(other_language("locales/en/form.en.json", "locales/pt-BR/form.pt-BR.json"), Some("pt-BR"));
        assert_eq!(other_language("locales/en/form.en.json", "locales/fr/form.de.json"), None);
        assert_eq!(other_language("locales/en/form.json", "locales/cy/form.json"), None);
        assert_eq!(other_language("locales/en/form.json", "locales/en/form.json"), None);
        assert_eq!(other_language("locales/en.json", "locales/en-GB.json"), Some("en-GB"));
        assert_eq!(other_language("locales/en.json", "locales/common.json"), None);
        assert_eq!(other_language("locales/en.json", "locales/fr.json.old"), None);
    }
}
