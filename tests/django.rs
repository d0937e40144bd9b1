//! What askwell sees in forms of Django, in the shapes that were met in real repositories, each cut down to what matters.

#![cfg(feature = "django")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use askwell::dialect::Parsers;
use askwell::form::{Form, Question};
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run::{self, Document};
use askwell::source::FileId;
use askwell::unknown::Property;
use common::said;

/// Paths and texts.
type Files<'f> = [(&'f str, &'f str)];

/// The first of `files`, in a repository of all of them.
fn document(files: &Files) -> Document {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    run::read(FileId::asked_for(0), path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap()
}

fn questions(files: &Files) -> Vec<String> {
    let document = document(files);
    let form = &document.form;
    form.questions.iter().filter(|question| form.asks_itself(question)).map(|question| line(question, form)).collect()
}

/// `prompt | control | answers`, then what else is worth saying.
fn line(question: &Question, form: &Form) -> String {
    let answers: Vec<String> = question
        .answers
        .iter()
        .map(|answer| format!("{}{}", said(&answer.label), if answer.free_text.known() == Some(&true) { " …" } else { "" }))
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
        Property::Known(true) => {}
        Property::Unknown(_) => line.push_str(" | perhaps optional"),
        _ => line.push_str(" | optional"),
    }
    let mut answers = form.questions.iter().flat_map(|other| &other.answers);
    if let Some(answer) = question.shown_when.and_then(|when| answers.find(|answer| answer.span == when.answer)) {
        line.push_str(&format!(" | after {}", said(&answer.label)));
    }
    line
}

/// The questions of a file by itself, below the usual imports.
fn python(body: &str) -> Vec<String> {
    questions(&[("forms.py", &format!("from django import forms\nfrom django.db import models\n\n{body}"))])
}

#[test]
fn a_field_asks_by_its_label_or_by_its_name() {
    let form = "class F(forms.Form):
    first_name = forms.CharField(max_length=20)
    sex = forms.ChoiceField(choices=[('f', 'Female'), ('m', 'Male')], label='Sex', required=False)
    more = forms.CharField(label='Tell us more', widget=forms.Textarea(attrs={'rows': 3}), help_text='In your own words')
    token = forms.CharField(widget=forms.HiddenInput)
    photo = forms.ImageField(label='A photo of you')
    born = forms.DateField(widget=forms.DateInput(attrs={'type': 'date'}))";
    let expected = [
        "First name | input",
        "Sex | select | Female, Male | optional",
        "Tell us more | textarea | hint: In your own words",
        "A photo of you | file-upload",
        "Born | date-input",
    ];
    assert_eq!(python(form), expected);
}

#[test]
fn widgets_say_what_people_answer_with() {
    let page = |widget: &str, field: &str| {
        python(&format!("class F(forms.Form):\n    a = forms.{field}(label='A', choices=(('x', 'X'), ('y', 'Y')), widget={widget})"))
    };
    assert_eq!(page("forms.RadioSelect", "ChoiceField"), ["A | radios | X, Y"]);
    assert_eq!(page("forms.RadioSelect(attrs={'class': 'b'})", "TypedChoiceField"), ["A | radios | X, Y"]);
    assert_eq!(page("forms.CheckboxSelectMultiple()", "MultipleChoiceField"), ["A | checkboxes | X, Y"]);
    let form = "class F(forms.Form):\n    a = forms.CharField(label='A', widget=forms.Select(choices=[('x', 'X')]))";
    assert_eq!(python(form), ["A | select | X"]);
    assert_eq!(python("class F(forms.Form):\n    a = forms.BooleanField(label='I agree')"), ["I agree | checkboxes | I agree"]);
}

