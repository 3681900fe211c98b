//! Where tokens come from, and how they are kept until they expire.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use crate::error::{BoxError, Error, Result};

/// A boxed future that can move between threads, as the traits at this crate's borders return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Something that gives out tokens.
///
/// Implemented for closures; see [`Credential`] for what else a client takes.
pub trait TokenSource: Send + Sync + 'static {
    /// Gets a token. The client keeps it until shortly before it expires, and has one call under
    /// way at a time.
    ///
    /// # Errors
    ///
    /// Whatever the source fails with; the request that needed the token fails with
    /// [`Error::Credential`].
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<AccessToken, BoxError>>;
}

impl<F, Fut> TokenSource for F
where
    F: Fn(TokenRequest) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<AccessToken, BoxError>> + Send + 'static,
{
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(self(request))
    }
}

/// What a token must be good for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scopes, for example `https://graph.microsoft.com/.default`.
    pub scopes: Arc<[String]>,
    /// What the service demands besides, as JSON. A source that keeps tokens must not answer with a
    /// kept one when there are claims.
    pub claims: Option<String>,
}

/// A token, with the time at which it expires. `Debug` doesn't show the token.
#[derive(Clone, Debug)]
pub struct AccessToken {
    secret: SecretString,
    expires: Option<SystemTime>,
}

impl AccessToken {
    /// A token that is taken to be good until the service rejects it.
    pub fn new(token: impl Into<String>) -> Self {
        AccessToken { secret: SecretString::from(token.into()), expires: None }
    }

    /// Sets when the token expires. The client gets a new one five minutes before, or halfway for a
    /// token of less than ten minutes.
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires = Some(time);
        self
    }

    /// Sets for how long the token is good, from now on. A time that leads past the end of time is taken for no limit.
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires = SystemTime::now().checked_add(time);
        self
    }

    fn header(&self) -> Result<HeaderValue> {
        // The error of `HeaderValue` is dropped on purpose: no error speaks of the token.
        let mut value =
            HeaderValue::try_from(format!("Bearer {}", self.secret.expose_secret())).map_err(|_| {
                Error::Credential { source: "the token has characters that no header can hold".into() }
            })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// What a client signs its requests with.
///
/// Made from a token (`&str`, `String` or [`AccessToken`]), from a closure, from anything else that
/// is a [`TokenSource`], and with the feature `azure` from an `Arc` of any `TokenCredential`.
///
/// ```
/// use msgraph_core::{AccessToken, Client, TokenRequest};
///
/// # fn main() -> msgraph_core::Result<()> {
/// let client: Client = Client::builder().credential("eyJ0eXAi…").build()?;
/// let client: Client = Client::builder()
///     .credential(|wanted: TokenRequest| async move {
///         let token = format!("a token for {:?}", wanted.scopes);
///         Ok(AccessToken::new(token))
///     })
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Credential(Source);

#[derive(Clone)]
enum Source {
    Fixed(AccessToken),
    Renewable(Arc<dyn TokenSource>),
}

impl<T: TokenSource> From<T> for Credential {
    fn from(source: T) -> Self {
        Credential(Source::Renewable(Arc::new(source)))
    }
}

impl From<AccessToken> for Credential {
    fn from(token: AccessToken) -> Self {
        Credential(Source::Fixed(token))
    }
}

impl From<&str> for Credential {
    fn from(token: &str) -> Self {
        AccessToken::new(token).into()
    }
}

impl From<String> for Credential {
    fn from(token: String) -> Self {
        AccessToken::new(token).into()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Fixed(_) => "Credential(a fixed token)",
            Source::Renewable(_) => "Credential(a token source)",
        })
    }
}

/// A token is renewed this long before it expires, or halfway if it doesn't live twice as long.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// The credential of a client with its current token.
pub(crate) struct Tokens {
    credential: Credential,
    scopes: Arc<[String]>,
    current: Mutex<Option<Current>>,
}

struct Current {
    header: HeaderValue,
    renew: Option<SystemTime>,
    expires: Option<SystemTime>,
}

impl Current {
    fn new(token: &AccessToken) -> Result<Self> {
        let now = SystemTime::now();
        let renew = token.expires.map(|expires| {
            let lifetime = expires.duration_since(now).unwrap_or_default();
            expires - MARGIN.min(lifetime / 2)
        });
        Ok(Current { header: token.header()?, renew, expires: token.expires })
    }

    fn is_fresh(&self) -> bool {
        self.renew.is_none_or(|time| time > SystemTime::now())
    }

    fn is_good(&self) -> bool {
        self.expires.is_none_or(|time| time > SystemTime::now())
    }
}

/// Why another token is wanted than the one that was used.
pub(crate) struct Rejected {
    pub(crate) used: HeaderValue,
    pub(crate) claims: Option<String>,
}

impl Tokens {
    pub(crate) fn new(credential: Credential, scopes: Arc<[String]>) -> Self {
        Tokens { credential, scopes, current: Mutex::new(None) }
    }

    /// The `Authorization` header for a request. The lock is held while a token is fetched, so that
    /// many requests wait for one token instead of fetching many.
    pub(crate) async fn header(&self) -> Result<HeaderValue> {
        let mut current = self.current.lock().await;
        if let Some(kept) = current.as_ref().filter(|kept| kept.is_fresh()) {
            return Ok(kept.header.clone());
        }
        match self.fetch(None).await {
            Ok(fresh) => Ok(current.insert(fresh).header.clone()),
            // The margin is there to survive exactly this.
            Err(error) => match current.as_ref().filter(|kept| kept.is_good()) {
                Some(kept) => Ok(kept.header.clone()),
                None => Err(error),
            },
        }
    }

    /// Whether a rejected token can be replaced.
    pub(crate) fn are_renewable(&self) -> bool {
        matches!(self.credential.0, Source::Renewable(_))
    }

    /// Another header in place of a rejected one, or `None` when there is no other.
    pub(crate) async fn replace(&self, rejected: Rejected) -> Result<Option<HeaderValue>> {
        let mut current = self.current.lock().await;
        // Another request may have replaced it meanwhile; with claims, its token may lack them.
        if let Some(kept) =
            current.as_ref().filter(|kept| kept.header != rejected.used && rejected.claims.is_none())
        {
            return Ok(Some(kept.header.clone()));
        }
        *current = None;
        let fresh = self.fetch(rejected.claims).await?;
        let header = current.insert(fresh).header.clone();
        Ok((header != rejected.used).then_some(header))
    }

    async fn fetch(&self, claims: Option<String>) -> Result<Current> {
        let token = match &self.credential.0 {
            Source::Fixed(token) => token.clone(),
            Source::Renewable(source) => {
                let request = TokenRequest { scopes: self.scopes.clone(), claims };
                source.token(request).await.map_err(|source| Error::Credential { source })?
            }
        };
        Current::new(&token)
    }
}
