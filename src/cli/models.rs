//! `refineloop models`.

use super::exit::{Exit, Failed};
use super::{Providers, client, output};
use crate::pb::ListModelsRequest;
use crate::pb::model_service_client::ModelServiceClient;
use crate::provider::catalog::Catalog;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Without a server, the models of `refineloop refine` are listed
    #[command(flatten)]
    client: client::Arguments,
    #[command(flatten)]
    providers: Providers,
}

pub(super) async fn run(arguments: Arguments) -> Result<Exit, Failed> {
    if arguments.client.server().is_none() {
        for model in Catalog::new(&arguments.providers.config()?.providers).list() {
            line(&model.id, model.enabled, &model.description);
        }
        return Ok(Exit::Done);
    }
    let mut client = ModelServiceClient::new(arguments.client.connect().await?);
    let mut page_token = String::new();
    loop {
        let request = ListModelsRequest { page_size: 0, page_token };
        let page = client.list_models(request).await.map_err(|status| client::failed(&status))?.into_inner();
        for model in page.models {
            line(&model.id, model.enabled, &model.description);
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(Exit::Done);
        }
    }
}

fn line(id: &str, enabled: bool, description: &str) {
    let state = if enabled { "" } else { "  (off: no credentials)" };
    output::result(&format!("{id:28} {description}{state}"));
}