#[test]
fn choices_are_followed_wherever_they_are_named() {
    let page = |choices: &str| {
        python(&format!(
            "TITLES = (('mx', 'Mx'), ('ms', 'Ms'))
class Title(models.TextChoices):
    MX = 'mx', 'Mx'
    MS = 'ms', 'Ms'
    def __str__(self): return self.label
class Plain(models.TextChoices):
    MX = 'mx'
    NO_TITLE = 'none'
class F(forms.Form):
    OWN = [('mx', 'Mx')] + [('ms', 'Ms')]
    a = forms.ChoiceField(label='Title', choices={choices})"
        ))
    };
    let both = ["Title | select | Mx, Ms"];
    for choices in [
        "TITLES",
        "Title.choices",
        "Title",
        "OWN",
        "[*TITLES]",
        "list(TITLES)",
        "[('', 'Choose a title')] + list(Title.choices)",
        "[(title.value, title.label) for title in Title]",
        "[(value, label) for value, label in Title.choices]",
        "{'mx': 'Mx', 'ms': 'Ms'}",
        "{'mx': 'Mx', 'ms': 'Ms'}.items()",
        "(('Common', TITLES),)",
        "[(Title.MX, 'Mx'), (Title.MS, Title.MS.label)]",
        "lambda: TITLES",
    ] {
        assert_eq!(page(choices), both, "{choices}");
    }
    assert_eq!(page("Plain.choices"), ["Title | select | Mx, No Title"]);
    assert_eq!(page("titles_from_the_database()"), ["Title | select | not all seen"]);
    assert_eq!(page("[(t.id, t.name) for t in models.Title.objects.all()]"), ["Title | select | not all seen"]);
}

#[test]
fn answers_that_are_given_later_are_not_missing() {
    assert_eq!(python("class F(forms.Form):\n    a = forms.ChoiceField(label='Title')"), ["Title | select | not all seen"]);
    let form = "class F(forms.Form):\n    a = forms.ModelChoiceField(label='Practice', queryset=Practice.objects.all())";
    assert_eq!(python(form), ["Practice | select | not all seen"]);
    let form = "class F(forms.Form):\n    a = forms.ChoiceField(label='Title', **options)";
    assert_eq!(python(form), ["Title | select | not all seen | hint: ?spread | perhaps optional"]);
}

#[test]
fn a_list_that_begins_empty_is_filled_later() {
    let form = "class F(forms.Form):
    address = forms.ChoiceField(label='Address', choices=[], widget=forms.RadioSelect)";
    assert_eq!(python(form), ["Address | radios | not all seen"]);
    let form = "class F(forms.Form):
    title = forms.ChoiceField(label='Title', choices=[('mx', 'Mx')])
    def __init__(self, titles, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields['title'])
        field.choices = [(title, title) for title in titles]";
    assert_eq!(python(form), ["Title | select | not all seen"]);
}

#[test]
fn a_date_of_a_package_is_asked_in_its_parts() {
    let form = "from django import forms
from crispy_forms_gds.fields import DateInputField

class F(forms.Form):
    born = DateInputField(label='When were you born?', help_text='For example, 27 3 1987', required=False)
";
    assert_eq!(questions(&[("forms.py", form)]), ["When were you born? | date-input | hint: For example, 27 3 1987 | optional"]);
}

#[test]
fn a_field_without_a_label_is_asked_by_the_legend_that_its_layout_puts_over_it() {
    let form = |imported: &str, groups: &str| {
        format!(
            "from django import forms
from {imported} import HTML, Div, Field, Fieldset, Layout, Submit

class AboutYou(forms.Form):
    gender = forms.ChoiceField(label='', choices=[('w', 'Woman'), ('m', 'Man')], widget=forms.RadioSelect)
    pronouns = forms.CharField(label=False, required=False)
    name = forms.CharField(label='Full name')
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout({groups}, Submit('submit', 'Continue'))
"
        )
    };
    let expected = ["What is your gender? | radios | Woman, Man", "Your pronouns | input | optional", "Full name | input"];
    let named = "Div(Fieldset(HTML('gender'), Field.radios('gender'), legend='What is your gender?')), Fieldset('pronouns', 'name', legend='Your pronouns')";
    assert_eq!(questions(&[("forms.py", &form("crispy_forms_gds.layout", named))]), expected);
    let first = "Fieldset('What is your gender?', 'gender'), Fieldset('Your pronouns', Field('pronouns'), 'name')";
    assert_eq!(questions(&[("forms.py", &form("crispy_forms.layout", first))]), expected);
    // In a design system the first is a field, and there is no legend.
    let none = "Fieldset('gender', 'pronouns')";
    assert_eq!(questions(&[("forms.py", &form("crispy_forms_gds.layout", none))])[0], "- | radios | Woman, Man");
}

