//! The buttons of the confirm page.

use auth0_spa::linking::Confirmation;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::button::{Button, Look};
use crate::components::offline::Offline;
use crate::components::untrusted_text::{sentence, short};
use crate::components::waiting::Waiting;
use crate::contexts::{use_linking, use_session};
use crate::dom::timer;
use crate::i18n::{common, confirm};

/// *Link accounts* and *Cancel*, and beside them which accounts, what the last step changed, and how much time is left.
/// Stays visible while the page scrolls.
#[component]
pub fn Decision(
    /// The accounts as they are shown, which is what the user confirms.
    shown: RwSignal<Option<Confirmation>>,
    /// Whether the link is being sent.
    sending: Signal<bool>,
    /// Whether its answer was lost and the outcome is being checked.
    checking: Signal<bool>,
) -> impl IntoView {
    let (linking, session) = (use_linking(), use_session());
    let offline = session.offline();
    let leaving = session.leaving();
    let linking_now = Signal::derive(move || sending.get() || checking.get() || leaving.read().is_some());
    let ending = RwSignal::new(None);
    timer::every_second(move || {
        let soon = linking.check_deadline();
        // If that ended the link, the page is gone.
        if ending.try_get_untracked().is_some_and(|said| said != soon) {
            ending.set(soon);
        }
    });
    let feedback = move || {
        let shown = shown.read();
        let confirmation = shown.as_ref()?;
        let [stays, _] = confirm::display_names(confirmation, &session.config());
        Some(confirm::feedback(confirmation.feedback()?, stays.as_ref()))
    };
    let whom = move || {
        let [stays, joins] = confirm::display_names(shown.read().as_ref()?, &session.config());
        let whom = [(confirm::STAYS, "badge good", stays), (confirm::JOINS, "badge", joins)];
        let whom = whom.map(|(outcome, class, label)| {
            let label = label.map_or_else(|| common::NO_NAME.get().into_built(), |label| short(&label));
            view! {
                <p>
                    <span class=class>{outcome}</span>
                    " "
                    {label}
                </p>
            }
            .into_built()
        });
        Some(whom.into_iter().collect_view().into_built())
    };
    // Drawn once: a choice on the page leaves the focus where it is.
    let is_shown = Memo::new(move |_| shown.read().is_some());
    let decision = move || {
        let confirm = move |()| {
            if let Some(shown) = shown.get_untracked() {
                linking.confirm(&shown);
            }
        };
        view! {
            <Offline id="offline" when=offline />
            <div class="whom">{whom}</div>
            <div class="actions decision">
                <Button look=Look::Plain disabled=linking_now on_press=move |()| linking.cancel()>
                    {common::CANCEL}
                </Button>
                <Button
                    look=Look::Main
                    busy=linking_now
                    blocked=offline
                    reason="offline next-login"
                    on_press=confirm
                >
                    {confirm::LINK_ACCOUNTS}
                </Button>
            </div>
        }
        .into_built()
    };
    view! {
        <div class="at-hand">
            <p role="status">{feedback}</p>
            <p role="status" class="warn">
                {move || ending.get().map(|why| confirm::expires_soon(why).get())}
            </p>
            <Waiting text=confirm::LINKING when=sending />
            <Waiting text=confirm::CHECKING_LINK when=checking />
            <p id="next-login" role="status">
                {move || shown.read().as_ref().and_then(confirm::next_login).map(|text| sentence(&text))}
            </p>
            {move || is_shown.get().then(decision)}
        </div>
    }
    .into_built()
}
