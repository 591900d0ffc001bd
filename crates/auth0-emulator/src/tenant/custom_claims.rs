//! Custom claims, which Actions of a real tenant add to tokens (Auth0, "Create Custom Claims"). The emulator runs no Actions:
//! claims are seeded.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::client::Client;

/// Claims for the tokens of some users and clients.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustomClaims {
    /// Only for this user, by id; for every user if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Only for this client, by name or id; for every client if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// Claims of ID tokens, which `/userinfo` returns too.
    pub id_token: Map<String, Value>,
    /// Claims of access tokens that are JWTs.
    pub access_token: Map<String, Value>,
}

/// Claims that Auth0 keeps to itself.
const RESTRICTED: [&str; 61] = [
    "acr",
    "act",
    "active",
    "amr",
    "at_hash",
    "ath",
    "attest",
    "aud",
    "auth_time",
    "authorization_details",
    "azp",
    "c_hash",
    "client_id",
    "cnf",
    "cty",
    "dest",
    "entitlements",
    "events",
    "exp",
    "groups",
    "gty",
    "htm",
    "htu",
    "iat",
    "internalService",
    "iss",
    "jcard",
    "jku",
    "jti",
    "jwe",
    "jwk",
    "kid",
    "may_act",
    "mky",
    "nbf",
    "nonce",
    "object_id",
    "org_id",
    "org_name",
    "orig",
    "origid",
    "permissions",
    "roles",
    "rph",
    "s_hash",
    "scope",
    "sid",
    "sip_callid",
    "sip_cseq_num",
    "sip_date",
    "sip_from_tag",
    "sip_via_branch",
    "sub",
    "sub_jwk",
    "toe",
    "txn",
    "typ",
    "uuid",
    "vot",
    "vtm",
    "x5t#S256",
];

/// Domains that cannot be namespaces.
const OWN_DOMAINS: [&str; 3] = ["auth0.com", "webtask.io", "webtask.run"];

impl CustomClaims {
    /// What is wrong with the claims: names that Auth0 refuses, a client or a user that does not exist.
    pub(crate) fn mistakes(&self, clients: &[Client], is_user: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(name) = self.client.as_ref().filter(|name| !clients.iter().any(|one| one.is_called(name)))
        {
            found.push(format!("claims: no client has the name or id `{name}`"));
        }
        if let Some(user) = self.user.as_ref().filter(|user| !is_user(user)) {
            found.push(format!("claims: no user has the id `{user}`"));
        }
        let names = self.id_token.keys().chain(self.access_token.keys());
        found.extend(names.filter_map(|name| Some(format!("claims: {}", refusal(name)?))));
        found
    }

    /// Whether they are for this user, who a machine lacks, and this client.
    fn are_for(&self, user: Option<&str>, client: &Client) -> bool {
        let of_client = self.client.as_ref().map(|name| client.is_called(name));
        match user {
            Some(user) => self.user.as_ref().is_none_or(|own| own == user) && of_client.unwrap_or(true),
            // Another Action makes a machine's claims, so only those that name the client are meant.
            None => self.user.is_none() && of_client.unwrap_or(false),
        }
    }
}

/// Adds to the claims of an ID token those for its user and client. What Auth0 refuses is left out, as there.
pub(crate) fn add_to_id_token(
    claims: &mut Map<String, Value>,
    custom: &[CustomClaims],
    user: &str,
    client: &Client,
) {
    let all = custom.iter().filter(|custom| custom.are_for(Some(user), client));
    let all = all.flat_map(|custom| &custom.id_token).filter(|(name, _)| refusal(name).is_none());
    claims.extend(all.map(|(name, value)| (name.clone(), value.clone())));
}

/// Adds to the claims of an access token those for its client and its user, if it has one. What Auth0 refuses is left out,
/// as there: for the Management API every claim without a namespace.
pub(crate) fn add_to_access_token(
    claims: &mut Map<String, Value>,
    custom: &[CustomClaims],
    user: Option<&str>,
    client: &Client,
    is_for_management: bool,
) {
    let all = custom.iter().filter(|custom| custom.are_for(user, client));
    let all = all.flat_map(|custom| &custom.access_token);
    let all = all.filter(|(name, _)| refusal(name).is_none() && (is_namespaced(name) || !is_for_management));
    claims.extend(all.map(|(name, value)| (name.clone(), value.clone())));
}

/// Why Auth0 does not add a claim with this name.
fn refusal(name: &str) -> Option<String> {
    if RESTRICTED.contains(&name) {
        return Some(format!("`{name}` is Auth0's own; no Action can set it"));
    }
    let host = Url::parse(name).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let is_own = |domain: &&str| {
        host == **domain || host.strip_suffix(*domain).is_some_and(|before| before.ends_with('.'))
    };
    let reserved = name.starts_with("urn:auth0") || OWN_DOMAINS.iter().any(is_own);
    reserved.then(|| format!("`{name}` has a domain of Auth0 as its namespace"))
}

fn is_namespaced(name: &str) -> bool {
    ["http://", "https://", "urn:"].iter().any(|scheme| name.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auth0s_own_names_and_namespaces_are_refused() {
        for own in [
            "sub",
            "permissions",
            "https://auth0.com/x",
            "https://acme.eu.auth0.com/x",
            "urn:auth0:x",
            "x5t#S256",
        ] {
            assert!(refusal(own).is_some(), "{own}");
        }
        for free in [
            "email",
            "plan",
            "https://example.com/roles",
            "https://notauth0.com/x",
            "https://auth0.com.example/x",
        ] {
            assert_eq!(refusal(free), None, "{free}");
        }
    }
}
