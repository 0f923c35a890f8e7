//! Models outward.

use super::count;
use crate::domain::model::Model;
use crate::domain::price::Price;
use crate::pb;

pub(crate) fn model(model: Model) -> pb::Model {
    pb::Model {
        id: model.id,
        display_name: model.display_name,
        description: model.description,
        provider: model.provider,
        enabled: model.enabled,
        context_token_count: count(model.context_token_count),
        price: model.price.map(price),
    }
}

fn price(price: Price) -> pb::ModelPrice {
    pb::ModelPrice {
        currency: price.currency.to_string(),
        input_micros: count(price.input_micros),
        cached_input_micros: count(price.cached_input_micros),
        output_micros: count(price.output_micros),
        cache_write_micros: count(price.cache_write_micros),
    }
}
