//! The question before an identity is unlinked.

use leptos::prelude::*;

use super::button::{Button, Look};
use super::offline::Offline;
use super::question::Question;
use super::untrusted_text::sentence;
use super::waiting::Waiting;
use crate::built_view::IntoBuilt;
use crate::i18n::{common, settings};

/// A modal dialog that names the identity and says what unlinking means.
///
/// The browser focuses the first control, which is *Cancel*.
#[component]
pub fn UnlinkDialog(
    /// What to call the identity to unlink; `None` while the dialog is closed.
    login: impl Fn() -> Option<String> + Copy + Send + Sync + Unpin + 'static,
    /// Whether the request is under way.
    #[prop(into)]
    running: Signal<bool>,
    /// Whether the page is being left for the login that is missing.
    #[prop(into)]
    leaving: Signal<bool>,
    /// Whether the device is offline.
    offline: Signal<bool>,
    /// Whether the response was lost and the outcome is being checked.
    #[prop(into)]
    checking: Signal<bool>,
    /// Which login is missing before it.
    next_login: impl Fn() -> Option<String> + Copy + Send + Sync + Unpin + 'static,
    /// *Cancel* or Escape.
    #[prop(into)]
    on_cancel: Callback<()>,
    /// *Unlink*.
    #[prop(into)]
    on_unlink: Callback<()>,
) -> impl IntoView {
    let busy = Signal::derive(move || running.get() || leaving.get());
    let open = Signal::derive(move || login().is_some());
    let title = move || login().map(|login| sentence(&settings::unlink_question(&login)));
    view! {
        <Question open=open title=title.into_built() text=settings::UNLINK_MEANS on_cancel=on_cancel>
            <p id="login-before-unlink" role="status">
                {move || next_login().map(|text| sentence(&text))}
            </p>
            <Offline id="offline-unlink" when=offline />
            <div class="actions decision">
                <Button look=Look::Plain disabled=busy on_press=on_cancel>
                    {common::CANCEL}
                </Button>
                <Button
                    look=Look::Danger
                    busy=busy
                    blocked=offline
                    reason="offline-unlink login-before-unlink"
                    on_press=on_unlink
                >
                    {settings::UNLINK}
                </Button>
            </div>
            <Waiting text=settings::UNLINKING when=Signal::derive(move || running.get() && !checking.get()) />
            <Waiting text=settings::CHECKING_UNLINK when=checking />
        </Question>
    }
    .into_built()
}
