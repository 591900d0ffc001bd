//! An identity: an entry of a user's `identities`.

use crate::config::{AuthConfig, Label};
use crate::display_text::DisplayText;
use crate::json::Value;
use crate::login::id_token::Profile;
use crate::user_id::UserId;

/// An identity of a user. The first of the list is the primary one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `google-oauth2`, `auth0`, …
    pub provider: String,
    /// The id at the provider, without `provider|`. Auth0 writes some as JSON numbers.
    pub(crate) user_id: String,
    /// The connection's name at the tenant.
    pub connection: String,
    /// `profileData`: what the provider knows of the user; empty for the primary in a user's own list.
    pub profile: Profile,
}

impl Identity {
    /// Reads one entry; `None` without provider or id.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name| value.text(name).filter(|text| !text.is_empty());
        let provider = text("provider")?;
        let user_id = match value.get("user_id")? {
            Value::String(id) if !id.is_empty() => id.clone(),
            Value::Number(id) => id.as_digits()?.to_owned(),
            _ => return None,
        };
        Some(Self {
            provider: provider.to_owned(),
            user_id,
            connection: text("connection").unwrap_or(provider).to_owned(),
            profile: value.get("profileData").and_then(Profile::read).unwrap_or_default(),
        })
    }

    /// As a part of a record, in the form of the API.
    pub(crate) fn to_json(&self) -> Value {
        Value::object(vec![
            ("provider", self.provider.as_str().into()),
            ("user_id", self.user_id.as_str().into()),
            ("connection", self.connection.as_str().into()),
            ("profileData", self.profile.to_json()),
        ])
    }

    /// The label of the identity's connection; `Password` for every database.
    pub fn label<'a>(&'a self, config: &'a AuthConfig) -> Label<'a> {
        config.label(if self.provider == "auth0" { "auth0" } else { &self.connection })
    }

    /// Whether its connection is an enterprise connection (Auth0, "Enterprise Identity Providers").
    pub fn is_enterprise(&self) -> bool {
        const ENTERPRISE: [&str; 14] = [
            "ad",
            "adfs",
            "auth0-adldap",
            "auth0-oidc",
            "custom",
            "google-apps",
            "ip",
            "office365",
            "oidc",
            "okta",
            "pingfederate",
            "samlp",
            "sharepoint",
            "waad",
        ];
        ENTERPRISE.contains(&self.provider.as_str())
    }

    /// The name to show for it: of the `profile`, which is the user's own for the primary identity, else the id.
    pub fn display_name(&self, profile: &Profile) -> DisplayText {
        profile.label().unwrap_or_else(|| DisplayText::always(&self.user_id))
    }

    /// The user that this identity was before it was linked, and will be after unlinking.
    pub fn user(&self) -> UserId {
        UserId::new([&self.provider, "|", &self.user_id].concat())
    }

    /// Whether this identity alone makes up that user.
    pub fn is_user(&self, id: &UserId) -> bool {
        id.is_identity(&self.provider, &self.user_id)
    }

    /// Whether both entries name the same identity.
    pub fn is_same(&self, other: &Self) -> bool {
        self.provider == other.provider && self.user_id == other.user_id
    }
}

/// Reads a list of identities, the primary first; `None` when it is empty or an entry is not readable.
pub(super) fn read_list(value: &Value) -> Option<Vec<Identity>> {
    let identities: Vec<_> = value.as_array()?.iter().map(Identity::read).collect::<Option<_>>()?;
    (!identities.is_empty()).then_some(identities)
}
