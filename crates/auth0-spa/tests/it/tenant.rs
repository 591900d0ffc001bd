//! The demo tenant, with a second application and a provider whose ids have three parts.

use auth0_emulator::{Clock, DEMO_TENANT, DEMO_USERS, Emulator, Options, Random, Seed};
use auth0_spa::config::AuthConfig;

/// The time of every story.
pub(crate) const NOW: i64 = 1_800_000_000;

/// Every demo user's password.
pub(crate) const PASSWORD: &str = "Passw0rd!";

pub(crate) const ALICE: &str = "auth0|65f2a1c0d3b07384d113ed01";
pub(crate) const BOB: &str = "auth0|65f2a1c0d3b07384d113ed02";
pub(crate) const CAROL: &str = "auth0|65f2a1c0d3b07384d113ed04";
pub(crate) const ALICES_GOOGLE: &str = "google-oauth2|108412345678901234501";
pub(crate) const ALICES_FACEBOOK: &str = "facebook|10224000000000001";
pub(crate) const ALICES_DISCORD: &str = "oauth2|discord|42";

const OTHER_CLIENT: &str = "
clients:
  - name: Another App
    app_type: spa
    is_first_party: true
    oidc_conformant: true
    token_endpoint_auth_method: none
    grant_types: [authorization_code]
    callbacks: ['http://localhost:3000']
    skip_non_verifiable_callback_uri_confirmation_prompt: true";

const DISCORD: &str = "
connections:
  - name: discord
    strategy: oauth2
    enabled_clients: [Account Linking]";

const DISCORD_USER: &str = "
  - provider: oauth2
    id: discord|42
    connection: discord
    email: alice@discord.example
    email_verified: true
    name: Alice on Discord
    user_metadata: {colour: blue}
";

/// The seed that most stories start from.
pub(crate) fn seed() -> Seed {
    let tenant = DEMO_TENANT
        .replace("      - Account Linking\n", "      - Account Linking\n      - Another App\n")
        .replacen("\nclients:", OTHER_CLIENT, 1)
        .replacen("\nconnections:", DISCORD, 1);
    Seed::parse(&tenant, &format!("{DEMO_USERS}{DISCORD_USER}")).expect("a valid seed")
}

/// The seed with one more user, `imported@gmail.example`, who has this metadata.
pub(crate) fn seed_with_metadata(metadata: &serde_json::Value) -> Seed {
    seed_with_member("user_metadata", metadata)
}

/// The seed with `imported@gmail.example`, of whom this member is known.
pub(crate) fn seed_with_member(name: &str, value: &serde_json::Value) -> Seed {
    let person = format!(
        "
  - provider: google-oauth2
    id: '7'
    connection: google-oauth2
    email: imported@gmail.example
    email_verified: true
    {name}: {value}
"
    );
    Seed::parse(DEMO_TENANT, &format!("{DEMO_USERS}{person}")).expect("a valid seed")
}

/// The seed with a company's directory, which does not say whether an address is verified: `employee@acme.example` logs in
/// with it, and `mallory@example.com` signed up with an address that may be anybody's and linked a login of it.
pub(crate) fn seed_with_company() -> Seed {
    let company = "
connections:
  - name: acme-waad
    strategy: waad
    enabled_clients: [Account Linking]";
    let people = "
  - provider: waad
    id: employee
    connection: acme-waad
    email: employee@acme.example
    name: An Employee
  - provider: auth0
    id: mallory
    email: mallory@example.com
    email_verified: false
    password: Passw0rd!
    name: Mallory
    identities:
      - provider: waad
        id: mallory-at-work
        connection: acme-waad
        email: mallory@acme.example
        name: Mallory at Work
";
    let tenant = DEMO_TENANT.replacen("\nconnections:", company, 1);
    Seed::parse(&tenant, &format!("{DEMO_USERS}{people}")).expect("a valid seed")
}

/// A tenant whose clock stands still.
pub(crate) fn tenant(seed: Seed) -> Emulator {
    let options = Options { clock: Clock::manual(NOW), random: Random::seeded(1), ..Options::default() };
    Emulator::new(seed, options)
}

/// The `auth_config.json` of one of its applications.
pub(crate) fn config(emulator: &Emulator, client: &str) -> AuthConfig {
    let client_id = emulator.client_id(client).expect("a client of this name");
    let text = format!(r#"{{"domain": "{}", "client_id": "{client_id}"}}"#, emulator.domain());
    AuthConfig::parse(&text).expect("a valid configuration")
}
