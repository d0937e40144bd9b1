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
    Language { name: "erb", path: "app/views/page.html.erb", write: html, can_say: |_| true },
    Language { name: "slim", path: "app/views/page.html.slim", write: in_a_line, can_say: |_| true },
    Language { name: "haml", path: "app/views/page.html.haml", write: in_a_line, can_say: |_| true },
    Language { name: "php", path: "page.php", write: html, can_say: |_| true },
    Language {
        name: "blade",
        path: "resources/views/page.blade.php",
        write: |asked| format!("@extends('layouts.app')\n@section('content')\n@csrf\n{}\n@endsection\n", html(asked)),
        can_say: |_| true,
    },
    Language { name: "razor", path: "Page.cshtml", write: html, can_say: |_| true },
    Language {
        name: "django",
        path: "templates/page.html",
        write: |asked| format!("{{% load i18n %}}\n{}", html(asked)),
        can_say: |_| true,
    },
    Language {
        name: "markdown",
        path: "page.md",
        write: |asked| format!("---\ntitle: A page\n---\n\n{}\n", in_a_line(asked)),
        can_say: |_| true,
    },
    Language { name: "vue", path: "Page.vue", write: |asked| format!("<template>\n{}</template>\n", html(asked)), can_say: |_| true },
    Language {
        name: "angular",
        path: "page.component.html",
        write: |asked| format!("<form [formGroup]=\"form\">\n{}</form>\n", html(asked)),
        can_say: |_| true,
    },
    Language { name: "react", path: "Page.jsx", write: react, can_say: |_| true },
    Language {
        name: "fhir",
        path: "questionnaire.json",
        write: fhir,
        can_say: |asked| asked.hint.is_none() && asked.limits.iter().all(|(name, _)| *name == "maxlength"),
    },
    Language {
        name: "form-runner",
        path: "survey.json",
        write: survey,
        can_say: |asked| {
            let plain = |answer: &Answer| answer.opens.is_none() && !answer.chosen;
            asked.limits.is_empty() && asked.answers.iter().all(plain)
        },
    },
    Language { name: "ruby", path: "app/components/page_component.rb", write: component, can_say: |_| true },
    Language {
        name: "python",
        path: "forms.py",
        write: python,
        can_say: |asked| {
            let is_bound = |(name, _): &(&str, String)| matches!(*name, "maxlength" | "minlength");
            asked.limits.iter().all(is_bound) && asked.answers.iter().all(|answer| answer.opens.is_none())
        },
    },
    Language {
        name: "javascript",
        path: "fields.js",
        write: javascript,
        can_say: |asked| {
            let plain = |answer: &Answer| answer.opens.is_none() && !answer.chosen;
            asked.control != Control::Input && !asked.required && asked.answers.iter().all(plain)
        },
    },
];

