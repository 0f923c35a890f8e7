//! Files, both ways.

use super::{count, file_id, time};
use crate::app::upload::UploadSpec;
use crate::app::{Error, Rule};
use crate::domain::file::{FileOrigin, StoredFile, XliffSummary};
use crate::domain::ids::FileId;
use crate::pb;
use std::time::Duration;

pub(crate) fn upload_spec(spec: pb::UploadFileSpec) -> Result<UploadSpec, Error> {
    let size_bytes = u64::try_from(spec.size_bytes)
        .map_err(|_| Error::invalid("spec.size_bytes", Rule::OutOfRange, "must not be negative"))?;
    let retention = spec
        .retention
        .map(|keep| {
            Duration::try_from(keep)
                .map_err(|_| Error::invalid("spec.retention", Rule::OutOfRange, "must not be negative"))
        })
        .transpose()?;
    Ok(UploadSpec {
        filename: spec.filename,
        size_bytes: Some(size_bytes).filter(|size| *size > 0),
        sha256: Some(spec.sha256).filter(|text| !text.is_empty()),
        retention,
        request_id: Some(spec.request_id).filter(|text| !text.is_empty()),
    })
}

pub(crate) fn download(request: &pb::DownloadFileRequest) -> Result<(FileId, u64, u64), Error> {
    let bound = |field: &str, value: i64| {
        u64::try_from(value).map_err(|_| Error::invalid(field, Rule::OutOfRange, "must not be negative"))
    };
    let id = file_id("file_id", &request.file_id)?;
    Ok((id, bound("offset_bytes", request.offset_bytes)?, bound("limit_bytes", request.limit_bytes)?))
}

pub(crate) fn origin(value: i32) -> Result<Option<FileOrigin>, Error> {
    match pb::FileOrigin::try_from(value) {
        Ok(pb::FileOrigin::Unspecified) => Ok(None),
        Ok(pb::FileOrigin::Upload) => Ok(Some(FileOrigin::Upload)),
        Ok(pb::FileOrigin::Job) => Ok(Some(FileOrigin::Job)),
        Err(_) => Err(Error::invalid("origin", Rule::UnknownValue, "no such origin")),
    }
}

pub(crate) fn file(file: StoredFile) -> pb::File {
    let origin = if file.job.is_some() { pb::FileOrigin::Job } else { pb::FileOrigin::Upload };
    pb::File {
        file_id: file.id.to_string(),
        filename: file.filename,
        origin: origin.into(),
        job_id: file.job.map(|job| job.to_string()).unwrap_or_default(),
        size_bytes: count(file.size_bytes),
        sha256: file.sha256,
        xliff: Some(summary(file.xliff)),
        created_at: Some(time(file.created_at)),
        expires_at: Some(time(file.expires_at)),
    }
}

fn summary(xliff: XliffSummary) -> pb::XliffSummary {
    pb::XliffSummary {
        version: xliff.version,
        dialect: xliff.dialect,
        language_pairs: xliff
            .language_pairs
            .into_iter()
            .map(|pair| pb::LanguagePair { source: pair.source, target: pair.target })
            .collect(),
        segment_count: count(xliff.segment_count),
        refinable_count: count(xliff.refinable_count),
        word_count: count(xliff.word_count),
    }
}
