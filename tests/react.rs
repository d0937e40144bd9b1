//! React components: a page that React itself renders asks what their source asks.
//!
//! `npm ci --prefix tests/packages` brings React and nhsuk-react-components. Without them the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

use askwell::dialect::Parsers;
use askwell::form::{Control, Form, Question};
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run;
use askwell::source::FileId;
use common::{files_below, root, said};

/// What the first of `files` asks in a repository of all of them, one question a line.
fn questions(files: &[(&str, &str)]) -> Vec<String> {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    let document = run::read(FileId::asked_for(0), path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap();
    document.form.questions.iter().map(|question| described(question, &document.form)).collect()
}

/// A question as people meet it, and what sends it.
fn described(question: &Question, form: &Form) -> String {
    let answers = question.answers.iter().map(|answer| {
        let marks = [(" …", answer.free_text.known() == Some(&true)), (" chosen", answer.selected.known() == Some(&true))];
        let marks: String = marks.iter().filter(|(_, is)| *is).map(|(mark, _)| *mark).collect();
        let alone = if answer.exclusive.known() == Some(&true) { " alone" } else { "" };
        format!("{}={}{marks}{alone}", said(&answer.label), said(&answer.value))
    });
    let answers: Vec<String> = answers.collect();
    let mut line = format!("{} | {} | {} | {}", said(&question.prompt), question.control, said(&question.name), answers.join(", "));
    line.push_str(if question.answers_complete() { "" } else { " | not all seen" });
    line.push_str(&format!(" | hint: {}", said(&question.hint)));
    // A date says it in its parts, which are components of their own.
    if question.control != Control::DateInput {
        line.push_str(&format!(" | {}", said(&question.autocomplete)));
    }
    line.push_str(if question.required.known() == Some(&true) { " | required" } else { "" });
    let opener = question.shown_when.and_then(|when| {
        let mut answers = form.questions.iter().flat_map(|other| &other.answers);
        answers.find(|answer| answer.span == when.answer)
    });
    if let Some(answer) = opener {
        line.push_str(&format!(" | after {}", said(&answer.label)));
    }
    line
}

#[test]
fn a_component_asks_what_its_page_asks() {
    let packages = root().join("tests/packages");
    let skipped = |why: &str| {
        // Straight to the terminal: what a passing test prints is not shown.
        let _ = writeln!(std::io::stderr(), "SKIPPED a_component_asks_what_its_page_asks: {why}");
    };
    if ["esbuild", "nhsuk-react-components", "react-dom"].iter().any(|name| !packages.join("node_modules").join(name).is_dir()) {
        return skipped("`npm ci --prefix tests/packages` brings React");
    }
    let Ok(rendered) = Command::new("node").arg(packages.join("render-react.mjs")).arg(root().join("tests/rendered/react")).output() else {
        return skipped("there is no `node`");
    };
    assert!(rendered.status.success(), "{}", String::from_utf8_lossy(&rendered.stderr));
    let pages: BTreeMap<String, String> = serde_json::from_slice(&rendered.stdout).unwrap();
    let files: Vec<(String, String)> =
        files_below("tests/rendered/react").into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect();
    assert!(pages.len() >= 3, "{:?}", pages.keys());
    let mut count = 0;
    for (name, html) in &pages {
        let this = files.iter().position(|(path, _)| path == name).unwrap();
        let others = files.iter().enumerate().filter(|(at, _)| *at != this).map(|(_, file)| file);
        let order: Vec<(&str, &str)> =
            [&files[this]].into_iter().chain(others).map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (source, page) = (questions(&order), questions(&[("page.html", html)]));
        assert_eq!(source, page, "{name}");
        count += page.len();
    }
    assert!(count >= 16, "only {count} questions were compared");
}

#[test]
fn a_field_of_a_library_of_forms_is_the_element_that_it_names() {
    let page = "import { Field } from 'formik';\n\
        export function Page() {\n  return <form>\n\
        <label htmlFor='t'>Title</label><Field as='select' id='t' name='title'><option>Mx</option><option>Ms</option></Field>\n\
        <fieldset><legend>Gender</legend>\n\
        <label><Field type='radio' name='gender' value='w' /> Woman</label>\n\
        <label><Field type='radio' name='gender' value='m' /> Man</label></fieldset>\n  </form>;\n}\n";
    let asked = questions(&[("Page.tsx", page)]);
    assert!(asked[0].starts_with("Title | select | title | Mx=Mx, Ms=Ms"), "{asked:?}");
    assert!(asked[1].starts_with("Gender | radios | gender | Woman=w, Man=m"), "{asked:?}");
}

/// A page of one element for each line, which takes what it names from a package.
fn page_of(import: &str, form: &str) -> String {
    format!("import React from 'react';\n{import}\nexport default function Page() {{\n  return <form>{form}</form>;\n}}\n")
}

/// The prompt, the control and the answers' words of each question.
fn asked_of(files: &[(&str, &str)]) -> Vec<String> {
    let brief = |line: String| {
        let parts: Vec<&str> = line.splitn(5, " | ").collect();
        let answers: Vec<&str> =
            parts[3].split(", ").filter_map(|answer| answer.split('=').next()).filter(|word| !word.is_empty()).collect();
        let required = if line.ends_with("| required") { ", required" } else { "" };
        format!("{} | {}{required} | {}", parts[0], parts[1], answers.join(", "))
    };
    questions(files).into_iter().map(brief).collect()
}

#[test]
fn what_packages_of_components_ask_is_read() {
    let mui = page_of(
        "import { FormControl, FormLabel, RadioGroup, FormControlLabel, Radio, Select, MenuItem, InputLabel, TextField } from '@mui/material';",
        "<FormControl><FormLabel>Gender</FormLabel><RadioGroup name='g'><FormControlLabel value='w' control={<Radio />} label='Woman' />\
         <FormControlLabel value='m' control={<Radio />} label='Man' /></RadioGroup></FormControl>\
         <FormControl required><InputLabel id='t'>Title</InputLabel><Select labelId='t' label='Title'><MenuItem value='mx'>Mx</MenuItem></Select></FormControl>\
         <TextField select label='Pronouns'><MenuItem value='t'>They</MenuItem></TextField><TextField label='Previous name' required />",
    );
    assert_eq!(
        asked_of(&[("Page.jsx", &mui)]),
        ["Gender | radios | Woman, Man", "Title | select, required | Mx", "Pronouns | select | They", "Previous name | input, required | "]
    );
    let antd = page_of(
        "import { Form, Input, Select, Radio } from 'antd';\nconst { Option } = Select;",
        "<Form.Item label='Gender' rules={[{ required: true }]}><Radio.Group><Radio value='w'>Woman</Radio><Radio value='m'>Man</Radio></Radio.Group></Form.Item>\
         <Form.Item label='Title'><Select><Option value='mx'>Mx</Option></Select></Form.Item>\
         <Form.Item label='Pronouns'><Select options={[{ value: 't', label: 'They' }]} /></Form.Item><Form.Item label='Previous name'><Input /></Form.Item>",
    );
    assert_eq!(
        asked_of(&[("Page.jsx", &antd)]),
        ["Gender | radios, required | Woman, Man", "Title | select | Mx", "Pronouns | select | They", "Previous name | input | "]
    );
    let chakra = page_of(
        "import { FormControl, FormLabel, Input, Select, RadioGroup, Radio, Stack } from '@chakra-ui/react';",
        "<FormControl><FormLabel>Gender</FormLabel><RadioGroup><Stack><Radio value='w'>Woman</Radio><Radio value='m'>Man</Radio></Stack></RadioGroup></FormControl>\
         <FormControl isRequired><FormLabel>Title</FormLabel><Select placeholder='Choose'><option value='mx'>Mx</option></Select></FormControl>\
         <FormControl><FormLabel>Previous name</FormLabel><Input name='p' /></FormControl>",
    );
    assert_eq!(
        asked_of(&[("Page.jsx", &chakra)]),
        ["Gender | radios | Woman, Man", "Title | select, required | Mx", "Previous name | input | "]
    );
    let bootstrap = page_of(
        "import { Form } from 'react-bootstrap';\nimport { Input, Label } from 'reactstrap';",
        "<Form.Group><Form.Label>Gender</Form.Label><Form.Check type='radio' name='g' label='Woman' /><Form.Check type='radio' name='g' label='Man' /></Form.Group>\
         <Form.Group><Form.Label>Title</Form.Label><Form.Select><option>Mx</option></Form.Select></Form.Group>\
         <Label>Pronouns</Label><Input type='select'><option>They</option></Input><Form.Label>Previous name</Form.Label><Form.Control type='text' />",
    );
    assert_eq!(
        asked_of(&[("Page.jsx", &bootstrap)]),
        ["Gender | radios | Woman, Man", "Title | select | Mx", "Pronouns | select | They", "Previous name | input | "]
    );
    // What only goes by such a name is none of theirs.
    let own = page_of(
        "import { Select, TextField } from './own';",
        "<Select><MenuItem>Mx</MenuItem></Select><TextField label='Previous name' />",
    );
    assert_eq!(asked_of(&[("Page.jsx", &own)]), [""; 0]);
}

#[test]
fn what_a_repository_makes_of_primitives_is_read() {
    let page = page_of(
        "import { Select, SelectItem } from '@/components/ui/select';\nimport { RadioGroup, RadioGroupItem } from '@/components/ui/radio-group';",
        "<label>Title</label><Select name='t'><SelectItem value='mx'>Mx</SelectItem></Select><label>Gender</label><RadioGroup name='g'>\
         <RadioGroupItem value='w' id='w' /><label htmlFor='w'>Woman</label><label><RadioGroupItem value='m' id='m' />Man</label></RadioGroup>",
    );
    let select = "import * as React from 'react';\nimport * as SelectPrimitive from '@radix-ui/react-select';\n\
        const Select = SelectPrimitive.Root;\n\
        const SelectItem = React.forwardRef(({ className, children, ...props }, ref) => <SelectPrimitive.Item ref={ref} {...props}>\
        <SelectPrimitive.ItemIndicator><b>x</b></SelectPrimitive.ItemIndicator><SelectPrimitive.ItemText>{children}</SelectPrimitive.ItemText></SelectPrimitive.Item>);\n\
        export { Select, SelectItem };\n";
    let radios = "import * as RadioGroupPrimitive from '@radix-ui/react-radio-group';\n\
        function RadioGroup({ className, ...props }) {\n  return <RadioGroupPrimitive.Root className={className} {...props} />;\n}\n\
        function RadioGroupItem({ className, ...props }) {\n  return <RadioGroupPrimitive.Item {...props}><RadioGroupPrimitive.Indicator><i /></RadioGroupPrimitive.Indicator></RadioGroupPrimitive.Item>;\n}\n\
        export { RadioGroup, RadioGroupItem };\n";
    let files = [("app/page.tsx", page.as_str()), ("components/ui/select.tsx", select), ("components/ui/radio-group.tsx", radios)];
    assert_eq!(asked_of(&files), ["Title | select | Mx", "Gender | radios | Woman, Man"]);
}

#[test]
fn what_a_box_of_its_own_wraps_is_read() {
    let page = page_of("import { Card } from '@/components/ui/card';", "<Card title='You'><label>Title <input name='t' /></label></Card>");
    let card = "import * as React from 'react';\n\
        const Card = React.forwardRef(({ className, ...props }, ref) => <div ref={ref} className={className} {...props} />);\nexport { Card };\n";
    assert_eq!(asked_of(&[("app/page.jsx", &page), ("components/ui/card.jsx", card)]), ["Title | input | "]);
}

#[test]
fn what_is_left_after_some_was_taken_out_is_handed_on() {
    let page = "export function Page() {\n  return <form><Field label='Title' name='title' required tone='x' /></form>;\n}\n\
        function Field({ label, tone: colour, ...rest }) {\n  const { name, ...more } = rest;\n  return <label>{label} <input id={name} {...more} /></label>;\n}\n";
    assert_eq!(asked_of(&[("Page.jsx", page)]), ["Title | input, required | "]);
}

#[test]
fn an_element_that_nothing_explains_asks_if_it_has_words_and_a_list() {
    let page = "import { ChoiceField } from 'some-kit';\nimport { Box } from './box';\n\
        const GENDERS = [{ id: 1, text: 'Woman' }, { id: 2, text: 'Man' }];\n\
        export function Page(props) {\n  return <form>\n\
        <ChoiceField label='Gender' options={GENDERS} required />\n\
        <Box label='Which pronouns do you use?' options={['She', 'He', 'They']} />\n\
        <ChoiceField label='Ward' /><ChoiceField options={GENDERS} /><ChoiceField {...props} />\n  </form>;\n}\n";
    let own = "import { Listbox } from '@headlessui/react';\n\
        export function Box(props) {\n  return <div><Listbox value={props.value}>{props.options.map(o => <Listbox.Option>{o}</Listbox.Option>)}</Listbox></div>;\n}\n";
    let asked = questions(&[("Page.tsx", page), ("box.tsx", own)]);
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].starts_with("Gender | select | - | Woman=1, Man=2") && asked[0].ends_with("required"), "{asked:?}");
    assert!(asked[1].starts_with("Which pronouns do you use? | select | - | She=She, He=He, They=They"), "{asked:?}");
}

