//! A review as Markdown, for pull requests.

use graphdocs_generator::permissions::least::Objective;
use graphdocs_generator::permissions::reach::Reach;
use graphdocs_generator::permissions::review::Stale;
use graphdocs_generator::permissions::review::{Finding, FindingKind, Review};
use graphdocs_generator::sink::markdown::{cell_code, code, words};

use super::by_app::OfApp;
use super::left_open::LeftOpen;
use super::rest::Rest;
use super::review::answer::{Answer, Answers, opened};
use super::text;

pub(super) fn review(answer: &Answer) -> String {
    let Answer { review, rest, .. } = answer;
    let verdict = verdict(review, !rest.left_open.is_empty());
    let about = self::stale(&review.stale) + &self::rest(rest);
    format!("## Permissions: {verdict}\n{}{}{about}", no_call(rest), findings(review))
}

/// One part for each application, and one for what is about all of them.
pub(super) fn by_app(answers: &Answers) -> String {
    let rest = &answers.by_app.rest;
    let mut page = String::new();
    for OfApp { app, answer: review, left_open } in &answers.by_app.apps {
        let (verdict, requests) =
            (verdict(review, !left_open.is_empty()), text::count(app.requests, "request"));
        page += &format!("## {}: {verdict}\n\n{requests}.\n{}", app.markdown(), findings(review));
        page += &(self::left_open(left_open) + "\n");
    }
    let about = no_call(rest) + &stale(&answers.stale) + &self::rest(rest);
    let heading = if about.is_empty() { "" } else { "## All applications\n" };
    page + heading + &about
}

/// Whether something counts, in words.
fn verdict(review: &Review, is_open: bool) -> String {
    let counted =
        review.findings.iter().filter(|finding| finding.kind.counts() && finding.accepted.is_none()).count();
    match (counted, review.calls, is_open) {
        (0, 0, _) => "No calls".to_owned(),
        (0, _, false) => "Nothing is missing and nothing is too much".to_owned(),
        (0, _, true) => "Nothing is missing and nothing is too much, as far as can be told".to_owned(),
        _ => text::count(counted, "finding"),
    }
}

/// That no call was found; nothing when one was.
pub(super) fn no_call(rest: &Rest) -> String {
    let sentence = |entries| format!("\nThere is {}.\n", text::no_graph_call(entries));
    rest.no_graph_call_in.map_or(String::new(), sentence)
}

fn findings(review: &Review) -> String {
    let mut page = format!(
        "\n{}, {}.\n",
        text::count(review.calls, "call"),
        text::count(review.granted.len(), "granted permission"),
    );
    for kind in FindingKind::ALL {
        let open = |finding: &&Finding| finding.kind == kind && finding.accepted.is_none();
        let findings: Vec<&Finding> = review.findings.iter().filter(open).collect();
        if findings.is_empty() {
            continue;
        }
        page += &format!("\n### {}\n\n{}\n\n", title(kind), kind.meaning());
        let about_calls = kind.is_about_calls();
        let heading = if about_calls { "|Call|What opens it|Seen|" } else { "|Permission|Instead|Shown by|" };
        page += &format!("{heading}\n|:--|:--|:--|\n");
        for finding in findings {
            let instead = finding.instead.iter().map(|name| words(name)).collect::<Vec<_>>().join("<br>");
            let last = if about_calls {
                seen(finding)
            } else {
                finding.calls.iter().take(5).map(|call| cell_code(call)).collect::<Vec<_>>().join("<br>")
            };
            let mut last = if last.is_empty() { words(&finding.message) } else { last };
            let risk = finding.risk.iter().map(|risk| format!("tier {}: {}", risk.tier, risk.why));
            for note in risk.chain(finding.opens.iter().map(opened)) {
                last += &format!("<br>{}", words(&note));
            }
            let caller = finding.caller.map_or(String::new(), |caller| format!(" ({})", caller.as_str()));
            page += &format!("|{}{caller}|{instead}|{last}|\n", cell_code(&finding.subject));
        }
    }
    for addition in &review.to_add {
        let names: Vec<String> = addition.permissions.iter().map(|name| code(name)).collect();
        page += &format!(
            "\nEnough to open what is missing ({}): {}\n",
            addition.caller.as_str(),
            names.join(", ")
        );
    }
    page += &least(review);
    let accepted: Vec<&Finding> =
        review.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
    if !accepted.is_empty() {
        page += "\n### Accepted\n\n|Finding|Reason|\n|:--|:--|\n";
        for finding in accepted {
            let reason = words(finding.accepted.as_deref().unwrap_or_default());
            page += &format!("|{} {}|{reason}|\n", finding.kind.as_str(), cell_code(&finding.subject));
        }
    }
    page
}

