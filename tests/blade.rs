//! Laravel's templates ask what the pages ask that they become.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use askwell::dialect::Parsers;
use askwell::form::Question;
use askwell::project::files::Memory;
use askwell::project::{Project, View};
use askwell::run;
use askwell::run::Document;
use askwell::source::FileId;
use askwell::text::Text;
use askwell::unknown::Property;
use common::said;

/// The first of `files`, read in a repository of all of them.
fn document(files: &[(&str, &str)]) -> Document {
    let memory = Memory::new(files.iter().copied());
    let project = Project::new(move || Box::new(memory.clone()));
    let (path, text) = files[0];
    let view = View::new(&project, path, "en");
    run::read(FileId::asked_for(0), path, text.to_owned(), &mut Parsers::new(), Some(&view)).unwrap()
}

/// What it asks, one question a line.
fn questions(files: &[(&str, &str)]) -> Vec<String> {
    document(files).form.questions.iter().map(line).collect()
}

fn blade(page: &str) -> Vec<String> {
    questions(&[("resources/views/page.blade.php", page)])
}

fn line(question: &Question) -> String {
    let answer = |answer: &askwell::form::Answer| {
        let perhaps = if answer.conditional { " perhaps" } else { "" };
        format!("{}{perhaps}", said(&answer.label))
    };
    let answers: Vec<String> = question.answers.iter().map(answer).collect();
    let mut line = format!("{} | {}", said(&question.prompt), question.control);
    line.push_str(&if answers.is_empty() { String::new() } else { format!(" | {}", answers.join(", ")) });
    line.push_str(if question.answers_complete() { "" } else { " | not all seen" });
    line.push_str(match &question.required {
        Property::Known(true) => " | required",
        Property::Unknown(_) => " | perhaps required",
        _ => "",
    });
    line
}

#[test]
fn plain_html_asks_the_same_as_blade() {
    let mut compared = 0;
    for (path, text) in common::fixtures().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        // Other template languages are text to Blade.
        if ["{{", "{%", "@", "<?"].iter().any(|mark| text.contains(mark)) {
            continue;
        }
        let html = questions(&[("page.html", &text)]);
        assert_eq!(blade(&text), html, "{path}");
        assert_eq!(blade(&format!("@extends('layouts.gone')\n@section('content')\n{text}\n@endsection")), html, "{path}");
        assert_eq!(blade(&format!("@once\n@csrf\n{text}\n@endonce")), html, "{path}");
        compared += 1;
    }
    assert!(compared > 3, "{compared}");
}

#[test]
fn a_form_in_blade_asks_what_it_asks_in_html() {
    let page = r#"@extends('layouts.app')
@section('title', 'About you')
@section('content')
<h1>@lang('About you')</h1>
<form method="post">
  @csrf @method('PUT')
  {{-- Title is optional --}}
  <label for="title">{{ __('Title') }}</label>
  <select name="title" id="title" @required(true) class="form-control @error('title') is-invalid @enderror">
    <option value="">{{ __('Choose') }}</option>
    @foreach (['Ms', 'Mr', 'Mx'] as $title)
      <option value="{{ $title }}" @selected(old('title') == $title)>{{ $title }}</option>
    @endforeach
  </select>
  @error('title') <p class="error">{{ $message }}</p> @enderror
  <fieldset>
    <legend>{!! __('Gender') !!}</legend>
    @php $genders = ['w' => 'Woman', 'm' => 'Man']; @endphp
    @foreach ($genders as $value => $label)
      <label><input type="radio" name="gender" value="{{ $value }}" {{ old('gender') == $value ? 'checked' : '' }}> {{ $label }}</label>
    @endforeach
    @if ($extended)
      <label><input type="radio" name="gender" value="n"> Non-binary</label>
    @endif
  </fieldset>
  <label for="ward">Ward</label>
  <select id="ward" name="ward">@forelse ($wards as $ward)<option>{{ $ward->name }}</option>@empty<option>None</option>@endforelse</select>
  <label>Town <input name="town" @if($strict) required @endif></label>
  <p>Write to patients@trust.nhs.uk or @trust.</p>
</form>
@endsection"#;
    assert_eq!(
        blade(page),
        [
            "Title | select | Ms, Mr, Mx | required",
            "Gender | radios | Woman, Man, Non-binary perhaps",
            "Ward | select | ?loop, None perhaps | not all seen",
            "Town | input | perhaps required",
        ]
    );
    let form = document(&[("resources/views/page.blade.php", page)]).form;
    let says = |words: &str| form.passages.iter().any(|passage| passage.text.as_str() == words);
    assert!(says("About you") && says("Write to patients@trust.nhs.uk or @trust."), "{:?}", form.passages);
    assert!(!form.passages.iter().any(|passage| passage.text.as_str().contains("csrf")));
}

