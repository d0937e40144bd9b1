//! Whether a box turns what people type into capitals or small letters, as far as a template shows it: by a class,
//! a style or a script at the box itself. Style sheets and scripts of their own are not read.

/// What a class of a utility style sheet ends in.
const CASES: &[&str] = &["uppercase", "lowercase", "capitalize", "capitalise"];

/// The attributes of a control that can change the case of what is typed.
pub(super) const ATTRIBUTES: &[&str] = &["class", "style", "oninput", "onkeyup", "onchange", "onblur"];

/// True if such an attribute certainly changes the case.
pub(super) fn is_forced_by(attribute: &str) -> bool {
    let text = attribute.to_ascii_lowercase();
    by_class(&text) || by_style(&text) || by_script(&text)
}

fn by_class(text: &str) -> bool {
    let last_word = |token: &str| token.rsplit(['-', '_', ':']).next().is_some_and(|word| CASES.contains(&word));
    text.split_whitespace().any(last_word)
}

fn by_style(text: &str) -> bool {
    let mut values = text.split(';').filter_map(|declaration| declaration.split_once(':'));
    values.any(|(property, value)| property.trim() == "text-transform" && CASES.iter().any(|case| value.trim().starts_with(case)))
}

fn by_script(text: &str) -> bool {
    ["touppercase()", "tolowercase()", "tolocaleuppercase()", "tolocalelowercase()"].iter().any(|call| text.contains(call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_styles_and_scripts_tell() {
        for forced in [
            "nhsuk-input text-uppercase",
            "uppercase",
            "app-input--uppercase",
            "width: 10em; text-transform:uppercase",
            "this.value = this.value.toUpperCase()",
        ] {
            assert!(is_forced_by(forced), "{forced}");
        }
    }

    #[test]
    fn what_leaves_the_case_alone_does_not() {
        for free in ["nhsuk-input--width-20", "text-transform: none", "normal-case", "uppercase-hint", "check(this)", "color: red", ""] {
            assert!(!is_forced_by(free), "{free}");
        }
    }
}
