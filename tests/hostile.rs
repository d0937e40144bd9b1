//! Whatever stands in a file: no panic, every place lies in it, the way that lines end changes nothing, and no file
//! takes long.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use askwell::dialect::{Detected, Parsers, detect};
use askwell::finding::Finding;
use askwell::limits;
use askwell::rules::examples::unmark;
use askwell::rules::{Pack, file_of};
use askwell::source::Span;
use common::{Judged, fixtures, pack};

/// Longer than any of these files takes in a debug build, with room for a machine that is busy with other things.
const LONG: Duration = Duration::from_secs(6);

/// A file to read: its path and its text.
type File = (String, String);

/// Every rule's examples, without their marks.
fn examples(pack: &Pack) -> Vec<File> {
    let mut files = Vec::new();
    for rule in &pack.rules {
        let examples = file_of(&rule.id, &[]).unwrap().examples;
        for example in examples.flag.iter().chain(&examples.pass) {
            for (language, ending) in [("html", "html"), ("nunjucks", "njk")] {
                files.extend(example.get(language).map(|code| (format!("{}.{ending}", rule.id), unmark(code).code)));
            }
        }
    }
    files
}

/// Fails unless everything that is said of the file stands in it.
fn places_are_valid(judged: &Judged) {
    let (form, text) = (&judged.document.form, &judged.document.source.text);
    let of_findings = judged
        .findings
        .iter()
        .flat_map(|finding: &Finding| std::iter::once(finding.place).chain(finding.related.iter().map(|(place, _)| *place)));
    let of_words = form.passages.iter().filter_map(|passage| passage.text.span());
    let of_questions = form.questions.iter().flat_map(|question| {
        let answers = question.answers.iter().map(|answer| answer.span);
        let unseen = question.answers_unseen.iter().map(|because| because.span);
        [question.span, question.place()].into_iter().chain(answers).chain(unseen)
    });
    let of_notices = judged.document.notices.iter().map(|notice| notice.span);
    let document = &judged.document;
    let of_comments = document.directives.iter().map(|directive| directive.span).chain(document.complaints.iter().map(|told| told.span));
    let places: Vec<Span> = of_findings.chain(of_words).chain(of_questions).chain(of_notices).chain(of_comments).collect();
    for place in places {
        assert!(place.start <= place.end && text.get(place.range()).is_some(), "{place:?} is no place of {} bytes", text.len());
    }
}

/// What is said of a file, without its places in bytes.
fn said(judged: &Judged) -> (Vec<(String, usize)>, usize, usize) {
    let told = judged.told().into_iter().map(|(rule, line)| (rule.to_owned(), line)).collect();
    (told, judged.document.form.questions.len(), judged.document.notices.len())
}

/// Reads a file, and once more with the line ends of Windows.
fn survives((path, text): &File, pack: &Pack, parsers: &mut Parsers) {
    // What is left of a broken file of code may be no form.
    if let Detected::NoForm = detect(path, text) {
        return;
    }
    let judged = Judged::new(path, text, pack, parsers);
    places_are_valid(&judged);
    let crlf = Judged::new(path, &text.replace('\n', "\r\n"), pack, parsers);
    places_are_valid(&crlf);
    assert_eq!(said(&judged), said(&crlf), "as LF and as CRLF");
}

/// Reads the files on several threads, each with the stack that askwell gives its own, and shows one that fails.
fn all_survive(files: Vec<File>) {
    let files = &files;
    let workers = thread::available_parallelism().map_or(2, usize::from).min(8);
    let work = |worker: usize| {
        let (pack, mut parsers) = (pack(), Parsers::new());
        for file in files.iter().skip(worker).step_by(workers) {
            let start = Instant::now();
            let work = std::panic::AssertUnwindSafe(|| survives(file, &pack, &mut parsers));
            if std::panic::catch_unwind(work).is_err() {
                panic!("{} did not survive:\n{}", file.0, file.1);
            }
            assert!(start.elapsed() < LONG, "{} took {:?}:\n{}", file.0, start.elapsed(), file.1);
        }
    };
    thread::scope(|scope| {
        for worker in 0..workers {
            let builder = thread::Builder::new().stack_size(limits::STACK_BYTES);
            builder.spawn_scoped(scope, move || work(worker)).unwrap();
        }
    });
}