#[test]
fn the_constructor_adds_fields_and_changes_them() {
    let form = "class F(forms.Form):
    title = forms.CharField(label='Title')
    gender = forms.ChoiceField(label='Sex', choices=[('x', 'X')])
    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields['title'].required = False
        gender = self.fields['gender']
        gender.label = f'Gender of {person.name}'
        choices = [('a', 'Woman')]
        choices.append(('b', 'Man'))
        if person.adult:
            choices.append(('c', 'Another way'))
        gender.choices = choices
        self.add_more()
    def add_more(self):
        self.fields['words'] = forms.CharField(label='In your own words', required=False)
        self.fields.update({'email': forms.EmailField(label='Email address')})";
    let expected = [
        "Title | input | optional",
        "Gender of {} | select | Woman, Man, Woman, Man, Another way",
        "In your own words | input | optional",
        "Email address | input",
    ];
    let seen = python(form);
    assert_eq!(seen[0], expected[0]);
    assert!(seen[1].starts_with("Gender of {} | select | Woman, Man"), "{}", seen[1]);
    assert_eq!(seen[2..], expected[2..]);
}

#[test]
fn a_field_that_is_put_in_the_place_of_another_is_asked_instead() {
    let form = "class F(forms.Form):
    a = forms.CharField(label='Before')
    def __init__(self, *args, **kwargs):
        self.fields['a'] = forms.CharField(label=self.words(), required=False)
    def words(self):
        if self.data:
            return 'After'
        return 'Later'";
    assert_eq!(python(form), ["After | input | optional"]);
}

#[test]
fn a_list_that_grows_in_a_loop_is_not_all_seen() {
    let form = "class F(forms.Form):
    def __init__(self, *args, **kwargs):
        found = [('x', 'X')]
        for unit in self.units:
            found.append((unit.id, unit.name))
            self.fields[f'unit_{unit.id}'] = forms.CharField(label='Details')
        self.fields['unit'] = forms.ChoiceField(label='Unit', choices=found)";
    assert_eq!(python(form), ["Details | input", "Unit | select | X | not all seen"]);
}

#[test]
fn fields_of_the_services_own_are_what_they_extend() {
    let files = [
        (
            "app/forms/about.py",
            "from django import forms\nfrom ..fields import ChoiceField, yes_no\nfrom app.people.models import Gender\n\nclass AboutForm(forms.Form):\n    gender = ChoiceField(label='Gender', choices=Gender.choices, hint='As you say it')\n    carer = yes_no(label='Are you a carer?')\n",
        ),
        ("app/fields/__init__.py", "from .choice import ChoiceField, yes_no\n"),
        (
            "app/fields/choice.py",
            "from django import forms\nfrom django.forms import widgets\n\nclass Radios(widgets.RadioSelect):\n    pass\n\nclass ChoiceField(forms.ChoiceField):\n    widget = Radios\n    def __init__(self, *args, hint=None, **kwargs):\n        self.hint = hint\n        super().__init__(*args, **kwargs)\n\ndef yes_no(**kwargs):\n    return ChoiceField(choices=[('y', 'Yes'), ('n', 'No')], **kwargs)\n",
        ),
        ("app/people/models/__init__.py", "from .gender import *\n"),
        (
            "app/people/models/gender.py",
            "from django.db.models import TextChoices\n\nclass Gender(TextChoices):\n    WOMAN = 'w', 'Woman'\n    MAN = 'm', 'Man'\n    SELF = 's', 'Another way'\n",
        ),
    ];
    let expected = ["Gender | radios | Woman, Man, Another way | hint: As you say it", "Are you a carer? | radios | Yes, No"];
    assert_eq!(questions(&files), expected);
}

