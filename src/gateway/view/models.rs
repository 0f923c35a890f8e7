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

/// A model: the original's four members, and what it costs.
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
    /// What a million tokens cost; absent if that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    price: Option<PriceView>,
}

/// What a million tokens cost, in micro-units of the currency: 2.50 is 2500000.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModelPrice)]
struct PriceView {
    /// The currency as an ISO 4217 code.
    currency: String,
    /// Tokens read that are neither of the following.
    input_micros: i64,
    /// Tokens read from the provider's cache.
    cached_input_micros: i64,
    /// Tokens read and written to the provider's cache.
    cache_write_micros: i64,
    /// Tokens written, hidden reasoning included.
    output_micros: i64,
}

impl From<pb::Model> for ModelView {
    fn from(model: pb::Model) -> Self {
        Self {
            id: model.id,
            display_name: model.display_name,
            description: model.description,
            provider: model.provider,
            price: model.price.map(PriceView::from),
        }
    }
}

impl From<pb::ModelPrice> for PriceView {
    fn from(price: pb::ModelPrice) -> Self {
        Self {
            currency: price.currency,
            input_micros: price.input_micros,
            cached_input_micros: price.cached_input_micros,
            cache_write_micros: price.cache_write_micros,
            output_micros: price.output_micros,
        }
    }
}
