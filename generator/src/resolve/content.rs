//! Body and responses of an operation.

use super::answers::{AnswerShape, ObservedAnswer};
use super::claim::{Claim, rank};
use super::context::OperationContext;
use super::parameters::from_row;
use super::sample;
use super::types::{Declarations, TypeTable};
use crate::diagnostic::Problems;
use crate::ir::{
    Body, Content, ExampleResponse, Method, Parameter, ParameterLocation, Primitive, Response, Segment,
    SourceLocation, Type, Version,
};
use crate::page;

/// Declares the types that the pages of a request name as what is sent and comes back, in sentences, annotations and casts.
pub(super) fn mention(
    version: Version,
    claims: &[Claim<'_>],
    types: &mut Declarations,
    problems: &mut Problems,
) {
    for page in claims.iter().map(|claim| claim.page) {
        for text in page.body.resource.iter().chain(page.responses.iter().filter_map(|said| said.ty.as_ref()))
        {
            types.mention(version, text.span.file, text, problems);
        }
        // Annotations say what comes back where no sentence does.
        if page.responses.iter().any(|said| said.ty.is_some()) {
            continue;
        }
        let shown =
            page.examples.iter().filter_map(|example| example.response.as_ref()?.type_name.as_deref());
        shown.for_each(|name| types.mention_name(version, name));
    }
    if let Some(Segment::Cast(name)) = claims[0].template.segments.last() {
        types.mention_name(version, name);
    }
}

/// What the request sends.
pub(super) fn body(context: &OperationContext<'_>, types: &TypeTable, problems: &mut Problems) -> Body {
    let page = context.claim.page;
    let last = context.template.segments.last();
    if matches!(context.method, Method::Get | Method::Delete) {
        return Body::None;
    }
    if last == Some(&Segment::Ref) {
        return Body::Reference;
    }
    let mut parameters: Vec<Parameter> =
        members(page).map(|row| from_row(row, context, types, problems)).collect();
    let resource = page.body.resource.as_ref().map(|text| sent_resource(text, context, types, problems));
    if let Some(resource) = resource.as_ref().filter(|_| !parameters.is_empty()) {
        add_members_of_other_pages(&mut parameters, resource, context, types);
    }
    let content = matches!(last, Some(Segment::Value))
        || matches!(last, Some(Segment::Literal(last)) if last.eq_ignore_ascii_case("content"));
    let bytes = || Body::Bytes { media_types: page.body.media_types.clone() };
    if page.body.none && parameters.is_empty() {
        Body::None
    } else if content && context.method == Method::Put
        || (content || page.body.bytes) && parameters.is_empty() && resource.is_none()
    {
        bytes()
    } else if page.body.reference && parameters.is_empty() {
        Body::Reference
    } else if let (false, Some(ty)) = (parameters.is_empty(), shared_type(context, types)) {
        Body::Resource { ty }
    } else if !parameters.is_empty() {
        let parameters = if resource.is_none() {
            sample::complete(parameters, context, types, problems)
        } else {
            parameters
        };
        Body::Parameters { parameters, of: resource }
    } else if let Some(ty) = resource {
        Body::Resource { ty }
    } else if !page.body.media_types.is_empty() {
        bytes()
    } else {
        shown_body(context, types, problems)
    }
}

/// The rows about members of the body.
fn members(page: &page::Operation) -> impl Iterator<Item = &page::Parameter> {
    page.parameters.iter().filter(|row| row.location == ParameterLocation::Body)
}

/// Adds what other pages say can be sent of the same resource: Intune has a page with `PATCH /deviceManagement` for each workflow, with
/// the members that it is about.
fn add_members_of_other_pages(
    parameters: &mut Vec<Parameter>,
    resource: &Type,
    context: &OperationContext<'_>,
    types: &TypeTable,
) {
    // What is wrong with the other pages is told where they are read.
    let problems = &mut Problems::default();
    for claim in
        context.others.iter().filter(|claim| claim.like.is_none() && rank(claim) == rank(context.claim))
    {
        let Some(text) = &claim.page.body.resource else { continue };
        if sent_resource(text, context, types, problems) != *resource {
            continue;
        }
        for row in members(claim.page) {
            if !parameters.iter().any(|known| known.name.eq_ignore_ascii_case(&row.name)) {
                parameters.push(from_row(row, context, types, problems));
            }
        }
    }
}

/// What all pages of a request are about, when the page that the facts come from is about something more special, so that its table
/// of members tells of one kind alone.
fn shared_type(context: &OperationContext<'_>, types: &TypeTable) -> Option<Type> {
    let said = context.claim.page.responses.iter().find(|said| said.ty.is_some())?;
    let own = types.documented(context.version, said.ty.as_ref()?)?;
    let shared = of_all_pages(own.clone(), context, said.status, types);
    (shared != own).then_some(shared)
}

fn sent_resource(
    text: &page::TypeText,
    context: &OperationContext<'_>,
    types: &TypeTable,
    problems: &mut Problems,
) -> Type {
    let ty = types.resolve(context.version, text.span.file, text, problems);
    if text.words().list && !matches!(ty, Type::List(_)) { ty.list() } else { ty }
}

/// What the samples show when no sentence and no table describes the body.
fn shown_body(context: &OperationContext<'_>, types: &TypeTable, problems: &mut Problems) -> Body {
    let parameters = sample::complete(Vec::new(), context, types, problems);
    if !parameters.is_empty() {
        return Body::Parameters { parameters, of: None };
    }
    let media_types = context.claim.page.body.declared_media.clone();
    if !media_types.is_empty() {
        return Body::Bytes { media_types };
    }
    let mut samples =
        context.claim.page.examples.iter().filter(|example| example.method == context.method).peekable();
    if samples.peek().is_some() && samples.all(|example| example.message.body.is_empty()) {
        Body::None
    } else {
        Body::Undocumented
    }
}

/// What comes back on success.
pub(super) fn responses(
    context: &OperationContext<'_>,
    types: &TypeTable,
    problems: &mut Problems,
) -> Vec<Response> {
    let OperationContext { version, method, claim, answering, place, .. } = *context;
    let shown = ObservedAnswer::of(answering);
    let last = context.template.segments.last();
    let bytes = matches!(last, Some(Segment::Value)) && method == Method::Get;
    if last == Some(&Segment::Count) && method == Method::Get {
        let content = Content::One { ty: Type::Primitive(Primitive::Int32), wrapped: false };
        return vec![Response { status: 200, content, place: place(claim.request.span) }];
    }
    let mut responses: Vec<Response> = claim
        .page
        .responses
        .iter()
        .map(|said| {
            let content = if bytes && said.status == 200 {
                Content::Bytes { media_types: shown.media_types.clone() }
            } else {
                content(context, said, &shown, types, problems)
            };
            Response { status: said.status, content, place: place(said.span) }
        })
        .collect();
    if !responses.is_empty() && responses.iter().all(|response| response.content == Content::Nothing) {
        responses.extend(shown_answer(context, &shown, types));
    }
    if let Some(Segment::Cast(name)) = last
        && let Some(cast) = types.by_name(version, name)
    {
        for response in &mut responses {
            if let Content::One { ty, .. } | Content::Collection { ty } = &mut response.content {
                ty.clone_from(&cast);
            }
        }
    }
    if responses.is_empty() {
        let mut statuses: Vec<(u16, SourceLocation)> = answering
            .iter()
            .filter_map(|example| example.response.as_ref())
            .filter(|response| (200..400).contains(&response.status))
            .map(|response| (response.status, response.place))
            .collect();
        statuses.dedup_by_key(|(status, _)| *status);
        responses.extend(statuses.into_iter().map(|(status, place)| {
            let content = match status {
                204 => Content::Nothing,
                301..=308 => Content::Redirect,
                202 if is_job(context, false) => Content::LongRunning,
                _ => shown_or_nothing(context, status, &shown, types),
            };
            Response { status, content, place }
        }));
    }
    responses
}

/// The answer with an object that an example of the page shows, where the page says that nothing comes back.
fn shown_answer(
    context: &OperationContext<'_>,
    shown: &ObservedAnswer,
    types: &TypeTable,
) -> Option<Response> {
    let here = (context.place)(context.claim.request.span).file;
    let own = context.answering.iter().filter(|example| example.request.place.file == here);
    let answers = own.filter_map(|example| example.response.as_ref());
    let answer = answers
        .filter(|answer| (200..300).contains(&answer.status) && answer.status != 204)
        .filter(|answer| context.claim.page.responses.iter().all(|said| said.status != answer.status))
        .find(|answer| AnswerShape::of(&answer.body).is_some())?;
    let content = shown_content(context, shown, types)?;
    Some(Response { status: answer.status, content, place: answer.place })
}

/// What the annotations of samples say that comes back.
fn shown_content(
    context: &OperationContext<'_>,
    shown: &ObservedAnswer,
    types: &TypeTable,
) -> Option<Content> {
    let many = is_many(shown.collection || shown.any(AnswerShape::List), context, shown);
    shown.content(context.version, many, types)
}

/// What the samples show, or nothing where each of them has an empty body. An answer to reading is left out of samples, not empty.
fn shown_or_nothing(
    context: &OperationContext<'_>,
    status: u16,
    shown: &ObservedAnswer,
    types: &TypeTable,
) -> Content {
    let is_empty = || context.method != Method::Get && has_empty_answers(context, status);
    shown_content(context, shown, types)
        .unwrap_or_else(|| if is_empty() { Content::Nothing } else { Content::Undocumented })
}

/// Whether samples of a status have no body.
fn has_empty_answers(context: &OperationContext<'_>, status: u16) -> bool {
    let mut answers = answers(context, status).peekable();
    answers.peek().is_some() && answers.all(|answer| answer.body.is_empty())
}

/// The sample answers with a status.
fn answers<'a>(context: &OperationContext<'a>, status: u16) -> impl Iterator<Item = &'a ExampleResponse> {
    let answers = context.answering.iter().filter_map(|example| example.response.as_ref());
    answers.filter(move |answer| answer.status == status)
}

