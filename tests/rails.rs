//! What askwell sees in templates of Rails: ERB, Slim and Haml, the form builders, files of words, components.

#![cfg(feature = "ruby")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use askwell::dialect::Parsers;
use askwell::form::{Form, Question};
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run::{self, Document};
use askwell::source::FileId;
use askwell::text::Text;
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

/// The questions of a template that stands alone.
fn erb(text: &str) -> Vec<String> {
    questions(&[("app/views/people/edit.html.erb", text)])
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
    let mut answers = form.questions.iter().flat_map(|other| &other.answers);
    let opener = question.shown_when.and_then(|when| answers.find(|answer| answer.span == when.answer));
    if let Some(answer) = opener {
        line.push_str(&format!(" | after {}", said(&answer.label)));
    }
    line
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(common::root().join("fixtures/rails").join(name)).unwrap()
}

#[test]
fn a_form_asks_the_same_in_every_language() {
    let of = |name: &str| questions(&[(&format!("app/views/children/{name}"), &fixture(name))]);
    let html = of("about_you.html");
    assert_eq!(
        html,
        [
            "First name | input | hint: As on the school’s records",
            "What is your child’s sex? | radios | Female, Male",
            "Your relationship to the child | radios | Mother, Father, Something else …",
            "Tell us in your words | input | after Something else",
            "Title | select | Miss, Mr",
            "Keep me informed | checkboxes | Text me about the vaccination",
        ]
    );
    for name in ["about_you.html.erb", "about_you.html.slim", "about_you.html.haml"] {
        assert_eq!(of(name), html, "{name}");
    }
    assert_eq!(of("sex.html.slim"), of("sex.html.haml"));
    assert_eq!(of("sex.html.slim"), ["What is your gender? | radios | Woman perhaps, Man perhaps", "Maiden name | input"]);
}

#[test]
fn plain_html_asks_the_same_as_erb() {
    for (path, text) in common::fixtures().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        // Other template languages are text to ERB.
        if ["{{", "{%"].iter().any(|mark| text.contains(mark)) {
            continue;
        }
        assert_eq!(questions(&[("page.html.erb", &text)]), questions(&[("page.html", &text)]), "{path}");
    }
}

#[test]
fn rails_own_helpers_are_the_elements_that_they_write() {
    let page = r#"<%= form_with scope: :person do |form| %>
      <%= form.label :first_name %><%= form.text_field :first_name, required: true %>
      <%= form.label :title, "How should we address you?" %>
      <%= form.select :title, [["Ms", "ms"], ["Mx", "mx"]], { include_blank: true }, class: "select" %>
      <fieldset><legend>Sex</legend>
        <%= form.radio_button :sex, "f" %><%= form.label :sex, "Female", value: "f" %>
        <%= form.radio_button :sex, "m" %><%= form.label :sex, "Male", value: "m" %>
      </fieldset>
      <%= form.label :orientation do %>Sexual orientation<% end %>
      <%= select_tag :orientation, options_for_select({ "Bi" => "b", "Gay or lesbian" => "g" }, params[:o]) %>
      <%= form.hidden_field :token %>
    <% end %>"#;
    assert_eq!(
        erb(page),
        [
            "First name | input",
            "How should we address you? | select | Ms, Mx",
            "Sex | radios | Female, Male",
            "Sexual orientation | select | Bi, Gay or lesbian",
        ]
    );
    assert_eq!(document(&[("a.html.erb", page)]).form.questions[0].required, Property::Known(true));
}