#[test]
fn a_list_of_plain_words_heeds_what_is_chosen() {
    let page = "import { ChoiceField } from 'some-kit';\n\
        export const Page = () => <ChoiceField label='Gender' options={['Woman', 'Man']} value='Man' />;\n";
    let asked = questions(&[("Page.tsx", page)]);
    assert!(asked[0].contains("Woman=Woman, Man=Man chosen"), "{asked:?}");
}

#[test]
fn what_a_field_shows_or_an_element_holds_besides_is_read_all_the_same() {
    let page = "import { Field } from 'formik';\nimport { Choice, Column, Legend } from 'some-kit';\n\
        export const Page = () => <form>\n\
        <Field name='gender' render={({ field }) => <label>Gender<select {...field}><option>Man</option><option>Woman</option></select></label>} />\n\
        <Field component={Choice} label='Which pronouns do you use?' options={['She', 'He', 'They']} />\n\
        <Choice label='Ward' options={['Ash', 'Oak']} extra={<label>Title<input name='title' /></label>} />\n\
        <Column label='Marital status' options={{ filter: true }} /><Legend label='Gender' items={['Man', 'Woman']} />\n</form>;\n";
    let asked = questions(&[("Page.tsx", page)]);
    let words: Vec<&str> = asked.iter().map(|line| line.split(" | ").next().unwrap()).collect();
    assert_eq!(words, ["Gender", "Which pronouns do you use?", "Ward", "Title"], "{asked:?}");
}
