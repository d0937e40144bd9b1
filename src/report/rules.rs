//! Rules for people and programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::dialect;
use crate::rules::schema::{Conditions, Expect, FormExpect, Level, RuleFile, Within};
use crate::rules::{Kind, Pack, Rule};

/// Every rule as JSON.
pub fn json(pack: &Pack) -> Value {
    let rules: Vec<Value> = pack
        .rules
        .iter()
        .map(|rule| {
            let sources: Vec<Value> = rule
                .sources
                .iter()
                .map(|key| match pack.vocabulary.sources().get(key) {
                    Some(source) => {
                        json!({"key": key, "title": source.title, "publisher": source.publisher, "url": source.url, "read": source.read})
                    }
                    None => json!({"key": key}),
                })
                .collect();
            json!({
                "id": rule.id,
                "title": rule.title,
                "level": level(rule),
                "confidence": rule.confidence.name(),
                "why": rule.why,
                "sources": sources,
                "review_due": rule.review_due,
            })
        })
        .collect();
    json!({"rules": rules})
}

/// Every rule in a line, by topic.
pub fn list(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    let mut topic = "";
    let width = pack.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in &pack.rules {
        let (now, _) = rule.id.split_once('/').unwrap_or(("", &rule.id));
        if now != topic {
            if !topic.is_empty() {
                writeln!(out)?;
            }
            topic = now;
        }
        writeln!(out, "{:width$}  {:7}  {}", rule.id, level(rule), rule.title)?;
    }
    writeln!(out, "\n{} rules. `askwell explain ID` tells the reason, the sources and examples of one.", pack.rules.len())
}

/// The level of a rule by itself.
pub(super) fn level(rule: &Rule) -> &'static str {
    rule.level_by_itself().map_or("off", Level::name)
}

/// The rules and sources that are to be looked at again by `date`, the oldest first.
pub fn due(pack: &Pack, date: &str, out: &mut dyn Write) -> io::Result<()> {
    let rules = pack.rules.iter().map(|rule| (rule.review_due.as_str(), rule.id.as_str(), rule.title.as_str()));
    let sources = pack.vocabulary.sources().iter();
    let sources = sources.filter_map(|(key, source)| Some((source.review_due.as_deref()?, key.as_str(), source.title.as_str())));
    let mut due: Vec<_> = rules.chain(sources).filter(|(by, ..)| *by <= date).collect();
    due.sort_unstable();
    if due.is_empty() {
        return writeln!(out, "Nothing is to be looked at again by {date}.");
    }
    writeln!(out, "To be looked at again by {date}:\n")?;
    let width = due.iter().map(|(_, name, _)| name.len()).max().unwrap_or(0);
    due.iter().try_for_each(|(by, name, title)| writeln!(out, "  {by}  {name:width$}  {title}"))?;
    writeln!(out)
}

/// One rule: reason, sources, good and bad, what settles it.
pub fn explain(rule: &Rule, file: Option<&RuleFile>, pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {}", rule.id, rule.title)?;
    writeln!(out, "level {}, confidence {}\n", level(rule), rule.confidence.name())?;
    if rule.off_by_default {
        paragraph(out, "Off", &format!("It says nothing until `askwell.yaml` or a profile gives {} a level.", rule.id))?;
    }
    if !rule.advice_for.is_empty() {
        let purposes: Vec<&str> = rule.advice_for.iter().collect();
        paragraph(out, "Advice", &format!("It is advice where the purpose is {}.", purposes.join(" or ")))?;
    }
    paragraph(out, "What", &rule.message)?;
    paragraph(out, "Why", &rule.why)?;
    paragraph(out, "Instead", &rule.instead)?;
    for (title, lines) in settles(rule, pack) {
        writeln!(out, "{title}")?;
        lines.iter().try_for_each(|line| wrapped(out, line, "  "))?;
        writeln!(out)?;
    }
    if let Some(file) = file {
        examples(out, "Is flagged", &file.examples.flag)?;
        examples(out, "Passes", &file.examples.pass)?;
    }
    writeln!(out, "Sources")?;
    for key in &rule.sources {
        match pack.vocabulary.sources().get(key) {
            Some(source) => {
                writeln!(out, "  {}: {} (read {})\n    {}", source.publisher, source.title, source.read, source.url)?;
                source.note.iter().try_for_each(|note| wrapped(out, note, "    "))?;
            }
            None => writeln!(out, "  {key}")?,
        }
    }
    writeln!(out)?;
    if let Some(notes) = &rule.notes {
        paragraph(out, "Notes", notes)?;
    }
    writeln!(out, "If it has to stay, write before the element or call, with your reason")?;
    for language in ["html", "nunjucks", "react", "python"] {
        let comment = dialect::named(language).and_then(|dialect| dialect.comment(">"));
        let comment = comment.map(|(open, close)| format!("{open} askwell: ignore {} because … {close}", rule.id));
        comment.iter().try_for_each(|comment| writeln!(out, "  {}", comment.trim_end()))?;
    }
    writeln!(out, "or let `askwell check --suppress {} --reason \"…\"` write it.\n", rule.id)?;
    let reviewed = if rule.reviewed_by.is_empty() { "by nobody yet".to_owned() } else { format!("by {}", rule.reviewed_by.join(", ")) };
    writeln!(out, "Contributed by {}. Reviewed {reviewed}. To be looked at again by {}.", rule.contributed_by, rule.review_due)
}

