//! What askwell sees in Razor's pages, and in the classes of their models.

#![cfg(feature = "razor")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use askwell::dialect::Parsers;
use askwell::form::{Form, Question};
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run::{self, Document};
use askwell::unknown::Property;
use common::said;

/// Paths and texts.
type Files<'f> = [(&'f str, &'f str)];

/// The first of `files`, read in a repository of all of them.
fn document(files: &Files) -> Document {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    let id = project.store().id(path);
    run::read(id, path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap()
}

/// Its questions, one a line: `prompt | control | answers`, then what else is worth saying.
fn questions(files: &Files) -> Vec<String> {
    let form = document(files).form;
    form.questions.iter().filter(|question| form.asks_itself(question)).map(|question| line(question, &form)).collect()
}

/// The questions of a page that stands alone.
fn razor(text: &str) -> Vec<String> {
    questions(&[("Pages/Person.cshtml", text)])
}

/// The questions of a page with a model.
fn with_model(page: &str, model: &str) -> Vec<String> {
    questions(&[("Pages/Person.cshtml", &format!("@model PersonModel\n{page}")), ("Models/PersonModel.cs", model)])
}

fn line(question: &Question, form: &Form) -> String {
    let answers: Vec<String> = question
        .answers
        .iter()
        .map(|answer| {
            let mut label = said(&answer.label);
            for (mark, is) in [(" …", answer.free_text.known() == Some(&true)), (" perhaps", answer.conditional)] {
                label.push_str(if is { mark } else { "" });
            }
            label
        })
        .collect();
    let mut line = format!("{} | {}", said(&question.prompt), question.control);
    if !answers.is_empty() {
        line.push_str(&format!(" | {}", answers.join(", ")));
    }
    if !question.answers_complete() {
        line.push_str(" | not all seen");
    }
    if !question.hint.is_absent() {
        line.push_str(&format!(" | hint: {}", said(&question.hint)));
    }
    match &question.required {
        Property::Known(true) => line.push_str(" | required"),
        Property::Unknown(_) => line.push_str(" | perhaps required"),
        _ => {}
    }
    let mut answers = form.questions.iter().flat_map(|other| &other.answers);
    let opener = question.shown_when.and_then(|when| answers.find(|answer| answer.span == when.answer));
    if let Some(answer) = opener {
        line.push_str(&format!(" | after {}", said(&answer.label)));
    }
    line
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(common::root().join("fixtures/volunteer-razor").join(name)).unwrap()
}

#[test]
fn a_page_and_its_model_ask_together() {
    let paths = ["Volunteer.cshtml", "_Privacy.cshtml", "_Layout.cshtml", "VolunteerModel.cs", "PersonModel.cs"];
    let texts = paths.map(fixture);
    let files: Vec<(&str, &str)> = paths.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    let document = document(&files);
    assert_eq!(document.notices, []);
    assert_eq!(
        questions(&files),
        [
            "Title | select | Mrs, Mr, Mx | required",
            "What is your gender? | radios | Female, Male, In another way",
            "When can you come? | radios | Weekdays, Weekends, At another time … | hint: We will call you before.",
            "Phone number | input | after At another time",
            "Email address | input | hint: For news of your ward | required",
            "Have you volunteered before? | radios | Yes, No",
            "Maiden name | input | required",
            "Which ward? | select | ?loop | not all seen | perhaps required",
        ]
    );
    let title = document.form.passages.iter().find(|passage| passage.text.as_str().contains("Volunteering")).unwrap();
    assert_eq!(title.text.as_str(), "Become a volunteer - Volunteering");
}

#[test]
fn what_is_wrong_is_told_with_the_places_in_both_files() {
    let folder = common::Folder::new();
    for path in ["Volunteer.cshtml", "VolunteerModel.cs", "PersonModel.cs"] {
        folder.write(path, fixture(path));
    }
    let report = folder.checked(&[]);
    let told = common::told(&report);
    let at = |rule: &str| told.iter().find(|(told, ..)| told == rule).map(|(_, path, line)| (path.as_str(), *line));
    assert_eq!(at("title/required"), Some(("Volunteer.cshtml", 27)), "{told:?}");
    assert_eq!(at("gender/no-decline"), Some(("Volunteer.cshtml", 31)));
    assert_eq!(at("names/maiden"), Some(("Volunteer.cshtml", 82)));
    let maiden = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == "names/maiden").unwrap();
    assert_eq!((&maiden["related"][0]["path"], &maiden["related"][0]["line"]), (&"PersonModel.cs".into(), &8.into()));
}

