//! `refineloop models`.

use super::exit::{Exit, Failed};
use super::{Providers, client, output};
use crate::config::presets;
use crate::pb::model_service_client::ModelServiceClient;
use crate::pb::{ListModelsRequest, ModelPrice};
use crate::provider::Transport;
use crate::provider::catalog::Catalog;
use crate::provider::check::{Checker, FaultKind, Proof};
use crate::provider::transport::CONNECT_TIMEOUT;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ask the providers whether their keys and models work; it costs next to nothing. Exits with 4 if a
    /// key is missing or refused, 6 if a provider cannot be reached, 5 if it does not have a model
    #[arg(long)]
    check: bool,
    /// The models to ask about, such as `openai/gpt-5.4`; without, all that are listed and have a key
    #[arg(value_name = "MODEL", requires = "check")]
    models: Vec<String>,
    /// Without a server, the models of `refineloop refine` are listed
    #[command(flatten)]
    client: client::Arguments,
    #[command(flatten)]
    providers: Providers,
}

pub(super) async fn run(arguments: Arguments) -> Result<Exit, Failed> {
    if arguments.check {
        return check(&arguments).await;
    }
    if arguments.client.server().is_none() {
        let providers = arguments.providers.config()?.providers;
        for model in Catalog::new(&providers).list() {
            let price = model
                .price
                .map(|price| (price.currency.to_string(), price.input_micros, price.output_micros));
            line(&model.id, model.enabled, &model.description, price);
        }
        for preset in
            presets().iter().filter(|preset| providers.iter().all(|known| known.name != preset.name))
        {
            output::note(&format!("{}/…  (off: set {})", preset.name, preset.key));
        }
        return Ok(Exit::Done);
    }
    let mut client = ModelServiceClient::new(arguments.client.connect().await?);
    let mut page_token = String::new();
    loop {
        let request = ListModelsRequest { page_size: 0, page_token };
        let page = client.list_models(request).await.map_err(|status| client::failed(&status))?.into_inner();
        for model in page.models {
            let price = model.price.map(|ModelPrice { currency, input_micros, output_micros, .. }| {
                (currency, input_micros.unsigned_abs(), output_micros.unsigned_abs())
            });
            line(&model.id, model.enabled, &model.description, price);
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(Exit::Done);
        }
    }
}

/// Asks from this machine; a server would ask with its own keys.
async fn check(arguments: &Arguments) -> Result<Exit, Failed> {
    if arguments.client.server().is_some() {
        return Err(Exit::Usage.because(
            "--check asks the providers from this machine, with its keys; leave out --server and REFINELOOP_SERVER",
        ));
    }
    let providers = arguments.providers.config()?.providers;
    let catalog = Catalog::new(&providers);
    let transport =
        Transport::new(&providers, CONNECT_TIMEOUT).map_err(|error| Exit::Usage.because(error))?;
    let mut models = arguments.models.clone();
    if models.is_empty() {
        models = catalog.list().iter().filter(|model| model.enabled).map(|model| model.id.clone()).collect();
    }
    let mut checker = Checker::new(&catalog, &transport);
    let mut worst = Exit::Done;
    for id in &models {
        match checker.check(id).await {
            Ok(proof) => output::result(&format!("{id:40} works: {}", how(proof))),
            Err(fault) => {
                output::result(&format!("{id:40} does not work: {fault}"));
                worst = worse(worst, fault.kind);
            }
        }
    }
    Ok(worst)
}

fn how(proof: Proof) -> &'static str {
    match proof {
        Proof::Listed => "the provider lists it",
        Proof::Answered => "it answered a question",
        Proof::Builtin => "it is built in",
    }
}

/// The exit that says most: a key before a provider before a model.
fn worse(before: Exit, kind: FaultKind) -> Exit {
    match (before, kind) {
        (Exit::Key, _) | (_, FaultKind::Key) => Exit::Key,
        (Exit::Unreachable, _) | (_, FaultKind::Unreachable) => Exit::Unreachable,
        (_, FaultKind::Model) => Exit::NotFound,
    }
}

fn line(id: &str, enabled: bool, description: &str, price: Option<(String, u64, u64)>) {
    let state = if enabled { "" } else { "  (off: no credentials)" };
    let price = price.map_or_else(String::new, |(currency, input, output)| {
        format!("  {currency} {} in, {} out a million tokens", amount(input), amount(output))
    });
    output::result(&format!("{id:40} {description}{price}{state}"));
}

/// Micro-units as units, with two decimals or as many as it has.
fn amount(micros: u64) -> String {
    let fraction = format!("{:06}", micros % 1_000_000);
    let fine = fraction.trim_end_matches('0');
    format!("{}.{fine:0<2}", micros / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::{Exit, FaultKind, amount, worse};

    #[test]
    fn amounts_are_written_out() {
        let check = |micros, expected: &str| assert_eq!(amount(micros), expected);
        check(2_500_000, "2.50");
        check(15_000_000, "15.00");
        check(75_000, "0.075");
        check(0, "0.00");
    }

    #[test]
    fn the_exit_says_what_to_mend_first() {
        let all = [FaultKind::Model, FaultKind::Unreachable, FaultKind::Model, FaultKind::Key];
        let exits: Vec<_> = all
            .iter()
            .scan(Exit::Done, |exit, kind| {
                *exit = worse(*exit, *kind);
                Some(*exit)
            })
            .collect();
        assert_eq!(exits, [Exit::NotFound, Exit::Unreachable, Exit::Unreachable, Exit::Key]);
    }
}
