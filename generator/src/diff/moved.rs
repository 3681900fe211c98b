//! Which requests are the same under another path.
//!
//! A request has moved when the path is gone, the page is still there (by its file or its title), and documents another path with
//! the same method that is new and much alike. Of several candidates, the two that are most alike belong together.

use std::collections::BTreeMap;

use crate::ir::{Operation, PathTemplate, Segment};

/// The paths of an operation's pages.
type PagesOf<'f> = &'f dyn Fn(&Operation) -> Vec<String>;

/// Paths that have less in common than this are two requests.
const ALIKE: f64 = 0.6;

/// The positions of those requests that moved: `(in removed, in added)`, in order of the first. `page` tells the pages of a request.
pub(super) fn moved(
    removed: &[&Operation],
    added: &[&Operation],
    pages: (PagesOf<'_>, PagesOf<'_>),
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    let by_page = by_page(added, pages.1);
    for (i, old) in removed.iter().enumerate() {
        for page in pages.0(old) {
            for &j in by_page.get(&page).map_or(&[][..], Vec::as_slice) {
                let likeness = likeness(&old.segments, &added[j].segments);
                if old.method == added[j].method && likeness >= ALIKE {
                    candidates.push((likeness, i, j));
                }
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    best(&candidates)
}

fn by_page(
    operations: &[&Operation],
    pages: &dyn Fn(&Operation) -> Vec<String>,
) -> BTreeMap<String, Vec<usize>> {
    let mut by_page: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, operation) in operations.iter().enumerate() {
        for page in pages(operation) {
            by_page.entry(page).or_default().push(at);
        }
    }
    by_page
}

/// Takes pairs from the front as long as neither side is taken.
fn best(candidates: &[(f64, usize, usize)]) -> Vec<(usize, usize)> {
    let (mut olds, mut news) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let mut pairs = Vec::new();
    for &(_, old, new) in candidates {
        if !olds.contains(&old) && !news.contains(&new) {
            olds.insert(old);
            news.insert(new);
            pairs.push((old, new));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// How much two paths have in common: 1 for the same, 0 for nothing.
fn likeness(old: &PathTemplate, new: &PathTemplate) -> f64 {
    let (old, new): (Vec<String>, Vec<String>) = (words(old), words(new));
    let (shortest, longest) = (old.len().min(new.len()), old.len().max(new.len()));
    if shortest == 0 {
        return 0.0;
    }
    let share = common(&old, &new) / longest as f64;
    // A path that only got a new beginning, as when `/workbook/…` became `/me/drive/items/{id}/workbook/…`, is the same at any length.
    let contained = shortest > 2 && (old.ends_with(&new) || new.ends_with(&old));
    if contained { share.max(ALIKE) } else { share }
}

/// What the segments say, without the names of placeholders and the namespaces of functions.
fn words(path: &PathTemplate) -> Vec<String> {
    let word = |segment: &Segment| match segment {
        Segment::Literal(name) | Segment::Cast(name) | Segment::Function { name, .. } => {
            name.rsplit('.').next().unwrap_or(name).to_lowercase()
        }
        Segment::Key(_) | Segment::NamedKey(_) => "{}".to_owned(),
        Segment::DrivePath(_) => ":".to_owned(),
        other => other.to_string(),
    };
    path.segments.iter().map(word).collect()
}

/// The length of the longest common subsequence, in which words that are nearly the same count nearly as much.
fn common(old: &[String], new: &[String]) -> f64 {
    let mut above = vec![0.0_f64; new.len() + 1];
    for a in old {
        let mut row = vec![0.0_f64; new.len() + 1];
        for (j, b) in new.iter().enumerate() {
            row[j + 1] = (above[j] + same(a, b)).max(above[j + 1]).max(row[j]);
        }
        above = row;
    }
    above[new.len()]
}

/// `calendarGroup` and `calendarGroups` are nearly the same word.
fn same(a: &str, b: &str) -> f64 {
    let near =
        |a: &str, b: &str| a.len() > 3 && b.len() > a.len() && b.len() <= a.len() + 3 && b.starts_with(a);
    if a == b {
        1.0
    } else if near(a, b) || near(b, a) {
        0.9
    } else {
        0.0
    }
}

/// The parts in which two paths differ, with the segment before them; the whole paths where they differ at the start.
pub(super) fn differing(old: &PathTemplate, new: &PathTemplate) -> (String, String) {
    let (a, b) = (&old.segments, &new.segments);
    let (same_a, same_b) = (words(old), words(new));
    let front =
        same_a.iter().zip(&same_b).zip(a.iter().zip(b)).take_while(|((x, y), (s, t))| x == y && alike(s, t));
    let front = front.count();
    let room = a.len().min(b.len()) - front;
    let back = a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(s, t)| alike(s, t)).count();
    // An empty part would say nothing: then the segment before stands with both.
    let front =
        if front > 0 && (a.len() == front + back || b.len() == front + back) { front - 1 } else { front };
    (part(a, front, back), part(b, front, back))
}

fn part(segments: &[Segment], front: usize, back: usize) -> String {
    let middle = PathTemplate { segments: segments[front..segments.len() - back].to_vec() };
    let (before, after) = (if front > 0 { "…" } else { "" }, if back > 0 { "/…" } else { "" });
    format!("{before}{middle}{after}")
}

fn alike(a: &Segment, b: &Segment) -> bool {
    let one = |segment: &Segment| PathTemplate { segments: vec![segment.clone()] }.identity();
    one(a) == one(b)
}
