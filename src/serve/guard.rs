//! Who is answered: a browser on this machine that was given the key, on a page of ours, and nobody else.
//!
//! Any web page can make a browser send a request to this machine, and any program on it can send one. So every request
//! has to have our own name as its host (a stranger's name that leads to this machine is refused), the key in its address,
//! and, where a browser says from where it was sent, our own page as that.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// How many random bytes a key is made of.
const KEY_BYTES: usize = 16;

/// What the browser may do with our pages: load their own style and script, and send forms back to us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What goes with every answer.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-store"),
    // The address has the key in it: it goes to nobody else.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// What a request has to have.
pub(super) struct Guard {
    hosts: [String; 2],
    key: String,
}

impl Guard {
    pub(super) fn new(address: SocketAddr, key: &str) -> Self {
        Guard { hosts: [address.to_string(), format!("localhost:{}", address.port())], key: key.to_owned() }
    }

    /// Why a request is refused, if it is.
    fn refuses(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<&'static str> {
        let is_host = |host: &str| self.hosts.iter().any(|own| own == host);
        let one = |name: HeaderName| {
            let mut all = headers.get_all(name).iter();
            let first = all.next().map(|value| value.to_str().unwrap_or("?"));
            (first, all.next().is_some())
        };
        match one(header::HOST) {
            (Some(host), false) if is_host(host) => {}
            _ => return Some("This address is not askwell’s own."),
        }
        let key = path.split('/').nth(1).unwrap_or("");
        if !same(key.as_bytes(), self.key.as_bytes()) {
            return Some("This address has no key, or one of an earlier time. Use the address that askwell serve shows now.");
        }
        let is_read = method == Method::GET || method == Method::HEAD;
        match one(header::ORIGIN) {
            // A browser says from where a form is sent; what says nothing is no form of ours.
            (None, _) if is_read => {}
            (Some(origin), false) if origin.strip_prefix("http://").is_some_and(is_host) => {}
            _ => return Some("This request comes from somewhere else than askwell’s own page."),
        }
        match one(HeaderName::from_static("sec-fetch-site")) {
            (None | Some("same-origin" | "none"), false) => None,
            _ => Some("This request comes from somewhere else than askwell’s own page."),
        }
    }
}

/// Refuses what is not ours, and sends the headers along with what is.
pub(super) async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.refuses(request.method(), request.uri().path(), request.headers()) {
        Some(why) => (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], why).into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// A key that nobody can guess.
pub(super) fn key() -> io::Result<String> {
    let mut bytes = [0_u8; KEY_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Compares in a time that does not tell how much was right.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |unlike, (a, b)| unlike | (a ^ b)) == 0
}