#[test]
fn every_block_of_blade_ends_where_it_says() {
    let label = |name: &str| format!("<label>{name} <input></label>");
    for (open, close) in [
        ("@auth", "@endauth"),
        ("@guest('staff')", "@endguest"),
        ("@can('edit', $form)", "@elsecan('see') @endcan"),
        ("@unless ($a)", "@endunless"),
        ("@isset($a)", "@endisset"),
        ("@empty($a)", "@endempty"),
        ("@hasSection('a')", "@endif"),
        ("@production", "@endproduction"),
        ("@feature('new')", "@endfeature"),
        ("@switch($a) @case(1)", "@break @default @endswitch"),
        ("@push('end')", "@endpush"),
        ("@pushOnce('end')", "@endPushOnce"),
        ("@for ($i = 0; $i < 3; $i++)", "@endfor"),
        ("@while (true)", "@endwhile"),
        ("<?php if ($a): ?>", "<?php endif; ?>"),
    ] {
        let page = format!("{open} {} {close} {}", label("One"), label("Two"));
        assert_eq!(blade(&page), ["One | input", "Two | input"], "{open}");
    }
    assert_eq!(blade("@verbatim <label>{{ one }} <input></label> @endverbatim <label>Two <input></label>").len(), 2);
}

#[test]
fn what_a_page_shows_of_others_is_read() {
    let layout = r#"<html><title>@yield('title', 'Trust')</title><body>@yield('content')</body></html>"#;
    let page = r#"@extends('layouts.app')
@section('content')
  @include('forms.gender', ['legend' => 'Gender'])
  <label>Town <input name="town"></label>
@endsection"#;
    let gender = r#"<fieldset><legend>{{ $legend }}</legend><label><input type="radio" name="g"> Woman</label><label><input type="radio" name="g"> Man</label></fieldset>"#;
    let files = [
        ("resources/views/page.blade.php", page),
        ("resources/views/layouts/app.blade.php", layout),
        ("resources/views/forms/gender.blade.php", gender),
    ];
    assert_eq!(questions(&files), ["Gender | radios | Woman, Man", "Town | input"]);
    // It is asked where the words are given, and the view by itself does not know them.
    let form = document(&files).form;
    assert!(form.questions.iter().all(|question| form.asks_itself(question)));
    let folder = common::Folder::new();
    files.iter().for_each(|(path, text)| {
        folder.write(path, text);
    });
    let told = common::told(&folder.checked(&[]));
    let binary: Vec<&str> = told.iter().filter(|(rule, ..)| rule == "gender/binary-options").map(|(_, path, _)| path.as_str()).collect();
    assert_eq!(binary, ["resources/views/page.blade.php"], "{told:?}");
}

#[test]
fn what_a_condition_gives_a_component_is_not_known() {
    let page = r#"<x-select label="Title" name="title" :options="['Dr', 'Ms']" @if($staff) required @endif />"#;
    assert_eq!(blade(page), ["Title | select | Dr, Ms | perhaps required"]);
}

#[test]
fn a_component_hands_on_of_its_attributes_what_it_says() {
    let asked = |hands: &str| {
        let field = format!("<label>{{{{ $attributes->get('label') }}}} <input {{{{ $attributes{hands} }}}}></label>");
        let page = r#"<x-f label="Town" name="town" required />"#;
        questions(&[("resources/views/page.blade.php", page), ("resources/views/components/f.blade.php", &field)])
    };
    for hands in ["", "->merge(['class' => 'a'])", "->class(['a'])->merge(['b' => 'c'])"] {
        assert_eq!(asked(hands), ["Town | input | required"], "{hands}");
    }
    for hands in ["->only('name')", "->except('required')", "->whereStartsWith('wire:')"] {
        assert_eq!(asked(hands), ["Town | input | perhaps required"], "{hands}");
    }
}

