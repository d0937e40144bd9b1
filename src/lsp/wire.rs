//! The standard streams as messages. What is no message is told and read past.

use std::io::{self, BufRead, ErrorKind, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message, Notification};

/// What the server is notified of where the editor sent something that is no message.
pub(super) const UNREAD: &str = "askwell/unread";

/// How much of what could not be read is told.
const TOLD: usize = 200;

/// The editor at the other end of the standard streams, and the thread that writes to it until the connection is let go of. Nobody
/// need wait for the one that reads: it may itself be waiting for an editor that says nothing more.
pub(super) fn stdio() -> (Connection, JoinHandle<io::Result<()>>) {
    let (own, editor) = Connection::memory();
    let Connection { sender, receiver } = editor;
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        read(&mut input, |message| sender.send(message).is_ok());
    });
    let writer = thread::spawn(move || receiver.into_iter().try_for_each(|message: Message| written(&message)));
    (own, writer)
}

fn written(message: &Message) -> io::Result<()> {
    let mut output = io::stdout().lock();
    message.write(&mut output)?;
    output.flush()
}

/// Hands on each message until the editor says goodbye, or has gone, or nobody takes them.
fn read(input: &mut impl BufRead, hand_on: impl Fn(Message) -> bool) {
    loop {
        let message = match Message::read(input) {
            Ok(Some(message)) => message,
            Err(error) if error.kind() == ErrorKind::InvalidData => unread(&error),
            Ok(None) | Err(_) => return,
        };
        let is_last = matches!(&message, Message::Notification(notification) if notification.method == "exit");
        if !hand_on(message) || is_last {
            return;
        }
    }
}

fn unread(error: &io::Error) -> Message {
    let why: String = error.to_string().chars().take(TOLD).collect();
    Message::Notification(Notification::new(UNREAD.to_owned(), why))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn what_is_no_message_is_told_and_the_next_one_is_read() {
        let framed = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
        let call = |method: &str| framed(&format!(r#"{{"jsonrpc":"2.0","method":"{method}"}}"#));
        let streams =
            [call("one"), framed("{\"jsonrpc\":"), framed(r#"{"jsonrpc":"2.0","id":null,"result":1}"#), call("exit"), call("two")];
        let methods = RefCell::new(Vec::new());
        read(&mut streams.concat().as_bytes(), |message| {
            let Message::Notification(notification) = message else { panic!("{message:?}") };
            methods.borrow_mut().push(notification.method);
            true
        });
        assert_eq!(methods.into_inner(), ["one", UNREAD, UNREAD, "exit"]);
    }
}