#[test]
fn plain_html_asks_the_same_as_razor() {
    for (path, text) in common::fixtures().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        // Other template languages are text to Razor.
        if ["{{", "{%", "@"].iter().any(|mark| text.contains(mark)) {
            continue;
        }
        let html = questions(&[("page.html", &text)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(razor(&text), html, "{path}");
        assert_eq!(questions(&[("Page.razor", &text)]), html, "{path}");
        // In a block of code, too, and so in a section.
        let is_part = !text.contains("<!DOCTYPE") && !text.contains("<html");
        if is_part && lines.first().is_some_and(|line| line.starts_with('<')) {
            assert_eq!(razor(&format!("@{{\n<div>\n{text}\n</div>\n}}")), html, "{path}");
        }
        assert_eq!(razor(&format!("@section Main {{\n{text}\n}}")), html, "{path}");
    }
}

#[test]
fn the_model_says_what_its_properties_are_called() {
    let model = r#"namespace A.Models;
    public class PersonModel
    {
        [Display(Name = "What is your name?"), Required, StringLength(40)]
        public string FullName { get; set; }

        [DisplayName("Sex")] public Sex? Sex { get; set; }
        public Address Home { get; set; }
        public bool Agrees { get; set; }
        [DataType(DataType.Date)] [Display(Name = "When were you born?")] public DateTime Born { get; set; }
        [Display(Name = nameof(Words.Mail), ResourceType = typeof(Words))] public string Mail { get; set; }
    }
    public class Address { [Display(Name = "Post" + "code")] public string Postcode { get; set; } }
    public enum Sex { [Description("Female sex")] F, [Display(Name = "Male sex")] M, PreferNotToSay }"#;
    let page = r#"<label asp-for="FullName"></label><input asp-for="FullName">
        <label asp-for="Home.Postcode"></label><input asp-for="@Model.Home.Postcode">
        <label asp-for="Sex"></label><select asp-for="Sex" asp-items="Html.GetEnumSelectList<Sex>()"><option value="">Choose</option></select>
        <label asp-for="Born"></label><input asp-for="Born">
        <label asp-for="Agrees">I agree</label><input asp-for="Agrees">
        <label asp-for="Mail"></label><input asp-for="Mail">"#;
    assert_eq!(
        with_model(page, model),
        [
            "What is your name? | input | required",
            "Postcode | input",
            "Sex | select | Female sex, Male sex, Prefer not to say",
            "When were you born? | date-input",
            "- | checkboxes | I agree",
            "?function | input",
        ]
    );
    let form = document(&[("Pages/P.cshtml", &format!("@model PersonModel\n{page}")), ("Models/PersonModel.cs", model)]).form;
    assert_eq!(form.questions[0].name.known().unwrap().as_str(), "FullName");
    assert_eq!(form.questions[0].maxlength.known().unwrap().as_str(), "40");
    assert_eq!(form.questions[1].name.known().unwrap().as_str(), "Home.Postcode");
}

#[test]
fn a_model_that_is_not_found_leaves_its_words_unknown() {
    let page = "@model Gone.PersonModel\n<label asp-for=\"Name\"></label><input asp-for=\"Name\"><label asp-for=\"Town\">Town</label><input asp-for=\"Town\">";
    assert_eq!(razor(page), ["?variable | input | perhaps required", "Town | input | perhaps required"]);
}

#[test]
fn the_nearest_type_of_a_name_is_meant() {
    let page = "@model IndexModel\n<label asp-for=\"Name\"></label><input asp-for=\"Name\">";
    let class =
        |label: &str| format!("public class IndexModel : PageModel {{ [Display(Name = \"{label}\")] public string Name {{ get; set; }} }}");
    let (beside, other, test) = (class("Beside"), class("Other"), class("Test"));
    let files = [
        ("Web/A/Index.cshtml", page),
        ("Web/A/Index.cshtml.cs", &beside),
        ("Web/B/Index.cshtml.cs", &other),
        ("Web.Tests/IndexModel.cs", &test),
    ];
    assert_eq!(questions(&files), ["Beside | input"]);
    // Two that are equally far and say different things leave it open.
    let apart = [("Web/Index.cshtml", page), ("Web/A/Index.cshtml.cs", beside.as_str()), ("Web/B/Index.cshtml.cs", other.as_str())];
    assert_eq!(questions(&apart), ["?variable | input | perhaps required"]);
}

#[test]
fn lists_of_answers_are_read_in_every_shape_that_is_written_out() {
    let lists = [
        r#"new List<SelectListItem> { new SelectListItem("Female", "f"), new("Male", "m") }"#,
        r#"new[] { new SelectListItem { Value = "f", Text = "Female" }, new SelectListItem { Value = "m", Text = "Male" } }"#,
        r#"[new SelectListItem("Female", "f"), new SelectListItem("Male", "m")]"#,
        r#"new string[] { "Female", "Male" }.Select(s => new SelectListItem(s, s))"#,
        r#"Enum.GetValues<Sex>().Select(s => new SelectListItem(s.GetDisplayName(), s.ToString()))"#,
        r#"Enum.GetValues(typeof(Sex)).Cast<Sex>().Select(s => new SelectListItem(s.GetDisplayName(), s.ToString())).ToList()"#,
    ];
    for list in lists {
        let model = format!("class PersonModel {{ public IEnumerable<SelectListItem> Sexes => {list}; }} enum Sex {{ Female, Male }}");
        let page = "<label for=\"s\">Sex</label><select id=\"s\" asp-items=\"Model.Sexes\"></select>";
        assert_eq!(with_model(page, &model), ["Sex | select | Female, Male"], "{list}");
        let page = "<fieldset><legend>Sex</legend>@foreach (var sex in Model.Sexes)\n{\n<label><input type=\"radio\" name=\"s\" value=\"@sex.Value\"> @sex.Text</label>\n}</fieldset>";
        assert_eq!(with_model(page, &model), ["Sex | radios | Female, Male"], "{list}");
    }
}

#[test]
fn a_list_that_is_filled_later_is_not_known() {
    let page = "<label for=\"s\">Ward</label><select id=\"s\" asp-items=\"Model.Wards\"></select>";
    for model in [
        "class PersonModel { public List<SelectListItem> Wards { get; set; } = new(); }",
        "class PersonModel { public List<SelectListItem> Wards { get; set; } }",
        "class PersonModel { public List<SelectListItem> Wards { get; } = new() { new(\"A\", \"a\") }; void F() { Wards.Add(x); } }",
        "class PersonModel { public List<SelectListItem> Wards { get; set; } = [new SelectListItem(\"A\", \"a\")]; void F() { Wards = x; } }",
        "class PersonModel { public List<SelectListItem> Wards { get; } PersonModel(List<SelectListItem> wards) { Wards = wards; } }",
    ] {
        assert_eq!(with_model(page, model), ["Ward | select | ?loop | not all seen"], "{model}");
    }
}

#[test]
fn loops_conditions_and_functions_are_followed() {
    let page = r#"@functions {
        private void Choice(string label, string value)
        {
            <label><input type="radio" name="gender" value="@value"> @label</label>
        }
    }
    @{ var more = new List<string> { "Non-binary" }; more.Add("Another"); }
    <fieldset><legend>Gender</legend>
        @{ Choice("Woman", "w"); Choice("Man", "m"); }
        @foreach (var each in more)
        {
            // One at a time.
            <label><input type="radio" name="gender" value="@each"> @(each)</label>
        }
        @if (Model.AsksMore)
        {
            <text><label><input type="radio" name="gender" value="x"> Not listed</label></text>
        }
        else if (a < b && c == "}")
        {
            @:<label><input type="radio" name="gender" value="y"> Prefer not to say</label>
        }
        @switch (Model.Step)
        {
            case 1:
                <label><input type="radio" name="gender" value="z"> One</label>
                break;
            default:
                <label><input type="radio" name="gender" value="z"> Other</label>
                break;
        }
    </fieldset>"#;
    assert_eq!(
        razor(page),
        ["Gender | radios | Woman, Man, Non-binary, Another, Not listed perhaps, Prefer not to say perhaps, One perhaps, Other perhaps"]
    );
}

