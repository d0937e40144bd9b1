//! Turns the YAML that is built in (components, vocabulary, rules) into JSON, which is read in a fraction of the time
//! at each start. A mistake in a file stops the build here with its place.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let tables = root.join("src/form/components");
    let mut components = Vec::new();
    for file in yaml_files(&tables)? {
        let table = file.strip_prefix(&tables)?.with_extension("").to_string_lossy().replace('\\', "/");
        components.extend(table_of(read(&file)?, &table).ok_or_else(|| format!("{}: a table of components is a list", file.display()))?);
    }
    fs::write(out.join("components.json"), Value::Array(components).to_string())?;

    let rules = root.join("rules");
    let (mut vocabulary, mut pack, mut texts) = (Map::new(), Map::new(), String::new());
    for file in yaml_files(&rules)? {
        let name = file.strip_prefix(&rules)?.with_extension("").to_string_lossy().replace('\\', "/");
        let mut content = read(&file)?;
        texts.push_str(&format!("({:?}, include_str!({:?})),\n", format!("rules/{name}.yaml"), file.display().to_string()));
        match name.strip_prefix("vocabulary/") {
            Some(part) => vocabulary.insert(part.to_owned(), content),
            None => {
                // Examples are for `rules test` and `explain`, which read the file itself.
                if let Value::Object(rule) = &mut content {
                    rule.remove("examples");
                }
                pack.insert(name, content)
            }
        };
    }
    fs::write(out.join("vocabulary.json"), Value::Object(vocabulary).to_string())?;
    fs::write(out.join("rules.json"), Value::Object(pack).to_string())?;
    fs::write(out.join("rule_files.rs"), format!("&[\n{texts}]"))?;
    if env::var_os("CARGO_FEATURE_PAGE").is_some() {
        fs::write(out.join("fixtures.rs"), fixtures(&root)?)?;
    }
    Ok(())
}

/// The components of a table; one of a package's says `from` where all of them come.
fn table_of(content: Value, table: &str) -> Option<Vec<Value>> {
    let (from, entries) = match content {
        Value::Array(entries) => (None, entries),
        Value::Object(mut whole) => match (whole.remove("from"), whole.remove("components")) {
            (Some(from), Some(Value::Array(entries))) if whole.is_empty() => (Some(from), entries),
            _ => return None,
        },
        _ => return None,
    };
    let of_table = |mut entry: Value| {
        entry["table"] = Value::String(table.to_owned());
        if let Some(from) = &from {
            entry["from"] = from.clone();
        }
        entry
    };
    Some(entries.into_iter().map(of_table).collect())
}

/// The forms that new rules are tried on: every fixture, but for what is expected of it.
fn fixtures(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = Vec::new();
    files_below(&root.join("fixtures"), &mut files)?;
    files.sort();
    let mut texts = String::new();
    for file in files.iter().filter(|file| file.extension().is_none_or(|ending| ending != "findings")) {
        let name = file.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        texts.push_str(&format!("({name:?}, include_str!({:?})),\n", file.display().to_string()));
    }
    Ok(format!("&[\n{texts}]"))
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files_below(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Value, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    // `off` is a word, not a no.
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(&text, options).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// The YAML files below `folder`, sorted. The folders are watched, so that a new file is seen.
fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(yaml_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
