//! The exact shape of `askwell.yaml`. A key that is not here is a mistake, told with its place.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::form::components;
use crate::limits::Limits;
use crate::rules::schema::{Setting, Words};
use crate::rules::shapes;

/// A configuration file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct ConfigFile {
    /// Other configurations that this one builds on, by their paths from its folder. What stands here counts after them.
    pub extends: Words,
    /// Sets of levels, laid over one another in this order.
    #[schemars(schema_with = "shapes::profiles")]
    pub profiles: Words,
    /// What pages' answers are for, by globs.
    #[schemars(schema_with = "shapes::by_purpose")]
    pub purposes: BTreeMap<String, Words>,
    /// Whom pages are put to, by globs.
    #[schemars(schema_with = "shapes::by_audience")]
    pub audiences: BTreeMap<String, Words>,
    /// Pages that belong together, by globs.
    pub journeys: BTreeMap<String, Words>,
    /// Macros of the service's own: the component that each calls, and its own parameters.
    pub components: BTreeMap<String, OwnComponent>,
    /// A level or `off`, for a rule or `topic/*`.
    #[schemars(schema_with = "shapes::levels")]
    pub rules: BTreeMap<String, Setting>,
    /// The same for some files only, the last that matches wins.
    pub overrides: Vec<Override>,
    /// Only these files, by globs; all if left out.
    pub include: Words,
    /// Not these files, by globs.
    pub exclude: Words,
    /// Folders of further rules, from the configuration's own folder.
    pub rules_from: Words,
    /// Bounds that are too low for these forms.
    pub limits: Limits,
}

/// Settings for some files.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Override {
    /// Globs of the files.
    pub files: Words,
    /// A level or `off`, for a rule or `topic/*`.
    #[schemars(schema_with = "shapes::levels")]
    pub rules: BTreeMap<String, Setting>,
}

/// A macro of a service's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnComponent {
    /// The component that it calls; empty where that is not said, which is a mistake.
    pub is: String,
    /// What its parameters are for, where it has others: `prompt: question`.
    pub parameters: BTreeMap<String, Words>,
}

impl JsonSchema for OwnComponent {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OwnComponent".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let words = generator.subschema_for::<Words>();
        let parts = components::PARTS.iter().map(|part| ((*part).to_owned(), words.clone().to_value()));
        let component = serde_json::json!({"enum": components::names(), "description": "The component that it calls"});
        let mut keys: serde_json::Map<String, serde_json::Value> = parts.collect();
        keys.insert("is".to_owned(), component.clone());
        json_schema!({"anyOf": [component, {"type": "object", "properties": keys, "required": ["is"], "additionalProperties": false}]})
    }
}

impl<'de> Deserialize<'de> for OwnComponent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrMap;
        impl<'de> Visitor<'de> for NameOrMap {
            type Value = OwnComponent;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a component, or a map with `is:` and what its parameters are for")
            }

            fn visit_str<E: de::Error>(self, is: &str) -> Result<OwnComponent, E> {
                Ok(OwnComponent { is: is.to_owned(), parameters: BTreeMap::new() })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OwnComponent, A::Error> {
                let (mut is, mut parameters) = (String::new(), BTreeMap::new());
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "is" => is = map.next_value()?,
                        _ => {
                            parameters.insert(key, map.next_value::<Words>()?);
                        }
                    }
                }
                Ok(OwnComponent { is, parameters })
            }
        }
        deserializer.deserialize_any(NameOrMap)
    }
}
