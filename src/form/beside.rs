//! The words that stand beside a control and belong to no label: many hand-written forms have no others.
//!
//! `<td>Gender</td><td><input type="radio"> Male …` is read as people read it: what stands before names the question,
//! what follows a circle or box to tick names the answer. Only what stands close by counts, by the elements around both.

use super::cues::{self, is_instruction};
use super::sets::Set;
use super::sketch::{Loose, Sketch};
use super::words::seen;
use crate::text::Text;
use crate::unknown::Property;

/// The longest run, in bytes, that is taken for the words of a control: longer ones explain.
pub(super) const LONGEST: usize = 160;

/// How many elements may part a control from the element that it shares with its words.
const FAR: usize = 3;

/// A run of text outside labels and legends, in reading order.
#[derive(Debug)]
pub(super) struct Run {
    /// Its turn in reading order.
    pub(super) order: usize,
    /// The element that it stands in.
    pub(super) element: Option<usize>,
    /// The innermost group.
    pub(super) group: Option<usize>,
    pub(super) says: Says,
}

/// What a run is to a control beside it.
#[derive(Debug)]
pub(super) enum Says {
    /// It may name it.
    Words(Text),
    /// It names or helps another, or the whole: words before it are not looked for.
    Edge,
    /// Nothing: a label or a hint, which are matched by what they say themselves.
    Nothing,
}

/// An element as far as it tells what stands together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It ends no line.
    Inline,
    /// A cell of a table, a term or its description.
    Cell,
    /// A paragraph: more often an explanation than a name.
    Paragraph,
    /// Any other block.
    Block,
}

impl Flow {
    /// What an element with this tag is.
    pub(super) fn of(tag: &str, is_block: bool) -> Self {
        match tag {
            "td" | "th" | "dt" | "dd" => Flow::Cell,
            "p" => Flow::Paragraph,
            "label" | "input" | "select" | "textarea" | "option" => Flow::Inline,
            _ if is_block => Flow::Block,
            _ => Flow::Inline,
        }
    }
}

/// How close a run stands to a control.
struct Distance {
    /// Blocks between the run and what both stand in.
    run: usize,
    /// Blocks between the control and what both stand in.
    control: usize,
    /// The innermost block of the run.
    block: Flow,
}

/// What stands before the first control of a set and names it, unless a heading asks.
pub(super) fn prompt(sketch: &Sketch, set: &Set) -> Property<Text> {
    let at = set.controls[0];
    let loose = &sketch.controls[at];
    let taken = usize::from(answers_stand_before(sketch, &set.controls));
    let found = before(sketch, at, taken).and_then(|run| Some((run, distance(sketch, run, loose)?)));
    let Some((Run { says: Says::Words(text), .. }, distance)) = found else { return Property::Absent };
    let is_near = distance.run <= FAR && distance.control <= FAR;
    // A heading of which no word is known may say anything.
    let no_heading = loose.heading.as_ref().is_none_or(|heading| heading.unread().is_some());
    let is_name = names(text, &distance, loose) || (no_heading && loose.placeholder.is_absent());
    if is_near && is_name && !is_instruction(text.as_str()) { seen(text.clone()) } else { Property::Absent }
}

/// The same if the words are marked as what asks: “Sex:”, “Are you a carer?”.
pub(super) fn marked(sketch: &Sketch, set: &Set) -> Property<Text> {
    let is_marked = |text: &Text| text.as_str().trim_end().ends_with(['?', ':', '*']) && !text.as_str().contains('.');
    match prompt(sketch, set) {
        Property::Known(text) if is_marked(&text) => Property::Known(text),
        _ => Property::Absent,
    }
}

