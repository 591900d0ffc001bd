//! What a tenant file demands that the emulator does not have.

use serde_json::{Map, Value};

use super::{SeedFile, SeedWarning};
use crate::tenant::unsupported::{Demand, DemandScope, Feature, Unsupported};

/// Every such demand of the file.
pub(super) fn demands(json: &Map<String, Value>) -> Vec<Demand> {
    let mut found = Vec::new();
    if enforces_second_factor(json) {
        found.push(demand(DemandScope::Tenant, "guardianPolicies", Feature::MultiFactor));
    }
    for client in entries(json, "clients") {
        let Some(name) = text(client, "/name") else { continue };
        let demands = [
            (
                "organization_usage",
                text(client, "/organization_usage") == Some("require"),
                Feature::Organizations,
            ),
            (
                "require_pushed_authorization_requests",
                is_true(client, "/require_pushed_authorization_requests"),
                Feature::PushedRequests,
            ),
            (
                "signed_request_object",
                is_true(client, "/signed_request_object/required"),
                Feature::SignedRequests,
            ),
            (
                "client_authentication_methods",
                client.get("client_authentication_methods").is_some_and(Value::is_object),
                Feature::ClientKeys,
            ),
            (
                "require_proof_of_possession",
                is_true(client, "/require_proof_of_possession"),
                Feature::BoundTokens,
            ),
        ];
        found.extend(demands.into_iter().filter(|(_, demanded, _)| *demanded).map(|(key, _, feature)| {
            demand(DemandScope::Client(name.to_owned()), &format!("{key} of the client {name}"), feature)
        }));
    }
    for api in entries(json, "resourceServers") {
        let Some(identifier) = text(api, "/identifier") else { continue };
        let policy = text(api, "/subject_type_authorization/user/policy");
        let demands = [
            ("proof_of_possession", is_true(api, "/proof_of_possession/required"), Feature::BoundTokens),
            (
                "token_encryption",
                api.get("token_encryption").is_some_and(Value::is_object),
                Feature::EncryptedTokens,
            ),
            (
                "signing_alg",
                text(api, "/signing_alg").is_some_and(|alg| alg != "RS256"),
                Feature::OtherSignatures,
            ),
            (
                "subject_type_authorization",
                policy.is_some_and(|policy| policy != "allow_all"),
                Feature::AccessPolicies,
            ),
        ];
        found.extend(demands.into_iter().filter(|(_, demanded, _)| *demanded).map(|(key, _, feature)| {
            demand(
                DemandScope::Api(identifier.to_owned()),
                &format!("{key} of the API {identifier}"),
                feature,
            )
        }));
    }
    found
}

/// The warning at start: which logins will be refused.
pub(super) fn warning(demand: &Demand) -> SeedWarning {
    let Unsupported { by, feature } = &demand.missing;
    let feature = feature.name();
    let text =
        format!("{by}: the emulator has no {feature}; such logins are refused unless `unsupported: warn`");
    SeedWarning::Ignored(SeedFile::Tenant, text)
}

/// Whether every login asks for a second factor. Without an enabled factor Auth0 asks for none; the other policies depend on
/// how risky a login looks.
fn enforces_second_factor(json: &Map<String, Value>) -> bool {
    let policies = json.get("guardianPolicies").and_then(|section| section.get("policies"));
    let always =
        policies.and_then(Value::as_array).is_some_and(|all| all.contains(&"all-applications".into()));
    always && entries(json, "guardianFactors").any(|factor| is_true(factor, "/enabled"))
}

fn demand(scope: DemandScope, by: &str, feature: Feature) -> Demand {
    Demand { scope, missing: Unsupported { by: by.to_owned(), feature } }
}

fn entries<'a>(json: &'a Map<String, Value>, section: &str) -> impl Iterator<Item = &'a Value> {
    json.get(section).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(entry: &'a Value, pointer: &str) -> Option<&'a str> {
    entry.pointer(pointer)?.as_str()
}

fn is_true(entry: &Value, pointer: &str) -> bool {
    entry.pointer(pointer) == Some(&Value::Bool(true))
}