const DELIMITERS: &[&str] = &[
    "```", "`", "](", "---", "<?php", "?>", "$", "->", ":", "{{", "}}", "{%", "%}", "{#", "#}", "<", ">", "\"", "'", "(", ")", "{", "}",
    "[", "]", "#{", "|", "@", "@(", "@{", "@*", ";", "<div ", "</", "<!--", "-->", "=", ",",
];

/// What is put into a file that does not belong there.
const STRANGE: &[&str] =
    &["\0", "\u{feff}", "\r", "\u{a0}", "é", "😀", "&#0;", "&amp", "\\", "\\u12", "{{-", "-%}", "{% raw %}", "{% endset %}", "{% else %}"];

/// Up to `most` of the boundaries of `text`, spread over it. They fall beside characters of several bytes, too.
fn boundaries(text: &str, most: usize) -> Vec<usize> {
    let all: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let step = (all.len() / most).max(1);
    let beside_wide = text.char_indices().filter(|(_, c)| c.len_utf8() > 1).flat_map(|(at, c)| [at, at + c.len_utf8()]).take(6);
    let mut some: Vec<usize> = all.into_iter().step_by(step).chain(beside_wide).collect();
    some.sort_unstable();
    some.dedup();
    some
}

/// `text`, broken in many ways, always the same.
fn mutants(text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let insert = |at: usize, what: &str| format!("{}{what}{}", &text[..at], &text[at..]);
    for at in boundaries(text, 24) {
        broken.push(text[..at].to_owned());
        broken.push(text[at..].to_owned());
    }
    for delimiter in DELIMITERS {
        let places: Vec<usize> = text.match_indices(delimiter).map(|(at, _)| at).collect();
        let some = [places.first(), places.get(places.len() / 2), places.last()];
        for &at in some.into_iter().flatten() {
            broken.push(format!("{}{}", &text[..at], &text[at + delimiter.len()..]));
            broken.push(insert(at, delimiter));
        }
    }
    for (number, what) in DELIMITERS.iter().chain(STRANGE).enumerate() {
        let places = boundaries(text, 7);
        for at in [places[number % places.len()], places[(number * 3 + 1) % places.len()], 0] {
            broken.push(insert(at, what));
        }
    }
    broken
}

fn with_mutants(files: Vec<File>, every: usize) -> Vec<File> {
    let mut all = Vec::new();
    for (number, (path, text)) in files.into_iter().enumerate() {
        let some = mutants(&text).into_iter().skip(number % every).step_by(every);
        all.extend(some.map(|mutant| (path.clone(), mutant)));
        all.push((path, text));
    }
    all
}

#[test]
fn broken_fixtures_are_survived() {
    all_survive(with_mutants(fixtures(), 1));
}

#[test]
fn broken_examples_are_survived() {
    all_survive(with_mutants(examples(&pack()), 5));
}

#[test]
fn scraps_are_survived() {
    let pieces = || DELIMITERS.iter().chain(STRANGE);
    let pairs = pieces().flat_map(|one| pieces().map(move |other| format!("{one}{other}")));
    let scraps = pieces().map(|piece| (*piece).to_owned()).chain(pairs).chain([String::new()]);
    let rails: &[&str] = if cfg!(feature = "ruby") { &["a.html.erb", "a.html.slim", "a.html.haml"] } else { &[] };
    let razor = cfg!(feature = "razor").then_some(["a.cshtml", "a.razor"]).into_iter().flatten();
    let named = |text: String| {
        let of_razor = razor.clone().map(|name| (name.to_owned(), format!("{text}@{text}\n@{{ {text} }}\n<p a=@{text}>@({text})\n")));
        let of_rails = rails.iter().map(|name| ((*name).to_owned(), format!("p {text}\n<%= {text} %>\n= {text}\n- {text}\n")));
        [("a.html".to_owned(), text.clone()), ("a.njk".to_owned(), format!("x{text}\n"))]
            .into_iter()
            .chain(of_rails)
            .chain(of_razor)
            .collect::<Vec<File>>()
    };
    all_survive(scraps.flat_map(named).collect());
}

