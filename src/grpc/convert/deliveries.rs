//! Deliveries of webhooks, both ways.

use super::{job_id, time};
use crate::app::{Error, Rule};
use crate::domain::ids::{DeliveryId, JobId};
use crate::domain::webhook::{Attempt, Delivery, DeliveryState};
use crate::pb;
use std::time::Duration;

/// The filters of a list of deliveries.
pub(crate) fn filter(
    request: &pb::ListDeliveriesRequest,
) -> Result<(Option<JobId>, Vec<DeliveryState>), Error> {
    let states = request
        .states
        .iter()
        .map(|value| {
            DeliveryState::ALL
                .into_iter()
                .find(|known| state(*known) as i32 == *value)
                .ok_or_else(|| Error::invalid("states", Rule::UnknownValue, "no such state"))
        })
        .collect::<Result<_, _>>()?;
    let job = Some(request.job_id.as_str()).filter(|id| !id.is_empty());
    Ok((job.map(job_id).transpose()?, states))
}

pub(crate) fn delivery_id(text: &str) -> Result<DeliveryId, Error> {
    text.parse().map_err(|_| super::bad_id("delivery_id", text))
}

pub(crate) fn delivery(delivery: Delivery) -> pb::Delivery {
    pb::Delivery {
        delivery_id: delivery.id.to_string(),
        job_id: delivery.job.to_string(),
        tenant_id: delivery.tenant.as_str().to_owned(),
        url: delivery.url,
        state: state(delivery.state).into(),
        attempts: delivery.attempts.into_iter().map(attempt).collect(),
        next_attempt_at: delivery.next_at.map(time),
        created_at: Some(time(delivery.created_at)),
    }
}

fn attempt(attempt: Attempt) -> pb::DeliveryAttempt {
    pb::DeliveryAttempt {
        attempted_at: Some(time(attempt.at)),
        http_status: attempt.status.into(),
        error: attempt.error,
        // Fails only beyond the age of the universe.
        duration: Duration::from_millis(attempt.millis).try_into().ok(),
    }
}

fn state(state: DeliveryState) -> pb::DeliveryState {
    match state {
        DeliveryState::Waiting => pb::DeliveryState::Waiting,
        DeliveryState::Pending => pb::DeliveryState::Pending,
        DeliveryState::Delivered => pb::DeliveryState::Delivered,
        DeliveryState::Failed => pb::DeliveryState::Failed,
    }
}
