//! What an editor is told, message by message.

use super::*;

fn notified(method: &str, params: Value) -> Message {
    Notification::new(method.to_owned(), params).into()
}

fn asked(id: i32, method: &str, params: Value) -> Message {
    Request::new(id.into(), method.to_owned(), params).into()
}

/// What an editor is told that says these things and goodbye.
fn said(messages: Vec<Message>) -> Vec<Message> {
    let (own, editor) = Connection::memory();
    let goodbye = [asked(99, "shutdown", Value::Null), notified("exit", Value::Null)];
    messages.into_iter().chain(goodbye).for_each(|message| editor.sender.send(message).unwrap());
    talk(&own).unwrap();
    drop(own);
    editor.receiver.iter().collect()
}

fn refusals(said: &[Message]) -> Vec<(RequestId, i32)> {
    let refusal = |message: &Message| match message {
        Message::Response(Response { id, response_result: Err(error) }) => Some((id.clone(), error.code)),
        _ => None,
    };
    said.iter().filter_map(refusal).collect()
}

fn told(said: &[Message], method: &str) -> Vec<Value> {
    let params = |message: &Message| match message {
        Message::Notification(notification) if notification.method == method => Some(notification.params.clone()),
        _ => None,
    };
    said.iter().filter_map(params).collect()
}

#[test]
fn what_cannot_be_read_is_told_and_the_next_page_is_judged() {
    let (greeting, page) = (json!({ "capabilities": {} }), "<label for=a>Maiden name</label><input id=a name=a>");
    let opened = |uri: &str| json!({ "textDocument": { "uri": uri, "languageId": "html", "version": 1, "text": page } });
    let said = said(vec![
        asked(1, "initialize", json!({ "capabilities": 1 })),
        asked(2, "initialize", greeting),
        notified(wire::UNREAD, json!("malformed")),
        notified(Initialized::METHOD, json!({})),
        notified(DidOpenTextDocument::METHOD, json!({ "textDocument": 1 })),
        notified(DidChangeTextDocument::METHOD, json!([])),
        notified(DidCloseTextDocument::METHOD, Value::Null),
        asked(3, HoverRequest::METHOD, json!({ "textDocument": { "uri": 1 } })),
        asked(4, CodeActionRequest::METHOD, Value::Null),
        notified(DidOpenTextDocument::METHOD, opened("file:///x/[id].html")),
        asked(
            5,
            HoverRequest::METHOD,
            json!({ "textDocument": { "uri": "file:///x/[id].html" }, "position": { "line": 0, "character": 14 } }),
        ),
    ]);
    let invalid = ErrorCode::InvalidParams as i32;
    assert_eq!(refusals(&said), [1, 3, 4].map(|id| (RequestId::from(id), invalid)));
    assert_eq!(told(&said, LogMessage::METHOD).len(), 4);
    let told = told(&said, PublishDiagnostics::METHOD);
    assert_eq!(told[0]["uri"], "file:///x/[id].html");
    assert_eq!(told[0]["diagnostics"][0]["code"], "names/maiden");
}
