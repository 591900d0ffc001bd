//! A tenant in this process, without a socket: logs a user in and reads the user from the Management API.
//!
//! ```sh
//! cargo run -p auth0-emulator --example in_process
//! ```

use std::error::Error;

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Options, Seed, router};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;
use url::Url;

const CALLBACK: &str = "http://localhost:3000";
// The example of RFC 7636, appendix B. An application makes a new verifier for each login.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::new(Seed::demo()?, Options::default());
    let client_id = emulator.client_id("Account Linking").ok_or("the demo tenant lacks the client")?;

    // The application sends the browser to /authorize. The user logs in, and the browser returns to the callback.
    let mut authorize = Url::parse(emulator.issuer())?.join("authorize")?;
    authorize
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &client_id)
        .append_pair("redirect_uri", CALLBACK)
        .append_pair("audience", &format!("{}api/v2/", emulator.issuer()))
        .append_pair("scope", "openid profile email read:current_user")
        .append_pair("code_challenge", CHALLENGE)
        .append_pair("code_challenge_method", "S256");
    let mut user_agent = UserAgent::new(&emulator);
    user_agent.open(authorize.as_str()).await;
    let step = user_agent.log_in("alice@example.com", "Passw0rd!").await;
    let Step::Callback(callback) = step else { return Err(format!("no callback: {step:?}").into()) };
    let callback = Url::parse(&callback)?;
    let code = callback.query_pairs().find(|(name, _)| name == "code").ok_or("no code")?.1;

    // The application exchanges the code for tokens.
    let body = json!({
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": code,
        "code_verifier": VERIFIER,
        "redirect_uri": CALLBACK,
    });
    let request = Request::post("/oauth/token").header("content-type", "application/json");
    let tokens = send(&emulator, request.body(Body::from(body.to_string()))?).await?;
    let access_token = text(&tokens, "access_token")?;

    // It reads the user.
    let get = |path: &str| {
        Request::get(path).header("authorization", format!("Bearer {access_token}")).body(Body::empty())
    };
    let claims = send(&emulator, get("/userinfo")?).await?;
    let user_id = text(&claims, "sub")?.replace('|', "%7C");
    let user = send(&emulator, get(&format!("/api/v2/users/{user_id}"))?).await?;
    println!("{user:#}");
    Ok(())
}

async fn send(emulator: &Emulator, request: Request<Body>) -> Result<Value, Box<dyn Error>> {
    let response = router(emulator).oneshot(request).await?;
    let body = to_bytes(response.into_body(), usize::MAX).await?;
    Ok(serde_json::from_slice(&body)?)
}

fn text<'a>(object: &'a Value, name: &str) -> Result<&'a str, String> {
    object.get(name).and_then(Value::as_str).ok_or_else(|| format!("no {name} in {object}"))
}
