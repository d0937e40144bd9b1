//! One question, written in every language that askwell reads.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

use askwell::form::{Control, Form, Question};
use askwell::unknown::Property;

/// A question before it is written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What it is about, by the vocabulary's name.
    pub topic: &'static str,
    pub prompt: String,
    pub hint: Option<String>,
    pub control: Control,
    pub answers: Vec<Answer>,
    pub required: bool,
    /// Further attributes of a box: `pattern`, `maxlength`, `minlength`.
    pub limits: Vec<(&'static str, String)>,
}

/// An answer to choose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub label: String,
    /// The label of the box that it opens.
    pub opens: Option<String>,
    pub chosen: bool,
}

impl Asked {
    /// Several answers, one to be chosen.
    pub fn radios(topic: &'static str, prompt: &str, answers: &[&str]) -> Self {
        let answers = answers.iter().map(|label| Answer::of(label)).collect();
        Asked { topic, prompt: prompt.to_owned(), hint: None, control: Control::Radios, answers, required: false, limits: Vec::new() }
    }

    /// A list that drops down.
    pub fn select(topic: &'static str, prompt: &str, answers: &[&str]) -> Self {
        Asked { control: Control::Select, ..Asked::radios(topic, prompt, answers) }
    }

    /// A line of text.
    pub fn input(topic: &'static str, prompt: &str) -> Self {
        Asked { control: Control::Input, ..Asked::radios(topic, prompt, &[]) }
    }

    /// A question that was read, if it is of a kind that can be written anew.
    pub fn of(topic: &'static str, question: &Question) -> Option<Self> {
        let plain = |text: &str| !text.is_empty() && !text.contains(['"', '\'', '<', '>', '&', '{', '}', '\\', '\n', '%', '`']);
        let known =
            |property: &Property<askwell::text::Text>| property.known().map(|text| text.as_str().to_owned()).filter(|text| plain(text));
        if !matches!(question.control, Control::Radios | Control::Select | Control::Input) || !question.fully_visible() {
            return None;
        }
        let answers = question.answers.iter().map(|answer| {
            let opens = (answer.free_text.known() == Some(&true)).then(|| "Please tell us in your own words".to_owned());
            Some(Answer { label: known(&answer.label)?, opens, chosen: answer.selected.known() == Some(&true) })
        });
        Some(Asked {
            topic,
            prompt: known(&question.prompt)?,
            hint: known(&question.hint),
            control: question.control,
            answers: answers.collect::<Option<_>>()?,
            required: question.required.known() == Some(&true),
            limits: Vec::new(),
        })
    }

    /// True if this is the question that was read, as far as it is written down here.
    pub fn is(&self, form: &Form) -> bool {
        form.questions.iter().any(|question| {
            let labels: Option<Vec<&str>> =
                question.answers.iter().map(|answer| answer.label.known().map(|label| label.as_str())).collect();
            let opens =
                |(read, written): (&askwell::form::Answer, &Answer)| (read.free_text.known() == Some(&true)) == written.opens.is_some();
            question.prompt.known().is_some_and(|prompt| prompt.as_str() == self.prompt)
                && question.control == self.control
                && labels.is_some_and(|labels| labels.iter().eq(self.answers.iter().map(|answer| &answer.label)))
                && question.answers.iter().zip(&self.answers).all(opens)
        })
    }
}

impl Answer {
    fn of(label: &str) -> Self {
        Answer { label: label.to_owned(), ..Answer::default() }
    }
}

/// A way to write a question down.
pub struct Language {
    /// The dialect's name.
    pub name: &'static str,
    /// What a file of it is called.
    pub path: &'static str,
    pub write: fn(&Asked) -> String,
    /// False for what the language cannot say: a box that an answer opens, a question that must be answered.
    pub can_say: fn(&Asked) -> bool,
}

/// All of them.
pub const LANGUAGES: &[Language] = &[
    Language { name: "html", path: "page.html", write: html, can_say: |_| true },
    Language { name: "nunjucks", path: "page.njk", write: nunjucks, can_say: |_| true },
];

/// Each answer with a name for what it opens.
fn numbered(asked: &Asked) -> impl Iterator<Item = (usize, &Answer)> {
    asked.answers.iter().enumerate()
}