#[test]
fn a_list_that_is_gone_through_by_its_places_is_one() {
    let model = r#"public class PersonModel {
        public string Name { get; set; } = default!;
        [BindProperty] public string Sex { get; set; } = null!;
        public string[] Values = [Words.Female, "Male"];
    }
    public static class Words { public const string Female = "Female"; }"#;
    let page = r#"<fieldset><legend>What is @Model.Name’s sex?</legend>
    @for (var i = 0; i < Model.Values.Length; i++)
    {
        var value = Model.Values[i];
        var id = $"{nameof(Model.Sex)}-{i}";
        @Html.RadioButtonFor(m => m.Sex, value, new { id = id, @class = "nhsuk-radios__input" })
        @Html.LabelFor(m => m.Sex, value, new { @for = id })
    }</fieldset>"#;
    assert_eq!(with_model(page, model), [format!("What is {}’s sex? | radios | Female, Male", askwell::text::HOLE)]);
    let each = "<fieldset><legend>Sex</legend>@foreach (Sex sex in Enum.GetValues(typeof(Sex)))\n{\n<label><input type=\"radio\" asp-for=\"Sex\" value=\"@sex\"> @sex</label>\n}</fieldset>";
    let form = document(&[("Pages/P.cshtml", each), ("Sex.cs", "enum Sex { [Description(\"Female sex\")] Female, Male }")]).form;
    // By itself it shows its name, not the words that a service may have for it.
    let said: Vec<_> = form.questions[0].answers.iter().map(|answer| (said(&answer.label), said(&answer.value))).collect();
    assert_eq!(said, [("Female".to_owned(), "Female".to_owned()), ("Male".to_owned(), "Male".to_owned())]);
}

