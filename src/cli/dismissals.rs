//! `refineloop dismiss` and `refineloop dismissals`: findings that are right as they are.

use super::client::{self, failed};
use super::exit::{Exit, Failed};
use super::output;
use crate::pb::job_service_client::JobServiceClient;
use crate::pb::{DismissFindingRequest, Dismissal, ListDismissalsRequest, RestoreFindingRequest};
use chrono::{DateTime, SecondsFormat};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// The most dismissals of a page.
const PAGE: i32 = 1000;

#[derive(Debug, Args)]
#[command(after_help = "Try:  refineloop dismiss JOB 17 number-value --note \"20 % is meant\"")]
pub(super) struct Dismiss {
    /// The job that found it
    job: String,
    /// The number of the segment, as `watch --segments` tells it
    number: i64,
    /// The check, such as number-value
    check: String,
    /// Why it is right as it is
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    note: String,
    #[command(flatten)]
    client: client::Arguments,
}

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List what was dismissed, newest first
    List {
        /// Print each as a line of JSON, as `check --dismissed` reads them
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        client: client::Arguments,
    },
    /// Forget a dismissal: the finding counts again
    Restore {
        /// The dismissal
        id: String,
        #[command(flatten)]
        client: client::Arguments,
    },
}

pub(super) async fn dismiss(arguments: Dismiss) -> Result<Exit, Failed> {
    let Dismiss { job, number, check, note, client } = arguments;
    let mut client = JobServiceClient::new(client.connect().await?);
    let request = DismissFindingRequest { job_id: job, segment_number: number, check, note };
    let answer = client.dismiss_finding(request).await.map_err(|status| failed(&status))?;
    answer.into_inner().dismissals.iter().for_each(|one| output::result(&line(one)));
    Ok(Exit::Done)
}

pub(super) async fn run(arguments: Arguments) -> Result<Exit, Failed> {
    match arguments.command {
        Command::List { json, client } => list(&client, json).await,
        Command::Restore { id, client } => {
            let mut client = JobServiceClient::new(client.connect().await?);
            let request = RestoreFindingRequest { dismissal_id: id };
            client.restore_finding(request).await.map_err(|status| failed(&status))?;
            Ok(Exit::Done)
        }
    }
}

async fn list(server: &client::Arguments, json: bool) -> Result<Exit, Failed> {
    let mut client = JobServiceClient::new(server.connect().await?);
    let mut request = ListDismissalsRequest { page_size: PAGE, page_token: String::new() };
    loop {
        let page = client.list_dismissals(request.clone()).await;
        let page = page.map_err(|status| failed(&status))?.into_inner();
        for one in &page.dismissals {
            output::result(&if json { object(one).to_string() } else { line(one) });
        }
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return Ok(Exit::Done);
        }
    }
}

fn line(one: &Dismissal) -> String {
    let short: String = one.segment_hash.chars().take(12).collect();
    format!("{}  {:24}  segment {short}  {}", one.dismissal_id, one.check, one.note).trim_end().to_owned()
}

fn object(one: &Dismissal) -> Value {
    let at = one.dismissed_at.and_then(|stamp| {
        let time = DateTime::from_timestamp(stamp.seconds, u32::try_from(stamp.nanos).ok()?)?;
        Some(time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    });
    json!({
        "check": one.check,
        "segment_hash": one.segment_hash,
        "note": one.note,
        "dismissal_id": one.dismissal_id,
        "dismissed_by": one.dismissed_by,
        "dismissed_at": at,
    })
}
