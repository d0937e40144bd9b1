//! What a configuration comes to for one file, and where each setting stands.

use super::Config;
use crate::rules::Pack;
use crate::rules::mistake::Mistake;
use crate::rules::schema::Words;

/// What settles a level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'c> {
    pub(super) config: &'c Config,
    pub(super) at: At<'c>,
}

/// Where in a configuration.
#[derive(Clone, Copy, Debug)]
pub(super) enum At<'c> {
    /// A profile of this name.
    Profile(&'c str),
    /// A key of `rules`.
    Rules(&'c str),
    /// A key of the override of this number.
    Override(usize, &'c str),
}

/// A place in a configuration, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct From {
    /// The file.
    pub shown: String,
    /// The line.
    pub line: usize,
}

/// What a configuration comes to for one file.
#[derive(Debug, Default)]
pub struct Effective {
    /// The configuration and those that it builds on, as they are shown, itself last.
    pub files: Vec<String>,
    /// What leaves the file out, where something does.
    pub left_out: Option<From>,
    /// Profiles, in the order in which they are laid over one another.
    pub profiles: Vec<(String, From)>,
    /// What the page's answers are for, whom it is put to, and its journey, as far as the configuration says.
    pub about: Vec<(&'static str, String, From)>,
    /// Rules with another level than they come with; `off` is one.
    pub rules: Vec<(String, &'static str, From)>,
    /// Macros of the service's own.
    pub components: Vec<(String, From)>,
    /// Folders of further rules.
    pub rules_from: Vec<(String, From)>,
}

impl Origin<'_> {
    fn from(&self) -> From {
        match self.at {
            At::Profile(name) => self.config.from(&["profiles", name]),
            At::Rules(key) => self.config.from(&["rules", key]),
            At::Override(number, key) => {
                let files = self.config.file.overrides.get(number).and_then(|over| over.files.iter().next());
                self.config.from(&["overrides", files.unwrap_or_default(), key])
            }
        }
    }
}

impl Config {
    /// Where the value stands that `keys` lead to.
    fn from(&self, keys: &[&str]) -> From {
        let Some(source) = &self.written else { return From { shown: String::new(), line: 0 } };
        let place = Mistake::within(source, keys, String::new(), None);
        From { shown: source.path.clone(), line: source.line(place.span.start) }
    }

    /// What it comes to for the file that it knows as `path`.
    pub fn effective(&self, path: &str, pack: &Pack) -> Effective {
        let mut effective = Effective::default();
        self.visit(&mut |config| {
            effective.files.extend(config.written.iter().map(|source| source.path.clone()));
            let list = |words: &Words, key| words.iter().map(|word| (word.to_owned(), config.from(&[key, word]))).collect::<Vec<_>>();
            effective.profiles.extend(list(&config.file.profiles, "profiles"));
            effective.rules_from.extend(list(&config.file.rules_from, "rules-from"));
            let components = config.file.components.iter();
            effective.components.extend(components.map(|(name, own)| (format!("{name}: {}", own.is), config.from(&["components", name]))));
        });
        effective.left_out = self.left_out(path);
        for (key, plural) in [("purpose", "purposes"), ("audience", "audiences"), ("journey", "journeys")] {
            let told = self.first(path, &|config, path| Some((config.own(key, path)?.to_owned(), config)));
            effective.about.extend(told.map(|(name, config)| (key, name.clone(), config.from(&[plural, &name]))));
        }
        for rule in &pack.rules {
            if let (level, Some(origin)) = self.settled(rule, path, pack)
                && level != Some(rule.level)
            {
                effective.rules.push((rule.id.clone(), level.map_or("off", |level| level.name()), origin.from()));
            }
        }
        effective
    }

    /// What it says itself of a purpose, an audience or a journey.
    fn own(&self, key: &str, path: &str) -> Option<&str> {
        let lists = match key {
            "purpose" => &self.purposes,
            "audience" => &self.audiences,
            _ => &self.journeys,
        };
        super::first_match(lists, path)
    }

    fn left_out(&self, path: &str) -> Option<From> {
        let excluded = self.first(path, &|config, path| config.exclude.is_match(path).then(|| config.from(&["exclude"])));
        excluded.or_else(|| {
            let include =
                |config: &Config, path: &str| config.include.as_ref().map(|include| (include.is_match(path), config.from(&["include"])));
            self.first(path, &include).and_then(|(is_included, from)| (!is_included).then_some(from))
        })
    }

    /// Those that it builds on, and itself last.
    fn visit(&self, tell: &mut dyn FnMut(&Config)) {
        self.bases.iter().for_each(|base| base.visit(tell));
        tell(self);
    }
}
