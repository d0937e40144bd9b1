//! Angular and AngularJS templates, in files of their own and in the decorators of components.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use askwell::config::Config;
use askwell::dialect::Parsers;
use askwell::engine::{self, Checked};
use askwell::form::Question;
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run;
use askwell::source::FileId;
use askwell::unknown::Property;
use common::{files_below, pack, said};

/// The first of `files`, judged in a repository of all of them.
fn judged(files: &[(&str, &str)]) -> Checked {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    let document = run::read(FileId::asked_for(0), path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap();
    let understood = run::understand(document, &Config::default(), path, &pack());
    engine::judge(understood, None, &pack(), &Config::default(), path, &project)
}

/// What the first of `files` asks, one question a line.
fn questions(files: &[(&str, &str)]) -> Vec<String> {
    judged(files).form.questions.iter().map(described).collect()
}

/// What a template asks that stands by itself, after an element that only Angular has.
fn asked(template: &str) -> Vec<String> {
    let page = format!("<ng-container></ng-container>{template}");
    let checked = judged(&[("app/page.component.html", &page)]);
    checked.form.questions.iter().map(described).collect()
}

/// A question as people meet it: `prompt | control | answers | hint …`.
fn described(question: &Question) -> String {
    let mut line = format!("{} | {}", said(&question.prompt), question.control);
    let answers: Vec<String> = question.answers.iter().map(|answer| said(&answer.label)).collect();
    if !answers.is_empty() {
        line.push_str(&format!(" | {}", answers.join(", ")));
    }
    if !question.answers_complete() {
        line.push_str(" | not all seen");
    }
    if !question.hint.is_absent() {
        line.push_str(&format!(" | hint: {}", said(&question.hint)));
    }
    line
}

#[test]
fn structural_attributes_repeat_and_decide() {
    let page = r#"<fieldset><legend>Sex</legend>
        <label *ngFor="let s of ['Female', 'Male']; let i = index"><input type="radio" [id]="'s' + i" formControlName="sex" [value]="s">{{ s }}</label>
        <label *ngIf="more; else none"><input type="radio" formControlName="sex">Intersex</label></fieldset>
        <ng-template #none><label for="n">Your name</label><input id="n" [required]="true"></ng-template>"#;
    assert_eq!(asked(page), ["Sex | radios | Female, Male, Intersex", "Your name | input"]);
    let form = judged(&[("page.html", &format!("<ng-container></ng-container>{page}"))]).form;
    assert_eq!(form.questions[0].answers.iter().map(|answer| answer.conditional).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(said(&form.questions[0].name), "sex");
    assert_eq!(form.questions[1].required, Property::Known(true));
}

#[test]
fn blocks_repeat_and_decide() {
    let page = r#"<fieldset><legend>@if (child) { Your child’s region } @else { Your region }</legend>
        @for (r of ['North', 'South']; track r) {
          <label><input type="radio" name="r" [value]="r">{{ r }}</label>
        } @empty { <p>None</p> }
        @switch (kind) { @case ('a') { <label><input type="radio" name="r">East</label> } @default { <p>}</p> } }
        </fieldset><p>{{ '}' }} a@example.com</p>"#;
    assert_eq!(asked(page), ["Your child’s region | radios | North, South, East"]);
}

#[test]
fn components_of_angular_material_are_read_as_what_they_show() {
    let page = r#"<mat-form-field appearance="outline"><mat-label>Title</mat-label>
          <mat-select formControlName="title" required><mat-option value="">Choose</mat-option><mat-option *ngFor="let t of ['Mx', 'Dr']" [value]="t">{{ t }}</mat-option></mat-select>
          <mat-error *ngIf="bad">Choose one</mat-error></mat-form-field>
        <mat-form-field><mat-label>Your name</mat-label><input matInput formControlName="name"><mat-hint>As on your letters</mat-hint></mat-form-field>
        <p id="g">Gender</p><mat-radio-group aria-labelledby="g" formControlName="gender"><mat-radio-button value="w">Woman</mat-radio-button><mat-radio-button value="o">In another way</mat-radio-button></mat-radio-group>
        <mat-checkbox formControlName="agree">I agree</mat-checkbox>"#;
    let expected = ["Title | select | Mx, Dr", "Your name | input", "Gender | radios | Woman, In another way", "- | checkboxes | I agree"];
    assert_eq!(asked(page), expected);
}

#[test]
fn the_class_beside_a_template_gives_it_its_lists() {
    let template = r#"<label for="r">Region</label><select id="r" [(ngModel)]="region"><option *ngFor="let r of regions" [value]="r.id">{{ r.name }}</option></select>"#;
    let class = |members: &str| {
        format!(
            "import {{ REGIONS }} from './regions';\n@Component({{ templateUrl: './page.component.html' }})\nexport class PageComponent {{\n{members}\n}}\n"
        )
    };
    let all = ["Region | select | North, South"];
    let regions = ("app/regions.ts", "export const REGIONS = [{ id: 1, name: 'North' }, { id: 2, name: 'South' }];\n");
    for members in [
        "regions = [{ id: 1, name: 'North' }, { id: 2, name: 'South' }];",
        "readonly regions = REGIONS;",
        "get regions() { return REGIONS; }",
    ] {
        let class = class(members);
        assert_eq!(questions(&[("app/page.component.html", template), ("app/page.component.ts", &class), regions]), all, "{members}");
    }
    for members in [
        "@Input() regions = [];",
        "regions = [{ id: 1, name: 'North' }]; ngOnInit() { this.regions = this.api.all(); }",
        "regions: Region[];",
    ] {
        let class = class(members);
        let asked = questions(&[("app/page.component.html", template), ("app/page.component.ts", &class), regions]);
        assert!(asked[0].ends_with("not all seen"), "{members}: {asked:?}");
    }
}

#[test]
fn a_template_in_the_decorator_is_read_where_it_stands() {
    let code = "const TITLES = ['Mr', 'Husband or wife'];\n\
        @Component({ selector: 'app-title', template: `\n  <label for=\"t\">Title</label>\n  <select id=\"t\"><option *ngFor=\"let t of titles\">{{ t }}</option></select>\n` })\n\
        // askwell: ignore-file title/no-mx because the hospital’s system has no more\n\
        export class TitleComponent { titles = TITLES; }\n";
    let checked = judged(&[("app/title.component.ts", code)]);
    assert_eq!(checked.form.questions.iter().map(described).collect::<Vec<_>>(), ["Title | select | Mr, Husband or wife"]);
    let finding = checked.findings.iter().find(|finding| finding.rule == "relationships/husband-wife").unwrap();
    assert_eq!(&code[finding.place.range()], "Husband or wife");
    assert!(checked.findings.iter().all(|finding| finding.rule != "title/no-mx" || !finding.is_live()));
}

#[test]
fn angularjs_repeats_and_binds() {
    let page = r#"<div ng-app="x"><fieldset><legend>Sex</legend><label ng-repeat="s in ['Female', 'Male'] track by $index"><input type="radio" ng-model="form.sex" ng-value="s">{{ s }}</label></fieldset>
        <label for="t">Title</label><select id="t" ng-model="form.title" ng-options="t.id as t.name for t in [{id: 1, name: 'Mx'}, {id: 2, name: 'Dr'}]"><option value="">Choose</option></select>
        <label for="a">Area</label><select id="a" ng-model="form.area" ng-options="a for a in areas"></select></div>"#;
    let expected = ["Sex | radios | Female, Male", "Title | select | Mx, Dr", "Area | select | ?loop | not all seen"];
    assert_eq!(questions(&[("page.html", page)]), expected);
}

#[test]
fn pipes_that_change_no_word_are_passed_and_others_are_holes() {
    let page = r#"<label for="a">{{ 'about.name' | translate }}</label><input id="a"><label for="b">{{ 'Born' | uppercase }}</label><input id="b">
        <label for="c">{{ label | custom: 1 }}</label><input id="c"><label for="d" translate>about.name</label><input id="d" [placeholder]="'about.name' | translate">"#;
    let files = [
        ("src/page.html", &*format!("<ng-container></ng-container>{page}")),
        ("src/assets/i18n/en.json", r#"{ "about": { "name": "Your name" } }"#),
    ];
    assert_eq!(questions(&files), ["Your name | input", "BORN | input", "?function | input", "Your name | input"]);
}

#[test]
fn a_comment_of_the_page_directs_askwell() {
    let page = r#"<ng-container></ng-container><!-- askwell: ignore names/maiden because the law asks for it --><p><label for="m">Maiden name</label><input id="m"></p>"#;
    assert!(judged(&[("page.html", page)]).findings.iter().all(|finding| !finding.is_live()));
}

#[test]
fn plain_html_asks_what_it_asks_in_a_page() {
    for (path, text) in files_below("fixtures").into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8(text).unwrap();
        if !["{{", "{%", "@"].iter().any(|mark| text.contains(mark)) {
            let wrapped = format!("<ng-container>{text}</ng-container>");
            assert_eq!(questions(&[("page.html", &wrapped)]), questions(&[("page.html", &text)]), "{path}");
        }
    }
}

#[test]
fn what_is_broken_takes_nothing_else_with_it() {
    for page in [
        "@if (a { <b>",
        "@for (x) { ",
        "} } @else {",
        "<p [a]=\"b +\">{{ | }}",
        "@switch (x) { @case (",
        "<p *ngFor=\"let\">",
        "<select ng-options=\"a for\">",
    ] {
        let asked = asked(&format!("<label>Name <input></label>\n{page}\n"));
        assert_eq!(asked.first().map(String::as_str), Some("Name | input"), "{page}");
    }
}

/// A component of the service's own that asks, and the page that shows it.
fn with_own_box(call: &str, members: &str) -> Vec<String> {
    let page = format!("<form [formGroup]=\"form\">{call}</form>");
    let class = format!(
        "@Component({{ selector: 'app-box', templateUrl: './box.component.html' }})\nexport class BoxComponent {{\n{members}\n}}\n"
    );
    let template = r#"<ng-container *ngIf="label"><h2 *ngIf="isTitle"><label [for]="id">{{ label }}</label></h2><label *ngIf="!isTitle" [for]="id">{{ label }}</label></ng-container>
        <textarea [id]="id" [formControl]="control"></textarea>"#;
    questions(&[("app/page.component.html", &page), ("app/box.component.html", template), ("app/box.component.ts", &class)])
}

#[test]
fn a_component_of_the_services_own_asks_where_it_is_shown() {
    let members = "@Input() label?: string;\n@Input() isTitle? = true;";
    let asked = ["What are your pronouns? | textarea"];
    assert_eq!(with_own_box(r#"<app-box label="What are your pronouns?"></app-box>"#, members), asked);
    assert_eq!(with_own_box(r#"<app-box label="What are your pronouns?" [isTitle]="false"></app-box>"#, members), asked);
    // What it asks without words of the page is read in its own file alone.
    assert_eq!(with_own_box(r#"<app-box [label]="words()"></app-box>"#, members), [""; 0]);
}

#[test]
fn what_a_component_wraps_is_asked_where_it_stands() {
    let page = "<app-wrap [status]=\"status()\"><label>Pronouns <input name=\"p\"></label></app-wrap>";
    let wrap = "@switch (status()) { @case (\"READY\") { <div><ng-content></ng-content></div> } }";
    let class = "@Component({ selector: 'app-wrap', templateUrl: './wrap.component.html' })\nexport class WrapComponent {}\n";
    let files = [("app/page.component.html", page), ("app/wrap.component.html", wrap), ("app/wrap.component.ts", class)];
    let checked = judged(&files);
    assert_eq!(checked.form.questions.iter().map(described).collect::<Vec<_>>(), ["Pronouns | input"]);
    assert_eq!(checked.form.questions[0].span.start as usize, page.find("<input").unwrap());
}

#[test]
fn two_components_with_one_selector_are_neither() {
    let files = [
        ("app/page.component.html", r#"<app-box [a]="b" label="Pronouns"></app-box>"#),
        ("app/box.component.html", "<label>{{ label }} <input></label>"),
        ("app/box.component.ts", "@Component({ selector: 'app-box' }) export class A { @Input() label = ''; }"),
        ("app/other.component.ts", "@Component({ selector: \"app-box\" }) export class B { @Input() label = ''; }"),
    ];
    assert_eq!(questions(&files), [""; 0]);
}
