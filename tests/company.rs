//! What the other questions of a form, and the form itself, tell of a question: whom it means, and what its answer is for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::Folder;

/// The rules that speak about a page, each once, and their levels.
fn told(path: &str, page: &str) -> Vec<(String, String)> {
    let report = Folder::with(path, page).checked(&[]);
    let findings = report["findings"].as_array().unwrap().iter();
    let mut told: Vec<(String, String)> =
        findings.map(|found| ["rule", "level"].map(|key| found[key].as_str().unwrap().to_owned()).into()).collect();
    told.sort();
    told.dedup();
    told
}

fn speaks(path: &str, page: &str, rule: &str) -> bool {
    told(path, page).iter().any(|(known, _)| known == rule)
}

const GENDER: &str =
    "<label for=\"g\">Gender</label> <select id=\"g\"><option>Male</option><option>Female</option><option>Other</option></select>\n";

fn asking(words: &str) -> String {
    format!("<label for=\"x\">{words}</label> <input id=\"x\">\n")
}

#[test]
fn a_gender_that_is_nobodys_own_is_so_in_its_own_form_only() {
    let rule = "gender/no-decline";
    for (beside, is_of_others) in
        [("Condition at birth", true), ("Baby’s name", true), ("Minimum age", true), ("Date of birth", false), ("Place of birth", false)]
    {
        let beside = asking(beside);
        assert_eq!(speaks("a.html", &format!("{GENDER}{beside}"), rule), !is_of_others, "{beside}");
        assert_eq!(speaks("a.html", &format!("<form>{GENDER}{beside}</form>"), rule), !is_of_others, "{beside}");
        assert!(speaks("a.html", &format!("<form>{GENDER}</form><form>{beside}</form>"), rule), "{beside}");
    }
}

#[test]
fn a_grown_up_is_told_apart_by_a_fathers_name() {
    let parents = "<label for=\"m\">Mother’s name</label> <input id=\"m\"> <label for=\"f\">Father’s name</label> <input id=\"f\">\n";
    let rule = "relationships/mother-father-fields";
    assert!(speaks("a.html", parents, rule));
    assert!(speaks("a.html", &format!("{parents}{}", asking("School")), rule));
    for beside in ["Designation", "Date of joining", "Marital status"] {
        assert!(!speaks("a.html", &format!("{parents}{}", asking(beside)), rule), "{beside}");
    }
}

const REQUIRED: &str =
    "<label for=\"n\">Family name</label> <input id=\"n\" required> <label for=\"m\">Maiden name</label> <input id=\"m\">\n";

#[test]
fn a_form_that_looks_something_up_asks_nobody_about_themselves() {
    let silent = |page: &str| {
        let rules = ["gender/no-decline", "gender/no-self-describe", "names/family-required", "names/maiden"];
        let told = told("a.html", page);
        let spoken = rules.iter().filter(|rule| told.iter().any(|(known, _)| known == *rule)).count();
        assert!(spoken == 0 || spoken == rules.len(), "{page}: {told:?}");
        spoken == 0
    };
    let (open, close) = (format!("{GENDER}{REQUIRED}"), "</form>");
    for form in
        ["<form id=\"generic-search-form\">", "<form class=\"js-filter\">", "<form role=\"search\">", "<form action=\"/patients/search\">"]
    {
        assert!(silent(&format!("{form}{open}{close}")), "{form}");
        assert!(!silent(&format!("{form}{close}<form>{open}{close}")), "{form}");
        assert!(silent(&format!("{form}{open}<button>Go</button>{close}")), "{form}");
        // What keeps what is written does not only look it up.
        assert!(!silent(&format!("{form}{open}<button>Save</button>{close}")), "{form}");
    }
    assert!(!silent(&format!("<form action=\"/research/new\">{open}{close}")));
    for (buttons, looks_up) in [
        ("<button>Search</button>", true),
        ("<button>Find patients</button> <a role=\"button\" class=\"button\" href=\"/\">Clear search</a>", true),
        ("<button>Search</button> <button>Register</button>", false),
        ("<button>Find address</button> <button>Continue</button>", false),
        ("<button>Continue</button>", false),
    ] {
        assert_eq!(silent(&format!("<form>{open}{buttons}{close}")), looks_up, "{buttons}");
    }
    assert!(silent(&format!("<h2>Sample search</h2>{open}")));
    assert!(!silent(&format!("<h2>Research sample</h2>{open}")));
    // Whoever is not in the list cannot be found.
    let two = "<label for=\"g\">Gender</label> <select id=\"g\"><option>Male</option><option>Female</option></select>";
    assert!(speaks("a.html", &format!("<form role=\"search\">{two}</form>"), "gender/binary-options"));
}

