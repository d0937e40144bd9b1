//! Write a rule: in a form, without a line of code, and try it as you go.

use std::sync::Arc;

use axum::extract::{Multipart, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::State;
use super::check::file;
use super::draft::{self, Written};
use super::shell::{self, Here};
use super::trial::Trial;
use super::upload::Upload;
use crate::rules::Pack;
use crate::rules::choices::{self, Choice};
use crate::rules::draft::Draft;
use crate::rules::new_source::NewSource;

pub(super) async fn form(Extract(state): Extract<Arc<State>>) -> Markup {
    let boxes = Upload::default();
    shell::page("Write a rule", Here::Write, "", page(&Boxes { boxes: &boxes, written: None }, None, &state.pack))
}

pub(super) async fn tried(Extract(state): Extract<Arc<State>>, parts: Multipart) -> Response {
    let boxes = match Upload::read(parts).await {
        Ok(boxes) => boxes,
        Err(why) => return shell::problem(StatusCode::PAYLOAD_TOO_LARGE, Here::Write, &why),
    };
    let work = move |state: &State| {
        let written = draft::read(&boxes, &state.pack);
        let trial = written.can_be_tried.then(|| Trial::of(&written, state).on_forms_of(&boxes));
        page(&Boxes { boxes: &boxes, written: Some(&written) }, trial.as_ref(), &state.pack)
    };
    match state.work(work).await {
        Some(content) => shell::page("Your rule, tried", Here::Write, "", content).into_response(),
        None => shell::problem(StatusCode::INTERNAL_SERVER_ERROR, Here::Write, "askwell failed on this rule. Please report it."),
    }
}

pub(super) async fn rule_file(extract: Extract<Arc<State>>, parts: Multipart) -> Response {
    taken_away(extract, parts, |written, state| {
        let name = written.draft.id.replace('/', "-");
        let draft = if written.can_be_tried { Trial::of(written, state).draft } else { written.draft.clone() };
        Some((format!("{name}.yaml"), draft.yaml()))
    })
    .await
}

pub(super) async fn sources_file(extract: Extract<Arc<State>>, parts: Multipart) -> Response {
    taken_away(extract, parts, |written, _| Some(("sources.yaml".to_owned(), written.sources_file()?))).await
}

/// A file that is made of what was written.
async fn taken_away(
    Extract(state): Extract<Arc<State>>,
    parts: Multipart,
    make: impl FnOnce(&Written, &State) -> Option<(String, String)> + Send + 'static,
) -> Response {
    let boxes = match Upload::read(parts).await {
        Ok(boxes) => boxes,
        Err(why) => return shell::problem(StatusCode::PAYLOAD_TOO_LARGE, Here::Write, &why),
    };
    let made = state.work(move |state| {
        let written = draft::read(&boxes, &state.pack);
        if written.problems.is_empty() { make(&written, state) } else { None }
    });
    match made.await.flatten() {
        Some((name, text)) => file(&name, "application/yaml; charset=utf-8", text),
        None => shell::problem(
            StatusCode::BAD_REQUEST,
            Here::Write,
            "Something is still missing from this rule. Go back and try it: it says there what.",
        ),
    }
}

/// What was written into the boxes, to be shown in them again, and what is wrong with it.
struct Boxes<'b> {
    boxes: &'b Upload,
    written: Option<&'b Written>,
}

fn page(boxes: &Boxes, trial: Option<&Trial>, pack: &Pack) -> Markup {
    html! {
        h1 { "Write a rule" }
        p.intro { "Say what forms should do better, and take away a file that askwell can check forms with. You need not program." }
        form method="post" action="write" enctype="multipart/form-data" data-swap data-live novalidate {
            (boxes.looks_for(pack))
            (boxes.examples())
            p.actions { button type="submit" name="go" value="try" { "Try it on these" } }
            div #trial { (tried_part(boxes, trial)) }
            (boxes.says())
            (boxes.source(pack))
            (boxes.names())
            p.actions { button.go type="submit" name="go" value="finish" { "Finish the rule" } }
            div #finish { (finish_part(boxes, trial, pack)) }
        }
    }
}

