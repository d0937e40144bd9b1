//! `askwell lsp`: what the command line says, as somebody types.
//!
//! What is typed while askwell works is taken in before it looks again, so that no keystroke waits for one before it. The
//! page at hand is judged at once, against what all others said a moment ago; once nobody types, every open file is judged
//! against what the others say now.

mod actions;
mod paths;
mod position;
mod tell;
#[cfg(test)]
mod tests;
mod wire;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Initialized, LogMessage,
    Notification as _, PublishDiagnostics,
};
use lsp_types::request::{CodeActionRequest, HoverRequest, RegisterCapability, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, Diagnostic, DidChangeTextDocumentParams,
    DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileSystemWatcher, GlobPattern, Hover,
    HoverContents, HoverParams, HoverProviderCapability, InitializeParams, LogMessageParams, MarkupContent, MarkupKind, MessageType,
    PublishDiagnosticsParams, Registration, RegistrationParams, SaveOptions, ServerCapabilities, TextDocumentContentChangeEvent,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json};

use actions::Open;
use paths::Spellings;
use position::{Encoding, Lines};
use world::{Judged, Kind, World};

/// How long nobody types before the other open files are judged against what was typed.
const PAUSE: Duration = Duration::from_millis(150);

type Failed = Box<dyn Error + Send + Sync>;

/// A file that the editor shows.
struct Document {
    uri: Uri,
    path: PathBuf,
    text: Arc<str>,
    version: i32,
    /// What was found in it as it is now, where it is a form.
    judged: Option<Judged>,
}

/// What a client can do that not all can.
struct Abilities {
    encoding: Encoding,
    shows_disabled: bool,
    watches: bool,
}

/// One editor's server.
struct Server<'c> {
    connection: &'c Connection,
    abilities: Abilities,
    spellings: Spellings,
    world: World,
    documents: BTreeMap<String, Document>,
    /// The addresses of documents that have changed since they were judged.
    stale: BTreeSet<String>,
    /// Those to be judged against what the others say, when there is time.
    waiting: BTreeSet<String>,
    /// True if something was typed that other files have not seen.
    unsettled: bool,
    /// True if the disk has changed.
    disk_changed: bool,
}

/// Serves the editor at the other end of the standard streams until it says goodbye.
pub fn serve() -> Result<(), Failed> {
    let (connection, writer) = wire::stdio();
    let result = talk(&connection);
    drop(connection);
    match writer.join() {
        // Where nothing could be written, that is why nothing more could be sent.
        Ok(Err(error)) => Err(error.into()),
        _ => result,
    }
}

/// Serves whoever is at the other end of `connection`.
fn talk(connection: &Connection) -> Result<(), Failed> {
    let mut spellings = Spellings::default();
    let (id, params) = greeting(connection, &mut spellings)?;
    let abilities = Abilities::of(&params);
    let answer = json!({
        "capabilities": capabilities(abilities.encoding),
        "serverInfo": { "name": "askwell", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.sender.send(Response::new_ok(id, answer).into())?;
    let world = World::new(folders(&params));
    let server = Server {
        connection,
        abilities,
        spellings,
        world,
        documents: BTreeMap::new(),
        stale: BTreeSet::new(),
        waiting: BTreeSet::new(),
        unsettled: false,
        disk_changed: false,
    };
    server.run()
}

/// What the editor says of itself; each time that it cannot be read, that is answered.
fn greeting(connection: &Connection, spellings: &mut Spellings) -> Result<(RequestId, InitializeParams), Failed> {
    loop {
        let (id, mut params) = connection.initialize_start()?;
        spellings.admit(&mut params);
        match from_value(params) {
            Ok(params) => return Ok((id, params)),
            Err(error) => connection.sender.send(refused(id, &error).into())?,
        }
    }
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let save = TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) });
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(save),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// The folders that the editor has open.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().filter_map(|folder| paths::path(&folder.uri));
    let folders: Vec<PathBuf> = folders.collect();
    #[allow(deprecated, reason = "older editors name one folder and no more")]
    let root = params.root_uri.as_ref().and_then(paths::path);
    if folders.is_empty() { root.into_iter().collect() } else { folders }
}

impl Abilities {
    fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let action = capabilities.text_document.as_ref().and_then(|document| document.code_action.as_ref());
        let watched = capabilities.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files.as_ref());
        Abilities {
            encoding: Encoding::agreed(capabilities.general.as_ref()),
            shows_disabled: action.and_then(|action| action.disabled_support).unwrap_or(false),
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
        }
    }
}