fn many(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

fn numbered(count: usize, write: impl Fn(usize) -> String) -> String {
    (1..=count).map(write).collect()
}

/// Files that grow in one direction.
fn large() -> Vec<File> {
    let html = [
        ("open elements", many("<div>", 100_000)),
        ("elements in one another", many("<div><span>", 120) + "<p>x</p>" + &many("</span></div>", 120)),
        ("an open comment", format!("<p>One</p><!-- {}", many("a", 1_000_000))),
        ("open comments", many("<p>One</p><!-- ", 60_000)),
        ("open options", format!("<select name=\"g\">{}", many("<option>a", 100_000))),
        ("options", format!("<label for=\"g\">Gender</label><select id=\"g\">{}</select>", many("<option>a</option>", 50_000))),
        ("radios", many("<input type=\"radio\" name=\"g\" id=\"a\"><label for=\"a\">Male</label>", 8_000)),
        ("boxes", many("<label>Title <input name=\"t\"></label>", 10_000)),
        ("fieldsets", many("<fieldset><legend>Gender</legend><input type=\"radio\" name=\"g\"></fieldset>", 8_000)),
        ("hints", many("<div class=\"hint\" id=\"a\">One</div><input aria-describedby=\"a\">", 8_000)),
        ("labels", many("<label for=\"a\">One</label>", 20_000)),
        ("lists", many("<ul><li>One<p>", 20_000)),
        ("angles", many("<", 200_000)),
        ("ampersands", many("&", 500_000)),
        ("references", format!("<p>{}</p>", many("&amp;", 60_000))),
        ("attributes", format!("<p {}>", many(" a=b", 60_000))),
        ("findings in one text", format!("<p>{}</p>", many("his or her ", 20_000))),
        ("findings between quotation marks", format!("<p>{}</p>", many("\"his or her ", 20_000))),
        ("findings", many("<p>his or her</p>", 20_000)),
    ];
    let nunjucks = [
        ("an open comment", format!("<p>One</p>{{# {}", many("a", 1_000_000))),
        ("open values", many("{{ ", 50_000)),
        ("open values in lines", many("{{ a\n", 20_000)),
        ("open brackets", many("{{ ( }}\n", 50_000)),
        ("open strings", many("{{ \"", 50_000)),
        ("open tags", many("{% if x %}", 50_000)),
        ("lists in lists", format!("{{{{ {}{} }}}}", many("[", 20_000), many("]", 20_000))),
        ("lists that are used", format!("{{% set x = {}1{} %}}{{{{ radios({{ items: x }}) }}}}", many("[", 60), many("]", 60))),
        ("maps in maps", format!("{{{{ radios({}1{}) }}}}", many("{ items: ", 5_000), many("}", 5_000))),
        ("brackets", format!("{{{{ {}1{} }}}}", many("(", 20_000), many(")", 20_000))),
        ("joined text", format!("{{{{ {}'a' }}}}", many("'a' ~ ", 20_000))),
        ("fallbacks", format!("{{{{ {}a }}}}", many("a or ", 20_000))),
        ("conditions", format!("{{{{ {}c }}}}", many("a if b else ", 5_000))),
        ("filters", format!("{{{{ a{} }}}}", many(" | upper", 20_000))),
        ("members", format!("{{{{ a{} }}}}", many(".b", 20_000))),
        ("conditions in a row", many("{% if a %}x{% endif %}", 20_000)),
        ("conditional values", many("{% if a %}{% set a = b %}{% endif %}", 10_000) + "{{ a }}"),
        ("calls", many("{{ input({ name: 'a', label: { text: 'Title' } }) }}\n", 5_000)),
        (
            "markup in a value",
            format!("{{{{ radios({{ items: [{{ text: 'a', conditional: {{ html: '{}' }} }}] }}) }}}}", many("<div>", 50_000)),
        ),
    ];
    let markdown = [
        ("open links", many("[a](", 100_000)),
        ("brackets", many("[a", 200_000)),
        ("pictures", many("![a](b) ", 20_000)),
        ("ticks", numbered(800, |len| many("`", len) + " ")),
        ("open comments", many("<!-- ", 100_000)),
        ("open tags", many("<a ", 100_000)),
        ("stars", many("*a **b _c ", 50_000)),
        ("names", many("{#a} ", 50_000)),
        ("rows", many("| a | b |\n", 30_000)),
        ("headings", many("# a\n\n", 30_000)),
        ("items", many("- a\n\n    b\n", 20_000)),
    ];
    let item = r##"{"linkId": "1", "type": "choice", "text": "Gender", "answerValueSet": "#a", "enableWhen": [{"question": "1", "operator": "=", "answerString": "x"}]}"##;
    let set = r#"{"resourceType": "ValueSet", "id": "a", "expansion": {"contains": [{"code": "x", "display": "Male"}]}}"#;
    let fhir = [
        (
            "items",
            format!(r#"{{"resourceType": "Questionnaire", "contained": [{set}], "item": [{}{item}]}}"#, many(&format!("{item},"), 5_000)),
        ),
        (
            "sets",
            format!(r#"{{"resourceType": "Questionnaire", "contained": [{}{set}], "item": [{item}]}}"#, many(&format!("{set},"), 8_000)),
        ),
        ("items in items", format!(r#"{{"resourceType": "Questionnaire", {}"a": 1{}"#, many("\"item\": [{", 100), many("}]", 100)) + "}"),
    ];
    let php = [
        ("open strings", many("<?php ' ?>", 50_000)),
        ("casts", format!("<?= {} ?>", many("(string)", 50_000))),
        ("news", format!("<?= {} ?>", many("new ", 50_000))),
        ("questions", format!("<?= {} ?>", many("a ? b : ", 50_000))),
        ("arrays", format!("<?= {} ?>", many("[", 100_000))),
        ("members", format!("<?= $a{} ?>", many("->b", 50_000))),
        ("joined text", format!("<?= 'a'{} ?>", many(" . 'a'", 50_000))),
        ("heads", format!("<?php {} ?>", many("if (", 100_000))),
        ("blocks", many("<?php if (a) { ?>", 20_000)),
        ("statements", format!("<?php {} ?><input>", many("$a = array('b' => 'c'); ", 20_000))),
        ("comments", format!("<?php {} ?>", many("// it's\n", 50_000))),
        ("open comments", many("<?php /* ", 50_000)),
        ("functions", format!("<?php {}", many("function ", 50_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    let markdown = markdown.map(|(name, text)| (name, format!("---\ntitle: a\n---\n{text}\n<input>")));
    let nunjucks = nunjucks.into_iter().map(named("njk")).chain(markdown.into_iter().map(named("md")));
    let nunjucks = nunjucks.chain(php.into_iter().map(named("php")));
    html.into_iter()
        .map(named("html"))
        .chain(nunjucks)
        .chain(fhir.into_iter().map(named("json")))
        .chain(large_xml())
        .chain(large_rails())
        .chain(large_razor())
        .collect()
}

/// The same in the languages of Rails.
fn large_rails() -> Vec<File> {
    let erb = [
        ("open tags", many("<%= ", 50_000)),
        ("open blocks", many("<% x do |y| %>", 50_000)),
        ("open braces", many("<% x { %>", 50_000)),
        ("ends", many("<% end %>", 50_000)),
        ("lists in lists", format!("<%= {}{} %>", many("[", 20_000), many("]", 20_000))),
        ("calls in calls", format!("<%= {}1{} %>", many("f(", 20_000), many(")", 20_000))),
        ("members", format!("<%= a{} %>", many(".b", 20_000))),
        ("joined text", format!("<%= {}'a' %>", many("'a' + ", 20_000))),
        ("heredocs", format!("<%= f {} %>", many("<<A, ", 10_000))),
        ("strings with values", format!("<%= \"{}\" %>", many("#{a}", 20_000))),
        ("questions", many("<%= f.govuk_text_field :a, label: { text: \"Title\" } %>\n", 5_000)),
        (
            "fieldsets in one another",
            many("<%= f.govuk_radio_buttons_fieldset(:a, legend: { text: 'Sex' }) do %>", 200) + &many("<% end %>", 200),
        ),
        (
            "answers that open answers",
            many("<%= f.govuk_radio_button(:a, 'b', label: { text: 'Sex' }) do %>", 200) + &many("<% end %>", 200),
        ),
        ("a name that is set over and over", many("<% a = a + a %>", 10_000) + "<%= a %>"),
    ];
    let slim = [
        ("tags in a row", many("p: ", 50_000)),
        ("open attributes", many("a(b=\n", 50_000)),
        ("open brackets", many("a[", 100_000)),
        ("lines that go on", many("= a,\n", 50_000)),
        ("open values", many("p #{\n", 50_000)),
        ("lines in one another", (0..1_000).map(|depth| format!("{}p\n", " ".repeat(depth))).collect()),
        ("words", many("| his or her\n", 20_000)),
        ("attributes", format!("p{}", many(" a=b", 60_000))),
    ];
    let haml = [
        ("classes", many(".a", 100_000)),
        ("open attributes", many("%a{b:\n", 50_000)),
        ("brackets in a row", format!("%a{}", many("{}", 50_000))),
        ("lines in one another", (0..1_000).map(|depth| format!("{}%p\n", " ".repeat(depth))).collect()),
        ("lines that go on", many("= a,\n", 50_000)),
        ("arms", format!("- if a\n{}", many("- elsif b\n", 20_000))),
    ];
    let ruby = [
        ("classes in one another", format!("# erb_template\n{}{}", many("class A\n", 20_000), many("end\n", 20_000))),
        ("templates", format!("class A\n{}end\n", many("erb_template <<~ERB\n<p>his</p>\nERB\n", 10_000))),
        ("a template that is never closed", format!("erb_template <<~ERB\n{}", many("<p>his or her</p>\n", 20_000))),
        ("methods", format!("class A < ViewComponent::Base\n{}end\n", many("def call = tag.p('his or her')\n", 10_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    let erb = erb.into_iter().map(named("html.erb")).chain(slim.into_iter().map(named("html.slim")));
    let files = erb.chain(haml.into_iter().map(named("html.haml"))).chain(ruby.into_iter().map(named("rb")));
    files.filter(|_| cfg!(feature = "ruby")).collect()
}

/// FHIR questionnaires in XML.
fn large_xml() -> Vec<File> {
    let whole = |inside: String| format!("<Questionnaire xmlns=\"http://hl7.org/fhir\">{inside}</Questionnaire>");
    let item = "<item><linkId value=\"a\"/><text value=\"Sex\"/><type value=\"choice\"/>";
    let files = [
        ("items in one another", whole(many(item, 20_000) + &many("</item>", 20_000))),
        ("open items", whole(many(item, 50_000))),
        ("items", whole(many(&format!("{item}</item>"), 20_000))),
        ("attributes", whole(format!("<item {}/>", numbered(20_000, |number| format!("a{number}=\"b\" "))))),
        ("references", whole(format!("<item><text value=\"{}\"/></item>", many("&amp;", 100_000)))),
        ("comments", whole(many("<!-- a -->", 50_000))),
        ("a type of its own", format!("<!DOCTYPE a [<!ENTITY b \"{}\">]>{}", many("c", 1000), whole(many("&b;", 1000)))),
    ];
    files.into_iter().map(|(name, text)| (format!("{name}.xml"), text)).collect()
}

/// The same in Razor.
fn large_razor() -> Vec<File> {
    let razor = [
        ("open brackets", many("@(", 50_000)),
        ("open calls", many("@f(", 50_000)),
        ("open blocks", many("@{ ", 50_000)),
        ("open conditions", many("@if (a) {\n<p>", 20_000)),
        ("open heads", many("@if (", 50_000)),
        ("open comments", many("@* ", 50_000)),
        ("open sections", many("@section A {", 20_000)),
        ("open code", many("@code {", 20_000)),
        ("closed conditions", format!("{}<p>x</p>{}", many("@if (a) {\n", 200), many("}\n", 200))),
        ("members", format!("@a{}", many(".b", 20_000))),
        ("calls in calls", format!("@({}1{})", many("f(", 20_000), many(")", 20_000))),
        ("joined text", format!("@({}\"a\")", many("\"a\" + ", 20_000))),
        ("members that may be nothing", format!("@(a{})", many("?.b", 10_000))),
        ("statements", format!("@{{ {} }}", many("var a = b;\n", 20_000))),
        ("statements that never end", format!("@{{ {}", many("a b\n", 50_000))),
        ("arms", format!("@if (a) {{ }} {}", many("else if (b) { }\n", 20_000))),
        ("cases", format!("@switch (a) {{ {} }}", many("case 1: <p>x</p> break;\n", 10_000))),
        ("markup in code", format!("@{{ {} }}", many("<p>his or her</p>\n", 10_000))),
        ("elements in code", format!("@{{ {}", many("<b>", 20_000))),
        ("texts", format!("@{{ {} }}", many("<text>x</text>\n", 10_000))),
        ("tags that never end", format!("@{{ {}", many("<p a=\"", 20_000))),
        ("tag helpers in one another", many("<govuk-radios for=\"A\"><govuk-radios-item>", 100)),
        ("controls", many("<label asp-for=\"A.B\"></label><input asp-for=\"A.B\" />\n", 4_000)),
        ("a name that is set over and over", format!("@{{ {} }}@a", many("a = a + a;\n", 5_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    let pages = razor.iter().cloned().map(named("cshtml")).chain(razor.iter().cloned().map(named("razor")));
    pages.filter(|_| cfg!(feature = "razor")).collect()
}

/// Small files that come to much, if one follows them.
fn circles() -> Vec<File> {
    let list = numbered(199, |number| format!("{number}, "));
    let loops = numbered(4, |level| format!("{{% for i{level} in list %}}"));
    let twice = |name: &str| format!("{{{{ {name}() }}}}<p>One</p>{{{{ {name}() }}}}");
    let joined = |level: usize| vec![format!("a{}.k", level - 1); 40].join(" ~ ");
    let revealed = |level: usize| {
        let item = format!("{{ text: 'a', conditional: {{ html: c{} }} }}", level - 1);
        format!("{{% set c{level} %}}{{{{ radios({{ name: 'g', items: [{item}, {item}] }}) }}}}{{% endset %}}")
    };
    let files = [
        (
            "a value of itself",
            "{% set x = x %}{% set y = [y, y] %}{% set z = { z: z.z } %}{{ radios({ items: y, name: x }) }}{{ z.z.z }}{{ input(z) }}"
                .to_owned(),
        ),
        ("a macro that calls itself", format!("{{% macro a() %}}{}{{% endmacro %}}{{{{ a() }}}}", twice("a"))),
        (
            "macros that call each other",
            format!("{{% macro a() %}}{}{{% endmacro %}}{{% macro b() %}}{}{{% endmacro %}}{{{{ a() }}}}", twice("b"), twice("a")),
        ),
        (
            "loops in loops",
            format!(
                "{{% set list = [{list}0] %}}{loops}<p>One</p>{{{{ input({{ name: i1, label: {{ text: i4 }} }}) }}}}{}",
                many("{% endfor %}", 4)
            ),
        ),
        ("loops in loops over nothing", format!("{{% set list = [{list}0] %}}{loops}{}", many("{% endfor %}", 4))),
        (
            "text that doubles",
            format!(
                "{{% set x = 'ab' %}}{}{{{{ x }}}}<p title=\"{{{{ x }}}}\">{{{{ input({{ label: {{ text: x }} }}) }}}}",
                many("{% set x = x ~ x %}", 60)
            ),
        ),
        ("a list that doubles", format!("{{% set x = ['ab'] %}}{}{{{{ radios({{ items: x }}) }}}}", many("{% set x = x.concat(x) %}", 60))),
        ("readings that double", format!("{{% set x = a %}}{}{{{{ x }}}}", many("{% set x = x if b else x %}", 60))),
        (
            "keys of keys",
            format!(
                "{{% set a0 = {{ k: 'x' }} %}}{}{{{{ a18.k }}}}",
                numbered(18, |level| format!("{{% set a{level} = {{ k: {} }} %}}", joined(level)))
            ),
        ),
        (
            "lists of lists",
            format!(
                "{{% set a0 = ['x'] %}}{}{{{{ radios({{ items: a30 }}) }}}}",
                numbered(30, |level| format!("{{% set a{level} = [a{0}, a{0}] %}}", level - 1))
            ),
        ),
        (
            "blocks of blocks",
            format!(
                "{{% set a0 %}}x{{% endset %}}{}{{{{ a22 }}}}",
                numbered(22, |level| format!("{{% set a{level} %}}{}{{% endset %}}", many(&format!("{{{{ a{} }}}}", level - 1), 4)))
            ),
        ),
        ("answers that open answers", format!("{{% set c0 %}}x{{% endset %}}{}{{{{ c22 }}}}", numbered(22, revealed))),
    ];
    files.map(|(name, text)| (format!("{name}.njk"), text)).into()
}

/// The same in classes of forms.
#[cfg(feature = "django")]
fn classes() -> Vec<File> {
    let form = |before: &str, inside: &str| format!("from django import forms  # Form, fields\n{before}\nclass F(forms.Form):\n{inside}\n");
    let asks = "    a = forms.ChoiceField(label=x, choices=x)";
    let constructor = |lines: &str| format!("    def __init__(self):\n{lines}\n        self.fields['a'] = forms.ChoiceField(choices=x)");
    let files = [
        ("many fields", form("", &numbered(8_000, |number| format!("    a{number} = forms.CharField(label='A')\n")))),
        (
            "many fields that are put in",
            form("", &constructor(&numbered(8_000, |number| format!("        self.fields['a{number}'] = forms.CharField()\n")))),
        ),
        ("many forms", form(&numbered(4_000, |number| format!("class F{number}(forms.Form):\n    a = forms.CharField()\n")), asks)),
        (
            "a base that goes in a circle",
            form(
                "class A(B):\n    x = forms.CharField()\nclass B(A):\n    y = forms.CharField()\nclass C(A): pass",
                "    a = C(label='A')",
            ),
        ),
        (
            "a function of itself",
            form("def x(): return [x(), x()]\ny = x()\nclass E(models.TextChoices): A = E.choices, E.A.label\nx = E", asks),
        ),
        ("functions of each other", form("def x(a=1): return y(a) + y(a)\ndef y(a): return x(a) + x(a)", "    a = x(1)\n    b = y(2)")),
        ("a list that doubles", form(&format!("x = [('a', 'A')]\n{}", many("x = x + x\n", 60)), asks)),
        (
            "lists of lists",
            form(&format!("a0 = ['x']\n{}x = a40", numbered(40, |level| format!("a{level} = [a{0}, a{0}]\n", level - 1))), asks),
        ),
        (
            "functions that double",
            form(
                &format!(
                    "def f0(): return ['x']\n{}x = f30()",
                    numbered(30, |level| format!("def f{level}(): return [*f{0}(), *f{0}()]\n", level - 1))
                ),
                asks,
            ),
        ),
        ("names that double", form("", &constructor(&format!("        x = ['x']\n{}", many("        x = [x, x]\n", 200))))),
        (
            "names that a condition doubles",
            form("", &constructor(&format!("        x = ['x']\n{}", many("        if self.a: x = [x, x]\n        else: x = [x]\n", 60)))),
        ),
        (
            "methods that call themselves",
            form(
                "",
                "    def __init__(self):\n        self.m()\n        self.m()\n    def m(self):\n        self.m()\n        self.n()\n    def n(self):\n        self.m()\n        self.fields['a'] = forms.CharField()",
            ),
        ),
        ("a list of many answers", form(&format!("x = [{}]", many("('a', 'A'), ", 8_000)), asks)),
        ("long text", form(&format!("x = f'{}'", many("{a} b ", 20_000)), asks)),
    ];
    files.map(|(name, text)| (format!("{name}.py"), text)).into()
}

/// Reads one file. One that is not done in time is shown by its name, and the test does not wait for it.
fn is_quick((path, text): File) {
    let (send, receive) = mpsc::channel();
    let name = path.clone();
    let work = move || {
        let judged = Judged::new(&path, &text, &pack(), &mut Parsers::new());
        places_are_valid(&judged);
        send.send(()).unwrap();
    };
    let worker = thread::Builder::new().stack_size(limits::STACK_BYTES).spawn(work).unwrap();
    match receive.recv_timeout(LONG) {
        Ok(()) => worker.join().unwrap(),
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name}: not done after {LONG:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{name}: did not survive"),
    }
}

#[test]
fn large_files_are_quick() {
    large().into_iter().for_each(is_quick);
}

/// Large files whose logic stands in attributes, and in a script beside them.
fn large_components() -> Vec<File> {
    let script = |code: String| format!("<template><label>Name <input></label></template><script setup>{code}</script>");
    let vue = [
        ("bindings", format!("<template>{}</template>", many("<input :a=\"b.c\" v-model=\"d\">", 1_500))),
        ("components", format!("<template>{}</template>", many("<RadioItem label=\"a\" />", 15_000))),
        ("open components", format!("<template>{}", many("<A><template #b>", 120))),
        ("slots in slots", format!("<template>{}{}</template>", many("<A>", 200), many("<p>a</p>", 20_000))),
        ("open quotes", format!("<template>{}", many("<a b=\"", 60_000))),
        ("odd quotes", format!("<template>{}", many("<a \"><b '>", 60_000))),
        ("open braces", format!("<template>{}", many("{{ a\n", 20_000))),
        ("conditions", format!("<template>{}</template>", many("<p v-if=\"a\">a</p>\n<p v-else-if=\"b\">b</p>\n", 5_000))),
        ("loops", format!("<template>{}</template>", many("<p v-for=\"({ a, b }, i) in [1, 2]\">a</p>", 4_000))),
        ("names", script(numbered(20_000, |number| format!("const a{number} = ref([{number}]); ")))),
        ("what is given", script(many("defineProps(", 20_000))),
        ("changes", script(many("a.b[c].d", 30_000))),
        ("scripts", many("<script>", 60_000)),
    ];
    let angular = [
        ("blocks", format!("<ng-container>{}", many("@if (a) { b } @else { c }", 4_000))),
        ("open blocks", format!("<ng-container>{}", many("@if (a) {", 20_000))),
        ("heads", format!("<ng-container>{}", many("@for (", 20_000))),
        ("pipes", format!("<ng-container>{}", many("{{ a | b | c }}", 5_000))),
        ("open tags", format!("<ng-container>{}", many("<a b=\"", 60_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    vue.map(named("vue")).into_iter().chain(angular.map(named("html"))).collect()
}

/// React components that are long, deep, many, or show one another twice each.
fn large_react() -> Vec<File> {
    let page = |body: String| format!("import {{ Radios }} from \"nhsuk-react-components\";\n{body}\n");
    let shown = |elements: String| page(format!("export default (p) => <form>{elements}</form>;"));
    let radios = "<Radios legend=\"Sex\"><Radios.Item value=\"f\">F</Radios.Item></Radios>\n";
    let boxes = "const A = ({ c, children }) => <div>{c}{children}</div>;\n";
    let doubled = numbered(40, |number| {
        let next = number + 1;
        format!("const A{number} = (p) => <div><A{next} a={{p.a}} b={{<b>{{p.b}}{{p.b}}</b>}} /><A{next} a={{p.b}} b={{p.a}} /></div>;\n")
    });
    let react = [
        ("choices", shown(many(radios, 4_000))),
        ("wrapped", format!("{boxes}{}", shown(format!("{}x{}", many("<A c=\"x\">", 80), many("</A>", 80))))),
        ("doubled", format!("{doubled}export default () => <A0 a=\"x\" b={{<i>y</i>}} />;\n")),
        (
            "components",
            page(numbered(3_000, |number| format!("function C{number}(p) {{ let x; use(); return <label>Q<input /></label>; }}\n"))),
        ),
        ("early answers", page(format!("export default function P(p) {{ {} return <b/>; }}", many("if (p.a) return <i/>;\n", 3_000)))),
        ("broken", page(many("const a = <p>{</p>;\n", 3_000))),
        ("open elements", page(many("const a = <p>", 3_000))),
    ];
    react.into_iter().map(|(name, text)| (format!("{name}.tsx"), text)).collect()
}

#[test]
fn large_react_components_are_quick() {
    large_react().into_iter().for_each(is_quick);
}

#[test]
fn large_components_are_quick() {
    large_components().into_iter().for_each(is_quick);
}

#[test]
#[cfg(feature = "django")]
fn classes_come_to_an_end() {
    classes().into_iter().for_each(is_quick);
}

#[test]
fn circles_and_doublings_come_to_an_end() {
    circles().into_iter().for_each(is_quick);
}

#[test]
fn a_page_that_goes_on_for_too_long_says_so() {
    let circles = circles();
    let (path, text) = circles.iter().find(|(path, _)| path.starts_with("loops in loops.")).unwrap();
    let folder = common::Folder::with("page.njk", text);
    folder.askwell(&["check"]).ends(0).says("page.njk:1: the page goes on for longer than askwell reads");
    let judged = Judged::new(path, text, &pack(), &mut Parsers::new());
    assert!(!judged.document.form.unseen.is_empty());
}
