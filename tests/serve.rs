//! The page of `askwell serve`: whom it answers, what it lets a browser do, and what it says.

// Helpers of tests may stop a test.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(feature = "page")]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;

use askwell::dialect::Parsers;
use askwell::serve::Server;
use common::{Judged, pack};

/// A page that runs until the test ends.
struct Running {
    host: String,
    key: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Running {
    fn new() -> Self {
        let server = Server::new(0, pack(), Vec::new()).unwrap();
        let url = server.url();
        let (host, key) = url.strip_prefix("http://").unwrap().trim_end_matches('/').split_once('/').unwrap();
        let running = Running { host: host.to_owned(), key: key.to_owned() };
        thread::spawn(move || server.run());
        running
    }

    /// Sends a request with just these headers.
    fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("{method} {path} HTTP/1.1\r\n{lines}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).unwrap();
        // It may answer before it has read all.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn at(&self, path: &str) -> String {
        format!("/{}/{path}", self.key)
    }

    fn get(&self, path: &str) -> Answer {
        self.raw("GET", &self.at(path), &[("Host", &self.host)], b"")
    }

    /// Sends these boxes, as a browser does.
    fn post(&self, path: &str, boxes: &[(&str, Option<&str>, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, file, content) in boxes {
            let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
            body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let origin = format!("http://{}", self.host);
        let headers = [("Host", self.host.as_str()), ("Origin", &origin), ("Content-Type", "multipart/form-data; boundary=edge")];
        self.raw("POST", &self.at(path), &headers, &body)
    }
}

#[test]
fn only_our_own_page_is_answered() {
    let page = Running::new();
    let port = page.host.rsplit(':').next().unwrap().to_owned();
    let (own, local) = (format!("http://{}", page.host), format!("localhost:{port}"));
    let get = |path: &str, headers: &[(&str, &str)]| page.raw("GET", path, headers, b"").status;
    let (home, host) = (page.at(""), page.host.as_str());
    assert_eq!(get(&home, &[("Host", host)]), 200);
    assert_eq!(get(&home, &[("Host", &local)]), 200);
    // A name of somebody else's that leads to this machine, as in a rebinding of DNS.
    for wrong in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", &format!("127.0.0.1.evil.example:{port}"), ""] {
        assert_eq!(get(&home, &[("Host", wrong)]), 403, "{wrong}");
    }
    assert_eq!(get(&home, &[("Host", host), ("Host", "evil.example")]), 403);
    // Without the key, or with another.
    let other = "0".repeat(page.key.len());
    for wrong in ["/", "/check", &format!("/{other}/"), &format!("/{}", &page.key[1..]), &format!("//{}/", page.key), "/page.css"] {
        assert_eq!(get(wrong, &[("Host", host)]), 403, "{wrong}");
    }
    // From a page of somebody else's.
    for wrong in ["http://evil.example", "null", "https://127.0.0.1", &format!("http://127.0.0.1:{port}1"), "http://127.0.0.1"] {
        assert_eq!(get(&home, &[("Host", host), ("Origin", wrong)]), 403, "{wrong}");
        assert_eq!(page.raw("POST", &page.at("check"), &[("Host", host), ("Origin", wrong)], b"").status, 403, "{wrong}");
    }
    assert_eq!(get(&home, &[("Host", host), ("Origin", &own)]), 200);
    assert_eq!(get(&home, &[("Host", host), ("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(get(&home, &[("Host", host), ("Sec-Fetch-Site", "same-site")]), 403);
    assert_eq!(get(&home, &[("Host", host), ("Sec-Fetch-Site", "none")]), 200);
    assert_eq!(page.raw("POST", &page.at("check"), &[("Host", host)], b"").status, 403, "a form without an origin");
}

#[test]
fn a_refusal_says_nothing_that_a_stranger_could_use() {
    let page = Running::new();
    let answer = page.raw("GET", "/", &[("Host", &page.host)], b"");
    assert!(!answer.body.contains(&page.key) && !answer.head.contains(&page.key));
}

#[test]
fn every_answer_forbids_what_is_not_ours() {
    let page = Running::new();
    for answer in [page.get(""), page.get("rules"), page.get("page.js"), page.get("nothing"), page.raw("GET", "/", &[("Host", "x")], b"")] {
        for header in
            ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "nosniff", "no-store", "referrer-policy: same-origin"]
        {
            assert!(answer.head.contains(header), "{header}\n{}", answer.head);
        }
        assert!(!answer.head.contains("unsafe") && !answer.head.contains("access-control-allow"));
        let code = answer.body.matches("<script").count();
        assert_eq!(code, answer.body.matches("<script src=").count(), "no script stands in a page");
        assert!(!answer.body.contains("style=\"") && !answer.body.contains("<style"));
    }
    assert_eq!(page.get("nothing").status, 404);
    assert_eq!(page.get("rules/no/such").status, 404);
}

#[test]
fn a_form_that_is_sent_is_told_about() {
    let page = Running::new();
    let form = b"<fieldset><legend>What is your gender?</legend><label><input type=radio name=g>Male</label><label><input type=radio name=g>Female</label></fieldset>";
    let answer = page.post("check", &[("files", Some("app/views/about.html"), form)]);
    assert_eq!(answer.status, 200);
    for said in ["app/views/about.html", "What is your gender?", "Instead", "Prefer not to say", "Guidance", "https://"] {
        assert!(answer.body.contains(said), "{said}");
    }
    assert!(page.post("report", &[("files", Some("a.html"), form)]).head.contains("attachment; filename=\"askwell-report.html\""));
    let nothing = page.post("check", &[("files", Some(""), b""), ("pasted", None, b"")]);
    assert_eq!(nothing.status, 400);
    assert!(nothing.body.contains("Choose a file or a folder, or paste a form"));
}

#[test]
fn files_that_come_together_know_one_another() {
    let page = Running::new();
    let form = b"{% from 'radios.njk' import radios %}{{ radios({ fieldset: { legend: { text: t('gender.legend') } }, items: GENDERS }) }}";
    let words = br#"{"gender": {"legend": "What is your gender?"}}"#;
    let code = b"module.exports.GENDERS = [{ text: 'Male' }, { text: 'Female' }];";
    let settings = b"rules:\n  gender/no-decline: off\n";
    let files: &[(&str, Option<&str>, &[u8])] = &[
        ("folder", Some("svc/views/a.njk"), form),
        ("folder", Some("svc/locales/en.json"), words),
        ("folder", Some("svc/lib/g.js"), code),
    ];
    let answer = page.post("check", files);
    assert!(answer.body.contains("What is your gender?") && answer.body.contains("Male"), "{}", answer.body);
    assert!(answer.body.contains("people who would rather not say"));
    // The service’s own settings count, wherever this command runs.
    let answer = page.post("check", &[files, &[("folder", Some("svc/askwell.yaml"), settings)]].concat());
    assert!(answer.body.contains("What is your gender?") && !answer.body.contains("people who would rather not say"));
}

#[test]
fn what_is_pasted_is_read_for_what_it_is() {
    let page = Running::new();
    for (words, layout) in [
        ("What is your gender?\n- Male\n- Female", ""),
        ("What is your gender?\n☐ Male\n☐ Female", ""),
        ("What is your gender? Male / Female* (*delete as applicable)", ""),
        ("What is your gender? [ ] Male [ ] Female", ""),
        ("x", "<p>What is your gender?</p><p>☐ Male</p><p>☐ Female</p>"),
        ("{{ radios({ fieldset: { legend: { text: 'What is your gender?' } }, items: [{ text: 'Male' }, { text: 'Female' }] }) }}", ""),
        (
            "@csrf\n<label>{{ __('What is your gender?') }} <select>@foreach (['Male', 'Female'] as $g)<option>{{ $g }}</option>@endforeach</select></label>",
            "",
        ),
    ] {
        let answer = page.post("check", &[("pasted", None, words.as_bytes()), ("pasted-html", None, layout.as_bytes())]);
        assert!(answer.body.contains("What is your gender?") && answer.body.contains("the only genders offered are two"), "{words}");
    }
}

#[test]
fn rules_are_found_by_their_examples_and_the_nearest_stand_first() {
    let page = Running::new();
    assert!(page.get("rules?words=they%2Fthem").body.contains("rules/pronouns/"));
    let found = page.get("rules?words=pronouns").body;
    let (own, other) = (found.find("rules/pronouns/").unwrap(), found.find("rules/gender/").unwrap());
    assert!(own < other, "{found}");
    assert!(page.get("rules?words=zebra").body.contains("No rule says that"));
}

#[test]
fn a_form_in_which_no_question_was_seen_is_not_praised() {
    let page = Running::new();
    let answer = page.post("check", &[("pasted", None, b"Welcome to our clinic")]);
    assert!(answer.body.contains("askwell saw no question here") && answer.body.contains("after a hyphen"), "{}", answer.body);
    assert!(!answer.body.contains("nothing to mend") && !answer.body.contains("Save this as a report"), "{}", answer.body);
}

#[test]
fn nothing_in_a_form_reaches_the_page_as_code() {
    let page = Running::new();
    let form = b"<label>Maiden name &lt;script&gt;alert(1)&lt;/script&gt; <input name=a></label>";
    let answer = page.post("check", &[("files", Some("<img src=x onerror=alert(1)>.html"), form)]);
    assert!(answer.body.contains("&lt;script&gt;"));
    assert!(!answer.body.contains("<script>") && !answer.body.contains("<img"));
}

#[test]
fn too_much_is_refused_kindly() {
    let page = Running::new();
    let answer = page.post("check", &[("files", Some("a.html"), &vec![b' '; 65 * 1024 * 1024])]);
    assert!(answer.status == 413 || answer.status == 0, "{}", answer.status);
    let large = page.post("check", &[("files", Some("a.html"), &vec![b' '; 2 * 1024 * 1024])]);
    assert_eq!(large.status, 200);
    assert!(large.body.contains("larger than"), "{}", large.body);
}

#[test]
fn rules_can_be_searched_and_read() {
    let page = Running::new();
    assert!(page.get("rules").body.contains("rules/gender/no-decline"));
    let found = page.get("rules?words=maiden&topic=names&level=");
    assert!(found.body.contains("rules/names/maiden") && !found.body.contains("rules/gender/no-decline"));
    let none = page.get("rules?words=%3Cscript%3Enothing");
    assert!(none.body.contains("No rule says that") && !none.body.contains("<script>"));
    let one = page.get("rules/gender/no-decline");
    assert!(one.body.contains("Whose guidance") && one.body.contains("https://"));
}

/// A page that tells others how to ask asks well itself.
#[test]
fn our_own_pages_are_clean() {
    let (page, pack) = (Running::new(), pack());
    for path in ["", "rules", "rules/gender/no-decline", "write"] {
        let body = page.get(path).body;
        // What rules are called names the words that they are about.
        let lists: Vec<&str> = body.split("<ul class=\"rules\"").collect();
        let own = lists.iter().enumerate().map(|(at, part)| if at == 0 { *part } else { part.split_once("</ul>").unwrap().1 });
        let judged = Judged::new("page.html", &own.collect::<String>(), &pack, &mut Parsers::new());
        assert!(!judged.document.form.passages.is_empty());
        assert!(judged.findings.is_empty(), "{path}: {:?}", judged.told());
    }
}
