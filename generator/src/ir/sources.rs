//! Which files what the model says comes from.

use std::collections::BTreeSet;

use super::{Api, Body, CatalogueEntry, Operation, SourceLocation, TypeDefinition};
use crate::digest;

impl Api {
    /// The files that the operations, the types and the permissions reference come from, by their positions.
    pub fn sources(&self) -> BTreeSet<u32> {
        let operations = self.versions.iter().flat_map(|version| &version.operations);
        let types = self.versions.iter().flat_map(|version| &version.types);
        operations
            .flat_map(Operation::sources)
            .chain(types.flat_map(TypeDefinition::sources))
            .chain(self.permissions.iter().flat_map(CatalogueEntry::sources))
            .collect()
    }

    /// A digest of some of the files: of their paths and texts.
    pub fn digest(&self, files: &BTreeSet<u32>) -> String {
        let texts = files.iter().flat_map(|&file| {
            [self.files.get(file as usize), self.digests.get(file as usize)].into_iter().flatten()
        });
        digest::of(texts.map(String::as_str))
    }
}

impl Operation {
    /// The files that the facts come from: pages, and what they include.
    pub fn sources(&self) -> impl Iterator<Item = u32> {
        let body = match &self.body {
            Body::Parameters { parameters, .. } => parameters.as_slice(),
            _ => &[],
        };
        let pages = self.pages.iter().map(|page| page.place);
        let parameters = self.parameters.iter().chain(body).map(|parameter| parameter.place);
        let responses = self.responses.iter().map(|response| response.place);
        let permissions = self.permissions.places.iter().copied();
        pages.chain(parameters).chain(responses).chain(permissions).map(file)
    }
}

impl TypeDefinition {
    /// The files that the facts come from; none for an opaque type.
    pub fn sources(&self) -> impl Iterator<Item = u32> {
        self.places.iter().copied().chain(self.fields().iter().map(|field| field.place)).map(file)
    }
}

impl CatalogueEntry {
    /// The files that describe the permission.
    pub fn sources(&self) -> impl Iterator<Item = u32> {
        [&self.delegated, &self.application].into_iter().flatten().map(|entry| file(entry.place))
    }
}

fn file(place: SourceLocation) -> u32 {
    place.file
}
