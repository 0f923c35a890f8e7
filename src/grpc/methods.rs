//! The methods there are, by their paths: names that are safe to log and to count by.

use crate::pb;
use prost::Message as _;
use prost_types::FileDescriptorSet;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How the names of our services begin.
const OURS: &str = "/refineloop.";
/// What anybody may ask.
const MODELS: &str = "/refineloop.v1.ModelService/ListModels";

static METHODS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let sets = [
        pb::DESCRIPTORS,
        tonic_health::pb::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
    ];
    sets.into_iter().flat_map(paths).collect()
});

/// The method of a path such as `/refineloop.v1.JobService/GetJob`, if there is one.
pub(crate) fn method(path: &str) -> Option<&'static str> {
    METHODS.get(path).map(String::as_str)
}

/// Whether a call of this path is refused without a key, whatever it says: all of ours but the models.
pub(crate) fn needs_key(path: &str) -> bool {
    method(path).is_some_and(|method| method.starts_with(OURS) && method != MODELS)
}

fn paths(descriptors: &[u8]) -> Vec<String> {
    let files = FileDescriptorSet::decode(descriptors).unwrap_or_default().file;
    let of_file = |file: prost_types::FileDescriptorProto| {
        let package = file.package().to_owned();
        file.service.into_iter().flat_map(move |service| {
            let prefix = format!("/{package}.{}", service.name());
            service.method.into_iter().map(move |method| format!("{prefix}/{}", method.name()))
        })
    };
    files.into_iter().flat_map(of_file).collect()
}

#[cfg(test)]
mod tests {
    use super::{METHODS, MODELS, method, needs_key};

    #[test]
    fn of_ours_only_the_models_are_told_without_a_key() {
        let open: Vec<_> = METHODS.iter().filter(|path| !needs_key(path)).collect();
        let ours: Vec<_> = open.iter().filter(|path| !path.starts_with("/grpc.")).collect();
        assert_eq!(ours, [&MODELS]);
        assert!(!needs_key("/refineloop/models"));
    }

    #[test]
    fn only_methods_there_are_have_a_name() {
        for path in [
            "/refineloop.v1.JobService/WatchJob",
            "/refineloop.v1.FileService/UploadFile",
            "/grpc.health.v1.Health/Check",
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        ] {
            assert_eq!(method(path), Some(path));
        }
        assert_eq!(method("/refineloop.v1.JobService/Secret"), None);
        assert_eq!(method("/files"), None);
    }
}
