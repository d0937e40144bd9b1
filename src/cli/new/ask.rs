//! Questions to the person who writes a rule: each says what is meant by an example, explains itself when asked with `?`,
//! and is put again until the answer can be used.

use std::io::{self, BufRead, Write};

use crate::report::safe;
use crate::rules::choices::Choice;
use crate::rules::mistake::nearest;

/// A question, and what helps to answer it.
pub(super) struct Prompt<'p> {
    /// What is asked.
    pub(super) asks: &'p str,
    /// An example, or what is meant.
    pub(super) such_as: &'p str,
    /// What an empty answer stands for.
    pub(super) default: Option<&'p str>,
}

/// Where questions go and answers come from.
pub(super) struct Asker<'a> {
    pub(super) input: &'a mut dyn BufRead,
    pub(super) out: &'a mut dyn Write,
}

impl Asker<'_> {
    /// Tells something.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| writeln!(self.out, "{}", safe::line(line)))
    }

    /// Some words; not none, unless there is a default.
    pub(super) fn words(&mut self, prompt: &Prompt) -> io::Result<String> {
        self.put(prompt)?;
        loop {
            let line = self.line(prompt.asks)?;
            match (line.as_str(), prompt.default) {
                ("?", _) => self.say(&format!("  {}", prompt.such_as))?,
                ("", Some(default)) => return Ok(default.to_owned()),
                ("", None) => self.say("  Please write something; `?` explains.")?,
                _ => return Ok(line),
            }
        }
    }

    /// The same, put again until `check` has nothing to say against it.
    pub(super) fn checked(&mut self, prompt: &Prompt, check: impl Fn(&str) -> Result<(), String>) -> io::Result<String> {
        loop {
            let words = self.words(prompt)?;
            match check(&words) {
                Ok(()) => return Ok(words),
                Err(why) => self.say(&format!("  {why}"))?,
            }
        }
    }

    /// Several lines of words, ended by an empty one; at least `least`.
    pub(super) fn several_words(&mut self, prompt: &Prompt, least: usize) -> io::Result<Vec<String>> {
        self.put(prompt)?;
        self.say("  One a line; an empty line ends the list.")?;
        let mut list = Vec::new();
        loop {
            let line = self.line(prompt.asks)?;
            match line.as_str() {
                "?" => self.say(&format!("  {}", prompt.such_as))?,
                "" if list.len() >= least => return Ok(list),
                "" => self.say("  Please write at least one; `?` explains.")?,
                _ => list.push(line),
            }
        }
    }

    /// One of `choices`, by its name or number.
    pub(super) fn one(&mut self, prompt: &Prompt, choices: &[Choice]) -> io::Result<String> {
        self.put(prompt)?;
        if choices.len() <= 9 {
            self.list(choices)?;
        }
        loop {
            let line = self.line(prompt.asks)?;
            match (line.as_str(), prompt.default) {
                ("?", _) => self.list(choices)?,
                ("", Some(default)) => return Ok(default.to_owned()),
                _ => match chosen(&line, choices) {
                    Ok(name) => return Ok(name),
                    Err(why) => self.say(&why)?,
                },
            }
        }
    }

    /// Some of `choices` in one line, parted by commas; at least `least`.
    pub(super) fn some(&mut self, prompt: &Prompt, choices: &[Choice], least: usize) -> io::Result<Vec<String>> {
        self.put(prompt)?;
        loop {
            let line = self.line(prompt.asks)?;
            if line == "?" {
                self.list(choices)?;
                continue;
            }
            let parts = line.split(',').map(str::trim).filter(|part| !part.is_empty());
            let told: Result<Vec<String>, String> = parts.map(|part| chosen(part, choices)).collect();
            match told {
                Ok(names) if names.len() >= least => return Ok(names),
                Ok(_) => self.say("  Please name at least one; `?` lists them.")?,
                Err(why) => self.say(&why)?,
            }
        }
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, asks: &str, default: bool) -> io::Result<bool> {
        let choices = [Choice::new("yes", ""), Choice::new("no", "")];
        let default = if default { "yes" } else { "no" };
        self.put(&Prompt { asks, such_as: "", default: Some(default) })?;
        loop {
            let line = self.line(asks)?.to_lowercase();
            match line.as_str() {
                "" => return Ok(default == "yes"),
                "y" => return Ok(true),
                "n" => return Ok(false),
                line => match chosen(line, &choices) {
                    Ok(name) => return Ok(name == "yes"),
                    Err(_) => self.say("  Please write yes or no.")?,
                },
            }
        }
    }

    /// A piece of text with its lines, ended by a line with a full stop alone.
    pub(super) fn block(&mut self, prompt: &Prompt) -> io::Result<String> {
        self.put(prompt)?;
        self.say("  End it with a line that holds only a full stop.")?;
        let mut text = String::new();
        loop {
            let line = self.raw(prompt.asks)?;
            match line.trim() {
                "?" if text.is_empty() => self.say(prompt.such_as)?,
                "." if text.trim().is_empty() => self.say("  Please write something first; `?` explains.")?,
                "." => return Ok(text),
                _ => {
                    text.push_str(line.trim_end());
                    text.push('\n');
                }
            }
        }
    }

    fn put(&mut self, prompt: &Prompt) -> io::Result<()> {
        let default = prompt.default.map_or(String::new(), |default| format!(" [{}]", if default.is_empty() { "none" } else { default }));
        self.say(&format!("\n{}{default}", prompt.asks))?;
        match prompt.such_as.lines().count() {
            1 => self.say(&format!("  {}", prompt.such_as)),
            _ => Ok(()),
        }
    }

    fn list(&mut self, choices: &[Choice]) -> io::Result<()> {
        let width = choices.iter().map(|choice| choice.name.chars().count()).max().unwrap_or(0);
        for (number, choice) in choices.iter().enumerate() {
            let name = &choice.name;
            self.say(format!("  {:>3}  {name:width$}  {}", number + 1, choice.is).trim_end())?;
        }
        Ok(())
    }

    fn line(&mut self, asks: &str) -> io::Result<String> {
        Ok(unquoted(self.raw(asks)?.trim()).to_owned())
    }

    /// The next line. Where the answers end, the error says at which question.
    fn raw(&mut self, asks: &str) -> io::Result<String> {
        write!(self.out, "> ")?;
        self.out.flush()?;
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            writeln!(self.out)?;
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, asks.to_owned()));
        }
        Ok(line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}').to_owned())
    }
}

/// What stands between a pair of quotation marks, where the whole answer does.
fn unquoted(said: &str) -> &str {
    let pairs = [('“', '”'), ('"', '"'), ('‘', '’')];
    let inner = pairs.iter().find_map(|(open, close)| said.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.contains(['“', '”', '"'])).unwrap_or(said)
}

/// The name that `said` stands for, or what to say instead.
fn chosen(said: &str, choices: &[Choice]) -> Result<String, String> {
    let same = |choice: &&Choice| choice.name.eq_ignore_ascii_case(said) || (!choice.is.is_empty() && choice.is.eq_ignore_ascii_case(said));
    let by_number = said.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
    match choices.iter().find(same).or(by_number) {
        Some(choice) => Ok(choice.name.clone()),
        None => {
            let called = choices.iter().find(|choice| choice.also.iter().any(|word| word.eq_ignore_ascii_case(said)));
            let near = || nearest(said, choices.iter().map(|choice| choice.name.as_str()));
            let help = called.map_or_else(near, |choice| format!("did you mean `{}`?", choice.name));
            Err(format!("  There is no “{said}”: {help} (? lists all)"))
        }
    }
}
