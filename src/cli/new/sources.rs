//! Asks for a source that nobody has named yet.

use std::io;

use super::ask::{Asker, Prompt};
use crate::rules::new_source::{NewSource, is_address, is_date, is_key, key};

/// Asks for it. Its key is none of `taken`.
pub(super) fn new_source(taken: &[String], today: &str, asker: &mut Asker) -> io::Result<NewSource> {
    let plain = |asks, such_as| Prompt { asks, such_as, default: None };
    asker.say("\nA source is something that others can read: guidance, a standard, research, or what your network has written down.")?;
    let title = asker.words(&plain("What is it called?", "Such as: Inclusive language guide"))?;
    let publisher = asker.words(&plain("Who publishes it?", "Such as: NHS Confederation"))?;
    let url = asker.checked(&plain("Where can it be read?", "Its address. Such as: https://www.nhsconfed.org/…"), is_address)?;
    let read = asker.checked(&Prompt { asks: "When did you read it?", such_as: "As year-month-day.", default: Some(today) }, is_date)?;
    let suggested = key(&publisher, &title);
    let prompt = Prompt { asks: "A short key for it?", such_as: "Rules name it by this.", default: Some(&suggested) };
    let key = asker.checked(&prompt, |key| is_key(key, taken))?;
    Ok(NewSource { key, title, publisher, url, read })
}
