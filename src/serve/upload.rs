//! What a request brings: files as a repository of their own, and what was written into boxes.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};

use crate::decode;
use crate::dialect;
use crate::document;
use crate::limits;
use crate::project::files::Memory;
use crate::walk::{Skipped, Why};

/// What was sent. It lives as long as its answer is being made.
#[derive(Default)]
pub(super) struct Upload {
    /// By their paths.
    texts: BTreeMap<String, String>,
    /// What is not read, and why.
    pub(super) skipped: Vec<Skipped>,
    /// What was written or chosen, by the names of the boxes.
    written: BTreeMap<String, Vec<String>>,
    /// How many files came, whatever became of them.
    pub(super) files: usize,
}

impl Upload {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// What to tell people: it was too much, or the browser stopped half-way.
    pub(super) async fn read(mut parts: Multipart) -> Result<Self, String> {
        let mut upload = Upload::default();
        while let Some(field) = parts.next_field().await.map_err(|error| told(&error))? {
            upload.take(field).await.map_err(|error| told(&error))?;
            if upload.files > limits::REQUEST_FILES {
                return Err(format!(
                    "Those are more than {} files. Choose a folder further down, where the forms are.",
                    limits::REQUEST_FILES
                ));
            }
        }
        Ok(upload)
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), MultipartError> {
        let name = field.name().unwrap_or("").to_owned();
        match field.file_name().map(str::to_owned) {
            // A box for files that nothing was put into.
            Some(path) if path.is_empty() => {}
            Some(path) => {
                self.files += 1;
                let bytes = field.bytes().await?;
                self.add(&clean(&path), &bytes);
            }
            None => self.written.entry(name).or_default().push(field.text().await?),
        }
        Ok(())
    }

    fn add(&mut self, path: &str, bytes: &[u8]) {
        let text = if dialect::extension(path) == document::ENDING {
            document::text(bytes, limits::FILE_BYTES)
        } else if bytes.len() as u64 > limits::FILE_BYTES {
            Err(Why::TooLarge { bytes: bytes.len() as u64, most: limits::FILE_BYTES })
        } else {
            decode::text(bytes.to_vec()).map(|(text, _)| text).ok_or(Why::Encoding)
        };
        match text {
            Ok(text) => drop(self.texts.insert(path.to_owned(), text)),
            // A picture among the forms is nobody's question.
            Err(_) if !dialect::may_hold_form(path) => {}
            Err(why) => self.skipped.push(Skipped { shown: path.to_owned(), why, named: false }),
        }
    }

    /// Adds a form that was not a file.
    pub(super) fn put(&mut self, path: &str, text: String) {
        self.texts.insert(path.to_owned(), text);
    }

    /// What was written into a box, without the white space around it; empty where nothing was.
    pub(super) fn written(&self, name: &str) -> &str {
        self.written.get(name).and_then(|all| all.first()).map_or("", |text| text.trim())
    }

    /// All that was chosen or written under a name.
    pub(super) fn all(&self, name: &str) -> &[String] {
        self.written.get(name).map_or(&[], Vec::as_slice)
    }

    /// The files as a repository, and the paths of those that a form may stand in.
    pub(super) fn repository(&self) -> (Memory, Vec<String>) {
        let forms = self.texts.keys().filter(|path| dialect::may_hold_form(path)).cloned().collect();
        (Memory::new(self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))), forms)
    }

    /// True if nothing came.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.skipped.is_empty() && self.files == 0
    }
}

/// A path with `/`, and nothing in it that leads out of the folder.
fn clean(path: &str) -> String {
    let parts: Vec<String> = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).map(str::to_owned).collect();
    parts.join("/")
}

fn told(error: &MultipartError) -> String {
    match error.status().as_u16() {
        413 => format!("That is more than {} MiB. Choose a folder further down, or fewer files.", limits::REQUEST_BYTES >> 20),
        _ => "The browser stopped before everything had come. Please try again.".to_owned(),
    }
}
