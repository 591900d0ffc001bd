//! One of the two accounts of the confirm page.

use auth0_client::config::AuthConfig;
use auth0_client::management::User;
use leptos::prelude::*;

use super::profile::{Avatar, Verified};

/// An account with its role: which provider, whose name, which address, and whether it is verified.
#[component]
pub fn AccountCard(
    /// `Primary account` or `Secondary account`.
    role: &'static str,
    /// What becomes of it, in one sentence.
    fate: &'static str,
    /// The account.
    user: User,
    /// For the providers' names.
    config: AuthConfig,
    /// What can be done with it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let provider = user.identities.first().map(|identity| identity.label(&config).to_owned());
    let linked = user.identities.len().saturating_sub(1);
    let name = user.profile.name.clone().or(user.profile.nickname.clone());
    let email = match user.profile.email.clone() {
        Some(email) => {
            view! { <dd>{email} " " <Verified verified=user.profile.email_verified /></dd> }.into_any()
        }
        None => view! { <dd>"no e-mail address"</dd> }.into_any(),
    };
    view! {
        <div role="group" aria-label=role class="card account">
            <p class="role" aria-hidden="true">
                {role}
            </p>
            <Avatar profile=user.profile.clone() />
            <dl>
                <dt>{"Log in with"}</dt>
                <dd>{provider}</dd>
                <dt>{"Name"}</dt>
                <dd>{name.unwrap_or_else(|| "no name".to_owned())}</dd>
                <dt>{"E-mail"}</dt>
                {email}
            </dl>
            {(linked > 0)
                .then(|| {
                    let more = if linked == 1 { "1 more login is".to_owned() } else { format!("{linked} more logins are") };
                    view! { <p class="secondary-text">{more} " linked to it already."</p> }
                })}
            <p>{fate}</p>
            {children.map(|children| children())}
        </div>
    }
}