#[test]
fn what_only_looks_like_an_end_ends_nothing() {
    let radios = |more: &str| {
        let label = |words: &str, chosen: &str| format!("<label><input type=radio name=g {chosen}> {words}</label>");
        let (one, other) = (label("Woman", "") + &label("Man", ""), label("Woman", "checked") + &label("Man", ""));
        format!("<fieldset><legend>Gender</legend>@if ($a) {more} {one} @else {other} @endif</fieldset>")
    };
    for more in ["", "@verbatim <b>{{ x }}</b> @endverbatim", "<i>Ask @EndoUK or @Elsevier</i>", "<i @ended=\"y\"></i>"] {
        assert_eq!(blade(&radios(more)), ["Gender | radios | Woman perhaps, Man perhaps"], "{more}");
    }
    assert_eq!(blade("<label>One <input @if($a /* it's */) required @endif></label>"), ["One | input | perhaps required"]);
    let listed =
        "<label>G <select>@foreach([ // what's asked\n 'Woman', 'Man'] as $o)<option>{{ $o }}</option>@endforeach</select></label>";
    assert_eq!(blade(listed), ["G | select | Woman, Man"]);
    assert_eq!(blade("@parent <label>One <input></label>"), ["One | input"]);
}

#[test]
fn components_ask_what_they_are_given() {
    let select = r#"@props(['label', 'name', 'options' => []])
<label for="{{ $name }}">{{ $label }}</label>
<select id="{{ $name }}" name="{{ $name }}" {{ $attributes->merge(['class' => 'form-select']) }}>
  @foreach ($options as $value => $words)<option value="{{ $value }}">{{ $words }}</option>@endforeach
</select>"#;
    let label = r#"@props(['value'])
<label {{ $attributes->merge(['class' => 'block']) }}>{{ $value ?? $slot }}</label>"#;
    let input = r#"@props(['disabled' => false])
<input @disabled($disabled) {{ $attributes->merge(['class' => 'rounded']) }}>"#;
    let card = r#"<section><h2>{{ $heading }}</h2>{{ $slot }}</section>"#;
    let page = r#"<x-card>
  <x-slot name="heading">About you</x-slot>
  <x-forms.select label="Title" name="title" :options="['Ms', 'Mr']" required />
  <x-input-label for="first-name" :value="__('First name')" />
  <x-text-input id="first-name" name="first-name" type="text" />
  <x-input-label for="surname">Surname</x-input-label>
  <x-text-input id="surname" name="surname" required />
</x-card>"#;
    let files = [
        ("resources/views/page.blade.php", page),
        ("resources/views/components/forms/select.blade.php", select),
        ("resources/views/components/input-label.blade.php", label),
        ("resources/views/components/text-input.blade.php", input),
        ("resources/views/components/card.blade.php", card),
    ];
    assert_eq!(questions(&files), ["Title | select | Ms, Mr | required", "First name | input", "Surname | input | required"]);
    let form = document(&files).form;
    assert!(form.questions.iter().all(|question| form.asks_itself(question)), "asked where the page calls the component");
    assert_eq!(form.questions[0].heading.as_ref().map(Text::as_str), Some("About you"));
    // By itself a component does not know its words.
    let alone = questions(&[("resources/views/components/forms/select.blade.php", select)]);
    assert_eq!(alone, ["?variable | select | ?loop | not all seen | perhaps required"]);
    // As it was written before.
    let before = "@component('components.card')\n @slot('heading') About you @endslot\n <label>Town <input></label>\n@endcomponent";
    assert_eq!(questions(&[&[("resources/views/page.blade.php", before)], &files[4..]].concat()), ["Town | input"]);
}

