//! Operations by identity, so that what a stage knows of each is looked up without a name and without a failure.

use std::ops::{Index, IndexMut};

use super::{ApiVersion, Operation};

/// An operation of one API version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OperationId(u32);

impl ApiVersion {
    /// All operations with their identities, in the order of the model.
    pub(crate) fn identified(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        let id = |at| OperationId(u32::try_from(at).expect("a model has less than four billion operations"));
        self.operations.iter().enumerate().map(move |(at, operation)| (id(at), operation))
    }
}

impl Index<OperationId> for ApiVersion {
    type Output = Operation;

    fn index(&self, operation: OperationId) -> &Operation {
        &self.operations[operation.0 as usize]
    }
}

/// Something of each operation of one API version.
#[derive(Debug)]
pub(crate) struct PerOperation<T>(Vec<T>);

impl<T> PerOperation<T> {
    /// What `of` gives for each operation, in the order of the model.
    pub(crate) fn new(api: &ApiVersion, of: impl FnMut(&Operation) -> T) -> Self {
        Self(api.operations.iter().map(of).collect())
    }
}

impl<T> Index<OperationId> for PerOperation<T> {
    type Output = T;

    fn index(&self, operation: OperationId) -> &T {
        &self.0[operation.0 as usize]
    }
}

impl<T> IndexMut<OperationId> for PerOperation<T> {
    fn index_mut(&mut self, operation: OperationId) -> &mut T {
        &mut self.0[operation.0 as usize]
    }
}