fn html(asked: &Asked) -> String {
    let Asked { prompt, control, .. } = asked;
    let required = if asked.required { " required" } else { "" };
    let hint = asked.hint.iter().map(|hint| format!("  <div class=\"nhsuk-hint\" id=\"q-hint\">{hint}</div>\n")).collect::<String>();
    let label = format!("  <label class=\"nhsuk-label\" for=\"q\">{prompt}</label>\n{hint}");
    let field = match control {
        Control::Input => {
            let limits: String = asked.limits.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
            format!("{label}  <input class=\"nhsuk-input\" id=\"q\" name=\"q\" type=\"text\"{limits}{required}>\n")
        }
        Control::Select => {
            let option = |(at, answer): (usize, &Answer)| {
                format!("    <option value=\"{at}\"{}>{}</option>\n", if answer.chosen { " selected" } else { "" }, answer.label)
            };
            let options: String = numbered(asked).map(option).collect();
            format!(
                "{label}  <select class=\"nhsuk-select\" id=\"q\" name=\"q\"{required}>\n    <option value=\"\"></option>\n{options}  </select>\n"
            )
        }
        _ => {
            let item = |(at, answer): (usize, &Answer)| {
                let chosen = if answer.chosen { " checked" } else { "" };
                let opened = answer.opens.iter().map(|words| {
                    format!(
                        "    <div class=\"nhsuk-radios__conditional\" id=\"q-{at}-opens\"><label for=\"q-{at}-own\">{words}</label>\
                         <input id=\"q-{at}-own\" name=\"q-{at}-own\" type=\"text\"></div>\n"
                    )
                });
                let opened: String = opened.collect();
                let opens = if answer.opens.is_some() { format!(" aria-controls=\"q-{at}-opens\"") } else { String::new() };
                format!(
                    "    <div class=\"nhsuk-radios__item\"><input id=\"q-{at}\" name=\"q\" type=\"radio\" value=\"{at}\"{opens}{chosen}{required}>\
                     <label for=\"q-{at}\">{}</label></div>\n{opened}",
                    answer.label
                )
            };
            let items: String = numbered(asked).map(item).collect();
            format!("  <fieldset>\n  <legend>{prompt}</legend>\n{hint}  <div class=\"nhsuk-radios\">\n{items}  </div>\n  </fieldset>\n")
        }
    };
    format!("<form method=\"post\">\n{field}</form>\n")
}

fn nunjucks(asked: &Asked) -> String {
    let Asked { prompt, control, .. } = asked;
    let hint = asked.hint.iter().map(|hint| format!("  hint: {{ text: \"{hint}\" }},\n")).collect::<String>();
    let mut attributes: Vec<String> = asked.limits.iter().map(|(name, value)| format!("{name}: \"{value}\"")).collect();
    attributes.extend(asked.required.then(|| "required: \"required\"".to_owned()));
    let attributes = if attributes.is_empty() { String::new() } else { format!("  attributes: {{ {} }},\n", attributes.join(", ")) };
    match control {
        Control::Input => {
            format!("{{{{ input({{\n  label: {{ text: \"{prompt}\" }},\n{hint}{attributes}  id: \"q\", name: \"q\"\n}}) }}}}\n")
        }
        Control::Select => {
            let item = |(at, answer): (usize, &Answer)| {
                format!("    {{ value: \"{at}\", text: \"{}\"{} }}", answer.label, if answer.chosen { ", selected: true" } else { "" })
            };
            let items: Vec<String> = numbered(asked).map(item).collect();
            format!(
                "{{{{ select({{\n  label: {{ text: \"{prompt}\" }},\n{hint}{attributes}  id: \"q\", name: \"q\",\n  items: [\n{}\n  ]\n}}) }}}}\n",
                items.join(",\n")
            )
        }
        _ => {
            let opened = |(at, answer): (usize, &Answer)| {
                let words = answer.opens.as_ref()?;
                let call = format!("{{{{ input({{ label: {{ text: \"{words}\" }}, id: \"q-{at}-own\", name: \"q-{at}-own\" }}) }}}}");
                Some(format!("{{% set own{at} %}}{call}{{% endset %}}\n"))
            };
            let item = |(at, answer): (usize, &Answer)| {
                let chosen = if answer.chosen { ", checked: true" } else { "" };
                let opens = if answer.opens.is_some() { format!(", conditional: {{ html: own{at} }}") } else { String::new() };
                format!("    {{ value: \"{at}\", text: \"{}\"{chosen}{opens} }}", answer.label)
            };
            let boxes: String = numbered(asked).filter_map(opened).collect();
            let items: Vec<String> = numbered(asked).map(item).collect();
            format!(
                "{boxes}{{{{ radios({{\n  name: \"q\",\n  fieldset: {{ legend: {{ text: \"{prompt}\" }} }},\n{hint}{attributes}  items: [\n{}\n  ]\n}}) }}}}\n",
                items.join(",\n")
            )
        }
    }
}