#[test]
fn an_answer_brings_up_the_field_that_the_constructor_says() {
    let form = "class F(Conditional, forms.Form):
    gender = forms.ChoiceField(label='Gender', choices=[('w', 'Woman'), ('o', 'Another way')])
    own = forms.CharField(label='Your words', required=False)
    def __init__(self, *args, **kwargs):
        self.given_field_value('gender', 'o').require_field('own')";
    assert_eq!(python(form), ["Gender | select | Woman, Another way …", "Your words | input | optional | after Another way"]);
    let form = "class F(forms.Form):
    gender = forms.ChoiceField(label='Gender', choices=[('w', 'Woman'), ('o', 'Other')])
    gender_other = forms.CharField(label='Your words', required=False)";
    let document = document(&[("forms.py", &format!("from django import forms\n{form}"))]);
    assert!(document.form.questions[0].own_words_beside);
}

#[test]
fn a_form_that_is_made_of_a_model_asks_what_it_names_of_it() {
    let files = [
        (
            "app/forms.py",
            "from django import forms\nfrom .models import Person\n\nclass PersonForm(forms.ModelForm):\n    note = forms.CharField(label='Anything else', required=False)\n\n    class Meta:\n        model = Person\n        fields = ['title', 'gender', 'about', 'note', 'carer']\n        labels = {'gender': 'Your gender'}\n        help_texts = {'gender': 'As you say it'}\n        widgets = {'gender': forms.RadioSelect}\n",
        ),
        (
            "app/models.py",
            "from django.db import models\nfrom .base import Base\n\nclass Person(Base):\n    GENDERS = (('w', 'Woman'), ('m', 'Man'))\n    title = models.CharField(max_length=10, choices=[('mx', 'Mx')], blank=True)\n    gender = models.CharField('Sex', max_length=1, choices=GENDERS)\n    about = models.TextField()\n    secret = models.CharField()\n    carer = models.BooleanField('Are you a carer?')\n",
        ),
        ("app/base.py", "from django.db import models\n\nclass Base(models.Model):\n    made = models.DateTimeField(auto_now=True)\n"),
    ];
    let expected = [
        "Anything else | input | optional",
        "Title | select | Mx | optional",
        "Your gender | radios | Woman, Man | hint: As you say it",
        "About | textarea",
        "Are you a carer? | checkboxes | Are you a carer? | optional",
    ];
    assert_eq!(questions(&files), expected);
    let whole = files[0].1.replace("['title', 'gender', 'about', 'note', 'carer']", "'__all__'\n        exclude = ['secret']");
    let files = [("app/forms.py", whole.as_str()), files[1], files[2]];
    let (mut all, mut same) = (questions(&files), expected.to_vec());
    all.sort();
    same.sort_unstable();
    assert_eq!(all, same);
    // What is kept is asked nowhere else.
    let files = [(
        "app/models.py",
        "from django.db import models\n# forms.Form fields\nclass Person(models.Model):\n    sex = models.CharField(choices=[('f', 'Female')])\n",
    )];
    assert_eq!(questions(&files), Vec::<String>::new());
}

#[test]
fn a_model_that_cannot_be_seen_hides_what_is_asked_of_it() {
    let files = [(
        "forms.py",
        "from django import forms\nfrom people import Person\n\nclass F(forms.ModelForm):\n    class Meta:\n        model = Person\n        fields = ['sex']\n",
    )];
    assert_eq!(questions(&files), Vec::<String>::new());
    assert_eq!(document(&files).form.unseen.len(), 1);
}

#[test]
fn words_keep_their_place_and_holes_stay_holes() {
    let text = "from django import forms\nfrom django.utils.translation import gettext_lazy as _\n\nclass F(forms.Form):\n    a = forms.CharField(label=_('Is %(name)s \\'well\\'') % {'name': name}, help_text='One ' 'two')\n    b = forms.CharField(label=\"Hello {}\".format(name))\n";
    let document = document(&[("forms.py", text)]);
    let [a, b] = document.form.questions.as_slice() else { unreachable!("two questions") };
    assert_eq!(said(&a.prompt), "Is {} 'well'");
    assert_eq!(said(&a.hint), "One two");
    assert_eq!(said(&b.prompt), "Hello {}");
    let words = a.prompt.known().unwrap();
    let place = words.span_of(0..2).unwrap();
    assert_eq!(&text[place.range()], "Is");
}

