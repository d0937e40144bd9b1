//! What dialects write: one more answer beside its neighbours.
//!
//! The neighbour is the style. What differs between two of them in words, value and names is what an answer says; all that they
//! share is how this form writes one.

use std::ops::Range;

/// An answer that is there, as its file writes it, and what is to be said in its place.
#[derive(Clone, Debug)]
pub struct Neighbour<'n> {
    /// Its bytes, from its first to its last.
    pub text: &'n str,
    /// Stretches of them that are its own, and what stands there in the new one; in order, none in another.
    pub own: Vec<(Range<usize>, String)>,
    /// The macros and components that the answers are given to, from the outermost in.
    pub within: Vec<&'n str>,
    /// The names of what stands beside the list of answers.
    pub beside: Vec<&'n str>,
}

impl Neighbour<'_> {
    /// The same with its own words, value and names changed.
    pub fn copied(&self) -> String {
        let mut written = String::with_capacity(self.text.len() + 32);
        let mut at = 0;
        for (range, new) in &self.own {
            written.push_str(self.text.get(at..range.start).unwrap_or_default());
            written.push_str(new);
            at = range.end;
        }
        written.push_str(self.text.get(at..).unwrap_or_default());
        written
    }
}

/// The macros of design systems whose lists may hold a divider.
const DIVIDED: &[&str] = &["radios", "nhsukRadios", "govukRadios", "checkboxes", "nhsukCheckboxes", "govukCheckboxes"];

/// A divider among the objects that a macro of a design system is given, or among the items of its rendered markup.
pub(super) fn divider(neighbour: &Neighbour) -> Option<String> {
    match neighbour.text.starts_with('{') {
        true if neighbour.within.iter().any(|name| DIVIDED.contains(name)) => object(neighbour.text),
        true => None,
        false => markup(neighbour.text),
    }
}

/// `{ divider: "or" }`, spaced and quoted as the object beside it.
fn object(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let before = &inner[..inner.len() - inner.trim_start().len()];
    let after = &inner[inner.trim_end_matches([' ', '\t', '\n', '\r', ',']).len()..];
    let quote = inner.chars().find(|c| matches!(c, '"' | '\''))?;
    let quoted = inner.trim_start().starts_with(['"', '\'']);
    let key = if quoted { format!("{quote}divider{quote}") } else { "divider".to_owned() };
    let gap = if inner.contains(": ") { " " } else { "" };
    Some(format!("{{{before}{key}:{gap}{quote}or{quote}{after}}}"))
}

/// The divider of the NHS or GOV.UK design system, by the class of the item beside it.
fn markup(text: &str) -> Option<String> {
    for system in ["nhsuk", "govuk"] {
        for list in ["radios", "checkboxes"] {
            if text.contains(&format!("class=\"{system}-{list}__item\"")) {
                return Some(format!("<div class=\"{system}-{list}__divider\">or</div>"));
            }
        }
    }
    None
}

/// The divider of nhsuk-react-components, by the element beside it.
pub(super) fn element(neighbour: &Neighbour) -> Option<String> {
    let is_radio = ["<Radios.Item", "<Radios.Radio"].iter().any(|tag| neighbour.text.starts_with(tag));
    is_radio.then(|| "<Radios.Divider>or</Radios.Divider>".to_owned()).or_else(|| divider(neighbour))
}

/// The divider of the GOV.UK form builder, by the call beside it.
#[cfg(feature = "ruby")]
pub(super) fn builder(neighbour: &Neighbour) -> Option<String> {
    let text = neighbour.text;
    let calls = [("govuk_radio_button", "govuk_radio_divider"), ("govuk_check_box", "govuk_check_box_divider")];
    for (call, divider) in calls {
        let Some(at) = text.find(&format!(".{call} ")).or_else(|| text.find(&format!(".{call}("))) else { continue };
        let close = if text.ends_with("%>") { " %>" } else { "" };
        return Some(format!("{}.{divider}{close}", &text[..at]));
    }
    divider(neighbour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(text: &str) -> Option<String> {
        divider(&Neighbour { text, own: Vec::new(), within: vec!["radios"], beside: Vec::new() })
    }

    #[test]
    fn a_divider_is_written_as_its_neighbour_is() {
        assert_eq!(beside("{ value: \"a\", text: \"A\" }").as_deref(), Some("{ divider: \"or\" }"));
        assert_eq!(beside("{'value':'a','text':'A'}").as_deref(), Some("{'divider':'or'}"));
        assert_eq!(beside("{\n    value: 'a',\n  }").as_deref(), Some("{\n    divider: 'or',\n  }"));
        assert_eq!(beside("<div class=\"nhsuk-radios__item\"></div>").as_deref(), Some("<div class=\"nhsuk-radios__divider\">or</div>"));
        assert_eq!(beside("<div></div>"), None);
    }
}
