//! Reads and sends mail with a client that the build script generated, against a small server in the same process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The generated client.
mod msgraph {
    include!(concat!(env!("OUT_DIR"), "/msgraph.rs"));
}

use msgraph::v1_0::models::Message;
use msgraph::v1_0::operations;
use msgraph::v1_0::parameters::{Reply, SendMail};

#[tokio::main(flavor = "current_thread")]
async fn main() -> msgraph::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
    let address = listener.local_addr().expect("the port is bound");
    thread::spawn(move || listener.incoming().flatten().for_each(answer));

    let graph = msgraph::Client::builder()
        .base_url(format!("http://{address}"))
        .plain_http()
        .credential("a token")
        .build()?;
    let me = graph.v1_0().me();
    let messages = me.messages().list().filter("isRead eq false").top(10).await?;
    println!("{} unread", messages.value.len());
    let thanks = Reply { comment: Some("Thank you.".to_owned()), ..Reply::default() };
    me.messages().by_id("message-1").reply(&thanks).await?;
    let message = Message { subject: Some("Hello".to_owned()), ..Message::default() };
    me.send_mail(&SendMail { message, save_to_sent_items: Some(false) }).await?;
    println!("answered and sent");

    println!("sending needs {:?}", operations::ME_SEND_MAIL.permissions.delegated_work);
    Ok(())
}

/// Answers one request after the other with what the docs promise, until the client hangs up.
fn answer(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle of the connection"));
    while let Some(request) = read(&mut reader) {
        eprintln!("  {request}");
        let (status, body) = match request.split('?').next().unwrap_or_default() {
            "GET /v1.0/me/messages" => ("200 OK", r#"{"value":[{"id":"message-1"}]}"#),
            "POST /v1.0/me/messages/message-1/reply" | "POST /v1.0/me/sendMail" => ("202 Accepted", ""),
            _ => ("404 Not Found", r#"{"error":{"code":"notFound","message":"no such request"}}"#),
        };
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}", body.len());
        if write!(stream, "{head}\r\n\r\n{body}").is_err() {
            return;
        }
    }
}

/// Reads one request: its method and path.
fn read(reader: &mut impl BufRead) -> Option<String> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            text => lines.push(text.to_owned()),
        }
    }
    let length = lines.iter().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<u64>().ok()).flatten()
    });
    reader.take(length.unwrap_or(0)).read_to_end(&mut Vec::new()).ok()?;
    Some(lines.first()?.rsplit_once(' ')?.0.to_owned())
}