/// HTML without a break of line, for languages in which those mean something.
fn in_a_line(asked: &Asked) -> String {
    html(asked).lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// HTML with the names that React has for its attributes, and every element closed.
fn react(asked: &Asked) -> String {
    let mut jsx = html(asked).replace(" class=", " className=").replace(" for=", " htmlFor=").replace(" checked", " defaultChecked");
    for (name, own) in [("minlength", "minLength"), ("maxlength", "maxLength")] {
        jsx = jsx.replace(&format!(" {name}="), &format!(" {own}="));
    }
    let mut closed = String::new();
    for (number, part) in jsx.split("<input").enumerate() {
        match part.split_once('>') {
            Some((attributes, rest)) if number > 0 => closed.push_str(&format!("<input{attributes} />{rest}")),
            _ => closed.push_str(part),
        }
    }
    format!("export default function Page() {{\n  return (\n    <form>\n{closed}    </form>\n  )\n}}\n")
}

fn fhir(asked: &Asked) -> String {
    let Asked { prompt, required, .. } = asked;
    let kind = if asked.control == Control::Input { "string" } else { "choice" };
    let drop_down = "\"extension\": [{ \"url\": \"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl\", \
        \"valueCodeableConcept\": { \"coding\": [{ \"code\": \"drop-down\" }] } }], ";
    let drop_down = if asked.control == Control::Select { drop_down } else { "" };
    let most: String = asked.limits.iter().map(|(_, value)| format!(", \"maxLength\": {value}")).collect();
    let answer = |(at, answer): (usize, &Answer)| {
        let chosen = if answer.chosen { ", \"initialSelected\": true" } else { "" };
        format!("{{ \"valueCoding\": {{ \"code\": \"{at}\", \"display\": \"{}\" }}{chosen} }}", answer.label)
    };
    let answers: Vec<String> = numbered(asked).map(answer).collect();
    let answers = if answers.is_empty() { String::new() } else { format!(", \"answerOption\": [{}]", answers.join(", ")) };
    let opened = numbered(asked).filter_map(|(at, answer)| {
        let when = format!("{{ \"question\": \"q\", \"operator\": \"=\", \"answerCoding\": {{ \"code\": \"{at}\" }} }}");
        let words = answer.opens.as_ref()?;
        Some(format!(",\n    {{ \"linkId\": \"q-{at}\", \"text\": \"{words}\", \"type\": \"string\", \"enableWhen\": [{when}] }}"))
    });
    let opened: String = opened.collect();
    format!(
        "{{ \"resourceType\": \"Questionnaire\", \"status\": \"draft\", \"item\": [\n    {{ {drop_down}\"linkId\": \"q\", \"text\": \"{prompt}\", \
         \"type\": \"{kind}\", \"required\": {required}{most}{answers} }}{opened}\n] }}\n"
    )
}

/// A survey of SurveyJS.
fn survey(asked: &Asked) -> String {
    let kind = match asked.control {
        Control::Input => "text",
        Control::Select => "dropdown",
        _ => "radiogroup",
    };
    let input = if asked.control == Control::Input { " \"inputType\": \"text\"," } else { "" };
    let hint: String = asked.hint.iter().map(|hint| format!(", \"description\": \"{hint}\"")).collect();
    let choice = |(at, answer): (usize, &Answer)| format!("{{ \"value\": \"{at}\", \"text\": \"{}\" }}", answer.label);
    let choices: Vec<String> = numbered(asked).map(choice).collect();
    let choices = if choices.is_empty() { String::new() } else { format!(", \"choices\": [{}]", choices.join(", ")) };
    format!(
        "{{ \"pages\": [{{ \"elements\": [\n  {{ \"type\": \"{kind}\",{input} \"name\": \"q\", \"title\": \"{}\", \"isRequired\": {}{hint}{choices} }}\n] }}] }}\n",
        asked.prompt, asked.required
    )
}

/// A view component that holds its template.
fn component(asked: &Asked) -> String {
    let indented: String = html(asked).lines().map(|line| format!("    {line}\n")).collect();
    format!("class PageComponent < ViewComponent::Base\n  erb_template <<~ERB\n{indented}  ERB\nend\n")
}

fn python(asked: &Asked) -> String {
    let Asked { prompt, .. } = asked;
    let required = if asked.required { "True" } else { "False" };
    let hint: String = asked.hint.iter().map(|hint| format!(", help_text=\"{hint}\"")).collect();
    let limits = asked.limits.iter().map(|(name, value)| format!(", {}={value}", name.replace("length", "_length")));
    let limits: String = limits.collect();
    let choices: Vec<String> = numbered(asked).map(|(at, answer)| format!("(\"{at}\", \"{}\")", answer.label)).collect();
    let chosen: String = numbered(asked).filter(|(_, answer)| answer.chosen).map(|(at, _)| format!(", initial=\"{at}\"")).collect();
    let (class, widget) = match asked.control {
        Control::Input => ("CharField", ""),
        Control::Select => ("ChoiceField", ""),
        _ => ("ChoiceField", ", widget=forms.RadioSelect"),
    };
    let choices = if choices.is_empty() { String::new() } else { format!(", choices=[{}]", choices.join(", ")) };
    format!(
        "from django import forms\n\n\nclass Page(forms.Form):\n    q = forms.{class}(label=\"{prompt}\"{hint}, required={required}{limits}{widget}{choices}{chosen})\n"
    )
}

fn javascript(asked: &Asked) -> String {
    let hint: String = asked.hint.iter().map(|hint| format!(" hint: \"{hint}\",")).collect();
    let kind = if asked.control == Control::Select { "select" } else { "radio" };
    let options: Vec<String> = numbered(asked).map(|(at, answer)| format!("{{ value: \"{at}\", label: \"{}\" }}", answer.label)).collect();
    format!(
        "module.exports = [\n  {{ type: \"{kind}\", name: \"q\", label: \"{}\",{hint} options: [{}] }}\n]\n",
        asked.prompt,
        options.join(", ")
    )
}

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
