//! Which requests are the same under another path.
//!
//! A request has moved when the path is gone, the page is still there, and documents another path with the same method that is new and
//! much alike. A page is still there when its file is, or, when the file is gone, a new one has its title: `List members` is the title of
//! many. Of several candidates, the two that are most alike belong together, two listed ones rather than one that an example shows; a
//! placeholder that several words replace belongs to each.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Operation, PathTemplate, Segment};
use crate::names::short;

/// What makes the pages of an operation the same as others, the surest first.
type PagesOf<'f> = &'f dyn Fn(&Operation) -> Vec<PageKey>;

/// What makes a page the same as another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageKey {
    /// The name of its file.
    File(String),
    /// Its title, when only one side has the file.
    Title(String),
}

/// Paths that have less in common than this are two requests.
const ALIKE: f64 = 0.6;

/// The positions of those requests that moved: `(in removed, in added)`, in order of the first. A position occurs several times where a
/// placeholder and words replace one another. `pages` tells the pages of a request of the one side and of the other.
pub(super) fn moved(
    removed: &[&Operation],
    added: &[&Operation],
    pages: (PagesOf<'_>, PagesOf<'_>),
) -> Vec<(usize, usize)> {
    // How alike they are, whether both are listed or only shown, and where they stand.
    let mut candidates: Vec<(f64, bool, usize, usize)> = Vec::new();
    let by_page = by_page(added, pages.1);
    for (i, old) in removed.iter().enumerate() {
        for page in pages.0(old) {
            for &j in by_page.get(&page).map_or(&[][..], Vec::as_slice) {
                let likeness = likeness(&old.segments, &added[j].segments, &page);
                if old.method == added[j].method && likeness >= ALIKE {
                    candidates.push((likeness, old.only_shown == added[j].only_shown, i, j));
                }
            }
        }
    }
    candidates
        .sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3)));
    let candidates: Vec<(usize, usize)> = candidates.into_iter().map(|(_, _, i, j)| (i, j)).collect();
    let mut pairs = best(&candidates);
    let replaces = |&(i, j): &(usize, usize)| replaces(&removed[i].segments, &added[j].segments);
    let replacing: Vec<(usize, usize)> = candidates.into_iter().filter(replaces).collect();
    add_other_words(&mut pairs, &replacing);
    pairs.sort_unstable();
    pairs
}

/// Adds the other words that replace a placeholder, and the other words that one replaces. `replacing` are all such candidates.
fn add_other_words(pairs: &mut Vec<(usize, usize)>, replacing: &[(usize, usize)]) {
    let first: Vec<(usize, usize)> = pairs.iter().copied().filter(|pair| replacing.contains(pair)).collect();
    let (mut olds, mut news): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
    for &(old, new) in replacing {
        let is_other =
            |&(i, j): &(usize, usize)| i == old && !news.contains(&new) || j == new && !olds.contains(&old);
        if first.iter().any(is_other) {
            olds.insert(old);
            news.insert(new);
            pairs.push((old, new));
        }
    }
}

/// Whether two paths are the same but for one segment, which is a placeholder in the one and a word in the other.
fn replaces(old: &PathTemplate, new: &PathTemplate) -> bool {
    let mut apart = old.segments.iter().zip(&new.segments).filter(|(a, b)| !alike(a, b));
    old.segments.len() == new.segments.len()
        && matches!(
            (apart.next(), apart.next()),
            (Some((Segment::Key(_), Segment::Literal(_)) | (Segment::Literal(_), Segment::Key(_))), None)
        )
}

fn by_page(operations: &[&Operation], pages: PagesOf<'_>) -> BTreeMap<PageKey, Vec<usize>> {
    let mut by_page: BTreeMap<PageKey, Vec<usize>> = BTreeMap::new();
    for (at, operation) in operations.iter().enumerate() {
        for page in pages(operation) {
            by_page.entry(page).or_default().push(at);
        }
    }
    by_page
}

/// Takes pairs from the front as long as neither side is taken.
fn best(candidates: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let (mut olds, mut news) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for &(old, new) in candidates {
        if !olds.contains(&old) && !news.contains(&new) {
            olds.insert(old);
            news.insert(new);
            pairs.push((old, new));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// How much two paths that the same page documents have in common: 1 for the same, 0 for nothing.
fn likeness(old: &PathTemplate, new: &PathTemplate, page: &PageKey) -> f64 {
    let (old, new): (Vec<String>, Vec<String>) = (words(old), words(new));
    let (shortest, longest) = (old.len().min(new.len()), old.len().max(new.len()));
    if shortest == 0 {
        return 0.0;
    }
    let share = common(&old, &new) / longest as f64;
    // A path that only got a new beginning, as when `/workbook/…` became `/me/drive/items/{id}/workbook/…`, is the same at any length.
    let enough = if matches!(page, PageKey::File(_)) { 1 } else { 3 };
    let contained = shortest >= enough && (old.ends_with(&new) || new.ends_with(&old));
    if contained { share.max(ALIKE) } else { share }
}

/// What the segments say, without the names of placeholders and the namespaces of functions. A function has its arguments, so that
/// `range()` is nearer to `range()` than to `range(address={address})`.
fn words(path: &PathTemplate) -> Vec<String> {
    let last = |name: &str| short(name).to_lowercase();
    let word = |segment: &Segment| match segment {
        Segment::Literal(name) | Segment::Cast(name) => last(name),
        Segment::Function { name, arguments } => {
            let names: Vec<String> = arguments.iter().map(|argument| argument.name.to_lowercase()).collect();
            if names.is_empty() { last(name) } else { format!("{}({})", last(name), names.join(",")) }
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

/// `calendarGroup` and `calendarGroups` are nearly the same word, and so is a function with other arguments.
fn same(a: &str, b: &str) -> f64 {
    let near =
        |a: &str, b: &str| a.len() > 3 && b.len() > a.len() && b.len() <= a.len() + 3 && b.starts_with(a);
    fn called(word: &str) -> &str {
        word.split('(').next().unwrap_or(word)
    }
    if a == b {
        1.0
    } else if near(a, b) || near(b, a) || called(a) == called(b) {
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