fn paragraph(out: &mut dyn Write, title: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{title}")?;
    wrapped(out, text, "  ")?;
    writeln!(out)
}

fn wrapped(out: &mut dyn Write, text: &str, indent: &str) -> io::Result<()> {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > 88 {
            writeln!(out, "{indent}{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.is_empty() { Ok(()) } else { writeln!(out, "{indent}{line}") }
}

fn examples(out: &mut dyn Write, title: &str, list: &[crate::rules::schema::Example]) -> io::Result<()> {
    writeln!(out, "{title}")?;
    for (number, example) in list.iter().enumerate() {
        if number > 0 {
            writeln!(out, "  ·")?;
        }
        for (key, text) in example {
            if crate::dialect::named(key).is_some() {
                text.trim_end().lines().try_for_each(|line| writeln!(out, "  {line}"))?;
            } else {
                writeln!(out, "  ({key}: {text})")?;
            }
        }
    }
    writeln!(out)
}

/// What makes the rule speak, and what keeps it silent, in plain words.
pub(crate) fn settles(rule: &Rule, pack: &Pack) -> Vec<(&'static str, Vec<String>)> {
    let topic = |name: &str| pack.vocabulary.topic(name).map_or(name.to_owned(), |topic| pack.vocabulary.topic_entry(topic).title.clone());
    let list = |words: &crate::rules::schema::Words| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    match &rule.kind {
        Kind::Wording(wording) => {
            let mut speaks = vec![list(&wording.any), list(&wording.exact)];
            speaks.retain(|line| !line.is_empty());
            let mut silent = vec!["between quotation marks".to_owned()];
            let near = if wording.near_in_question { "beside, or elsewhere in the same question," } else { "beside" };
            let settled =
                [(&wording.not_in, "as a part of"), (&wording.not_near, near), (&wording.not_beside, "where another answer says")];
            for (words, when) in settled {
                if !words.is_empty() {
                    silent.push(format!("{when} {}", list(words)));
                }
            }
            if wording.not_in_search {
                silent.push("where something is looked up".to_owned());
            }
            if !wording.places.is_empty() {
                silent.push(format!("anywhere but in: {}", wording.places.iter().collect::<Vec<_>>().join(", ")));
            }
            vec![("It speaks at", speaks), ("It is silent", silent)]
        }
        Kind::Question(question) => {
            let topics: Vec<String> = question.asks.iter().map(topic).collect();
            let mut speaks = vec![format!("questions about {}, unless {}", topics.join(" or "), expectation(&question.expect))];
            speaks.extend(conditions(&question.only_if).into_iter().map(|condition| format!("only {condition}")));
            let mut silent = conditions(&question.unless);
            if is_about_absence(&question.expect) {
                silent.push("where not all answers can be seen in the source".to_owned());
                silent.push("where the answers are a national set, whole".to_owned());
            }
            vec![("It speaks at", speaks), ("It is silent", silent)]
        }
        Kind::Form(form) => {
            let topics: Vec<String> = form.asks.iter().map(topic).collect();
            let (what, hidden) = match form.within {
                Within::Page => ("pages", "where a part of the page comes from elsewhere"),
                Within::Journey => ("journeys", "where not all pages of the journey can be seen in the source"),
            };
            let mut speaks = vec![asking(what, form.at_least, &topics)];
            if !form.also_asks.is_empty() {
                speaks
                    .push(format!("only where they also ask about {}", form.also_asks.iter().map(topic).collect::<Vec<_>>().join(" and ")));
            }
            speaks.extend(conditions(&form.only_if).into_iter().map(|condition| format!("only {condition}")));
            if form.within == Within::Journey {
                speaks.push("as advice only, where folders suggest the journey and `askwell.yaml` does not name it".to_owned());
            }
            let mut silent = conditions(&form.unless);
            let any = |words: &crate::rules::schema::Words| words.iter().map(topic).collect::<Vec<_>>().join(" or ");
            let quoted =
                |words: &crate::rules::schema::Words| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(" or ");
            silent.push(match &form.expect {
                FormExpect::Asks(wanted) => format!("where {} is asked, too", any(wanted)),
                FormExpect::Says(phrases) => format!("where they say {}", quoted(phrases)),
                FormExpect::SaysOrLinksTo(phrases) => format!("where they say or link to {}", quoted(phrases)),
                FormExpect::Control(controls) => {
                    format!("where something is asked with {}", controls.iter().collect::<Vec<_>>().join(" or "))
                }
                FormExpect::NotAmong(topics) => format!("where no question about {} stands under the same heading", any(topics)),
            });
            if !matches!(form.expect, FormExpect::NotAmong(_)) {
                silent.push(hidden.to_owned());
            }
            vec![("It speaks at", speaks), ("It is silent", silent)]
        }
    }
}

fn asking(what: &str, at_least: usize, topics: &[String]) -> String {
    match (at_least, topics) {
        (_, [topic]) => format!("{what} that ask about {topic}"),
        (1, topics) => format!("{what} that ask about any of: {}", topics.join(", ")),
        (number, topics) => format!("{what} that ask about at least {number} of: {}", topics.join(", ")),
    }
}

fn is_about_absence(expect: &Expect) -> bool {
    matches!(expect, Expect::Offers(_) | Expect::OffersAny(_) | Expect::NotLimitedTo(_))
}

fn expectation(expect: &Expect) -> String {
    let list = |words: &crate::rules::schema::Words, between: &str| words.iter().collect::<Vec<_>>().join(between);
    match expect {
        Expect::Offers(words) => format!("they offer {}", list(words, " and ")),
        Expect::OffersAny(words) => format!("they offer {}", list(words, " or ")),
        Expect::MayNotOffer(words) => format!("they do not offer {}", list(words, " or ")),
        Expect::NotLimitedTo(words) => format!("they offer something besides {}", list(words, ", ")),
        Expect::NotTogether(groups) => {
            let groups: Vec<String> = groups.iter().map(|words| list(words, "/")).collect();
            format!("they keep apart {}", groups.join(" and "))
        }
        Expect::Optional(_) => "people may leave them out".to_owned(),
        Expect::Preselected(_) => "nothing is chosen beforehand".to_owned(),
        Expect::Control(words) => format!("they are asked with {}", list(words, " or ")),
        Expect::InOrder(words) => format!("they offer {} in this order", list(words, ", ")),
        Expect::Autocomplete(words) => format!("their autocomplete is {}", list(words, " or ")),
        Expect::AutocompleteNot(words) => format!("their autocomplete is not {}", list(words, " or ")),
        Expect::Spellcheck(wanted) => format!("their spellcheck is {wanted}"),
        Expect::KeepsCase(_) => "what people type keeps its capitals".to_owned(),
        Expect::MinlengthAtMost(most) => format!("{most} character is enough"),
        Expect::MaxlengthAtLeast(least) => format!("{least} characters fit"),
        Expect::MustAccept(words) => format!("their pattern lets {} through", list(words, ", ")),
        Expect::NationalSet(_) => "their answers are a national set, or have nothing of one".to_owned(),
        Expect::ShownToAll(_) => "they are put to everyone, and not only after an answer".to_owned(),
        Expect::Never(_) => "they are not asked at all".to_owned(),
    }
}

fn conditions(conditions: &Conditions) -> Vec<String> {
    let list = |words: &crate::rules::schema::Words| words.iter().collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    for (words, when) in [
        (&conditions.purpose, "where the purpose is"),
        (&conditions.audience, "where it is put to"),
        (&conditions.offers, "where it offers"),
        (&conditions.asks, "where it is also about"),
        (&conditions.prompt_has, "where the question says"),
        (&conditions.prompt_or_heading_has, "where the question or the heading above it says"),
        (&conditions.shown_after, "where it comes up only after the answer"),
        (&conditions.shown_after_asking, "where a question brings it up that is about"),
        (&conditions.page_asks, "where the page asks, too, about"),
        (&conditions.page_says, "where the page says"),
        (&conditions.page_names, "where the page can be seen to name"),
        (&conditions.beside_optional, "where people may leave out what is asked beside it about"),
    ] {
        if !words.is_empty() {
            lines.push(format!("{when} {}", list(words)));
        }
    }
    for (asked, is_so, is_not) in [
        (conditions.optional, "where people may leave it out", "where it must be answered"),
        (conditions.shown_to_all, "where it is put to everyone", "where it comes up only after an answer to another question"),
        (conditions.filled_in, "where its form shows a record again", "where its form shows no record again"),
        (conditions.in_search, "where it helps to look something up", "where it does not only help to look something up"),
    ] {
        lines.extend(asked.map(|asked| if asked { is_so } else { is_not }.to_owned()));
    }
    lines
}
