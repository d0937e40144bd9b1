//! A check as a comment on a pull request, in Markdown as GitHub and GitLab read it.

use std::collections::HashSet;
use std::fmt::Write;
use std::io;

use codespan_reporting::term::termcolor::WriteColor;

use super::findings::{Report, Story};
use super::format::Telling;
use super::{counted, plain, safe};
use crate::finding::Finding;
use crate::form::{Answer, Question};
use crate::rules::Pack;
use crate::rules::schema::Level;
use crate::text::Text;

/// How many bytes are told at most, and somewhat more. GitHub refuses a comment of more than 65,536 characters.
const LONGEST: usize = 50_000;

/// How many further places of a story are named.
const COPIES: usize = 5;

/// How many answers of a question are named.
const ANSWERS: usize = 12;

/// Writes the comment.
pub(super) fn write(telling: &Telling, out: &mut dyn WriteColor) -> io::Result<()> {
    out.write_all(markdown(telling.report, telling.pack).as_bytes())
}

/// The whole comment.
pub fn markdown(report: &Report, pack: &Pack) -> String {
    let stories = report.stories();
    let mut out = String::from("## askwell: what these forms ask\n\n");
    plain::summary(report, pack).iter().for_each(|sentence| line(&mut out, "- ", sentence));
    for problem in report.problems().iter().filter(|problem| problem.level > Level::Info) {
        let place = place(&problem.path, problem.place.map_or(1, |(line, _)| line));
        let _ = writeln!(out, "- askwell could not follow what it was told in {place}: {}", text(&problem.message));
    }
    let mut told = HashSet::new();
    let mut left = 0;
    for level in [Level::Error, Level::Warning, Level::Info] {
        let of_level: Vec<&Story> = stories.iter().filter(|story| story.level() == level).collect();
        if of_level.is_empty() {
            continue;
        }
        let _ = write!(out, "\n### {}\n", plain::level(level));
        // Advice waits until somebody opens it.
        let closed = level == Level::Info;
        if closed {
            let _ = write!(out, "\n<details><summary>{} of advice</summary>\n", counted(of_level.len(), "piece"));
        }
        for story in of_level {
            match out.len() < LONGEST {
                true => tell(story, pack, &mut told, &mut out),
                false => left += 1,
            }
        }
        if closed {
            out.push_str("\n</details>\n");
        }
    }
    if left > 0 {
        let _ = write!(out, "\n{left} more are not told here: `askwell check` has them all.\n");
    }
    out.push_str(
        "\n<sub>askwell reads templates, not the running service, and it can be wrong. It is not an official NHS product.</sub>\n",
    );
    out
}

fn tell<'r>(story: &Story<'r>, pack: &Pack, told: &mut HashSet<&'r str>, out: &mut String) {
    let first = story.findings[0];
    let question = story.question.map(|at| &story.file.form.questions[at]);
    let heading = question.and_then(|question| question.prompt.known()).map(|prompt| format!("“{}”", text(prompt.as_str())));
    let heading = heading.unwrap_or_else(|| text(&first.message));
    let _ = write!(out, "\n#### {heading}\n\n{}", place(&story.file.source.path, story.file.source.line(first.place.start)));
    for (file, finding) in story.copies.iter().take(COPIES) {
        let _ = write!(out, ", {}", place(&file.source.path, file.source.line(finding.place.start)));
    }
    if story.copies.len() > COPIES {
        let _ = write!(out, " and {} more", story.copies.len() - COPIES);
    }
    out.push('\n');
    if let Some(answers) = question.and_then(answers) {
        let _ = write!(out, "\nAnswers: {answers}\n");
    }
    out.push('\n');
    for finding in &story.findings {
        self::finding(finding, told.insert(finding.rule.as_str()), pack, out);
    }
}

fn finding(finding: &Finding, is_first: bool, pack: &Pack, out: &mut String) {
    let _ = writeln!(out, "- **{}** ({}, `{}`)", text(&finding.message), finding.level.name(), finding.rule);
    line(out, "  - Instead: ", &finding.help);
    finding.note.iter().for_each(|note| line(out, "  - Note: ", note));
    // Why and on whose word is told where a rule first speaks.
    let Some(rule) = pack.rule(&finding.rule).filter(|_| is_first) else { return };
    line(out, "  - Why: ", &rule.why);
    let sources = rule.sources.iter().filter_map(|key| pack.vocabulary.sources().get(key));
    let told: Vec<String> =
        sources.map(|source| format!("[{}]({})", text(&format!("{}: {}", source.publisher, source.title)), address(&source.url))).collect();
    let _ = writeln!(out, "  - Guidance: {}", told.join("; "));
}

fn answers(question: &Question) -> Option<String> {
    let label = |answer: &Answer| answer.label.known().map_or_else(|| "…".to_owned(), |label| text(Text::as_str(label)));
    let mut labels: Vec<String> = question.answers.iter().take(ANSWERS).map(label).collect();
    if question.answers.len() > ANSWERS {
        labels.push(format!("and {} more", question.answers.len() - ANSWERS));
    }
    (!labels.is_empty()).then(|| labels.join(" · "))
}

fn place(path: &str, at: usize) -> String {
    // A path may hold a backtick; one more of them around it than in it makes it code all the same.
    let path = safe::line(path);
    let fence = if path.contains('`') { "``" } else { "`" };
    format!("{fence}{path}:{at}{fence}")
}

fn line(out: &mut String, before: &str, words: &str) {
    let _ = writeln!(out, "{before}{}", text(words));
}

/// Words of a form, in one line, with nothing in them that Markdown or HTML would obey, and nobody called upon.
fn text(words: &str) -> String {
    let words = safe::line(&words.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let begins_a_list = at == 0 && matches!(c, '-' | '+' | '=');
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name after `@`, or a number after `#`, would call somebody or link to a story of its own.
            '@' => out.push_str("@\u{200b}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => out.extend(['\\', c]),
            _ if begins_a_list => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// An address that cannot end its own brackets.
fn address(url: &str) -> String {
    url.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect::<String>()
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('<', "%3C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(
            text("<img src=x> *a* [b](c) @someone #1 `d`\n| e"),
            "&lt;img src=x&gt; \\*a\\* \\[b\\](c) @\u{200b}someone \\#1 \\`d\\` \\| e"
        );
        assert_eq!(text("- a"), "\\- a");
        assert_eq!(place("a`b.njk", 3), "``a`b.njk:3``");
    }
}
