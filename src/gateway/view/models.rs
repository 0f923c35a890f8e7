//! Models.

use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// The models that jobs may name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModelList)]
pub(in crate::gateway) struct ModelsView {
    /// Those that can be used now, in the operator's order.
    pub(in crate::gateway) data: Vec<ModelView>,
}

/// A model: the original's four members.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Model)]
pub(in crate::gateway) struct ModelView {
    /// What jobs name, `PROVIDER/MODEL`.
    id: String,
    /// The name to show.
    display_name: String,
    /// What it is good for.
    description: String,
    /// The provider behind it.
    provider: String,
}

impl From<pb::Model> for ModelView {
    fn from(model: pb::Model) -> Self {
        Self {
            id: model.id,
            display_name: model.display_name,
            description: model.description,
            provider: model.provider,
        }
    }
}
