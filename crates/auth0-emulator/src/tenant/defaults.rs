//! Which API a request is for, and what one gets that does not say: the tenant's default API and database (Auth0, "Tenant
//! Settings": API Authorization Settings).

use super::Tenant;
use super::resource_server::Audience;
use crate::params::{Params, Repeated};

/// The defaults of a tenant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    /// The API of a request without `audience`, by its identifier.
    pub(crate) audience: Option<String>,
    /// The database of the `password` grant, by its name. Without one, the grant needs a realm.
    pub(crate) directory: Option<String>,
    /// Whether `resource` (RFC 8707) names the API where `audience` does not (Auth0, "Resource Parameter Compatibility
    /// Profile").
    pub(crate) takes_resource: bool,
}

impl Tenant {
    /// The identifier of the API that a request names.
    ///
    /// # Errors
    ///
    /// [`Repeated`] when the parameter is repeated.
    pub(crate) fn named_api<'a>(&self, params: &'a Params) -> Result<Option<&'a str>, Repeated> {
        match params.one("audience")? {
            None if self.defaults.takes_resource => params.one("resource"),
            named => Ok(named),
        }
    }

    /// What a request asks for that names this API: that one, or the default one, or `/userinfo`.
    ///
    /// # Errors
    ///
    /// The identifier, when no API has it.
    pub(crate) fn requested_audience(&self, named: Option<&str>) -> Result<Audience, String> {
        let Some(identifier) = named.or(self.defaults.audience.as_deref()) else {
            return Ok(Audience::UserInfo);
        };
        if self.issuer.is_management_audience(identifier) {
            return Ok(Audience::Management(identifier.to_owned()));
        }
        let known = self.resource_servers.iter().any(|api| api.identifier == identifier);
        known.then(|| Audience::Api(identifier.to_owned())).ok_or_else(|| identifier.to_owned())
    }
}