/// What became of the rule so far.
fn tried_part(boxes: &Boxes, trial: Option<&Trial>) -> Markup {
    let Some(written) = boxes.written else { return html! {} };
    html! {
        section.trial aria-labelledby="tried" {
            h3 #tried data-first[!boxes.finishes()] { "Your rule, tried" }
            @match trial {
                Some(trial) => (trial.told()),
                None => { p { "It does not say yet what it looks for:" } (to_do(written, true)) }
            }
        }
    }
}

/// What is still to do, each with a way to its box; only what a trial needs, or all.
fn to_do(written: &Written, for_trial: bool) -> Markup {
    html! { ul.plain { @for (name, what) in written.problems.iter().filter(|(name, _)| !for_trial || draft::is_looked_for(name)) { li { a href=(format!("#{name}")) { (what) } } } } }
}

/// What whoever works on askwell needs to know of a rule: the questions of the guide for networks.
fn six_answers(draft: &Draft, own: Option<&NewSource>, pack: &Pack) -> String {
    let shows = draft.flag.first().map_or("", |example| example.trim());
    let known = draft.sources.iter().filter_map(|key| pack.vocabulary.sources().get(key));
    let known = known.map(|source| format!("{}, {}: {}", source.title, source.publisher, source.url));
    let own = own.map(|source| format!("{}, {}: {}", source.title, source.publisher, source.url));
    let sources: Vec<String> = known.chain(own).collect();
    let fine = draft.pass.first().map_or("", |example| example.trim());
    [
        ("What is wrong, in a sentence?", draft.title.as_str()),
        ("What in a form shows it?", shows),
        ("What should it say instead?", &draft.instead),
        ("Why does it matter to people?", &draft.why),
        ("Who says so, and where can that be read?", &sources.join("\n")),
        ("What forms may say this rightly?", fine),
    ]
    .map(|(asked, said)| format!("{asked}\n{}\n", said.trim()))
    .join("\n")
}

/// What is still to do, and the file.
fn finish_part(boxes: &Boxes, trial: Option<&Trial>, pack: &Pack) -> Markup {
    let Some(written) = boxes.written.filter(|written| boxes.finishes() || written.problems.is_empty()) else { return html! {} };
    html! {
        section.trial aria-labelledby="finished" {
            @if !written.problems.is_empty() {
                h2.plain #finished data-first[boxes.finishes()] { "Still to do" }
                (to_do(written, false))
            }
            @if let Some(trial) = trial.filter(|_| written.problems.is_empty()) {
                h2.plain #finished data-first[boxes.finishes()] { "Take it away" }
                @if trial.holds() { p { "It holds on its examples." } }
                @else { p { "It does not hold on its own examples yet: see above. You can take it away all the same, and change it later." } }
                p.actions {
                    button.go type="submit" formaction="rule.yaml" data-file { "Save the rule" }
                    @if written.source.is_some() { button type="submit" formaction="sources.yaml" data-file { "Save its source" } }
                }
                p.note { "Make a folder for your rules, and put it there as " code { (trial.draft.id) ".yaml" } ": the part before the stroke is a folder, too"
                    @if written.source.is_some() { ", and the source beside it as " code { "vocabulary/sources.yaml" } }
                    ". Then " code { "askwell check --rules FOLDER" } " and " code { "askwell serve --rules FOLDER" } " know it." }
                details {
                    summary { "Send it in, also without your name" }
                    p { "Whoever works on askwell needs nothing but these six answers. If your name in an issue or an e-mail could out you, give them to somebody you trust, such as a chair of your network or a union rep, who passes them on and need not say where they are from." }
                    @let answers = six_answers(&trial.draft, written.source.as_ref(), pack);
                    p.actions { button.copy type="button" hidden data-copy=(answers) { "Copy the six answers" } }
                    pre tabindex="0" role="region" aria-label="Six answers" { code { (answers) } }
                }
                details { summary { "See the file" } pre tabindex="0" role="region" aria-label="The file" { code { (trial.draft.yaml()) } } }
            }
        }
    }
}

