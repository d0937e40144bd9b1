//! Names for an answer, made as its neighbours' are.

/// A way to make a name of words.
type Style = fn(&[String]) -> String;

/// Of two that fit equally, the first is taken: it is how most forms write.
const STYLES: &[Style] = &[
    |words| words.join("-"),
    |words| words.join("_"),
    |words| words.join(" "),
    |words| words.join("_").to_uppercase(),
    |words| words.join("-").to_uppercase(),
    |words| words.concat(),
    |words| words.concat().to_uppercase(),
    |words| words.iter().enumerate().map(|(at, word)| if at == 0 { word.clone() } else { capital(word) }).collect(),
    |words| words.iter().map(|word| capital(word)).collect(),
    |words| words.iter().map(|word| capital(word)).collect::<Vec<_>>().join(" "),
    |words| words.iter().map(|word| capital(word)).collect::<Vec<_>>().join("-"),
    |words| capital(&words.join("-")),
    |words| capital(&words.join("_")),
];

/// The name of `words`, by the labels of its neighbours and their names. `None` where the names are codes, or made in no
/// way that can be told. Where they leave it open, `other` names beside them decide.
pub(super) fn name_of(words: &str, neighbours: &[(String, String)], other: &[&str]) -> Option<String> {
    if neighbours.is_empty() || neighbours.iter().any(|(label, name)| is_code(name) && !says(label, name)) {
        return None;
    }
    if neighbours.iter().all(|(label, name)| label == name) {
        return Some(words.to_owned());
    }
    if let Some((prefix, bare)) = without_prefix(neighbours) {
        let other: Vec<&str> = other.iter().copied().chain(neighbours.iter().map(|(_, name)| name.as_str())).collect();
        return Some(format!("{prefix}{}", name_of(words, &bare, &other)?));
    }
    let hits = |style: &Style| neighbours.iter().filter(|(label, name)| style(&split(label)) == *name).count();
    let shaped = |style: &Style| neighbours.iter().filter(|(_, name)| style(&split(name)) == *name).count();
    let others = |style: &Style| other.iter().filter(|name| split(name).len() > 1 && style(&split(name)) == **name).count();
    let fit = |style: &Style| (hits(style), shaped(style), others(style));
    let (best, fit) = STYLES.iter().rev().map(|style| (style, fit(style))).max_by_key(|(_, fit)| *fit)?;
    (fit.1 == neighbours.len()).then(|| best(&split(words)))
}

/// What all names begin with, and the names without, where more of them say their labels so: `gender_woman`.
fn without_prefix(neighbours: &[(String, String)]) -> Option<(String, Vec<(String, String)>)> {
    let first = &neighbours.first()?.1;
    let shared = |len: usize| neighbours.iter().all(|(_, name)| name.len() > len && name.starts_with(&first[..len]));
    let hits = |len: usize| neighbours.iter().filter(|(label, name)| says(label, &name[len..])).count();
    let lens = first.char_indices().map(|(at, _)| at).filter(|len| shared(*len));
    let best = lens.rev().max_by_key(|len| hits(*len)).filter(|len| *len > 0)?;
    let bare = |(label, name): &(String, String)| (label.clone(), name[best..].to_owned());
    Some((first[..best].to_owned(), neighbours.iter().map(bare).collect()))
}

/// True for a name that is its label, written in one of the ways: `mr` of “Mr”.
fn says(label: &str, name: &str) -> bool {
    STYLES.iter().any(|style| style(&split(label)) == name)
}

/// True for a name that stands for its answer only by agreement: `1`, `M`, `XX`.
fn is_code(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 2 || name.chars().filter(char::is_ascii_digit).count() >= letters
}

/// The words of a label or of a name, in small letters.
fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut last_small) = (String::new(), false);
    for c in text.chars().filter(|c| !matches!(c, '’' | '\'')) {
        let breaks = !c.is_alphanumeric() || (c.is_uppercase() && last_small);
        if breaks && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        last_small = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    fn named(pairs: &[(&str, &str)]) -> Option<String> {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(label, name)| ((*label).to_owned(), (*name).to_owned())).collect();
        name_of("Prefer not to say", &pairs, &[])
    }

    #[test]
    fn a_name_is_made_as_its_neighbours_are() {
        let name = |pairs: &[(&str, &str)]| named(pairs).unwrap_or_default();
        assert_eq!(name(&[("Woman", "woman"), ("Man", "man")]), "prefer-not-to-say");
        assert_eq!(name(&[("Non-binary", "non_binary"), ("Man", "man")]), "prefer_not_to_say");
        assert_eq!(name(&[("Woman", "Woman"), ("Man", "Man")]), "Prefer not to say");
        assert_eq!(name(&[("Mr", "mr"), ("Mrs", "mrs")]), "prefer-not-to-say");
        assert_eq!(name(&[("Woman", "WOMAN"), ("Man", "MAN")]), "PREFER_NOT_TO_SAY");
        assert_eq!(name(&[("I use another term", "iUseAnotherTerm"), ("Man", "man")]), "preferNotToSay");
        assert_eq!(name(&[("Woman", "gender_woman"), ("Man", "gender_man")]), "gender_prefer_not_to_say");
        assert_eq!(name(&[("Woman", "genderWoman"), ("Non-binary", "genderNonBinary")]), "genderPreferNotToSay");
        assert_eq!(name(&[("Woman", "form.woman"), ("Man", "form.man")]), "form.prefer-not-to-say");
        assert_eq!(name(&[("Not listed", "not-listed"), ("Not known", "not-known")]), "prefer-not-to-say");
        assert_eq!(name(&[("Heterosexual or straight", "heterosexual"), ("Bi", "bisexual")]), "prefer-not-to-say");
    }

    #[test]
    fn names_beside_decide_what_neighbours_leave_open() {
        let pairs = [("Woman".to_owned(), "woman".to_owned()), ("Man".to_owned(), "man".to_owned())];
        let name = |other: &[&str]| name_of("Prefer not to say", &pairs, other).unwrap_or_default();
        assert_eq!(name(&["submitButton", "title"]), "preferNotToSay");
        assert_eq!(name(&["submit_button", "page_title", "submitButton"]), "prefer_not_to_say");
        assert_eq!(name(&["title"]), "prefer-not-to-say");
    }

    #[test]
    fn a_code_cannot_be_made() {
        assert_eq!(named(&[("Woman", "F"), ("Man", "M")]), None);
        assert_eq!(named(&[("Woman", "1"), ("Man", "2")]), None);
        assert_eq!(named(&[("Woman", "sNoMed x9"), ("Man", "man!")]), None);
        assert_eq!(named(&[]), None);
    }
}
