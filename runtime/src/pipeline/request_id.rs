//! The client's name of a request, which the service keeps in its logs.

use http::{HeaderName, HeaderValue};

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// A random UUID. It only has to differ from other requests' within the service's logs.
pub(crate) fn request_id() -> HeaderValue {
    let random = fastrand::u128(..);
    let version_4 = (random & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{version_4:032x}");
    let text = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    HeaderValue::try_from(text).expect("hexadecimal digits and dashes fit a header")
}
