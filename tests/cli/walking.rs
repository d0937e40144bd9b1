//! Which files are read, and what becomes of one that cannot be.

use crate::common::{BINARY, CLEAN, Folder, WARNING, told};

fn paths(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    told(&folder.checked(arguments)).into_iter().map(|(_, path, _)| path).collect()
}

#[test]
fn ignore_files_count_while_walking_and_a_named_file_is_read() {
    let folder = Folder::with("kept.html", WARNING);
    folder.write("built/page.html", WARNING).write("drafts/page.html", WARNING);
    folder.write(".gitignore", "built/\n").write(".ignore", "drafts/page.html\n");
    assert_eq!(paths(&folder, &[]), ["kept.html"]);
    assert_eq!(paths(&folder, &["built/page.html"]), ["built/page.html"]);
    assert_eq!(paths(&folder, &["drafts/page.html", "."]), ["drafts/page.html", "kept.html"]);
}

#[test]
fn packages_and_hidden_folders_are_not_walked_into() {
    let folder = Folder::with("kept.html", WARNING);
    folder.write("node_modules/x/page.html", WARNING).write(".git/page.html", WARNING);
    assert_eq!(paths(&folder, &[]), ["kept.html"]);
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let folder = Folder::with("a/page.html", WARNING);
    assert_eq!(paths(&folder, &["a", "a/page.html", "./a/page.html", "."]), ["a/page.html"]);
}

#[test]
fn a_file_that_is_named_in_several_spellings_is_read_once() {
    let folder = Folder::with("fx/page.html", WARNING);
    folder.write("fx/form.hbs", "<input/>").write("other/fx/page.html", WARNING);
    let whole = folder.path().join("fx");
    let (whole, page) = (whole.to_str().unwrap(), whole.join("page.html"));
    assert_eq!(paths(&folder, &["fx", whole]), ["fx/page.html"]);
    assert_eq!(paths(&folder, &[whole, "other/../fx"]), ["other/../fx/page.html"]);
    assert_eq!(paths(&folder, &[page.to_str().unwrap(), "."]), ["fx/page.html", "other/fx/page.html"]);
    assert_eq!(folder.checked(&["fx", whole, "other"])["skipped"].as_array().unwrap().len(), 1);
    assert_eq!(folder.checked(&["gone.html", "./gone.html"])["skipped"].as_array().unwrap().len(), 1);
    folder.askwell(&["check", "--diff", "--unsafe-fixes", "fx", whole]).says(" in 1 file.");
}

#[cfg(unix)]
#[test]
fn a_folder_and_a_link_to_it_are_one() {
    let folder = Folder::with("fx/page.html", "<p>Tell us about his/her diet</p>\n");
    std::os::unix::fs::symlink("fx", folder.path().join("link")).unwrap();
    std::os::unix::fs::symlink("page.html", folder.path().join("fx/again.html")).unwrap();
    assert_eq!(paths(&folder, &["link", "fx"]), ["fx/page.html"]);
    assert_eq!(folder.checked(&["link", "fx"])["skipped"].as_array().unwrap().len(), 1);
    folder.askwell(&["check", "--fix", "link", "fx"]).says("Mended 1 finding in 1 file.");
}

#[test]
fn a_file_that_is_not_utf_8_is_told_and_the_rest_is_checked() {
    let folder = Folder::with("form.html", BINARY);
    folder.write("latin.html", b"<p>caf\xe9</p>");
    folder.askwell(&["check"]).ends(1).says("latin.html: not UTF-8").says("gender/binary-options");
    folder.write("form.html", CLEAN).askwell(&["check"]).ends(0).says("latin.html");
    let report = folder.checked(&[]);
    assert_eq!(report["skipped"][0]["path"], "latin.html");
    folder.askwell(&["inspect"]).ends(0).says("latin.html");
}

