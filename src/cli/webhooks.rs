//! `refineloop webhooks`: what became of the reports of ended jobs.

use super::client;
use super::exit::{Exit, Failed};
use super::output;
use crate::pb::admin_service_client::AdminServiceClient;
use crate::pb::{Delivery, DeliveryState, ListDeliveriesRequest, RedeliverRequest};
use chrono::{DateTime, SecondsFormat};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List deliveries, newest first
    Deliveries {
        /// Only those of this job
        #[arg(long, value_name = "ID")]
        job: Option<String>,
        /// Print each as a line of JSON, with its attempts
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        client: client::Arguments,
    },
    /// Send a delivery again, at once
    Redeliver {
        /// The delivery
        id: String,
        #[command(flatten)]
        client: client::Arguments,
    },
}

pub(super) async fn run(arguments: Arguments) -> Result<Exit, Failed> {
    match arguments.command {
        Command::Deliveries { job, json, client } => list(&client, job.unwrap_or_default(), json).await,
        Command::Redeliver { id, client } => redeliver(&client, id).await,
    }
}

async fn list(server: &client::Arguments, job: String, json: bool) -> Result<Exit, Failed> {
    let mut client = AdminServiceClient::new(server.connect().await?);
    let mut request = ListDeliveriesRequest { job_id: job, ..ListDeliveriesRequest::default() };
    loop {
        let page = client.list_deliveries(request.clone()).await;
        let page = page.map_err(|status| client::failed(&status))?.into_inner();
        for delivery in &page.deliveries {
            output::result(&if json { object(delivery).to_string() } else { line(delivery) });
        }
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return Ok(Exit::Done);
        }
    }
}

async fn redeliver(server: &client::Arguments, id: String) -> Result<Exit, Failed> {
    let mut client = AdminServiceClient::new(server.connect().await?);
    let answer = client.redeliver(RedeliverRequest { delivery_id: id }).await;
    let answer = answer.map_err(|status| client::failed(&status))?.into_inner();
    if let Some(delivery) = &answer.delivery {
        output::result(&line(delivery));
    }
    Ok(Exit::Done)
}

fn line(delivery: &Delivery) -> String {
    let last = delivery.attempts.last().map_or_else(String::new, |attempt| {
        let words = if attempt.error.is_empty() { "taken" } else { attempt.error.as_str() };
        format!("  {words}")
    });
    format!(
        "{}  job {}  {:9}  {} attempts  {}{last}",
        delivery.delivery_id,
        delivery.job_id,
        state(delivery),
        delivery.attempts.len(),
        delivery.url,
    )
}

fn object(delivery: &Delivery) -> Value {
    let attempts: Vec<Value> = delivery
        .attempts
        .iter()
        .map(|attempt| {
            let seconds = attempt.duration.map(|took| took.seconds as f64 + f64::from(took.nanos) / 1e9);
            json!({
                "attempted_at": attempt.attempted_at.and_then(time),
                "http_status": attempt.http_status,
                "error": attempt.error,
                "seconds": seconds,
            })
        })
        .collect();
    json!({
        "delivery_id": delivery.delivery_id,
        "job_id": delivery.job_id,
        "tenant_id": delivery.tenant_id,
        "url": delivery.url,
        "state": state(delivery),
        "attempts": attempts,
        "next_attempt_at": delivery.next_attempt_at.and_then(time),
        "created_at": delivery.created_at.and_then(time),
    })
}

fn state(delivery: &Delivery) -> &'static str {
    match delivery.state() {
        DeliveryState::Unspecified => "unspecified",
        DeliveryState::Waiting => "waiting",
        DeliveryState::Pending => "pending",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Failed => "failed",
    }
}

fn time(stamp: prost_types::Timestamp) -> Option<String> {
    let time = DateTime::from_timestamp(stamp.seconds, u32::try_from(stamp.nanos).ok()?)?;
    Some(time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