/// Whether the samples of `202` have no body, and a header or the page has the address to ask for the outcome.
fn is_job(context: &OperationContext<'_>, location: bool) -> bool {
    let has_address = |answer: &ExampleResponse| {
        let monitor = ["location", "operation-location"];
        answer.headers.iter().any(|(name, _)| monitor.contains(&name.to_ascii_lowercase().as_str()))
    };
    has_empty_answers(context, 202) && (location || answers(context, 202).any(has_address))
}

fn content(
    context: &OperationContext<'_>,
    said: &page::Response,
    shown: &ObservedAnswer,
    types: &TypeTable,
    problems: &mut Problems,
) -> Content {
    let version = context.version;
    if let Some(read) = read_meanwhile(context, said) {
        // What is wrong with it is told where it is read for its own status.
        return content(context, read, shown, types, &mut Problems::default());
    }
    match said.status {
        301..=308 => return Content::Redirect,
        202 if said.ty.is_none() && said.location || is_job(context, said.location) => {
            if let Some(made) = &said.ty {
                // What the job makes does not come back; its name is read for what is wrong with it.
                types.resolve(version, made.span.file, made, problems);
            }
            return Content::LongRunning;
        }
        202 if said.ty.is_none() && !has_accepted_body(context) => return Content::Nothing,
        _ if said.nothing => return Content::Nothing,
        _ => {}
    }
    let Some(text) = &said.ty else {
        if said.bytes {
            return Content::Bytes { media_types: shown.media_types.clone() };
        }
        return shown_or_nothing(context, said.status, shown, types);
    };
    match types.resolve(version, text.span.file, text, problems) {
        Type::List(item) => Content::Collection { ty: *item },
        ty => {
            let ty = of_all_pages(ty, context, said.status, types);
            let many =
                said.collection || (shown.collection && shown.any(AnswerShape::List) && !is_keyed(context));
            if is_many(many, context, shown) {
                Content::Collection { ty }
            } else {
                Content::One { ty, wrapped: shown.all(AnswerShape::Wrapped) }
            }
        }
    }
}