#[test]
fn a_record_that_is_shown_again_chooses_nothing_beforehand() {
    let sex = "<fieldset><legend>Sex</legend> <label><input type=\"radio\" name=\"s\" checked> Female</label> <label><input type=\"radio\" name=\"s\"> Male</label></fieldset>\n";
    let boxes = |values: &[&str]| {
        let each = values.iter().enumerate();
        each.map(|(at, value)| format!("<label for=\"b{at}\">Line {at}</label> <input id=\"b{at}\"{value}>\n")).collect::<String>()
    };
    let (name, town) = (" value=\"Okafor\"", " value=\"Leeds\"");
    for (values, is_record) in [
        (&[name, town][..], true),
        (&[name, town, "", ""], true),
        (&[name, town, "", "", ""], false),
        (&[name], false),
        (&["", ""], false),
        (&[" value=\"\"", " value=\" \""], false),
    ] {
        let boxes = boxes(values);
        assert_eq!(!speaks("a.html", &format!("<form>{boxes}{sex}</form>"), "gender/preselected"), is_record, "{boxes}");
        assert!(speaks("a.html", &format!("<form>{boxes}</form><form>{sex}</form>"), "gender/preselected"), "{boxes}");
    }
    // What the running page puts there says nothing of what it chooses.
    let shown = " value=\"{{ name }}\"";
    assert!(speaks("a.njk", &format!("{}{sex}", boxes(&[shown, shown])), "gender/preselected"));
}

#[test]
fn a_form_that_names_another_countrys_institutions_is_under_its_law() {
    let status = "<label for=\"m\">Civil status</label> <select id=\"m\"><option>Single</option><option>Married</option><option>Divorced</option><option>Widowed</option></select>\n";
    let rule = "relationships/no-civil-partnership";
    assert!(speaks("a.njk", status, rule));
    assert!(!speaks("a.njk", &format!("{}{status}", asking("PhilHealth number")), rule));
    // A line that cannot be read might name anything, and most name nothing of the kind.
    assert!(speaks("a.njk", &format!("<p>{{{{ line }}}}</p>{status}"), rule));
}

#[test]
fn a_single_name_goes_where_a_given_name_may_be_left_out() {
    let family = "<label for=\"f\">Family name</label> <input id=\"f\" required>\n";
    let rule = "names/family-required";
    assert!(!speaks("a.html", &format!("{}{family}", asking("Given name (optional)")), rule));
    assert!(speaks("a.html", &format!("{}{family}", asking("Given name")), rule));
    assert!(speaks("a.html", &format!("{}{family}", asking("Middle name (optional)")), rule));
    assert!(speaks("a.html", &format!("<form>{}</form><form>{family}</form>", asking("Given name (optional)")), rule));
}

#[test]
fn what_was_put_away_is_met_by_nobody() {
    let rule = "gender/no-decline";
    for (open, is_away) in [
        ("<div style=\"display:none\">", true),
        ("<div style=\" display : none; \">", true),
        ("<div style=\"display:none\" id=\"more\">", false),
        ("<div style=\"display:none\" class=\"more\">", false),
        ("<div style=\"display:none\" data-more>", false),
        ("<div style=\"display:none; color:red\">", false),
        ("<div style=\"display:block\">", false),
        ("<div>", false),
    ] {
        assert_eq!(!speaks("a.html", &format!("{open}{GENDER}</div>"), rule), is_away, "{open}");
    }
    // A condition of its own may show it.
    for (path, open) in [
        ("a.vue", "<template><div v-show=\"open\" style=\"display:none\">"),
        ("a.vue", "<template><div :style=\"look\" style=\"display:none\">"),
        ("a.component.html", "<div [hidden]=\"!open\" style=\"display:none\">"),
        ("a.component.html", "<div [ngStyle]=\"look\" style=\"display:none\">"),
    ] {
        let close = if path.ends_with("vue") { "</template>" } else { "" };
        assert!(speaks(path, &format!("{open}{GENDER}</div>{close}"), rule), "{open}");
    }
}

