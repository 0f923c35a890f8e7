//! `GET /openapi.json`: the description of the interface, collected from the handlers, with what is
//! the same everywhere added once: the key, and the refusals of each operation.

use super::schema::SegmentWord;
use super::view::problem::ProblemView;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

/// What holds of every operation; those of [`OPERATIONS`] name only what they add.
const COMMON: [u16; 3] = [401, 429, 503];

/// The operations by their identifiers, and the refusals they give beside [`COMMON`].
const OPERATIONS: [(&str, &[u16]); 18] = [
    ("uploadFile", &[400, 403, 408, 409, 413, 415, 422]),
    ("listFiles", &[400, 403]),
    ("describeFile", &[403, 404]),
    ("deleteFile", &[400, 403, 404]),
    ("downloadFile", &[403, 404, 416]),
    ("listModels", &[]),
    ("createJob", &[400, 403, 404, 409, 413, 415, 422]),
    ("listJobs", &[400, 403]),
    ("getJob", &[400, 403, 404]),
    ("estimateJob", &[400, 403, 404, 413, 415]),
    ("cancelJob", &[400, 403, 404]),
    ("eraseJob", &[403, 404, 409]),
    ("listSegments", &[400, 403, 404]),
    ("dismissFinding", &[400, 403, 404, 413, 415]),
    ("listDismissals", &[400, 403]),
    ("restoreFinding", &[403, 404]),
    ("exportHistory", &[403, 404]),
    ("watchJob", &[400, 403, 404]),
];

/// What the collection begins with.
#[derive(OpenApi)]
#[openapi(
    info(title = "refineloop", description = "Reviews, revises and checks translated XLIFF files."),
    components(schemas(ProblemView, SegmentWord)),
    tags(
        (name = "files", description = "XLIFF files, in and out."),
        (name = "models", description = "What jobs may name."),
        (name = "jobs", description = "Refinement in the background."),
    )
)]
pub(super) struct Collected;

/// The whole description.
pub(super) fn describe(collected: &utoipa::openapi::OpenApi) -> Value {
    // A collection of plain values: serde_json refuses none of them.
    let mut whole = serde_json::to_value(collected).unwrap_or_default();
    whole["components"]["securitySchemes"]["key"] =
        json!({"type": "http", "scheme": "bearer", "description": "An API key, `rl_…`."});
    whole["security"] = json!([{"key": []}]);
    whole["components"]["responses"]["Refusal"] = refusal();
    let operations = whole["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for operation in operations.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        complete(operation);
    }
    whole
}

fn complete(operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default();
    let Some((id, refusals)) = OPERATIONS.iter().find(|(known, _)| *known == id) else { return };
    if *id == "listModels" {
        operation["security"] = json!([{}, {"key": []}]);
    }
    // An absent header is not null: no text of one stands for it.
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let Some(kind) = parameter.pointer_mut("/schema/type") else { continue };
        if let Some(stated) = kind.as_array().and_then(|kinds| kinds.first()).cloned() {
            *kind = stated;
        }
    }
    for status in COMMON.iter().chain(*refusals) {
        operation["responses"][status.to_string()] = json!({"$ref": "#/components/responses/Refusal"});
    }
}

fn refusal() -> Value {
    let schema = json!({"schema": {"$ref": "#/components/schemas/Problem"}});
    json!({
        "description": "Refused; `error.code` says why, and `type` leads to what to do.",
        "content": {"application/json": schema, "application/problem+json": schema},
        "headers": {
            "Retry-After": {"description": "Seconds, where calling again helps.", "schema": {"type": "integer"}},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_says_how_it_refuses() {
        let described = super::super::description();
        let paths = described["paths"].as_object().unwrap();
        let operations = paths.values().flat_map(|path| path.as_object().unwrap().values());
        let ids: Vec<&str> = operations.filter_map(|one| one["operationId"].as_str()).collect();
        assert_eq!(ids.len(), OPERATIONS.len(), "{ids:?}");
        for (id, _) in OPERATIONS {
            assert!(ids.contains(&id), "{id}");
        }
    }

    #[test]
    fn whatever_it_refers_to_is_in_it() {
        let described = super::super::description();
        let text = described.to_string();
        let references = text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next());
        for reference in references {
            assert!(described.pointer(reference).is_some(), "{reference}");
        }
    }

    #[test]
    fn nothing_in_it_is_null() {
        let mut left = vec![super::super::description()];
        while let Some(value) = left.pop() {
            match value {
                Value::Null => panic!("looking at an absent member by its index makes a null of it"),
                Value::Array(items) => left.extend(items),
                Value::Object(members) => left.extend(members.into_iter().map(|(_, value)| value)),
                Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }

    #[test]
    fn no_operation_stands_in_it_twice() {
        let described = super::super::description();
        let paths = described["paths"].as_object().unwrap();
        assert!(paths.keys().all(|path| !path.starts_with("/v1")));
    }
}
