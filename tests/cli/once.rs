//! What a component says is one thing, however many pages show it.

use crate::common::{Folder, told};

const RADIOS: &str = "<label><input type=\"radio\" name=\"g\" /> Woman</label><label><input type=\"radio\" name=\"g\" /> Man</label>";

fn page(component: &str, shown: &str) -> String {
    format!("import {{ {component} }} from './{component}';\nexport const Page = () => <form>{shown}</form>;\n")
}

fn places(folder: &Folder) -> Vec<String> {
    let found = told(&folder.checked(&[])).into_iter().filter(|(rule, ..)| rule == "gender/binary-options");
    let mut places: Vec<String> = found.map(|(_, path, _)| path).collect();
    places.sort();
    places
}

#[test]
fn words_of_a_component_are_told_where_they_stand() {
    let folder = Folder::new();
    let component = format!(
        "import React from 'react';\nexport const Gender = ({{ title }}) => <fieldset><legend>What is your gender?</legend><p>{{title}}</p>{RADIOS}</fieldset>;\n"
    );
    folder.write("Gender.jsx", component);
    for name in ["One.jsx", "Two.jsx"] {
        folder.write(name, page("Gender", "<Gender title=\"About you\" />"));
    }
    assert_eq!(places(&folder), ["Gender.jsx"]);
    // Where only the page is checked, it is told there.
    let alone = told(&folder.checked(&["One.jsx"]));
    assert!(alone.iter().any(|(rule, path, _)| path == "One.jsx" && rule == "gender/binary-options"), "{alone:?}");
}

#[test]
fn words_that_a_page_gives_or_chooses_are_told_at_the_page() {
    let folder = Folder::new();
    let component = format!(
        "import React from 'react';\nconst ASKS = {{ gender: 'What is your gender?', name: 'What is your name?' }};\n\
         export const Ask = ({{ kind, title }}) => <fieldset><legend>{{ASKS[kind]}}</legend><p>{{title}}</p>{RADIOS}</fieldset>;\n"
    );
    folder.write("Ask.jsx", component);
    folder.write("Page.jsx", page("Ask", "<Ask kind=\"gender\" title=\"About you\" />"));
    assert_eq!(places(&folder), ["Page.jsx"]);
}
