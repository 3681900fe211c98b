//! How long a service asks to wait, in each form that it is written in.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// Nothing waits for longer, and no sum of this and a moment is too late to be one.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// What the `Retry-After` headers ask for: the longest, when there are several.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(header::RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    values.filter_map(read_retry_after).max()
}

/// Reads seconds, which Graph also sends as a decimal or with separators of thousands (`2,120`), or a date. A proxy that joins headers
/// makes a list of them (`30, 60`).
fn read_retry_after(text: &str) -> Option<Duration> {
    let text = text.trim().trim_matches('"');
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date.duration_since(SystemTime::now()).unwrap_or_default().min(LONGEST));
    }
    let seconds = text.split(", ").filter_map(seconds).reduce(f64::max)?;
    Some(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST).min(LONGEST))
}

fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let (first, groups) = text.split_once(',').unwrap_or((text, ""));
    let whole = groups.split('.').next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match groups {
        "" => text.parse().ok(),
        _ if digits(first)
            && !first.starts_with('0')
            && whole.split(',').all(|group| group.len() == 3 && digits(group)) =>
        {
            text.replace(',', "").parse().ok()
        }
        // Some write the fraction as their language does: `2,5`.
        _ => format!("{first}.{groups}").parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, read_retry_after};

    #[test]
    fn every_form_of_a_wait_is_read() {
        for (text, seconds) in [
            ("120", Some(120.0)),
            (" 1.5 ", Some(1.5)),
            ("2,120", Some(2120.0)),
            ("1,002,120.25", Some(1_002_120.25)),
            ("2,5", Some(2.5)),
            ("0,250", Some(0.25)),
            ("30, 60", Some(60.0)),
            ("\"7\"", Some(7.0)),
            ("-3", Some(0.0)),
            ("NaN", Some(0.0)),
            ("1e300", Some(LONGEST.as_secs_f64())),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(0.0)),
            ("Wednesday, 21-Oct-15 07:28:00 GMT", Some(0.0)),
            ("Wed Oct 21 07:28:00 2015", Some(0.0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(LONGEST.as_secs_f64())),
            ("soon", None),
            ("1,2,3", None),
            (",", None),
            ("", None),
        ] {
            assert_eq!(read_retry_after(text).map(|time| time.as_secs_f64()), seconds, "{text}");
        }
    }
}