fn stale(stale: &[Stale]) -> String {
    if stale.is_empty() {
        return String::new();
    }
    let row = |stale: &Stale| format!("|{}|{}|{}|\n", stale.line, cell_code(&stale.entry), words(&stale.why));
    let rows: String = stale.iter().map(row).collect();
    format!("\n### Accepted findings without effect\n\n|Line|Entry|Why|\n|--:|:--|:--|\n{rows}")
}

/// What could not be told.
fn rest(rest: &Rest) -> String {
    let mut page = String::new();
    if !rest.unknown.is_empty() {
        page += "\n### Requests that are not documented\n\n|Request|Why|\n|:--|:--|\n";
        for unknown in &rest.unknown {
            page += &format!("|{}|{}|\n", cell_code(&unknown.seen.request), words(unknown.why()));
        }
    }
    if !rest.approximations.is_empty() {
        page += "\n### Requests that were read in another way\n\n|Request|As|How|\n|:--|:--|:--|\n";
        for read in &rest.approximations {
            page += &format!(
                "|{}|{}|{}|\n",
                cell_code(&read.seen.request),
                cell_code(&read.read_as),
                words(&read.how)
            );
        }
    }
    if !rest.skipped.is_empty() {
        page += "\n### Not read\n\n";
        for skipped in &rest.skipped {
            page += &format!("- {}\n", words(skipped));
        }
    }
    page + &left_open(&rest.left_open)
}

pub(super) fn left_open(open: &[LeftOpen]) -> String {
    if open.is_empty() {
        return String::new();
    }
    let items: String = open.iter().map(|open| format!("- {}\n", words(open.message()))).collect();
    format!("\n### Left open\n\n{items}")
}

/// What would be the least; nothing when there are no calls to need anything.
fn least(review: &Review) -> String {
    let mut part = String::new();
    for least in review.least.iter().filter(|_| review.calls > 0) {
        let Some(set) = least.sets.first() else { continue };
        let names: Vec<String> = set.names().into_iter().map(code).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let proof = if least.proven { "" } else { " (the search was cut short)" };
        let how = match least.objective {
            Objective::Privilege => "least",
            Objective::Fewest => "fewest",
        };
        part += &format!("\nThe {how} for these calls, {}: {names}{proof}\n", text::scheme(least.scheme));
        let Reach { writes, reads, .. } = set.reach;
        part += &format!(
            "\nBeyond these calls it opens {}: {writes} write, {reads} read.\n",
            text::count(writes + reads, "request")
        );
        for conditional in &least.conditional {
            let each: Vec<String> = conditional
                .conditions
                .iter()
                .map(|one| format!("{} ({})", words(&text::any_of(&one.least)), words(&one.when.join("; "))))
                .collect();
            part += &format!(
                "\n{} is open under a condition only: {}\n",
                code(&conditional.call),
                each.join("; ")
            );
        }
        for call in &least.for_others {
            part += &format!(
                "\n{}: {} opens the user's own, others' need {}\n",
                code(&call.call),
                words(&text::any_of(&call.own)),
                words(&text::any_of(&call.others))
            );
        }
        for ambiguity in &least.ambiguous {
            part += &format!(
                "\n{} is not part of it: the docs can be read in several ways, {}\n",
                code(&ambiguity.call),
                code(&ambiguity.text)
            );
        }
        if let Some(sets) = &least.in_every_reading {
            let sets: Vec<String> = sets
                .iter()
                .map(|set| set.names().into_iter().map(code).collect::<Vec<_>>().join(", "))
                .collect();
            part += &format!("\nEnough however the docs are read: {}\n", sets.join("; or "));
        }
        for roles in &least.roles {
            let roles_of: Vec<String> = roles.one_of.iter().map(|role| words(role)).collect();
            part += &format!(
                "\n{}: the signed-in user also needs one of the roles {}\n",
                code(&roles.call),
                roles_of.join(", ")
            );
        }
    }
    part
}

fn title(kind: FindingKind) -> String {
    let name = kind.as_str();
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

fn seen(finding: &Finding) -> String {
    let place = |seen: &graphdocs_generator::permissions::Seen| {
        let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
        cell_code(&format!("{}{line}", seen.file))
    };
    finding.seen.iter().take(3).map(place).collect::<Vec<_>>().join("<br>")
}
