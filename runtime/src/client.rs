//! The client: settings, credential, transport and what its clones share.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::{Host, Url};

use crate::answer::output::Output;
use crate::cloud::Cloud;
use crate::error::{Error, Result};
use crate::operation::Method;
use crate::pipeline::credential::{Credential, Tokens};
use crate::pipeline::granted::Granted;
use crate::pipeline::middleware::Middleware;
use crate::pipeline::retry::{Budget, RetryPolicy};
use crate::pipeline::service::Service;
use crate::pipeline::throttle::Throttle;
use crate::pipeline::transport::Transport;
use crate::request::Request;

/// How requests reach Microsoft Graph.
///
/// Clones are cheap and share everything: connections, the token, the retry budget, and what is
/// known about throttling.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) service: Service,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) retry: RetryPolicy,
    /// For requests to the client's own host.
    pub(crate) budget: Budget,
    /// For requests to other hosts, whose failures mean nothing for the own one.
    pub(crate) budget_of_other_hosts: Budget,
    pub(crate) throttle: Throttle,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Duration,
    pub(crate) answer_limit: usize,
    pub(crate) granted: Option<Granted>,
}

/// The text by which a compiled program shows that it makes requests of its own, whose paths nobody can see.
const RAW_REQUEST: &str = "graphdocs:raw request\n";

impl Client {
    /// Settings for a new client.
    pub fn builder() -> ClientBuilder<Client> {
        ClientBuilder::new()
    }

    /// A request that no generated method makes, to a path such as `/v1.0/me?$select=id` or to a
    /// whole URL. The path must be percent-encoded.
    ///
    /// The token goes along only when the URL is on this client's own host.
    ///
    /// ```no_run
    /// # async fn example(client: msgraph_core::Client) -> msgraph_core::Result<()> {
    /// use msgraph_core::{Method, Value};
    ///
    /// let me: Value = client.request(Method::Get, "/v1.0/me").select("id").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<R: Output>(&self, method: Method, target: &str) -> Request<R> {
        // As with the markers of generated calls: the linker keeps the text exactly if the method is reachable. Nothing in this crate
        // calls the method, so that a program that makes generated calls only does not hold it.
        core::hint::black_box(RAW_REQUEST.as_bytes());
        let scheme = target.split_once("://").map(|(scheme, _)| scheme);
        match (scheme, Url::parse(target)) {
            (Some("https" | "http"), Ok(url)) => Request::to(self.clone(), method.into(), url),
            _ => Request::new(self.clone(), method.into(), target.to_owned()),
        }
    }

    /// The address of the service, with which the URL of each request begins.
    pub fn base_url(&self) -> &str {
        self.0.service.base_url()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    pub(crate) fn service(&self) -> &Service {
        &self.0.service
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

/// Settings for a new client, of this crate or of a generated one.
#[must_use = "settings do nothing until `build` is called"]
pub struct ClientBuilder<C = Client> {
    cloud: Cloud,
    base_url: Option<String>,
    credential: Option<Credential>,
    anonymous: bool,
    plain_http: bool,
    scopes: Option<Vec<String>>,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    retry: RetryPolicy,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    attempt_timeout: Duration,
    answer_limit: usize,
    granted: Option<Granted>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// The default settings. A credential is still needed.
    #[expect(clippy::new_without_default, reason = "without a credential the default is of no use")]
    pub fn new() -> Self {
        ClientBuilder {
            cloud: Cloud::Global,
            base_url: None,
            credential: None,
            anonymous: false,
            plain_http: false,
            scopes: None,
            transport: None,
            middleware: Vec::new(),
            retry: RetryPolicy::default(),
            user_agent: None,
            timeout: None,
            attempt_timeout: Duration::from_secs(100),
            answer_limit: 256 * 1024 * 1024,
            granted: None,
            client: PhantomData,
        }
    }

    /// What requests are signed with: a token, a closure, any [`TokenSource`](crate::TokenSource),
    /// or with the feature `azure` an `Arc` of any `TokenCredential`.
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        self.credential = Some(credential.into());
        self
    }

    /// Sends requests without a token, for example to a mock server or through middleware that
    /// signs them.
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// The national cloud; [`Cloud::Global`] unless set.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The address of the service, in place of the cloud's: a mock server or a proxy. The token is
    /// sent to this host and no other.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Allows a base URL of `http` that is not on this machine, so that the token travels in the
    /// clear.
    pub fn plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// The scopes to ask tokens for, in place of the cloud's default scope.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// The HTTP library, in place of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds something that sees each attempt to send a request. The first one added is outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// When and how often requests are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The name of the application, put before this crate's in the `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// How long a call may take in all, with retries and waiting; without limit unless set.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = Some(time);
        self
    }

    /// How long one attempt may take, and the longest pause within a download; 100 seconds unless
    /// set. A request whose body is a stream takes as long as the stream does.
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.attempt_timeout = time;
        self
    }

    /// How many bytes of an answer may be held in memory, counted after decompression; 256 MiB unless set. A longer answer fails with
    /// [`Error::TooLarge`]. [`Request::download`] has no limit, as it holds one piece at a time.
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// Declares the permissions that the client has been granted. It then refuses an operation that
    /// none of them opens with [`Error::NotGranted`], before anything is sent.
    pub fn granted(mut self, granted: Granted) -> Self {
        self.granted = Some(granted);
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Config`] when there is neither a credential nor
    /// [`anonymous`](Self::anonymous), when the base URL is not one, when it would send a token over
    /// plain `http` to another machine, or when there is no transport.
    pub fn build(self) -> Result<C> {
        let base = self.base()?;
        let tokens = match self.credential {
            Some(credential) => {
                let scopes = self.scopes.unwrap_or_else(|| vec![self.cloud.default_scope().to_owned()]);
                Some(Tokens::new(credential, scopes.into()))
            }
            None if self.anonymous => None,
            None => return Err(Error::config("there is no credential")),
        };
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let client = Client(Arc::new(Inner {
            service: Service { base, tokens, transport },
            middleware: self.middleware,
            budget: Budget::default(),
            budget_of_other_hosts: Budget::default(),
            throttle: Throttle::default(),
            retry: self.retry,
            user_agent: user_agent(self.user_agent.as_deref())?,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            answer_limit: self.answer_limit,
            granted: self.granted,
        }));
        Ok(C::from(client))
    }

    fn base(&self) -> Result<Url> {
        let text = self.base_url.as_deref().unwrap_or(self.cloud.endpoint());
        // The text is not repeated in errors: it may hold a password.
        let url =
            Url::parse(text).map_err(|error| Error::config(format!("the base URL is not one: {error}")))?;
        if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
            return Err(Error::config("the base URL is neither https nor http"));
        }
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(Error::config("the base URL has more than scheme, host, port and path"));
        }
        let in_the_clear = url.scheme() == "http" && !is_loopback(&url);
        if in_the_clear && self.credential.is_some() && !self.plain_http {
            return Err(Error::config(
                "the token would travel in the clear: the base URL is http and not on this machine",
            ));
        }
        Ok(url)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("credential", &self.credential)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn user_agent(application: Option<&str>) -> Result<HeaderValue> {
    const OWN: &str = concat!("msgraph-core/", env!("CARGO_PKG_VERSION"));
    match application {
        None => Ok(HeaderValue::from_static(OWN)),
        Some(name) => HeaderValue::try_from(format!("{name} {OWN}"))
            .map_err(|_| Error::config("the user agent has characters that no header can hold")),
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(crate::pipeline::reqwest_transport::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>> {
    Err(Error::config("there is no transport: set one, or turn on the feature `reqwest`"))
}