impl Server<'_> {
    fn run(mut self) -> Result<(), Failed> {
        loop {
            let Some(message) = self.next()? else { return Ok(()) };
            if self.take(message)? {
                return Ok(());
            }
            // What was typed meanwhile counts, too.
            while let Ok(message) = self.connection.receiver.try_recv() {
                if self.take(message)? {
                    return Ok(());
                }
            }
            self.judge_stale()?;
        }
    }

    /// The next message; `None` where the editor has gone. While there is none, what can wait is done, a file at a time.
    fn next(&mut self) -> Result<Option<Message>, Failed> {
        loop {
            if !self.waiting.is_empty() {
                if let Ok(message) = self.connection.receiver.try_recv() {
                    return Ok(Some(message));
                }
                if let Some(address) = self.waiting.pop_first() {
                    self.judge(&address, true)?;
                }
            } else if self.unsettled {
                match self.connection.receiver.recv_timeout(PAUSE) {
                    Ok(message) => return Ok(Some(message)),
                    Err(error) if error.is_timeout() => self.settle(),
                    Err(_) => return Ok(None),
                }
            } else {
                return Ok(self.connection.receiver.recv().ok());
            }
        }
    }

    /// Takes one message in; true where the editor says goodbye.
    fn take(&mut self, message: Message) -> Result<bool, Failed> {
        match message {
            Message::Request(request) if self.connection.handle_shutdown(&request)? => return Ok(true),
            Message::Request(request) => {
                self.judge_stale()?;
                let response = self.answer(request);
                self.connection.sender.send(response.into())?;
            }
            Message::Notification(notification) => self.notice(notification)?,
            Message::Response(_) => {}
        }
        Ok(false)
    }

    fn notice(&mut self, notification: Notification) -> Result<(), Failed> {
        let Notification { method, mut params } = notification;
        self.spellings.admit(&mut params);
        let taken = match method.as_str() {
            DidOpenTextDocument::METHOD => from_value(params).map(|params| self.open(params)),
            DidChangeTextDocument::METHOD => from_value(params).map(|params| self.change(params)),
            DidCloseTextDocument::METHOD => match from_value(params) {
                Ok(params) => Ok(self.close(&params)?),
                Err(error) => Err(error),
            },
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => {
                self.disk_changed = true;
                Ok(())
            }
            Initialized::METHOD => return self.watch(),
            wire::UNREAD => return self.pass_over("a message", params.as_str().unwrap_or_default()),
            _ => return Ok(()),
        };
        match taken {
            Ok(()) => self.unsettled = true,
            Err(error) => self.pass_over(&method, &error.to_string())?,
        }
        Ok(())
    }

    /// Tells why something that the editor said is not taken in.
    fn pass_over(&self, what: &str, why: &str) -> Result<(), Failed> {
        let message = format!("askwell could not read {what} and passes it over: {why}");
        self.send(LogMessage::METHOD, LogMessageParams { typ: MessageType::WARNING, message })
    }

    fn send(&self, method: &str, params: impl Serialize) -> Result<(), Failed> {
        let mut params = serde_json::to_value(params)?;
        self.spellings.restore(&mut params);
        Ok(self.connection.sender.send(Notification::new(method.to_owned(), params).into())?)
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let opened = params.text_document;
        let Some(path) = paths::path(&opened.uri) else { return };
        let address = opened.uri.as_str().to_owned();
        let document = Document { uri: opened.uri, path, text: Arc::from(opened.text), version: opened.version, judged: None };
        self.documents.insert(address.clone(), document);
        self.stale.insert(address);
        self.world.refresh(&self.texts());
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let address = params.text_document.uri.as_str();
        let Some(document) = self.documents.get_mut(address) else { return };
        let mut text = document.text.to_string();
        params.content_changes.into_iter().for_each(|change| apply(&mut text, change, self.abilities.encoding));
        document.text = Arc::from(text);
        document.version = params.text_document.version;
        self.stale.insert(address.to_owned());
    }

    fn close(&mut self, params: &DidCloseTextDocumentParams) -> Result<(), Failed> {
        let address = params.text_document.uri.as_str();
        self.documents.remove(address);
        self.stale.remove(address);
        self.disk_changed = true;
        self.publish(&params.text_document.uri, Vec::new(), None)
    }

    /// Judges what has changed since it was judged.
    fn judge_stale(&mut self) -> Result<(), Failed> {
        while let Some(address) = self.stale.pop_first() {
            self.judge(&address, false)?;
        }
        Ok(())
    }

    /// Lets every open file see what the others say now; each is to be judged again.
    fn settle(&mut self) {
        let texts = self.texts();
        match std::mem::take(&mut self.disk_changed) {
            true => self.world.refresh(&texts),
            false => self.world.settle(&texts),
        }
        self.unsettled = false;
        self.waiting = self.documents.keys().cloned().collect();
    }

    /// Judges a file and tells the editor; `afresh` in whatever journey it stands in now.
    fn judge(&mut self, address: &str, afresh: bool) -> Result<(), Failed> {
        let Some(document) = self.documents.get_mut(address) else { return Ok(()) };
        let uri = document.uri.clone();
        let (path, text, encoding) = (document.path.as_path(), &document.text, self.abilities.encoding);
        let known = if afresh { None } else { document.judged.take().map(|judged| judged.journeys) };
        document.judged = None;
        let told = match self.world.kind(path, text) {
            Kind::Config => tell::of_mistakes(&self.world.config_mistakes(path, text), text, encoding),
            Kind::Rule => tell::of_mistakes(&self.world.rule_mistakes(path, text), text, encoding),
            Kind::Form => {
                document.judged = self.world.judged(path, text, known);
                let judged = document.judged.as_ref();
                judged.map_or(Vec::new(), |judged| tell::of_form(judged, self.world.pack(), &uri, encoding))
            }
        };
        let version = document.version;
        self.publish(&uri, told, Some(version))
    }

    fn publish(&self, uri: &Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> Result<(), Failed> {
        let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
        self.send(PublishDiagnostics::METHOD, params)
    }

    /// Asks to be told of files that change on the disk, such as a file of words.
    fn watch(&self) -> Result<(), Failed> {
        if !self.abilities.watches {
            return Ok(());
        }
        let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String("**/*".to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
        let registration = Registration {
            id: "askwell-files".to_owned(),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(serde_json::to_value(options)?),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let request = Request::new("askwell-watch".to_owned().into(), RegisterCapability::METHOD.to_owned(), params);
        Ok(self.connection.sender.send(Message::Request(request))?)
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, mut params } = request;
        self.spellings.admit(&mut params);
        match method.as_str() {
            HoverRequest::METHOD => self.answered(id, params, |params| self.hover(&params)),
            CodeActionRequest::METHOD => self.answered(id, params, |params| self.actions(&params)),
            method => Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("askwell does not do {method}")),
        }
    }

    fn answered<P: DeserializeOwned, A: Serialize>(&self, id: RequestId, params: Value, answer: impl Fn(P) -> A) -> Response {
        match from_value(params).and_then(|params| serde_json::to_value(answer(params))) {
            Ok(mut answer) => {
                self.spellings.restore(&mut answer);
                Response::new_ok(id, answer)
            }
            Err(error) => refused(id, &error),
        }
    }

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let at = &params.text_document_position_params;
        let checked = &self.documents.get(at.text_document.uri.as_str())?.judged.as_ref()?.checked;
        let lines = Lines::of(&checked.source.text, self.abilities.encoding);
        let offset = lines.offset(at.position);
        let here = |place: std::ops::Range<usize>| place.start <= offset && offset <= place.end;
        let found: Vec<_> = checked.findings.iter().filter(|finding| finding.is_live() && here(finding.place.range())).collect();
        let range = found.first()?.place.range();
        let value = found.iter().map(|finding| tell::hover(finding, self.world.pack())).collect::<Vec<_>>().join("\n\n---\n\n");
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        Some(Hover { contents, range: Some(lines.range(range)) })
    }

    fn actions(&self, params: &CodeActionParams) -> Vec<lsp_types::CodeActionOrCommand> {
        let uri = &params.text_document.uri;
        let Some(document) = self.documents.get(uri.as_str()) else { return Vec::new() };
        let Some(judged) = &document.judged else { return Vec::new() };
        let wanted = params.context.only.as_ref();
        if wanted.is_some_and(|kinds| !kinds.iter().any(|kind| kind.as_str().is_empty() || *kind == CodeActionKind::QUICKFIX)) {
            return Vec::new();
        }
        let (encoding, shows_disabled) = (self.abilities.encoding, self.abilities.shows_disabled);
        let lines = Lines::of(&judged.checked.source.text, encoding);
        let range = lines.offset(params.range.start)..lines.offset(params.range.end);
        let path: &Path = &document.path;
        Open { world: &self.world, path, uri, judged, encoding, shows_disabled }.actions(range, &params.context.diagnostics)
    }

    fn texts(&self) -> BTreeMap<PathBuf, Arc<str>> {
        self.documents.values().map(|document| (document.path.clone(), document.text.clone())).collect()
    }
}

/// The answer to what cannot be read.
fn refused(id: RequestId, error: &serde_json::Error) -> Response {
    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
}

/// Changes `text` as an editor says; without a range, all of it.
fn apply(text: &mut String, change: TextDocumentContentChangeEvent, encoding: Encoding) {
    let Some(range) = change.range else {
        *text = change.text;
        return;
    };
    let lines = Lines::of(text, encoding);
    let (start, end) = (lines.offset(range.start), lines.offset(range.end));
    text.replace_range(start..end.max(start), &change.text);
}
