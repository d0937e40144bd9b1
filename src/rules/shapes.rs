//! What the shapes of files say to an editor beyond their types: which names can stand where.
//!
//! Names are left as references here; [`super::json_schema`] fills in those that a pack knows.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::schema::{Saying, Setting, Words};
use crate::dialect;

/// Names of one kind: `topic`, `answer`, …
pub(super) fn named(kind: &str) -> Value {
    json!({"$ref": format!("#/definitions/{kind}")})
}

/// One name or a list of them.
fn words(kind: &str) -> Schema {
    json_schema!({"anyOf": [named(kind), {"type": "array", "items": named(kind)}]})
}

/// One name or a list that is not empty.
fn some_words(kind: &str) -> Schema {
    json_schema!({"anyOf": [named(kind), {"type": "array", "items": named(kind), "minItems": 1}]})
}

/// A map whose keys are names.
fn keyed(kind: &str, value: Value) -> Schema {
    json_schema!({"type": "object", "propertyNames": named(kind), "additionalProperties": value})
}

pub(super) fn topics(_: &mut SchemaGenerator) -> Schema {
    words("topic")
}

pub(super) fn some_topics(_: &mut SchemaGenerator) -> Schema {
    some_words("topic")
}

pub(super) fn answers(_: &mut SchemaGenerator) -> Schema {
    words("answer")
}

pub(super) fn purposes(_: &mut SchemaGenerator) -> Schema {
    words("purpose")
}

pub(super) fn audiences(_: &mut SchemaGenerator) -> Schema {
    words("audience")
}

pub(super) fn places(_: &mut SchemaGenerator) -> Schema {
    words("place")
}

pub(super) fn controls(_: &mut SchemaGenerator) -> Schema {
    words("control")
}

pub(crate) fn profiles(_: &mut SchemaGenerator) -> Schema {
    words("profile")
}

pub(super) fn sources(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": named("source"), "minItems": 1})
}

pub(super) fn topic(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"$ref": "#/definitions/topic"})
}

pub(super) fn answer(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"$ref": "#/definitions/answer"})
}

pub(super) fn source(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"$ref": "#/definitions/source"})
}

pub(super) fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"})
}

pub(crate) fn levels(generator: &mut SchemaGenerator) -> Schema {
    let setting = generator.subschema_for::<Setting>().to_value();
    keyed("rule", setting)
}

pub(super) fn by_topic(generator: &mut SchemaGenerator) -> Schema {
    let saying = generator.subschema_for::<Saying>().to_value();
    keyed("topic", saying)
}

pub(super) fn by_answer(generator: &mut SchemaGenerator) -> Schema {
    let saying = generator.subschema_for::<Saying>().to_value();
    keyed("answer", saying)
}

pub(crate) fn by_purpose(generator: &mut SchemaGenerator) -> Schema {
    let globs = generator.subschema_for::<Words>().to_value();
    keyed("purpose", globs)
}

pub(crate) fn by_audience(generator: &mut SchemaGenerator) -> Schema {
    let globs = generator.subschema_for::<Words>().to_value();
    keyed("audience", globs)
}

/// The tests of a rule: at least one of each kind.
pub(super) fn examples(_: &mut SchemaGenerator) -> Schema {
    let list = |what: &str| json!({"type": "array", "items": example(), "minItems": 1, "description": what});
    json_schema!({
        "type": "object",
        "properties": {
            "flag": list("It must speak, at the marks « and » and nowhere else."),
            "pass": list("No rule may speak of error or warning."),
        },
        "required": ["flag", "pass"],
        "additionalProperties": false,
    })
}

/// A piece of form in one language, and what is known about it.
fn example() -> Value {
    let languages: Vec<&str> = dialect::ALL.iter().map(|dialect| dialect.name()).collect();
    let mut keys: Map<String, Value> = languages
        .iter()
        .map(|language| ((*language).to_owned(), json!({"type": "string", "description": "A piece of form in this language."})))
        .collect();
    keys.insert("purpose".to_owned(), named("purpose"));
    keys.insert("audience".to_owned(), named("audience"));
    keys.insert("page".to_owned(), json!({"const": "whole", "description": "Try rules about what a whole page lacks, too."}));
    json!({"type": "object", "properties": keys, "oneOf": one_of(&languages), "additionalProperties": false})
}

/// One of these keys must be there.
pub(super) fn one_of(keys: &[&str]) -> Value {
    keys.iter().map(|key| json!({"required": [key]})).collect()
}

/// What a variant of an enumeration holds, for the derivation alone: a variant takes a type and no function.
macro_rules! stand_in {
    ($($name:ident: $schema:expr;)*) => {$(
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

stand_in! {
    Answers: some_words("answer");
    Topics: some_words("topic");
    Controls: some_words("control");
    Groups: json_schema!({"type": "array", "items": some_words("answer"), "minItems": 2});
    Yes: json_schema!({"const": true});
    No: json_schema!({"const": false});
}