#[test]
fn words_stand_in_files_of_laravel() {
    let words = "<?php\n/* What forms return to people: it's words. */\nreturn [\n  'gender' => ['legend' => 'What is your gender?', 'woman' => 'Woman'],\n  'hello' => 'Hello :name',\n];\n";
    let page = "<fieldset><legend>{{ __('forms.gender.legend') }}</legend><label><input type=radio name=g>@lang('forms.gender.woman')</label>\
        <label><input type=radio name=g>{{ trans('forms.gender.man') }}</label></fieldset><p>{{ __('forms.hello') }}</p>";
    let files = [("resources/views/page.blade.php", page), ("lang/en/forms.php", words)];
    assert_eq!(questions(&files), ["What is your gender? | radios | Woman, ?function | not all seen"]);
}

#[test]
fn helpers_of_forms_are_read() {
    let page = r#"{!! Form::label('gender', 'Gender') !!}
        {!! Form::select('gender', ['F' => 'Female', 'M' => 'Male'], null, ['class' => 'form-control', 'required' => true]) !!}
        {{ Form::label('town', 'Town') }} {{ Form::text('town', null, ['maxlength' => 40]) }}
        <fieldset><legend>Carer?</legend><label>{{ Form::radio('c', 'y') }} Yes</label><label>{{ Form::radio('c', 'n', true) }} No</label></fieldset>
        {{ Form::label('street', 'Street') }} {{ Form::text('street', null, ['class' => 'x', 'required']) }}
        {{ Form::hidden('id', 1) }}{{ Form::submit('Save') }}{{ Form::close() }}"#;
    let expected = ["Gender | select | Female, Male | required", "Town | input", "Carer? | radios | Yes, No", "Street | input | required"];
    assert_eq!(blade(page), expected);
    let page = r#"<?= form_label('Gender', 'gender') ?><?php echo form_dropdown('gender', array('' => 'Select gender', 'm' => 'Male', 'f' => 'Female'), set_value('gender'), 'class="x" required'); ?>
        <?= form_label('Town', 'town') ?><?= form_input(['name' => 'town', 'id' => 'town', 'required' => 'required']) ?>"#;
    assert_eq!(questions(&[("page.php", page)]), ["Gender | select | Male, Female | required", "Town | input | required"]);
}

#[test]
fn components_of_packages_are_known_where_no_file_is_at_hand() {
    let page = r#"<x-jet-label for="town" value="{{ __('Town') }}" /><x-jet-input id="town" name="town" required />
        <x-input label="Full name" wire:model="name" hint="As your GP knows you" />
        <x-select label="Title" name="title" :options="['Ms', 'Mr']" />
        <x-hearth-label for="email">Email</x-hearth-label><x-hearth-input type="email" name="email" id="email" />
        <x-forms.input label="Street" name="street" required /><x-forms.radios label="Diet" :options="['v' => 'Vegan', 'h' => 'Halal']" />
        <flux:input label="Postcode" wire:model="postcode" /><flux:select label="Ward"><flux:select.option>Cedar</flux:select.option></flux:select>
        <fieldset><legend>Carer?</legend><x-radio label="Yes" name="carer" value="y" /><x-radio label="No" name="carer" value="n" /></fieldset>"#;
    let expected = [
        "Town | input | required",
        "Full name | input",
        "Title | select | Ms, Mr",
        "Email | input",
        "Street | input | required",
        "Diet | radios | Vegan, Halal",
        "Postcode | input",
        "Ward | select | Cedar",
        "Carer? | radios | Yes, No",
    ];
    assert_eq!(blade(page), expected);
}

#[test]
fn a_component_asks_what_its_call_says_and_not_what_its_other_arms_would() {
    let field = r#"@props(['type' => 'text', 'label', 'required' => false])
<label>{{ $label }} @if ($type === 'textarea')<textarea></textarea>@else<input type="{{ $type }}" @required($required)>@endif</label>
@if ($required)<p>You have to answer this.</p>@endif"#;
    let page = r#"<x-field label="Diet" type="textarea" /><x-field label="Town" :required="true" />"#;
    let files = [("resources/views/page.blade.php", page), ("resources/views/components/field.blade.php", field)];
    assert_eq!(questions(&files), ["Diet | textarea", "Town | input | required"]);
    let said = document(&files).form.passages.iter().filter(|passage| passage.text.as_str().starts_with("You have to")).count();
    assert_eq!(said, 1);
}

