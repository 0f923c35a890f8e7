//! Who is told of the end of a job, and what became of the telling.

use super::page::Page;
use super::{App, Error, Rule, Violation};
use crate::config::Webhooks;
use crate::domain::ids::{DeliveryId, JobId};
use crate::domain::webhook::receiver::{Receiver, Refused};
use crate::domain::webhook::{self, Delivery, DeliveryState};
use crate::store::webhooks::Redelivery;
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};

impl App {
    /// A page of deliveries of all tenants, newest first, and the token of the next page.
    ///
    /// # Errors
    /// A bad page.
    pub async fn list_deliveries(
        &self,
        job: Option<JobId>,
        states: &[DeliveryState],
        page: &Page,
    ) -> Result<(Vec<Delivery>, String), Error> {
        let cursor = page.open(50, &format!("deliveries {job:?} {states:?}"))?;
        let before = cursor.after::<DeliveryId>()?;
        let mut found = self.store.deliveries(job, states, before, cursor.size + 1).await?;
        let fit = self.fit(&found, cursor.size, weight);
        let more = found.len() > fit;
        found.truncate(fit);
        let token =
            found.last().filter(|_| more).map_or_else(String::new, |last| cursor.token(&last.id.to_string()));
        Ok((found, token))
    }

    /// Sends a delivery again, whatever became of it so far.
    ///
    /// # Errors
    /// `DELIVERY_NOT_FOUND`, `JOB_NOT_FINISHED`.
    pub async fn redeliver(&self, id: DeliveryId) -> Result<Delivery, Error> {
        match self.store.redeliver(id).await? {
            Redelivery::Due(delivery) => {
                tracing::info!(delivery.id = %id, job.id = %delivery.job, "webhook to be sent again");
                Ok(*delivery)
            }
            Redelivery::Unknown => Err(Error::DeliveryNotFound(id.to_string())),
            Redelivery::Waiting(status) => Err(Error::JobNotFinished { state: status.as_str() }),
        }
    }
}

/// What cannot stand of a receiver's address; an empty one is none.
pub(super) fn bad_url(url: &str, settings: &Webhooks) -> Option<Violation> {
    if url.is_empty() {
        return None;
    }
    let refused = Receiver::parse(url, &settings.allow_subnets).err()?;
    let rule = match refused {
        Refused::TooLong => Rule::TooLong,
        Refused::Form | Refused::UserInfo | Refused::Fragment => Rule::BadFormat,
        Refused::NotPublicForm | Refused::Denied => Rule::OutOfRange,
    };
    Some(Violation::new("spec.webhook.url", rule, refused.to_string()))
}

/// The bytes to sign with.
pub(super) fn secret(text: Option<&SecretString>) -> Result<Option<SecretSlice<u8>>, Violation> {
    let Some(text) = text else { return Ok(None) };
    webhook::secret(text.expose_secret()).map(Some).ok_or_else(|| {
        let form = "24 to 64 bytes, plain or as whsec_ and base64";
        Violation::new("spec.webhook.secret", Rule::BadFormat, form)
    })
}

/// About how many bytes a delivery takes in an answer.
fn weight(delivery: &Delivery) -> usize {
    let errors: usize = delivery.attempts.iter().map(|attempt| attempt.error.len() + 40).sum();
    delivery.url.len() + errors + 200
}