#[test]
fn lists_of_answers_are_read_in_every_shape_that_is_written_out() {
    let ask = |collection: &str, by: &str| {
        let page = format!(
            "<%= form_with model: Person.new do |f| %><%= f.govuk_collection_radio_buttons :gender, {collection}, {by}, legend: {{ text: \"Gender\" }} %><% end %>"
        );
        erb(&page).remove(0)
    };
    let expected = "Gender | radios | Woman, Man, Non-binary";
    for (collection, by) in [
        (
            r#"[OpenStruct.new(id: 1, name: "Woman"), OpenStruct.new(id: 2, name: "Man"), OpenStruct.new(id: 3, name: "Non-binary")]"#,
            ":id, :name",
        ),
        (r#"[["Woman", "w"], ["Man", "m"], ["Non-binary", "n"]]"#, ":last, :first"),
        (r#"{ "w" => "Woman", "m" => "Man", "n" => "Non-binary" }"#, ":first, :last"),
        (r#"%w[woman man non-binary].map { |word| [word, word.humanize] }"#, ":first, :last"),
        (r#"%w[Woman Man Non-binary]"#, ":itself, :itself"),
        (r#"%i[woman man non-binary]"#, ":to_s, ->(word) { word.capitalize }"),
        (r#"{ w: "Woman", m: "Man", n: "Non-binary" }.map { |key, words| OpenStruct.new(key:, words:) }"#, ":key, :words"),
    ] {
        assert_eq!(ask(collection, by), expected, "{collection}");
    }
    for collection in ["Gender.all", "@genders", "Person.genders.keys", "genders_for(current_user)", "[*first, second]"] {
        assert!(ask(collection, ":id, :name").ends_with("| not all seen"), "{collection}");
    }
}

#[test]
fn constants_of_classes_and_helpers_are_followed() {
    let page = r#"<%= form_with model: @patient do |f| %>
      <%= f.govuk_collection_select :title, Patient::TITLES, :to_s, :to_s, label: { text: "Title" } %>
      <%= f.govuk_collection_radio_buttons :sex, sex_options, :value, :label, legend: { text: "Sex" } %>
      <%= f.govuk_collection_radio_buttons :gender, Patient.gender_options, :first, :last, legend: { text: "Gender" } %>
    <% end %>"#;
    let model = r#"class Patient < ApplicationRecord
      NAMES = { w: "Woman", m: "Man" }.freeze
      TITLES = %w[Miss Mr].freeze
      def self.gender_options = NAMES.to_a
    end"#;
    let helper = "module PatientsHelper\n  def sex_options\n    [OpenStruct.new(value: \"f\", label: \"Female\"), OpenStruct.new(value: \"m\", label: \"Male\")]\n  end\nend";
    let files = [
        ("app/views/patients/edit.html.erb", page),
        ("app/models/patient.rb", model),
        ("spec/models/patient.rb", "class Patient\n  TITLES = []\nend"),
        ("app/helpers/patients_helper.rb", helper),
    ];
    assert_eq!(questions(&files), ["Title | select | Miss, Mr", "Sex | radios | Female, Male", "Gender | radios | Woman, Man"]);
}

const WORDS: &str = r#"en:
  helpers:
    legend:
      person:
        sex: What is your sex?
    hint:
      person:
        sex: As registered at birth
    label:
      person:
        town: Town or city
        sex_options: &sexes
          f: Female
          m: Male
      carer:
        nickname: Known as
  people:
    edit:
      title: "About %{name}"
      gender: Gender
    form:
      postcode: Postcode
"#;

/// Written out, each of these models would hold all others, each of which holds all others.
#[test]
fn models_that_name_one_another_are_followed_as_far_as_they_are_asked_for() {
    let names: Vec<String> = (0..40).map(|n| format!("Service{n}")).collect();
    let others = names.iter().map(|name| format!("{name}.all")).collect::<Vec<_>>().join(", ");
    let mut files: Vec<(String, String)> = Vec::new();
    let shown = names.iter().map(|name| format!("<p><%= {name}.title %></p>\n")).collect::<String>();
    let page = "<%= form_for @person do |f| %><%= f.label :sex, 'Sex' %><%= f.select :sex, Service1.sexes %>\
                <%= f.label :gender, 'Gender' %><%= f.select :gender, Service2::GENDERS %><% end %>";
    files.push(("app/views/people/edit.html.erb".to_owned(), format!("{shown}<p><%= Service4::ALL %><%= Service4::EACH %></p>{page}")));
    for (at, name) in names.iter().enumerate() {
        let own = match at {
            1 => "  def self.sexes\n    Service2::SEXES\n  end\n",
            2 => "  SEXES = ['Female', 'Male', 'Intersex'].freeze\n  GENDERS = Service3::GENDERS\n",
            3 => "  GENDERS = ['Woman', 'Man', 'Non-binary'].freeze\n",
            4 => "  ALL = Service5.others\n  EACH = [Service5.others, Service6.others, Service7.others]\n",
            _ => "",
        };
        let class = format!("class {name} < Service{}\n{own}  def others\n    [{others}]\n  end\nend\n", (at + 1) % names.len());
        files.push((format!("app/models/service{at}.rb"), class));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let started = std::time::Instant::now();
    assert_eq!(questions(&files), ["Sex | select | Female, Male, Intersex", "Gender | select | Woman, Man, Non-binary"]);
    assert!(started.elapsed().as_secs() < 2, "each model is read once");
}

#[test]
fn a_constant_of_another_file_is_never_that_of_the_file_that_asks() {
    let page = "<%= form_for @person do |f| %><%= f.label :gender, 'Gender' %><%= f.select :gender, Person::GENDERS %>\
                <%= f.label :sex, 'Sex' %><%= f.select :sex, Sex.values %><% end %>";
    let files = [
        ("app/views/people/edit.html.erb", page),
        ("app/models/choice.rb", "class Choice\n  VALUES = ['Woman', 'Man', 'Non-binary']\nend"),
        ("app/models/gender.rb", "class Gender < Choice\n  def self.all\n    VALUES\n  end\nend"),
        ("app/models/person.rb", "class Person\n  VALUES = ['Yes', 'No']\n  GENDERS = Gender.all\nend"),
        // Who its members are stands in a block.
        ("app/models/sex.rb", "class Sex < T::Enum\n  ORDER = ['f', 'm']\n  enums do\n    Female = new\n  end\nend"),
    ];
    let lines = questions(&files);
    assert!(lines.iter().all(|line| line.ends_with("not all seen") && !line.contains("Yes") && !line.contains("| f")), "{lines:?}");
}

#[test]
fn words_that_a_builder_leaves_to_files_of_words_are_found_there() {
    let page = r#"<%= form_with model: @person do |f| %>
      <h1><%= t(".title", name: @person.name) %></h1>
      <%= f.govuk_collection_radio_buttons :sex, %i[f m], :itself %>
      <%= f.govuk_text_field :town %>
      <%= f.govuk_text_field :home_phone %>
      <%= f.govuk_radio_buttons_fieldset :gender, legend: { text: t(".gender") } do %>
        <%= f.govuk_radio_button :sex, :f %><%= f.govuk_radio_button :gender, "x" %>
      <% end %>
    <% end %>"#;
    let model = ("app/models/person.rb", "class Person\nend");
    let words = ("config/locales/en.yml", WORDS);
    assert_eq!(
        questions(&[("app/views/people/edit.html.erb", page), words, model]),
        [
            "What is your sex? | radios | Female, Male | hint: As registered at birth",
            "Town or city | input",
            "Home phone | input",
            "Gender | radios | Female, ?computed | not all seen",
        ]
    );
    let partial = r#"<%= f.govuk_text_field :postcode, label: { text: t(".postcode") } %><%= f.govuk_text_field :nickname %><%= f.govuk_text_field :age %>"#;
    // Who is asked about is not known in a partial: another's words are no guess.
    assert_eq!(
        questions(&[("app/views/people/_form.html.erb", partial), words, model]),
        ["Postcode | input", "?variable | input", "Age | input"]
    );
}

#[test]
fn the_controller_says_what_a_variable_holds() {
    let page = r#"<%= form_with model: @form do |f| %><%= f.govuk_date_field :born %><% end %>"#;
    let controller = "class PeopleController\n  def edit\n    @form = Wizard::BirthForm.new(params)\n  end\nend";
    let words = "en:\n  helpers:\n    legend:\n      wizard_birth_form:\n        born: When were you born?\n";
    let files = [
        ("app/views/people/edit.html.erb", page),
        ("app/controllers/people_controller.rb", controller),
        ("config/locales/forms.en.yml", words),
    ];
    assert_eq!(questions(&files), ["When were you born? | date-input"]);
    // A class that is worked out may be any, and the heading above is not what a legend says that is not known.
    let page = r#"<h1>Monitoring</h1><%= form_for @form do |f| %><%= f.govuk_radio_buttons_fieldset :born do %><%= f.govuk_radio_button :born, :uk %><% end %><% end %>"#;
    let controller = "class PeopleController\n  def edit\n    @form = form_class.new(params)\n  end\nend";
    let files = [("app/views/people/edit.html.erb", page), ("app/controllers/people_controller.rb", controller), files[2]];
    assert_eq!(questions(&files), ["?variable | radios | ?computed | not all seen"]);
}

#[test]
fn what_is_refused_is_not_looked_for() {
    let page = r#"<h1>Who gives consent?</h1><%= form_with model: @person do |f| %>
      <%= f.govuk_radio_buttons_fieldset(:sex, legend: nil) do %>
        <% @parents.each do |parent| %><%= f.govuk_radio_button :sex, parent.id, label: { text: parent.name } %><% end %>
        <%= f.govuk_radio_button :sex, "new", label: { text: "Somebody else" } %>
      <% end %><% end %>"#;
    let model = ("app/models/person.rb", "class Person\nend");
    let files = [("app/views/people/edit.html.erb", page), ("config/locales/en.yml", WORDS), model];
    assert_eq!(questions(&files), ["Who gives consent? | radios | ?loop, Somebody else | not all seen | hint: As registered at birth"]);
}

#[test]
fn loops_and_conditions_are_followed() {
    let page = r#"<% options = { woman: "Woman", man: "Man" } %>
      <%= f.govuk_radio_buttons_fieldset :gender, legend: { text: mine? ? "Gender" : "Their gender" } do %>
        <% options.each do |key, words| %><%= f.govuk_radio_button :gender, key, label: { text: words } %><% end %>
        <% if asks_more? %><%= f.govuk_radio_button :gender, :n, label: { text: "Non-binary" } %><% end %>
        <%= f.govuk_radio_button :gender, :o, label: { text: "In another way" } do %>
          <%= f.govuk_text_field :own, label: { text: "Your words" } %>
        <% end %>
      <% end %>"#;
    assert_eq!(
        erb(page),
        ["Gender | radios | Woman, Man, Non-binary perhaps, In another way …", "Your words | input | after In another way"]
    );
}

#[test]
fn elements_that_ruby_writes_are_elements() {
    let page = r#"<%= tag.label "Title", for: "t" %>
      <%= tag.select id: "t", name: "t" do %><%= tag.option "", value: "" %><%= tag.option "Mx", value: "mx", selected: @t == "mx" %>
        <%= content_tag(:option, "Dr", value: "dr") %><% end %>"#;
    assert_eq!(erb(page), ["Title | select | Mx, Dr"]);
}

#[test]
fn partials_and_components_are_shown_where_they_are_rendered() {
    let page = r#"<%= render CardComponent.new(title: "You") do |card| %>
        <label for="n">Name</label><input id="n" name="n">
      <% end %>
      <fieldset><legend>Sex</legend><%= render "options", of: :sex %><label><input type="radio" name="sex">Male</label></fieldset>
      <fieldset><legend>Gender</legend><%= render "gone" %><label><input type="radio" name="gender">Man</label></fieldset>"#;
    let card = ("app/components/card_component.html.erb", "<div class=\"card\"><h2>Your details</h2><%= content %></div>");
    let options = ("app/views/people/_options.html.slim", "label\n  input type=\"radio\" name=of\n  | Female\n");
    let files = [("app/views/people/edit.html.erb", page), card, options];
    let form = document(&files).form;
    let lines: Vec<String> = form.questions.iter().map(|question| line(question, &form)).collect();
    assert_eq!(lines, ["Name | input", "Sex | radios | Female, Male", "Gender | radios | Man | not all seen"]);
    assert_eq!(form.questions[0].heading.as_ref().map(Text::as_str), Some("Your details"));
}

const TITLE_COMPONENT: &str = r#"# frozen_string_literal: true

# Asks for a title, as everybody would like to be addressed.
class TitleComponent < ViewComponent::Base
  erb_template <<~ERB
    <label for="title">Title</label>
    <select id="title" name="title" required>
      <%= options_for_select(titles, @chosen) %>
    </select>
  ERB

  TITLES = %w[Miss Mr Mrs].freeze

  def initialize(chosen:)
    @chosen = chosen
  end

  private

  def titles = TITLES
end
"#;

#[test]
fn a_component_in_ruby_asks_what_its_template_asks() {
    assert_eq!(questions(&[("app/components/title_component.rb", TITLE_COMPONENT)]), ["Title | select | Miss, Mr, Mrs"]);
    let by_call = "class SexComponent < ViewComponent::Base\n  def call\n    tag.fieldset(safe_join([tag.legend(\"Sex\"), tag.input(type: \"radio\", name: \"s\", \"aria-label\": \"Female\")]))\n  end\nend\n";
    assert_eq!(questions(&[("app/components/sex_component.rb", by_call)]), ["Sex | radios | Female"]);
    let beside = [
        ("app/components/sex_component.html.haml", "%label{ for: \"s\" } Sex\n%select#s= options_for_select(options)\n"),
        (
            "app/components/sex_component.rb",
            "class SexComponent\n  private\n  def options = [[\"Female\", \"f\"], [\"Male\", \"m\"]]\nend\n",
        ),
    ];
    assert_eq!(questions(&beside), ["Sex | select | Female, Male"]);
}

#[test]
fn directives_stand_in_the_comments_of_each_language() {
    let told = |path: &str, text: &str| {
        let document = document(&[(path, text)]);
        assert!(document.complaints.is_empty(), "{path}: {:?}", document.complaints);
        document.directives.len()
    };
    let directive = "askwell: ignore names/maiden-name because it is the register's own word";
    for (path, text) in [
        ("a.html.erb", format!("<%# {directive} %>\n<label>Maiden name<input></label>")),
        ("a.html.erb", format!("<% # {directive} %>\n<label>Maiden name<input></label>")),
        ("a.html.erb", format!("<!-- {directive} -->\n<label>Maiden name<input></label>")),
        ("a.html.slim", format!("/ {directive}\nlabel for=\"m\" Maiden name\ninput#m\n")),
        ("a.html.slim", format!("/! {directive}\nlabel for=\"m\" Maiden name\ninput#m\n")),
        ("a.html.haml", format!("-# {directive}\n%label{{ for: \"m\" }} Maiden name\n%input#m\n")),
        ("a.rb", format!("class A\n  # {directive}\n  erb_template <<~ERB\n    <label>Maiden name<input></label>\n  ERB\nend\n")),
    ] {
        assert_eq!(told(path, &text), 1, "{path}");
    }
}

#[test]
fn places_are_those_of_the_words() {
    for (path, text) in [
        ("a.html.erb", "<%= f.govuk_text_field :m, label: { text: \"Your maiden name\" } %>"),
        ("a.html.erb", "<%= f.govuk_text_field :m, label: { text: 'Your maiden name' } %>"),
        ("a.html.slim", "= f.govuk_text_field :m,\n  label: { text: \"Your maiden name\" }\n"),
        ("a.html.slim", "label for=\"m\" Your maiden name\ninput#m\n"),
        ("a.html.haml", "%label{ for: \"m\" } Your maiden name\n%input#m\n"),
        ("a.rb", "class A\n  erb_template <<~ERB\n    <label>Your maiden name<input></label>\n  ERB\nend\n"),
    ] {
        let document = document(&[(path, text)]);
        let place = document.form.questions[0].place();
        assert_eq!(&text[place.range()], "Your maiden name", "{path}");
    }
}

#[test]
fn what_cannot_be_read_loses_only_itself() {
    let page = "<label>Name<input></label><%= f.govuk_text_field :x, label: { %>\n<% if %><label>Town<input></label><% end %><%= ( %><label>Country<input></label><% end %>";
    let document = document(&[("a.html.erb", page)]);
    let prompts: Vec<String> = document.form.questions.iter().map(|question| said(&question.prompt)).collect();
    assert_eq!(prompts, ["Name", "Town", "Country"]);
    assert!(document.notices.len() >= 2, "{:?}", document.notices);
    let slim = "label for=\"n\" Name\ninput#n name=(\n= f.govuk_text_field (\nlabel for=\"t\" Town\ninput#t\n";
    assert_eq!(questions(&[("a.html.slim", slim)]), ["Name | input", "Town | input"]);
    let haml = "%label{ for: \"n\" } Name\n%input#n{ name: \n%label{ for: \"t\" } Town\n%input#t\n";
    assert!(questions(&[("a.html.haml", haml)]).contains(&"Town | input".to_owned()));
}

#[test]
fn other_languages_keep_their_own_components() {
    let page = "{{ label({ text: \"Name\", for: \"n\" }) }}<input id=\"n\">";
    let id = FileId(0);
    let document = run::read(id, "a.njk", page.to_owned(), &mut Parsers::new(), None).unwrap();
    assert_eq!(document.form.questions.len(), 1);
}

#[test]
fn an_input_of_simple_form_is_what_as_says_or_what_it_is_given() {
    let form = "<%= simple_form_for @person do |f| %>\n\
        <%= f.input :gender, as: :radio_buttons, collection: ['Woman', 'Man'], hint: 'You can leave this out' %>\n\
        <%= f.input :title, collection: ['Mx', 'Mrs'], label: 'What is your title?' %>\n\
        <%= f.input :about_you, as: :text %>\n\
        <%= f.input :secret, as: :hidden %>\n\
        <% end %>";
    assert_eq!(
        erb(form),
        ["Gender | radios | Woman, Man | hint: You can leave this out", "What is your title? | select | Mx, Mrs", "About you | textarea"]
    );
}

#[test]
fn answers_that_a_call_leaves_out_are_somewhere_else() {
    let page = "<%= form_with model: @claim do |f| %><fieldset><legend>What is your gender?</legend><%= f.collection_radio_buttons :gender %></fieldset><% end %>";
    assert_eq!(erb(page), ["What is your gender? | radios | not all seen"]);
}
