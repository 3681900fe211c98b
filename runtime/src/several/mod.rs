//! What takes several requests: batches, uploads in pieces, and jobs that are asked about until they end.

pub(crate) mod batch;
pub(crate) mod job;
pub(crate) mod upload;