#[test]
fn a_file_that_is_too_large_is_told_and_the_rest_is_checked() {
    let folder = Folder::with("form.html", WARNING);
    folder.write("bundle.html", "a".repeat(1024 * 1024 + 1));
    folder.askwell(&["check"]).ends(0).says("bundle.html").says("1024 KiB").says("1 warning");
    folder.askwell(&["check", "bundle.html"]).ends(2);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_told_and_the_rest_is_checked() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::with("form.html", WARNING);
    folder.write("shut.html", CLEAN).write("closed/form.html", CLEAN);
    let allow = |path: &str, mode| fs::set_permissions(folder.path().join(path), Permissions::from_mode(mode)).unwrap();
    allow("shut.html", 0o000);
    allow("closed", 0o000);
    // Some accounts may read everything: then there is nothing to see here.
    if fs::read(folder.path().join("shut.html")).is_err() {
        folder.askwell(&["check"]).ends(0).says("shut.html").says("closed").says("1 warning");
        folder.askwell(&["check", "shut.html"]).ends(2).says("permission was denied");
        folder.askwell(&["check", "closed"]).ends(2).says("closed");
    }
    allow("closed", 0o700);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_or_in_a_circle_stops_nothing() {
    use std::os::unix::fs::symlink;

    let folder = Folder::with("a/form.html", WARNING);
    symlink("nowhere.html", folder.path().join("broken.html")).unwrap();
    symlink("..", folder.path().join("a/up")).unwrap();
    assert_eq!(paths(&folder, &[]), ["a/form.html"]);
    folder.askwell(&["check"]).ends(0);
}

#[test]
fn a_language_that_cannot_be_read_yet_is_counted() {
    let folder = Folder::with("form.html", WARNING);
    folder.write("form.hbs", "<input/>").write("page.handlebars", "{{title}}");
    folder.askwell(&["check"]).ends(0).says("Handlebars").says("Not read: 2 files");
}

#[test]
fn nothing_seen_is_not_told_as_nothing_wrong() {
    let folder = Folder::with("page.njk", "<form>{% include \"gone.html\" %}</form>\n{{ genderOf(patient) }}\n");
    folder.askwell(&["check"]).ends(0).says("0 questions").says("No question was seen.").says("askwell inspect says where");
    let seen = folder.askwell(&["inspect"]);
    seen.ends(0).says("page.njk:1: part of it comes from another template").says("page.njk:2: `genderOf(…)`");
    folder.write("asked.html", CLEAN);
    assert!(!folder.askwell(&["check"]).out.contains("No question was seen"));
    assert!(!folder.askwell(&["inspect"]).out.contains("genderOf"));
}

#[test]
fn templates_in_blade_are_read_and_what_comes_of_them_is_told() {
    let folder = Folder::with("page.html", CLEAN);
    let blade = "@extends('layout')\n@section('a')\n<form>@csrf <label>Title <select name=\"title\" required><option>Mr<option>Mrs</select></label></form>\n@endsection\n";
    let compiled = "<label>Title <input name=\"title\" required value=\"<?php echo e($title); ?>\"></label>\n<?php /**PATH /srv/views/about.blade.php ENDPATH**/ ?>";
    folder.write("views/about.blade.php", blade).write("storage/framework/views/4f2a.php", compiled);
    let told = folder.askwell(&["check"]);
    told.ends(0).says("title/required").says("written in compiled Blade, which askwell cannot read yet");
    told.says("Checked 2 files").says("Not read: 1 file");
}

#[test]
#[cfg(feature = "django")]
fn a_form_of_another_package_is_not_counted_as_read() {
    let folder = Folder::with("page.html", CLEAN);
    let form =
        "from wtforms import Form, RadioField\n\nclass AboutYou(Form):\n    gender = RadioField('Gender', choices=[('w', 'Woman')])\n";
    let code = "from wtforms import ValidationError\n\nclass Postcode:\n    def __call__(self, form, field):\n        raise ValidationError('forms')\n";
    folder.write("app/forms.py", form).write("app/checks.py", code);
    folder.askwell(&["check"]).ends(0).says("app/forms.py: written in WTForms").says("Checked 1 file").says("Not read: 1 file");
}

#[test]
fn paths_are_shown_with_slashes_and_in_order() {
    let folder = Folder::new();
    for path in ["b.html", "a/z.html", "a/b/c.html", "a.html"] {
        folder.write(path, WARNING);
    }
    let mut sorted = vec!["a.html", "a/b/c.html", "a/z.html", "b.html"];
    assert_eq!(paths(&folder, &[]), sorted);
    assert_eq!(paths(&folder, &["./"]), sorted);
    assert_eq!(paths(&folder, &["b.html", "a", "a.html"]), sorted);
    sorted.truncate(1);
    assert_eq!(paths(&folder, &["a/../a.html"]).len(), 1);
}