#[test]
fn helpers_write_the_elements_that_they_say() {
    let model =
        "class PersonModel { [Display(Name = \"Title\"), Required] public string Title { get; set; } public string Sex { get; set; } }";
    let page = r#"@Html.LabelFor(m => m.Title)
        @Html.DropDownListFor(m => m.Title, new List<SelectListItem> { new SelectListItem("Mx", "mx") }, "Choose", new { @class = "nhsuk-select" })
        <fieldset><legend>@Html.DisplayNameFor(m => m.Sex)</legend>
          @Html.RadioButtonFor(m => m.Sex, "f", new { id = "f" }) <label for="f">Female</label>
          @Html.RadioButtonFor(m => m.Sex, "m", new { id = "m" }) @Html.Label("m", "Male")
        </fieldset>
        @Html.LabelFor(model => model.Sex, "Your words") @Html.TextAreaFor(model => model.Sex, 3, 20, null)
        @Html.HiddenFor(m => m.Title)"#;
    assert_eq!(with_model(page, model), ["Title | select | Mx | required", "Sex | radios | Female, Male", "Your words | textarea"]);
}

#[test]
fn tag_helpers_are_read_by_their_long_and_short_names() {
    let long = r#"<govuk-radios name="sex"><govuk-radios-fieldset><govuk-radios-fieldset-legend>Sex</govuk-radios-fieldset-legend></govuk-radios-fieldset>
        <govuk-radios-hint>As registered</govuk-radios-hint>
        <govuk-radios-item value="f">Female<govuk-radios-item-hint>At birth</govuk-radios-item-hint></govuk-radios-item>
        <govuk-radios-divider>or</govuk-radios-divider>
        <govuk-radios-item value="o">Other <govuk-radios-item-conditional>
          <govuk-input name="own"><govuk-input-label>Your words</govuk-input-label></govuk-input></govuk-radios-item-conditional></govuk-radios-item>
      </govuk-radios>
      <govuk-select name="title"><govuk-select-label>Title</govuk-select-label><govuk-select-item value="mx">Mx</govuk-select-item></govuk-select>
      <govuk-date-input name-prefix="dob"><govuk-date-input-fieldset><govuk-date-input-fieldset-legend>Born</govuk-date-input-fieldset-legend></govuk-date-input-fieldset></govuk-date-input>"#;
    let short = r#"<govuk-radios name="sex"><fieldset><legend>Sex</legend></fieldset>
        <hint>As registered</hint>
        <radios-item value="f">Female<hint>At birth</hint></radios-item>
        <govuk-radios-divider>or</govuk-radios-divider>
        <radios-item value="o">Other <conditional><govuk-input name="own"><label>Your words</label></govuk-input></conditional></radios-item>
      </govuk-radios>
      <govuk-select name="title"><label>Title</label><select-item value="mx">Mx</select-item></govuk-select>
      <govuk-date-input name-prefix="dob"><legend>Born</legend></govuk-date-input>"#;
    let asked = [
        "Sex | radios | Female, Other … | hint: As registered",
        "Your words | input | after Other",
        "Title | select | Mx",
        "Born | date-input",
    ];
    assert_eq!(razor(long), asked);
    assert_eq!(razor(short), asked);
}