impl Boxes<'_> {
    /// True where somebody takes the rule for whole: only then is what is missing told at its box.
    fn finishes(&self) -> bool {
        self.boxes.written("go") == "finish"
    }

    fn problem(&self, name: &str) -> Option<&str> {
        self.written.filter(|_| self.finishes())?.problem(name)
    }

    fn looks_for(&self, pack: &Pack) -> Markup {
        let vocabulary = &pack.vocabulary;
        let topics = choices::topics(vocabulary);
        html! {
            h2 { "What it looks for" }
            (self.one("kind", "What should askwell look for?", None, &choices::kinds(), ""))
            div data-shown-by="kind words" {
                (self.lines("words", "Which words should forms avoid?", "One on each line. Whole words; capitals do not matter. (s) may be there or not: nickname(s)"))
                (self.some("capitals", "", None, &[Choice::new("yes", "Only where the capitals are as written above")]))
                details { summary { "Only in some places, or fine in some phrases" }
                    (self.some("places", "Where should it look?", Some("Everywhere, if you choose none."), &choices::places()))
                    (self.lines("fine-words", "Longer phrases with these words that are fine (optional)", "One on each line."))
                }
            }
            div data-shown-by="kind question lack" {
                (self.some("topics", "Which questions is it about?", Some("A form that asks one of these is looked at."), &topics))
            }
            div data-shown-by="kind question" {
                (self.one("wrong", "What is wrong with how it is asked?", None, &choices::wrongs(), ""))
                div data-shown-by="wrong misses has-none offers only-these" { (self.some("names", "Which answers?", None, &choices::answers(vocabulary))) }
                div data-shown-by="wrong control" { (self.some("controls", "With what should it be asked?", None, &choices::controls())) }
                details { summary { "Only for some forms" } (self.some("only", "What such forms are for, or who is asked", Some("All forms, if you choose none."), &uses())) }
            }
            div data-shown-by="kind lack" {
                (self.one("lacking", "What is missing?", None, &[Choice::new("question", "a further question, such as pronouns"), Choice::new("sentence", "a sentence, such as who will see the answer")], "question"))
                div data-shown-by="lacking question" { (self.some("lacks", "What should such a form ask, too?", Some("One of those that you choose is enough."), &topics)) }
                div data-shown-by="lacking sentence" { (self.lines("says", "What should it say somewhere?", "A few words that such a sentence has; one of your lines is enough. Such as: why we ask")) }
                (self.one("within", "Where should it be looked for?", Some("Services often ask one thing a page."), &[Choice::new("journey", "any page of the same service"), Choice::new("page", "the same page")], "journey"))
            }
            div data-shown-by="kind question lack" {
                details { summary { "Fine for some forms" } (self.some("fine", "Forms where this is fine: what they are for, or who is asked", None, &uses())) }
            }
        }
    }

    fn examples(&self) -> Markup {
        let help = "A question on a line, and each answer below it after a hyphen. ____ is a box to write in. Or paste a piece of a form as code. If you like, put << and >> around what is wrong.";
        html! {
            h2 { "Examples, which are its tests" }
            (self.pieces("flag", "A piece of a form that is wrong in this way", help))
            (self.pieces("pass", "The same piece, written well", "As above."))
            p.field {
                label for="forms" { "Forms of your own to try it on (optional)" }
                span.help #forms-help { "Templates, web pages or Word documents. They stay on this computer and are not kept." }
                input #forms type="file" name="forms" multiple aria-describedby="forms-help";
            }
        }
    }

    fn says(&self) -> Markup {
        html! {
            h2 { "What it says" }
            (self.line("title", "text", "What is wrong, in a line", "Such as: A chosen name is called a nickname", ""))
            (self.prose("message", "What would you say to the person who wrote the form?", "Kindly, in a sentence. Such as: “Nickname” makes light of the name that somebody lives by."))
            (self.prose("instead", "What should they write instead?", "Words that can be copied. Such as: Write “Name you would like us to use”."))
            (self.prose("why", "Why does it matter to people?", "Such as: For many trans people, and many others, this is their name."))
            (self.one("level", "How much does it matter?", Some("Something that is only missing is at most worth mending."), &choices::levels(), "warning"))
        }
    }

    fn source(&self, pack: &Pack) -> Markup {
        let known: Vec<Choice> = pack
            .vocabulary
            .sources()
            .iter()
            .map(|(key, source)| Choice::new(key.clone(), format!("{}: “{}”", source.publisher, source.title)))
            .collect();
        html! {
            h2 { "Whose guidance" }
            (self.some("sources", "Which guidance says so?", Some("Something that others can read. Choose one or more, or name some of your own below."), &known))
            details open[!self.boxes.written("source-title").is_empty()] { summary { "Other guidance: a standard, research, or what your network has written down" }
                (self.line("source-title", "text", "What is it called?", "Such as: Inclusive language guide", ""))
                (self.line("source-publisher", "text", "Who publishes it?", "Such as: NHS Confederation", ""))
                (self.line("source-url", "url", "Where can it be read?", "Its address. Such as: https://www.nhsconfed.org/…", ""))
                (self.line("source-read", "date", "When did you read it?", "", &draft::days().0))
            }
        }
    }

    fn names(&self) -> Markup {
        html! {
            h2 { "Who wrote it, and when to look again" }
            (self.line("author", "text", "Who should be named as the author? (optional)", "Your network’s name, your own, or nobody’s: leave it empty to stay anonymous.", ""))
            (self.line("review-due", "date", "When should somebody look at it again?", "Guidance changes.", &draft::days().1))
            (self.line("id", "text", "What should the rule be called? (optional)", "A folder and a name, such as names/known-as. Left empty, askwell makes one of what is wrong.", ""))
        }
    }

    fn wrong(&self, name: &str) -> Markup {
        let problem = self.problem(name);
        html! { @if let Some(what) = problem { span.wrong id=(format!("{name}-wrong")) { (what) } } }
    }

    /// What describes a box, for people who hear the page.
    fn described(&self, name: &str, helped: bool) -> Option<String> {
        let wrong = self.problem(name).is_some();
        let ids: Vec<String> =
            [(helped, "help"), (wrong, "wrong")].iter().filter(|(is, _)| *is).map(|(_, what)| format!("{name}-{what}")).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn head(&self, name: &str, asks: &str, help: &str) -> Markup {
        html! {
            label for=(name) { (asks) }
            @if !help.is_empty() { span.help id=(format!("{name}-help")) { (help) } }
            (self.wrong(name))
        }
    }

    fn line(&self, name: &str, kind: &str, asks: &str, help: &str, default: &str) -> Markup {
        let said = self.boxes.written(name);
        let value = if said.is_empty() && self.written.is_none() { default } else { said };
        html! { p.field { (self.head(name, asks, help)) input id=(name) name=(name) type=(kind) value=(value) aria-describedby=[self.described(name, !help.is_empty())]; } }
    }

    fn prose(&self, name: &str, asks: &str, help: &str) -> Markup {
        html! { p.field { (self.head(name, asks, help)) textarea.prose id=(name) name=(name) rows="3" aria-describedby=[self.described(name, true)] { (self.boxes.written(name)) } } }
    }

    fn lines(&self, name: &str, asks: &str, help: &str) -> Markup {
        html! { p.field { (self.head(name, asks, help)) textarea.prose id=(name) name=(name) rows="4" aria-describedby=[self.described(name, true)] { (self.boxes.written(name)) } } }
    }

    /// A piece of a form, and room for another.
    fn pieces(&self, name: &str, asks: &str, help: &str) -> Markup {
        let piece = |at: usize| self.boxes.all(name).get(at).map_or("", String::as_str);
        let second = format!("{name}-2");
        html! {
            p.field { (self.head(name, asks, help)) textarea id=(name) name=(name) rows="6" spellcheck="false" aria-describedby=[self.described(name, true)] { (piece(0)) } }
            details open[!piece(1).trim().is_empty()] { summary { "Another one" span.vh { ": " (asks) } }
                p.field { label for=(second) { (asks) ", a second time (optional)" } textarea id=(second) name=(name) rows="6" spellcheck="false" { (piece(1)) } }
            }
        }
    }

    /// One of several.
    fn one(&self, name: &str, asks: &str, help: Option<&str>, choices: &[Choice], default: &str) -> Markup {
        let said = self.boxes.written(name);
        let chosen = if said.is_empty() { default } else { said };
        self.group(
            name,
            asks,
            help,
            html! { @for (at, choice) in choices.iter().enumerate() { (item(name, at, choice, "radio", choice.name == chosen)) } },
        )
    }

    /// Any of several; many of them stand in a box of their own.
    fn some(&self, name: &str, asks: &str, help: Option<&str>, choices: &[Choice]) -> Markup {
        let chosen = self.boxes.all(name);
        let is_chosen = |choice: &Choice| chosen.contains(&choice.name);
        // In a long list, what is chosen already can be seen without looking for it, and the rest is found by its words.
        let is_long = choices.len() > LONG;
        let mut choices: Vec<&Choice> = choices.iter().collect();
        if is_long {
            choices.sort_by_key(|choice| (!is_chosen(choice), words_of(choice).to_lowercase()));
        }
        let items = html! { @for (at, choice) in choices.iter().enumerate() { (item(name, at, choice, "checkbox", is_chosen(choice))) } };
        let items = match is_long {
            true => html! { (find_in(name, asks)) div.choices { (items) } },
            false => items,
        };
        if asks.is_empty() { items } else { self.group(name, asks, help, items) }
    }

    fn group(&self, name: &str, asks: &str, help: Option<&str>, items: Markup) -> Markup {
        html! {
            fieldset id=(name) tabindex="-1" aria-describedby=[self.described(name, help.is_some())] {
                legend { (asks) }
                @if let Some(help) = help { span.help id=(format!("{name}-help")) { (help) } }
                (self.wrong(name))
                (items)
            }
        }
    }
}

/// Purposes and audiences, by their names.
fn uses() -> Vec<Choice> {
    choices::uses()
        .into_iter()
        .map(|choice| Choice { is: format!("{} ({})", choice.name.replace('-', " "), choice.is), ..choice })
        .collect()
}

/// A list of more choices than this stands in a box, and can be searched.
const LONG: usize = 8;

/// A box to find a choice by its words. Only the page's script can use it.
fn find_in(name: &str, asks: &str) -> Markup {
    let id = format!("{name}-find");
    html! {
        p.field.find hidden data-find {
            label for=(id) { "Type to find" span.vh { ": " (asks) } }
            input id=(id) type="search" autocomplete="off";
        }
    }
}

/// What a choice is called.
fn words_of(choice: &Choice) -> String {
    if choice.is.is_empty() { choice.name.replace('-', " ") } else { choice.is.trim_end_matches(':').to_owned() }
}

fn item(name: &str, at: usize, choice: &Choice, kind: &str, chosen: bool) -> Markup {
    let id = format!("{name}-{at}-choice");
    html! {
        div.choice {
            input id=(id) type=(kind) name=(name) value=(choice.name) checked[chosen];
            label for=(id) { (words_of(choice)) }
        }
    }
}
