//! Brackets a hundred thousand deep, and what else is never closed, in every language that expressions are written in.

use crate::File;
use crate::large::many;

const DEEP: usize = 100_000;

/// A file for each language and each way of going wrong.
pub(crate) fn files() -> Vec<File> {
    let places: &[(&str, &str, &str)] = &[
        ("njk", "<input>{{ ", " }}"),
        ("vue", "<template><input :a=\"", "\"></template><script>let a</script>"),
        ("component.html", "<ng-container><input [a]=\"", "\"></ng-container>"),
        ("tsx", "import { Radios } from \"nhsuk-react-components\";\nexport default () => <Radios legend=\"a\" a={", "} />;\n"),
        ("ts", "export const fields = [{ type: 'radios', label: 'Sex', options: ", " }];\n"),
        ("py", "from django import forms\nclass F(forms.Form):\n    a = forms.ChoiceField(choices=", ")\n"),
        ("php", "<input><?= ", " ?>"),
        ("html.erb", "<input><%= ", " %>"),
        ("html.slim", "input\n= ", "\n"),
        ("html.haml", "%input\n= ", "\n"),
        ("md", "---\nform: ", "\n---\n<input>\n"),
        ("json", "{\"resourceType\": \"Questionnaire\", \"item\": ", "}"),
        ("yaml", "title: form\nquestions: ", "\n"),
    ];
    let wrong: &[(&str, String)] = &[
        ("round", many("(", DEEP) + "1" + &many(")", DEEP)),
        ("square", many("[", DEEP) + "1" + &many("]", DEEP)),
        ("curly", many("{a:", DEEP) + "1" + &many("}", DEEP)),
        ("open", many("([{", DEEP / 3)),
        ("calls", many("a(", DEEP) + &many(")", DEEP)),
        ("signs", many("!", DEEP) + "a"),
        ("minus", many("- ", DEEP) + "a"),
        ("choices", many("a ? b : ", DEEP / 8) + "c"),
        ("ways", "a".to_owned() + &many(".a", DEEP)),
        ("chains", "a".to_owned() + &many(".f()", DEEP)),
        ("quotes", "'".to_owned() + &many("a", DEEP)),
        ("backticks", "`${".to_owned() + &many("`${", DEEP / 3)),
        ("backslashes", "\"".to_owned() + &many("\\", DEEP)),
        ("nothing", many("\0", DEEP)),
    ];
    let file = |(ending, before, after): &(&str, &str, &str), (name, text): &(&str, String)| {
        (format!("{name}.{ending}"), format!("{before}{text}{after}"))
    };
    places.iter().flat_map(|place| wrong.iter().map(move |wrong| file(place, wrong))).collect()
}
