//! What every page of ours has in common.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::report::html::STYLE;

/// Our pages, as their heads name them.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Here {
    Check,
    Rules,
    Write,
    Elsewhere,
}

const PAGES: &[(Here, &str, &str)] =
    &[(Here::Check, "check", "Check a form"), (Here::Rules, "rules", "Rules"), (Here::Write, "write", "Write a rule")];

/// A page. `up` leads from its address to the top: “” or “../../”.
pub(super) fn page(title: &str, here: Here, up: &str, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – askwell" }
                link rel="stylesheet" href=(format!("{up}page.css"));
                script src=(format!("{up}page.js")) defer {}
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header.top {
                    div.bar {
                        p.name { a href=(format!("{up}check")) { "askwell" } span.quiet { " on your own computer" } }
                        nav aria-label="askwell" { ul {
                            @for (page, address, name) in PAGES {
                                li { a href=(format!("{up}{address}")) aria-current=[(*page == here).then_some("page")] { (name) } }
                            }
                        } }
                    }
                }
                main #content tabindex="-1" { (content) }
                footer.bottom {
                    p { "askwell runs on this computer alone. What you put in is read, answered and forgotten; none of it is kept or sent anywhere." }
                    p { "askwell is a free program. It is not an official NHS product, and no network, trust or part of the NHS has endorsed what it says." }
                }
                p.vh role="status" #told {}
            }
        }
    }
}

pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], format!("{STYLE}\n{}", include_str!("assets/page.css")))
}

pub(super) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("assets/page.js"))
}

pub(super) async fn not_found() -> Response {
    let content = html! {
        h1 { "There is no such page" }
        p { "The links at the top lead to all that there is." }
    };
    (StatusCode::NOT_FOUND, page("There is no such page", Here::Elsewhere, "", content)).into_response()
}

/// A page that says what went wrong, and what to do.
pub(super) fn problem(status: StatusCode, here: Here, what: &str) -> Response {
    let content = html! {
        h1 { "That did not work" }
        p.problem { (what) }
        p { a href="check" { "Start again" } }
    };
    (status, page("That did not work", here, "", content)).into_response()
}
