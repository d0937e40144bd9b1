//! Files that grow in one direction.

use crate::File;

pub(crate) fn many(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

pub(crate) fn numbered(count: usize, write: impl Fn(usize) -> String) -> String {
    (1..=count).map(write).collect()
}

/// Files that grow in one direction.
pub(crate) fn large() -> Vec<File> {
    let html = [
        ("open elements", many("<div>", 100_000)),
        ("elements in one another", many("<div><span>", 120) + "<p>x</p>" + &many("</span></div>", 120)),
        ("an open comment", format!("<p>One</p><!-- {}", many("a", 1_000_000))),
        ("open comments", many("<p>One</p><!-- ", 60_000)),
        ("open options", format!("<select name=\"g\">{}", many("<option>a", 100_000))),
        ("options", format!("<label for=\"g\">Gender</label><select id=\"g\">{}</select>", many("<option>a</option>", 50_000))),
        ("radios", many("<input type=\"radio\" name=\"g\" id=\"a\"><label for=\"a\">Male</label>", 8_000)),
        ("boxes", many("<label>Title <input name=\"t\"></label>", 10_000)),
        ("fieldsets", many("<fieldset><legend>Gender</legend><input type=\"radio\" name=\"g\"></fieldset>", 8_000)),
        ("hints", many("<div class=\"hint\" id=\"a\">One</div><input aria-describedby=\"a\">", 8_000)),
        ("labels", many("<label for=\"a\">One</label>", 20_000)),
        ("lists", many("<ul><li>One<p>", 20_000)),
        ("angles", many("<", 200_000)),
        ("ampersands", many("&", 500_000)),
        ("references", format!("<p>{}</p>", many("&amp;", 60_000))),
        ("attributes", format!("<p {}>", many(" a=b", 60_000))),
        ("findings in one text", format!("<p>{}</p>", many("his or her ", 20_000))),
        ("findings between quotation marks", format!("<p>{}</p>", many("\"his or her ", 20_000))),
        ("findings", many("<p>his or her</p>", 20_000)),
    ];
    let nunjucks = [
        ("an open comment", format!("<p>One</p>{{# {}", many("a", 1_000_000))),
        ("open values", many("{{ ", 50_000)),
        ("open values in lines", many("{{ a\n", 20_000)),
        ("open brackets", many("{{ ( }}\n", 50_000)),
        ("open strings", many("{{ \"", 50_000)),
        ("open tags", many("{% if x %}", 50_000)),
        ("lists in lists", format!("{{{{ {}{} }}}}", many("[", 20_000), many("]", 20_000))),
        ("lists that are used", format!("{{% set x = {}1{} %}}{{{{ radios({{ items: x }}) }}}}", many("[", 60), many("]", 60))),
        ("maps in maps", format!("{{{{ radios({}1{}) }}}}", many("{ items: ", 5_000), many("}", 5_000))),
        ("brackets", format!("{{{{ {}1{} }}}}", many("(", 20_000), many(")", 20_000))),
        ("joined text", format!("{{{{ {}'a' }}}}", many("'a' ~ ", 20_000))),
        ("fallbacks", format!("{{{{ {}a }}}}", many("a or ", 20_000))),
        ("conditions", format!("{{{{ {}c }}}}", many("a if b else ", 5_000))),
        ("filters", format!("{{{{ a{} }}}}", many(" | upper", 20_000))),
        ("members", format!("{{{{ a{} }}}}", many(".b", 20_000))),
        ("conditions in a row", many("{% if a %}x{% endif %}", 20_000)),
        ("conditional values", many("{% if a %}{% set a = b %}{% endif %}", 10_000) + "{{ a }}"),
        ("calls", many("{{ input({ name: 'a', label: { text: 'Title' } }) }}\n", 5_000)),
        (
            "markup in a value",
            format!("{{{{ radios({{ items: [{{ text: 'a', conditional: {{ html: '{}' }} }}] }}) }}}}", many("<div>", 50_000)),
        ),
    ];
    let markdown = [
        ("open links", many("[a](", 100_000)),
        ("brackets", many("[a", 200_000)),
        ("pictures", many("![a](b) ", 20_000)),
        ("ticks", numbered(800, |len| many("`", len) + " ")),
        ("open comments", many("<!-- ", 100_000)),
        ("open tags", many("<a ", 100_000)),
        ("stars", many("*a **b _c ", 50_000)),
        ("names", many("{#a} ", 50_000)),
        ("rows", many("| a | b |\n", 30_000)),
        ("headings", many("# a\n\n", 30_000)),
        ("items", many("- a\n\n    b\n", 20_000)),
    ];
    let item = r##"{"linkId": "1", "type": "choice", "text": "Gender", "answerValueSet": "#a", "enableWhen": [{"question": "1", "operator": "=", "answerString": "x"}]}"##;
    let set = r#"{"resourceType": "ValueSet", "id": "a", "expansion": {"contains": [{"code": "x", "display": "Male"}]}}"#;
    let fhir = [
        (
            "items",
            format!(r#"{{"resourceType": "Questionnaire", "contained": [{set}], "item": [{}{item}]}}"#, many(&format!("{item},"), 5_000)),
        ),
        (
            "sets",
            format!(r#"{{"resourceType": "Questionnaire", "contained": [{}{set}], "item": [{item}]}}"#, many(&format!("{set},"), 8_000)),
        ),
        ("items in items", format!(r#"{{"resourceType": "Questionnaire", {}"a": 1{}"#, many("\"item\": [{", 100), many("}]", 100)) + "}"),
    ];
    let php = [
        ("open strings", many("<?php ' ?>", 50_000)),
        ("casts", format!("<?= {} ?>", many("(string)", 50_000))),
        ("news", format!("<?= {} ?>", many("new ", 50_000))),
        ("questions", format!("<?= {} ?>", many("a ? b : ", 50_000))),
        ("arrays", format!("<?= {} ?>", many("[", 100_000))),
        ("members", format!("<?= $a{} ?>", many("->b", 50_000))),
        ("joined text", format!("<?= 'a'{} ?>", many(" . 'a'", 50_000))),
        ("heads", format!("<?php {} ?>", many("if (", 100_000))),
        ("blocks", many("<?php if (a) { ?>", 20_000)),
        ("statements", format!("<?php {} ?><input>", many("$a = array('b' => 'c'); ", 20_000))),
        ("comments", format!("<?php {} ?>", many("// it's\n", 50_000))),
        ("open comments", many("<?php /* ", 50_000)),
        ("functions", format!("<?php {}", many("function ", 50_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    let markdown = markdown.map(|(name, text)| (name, format!("---\ntitle: a\n---\n{text}\n<input>")));
    let nunjucks = nunjucks.into_iter().map(named("njk")).chain(markdown.into_iter().map(named("md")));
    let nunjucks = nunjucks.chain(php.into_iter().map(named("php")));
    html.into_iter()
        .map(named("html"))
        .chain(nunjucks)
        .chain(fhir.into_iter().map(named("json")))
        .chain(large_xml())
        .chain(large_rails())
        .chain(large_razor())
        .chain(large_blade())
        .collect()
}

/// The same in the languages of Rails.
fn large_rails() -> Vec<File> {
    let erb = [
        ("open tags", many("<%= ", 50_000)),
        ("open blocks", many("<% x do |y| %>", 50_000)),
        ("open braces", many("<% x { %>", 50_000)),
        ("ends", many("<% end %>", 50_000)),
        ("lists in lists", format!("<%= {}{} %>", many("[", 20_000), many("]", 20_000))),
        ("calls in calls", format!("<%= {}1{} %>", many("f(", 20_000), many(")", 20_000))),
        ("members", format!("<%= a{} %>", many(".b", 20_000))),
        ("joined text", format!("<%= {}'a' %>", many("'a' + ", 20_000))),
        ("heredocs", format!("<%= f {} %>", many("<<A, ", 10_000))),
        ("strings with values", format!("<%= \"{}\" %>", many("#{a}", 20_000))),
        ("questions", many("<%= f.govuk_text_field :a, label: { text: \"Title\" } %>\n", 5_000)),
        (
            "fieldsets in one another",
            many("<%= f.govuk_radio_buttons_fieldset(:a, legend: { text: 'Sex' }) do %>", 200) + &many("<% end %>", 200),
        ),
        (
            "answers that open answers",
            many("<%= f.govuk_radio_button(:a, 'b', label: { text: 'Sex' }) do %>", 200) + &many("<% end %>", 200),
        ),
        ("a name that is set over and over", many("<% a = a + a %>", 10_000) + "<%= a %>"),
    ];
    let slim = [
        ("tags in a row", many("p: ", 50_000)),
        ("open attributes", many("a(b=\n", 50_000)),
        ("open brackets", many("a[", 100_000)),
        ("lines that go on", many("= a,\n", 50_000)),
        ("open values", many("p #{\n", 50_000)),
        ("lines in one another", (0..1_000).map(|depth| format!("{}p\n", " ".repeat(depth))).collect()),
        ("words", many("| his or her\n", 20_000)),
        ("attributes", format!("p{}", many(" a=b", 60_000))),
    ];
    let haml = [
        ("classes", many(".a", 100_000)),
        ("open attributes", many("%a{b:\n", 50_000)),
        ("brackets in a row", format!("%a{}", many("{}", 50_000))),
        ("lines in one another", (0..1_000).map(|depth| format!("{}%p\n", " ".repeat(depth))).collect()),
        ("lines that go on", many("= a,\n", 50_000)),
        ("arms", format!("- if a\n{}", many("- elsif b\n", 20_000))),
    ];
    let ruby = [
        ("classes in one another", format!("# erb_template\n{}{}", many("class A\n", 20_000), many("end\n", 20_000))),
        ("templates", format!("class A\n{}end\n", many("erb_template <<~ERB\n<p>his</p>\nERB\n", 10_000))),
        ("a template that is never closed", format!("erb_template <<~ERB\n{}", many("<p>his or her</p>\n", 20_000))),
        ("methods", format!("class A < ViewComponent::Base\n{}end\n", many("def call = tag.p('his or her')\n", 10_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    let erb = erb.into_iter().map(named("html.erb")).chain(slim.into_iter().map(named("html.slim")));
    let files = erb.chain(haml.into_iter().map(named("html.haml"))).chain(ruby.into_iter().map(named("rb")));
    files.filter(|_| cfg!(feature = "ruby")).collect()
}
/// Large files whose logic stands in attributes, and in a script beside them.
pub(crate) fn large_components() -> Vec<File> {
    let script = |code: String| format!("<template><label>Name <input></label></template><script setup>{code}</script>");
    let vue = [
        ("bindings", format!("<template>{}</template>", many("<input :a=\"b.c\" v-model=\"d\">", 1_500))),
        ("components", format!("<template>{}</template>", many("<RadioItem label=\"a\" />", 15_000))),
        ("open components", format!("<template>{}", many("<A><template #b>", 120))),
        ("slots in slots", format!("<template>{}{}</template>", many("<A>", 200), many("<p>a</p>", 20_000))),
        ("open quotes", format!("<template>{}", many("<a b=\"", 60_000))),
        ("odd quotes", format!("<template>{}", many("<a \"><b '>", 60_000))),
        ("open braces", format!("<template>{}", many("{{ a\n", 20_000))),
        ("conditions", format!("<template>{}</template>", many("<p v-if=\"a\">a</p>\n<p v-else-if=\"b\">b</p>\n", 5_000))),
        ("loops", format!("<template>{}</template>", many("<p v-for=\"({ a, b }, i) in [1, 2]\">a</p>", 4_000))),
        ("names", script(numbered(20_000, |number| format!("const a{number} = ref([{number}]); ")))),
        ("what is given", script(many("defineProps(", 20_000))),
        ("changes", script(many("a.b[c].d", 30_000))),
        ("scripts", many("<script>", 60_000)),
    ];
    let angular = [
        ("blocks", format!("<ng-container>{}", many("@if (a) { b } @else { c }", 4_000))),
        ("open blocks", format!("<ng-container>{}", many("@if (a) {", 20_000))),
        ("heads", format!("<ng-container>{}", many("@for (", 20_000))),
        ("pipes", format!("<ng-container>{}", many("{{ a | b | c }}", 5_000))),
        ("open tags", format!("<ng-container>{}", many("<a b=\"", 60_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    vue.map(named("vue")).into_iter().chain(angular.map(named("html"))).collect()
}

/// React components that are long, deep, many, or show one another twice each.
pub(crate) fn large_react() -> Vec<File> {
    let page = |body: String| format!("import {{ Radios }} from \"nhsuk-react-components\";\n{body}\n");
    let shown = |elements: String| page(format!("export default (p) => <form>{elements}</form>;"));
    let radios = "<Radios legend=\"Sex\"><Radios.Item value=\"f\">F</Radios.Item></Radios>\n";
    let boxes = "const A = ({ c, children }) => <div>{c}{children}</div>;\n";
    let doubled = numbered(40, |number| {
        let next = number + 1;
        format!("const A{number} = (p) => <div><A{next} a={{p.a}} b={{<b>{{p.b}}{{p.b}}</b>}} /><A{next} a={{p.b}} b={{p.a}} /></div>;\n")
    });
    let react = [
        ("choices", shown(many(radios, 4_000))),
        ("wrapped", format!("{boxes}{}", shown(format!("{}x{}", many("<A c=\"x\">", 80), many("</A>", 80))))),
        ("doubled", format!("{doubled}export default () => <A0 a=\"x\" b={{<i>y</i>}} />;\n")),
        (
            "components",
            page(numbered(3_000, |number| format!("function C{number}(p) {{ let x; use(); return <label>Q<input /></label>; }}\n"))),
        ),
        ("early answers", page(format!("export default function P(p) {{ {} return <b/>; }}", many("if (p.a) return <i/>;\n", 3_000)))),
        ("broken", page(many("const a = <p>{</p>;\n", 3_000))),
        ("open elements", page(many("const a = <p>", 3_000))),
    ];
    react.into_iter().map(|(name, text)| (format!("{name}.tsx"), text)).collect()
}

/// FHIR questionnaires in XML.
fn large_xml() -> Vec<File> {
    let whole = |inside: String| format!("<Questionnaire xmlns=\"http://hl7.org/fhir\">{inside}</Questionnaire>");
    let item = "<item><linkId value=\"a\"/><text value=\"Sex\"/><type value=\"choice\"/>";
    let files = [
        ("items in one another", whole(many(item, 20_000) + &many("</item>", 20_000))),
        ("open items", whole(many(item, 50_000))),
        ("items", whole(many(&format!("{item}</item>"), 20_000))),
        ("attributes", whole(format!("<item {}/>", numbered(20_000, |number| format!("a{number}=\"b\" "))))),
        ("references", whole(format!("<item><text value=\"{}\"/></item>", many("&amp;", 100_000)))),
        ("comments", whole(many("<!-- a -->", 50_000))),
        ("a type of its own", format!("<!DOCTYPE a [<!ENTITY b \"{}\">]>{}", many("c", 1000), whole(many("&b;", 1000)))),
    ];
    files.into_iter().map(|(name, text)| (format!("{name}.xml"), text)).collect()
}

/// The same in Blade.
fn large_blade() -> Vec<File> {
    let blade = [
        ("open brackets", many("@if(", 50_000)),
        ("open brackets and quotes", many("@if('", 50_000)),
        ("open conditions", many("@if(a)\n<p>", 20_000)),
        ("open prints", many("{{ ", 50_000)),
        ("open comments", many("{{-- ", 50_000)),
        ("open code", many("@php ", 50_000)),
        ("open sections", many("@section('a')", 20_000)),
        ("words with signs", many("@verbatim {{ ", 50_000)),
        ("closed conditions", format!("{}<p>x</p>{}", many("@if($a)\n", 200), many("@endif\n", 200))),
        ("arms", format!("@if($a) {} @endif", many("@elseif($b)\n", 20_000))),
        ("cases", format!("@switch($a) {} @endswitch", many("@case(1) <p>x</p> @break\n", 10_000))),
        ("blocks of a service's own", format!("{}{}", many("@own ", 20_000), many("@endown ", 20_000))),
        ("calls in calls", format!("{{{{ {}1{} }}}}", many("f(", 20_000), many(")", 20_000))),
        ("choices between nothing and more", format!("{{{{ {}1 }}}}", many("$a??", 60_000))),
        ("values of a tag under conditions", format!("<input {}>", many("@if($a) {{ 'b' }} c=d @endif ", 8_000))),
        ("attributes of attributes", format!("<input {{{{ $attributes{} }}}}>", many("->merge([])", 10_000))),
        ("components in one another", many("<x-a>", 200)),
        ("components", many("<x-a :b=\"$c\" d=\"e\"/>\n", 10_000)),
        ("components as they were", many("@component('a') @slot('b') c @endslot ", 5_000)),
        ("controls", many("<label>{{ __('A') }} <input @required($b) {{ $c ? 'checked' : '' }}></label>\n", 4_000)),
        ("loops", many("@foreach([1, 2, 3] as $a)", 30)),
        ("parts of calls", many("{{ $slot }}\n", 40_000)),
        (
            "conditions on what is given",
            format!("@props([{}]) {}", numbered(2_000, |number| format!("'a{number}', ")), many("@if($a1 == 'b') c @endif ", 5_000)),
        ),
    ];
    blade.into_iter().map(|(name, text)| (format!("{name}.blade.php"), text)).collect()
}

/// The same in Razor.
fn large_razor() -> Vec<File> {
    let razor = [
        ("open brackets", many("@(", 50_000)),
        ("open calls", many("@f(", 50_000)),
        ("open blocks", many("@{ ", 50_000)),
        ("open conditions", many("@if (a) {\n<p>", 20_000)),
        ("open heads", many("@if (", 50_000)),
        ("open comments", many("@* ", 50_000)),
        ("open sections", many("@section A {", 20_000)),
        ("open code", many("@code {", 20_000)),
        ("closed conditions", format!("{}<p>x</p>{}", many("@if (a) {\n", 200), many("}\n", 200))),
        ("members", format!("@a{}", many(".b", 20_000))),
        ("calls in calls", format!("@({}1{})", many("f(", 20_000), many(")", 20_000))),
        ("joined text", format!("@({}\"a\")", many("\"a\" + ", 20_000))),
        ("members that may be nothing", format!("@(a{})", many("?.b", 10_000))),
        ("statements", format!("@{{ {} }}", many("var a = b;\n", 20_000))),
        ("statements that never end", format!("@{{ {}", many("a b\n", 50_000))),
        ("arms", format!("@if (a) {{ }} {}", many("else if (b) { }\n", 20_000))),
        ("cases", format!("@switch (a) {{ {} }}", many("case 1: <p>x</p> break;\n", 10_000))),
        ("markup in code", format!("@{{ {} }}", many("<p>his or her</p>\n", 10_000))),
        ("elements in code", format!("@{{ {}", many("<b>", 20_000))),
        ("texts", format!("@{{ {} }}", many("<text>x</text>\n", 10_000))),
        ("tags that never end", format!("@{{ {}", many("<p a=\"", 20_000))),
        ("tag helpers in one another", many("<govuk-radios for=\"A\"><govuk-radios-item>", 100)),
        ("controls", many("<label asp-for=\"A.B\"></label><input asp-for=\"A.B\" />\n", 4_000)),
        ("a name that is set over and over", format!("@{{ {} }}@a", many("a = a + a;\n", 5_000))),
    ];
    let named = |ending: &'static str| move |(name, text): (&str, String)| (format!("{name}.{ending}"), text);
    let pages = razor.iter().cloned().map(named("cshtml")).chain(razor.iter().cloned().map(named("razor")));
    pages.filter(|_| cfg!(feature = "razor")).collect()
}