/// True if words at this distance name a control, whatever heading stands above: those in the cell beside it, those that
/// ask, and short ones beside it that are no sentence.
fn names(text: &Text, distance: &Distance, loose: &Loose) -> bool {
    let words = text.as_str().trim();
    let heading_asks = loose.heading.as_ref().is_some_and(cues::asks);
    let is_marked = words.ends_with(['?', ':', '*']);
    let is_alone = distance.block == Flow::Paragraph && distance.run > 0;
    match distance.block {
        _ if text.unread().is_some() => false,
        Flow::Cell => true,
        _ if heading_asks => words.ends_with('?'),
        _ => is_marked || !(is_alone || words.ends_with('.')),
    }
}

/// The words of the answer that a circle or box to tick stands for, where it has no label.
pub(super) fn answer<'s>(sketch: &'s Sketch, controls: &[usize], at: usize) -> Option<&'s Text> {
    let run = if answers_stand_before(sketch, controls) { answer_before(sketch, at) } else { answer_after(sketch, at) };
    match &run?.says {
        Says::Words(text) => Some(text),
        _ => None,
    }
}

/// True if each answer stands before its circle, and not after it: `Yes ○ No ○`.
fn answers_stand_before(sketch: &Sketch, controls: &[usize]) -> bool {
    let ticks = |at: &usize| sketch.controls[*at].kind.is_ticked();
    controls.iter().all(ticks)
        && controls.iter().any(|&at| answer_after(sketch, at).is_none())
        && controls.iter().all(|&at| answer_before(sketch, at).is_some())
}

/// True if words that belong to no label follow a circle or box to tick in its line, or in the cell beside it.
pub(super) fn words_follow(sketch: &Sketch, at: usize) -> bool {
    answer_after(sketch, at).is_some()
}

fn answer_after(sketch: &Sketch, at: usize) -> Option<&Run> {
    let here = sketch.controls[at].spot.order;
    let next = sketch.controls.get(at + 1).map_or(usize::MAX, |next| next.spot.order);
    let first = sketch.runs.partition_point(|run| run.order <= here);
    let run = sketch.runs.get(first).filter(|run| run.order < next)?;
    touches(sketch, run, at).then_some(run)
}

fn answer_before(sketch: &Sketch, at: usize) -> Option<&Run> {
    before(sketch, at, 0).filter(|run| touches(sketch, run, at))
}

/// True if a run and a control stand in one line, or in cells side by side.
fn touches(sketch: &Sketch, run: &Run, at: usize) -> bool {
    let loose = &sketch.controls[at];
    let is_words = matches!(run.says, Says::Words(_));
    let Some(distance) = distance(sketch, run, loose) else { return false };
    let side_by_side = (distance.run, distance.control) == (1, 1) && distance.block != Flow::Paragraph;
    is_words && run.group == loose.spot.group && (side_by_side || (distance.run, distance.control) == (0, 0))
}

/// The run before a control and after the control before it, `skip` runs further up.
fn before(sketch: &Sketch, at: usize, skip: usize) -> Option<&Run> {
    let loose = &sketch.controls[at];
    let end = sketch.runs.partition_point(|run| run.order < loose.spot.order);
    let from = at.checked_sub(1).map_or(0, |before| sketch.controls[before].spot.order);
    let mut runs = sketch.runs[..end].iter().rev().take_while(|run| run.order > from && !matches!(run.says, Says::Edge));
    let run = runs.by_ref().filter(|run| matches!(run.says, Says::Words(_))).nth(skip)?;
    let is_around = |group: usize| sketch.groups_around(loose.spot.group).any(|(around, _)| around == group);
    run.group.is_none_or(is_around).then_some(run)
}