#[test]
fn what_a_label_falls_back_on_is_what_it_says() {
    let page = |label: &str| {
        format!(
            "import {{ useState }} from \"react\";\nexport default function Page() {{\n  const [words] = useState(load());\n  return (\n    <form>\n      \
             <label htmlFor=\"s\">{label}</label>\n      <select id=\"s\"><option>Female</option><option>Male</option><option>Non-binary</option></select>\n    \
             </form>\n  );\n}}\n"
        )
    };
    let rule = "sex/identity-options";
    assert!(speaks("page.tsx", &page("{words.sex || \"Sex\"}"), rule));
    assert!(!speaks("page.tsx", &page("{words.sex}"), rule));
    // What is chosen or shown elsewhere is not known by what it falls back on.
    assert!(!speaks("page.tsx", &page("{words.question}").replace("<label", "<p>{words.sex || \"Sex\"}</p><label"), rule));
}

#[test]
fn each_class_of_a_form_is_a_form_of_its_own() {
    let person = "class PersonForm(forms.Form):\n    first_name = forms.CharField()\n    last_name = forms.CharField()\n";
    let form = |fields: &str| {
        format!("from django import forms\n\n\nclass TaskForm(forms.Form):\n    title = forms.CharField()\n{fields}\n\n{person}")
    };
    assert!(!speaks("forms.py", &form("    description = forms.CharField()\n"), "title/required"));
    assert!(speaks("forms.py", &form("    last_name = forms.CharField()\n"), "title/required"));
}

#[test]
fn what_is_wrong_with_an_answer_is_no_part_of_the_question() {
    let form = |wrong: &str| format!("<form name=\"f\"><label for=\"n\">Surname {wrong}</label> <input id=\"n\" required></form>");
    let rule = "names/family-required";
    assert!(speaks("a.html", &form("<span data-ng-show=\"f.n.$error.required\">is needed for your name</span>"), rule));
    let folder = Folder::with("a.html", form("<span ng-if=\"f.n.$invalid\">*required</span>"));
    assert_eq!(folder.checked(&[])["findings"][0]["question"], "Surname");
    let folder = Folder::with("a.component.html", form("<span *ngIf=\"f.get('n').errors?.required\">*required</span>"));
    assert_eq!(folder.checked(&[])["findings"][0]["question"], "Surname");
    let folder = Folder::with("a.html", form("<span ng-if=\"f.isUs\">(last name)</span>"));
    assert_eq!(folder.checked(&[])["findings"][0]["question"], "Surname (last name)");
}

#[test]
fn a_page_that_is_for_searching_looks_up_with_all_that_it_asks() {
    let maiden = "<table><tr><th>Maiden name</th></tr></table>\n<label for=\"m\">Maiden name</label> <input id=\"m\">\n";
    assert!(!speaks("views/search/results.html", maiden, "names/maiden"));
    assert!(speaks("views/research/results.html", maiden, "names/maiden"));
}

#[test]
fn what_two_arms_of_a_condition_write_has_one_label() {
    let list = |condition: &str| format!("<select id=\"s\" *ngIf=\"{condition}\"><option>Mr</option><option>Ms</option></select>\n");
    let page =
        format!("<h1>Add somebody</h1>\n<label>Title</label>\n<div>\n{}{}</div>\n{}", list("isNew"), list("!isNew"), asking("Family name"));
    let report = Folder::with("a.component.html", &page).checked(&[]);
    let findings = report["findings"].as_array().unwrap().iter().filter(|found| found["rule"] == "title/no-mx");
    let asked: Vec<&str> = findings.map(|found| found["question"].as_str().unwrap()).collect();
    assert_eq!(asked, ["Title"]);
}
