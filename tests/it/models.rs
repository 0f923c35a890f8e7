//! What is told of models, and what a priced one makes a job cost.

use crate::harness::{Server, config_with_model, document, refine};
use crate::model::{Model, TOKENS_IN, TOKENS_OUT, editor};
use refineloop::config::{PriceList, ProviderModel};
use refineloop::pb::model_service_client::ModelServiceClient;
use refineloop::pb::{ListModelsRequest, ModelPrice};
use serde_json::{Value, json};

#[tokio::test]
async fn the_price_of_the_settings_is_told_at_both_doors_and_paid_by_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    let price = PriceList {
        currency: "EUR".to_owned(),
        input: 3_000_000,
        cached_input: Some(300_000),
        cache_write: None,
        output: 12_500_000,
    };
    config.providers[0].models = vec![ProviderModel {
        name: "priced".to_owned(),
        context_tokens: Some(1_000),
        price: Some(price),
        ..ProviderModel::default()
    }];
    let server = Server::start(config).await;

    let mut client = ModelServiceClient::new(server.channel.clone());
    let models = client.list_models(ListModelsRequest::default()).await.unwrap().into_inner().models;
    let told = models.iter().find(|model| model.id == "openai/priced").unwrap();
    assert_eq!((told.context_token_count, told.enabled), (1_000, true));
    let expected = ModelPrice {
        currency: "EUR".to_owned(),
        input_micros: 3_000_000,
        cached_input_micros: 300_000,
        output_micros: 12_500_000,
        cache_write_micros: 3_000_000,
    };
    assert_eq!(told.price, Some(expected));

    let list = reqwest::get(format!("{}/refineloop/models", server.address)).await.unwrap();
    let list: Value = serde_json::from_slice(&list.bytes().await.unwrap()).unwrap();
    let shown = list["data"].as_array().unwrap().iter().find(|model| model["id"] == "openai/priced");
    let price = json!({
        "currency": "EUR", "input_micros": 3_000_000, "cached_input_micros": 300_000,
        "cache_write_micros": 3_000_000, "output_micros": 12_500_000,
    });
    assert_eq!(shown.unwrap()["price"], price);

    // One question and a second look: 100 × 3 + 40 × 12.5.
    let (job, _) = refine(&server.channel, "a.xlf", document(3).as_bytes(), "openai/priced").await;
    let usage = job.progress.unwrap().usage.unwrap();
    let calls = model.answered();
    assert_eq!(usage.cost_micros, Some((calls * (TOKENS_IN * 3 + TOKENS_OUT * 25 / 2)) as i64));
    assert_eq!(usage.currency, "EUR");
    server.drain().await;
}
