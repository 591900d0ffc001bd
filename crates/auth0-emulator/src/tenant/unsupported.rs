//! What a request asks for, or the tenant file demands, and the emulator does not have.
//!
//! Ignored without a word, it would make a test pass that fails on a real tenant. So it is refused where it is asked for, unless
//! the setting `unsupported: warn` lets it pass. What a file merely contains (Actions, rules, hooks, organizations that no client
//! requires) is not refused, because nearly every file has some: it draws a warning when the program starts.

use thiserror::Error;

use super::Tenant;
use super::client::Client;
use crate::params::Params;

/// A feature that is asked for and missing.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{by} asks for what the emulator does not have: {}; `unsupported: warn` ignores it", .feature.name())]
pub(crate) struct Unsupported {
    /// What asks for it.
    pub(crate) by: String,
    /// What is missing.
    pub(crate) feature: Feature,
}

/// Something that the tenant file demands for every login, or for those of a client or an API.
#[derive(Clone, Debug)]
pub(crate) struct Demand {
    /// The logins that it applies to.
    pub(crate) scope: DemandScope,
    /// What is missing.
    pub(crate) missing: Unsupported,
}

/// The logins that a demand applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DemandScope {
    /// All.
    Tenant,
    /// Those of a client, by name.
    Client(String),
    /// Those for an API, by identifier.
    Api(String),
}

/// A feature of Auth0 that the emulator lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// Organizations and invitations to them.
    Organizations,
    /// A second factor.
    MultiFactor,
    /// Pushed Authorization Requests (RFC 9126).
    PushedRequests,
    /// Signed requests (RFC 9101).
    SignedRequests,
    /// Rich Authorization Requests (RFC 9396).
    RichRequests,
    /// Clients that authenticate without a secret: by a signed JWT (RFC 7523) or a certificate (RFC 8705).
    ClientKeys,
    /// Tokens that are bound to a key: `DPoP` (RFC 9449) or mTLS.
    BoundTokens,
    /// Encrypted access tokens.
    EncryptedTokens,
    /// Access tokens that are not signed by RS256.
    OtherSignatures,
    /// Policies that decide which clients may use an API for users.
    AccessPolicies,
}

/// How a client asks for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// By a request to `/authorize`.
    Page,
    /// By a user's password at `/oauth/token`, or at `/_emulator/token`.
    WithoutPage,
    /// For itself.
    Machine,
    /// By a code or a refresh token of an earlier login.
    Earlier,
}

/// Parameters of `/authorize`.
const AT_AUTHORIZE: [(&str, Feature); 7] = [
    ("organization", Feature::Organizations),
    ("invitation", Feature::Organizations),
    ("acr_values", Feature::MultiFactor),
    ("request_uri", Feature::PushedRequests),
    ("request", Feature::SignedRequests),
    ("authorization_details", Feature::RichRequests),
    ("dpop_jkt", Feature::BoundTokens),
];

/// Parameters of `/oauth/token`.
const AT_TOKEN: [(&str, Feature); 2] =
    [("organization", Feature::Organizations), ("authorization_details", Feature::RichRequests)];

impl Tenant {
    /// What a request asks for by its parameters, and what the tenant file demands of it, and is missing.
    pub(crate) fn unsupported(
        &self,
        params: &Params,
        via: Via,
        client: &Client,
        api: Option<&str>,
    ) -> Vec<Unsupported> {
        let names = if via == Via::Page { AT_AUTHORIZE.as_slice() } else { &AT_TOKEN };
        let is_sent = |name: &str| params.iter().any(|(own, value)| own == name && !value.is_empty());
        let sent = names.iter().filter(|(name, _)| is_sent(name));
        let asked = sent
            .map(|(name, feature)| Unsupported { by: format!("The parameter {name}"), feature: *feature });
        let demands = self.demands.iter().filter(|demand| match &demand.scope {
            DemandScope::Tenant => true,
            DemandScope::Client(name) => *name == client.name,
            DemandScope::Api(identifier) => Some(identifier.as_str()) == api,
        });
        let demanded = demands.filter(|demand| demand.missing.feature.is_demanded(via));
        asked.chain(demanded.map(|demand| demand.missing.clone())).collect()
    }
}

impl Feature {
    /// What messages call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Organizations => "organizations",
            Self::MultiFactor => "multi-factor authentication",
            Self::PushedRequests => "pushed authorization requests (PAR)",
            Self::SignedRequests => "signed authorization requests (JAR)",
            Self::RichRequests => "rich authorization requests (RAR)",
            Self::ClientKeys => "client authentication by a key (private_key_jwt, mTLS)",
            Self::BoundTokens => "tokens bound to a key (DPoP, mTLS)",
            Self::EncryptedTokens => "encrypted access tokens",
            Self::OtherSignatures => "access tokens that are not signed by RS256",
            Self::AccessPolicies => "access policies of APIs",
        }
    }

    /// Whether a demand for it concerns this way to ask for tokens.
    fn is_demanded(self, via: Via) -> bool {
        match self {
            Self::PushedRequests | Self::SignedRequests | Self::RichRequests => via == Via::Page,
            Self::Organizations | Self::MultiFactor | Self::AccessPolicies => {
                matches!(via, Via::Page | Via::WithoutPage)
            }
            Self::ClientKeys => via != Via::Page,
            Self::BoundTokens | Self::EncryptedTokens | Self::OtherSignatures => via != Via::Earlier,
        }
    }
}
