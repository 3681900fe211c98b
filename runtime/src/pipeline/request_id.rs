//! The client's name of a request, which the service keeps in its logs.

use http::{HeaderName, HeaderValue};
use uuid::Builder;

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// A random UUID. It only has to differ from other requests' within the service's logs, so it needs no secure source of random bytes.
pub(crate) fn request_id() -> HeaderValue {
    let id = Builder::from_random_bytes(fastrand::u128(..).to_be_bytes()).into_uuid();
    HeaderValue::try_from(id.to_string()).expect("hexadecimal digits and dashes fit a header")
}
