//! What the client costs beside reqwest and serde by hand: building a request, sending it over loopback, and reading its answer of 100
//! messages into types with the same fields.
//!
//! ```text
//! cargo bench -p msgraph-core --bench overhead                          all sides in turn, and how they compare
//! valgrind --tool=callgrind BENCH SIDE 50                         the instructions of one side: client, by_hand, derived
//! ```

use std::convert::Infallible;
use std::time::Instant;

use bytes::Bytes;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use msgraph_core::emitted::Node;
use msgraph_core::{Alternative, Client, Method, Operation, Page, Permissions, Requirement};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// What the generator emits, of the fields that the answer has and as many that it hasn't.
mod models {
    use msgraph_core::Value;
    use msgraph_core::emitted::{Act, Fields, Place, Shape, View, model};
    use msgraph_core::model::{Map, OffsetDateTime, Open};

    use super::Importance;

    macro_rules! object {
        ($name:ident { $($number:literal $wire:literal $field:ident: $ty:ty, $kind:ident,)+ }) => {
            #[derive(Default)]
            pub(crate) struct $name {
                $(pub(crate) $field: Option<$ty>,)+
                pub(crate) additional: Map<String, Value>,
            }

            impl Fields for $name {
                fn shape(&self) -> &'static Shape {
                    static SHAPE: Shape = Shape::new(stringify!($name), "", "", concat!($($wire, " "),+));
                    &SHAPE
                }

                fn view(&self, number: usize) -> View<'_> {
                    match number {
                        $($number => field!(View::$kind, &self.$field),)+
                        _ => View::Rest(&self.additional),
                    }
                }

                #[allow(unused_variables, reason = "only objects need to know")]
                fn place(&mut self, number: usize, act: Act) -> Place<'_> {
                    match number {
                        $($number => field!(Place::$kind, &mut self.$field, act),)+
                        _ => Place::Rest(&mut self.additional),
                    }
                }
            }

            model!($name);
        };
    }

    macro_rules! field {
        (View::object, $field:expr) => {
            View::object($field)
        };
        (Place::object, $field:expr, $act:expr) => {
            Place::object($field, $act)
        };
        ($what:ident::$kind:ident, $field:expr $(, $act:expr)?) => {
            $what::$kind($field)
        };
    }

    object! { Message {
        0 "bccRecipients" bcc_recipients: Vec<Recipient>, List,
        1 "bodyPreview" body_preview: String, Scalar,
        2 "categories" categories: Vec<String>, List,
        3 "changeKey" change_key: String, Scalar,
        4 "conversationId" conversation_id: String, Scalar,
        5 "conversationIndex" conversation_index: String, Scalar,
        6 "createdDateTime" created_date_time: OffsetDateTime, Scalar,
        7 "from" from: Recipient, object,
        8 "hasAttachments" has_attachments: bool, Scalar,
        9 "id" id: String, Scalar,
        10 "importance" importance: Open<Importance>, Enum,
        11 "internetMessageId" internet_message_id: String, Scalar,
        12 "isDraft" is_draft: bool, Scalar,
        13 "isRead" is_read: bool, Scalar,
        14 "lastModifiedDateTime" last_modified_date_time: OffsetDateTime, Scalar,
        15 "parentFolderId" parent_folder_id: String, Scalar,
        16 "receivedDateTime" received_date_time: OffsetDateTime, Scalar,
        17 "sender" sender: Recipient, object,
        18 "subject" subject: String, Scalar,
        19 "toRecipients" to_recipients: Vec<Recipient>, List,
        20 "webLink" web_link: String, Scalar,
    } }

    object! { Recipient {
        0 "emailAddress" email_address: EmailAddress, object,
    } }

    object! { EmailAddress {
        0 "address" address: String, Scalar,
        1 "name" name: String, Scalar,
    } }
}

/// What one writes by hand.
mod derived {
    use std::borrow::Cow;

    use msgraph_core::model::{OffsetDateTime, Open};
    use serde::{Deserialize, Deserializer};
    use time::format_description::well_known::Rfc3339;

    use super::Importance;