/// How far a run and a control stand apart; `None` if they share no element.
fn distance(sketch: &Sketch, run: &Run, loose: &Loose) -> Option<Distance> {
    let control = sketch.blocks_around(loose.spot.element);
    let words = sketch.blocks_around(run.element);
    let block = words.first().map_or(Flow::Block, |&at| sketch.elements[at].is);
    let shared = words.iter().position(|at| control.contains(at));
    let (run, shared) = match shared {
        Some(up) => (up, Some(words[up])),
        // Both stand at the top of the file, where no element is round them.
        None => (words.len(), None),
    };
    let control = shared.map_or(Some(control.len()), |shared| control.iter().position(|&at| at == shared))?;
    Some(Distance { run, control, block })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use crate::dialect::{self, Parsers};
    use crate::run;
    use crate::source::{FileId, Source};
    use crate::text::Text;
    use crate::unknown::Property;

    /// The questions of a page, one a line: `prompt: answer, answer`.
    fn asked(page: &str) -> Vec<String> {
        let source = Source::new(FileId(0), "page.html", page);
        let form = run::read_as(dialect::named("html").unwrap(), source, &mut Parsers::new()).form;
        let said = |words: &Property<Text>| words.known().map_or("-", Text::as_str).to_owned();
        let lines = form.questions.iter().map(|question| {
            let answers: Vec<String> = question.answers.iter().map(|answer| said(&answer.label)).collect();
            let gap = if answers.is_empty() { "" } else { ": " };
            format!("{}{gap}{}", said(&question.prompt), answers.join(", "))
        });
        lines.collect()
    }

    #[test]
    fn a_label_for_something_else_is_no_legend() {
        let radios = "<label><input type=radio name=x value=1> Yes</label><label><input type=radio name=x value=2> No</label>";
        assert_eq!(asked(&format!("<div><label>Are you a carer?</label>{radios}</div>")), ["Are you a carer?: Yes, No"]);
        assert_eq!(asked(&format!("<div><label for=g>Gender</label><button id=g>Choose</button>{radios}</div>")), ["-: Yes, No"]);
        let held = format!("<div><label for=all>Are you a carer?</label><div id=all>{radios}</div></div>");
        assert_eq!(asked(&held), ["Are you a carer?: Yes, No"]);
    }

    #[test]
    fn what_asks_for_what_is_required_is_no_complaint() {
        assert_eq!(asked("<div><div>Tell us which language is required</div><input name=r></div>"), ["Tell us which language is required"]);
        assert_eq!(asked("<div><div>Gender is required</div><input name=r></div>"), ["-"]);
    }

    #[test]
    fn the_cell_beside_a_control_names_it() {
        let page = r#"<h1>About you</h1><table>
            <tr><th>Previous name</th><td><input name=p></td></tr>
            <tr><td>Gender <span>*</span></td><td><div><select name=g><option>Woman<option>Man</select></div></td></tr>
            <tr><td>Pronouns</td><td><input type=radio name=r> She <input type=radio name=r> They</td></tr></table>
            <dl><dt>Religion</dt><dd><input name=f></dd></dl>"#;
        assert_eq!(asked(page), ["Previous name", "Gender *: Woman, Man", "Pronouns: She, They", "Religion"]);
    }

    #[test]
    fn what_follows_a_circle_names_its_answer_and_what_stands_before_all_of_them_asks() {
        let circles = r#"<input type=radio name=s> Female<br><input type=radio name=s> Male"#;
        for page in [format!("<p>Sex: {circles}</p>"), format!("<p>Sex:</p>{circles}"), format!("<p><b>Sex:</b><br>{circles}</p>")] {
            assert_eq!(asked(&page), ["Sex:: Female, Male"], "{page}");
        }
        let cells = "<tr><td>Sex</td><td><input type=radio name=s></td><td>Female</td><td><input type=radio name=s></td><td>Male</td></tr>";
        assert_eq!(asked(&format!("<table>{cells}</table>")), ["Sex: Female, Male"]);
    }

    #[test]
    fn answers_may_stand_before_their_circles() {
        let page = "<div>Do you smoke?</div><div>Yes <input type=radio name=s> No <input type=radio name=s></div><p>Thank you</p>";
        assert_eq!(asked(page), ["Do you smoke?: Yes, No"]);
    }

    #[test]
    fn a_short_line_beside_a_control_names_it_and_an_explanation_does_not() {
        assert_eq!(asked("<h1>About you</h1><div class=row><div>Next of kin</div><div><input name=n></div></div>"), ["Next of kin"]);
        assert_eq!(asked("<div><span>Title</span><div><input name=t></div></div>"), ["Title"]);
        assert_eq!(asked("<h1>Your name</h1><p>As on your passport</p><input name=n>"), ["Your name"]);
        assert_eq!(
            asked("<h1>What is your gender?</h1><div>Choose the words that fit best:</div><input name=n>"),
            ["What is your gender?"]
        );
        assert_eq!(asked("<p>We are sorry to hear that.</p><input name=n placeholder=Name>"), ["Name"]);
    }

    #[test]
    fn a_label_above_circles_with_labels_of_their_own_asks() {
        let circles = "<div><label><input type=radio name=g> Woman</label><label><input type=radio name=g> Man</label></div>";
        for label in ["<label>Gender</label>", "<label for=gender>Gender</label>"] {
            assert_eq!(asked(&format!("<h2>More</h2><div>{label}{circles}</div>")), ["Gender: Woman, Man"], "{label}");
        }
        // One that stands further off, as where a list of the service's own could not be read.
        assert_eq!(asked(&format!("<h2>More</h2><div><label>Ward</label></div><div>{circles}</div>")), ["More: Woman, Man"]);
        let named = "<label for=w>Woman</label><input type=radio id=w name=g><label for=m>Man</label><input type=radio id=m name=g>";
        assert_eq!(asked(&format!("<h2>More</h2><div>{named}</div>")), ["More: Woman, Man"]);
    }

    #[test]
    fn a_label_before_circles_that_words_follow_asks() {
        let circles = "<input type=radio id=g name=g> Woman <input type=radio name=g> Man";
        for label in ["<label>Gender</label>", "<label for=g>Gender</label>", "<label for=gender>Gender</label>"] {
            let page = format!("<form>{label} {circles}<br><label>Town</label> <input name=t></form>");
            assert_eq!(asked(&page), ["Gender: Woman, Man", "Town"], "{label}");
        }
        let next = "<div><label>Are you a carer?</label><br><label><input type=radio name=c> Yes</label><label><input type=radio name=c> No</label></div>";
        assert_eq!(
            asked(&format!("<form><label>Gender</label> {circles}{next}</form>")),
            ["Gender: Woman, Man", "Are you a carer?: Yes, No"]
        );
        // Each has a label of its own here, and more words.
        let own = "<label for=y>Yes</label><input type=radio id=y name=c> I care for somebody<br><label for=n>No</label><input type=radio id=n name=c> I do not";
        assert_eq!(asked(&format!("<h1>Are you a carer?</h1><form>{own}</form>")), ["Are you a carer?: Yes, No"]);
    }

    #[test]
    fn a_legend_over_many_questions_asks_none_of_them() {
        let circles = "<label><input type=radio name=g> Woman</label><label><input type=radio name=g> Man</label>";
        let town = "<label>Town <input name=t></label>";
        for asks in ["<label>Gender</label>", "<label for=x>Gender</label>", "<p>Gender:</p>"] {
            let section = format!("<fieldset><legend>About you</legend><div>{asks}{circles}</div>{town}</fieldset>");
            assert!(matches!(asked(&section)[0].as_str(), "Gender: Woman, Man" | "Gender:: Woman, Man"), "{asks}: {:?}", asked(&section));
        }
        // A box for people's own words belongs to what stands before it.
        let own = "<label>Another term <input name=o></label>";
        let page = format!("<fieldset><legend>Gender</legend><label>Choose one:</label>{circles}{own}</fieldset>");
        assert_eq!(asked(&page), ["Gender: Woman, Man", "Another term"]);
    }

    #[test]
    fn the_first_option_asks_where_nothing_else_does() {
        for first in ["<option value=''>Gender</option>", "<option disabled selected>Gender</option>"] {
            let page = format!("<h1>Join us</h1><select name=g>{first}<option value=w>Woman<option value=m>Man</select>");
            assert_eq!(asked(&page), ["Gender: Woman, Man"], "{first}");
        }
        assert_eq!(asked("<label>Gender <select name=g><option>Woman<option>Man</select></label>"), ["Gender: Woman, Man"]);
    }

    #[test]
    fn labels_that_name_nothing_or_another_go_by_where_they_stand() {
        let before =
            "<p>Gender: <label for=w>Woman</label> <input type=radio name=g> <label for=w>Man</label> <input type=radio name=g></p>";
        assert_eq!(asked(&format!("<form>{before}<label>Town</label><input name=t></form>")), ["Gender:: Woman, Man", "Town"]);
        let circle = |id: &str, name: &str, label: &str, words: &str| {
            format!("<input type=radio id={id} name={name}> <label for={label}>{words}</label>")
        };
        let gender = circle("g1", "g", "i1", "Woman") + &circle("g2", "g", "i2", "Man");
        let other = circle("i1", "i", "i1", "High") + &circle("i2", "i", "i2", "Low");
        let page = format!("<label>Gender</label><div>{gender}</div><label>Importance</label><div>{other}</div>");
        assert_eq!(asked(&page), ["Gender: Woman, Man", "Importance: High, Low"]);
        // What names the box before it by mistake is not its label.
        let copied = "<div><label for=a>Status</label><input id=a name=s></div><div><label for=a>Phone</label><input id=b name=p></div>";
        assert_eq!(asked(copied), ["Status", "Phone"]);
        // One id for all boxes tells nothing.
        let boxes = "<div><label for=a>Name</label><input id=a name=n></div><div><label for=a>Gender</label><select name=g><option>Woman<option>Man</select></div>\
            <div><label for=a>Town</label><input id=a name=t></div><div><label for=a>Email</label><input id=a name=e></div>";
        assert_eq!(asked(boxes), ["Name", "Gender: Woman, Man", "Town", "Email"]);
        // A label that goes by the name of circles further down.
        let named =
            format!("<div><label for=g>Gender</label></div><div>{}</div>", circle("w", "g", "w", "Woman") + &circle("m", "g", "m", "Man"));
        assert_eq!(asked(&format!("<h2>More</h2>{named}")), ["Gender: Woman, Man"]);
    }

    #[test]
    fn a_box_without_words_does_not_take_those_of_the_next() {
        let list = "<div><label>Status</label><select><option>Single<option>Married</select></div>";
        let page = format!("<main><div><input placeholder=Search></div><div><label>Name</label><input name=n></div>{list}</main>");
        assert_eq!(asked(&page), ["Search", "Name", "Status: Single, Married"]);
        let floating = "<form><div><input name=a><label>Name</label></div><div><input name=b><label>Age</label></div></form>";
        assert_eq!(asked(floating), ["Name", "Age"]);
        assert_eq!(asked("<div><select><option>Ward 1<option>Ward 2</select><div>Ward is required.</div></div>"), ["-: Ward 1, Ward 2"]);
        assert_eq!(asked("<div><div>State if a ramp is required</div><input name=r></div>"), ["State if a ramp is required"]);
        assert_eq!(asked("<div><div>Ward is required.</div><select><option>Ward 1<option>Ward 2</select></div>"), ["-: Ward 1, Ward 2"]);
    }

    #[test]
    fn words_of_another_control_are_not_borrowed() {
        let page = "<p>Name: <input name=n></p><p>Email: <input name=e></p><div><input name=x></div>";
        assert_eq!(asked(page), ["Name:", "Email:", "-"]);
        let page = "<p>Weight: <input name=w> kg</p><h2>Your height</h2><input name=h>";
        assert_eq!(asked(page), ["Weight:", "Your height"]);
    }
}
