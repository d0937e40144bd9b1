//! `askwell serve`: a page of one's own, for people who do not live in a terminal.
//!
//! It listens to this machine alone, answers only whoever has its key, keeps no text that it is given and sends nothing
//! anywhere: see [`guard`].

mod check;
mod draft;
mod guard;
mod pasted;
mod rules;
mod shell;
mod trial;
mod upload;
mod write;

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::limits;
use crate::rules::Pack;

/// What every request needs.
pub(crate) struct State {
    pack: Pack,
    /// Folders of rules of one's own, which the pack holds already.
    folders: Vec<std::path::PathBuf>,
    /// Threads with room for the deepest page.
    threads: Option<rayon::ThreadPool>,
}

/// A page that is ready to be opened.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: tokio::net::TcpListener,
    address: SocketAddr,
    key: String,
    state: Arc<State>,
}

impl Server {
    /// Listens on `port` of this machine, or on any that is free for 0.
    ///
    /// # Errors
    ///
    /// Where the port is taken, or the system has no randomness to make a key of.
    pub fn new(port: u16, pack: Pack, folders: Vec<std::path::PathBuf>) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_io().enable_time().build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        let address = listener.local_addr()?;
        let threads = rayon::ThreadPoolBuilder::new().stack_size(limits::STACK_BYTES).build().ok();
        let state = Arc::new(State { pack, folders, threads });
        Ok(Server { runtime, listener, address, key: guard::key()?, state })
    }

    /// The address to open, key and all.
    pub fn url(&self) -> String {
        format!("http://{}/{}/", self.address, self.key)
    }

    /// Answers until the program is ended.
    ///
    /// # Errors
    ///
    /// Where the system takes the port away.
    pub fn run(self) -> io::Result<()> {
        let Server { runtime, listener, address, key, state } = self;
        let router = router(address, &key, state);
        runtime.block_on(async { axum::serve(listener, router).await })
    }
}

fn router(address: SocketAddr, key: &str, state: Arc<State>) -> Router {
    let at = |path: &str| format!("/{key}{path}");
    let guard = Arc::new(guard::Guard::new(address, key));
    Router::new()
        .route(&at("/"), get(check::form))
        .route(&at("/check"), get(check::form).post(check::checked))
        .route(&at("/report"), post(check::report))
        .route(&at("/rules"), get(rules::list))
        .route(&at("/rules/{topic}/{name}"), get(rules::one))
        .route(&at("/write"), get(write::form).post(write::tried))
        .route(&at("/rule.yaml"), post(write::rule_file))
        .route(&at("/sources.yaml"), post(write::sources_file))
        .route(&at("/page.css"), get(shell::style))
        .route(&at("/page.js"), get(shell::script))
        .fallback(shell::not_found)
        .with_state(state)
        .layer(DefaultBodyLimit::max(limits::REQUEST_BYTES))
        .layer(axum::middleware::from_fn_with_state(guard, guard::guard))
}

/// Opens the page in a browser, says where it is, and answers until the program is ended.
///
/// # Errors
///
/// Where the port is taken, or nothing can be written.
pub fn run(server: Server, open_browser: bool, out: &mut dyn Write) -> io::Result<()> {
    let url = server.url();
    writeln!(out, "askwell’s page is at:\n\n  {url}\n")?;
    writeln!(out, "It answers this computer alone. What you put in stays here, and none of it is kept.")?;
    writeln!(out, "To stop it, press Ctrl and C, or close this window. For askwell’s commands: askwell help")?;
    out.flush()?;
    if open_browser && open::that_detached(&url).is_err() {
        writeln!(out, "No browser could be opened: copy the address into one.")?;
        out.flush()?;
    }
    server.run()
}

impl State {
    /// Runs `work` where there is room for it, off the threads that answer.
    async fn work<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&State) -> T + Send + 'static) -> Option<T> {
        let state = self.clone();
        let run = move || match &state.threads {
            Some(threads) => threads.install(|| work(&state)),
            None => work(&state),
        };
        tokio::task::spawn_blocking(run).await.ok()
    }
}
