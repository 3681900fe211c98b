//! A URL → what it calls.

use core::fmt;

/// The parts of a URL that say what is called.
///
/// `Debug` leaves path and query out: they hold names, addresses and tokens of pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// The host, when the URL has one.
    pub host: Option<&'a str>,
    /// `v1.0` or `beta` in front of the path.
    pub version: Option<&'a str>,
    /// The path below the version, with its first slash.
    pub path: &'a str,
    /// What stands behind `?`.
    pub query: Option<&'a str>,
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("host", &self.host)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl<'a> Target<'a> {
    /// Takes apart a full URL, or one relative to the host or to the version.
    pub fn parse(url: &'a str) -> Self {
        let url = url.trim();
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let (url, query) = match url.split_once('?') {
            Some((url, query)) => (url, Some(query)),
            None => (url, None),
        };
        let (host, mut path) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                let (host, path) = authority(rest);
                (Some(host), path)
            }
            // `graph.microsoft.com/v1.0/me`, as people write it.
            _ => match authority(url.strip_prefix("//").unwrap_or(url)) {
                (host, path) if is_graph_host(host) => (Some(host), path),
                _ => (None, url),
            },
        };
        let start = path.trim_start_matches('/');
        let first = &start[..start.find('/').unwrap_or(start.len())];
        let version = ["v1.0", "beta"].into_iter().find(|version| first.eq_ignore_ascii_case(version));
        if version.is_some() {
            path = &start[first.len()..];
        }
        Target { host, version, path, query }
    }

    /// Whether the host, where there is one, is Microsoft Graph's in some cloud.
    pub fn is_graph(&self) -> bool {
        self.host.is_none_or(is_graph_host)
    }
}

/// The host, without a user's name, and what follows it.
fn authority(text: &str) -> (&str, &str) {
    let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    (host.rsplit_once('@').map_or(host, |(_, host)| host), path)
}

fn is_graph_host(host: &str) -> bool {
    const HOSTS: [&str; 6] = [
        "graph.microsoft.com",
        "canary.graph.microsoft.com",
        "graph.microsoft.us",
        "dod-graph.microsoft.us",
        "graph.microsoft.de",
        "microsoftgraph.chinacloudapi.cn",
    ];
    let host = host.strip_suffix(":443").unwrap_or(host);
    let host = host.strip_suffix('.').unwrap_or(host);
    HOSTS.iter().any(|graph| host.eq_ignore_ascii_case(graph))
}