#[test]
fn lists_stand_in_files_of_settings() {
    let settings = "<?php return ['titles' => ['ms' => 'Ms', 'mr' => 'Mr']];";
    for call in ["config('forms.titles')", "Config::get('forms.titles')"] {
        let page = format!(
            "<label>Title <select name=t>@foreach ({call} as $id => $title)<option value=\"{{{{ $id }}}}\">{{{{ $title }}}}</option>@endforeach</select></label>"
        );
        assert_eq!(questions(&[("resources/views/page.blade.php", &page), ("config/forms.php", settings)]), ["Title | select | Ms, Mr"]);
    }
}

#[test]
fn lists_stand_in_classes() {
    let model = r#"<?php
namespace App\Models;
/** A person's titles: case, const and enum are words here. */
class Person extends Model
{
    public const MS = 'ms';
    const TITLES = [self::MS => 'Ms', 'mr' => 'Mr'];
    const array SIZES = ['S', 'L'];
    protected $casts = ['a' => 'b'];

    public static function carers(): array { return ['y' => __('Yes'), 'n' => 'No']; }
    public function total() { return $this->a + 1; }
}"#;
    let gender = r#"<?php
enum Gender: string
{
    case Woman = 'w';
    case Man = 'm';
    case NonBinary = 'n';

    public function label(): string
    {
        return match ($this) {
            self::Woman => 'Woman',
            self::Man => 'Man',
            Gender::NonBinary => __('Non-binary'),
        };
    }
}"#;
    let select = |list: &str, names: &str, words: &str| {
        format!("<label>Topic <select name=t>@foreach ({list} as {names})<option>{{{{ {words} }}}}</option>@endforeach</select></label>")
    };
    let asked = |page: &str| {
        questions(&[("resources/views/page.blade.php", page), ("app/Models/Person.php", model), ("app/Enums/Gender.php", gender)])
    };
    assert_eq!(asked(&select(r"\App\Models\Person::TITLES", "$id => $title", "$title")), ["Topic | select | Ms, Mr"]);
    assert_eq!(asked(&select("Person::SIZES", "$size", "$size")), ["Topic | select | S, L"]);
    assert_eq!(asked(&select("Person::carers()", "$id => $words", "$words")), ["Topic | select | Yes, No"]);
    assert_eq!(asked(&select(r"\App\Enums\Gender::cases()", "$case", "$case->label()")), ["Topic | select | Woman, Man, Non-binary"]);
    assert_eq!(asked(&select("Gender::cases()", "$case", "$case->value")), ["Topic | select | w, m, n"]);
    // What is worked out, and what is not there, is not known.
    for list in ["Person::total()", "Person::GONE", "Gone::TITLES", "Person::cases()", "Gender::gone()"] {
        assert!(asked(&select(list, "$x", "$x"))[0].ends_with("not all seen"), "{list}");
    }
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let folder = common::Folder::new();
    let page = "@section('content')\n<label for=\"t\">{{ __('Title') }}</label>\n<select id=\"t\" name=\"title\" required>\n<option>Mr</option><option>Mrs</option></select>\n@endsection\n";
    folder.write("resources/views/page.blade.php", page);
    let told = common::told(&folder.checked(&[]));
    assert!(told.contains(&("title/required".to_owned(), "resources/views/page.blade.php".to_owned(), 2)), "{told:?}");
}

#[test]
fn a_page_that_is_never_closed_is_read_on() {
    for open in ["{{ $a", "{!! $a", "{{-- a", "@if ($a", "@php $a = 1;", "@section('a'", "@foreach ($a as"] {
        let page = format!("<label>One <input></label>\n{open}\n<label>Two <input></label>");
        assert_eq!(blade(&page).first().map(String::as_str), Some("One | input"), "{open}");
    }
    let deep = document(&[("page.blade.php", &format!("{}<label>One <input></label>", "@if(".repeat(100_000)))]);
    assert!(deep.form.questions.is_empty() && !deep.notices.is_empty());
}
