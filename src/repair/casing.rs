//! New words in the capitals of the old.

/// `words` written as `found` is: all in capitals, each word with one, or the first alone.
pub(super) fn like(found: &str, words: &str) -> String {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<Vec<char>>();
    let all = letters(found);
    if all.len() > 1 && all.iter().all(|c| c.is_uppercase()) {
        return words.to_uppercase();
    }
    let is_capital = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let mut each = found.split_whitespace();
    let first = each.next().is_some_and(is_capital);
    let rest: Vec<&str> = each.collect();
    match first && !rest.is_empty() && rest.iter().all(|word| is_capital(word)) {
        true => words.split(' ').map(capital).collect::<Vec<_>>().join(" "),
        false if first => capital(words),
        false => words.to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn capitals_are_kept() {
        assert_eq!(like("maiden name", "previous name"), "previous name");
        assert_eq!(like("Maiden name", "previous name"), "Previous name");
        assert_eq!(like("Maiden Name", "previous name"), "Previous Name");
        assert_eq!(like("MAIDEN NAME", "previous name"), "PREVIOUS NAME");
        assert_eq!(like("His/her", "their"), "Their");
        assert_eq!(like("STDs", "STIs"), "STIs");
    }
}
