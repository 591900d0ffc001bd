//! Home: what the app is for, and the way in.

use auth0_client::authentication::return_to::ReturnTo;
use leptos::prelude::*;

use crate::components::button::{Button, Look};
use crate::components::heading::PageHeading;
use crate::components::link::Link;
use crate::session::{Leaving, SessionState, SignedOut, use_session};
use crate::{route, words};

/// Home, also in place of a page that only the logged-in may see.
#[component]
pub fn HomePage(
    /// The page that was asked for, to come back to after logging in.
    #[prop(optional)]
    wanted: Option<ReturnTo>,
) -> impl IntoView {
    let session = use_session();
    let asked_for_page = wanted.is_some();
    let return_to = StoredValue::new(wanted.unwrap_or_else(|| ReturnTo::parse(route::HOME)));
    let leaving = session.leaving();
    let busy = Signal::derive(move || *leaving.read() == Some(Leaving::LogIn));

    view! {
        <div class="home">
            <PageHeading text=words::APP />
            <p class="lead">{words::INTRODUCTION}</p>
            {move || match &*session.state().read() {
                SessionState::SignedIn(_) => {
                    view! {
                        <p>
                            <Link href=route::SETTINGS>"See your linked accounts"</Link>
                        </p>
                    }
                        .into_any()
                }
                SessionState::SignedOut(reason) => {
                    let sentence = match reason {
                        SignedOut::Ended => Some(words::SESSION_ENDED),
                        SignedOut::LoggedOut => Some(words::LOGGED_OUT),
                        SignedOut::Never => asked_for_page.then_some(words::LOG_IN_FIRST),
                    };
                    view! {
                        {sentence.map(|sentence| view! { <p role="status" class="outcome note">{sentence}</p> })}
                        <Button look=Look::Main busy=busy on_press=move |()| session.log_in(return_to.get_value())>
                            {words::LOG_IN}
                        </Button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
