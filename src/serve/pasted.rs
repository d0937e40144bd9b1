//! What somebody pasted: code, a web page, a printed form from a word processor, or questions written down in words.

use crate::dialect::{self, Parsers, paper};
use crate::page::Node;
use crate::rules::plain_form;
use crate::source::{FileId, Source};

/// What a pasted form can be written in: the ending that tells askwell, and what people call it.
pub(super) const LANGUAGES: &[(&str, &str)] = &[
    ("words", "words, as on paper"),
    ("html", "HTML"),
    ("njk", "Nunjucks or Jinja"),
    ("tsx", "React"),
    ("vue", "Vue"),
    ("erb", "ERB"),
    ("slim", "Slim"),
    ("haml", "Haml"),
    ("php", "PHP"),
    ("blade.php", "Blade"),
    ("py", "Django forms"),
    ("ts", "objects in JavaScript or TypeScript"),
    ("json", "FHIR or a form runner’s JSON"),
    ("md", "Markdown"),
];

/// The name that a pasted form goes by.
pub(super) const NAME: &str = "What you pasted";

/// The form as a file: its path and its text. `None` where nothing was pasted.
pub(super) fn form(text: &str, layout: &str, language: &str) -> Option<(String, String)> {
    if text.is_empty() && layout.is_empty() {
        return None;
    }
    let named = |ending: &str, text: String| Some((format!("{NAME}.{ending}"), text));
    if LANGUAGES.iter().any(|(name, _)| *name == language && *name != "words") {
        return named(language, text.to_owned());
    }
    let has_controls = ["<input", "<select", "<textarea"].iter().any(|tag| layout.to_lowercase().contains(tag));
    match () {
        () if has_controls => named("html", layout.to_owned()),
        () if !layout.is_empty() => named("docx", printed(layout)),
        () if language.is_empty() && is_code(text) => named(ending(text), text.to_owned()),
        () if is_printed(text) => named("docx", text.to_owned()),
        () => named("html", plain_form::html(text)),
    }
}

/// True if it is a form to print. Answers after hyphens are how people describe one.
fn is_printed(text: &str) -> bool {
    let has_hyphens = text.lines().any(|line| line.trim_start().starts_with("- "));
    text.contains(['☐', '☑', '☒', '□', '❏', '❑']) || (!has_hyphens && paper::asks(text))
}

/// True if it is written for a machine.
fn is_code(text: &str) -> bool {
    let code = ["export default", "class ", "const ", "import ", "= form", "= f.", "<%", "<?"];
    plain_form::is_code(text)
        || text.starts_with(['{', '['])
        || code.iter().any(|sign| text.lines().any(|line| line.trim_start().starts_with(sign)))
}

/// The ending of a file with this code.
fn ending(text: &str) -> &'static str {
    let has = |sign: &str| text.contains(sign);
    match () {
        () if has("<?php") || has("<?=") => "php",
        () if ["@csrf", "@section(", "@foreach", "@extends(", "@lang(", "<x-"].into_iter().any(has) => "blade.php",
        () if has("<%") => "erb",
        () if has("<template>") || has("<template ") && has("<script") => "vue",
        () if has("{%") || has("{{") => "njk",
        () if text.starts_with(['{', '[']) && has("\"") => "json",
        () if has("forms.") && has("class ") => "py",
        () if (has("className=") || has("return (") || has("/>")) && (has("import ") || has("export ") || has("=>")) => "tsx",
        () if has("export ") || has("const ") => "ts",
        () => "html",
    }
}

/// A page without controls as the lines of a printed form.
fn printed(layout: &str) -> String {
    let Some(html) = dialect::named("html") else { return String::new() };
    let page = html.read(&Source::new(FileId(0), NAME, layout), &mut Parsers::new());
    let mut lines = Lines::default();
    lines.nodes(&page.nodes);
    lines.end();
    lines.out
}

/// The lines so far.
#[derive(Default)]
struct Lines {
    out: String,
    line: String,
    /// What the next line of a table begins with; empty outside of tables.
    begins: Vec<&'static str>,
}

impl Lines {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.line.extend(text.as_str().chars().map(|c| if c.is_whitespace() { ' ' } else { c })),
                Node::Element(element) => self.element(&element.tag, &element.children),
                _ => {}
            }
        }
    }

    fn element(&mut self, tag: &str, children: &[Node]) {
        let level = tag.strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
        match tag {
            "style" | "script" | "title" | "head" => {}
            "table" => {
                self.end();
                self.begins.push("┃ ");
                self.nodes(children);
                self.end();
                self.begins.pop();
            }
            "tr" => {
                self.begin("┃ ");
                self.nodes(children);
                self.end();
            }
            "td" | "th" => {
                if self.begins.last() == Some(&"╎ ") {
                    self.begin("│ ");
                }
                self.nodes(children);
                // An empty cell is where people write.
                if !self.line.trim().is_empty() || self.begins.last() != Some(&"╎ ") {
                    self.end_even_if_empty();
                }
            }
            "p" | "div" | "li" | "br" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end();
                if let Some(level) = level.filter(|_| self.begins.is_empty()) {
                    self.line = format!("{} ", "#".repeat(level));
                }
                self.nodes(children);
                self.end();
            }
            _ => self.nodes(children),
        }
    }

    fn begin(&mut self, mark: &'static str) {
        self.end();
        if let Some(last) = self.begins.last_mut() {
            *last = mark;
        }
    }

    fn end(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_even_if_empty();
        }
        self.line.clear();
    }

    fn end_even_if_empty(&mut self) {
        if let Some(last) = self.begins.last_mut() {
            self.out.push_str(std::mem::replace(last, "╎ "));
        }
        let words = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
        self.out.push_str(&words);
        self.out.push('\n');
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_a_word_processor_becomes_lines() {
        let layout = "<h1>Form</h1><p class=MsoNormal>Gender</p><p>☐&nbsp;Male</p>\
                      <table><tr><td><p>Name</p></td><td><p>&nbsp;</p></td></tr><tr><td>Sex</td><td><p>☐ F</p><p>☐ M</p></td></tr></table>";
        assert_eq!(printed(layout), "# Form\nGender\n☐ Male\n┃ Name\n│ \n┃ Sex\n│ ☐ F\n╎ ☐ M\n");
    }

    #[test]
    fn what_was_pasted_is_told_by_what_it_says() {
        let ending = |text: &str, layout: &str| form(text, layout, "").map(|(path, _)| path.rsplit('.').next().unwrap_or("").to_owned());
        assert_eq!(ending("", ""), None);
        for (text, layout, wanted) in [
            ("{{ radios({}) }}", "", "njk"),
            ("<p>Hello</p>", "", "html"),
            ("Gender?\n- Man", "", "html"),
            ("Gender ☐ Man", "", "docx"),
            ("Gender ☐ Man", "<p>Gender ☐ Man</p>", "docx"),
            ("Gender", "<label>Gender <input></label>", "html"),
            ("{\"resourceType\": \"Questionnaire\"}", "", "json"),
            ("import x from 'y';\nexport default () => <Radios />;", "", "tsx"),
            ("<%= form.govuk_text_field :name %>", "", "erb"),
        ] {
            assert_eq!(ending(text, layout).as_deref(), Some(wanted), "{text}");
        }
    }
}