/// What a page says that reading gives, of an answer that came while the service still works: the object comes with either status.
fn read_meanwhile<'a>(context: &OperationContext<'a>, said: &page::Response) -> Option<&'a page::Response> {
    let meanwhile =
        context.method == Method::Get && said.status == 202 && said.ty.is_none() && !said.location;
    let mut responses = context.claim.page.responses.iter();
    responses.find(|other| other.ty.is_some()).filter(|_| meanwhile)
}

/// Whether a sample shows what comes back when the request is accepted. One of another status that the page speaks of shows what comes
/// with that status.
fn has_accepted_body(context: &OperationContext<'_>) -> bool {
    let others =
        || context.claim.page.responses.iter().map(|said| said.status).filter(|status| *status != 202);
    context.answering.iter().filter_map(|example| example.response.as_ref()).any(|response| {
        (200..300).contains(&response.status)
            && !response.body.is_empty()
            && others().all(|status| status != response.status)
    })
}

/// What the request gives when its pages name several types: Intune has a page for each type that is derived from
/// `deviceConfiguration`, all with `POST /deviceManagement/deviceConfigurations`. It gives any of them, so what they have in common.
fn of_all_pages(ty: Type, context: &OperationContext<'_>, status: u16, types: &TypeTable) -> Type {
    // A page that asks for something else in the query tells of another answer: `/users/{id}?$expand=manager`.
    let alike = |claim: &&Claim<'_>| claim.like.is_none() && rank(claim) == rank(context.claim);
    let pages = context.others.iter().filter(alike).map(|claim| claim.page);
    let said = pages.flat_map(|page| &page.responses).filter(|said| said.status == status);
    let named = said.filter_map(|said| types.documented(context.version, said.ty.as_ref()?));
    let named: Vec<Type> = [ty.clone()].into_iter().chain(named).collect();
    types.nearest_base(context.version, &named).unwrap_or(ty)
}

/// Whether several objects come back. Where samples show something else than the page says, a path that ends with a key gives one, and
/// reading one that keys follow gives several; any other gives what the samples show.
fn is_many(said: bool, context: &OperationContext<'_>, shown: &ObservedAnswer) -> bool {
    let keyed = is_keyed(context);
    let collection = context.is_collection && context.method == Method::Get;
    match said {
        true => shown.shapes.is_empty() || shown.any(AnswerShape::List) || (collection && !keyed),
        false => shown.all(AnswerShape::List) && !keyed,
    }
}

/// Whether the path ends with a key.
fn is_keyed(context: &OperationContext<'_>) -> bool {
    matches!(context.template.segments.last(), Some(Segment::Key(_) | Segment::NamedKey(_)))
}
