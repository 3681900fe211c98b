//! A review as Markdown, for pull requests.

use graphdocs_generator::permissions::least::Objective;
use graphdocs_generator::permissions::reach::Reach;
use graphdocs_generator::permissions::review::{Finding, Kind};
use graphdocs_generator::sink::markdown::{cell_code, code, words};

use super::review::{Answer, opened};
use super::text;

pub(super) fn review(answer: &Answer) -> String {
    let review = &answer.review;
    let counted =
        review.findings.iter().filter(|finding| finding.kind.counts() && finding.accepted.is_none()).count();
    let verdict = if counted == 0 {
        let open = if answer.left_open.is_empty() { "" } else { ", as far as can be told" };
        format!("Nothing is missing and nothing is too much{open}")
    } else {
        text::count(counted, "finding")
    };
    let mut page = format!(
        "## Permissions: {verdict}\n\n{}, {}.\n",
        text::count(review.calls, "call"),
        text::count(review.granted.len(), "granted permission"),
    );
    for kind in Kind::ALL {
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
    page += &least(answer);
    let accepted: Vec<&Finding> =
        review.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
    if !accepted.is_empty() {
        page += "\n### Accepted\n\n|Finding|Reason|\n|:--|:--|\n";
        for finding in accepted {
            let reason = words(finding.accepted.as_deref().unwrap_or_default());
            page += &format!("|{} {}|{reason}|\n", finding.kind.as_str(), cell_code(&finding.subject));
        }
    }
    if !review.stale.is_empty() {
        page += "\n### Accepted findings without effect\n\n|Line|Entry|Why|\n|--:|:--|:--|\n";
        for stale in &review.stale {
            page += &format!("|{}|{}|{}|\n", stale.line, cell_code(&stale.entry), words(&stale.why));
        }
    }
    if !answer.unknown.is_empty() {
        page += "\n### Requests that are not documented\n\n|Request|Why|\n|:--|:--|\n";
        for unknown in &answer.unknown {
            page += &format!("|{}|{}|\n", cell_code(&unknown.seen.request), words(unknown.why()));
        }
    }
    if !answer.approximations.is_empty() {
        page += "\n### Requests that were read in another way\n\n|Request|As|How|\n|:--|:--|:--|\n";
        for read in &answer.approximations {
            page += &format!(
                "|{}|{}|{}|\n",
                cell_code(&read.seen.request),
                cell_code(&read.read_as),
                words(&read.how)
            );
        }
    }
    if !answer.skipped.is_empty() {
        page += "\n### Not read\n\n";
        for skipped in &answer.skipped {
            page += &format!("- {}\n", words(skipped));
        }
    }
    if !answer.left_open.is_empty() {
        page += "\n### Left open\n\n";
        for open in &answer.left_open {
            page += &format!("- {}\n", words(open.message()));
        }
    }
    page
}

fn least(answer: &Answer) -> String {
    let mut part = String::new();
    for least in &answer.review.least {
        let Some(set) = least.sets.first() else { continue };
        let names: Vec<String> = set.names().into_iter().map(code).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let proof = if least.proven { "" } else { " (the search was cut short)" };
        let how = match least.objective {
            Objective::Privilege => "least",
            Objective::Fewest => "fewest",
        };
        part += &format!("\nThe {how} for these calls, {}: {names}{proof}\n", text::scheme(least.scheme));
        let Reach { writes, reads } = set.reach;
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

fn title(kind: Kind) -> String {
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
