//! What a request gets that does not say: the tenant's default API and database (Auth0, "Tenant Settings": API Authorization
//! Settings).

use super::Tenant;
use super::resource_server::Audience;

/// The defaults of a tenant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    /// The API of a request without `audience`, by its identifier.
    pub(crate) audience: Option<String>,
    /// The database of the `password` grant, by its name. Without one, the grant needs a realm.
    pub(crate) directory: Option<String>,
}

impl Tenant {
    /// What a request asks for by its `audience`: that API, or the default one, or `/userinfo`.
    ///
    /// # Errors
    ///
    /// The identifier, when no API has it.
    pub(crate) fn requested_audience(&self, sent: Option<&str>) -> Result<Audience, String> {
        let Some(identifier) = sent.or(self.defaults.audience.as_deref()) else {
            return Ok(Audience::UserInfo);
        };
        if self.issuer.is_management_audience(identifier) {
            return Ok(Audience::Management(identifier.to_owned()));
        }
        let known = self.resource_servers.iter().any(|api| api.identifier == identifier);
        known.then(|| Audience::Api(identifier.to_owned())).ok_or_else(|| identifier.to_owned())
    }
}
