//! Puts the token on requests to the client's own host, and answers a challenge once.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::{HeaderMap, Request, Response, StatusCode, header};

use super::credential::Rejected;
use super::redirect::{self, Hop};
use super::service::Service;
use crate::body::{Body, replay};
use crate::error::Result;

/// Sends a request, signed if it goes to the client's own host.
pub(crate) async fn send(service: &Service, mut request: Request<Body>) -> Result<Response<Body>> {
    let tokens = match &service.tokens {
        Some(tokens)
            if service.is_own_host(request.uri())
                && !request.headers().contains_key(header::AUTHORIZATION) =>
        {
            tokens
        }
        _ => return Ok(redirect::follow(service, request).await?.response),
    };

    let used = tokens.header().await?;
    let again = tokens.are_renewable().then(|| replay(&request)).flatten();
    request.headers_mut().insert(header::AUTHORIZATION, used.clone());
    let Hop { response, other_host } = redirect::follow(service, request).await?;
    let (StatusCode::UNAUTHORIZED, false, Some(mut again)) = (response.status(), other_host, again) else {
        return Ok(response);
    };
    let claims = claims(response.headers());
    match tokens.replace(Rejected { used, claims }).await? {
        Some(fresh) => {
            tracing::debug!("the token was rejected, sending again with another");
            again.headers_mut().insert(header::AUTHORIZATION, fresh);
            Ok(redirect::follow(service, again).await?.response)
        }
        None => Ok(response),
    }
}

/// Base64 as it appears in challenges: of either alphabet, padded or not.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// The claims of a challenge such as
/// `Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4i…"`, decoded.
fn claims(headers: &HeaderMap) -> Option<String> {
    let challenges = headers.get_all(header::WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let encoded = challenges.filter_map(|challenge| parameter(challenge, "claims")).next()?;
    let alphabet = if encoded.contains(['-', '_']) { alphabet::URL_SAFE } else { alphabet::STANDARD };
    let claims = GeneralPurpose::new(&alphabet, LENIENT).decode(encoded).ok()?;
    String::from_utf8(claims).ok()
}

/// The value of `name="value"` in a challenge.
fn parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    challenge.split([',', ' ']).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim_matches('"'))
    })
}
