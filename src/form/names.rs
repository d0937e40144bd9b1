//! The name that several controls of one question share.

use crate::text::Text;
use crate::unknown::Property;

/// What stands between the parts of a name: `dob-day`, `dob[day]`, `person.dob.day`.
const SEPARATORS: &[char] = &['-', '_', '.', '[', ']', ':', '/'];

/// The one name of all, or what all of them start with: `dob` of `dob-day`, `dob-month` and `dob-year`.
pub(super) fn shared<'n>(names: impl Iterator<Item = &'n Property<Text>>) -> Property<Text> {
    let names: Vec<&Property<Text>> = names.filter(|name| !name.is_absent()).collect();
    if let Some(hidden) = names.iter().find(|name| name.unknown().is_some()) {
        return (*hidden).clone();
    }
    let texts: Vec<&Text> = names.iter().filter_map(|name| name.known()).collect();
    let Some((first, others)) = texts.split_first() else { return Property::Absent };
    if others.iter().all(|other| other.as_str() == first.as_str()) {
        return Property::Known((*first).clone());
    }
    let stem = stem(first.as_str(), others.iter().map(|other| other.as_str()));
    let mut name = Text::default();
    name.push_part(first, 0..stem);
    if stem == 0 { Property::Absent } else { Property::Known(name) }
}

/// How long the part before the last separator, or before a capital letter, is that all have in common.
fn stem<'n>(first: &str, others: impl Iterator<Item = &'n str> + Clone) -> usize {
    let common = first.char_indices().find(|&(at, c)| !others.clone().all(|other| other[at.min(other.len())..].starts_with(c)));
    let common = common.map_or(first.len(), |(at, _)| at);
    let capital = |name: &str| name[common.min(name.len())..].starts_with(char::is_uppercase);
    let whole = first[..common].ends_with(SEPARATORS) || (capital(first) && others.clone().all(capital));
    let end = if whole { common } else { first[..common].rfind(SEPARATORS).unwrap_or(0) };
    first[..end].trim_end_matches(|c| SEPARATORS.contains(&c) && c != ']').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn of(names: &[&str]) -> String {
        let names: Vec<_> = names.iter().map(|name| Property::Known(Text::verbatim(name, Span::new(FileId(0), 0, name.len())))).collect();
        shared(names.iter()).known().map_or(String::new(), |name| name.as_str().to_owned())
    }

    #[test]
    fn parts_share_what_stands_before_a_separator_or_a_capital() {
        assert_eq!(of(&["contact", "contact"]), "contact");
        assert_eq!(of(&["dob-day", "dob-month", "dob-year"]), "dob");
        assert_eq!(of(&["a[dob][day]", "a[dob][month]"]), "a[dob]");
        assert_eq!(of(&["dobDay", "dobMonth"]), "dob");
        assert_eq!(of(&["day", "date"]), "");
        assert_eq!(of(&["é-1", "è-1"]), "");
    }
}
