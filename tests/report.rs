//! The reports that are handed on: one file that needs nothing beside it, and a comment for a pull request.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{Folder, root};

const HOSTILE: &str = r#"<form><fieldset><legend>What is your gender? &lt;script&gt;alert(1)&lt;/script&gt; "><img src=x onerror=alert(2)></legend>
<label><input type="radio" name="g" value="1"> Male &lt;b&gt; @someone [x](y) `z`</label>
<label><input type="radio" name="g" value="2"> Female</label></fieldset>
<p>The &lt;style&gt;body{display:none}&lt;/style&gt; maiden name of &#x202e;somebody</p></form>"#;

/// A page of a service, like no other of it: four questions, three of which leave people out.
fn page(number: usize) -> String {
    format!(
        r#"<h1>Step {number}</h1><form>
<fieldset><legend>What is your gender, for step {number}?</legend>
<label><input type="radio" name="g" value="1"> Male</label> <label><input type="radio" name="g" value="2"> Female</label></fieldset>
<label for="t">Title for step {number}</label><select id="t" name="t" required><option>Mr</option><option>Mrs</option><option>Miss</option></select>
<label for="m">Maiden name {number}</label><input id="m" name="m">
<label for="c">Anything else about step {number}</label><textarea id="c" name="c"></textarea></form>"#
    )
}

fn told(folder: &Folder, format: &str) -> String {
    let ran = folder.askwell(&["check", "--format", format]);
    assert!(ran.code < 2, "{}", ran.err);
    ran.out
}

#[test]
fn the_report_needs_nothing_beside_it() {
    let folder = Folder::new();
    let ran = folder.askwell(&["check", "--format", "html", root().join("fixtures").to_str().unwrap()]);
    let html = ran.out;
    for outside in ["<script", "<link", " src=", "@import", "url(", "<iframe", "<object", "<img"] {
        assert!(!html.contains(outside), "{outside}");
    }
    let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    assert!(links.into_iter().all(|link| link.starts_with('#') || link.starts_with("https://") || link.starts_with("http://")));
    assert!(html.contains("default-src 'none'"));
    for said in ["What is your gender?", "Prefer not to say", "sexual orientation", "What could not be seen", "not an official NHS product"]
    {
        assert!(html.contains(said), "{said}");
    }
}

#[test]
fn nothing_in_a_form_reaches_the_report_as_code() {
    let folder = Folder::with("app/<img src=x onerror=alert(3)>.html", HOSTILE);
    let html = told(&folder, "html");
    assert!(html.contains("What is your gender?"));
    for code in ["<script", "<img", "<style>body{", "\u{202e}"] {
        assert!(!html.contains(code), "{code}");
    }
    let comment = told(&folder, "markdown");
    assert!(comment.contains("What is your gender?"));
    for code in ["<script", "<img", " @someone", "[x](y)", "\u{202e}"] {
        assert!(!comment.replace("`app/<img src=x onerror=alert(3)>.html:", "").contains(code), "{code}\n{comment}");
    }
}

#[test]
fn a_report_says_what_is_asked_and_how() {
    let folder = Folder::with("about-you.html", page(1));
    folder.write("other.html", "<label for=p>Your pronouns (optional)</label><input id=p name=p>");
    let html = told(&folder, "html");
    let row = |title: &str| {
        let row = html.split("<tr>").find(|row| row.contains(&format!("<th scope=\"row\">{title}"))).unwrap_or_else(|| panic!("{title}"));
        row.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap().to_owned()).collect::<Vec<String>>()
    };
    // Questions, may be left out, can decline, in own words.
    assert_eq!(row("gender"), ["1", "yes", "no", "no"]);
    assert_eq!(row("title"), ["1", "no", "no", "no"]);
    assert_eq!(row("pronouns"), ["1", "yes", "does not apply", "yes"]);
    assert!(html.contains("Not asked anywhere in these forms") && html.contains("sexual orientation"));
}

#[test]
fn a_service_of_300_pages_fits_into_a_file_and_its_comment_into_a_comment() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.write(&format!("app/step-{number}.html"), page(number));
    }
    let html = told(&folder, "html");
    assert!(html.len() < 5 * 1024 * 1024, "{} bytes", html.len());
    assert!(html.contains("askwell read 300 pages, which ask 1200 questions."));
    assert!((0..300).all(|number| html.contains(&format!("What is your gender, for step {number}?"))));
    let comment = told(&folder, "markdown");
    assert!(comment.chars().count() < 65_536, "{} characters", comment.chars().count());
    assert!(comment.contains("more are not told here"));
}

#[test]
fn a_clean_form_gives_a_report_that_promises_nothing() {
    let folder = Folder::with("a.html", "<label for=a>Your email</label><input id=a name=a autocomplete=email>");
    for format in ["html", "markdown"] {
        assert!(told(&folder, format).contains("It found nothing to mend."), "{format}");
    }
}