#[test]
fn components_of_the_browser_are_read() {
    let page = r#"@page "/me"
<EditForm Model="person" OnValidSubmit="Save">
  <DataAnnotationsValidator />
  <label for="name">Full name</label><InputText id="name" @bind-Value="person.Name" class="nhsuk-input" />
  <label for="title">Title</label>
  <InputSelect id="title" @bind-Value="person.Title">@foreach (var title in titles) { <option value="@title">@title</option> }</InputSelect>
  <fieldset><legend>Sex</legend><InputRadioGroup @bind-Value="person.Sex">
    <label><InputRadio Value="@("f")" /> Female</label><label><InputRadio Value="@("m")" /> Male</label></InputRadioGroup></fieldset>
  <button @onclick="Save" disabled="@(!ready)">Save</button>
</EditForm>
@code {
  private PersonModel person = new();
  private string[] titles = { "Mx", "Mrs" };
}"#;
    let model = "public class PersonModel { [Required] public string Name { get; set; } public string Title { get; set; } public string Sex { get; set; } }";
    assert_eq!(
        questions(&[("Pages/Me.razor", page), ("Models/PersonModel.cs", model)]),
        ["Full name | input | required", "Title | select | Mx, Mrs", "Sex | radios | Female, Male"]
    );
}

#[test]
fn what_is_wrong_with_a_form_is_no_heading_of_it() {
    let page = r#"<h1>What is your sex?</h1><div class="nhsuk-error-summary"><h2 class="nhsuk-error-summary__title">There is a problem</h2></div>
        <div class="nhsuk-radios"><label><input type="radio" name="s" checked="@Model.IsFemale"> Female</label></div>"#;
    assert_eq!(razor(page), ["What is your sex? | radios | Female"]);
    let form = document(&[("Pages/P.cshtml", page)]).form;
    // An attribute that is false is not there.
    assert!(form.questions[0].answers[0].selected.unknown().is_some());
}

#[test]
fn directives_stand_in_its_comments() {
    let page = "<label for=\"t\">Maiden name</label><input id=\"t\" name=\"t\">";
    let because = "askwell: ignore names/maiden because it is the register's own word";
    for text in [
        format!("@* {because} *@\n{page}"),
        format!("<!-- {because} -->\n{page}"),
        format!("@{{\n// {because}\n{page}\n}}"),
        format!("@{{\n/* {because} */\n{page}\n}}"),
    ] {
        let document = document(&[("Page.cshtml", &text)]);
        assert!(document.complaints.is_empty(), "{text}: {:?}", document.complaints);
        assert_eq!(document.directives.len(), 1, "{text}");
    }
}

#[test]
fn places_are_those_of_the_words() {
    let page = "\u{feff}@* é *@<label for=\"s\">@(\"Maiden \" + \"name\")</label>@{ var é = $\"Born {x}\"; }<input id=\"s\"><label for=\"b\">@é</label><input id=\"b\">";
    let document = document(&[("Page.cshtml", page)]);
    let form = &document.form;
    let prompt = form.questions[0].prompt.known().unwrap();
    let span = prompt.span().unwrap();
    assert_eq!(&page[span.start as usize..span.end as usize], "Maiden \" + \"name");
    assert_eq!(form.questions[1].prompt.known().unwrap().as_str().replace(askwell::text::HOLE, "{}"), "Born {}");
}

#[test]
fn what_cannot_be_read_loses_only_itself() {
    let good = "<label for=\"n\">Name</label><input id=\"n\" name=\"n\">";
    for broken in [
        "@(a",
        "@f(a, \"b",
        "@if (a",
        "@if (a) {\n<p>open</p>\n",
        "@{ var a = ",
        "@foreach (var x in ) {\n<p>x</p>\n}",
        "@(a ++ )",
        "@section {",
        "someone@example.nhs.uk @ @@ @1",
        "@{ <p>never closed }",
        "<govuk-radios>",
        "@Html.",
    ] {
        let asked = razor(&format!("{good}\n{broken}\n{good}"));
        assert_eq!(asked.first().map(String::as_str), Some("Name | input"), "{broken}");
        assert_eq!(asked.iter().filter(|line| line.contains("Name | input")).count(), 2, "{broken}: {asked:?}");
    }
    // A model that is broken keeps what stands before.
    let model = "class PersonModel { [Display(Name = \"Your name\")] public string Name { get; set; } public ; ( }";
    assert_eq!(with_model("<label asp-for=\"Name\"></label><input asp-for=\"Name\">", model), ["Your name | input"]);
}

#[test]
fn other_languages_keep_their_own_components() {
    let page = r#"<vc:radios label="Sex" radios="@Model.Sexes" /><EditForm></EditForm>"#;
    assert!(questions(&[("page.html", page)]).is_empty());
    assert_eq!(razor(r#"@radios(new { name = "sex" })"#), Vec::<String>::new());
}
