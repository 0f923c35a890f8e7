//! Models outward.

use super::count;
use crate::domain::model::Model;
use crate::pb;

pub(crate) fn model(model: Model) -> pb::Model {
    pb::Model {
        id: model.id,
        display_name: model.display_name,
        description: model.description,
        provider: model.provider,
        enabled: model.enabled,
        context_token_count: count(model.context_token_count),
        price: None,
    }
}
