//! `GET /.well-known/openid-configuration` (OpenID Connect Discovery §4).

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::tenant::authorization::ResponseType;

/// Returns the tenant's metadata.
pub(super) async fn openid_configuration(State(emulator): State<Emulator>) -> Json<Value> {
    let issuer = emulator.address();
    Json(json!({
        "issuer": issuer.as_str(),
        "authorization_endpoint": issuer.endpoint("authorize"),
        "token_endpoint": issuer.endpoint("oauth/token"),
        "userinfo_endpoint": issuer.endpoint("userinfo"),
        "jwks_uri": issuer.endpoint(".well-known/jwks.json"),
        "revocation_endpoint": issuer.endpoint("oauth/revoke"),
        "end_session_endpoint": issuer.endpoint("oidc/logout"),
        "scopes_supported": [
            "openid", "profile", "offline_access", "name", "given_name", "family_name", "nickname", "email",
            "email_verified", "picture", "created_at", "identities", "phone", "address"
        ],
        "response_types_supported": ResponseType::ALL,
        "code_challenge_methods_supported": ["S256", "plain"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256", "RS256", "PS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "claims_supported": [
            "aud", "auth_time", "created_at", "email", "email_verified", "exp", "family_name", "given_name", "iat",
            "identities", "iss", "name", "nickname", "phone_number", "picture", "sub"
        ],
        "request_uri_parameter_supported": false,
        "request_parameter_supported": false
    }))
}