    #[expect(dead_code, reason = "what counts is that they are read from the answer")]
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Message {
        #[serde(rename = "@odata.etag")]
        pub(crate) etag: Option<String>,
        pub(crate) bcc_recipients: Option<Vec<Recipient>>,
        pub(crate) body_preview: Option<String>,
        pub(crate) categories: Option<Vec<String>>,
        pub(crate) change_key: Option<String>,
        pub(crate) conversation_id: Option<String>,
        pub(crate) conversation_index: Option<String>,
        #[serde(default, deserialize_with = "date")]
        pub(crate) created_date_time: Option<OffsetDateTime>,
        pub(crate) from: Option<Recipient>,
        pub(crate) has_attachments: Option<bool>,
        pub(crate) id: Option<String>,
        pub(crate) importance: Option<Open<Importance>>,
        pub(crate) internet_message_id: Option<String>,
        pub(crate) is_draft: Option<bool>,
        pub(crate) is_read: Option<bool>,
        #[serde(default, deserialize_with = "date")]
        pub(crate) last_modified_date_time: Option<OffsetDateTime>,
        pub(crate) parent_folder_id: Option<String>,
        #[serde(default, deserialize_with = "date")]
        pub(crate) received_date_time: Option<OffsetDateTime>,
        pub(crate) sender: Option<Recipient>,
        pub(crate) subject: Option<String>,
        pub(crate) to_recipients: Option<Vec<Recipient>>,
        pub(crate) web_link: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Recipient {
        pub(crate) email_address: Option<EmailAddress>,
    }

    #[expect(dead_code, reason = "what counts is that they are read from the answer")]
    #[derive(Deserialize)]
    pub(crate) struct EmailAddress {
        pub(crate) address: Option<String>,
        pub(crate) name: Option<String>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Messages {
        pub(crate) value: Vec<Message>,
        #[serde(rename = "@odata.nextLink")]
        pub(crate) next_link: Option<String>,
    }

    fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<OffsetDateTime>, D::Error> {
        let text: Option<Cow<'_, str>> = Option::deserialize(deserializer)?;
        let date = text.map(|text| OffsetDateTime::parse(&text, &Rfc3339)).transpose();
        date.map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Importance {
    Low,
    Normal,
    High,
}

impl msgraph_core::model::Member for Importance {
    const ALL: &'static [Self] = &[Self::Low, Self::Normal, Self::High];
    const NAMES: &'static [&'static str] = &["low", "normal", "high"];

    fn text(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

static LIST: Operation = Operation {
    version: "v1.0",
    method: Method::Get,
    template: "/users/{id}/messages",
    title: "List messages",
    docs: &[],
    permissions: Permissions {
        delegated_work: Requirement::AnyOf(&[Alternative {
            all_of: &["Mail.Read"],
            least: true,
            conditions: &[],
        }]),
        delegated_personal: Requirement::Undocumented,
        application: Requirement::Undocumented,
        roles: &[],
    },
    query_options: &[],
    only_shown: false,
};

fn answer() -> Bytes {
    // In the order in which the service writes properties, which is not that of their names.
    let ann = r#"{"emailAddress":{"name":"Ann Example","address":"ann@example.com"}}"#;
    let message = format!(
        r#"{{"@odata.etag":"W/\"CQAAABYAAAAiIsqMbYjsT5e/T7KzowPTAAEMBg\"","id":"{}","receivedDateTime":"2026-01-02T03:04:05Z","hasAttachments":false,"subject":"Minutes of the weekly meeting","bodyPreview":"{}","importance":"normal","isRead":false,"webLink":"https://outlook.office365.com/owa/?ItemID=AAMkAGI2TG93AAA&exvsurl=1&viewmodel=ReadMessageItem","from":{ann},"toRecipients":[{ann}]}}"#,
        "AAMkAGI2TG93AAA=".repeat(8),
        "Here is what we spoke about last week. ".repeat(5),
    );
    format!(r#"{{"value":[{}]}}"#, vec![message; 100].join(",")).into()
}

/// A server in a runtime of its own, so that it takes the same time whoever asks.
fn serve() -> String {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            sender
                .send(format!("http://{}", listener.local_addr().expect("an address")))
                .expect("a listener");
            let body = answer();
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                let body = body.clone();
                let service = service_fn(move |_| {
                    let body = body.clone();
                    async { Ok::<_, Infallible>(hyper::Response::new(Full::new(body))) }
                });
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    receiver.recv().expect("the server's address")
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// The sides. Each sends one request and reads its answer.
mod side {
    use super::*;

    #[inline(never)]
    pub(super) fn client(runtime: &Runtime, client: &Client) -> Page<models::Message> {
        let users = Node::root(client, "v1.0").segment("users");
        let request =
            users.key("ann@example.com").segment("messages").call::<Page<models::Message>>(&LIST, "bench");
        let request = request.select(["id", "subject", "isRead"]).top(100);
        runtime.block_on(std::future::IntoFuture::into_future(request)).expect("a page")
    }

    /// By hand into the same types: what is left is the pipeline.
    #[inline(never)]
    pub(super) fn by_hand(runtime: &Runtime, client: &reqwest::Client, url: &str) -> Vec<models::Message> {
        #[derive(serde::Deserialize)]
        struct Messages {
            value: Vec<models::Message>,
        }
        serde_json::from_slice::<Messages>(&get(runtime, client, url)).expect("messages").value
    }

    /// By hand into types with the same fields and derived code to read them, which drops what it doesn't know.
    #[inline(never)]
    pub(super) fn derived(runtime: &Runtime, client: &reqwest::Client, url: &str) -> derived::Messages {
        serde_json::from_slice(&get(runtime, client, url)).expect("messages")
    }

    fn get(runtime: &Runtime, client: &reqwest::Client, url: &str) -> Bytes {
        runtime.block_on(async {
            let url =
                format!("{url}/v1.0/users/ann%40example.com/messages?$select=id,subject,isRead&$top=100");
            let request = client.get(url).bearer_auth("token").header("accept", "application/json");
            let response = request.send().await.expect("an answer").error_for_status().expect("success");
            response.bytes().await.expect("a body")
        })
    }
}

fn main() {
    let (runtime, url) = (runtime(), serve());
    let graph: Client = Client::builder().base_url(&url).credential("token").build().expect("a client");
    let reqwest = reqwest::Client::new();
    let client = || assert_eq!(side::client(&runtime, &graph).value.len(), 100);
    let by_hand = || assert_eq!(side::by_hand(&runtime, &reqwest, &url).len(), 100);
    let derived = || assert_eq!(side::derived(&runtime, &reqwest, &url).value.len(), 100);
    check(&side::client(&runtime, &graph), &side::derived(&runtime, &reqwest, &url));

    let sides: [(&str, &dyn Fn()); 3] = [("client", &client), ("by_hand", &by_hand), ("derived", &derived)];
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.first() {
        None => compare(&sides),
        Some(wanted) => {
            let (_, side) =
                sides.iter().find(|(name, _)| name == wanted).expect("client, by_hand or derived");
            let times = arguments.get(1).map_or(1, |times| times.parse().expect("a number"));
            (0..times).for_each(|_: u32| side());
        }
    }
}

/// Both sides read the same.
fn check(client: &Page<models::Message>, by_hand: &derived::Messages) {
    assert_eq!(client.next_link, by_hand.next_link);
    for (one, other) in client.value.iter().zip(&by_hand.value) {
        let address = |recipient: &models::Recipient| recipient.email_address.as_ref()?.address.clone();
        let other_address =
            |recipient: &derived::Recipient| recipient.email_address.as_ref()?.address.clone();
        assert_eq!(one.additional["@odata.etag"].as_str(), other.etag.as_deref());
        assert_eq!(one.received_date_time, other.received_date_time);
        assert_eq!(one.importance, other.importance);
        assert_eq!((&one.id, &one.subject, one.is_read), (&other.id, &other.subject, other.is_read));
        assert_eq!(one.from.as_ref().and_then(address), other.from.as_ref().and_then(other_address));
    }
}

/// Takes all sides in turn, so that whatever else the machine does befalls them alike. The fastest time is what each can do; the median
/// says how it goes.
fn compare(sides: &[(&str, &dyn Fn()); 3]) {
    const ROUNDS: usize = 3000;
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        for ((_, side), times) in sides.iter().zip(&mut times) {
            let start = Instant::now();
            side();
            times.push(start.elapsed());
        }
    }
    times.iter_mut().for_each(|times| times.sort_unstable());
    for (what, at) in [("fastest", 0), ("median", ROUNDS / 2)] {
        for ((name, _), times_of_it) in sides.iter().zip(&times) {
            let ratio = times[0][at].as_secs_f64() / times_of_it[at].as_secs_f64();
            println!("{what:8} {name:8} {:>10.1?}   client / {name}: {ratio:.3}", times_of_it[at]);
        }
    }
}