#[test]
fn what_cannot_be_read_takes_nothing_else_with_it() {
    let form = "class F(forms.Form):
    a = forms.CharField(label='First')
    b = = forms.CharField(label='Broken'
    c = forms.CharField(label='Last')

class G(forms.Form):
    d = forms.CharField(label='Another')";
    let seen = python(form);
    assert!(seen.contains(&"First | input".to_owned()) && seen.contains(&"Another | input".to_owned()), "{seen:?}");
}

#[test]
fn tests_and_other_classes_ask_nobody() {
    let text = "from django import forms\nclass F(forms.Form):\n    a = forms.CharField(label='A')\n";
    for path in ["tests/forms.py", "test_forms.py", "app/admin.py"] {
        assert!(run::read(FileId(0), path, text.to_owned(), &mut Parsers::new(), None).is_err(), "{path}");
    }
    let text = "from rest_framework import serializers\n# a Form of fields\nclass S(serializers.Serializer):\n    a = serializers.CharField(label='A')\n    b = serializers.ChoiceField(choices=[])\n";
    assert_eq!(questions(&[("api.py", text)]), Vec::<String>::new());
}

// Templates.

fn template(text: &str) -> Vec<String> {
    questions(&[("page.html", &format!("{{% load i18n %}}{text}"))])
}

#[test]
fn what_a_class_asks_is_not_asked_again_by_the_template_that_shows_it() {
    for page in [
        "<form>{% csrf_token %}{{ form.as_p }}</form>",
        "<form>{{ form.sex.label_tag }} {{ form.sex }} {{ form.sex.errors }}</form>",
        "<form>{% for field in form %}<div>{{ field.label_tag }}{{ field }}</div>{% endfor %}</form>",
        "<fieldset><legend>{{ form.sex.label }}</legend>{% for radio in form.sex %}{{ radio }}{% endfor %}</fieldset>",
        "{% crispy form %}",
        "{% render_field form.sex class=\"nhsuk-input\" %}",
    ] {
        assert_eq!(template(page), Vec::<String>::new(), "{page}");
        let document = document(&[("page.html", &format!("{{% load i18n %}}{page}"))]);
        assert!(!document.form.unseen.is_empty(), "{page}");
    }
}

#[test]
fn controls_that_a_template_writes_out_are_asked_there() {
    let page = r#"<fieldset><legend>{% trans "What is your sex?" %}</legend>
        <label><input type="radio" name="sex" value="f" required> {% translate 'Female' %}</label>
        <label><input type="radio" name="sex" value="m"> {% blocktrans %}Male{% endblocktrans %}</label></fieldset>
        {% if more %}<label for="t">{{ label|default:"Title" }}</label><input id="t" name="t">{% endif %}
        {# <input> #}{% comment %}<label>Nobody <input></label>{% endcomment %}"#;
    assert_eq!(template(page), ["What is your sex? | radios | Female, Male", "?variable | input | optional"]);
    let page = r#"<label for="s">Sex</label><select id="s">{% for value, label in form.fields.sex.choices %}<option value="{{ value }}">{{ label }}</option>{% empty %}<option>None</option>{% endfor %}</select>"#;
    assert_eq!(template(page), ["Sex | select | ?loop, None | not all seen | optional"]);
    let page =
        r#"<label>{% blocktrans count n=children|length %}Your child{% plural %}Your children{% endblocktrans %} <input name="c"></label>"#;
    assert_eq!(template(page), ["Your child | input | optional"]);
}

#[test]
fn an_include_is_given_its_names() {
    let files = [
        ("page.html", "{% load static %}{% include 'field.html' with words=_(\"First name\") only %}"),
        ("field.html", "<label>{{ words }} <input></label>"),
    ];
    let document = document(&files);
    assert_eq!(document.form.questions.len(), 1);
    assert_eq!(said(&document.form.questions[0].prompt), "First name");
}

#[test]
fn directives_stand_in_comments_of_both_languages() {
    let silenced = |path: &str, text: &str| {
        let document = run::read(FileId(0), path, text.to_owned(), &mut Parsers::new(), None).unwrap();
        assert_eq!(document.complaints, [], "{text}");
        assert_eq!(document.directives.len(), 1, "{text}");
        let askwell::directive::Says::Ignore { covers, .. } = &document.directives[0].says else { unreachable!("ignores") };
        text[covers.unwrap().range()].to_owned()
    };
    let directive = "askwell: ignore title/required because PDS asks for it";
    let page = silenced("page.html", &format!("{{% load i18n %}}{{% comment %}}{directive}{{% endcomment %}}<p><input></p>"));
    assert_eq!(page, "<p><input></p>");
    let page = silenced("page.html", &format!("{{% load i18n %}}{{# {directive} #}}<input>"));
    assert_eq!(page, "<input>");
    let form = format!(
        "from django import forms\nclass F(forms.Form):\n    a = forms.CharField()\n    # {directive}\n    title = forms.CharField()\n"
    );
    assert_eq!(silenced("forms.py", &form), "title = forms.CharField()");
    let form = format!(
        "from django import forms\nclass F(forms.Form):\n    def __init__(self):\n        # {directive}\n        self.fields['title'] = forms.CharField()\n"
    );
    assert_eq!(silenced("forms.py", &form), "self.fields['title'] = forms.CharField()");
}

#[test]
fn a_list_that_a_constructor_changes_in_its_place_is_not_known() {
    let form = |change: &str| {
        let text = format!(
            "from django import forms\nclass F(forms.Form):\n    why = forms.ChoiceField(label='Why?', choices=[('a', 'A'), ('b', 'B')])\n    def __init__(self, *args):\n        super().__init__(*args)\n        {change}\n"
        );
        let form = document(&[("forms.py", &text)]).form;
        (form.questions[0].answers.len(), form.questions[0].answers_complete())
    };
    assert_eq!(form("self.fields['why'].choices[-1].divider = 'or'"), (2, true));
    assert_eq!(form("self.fields['why'].choices.append(('c', 'C'))"), (0, false));
    assert_eq!(form("self.fields['why'].choices.remove(('a', 'A'))"), (0, false));
    assert_eq!(form("self.helper.layout.append(Submit('submit', 'Continue'))"), (2, true));
}

#[test]
fn plain_html_asks_the_same_within_a_template() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut compared = 0;
    for folder in std::fs::read_dir(&root).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            if path.extension().is_none_or(|ending| ending != "html") || text.contains("{%") || text.contains("{{") {
                continue;
            }
            let wrapped = format!("{{% load i18n %}}{{% block content %}}{text}{{% endblock content %}}");
            let lines = |text: &str| {
                let document = document(&[("page.html", text)]);
                let form = document.form;
                (document.dialect, form.questions.iter().map(|question| line(question, &form)).collect::<Vec<_>>())
            };
            let ((html, plain), (django, within)) = (lines(&text), lines(&wrapped));
            assert_eq!((html, django), ("html", "django"), "{}", path.display());
            assert_eq!(plain, within, "{}", path.display());
            compared += plain.len();
        }
    }
    assert!(compared >= 15, "{compared}");
}

#[test]
fn models_of_the_geographic_package_and_forms_that_leave_fields_out_are_read() {
    for (form, base) in
        [("from django import forms", "forms.ModelForm"), ("from django.contrib.auth.forms import UserCreationForm", "UserCreationForm")]
    {
        let form = format!(
            "{form}\nfrom .models import Person\nclass PersonForm({base}):\n    class Meta:\n        model = Person\n        exclude = ['place']\n"
        );
        let models = "from django.contrib.gis.db import models\n\
            class Person(models.Model):\n    title = models.CharField(choices=[('mx', 'Mx'), ('ms', 'Ms')], max_length=4)\n    place = models.CharField(max_length=9)\n";
        let files = [("app/forms.py", form.as_str()), ("app/models.py", models), ("app/__init__.py", "")];
        assert_eq!(questions(&files), ["Title | select | Mx, Ms"], "{base}");
    }
}
