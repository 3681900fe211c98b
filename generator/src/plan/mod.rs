//! The model → what the crate will hold: request builders, methods, models, bodies, and every name.
//!
//! Who emits the crate, compares two of them or calls one asks the plan, so that all of them speak of the same crate.

pub(crate) mod client;
pub(crate) mod models;

use self::client::VersionClient;
use self::models::{Bodies, Models};
use crate::ir::{Api, ApiVersion};
use crate::parallel;

/// What the crate will hold.
pub(crate) struct CratePlan<'a> {
    /// The model that it is made of.
    pub(crate) api: &'a Api,
    /// Its versions, in the order of the model.
    pub(crate) versions: Vec<VersionPlan<'a>>,
}

/// What the crate will hold of one API version.
pub(crate) struct VersionPlan<'a> {
    pub(crate) client: VersionClient<'a>,
    pub(crate) models: Models<'a>,
    pub(crate) bodies: Bodies<'a>,
}

impl<'a> CratePlan<'a> {
    /// Plans the crate of a model.
    pub(crate) fn of(api: &'a Api) -> Self {
        Self { api, versions: parallel::map(&api.versions, VersionPlan::of) }
    }
}

impl<'a> VersionPlan<'a> {
    /// Plans what the crate has of one version.
    pub(crate) fn of(api: &'a ApiVersion) -> Self {
        let (client, models) = (client::build(api), models::build(api));
        let bodies = models::bodies(api, &client, &models);
        Self { client, models, bodies }
    }
}
