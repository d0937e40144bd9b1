//! Fixtures and examples, broken in many ways, always the same.

use std::thread;
use std::time::{Duration, Instant};

use askwell::dialect::{ALL, Detected, Parsers, detect};
use askwell::finding::Finding;
use askwell::limits;
use askwell::rules::examples::unmark;
use askwell::rules::{Pack, file_of};
use askwell::source::Span;

use crate::File;
use crate::common::{Judged, files_below, fixtures, pack};

/// Longer than any of these files takes in a debug build, with room for a machine that is busy with other things.
const LONG: Duration = Duration::from_secs(6);

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
    // How a grammar gets over code that is broken hangs on how many bytes it passes over.
    let is_code = [".tsx", ".jsx", ".ts", ".js"].iter().any(|ending| path.ends_with(ending));
    assert!(is_code || said(&judged) == said(&crlf), "as LF {:?} and as CRLF {:?}", said(&judged), said(&crlf));
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

/// Files in every dialect.
fn in_every_dialect() -> Vec<File> {
    let rendered = files_below("tests/rendered").into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()));
    let further = FURTHER.map(|(path, text)| (path.to_owned(), text.to_owned()));
    fixtures().into_iter().chain(rendered).chain(further).collect()
}

/// Templates in languages that no fixture is written in.
const FURTHER: [(&str, &str); 5] = [
    (
        "about.component.html",
        "<form [formGroup]=\"form\">\n@if (asked) {\n<nhs-radios legend=\"Gender\" [items]=\"items\" formControlName=\"gender\"></nhs-radios>\n} @else {\n<p *ngFor=\"let name of names; trackBy: by\">{{ name | uppercase }} his or her</p>\n}\n<label>Name <input [attr.a]=\"b?.c ?? 'd'\" (change)=\"e($event)\"></label>\n</form>\n",
    ),
    (
        "about.html",
        "{% extends 'base.html' %}{% load i18n %}\n{% block content %}<form>{% csrf_token %}\n{% blocktrans trimmed with name=user.name|default:'x' %}Dear {{ name }}, his or her{% endblocktrans %}\n{% for field in form %}{{ field.label_tag }} {{ field }}{% empty %}{% trans \"None\" %}{% endfor %}\n<label for=\"{{ form.sex.id_for_label }}\">Sex</label> {% if a == 'b' and not c %}<select name=\"sex\"><option>F</option></select>{% endif %}</form>{% endblock %}\n",
    ),
    (
        "resources/views/about.blade.php",
        "@extends('layouts.app')\n@props(['items' => []])\n@section('content')\n{{-- his or her --}}<form>@csrf\n@php $a = ['f' => 'Female']; @endphp\n<fieldset><legend>{!! __('What is your sex?') !!}</legend>\n@foreach ($a as $value => $label)<label><input type=\"radio\" name=\"sex\" @checked(old('sex') == $value) {{ $b ? 'required' : '' }}>{{ $label }} his or her</label>@endforeach</fieldset>\n@if ($c)<x-field label=\"Name\" :items=\"$items\"><x-slot:hint>Yours</x-slot></x-field>@else @include('more', ['d' => 1]) @endif\n<p {{ $attributes->merge(['class' => 'e']) }}>@lang('a.b') {{ $slot }}</p></form>\n@endsection\n",
    ),
    (
        "about.docx",
        "# About you\nFull name: ____\n\nWhat is your sex?\n☐ Female\n☒ Male ⟦date⟧\nTell us about his or her diet\n┃ Gender │ ⟦▾ Female ⁞ Male⟧\n╎ of next of kin │ ____\n",
    ),
    (
        "app/components/sex_component.rb",
        "class SexComponent < ViewComponent::Base\n  erb_template <<~ERB\n    <fieldset><legend>What is your sex?</legend>\n    <%= form.govuk_radio_button :sex, 'f', label: { text: \"Female #{note}\" } do %>his or her<% end %></fieldset>\n  ERB\n\n  def call\n    tag.p('his or her', class: %w[a b]) if @a&.b?\n  end\nend\n",
    ),
];

#[test]
fn every_dialect_is_among_the_files_that_are_broken() {
    let files = in_every_dialect();
    let dialect = |(path, text): &File| match detect(path, text) {
        Detected::Read(dialect) => Some(dialect.name()),
        _ => None,
    };
    let broken: Vec<&str> = files.iter().filter_map(dialect).collect();
    let missing: Vec<&str> = ALL.iter().map(|dialect| dialect.name()).filter(|name| !broken.contains(name)).collect();
    assert!(missing.is_empty(), "no file is broken in {missing:?}");
}

#[test]
fn whole_files_say_the_same_as_lf_and_as_crlf() {
    let (pack, mut parsers) = (pack(), Parsers::new());
    for (path, text) in in_every_dialect().into_iter().filter(|(path, text)| matches!(detect(path, text), Detected::Read(_))) {
        let lines = text.replace("\r\n", "\n");
        let [lf, crlf] = [lines.clone(), lines.replace('\n', "\r\n")].map(|text| Judged::new(&path, &text, &pack, &mut parsers));
        assert_eq!(said(&lf), said(&crlf), "{path}");
    }
}

#[test]
fn broken_fixtures_are_survived() {
    all_survive(with_mutants(in_every_dialect(), 3));
}

#[test]
fn broken_examples_are_survived() {
    all_survive(with_mutants(examples(&pack()), 11));
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
        let of_blade =
            format!("{text}@if({text})\n@{text}({text}) {{{{ {text} }}}}\n<p a=@{text} @{text}>@php {text} }} else if ( {text} @endphp\n");
        [("a.html".to_owned(), text.clone()), ("a.njk".to_owned(), format!("x{text}\n")), ("a.blade.php".to_owned(), of_blade)]
            .into_iter()
            .chain(of_rails)
            .chain(of_razor)
            .collect::<Vec<File>>()
    };
    all_survive(scraps.flat_map(named).collect());
}
