//! Attributes that a template prints into a tag as words: `<input {{ "checked" if given }}>`, `<?= $open ? 'required' : '' ?>`.

use crate::page::Attribute;
use crate::source::Span;
use crate::text::Text;
use crate::unknown::Reason;
use crate::value::{Value, ValueKind};

/// The attributes that a value prints, where all of them can be told from what it may read; what only one of several readings has is
/// perhaps there.
pub(super) fn attributes(value: &Value) -> Option<Vec<Attribute>> {
    let readings = match &value.kind {
        ValueKind::Either(readings) => readings.as_slice(),
        ValueKind::Text(_) => std::slice::from_ref(value),
        _ => return None,
    };
    let mut found = Vec::new();
    for reading in readings {
        let written = match &reading.kind {
            ValueKind::Text(text) if text.holes().next().is_none() => written(text.as_str())?,
            ValueKind::Null | ValueKind::Bool(false) => continue,
            _ => return None,
        };
        found.extend(written.into_iter().map(|(name, says)| attribute(name, says, reading.span, readings.len() > 1)));
    }
    Some(found)
}

fn attribute(name: &str, says: Option<&str>, span: Span, conditional: bool) -> Attribute {
    let value = match says {
        _ if conditional => Value::unknown(Reason::Condition, span),
        says => Value::new(ValueKind::Text(says.map_or_else(Text::default, |says| Text::meaning(says, span))), span),
    };
    Attribute { name: name.to_ascii_lowercase(), value, span, conditional }
}

/// The attributes in `words`, each with its value if it has one. `None` where they are not all in order.
fn written(words: &str) -> Option<Vec<(&str, Option<&str>)>> {
    let mut found = Vec::new();
    let mut rest = words.trim_start();
    while !rest.is_empty() {
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-:_@.".contains(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(len);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == ':' || c == '@') {
            return None;
        }
        let (says, after) = match after.strip_prefix('=') {
            Some(value) => {
                let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
                let (says, after) = value[1..].split_once(quote)?;
                (Some(says), after)
            }
            None => (None, after),
        };
        if !after.is_empty() && !after.starts_with(char::is_whitespace) {
            return None;
        }
        found.push((name, says));
        rest = after.trim_start();
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_tag_are_attributes() {
        assert_eq!(written(" checked  data-x=\"a b\""), Some(vec![("checked", None), ("data-x", Some("a b"))]));
        assert_eq!(written(""), Some(vec![]));
        assert_eq!((written("a=b"), written("class=\"a"), written("1"), written("a=\"b\"c")), (None, None, None, None));
    }
}
