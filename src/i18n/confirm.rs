//! The sentences of the confirm page.

use auth0_spa::DisplayText;
use auth0_spa::config::{AuthConfig, Label};
use auth0_spa::linking::{Confirmation, Expiry, Feedback, SwapRefusal};
use auth0_spa::management::{ManagementError, User};

use super::Text;
use super::common;
use super::failures::management;
use super::text::{list_keys, sentences};

/// The title of the confirm page.
pub const CONFIRM: Text = Text("confirm");
/// How linking is undone.
pub const UNDO: Text = Text("undo");
/// The heading of the primary account.
pub const PRIMARY_ACCOUNT: Text = Text("primary_account");
/// The badge of the primary account.
pub const STAYS: Text = Text("stays");
/// What linking does to the primary account.
pub const STAYS_MEANS: Text = Text("stays_means");
/// The heading of the secondary account.
pub const SECONDARY_ACCOUNT: Text = Text("secondary_account");
/// The badge of the secondary account.
pub const JOINS: Text = Text("joins");
/// Before the name of an account's provider.
pub const LOGS_IN_WITH: Text = Text("logs_in_with");
/// The button that swaps primary and secondary.
pub const MAKE_PRIMARY: Text = Text("make_primary");
/// The button that links.
pub const LINK_ACCOUNTS: Text = Text("link_accounts");
/// The title of the dialog that Escape opens.
pub const STOP_QUESTION: Text = Text("stop_question");
/// What stopping discards.
pub const STOP_MEANS: Text = Text("stop_means");
/// The button that stays on the confirm page.
pub const STAY: Text = Text("stay");
/// The button that discards the second login.
pub const STOP: Text = Text("stop");
/// If the metadata of the secondary account is not merged.
pub const LOSES_METADATA: Text = Text("loses_metadata");
/// While both accounts are being read.
pub const READING_ACCOUNTS: Text = Text("reading_accounts");
/// While the accounts are being linked.
pub const LINKING: Text = Text("linking");
/// While the app finds out whether the accounts were linked.
pub const CHECKING_LINK: Text = Text("checking_link");

/// What linking does: which two logins open whose account.
pub fn opens(primary: &User, secondary: &User, config: &AuthConfig) -> Option<String> {
    let identities = [primary.main_identity()?, secondary.main_identity()?];
    let [one, other] = identities.each_ref().map(|identity| common::label(identity.label(config)).brief());
    let [one, other] = if one == other {
        identities.each_ref().map(|identity| common::login(identity, &identities, config))
    } else {
        [one, other]
    };
    let name = primary.profile.name().or_else(|| primary.profile.label());
    Some(match name {
        Some(name) => Text("opens").with(&[("one", &one), ("other", &other), ("name", &name.brief())]),
        None => Text("opens_nameless").with(&[("one", &one), ("other", &other)]),
    })
}

/// What linking does to the secondary account, and not to the provider that it logs in with.
pub fn joins_means(label: Option<Label<'_>>) -> String {
    let provider = match label {
        Some(label @ Label::Name(_)) => {
            Some(Text("provider_stays").with(&[("label", &common::label(label).brief())]))
        }
        _ => None,
    };
    sentences([Some(Text("joins_means").get()), provider, None])
}

/// How many identities an account has besides the first; at least one.
pub fn more_logins(count: usize) -> String {
    match count {
        1 => Text("one_more_login").get(),
        _ => Text("more_logins").with(&[("count", &count.to_string())]),
    }
}

/// The names of the account that stays and the one that joins. If both have the same name, as with one address at two
/// providers, each also gets the name of its login method, and in one of these what tells them apart.
pub fn display_names(confirmation: &Confirmation, config: &AuthConfig) -> [Option<DisplayText>; 2] {
    let accounts = [confirmation.primary(), confirmation.secondary()];
    let [stays, joins] = accounts.map(|account| account.user.profile.label());
    if stays != joins {
        return [stays, joins];
    }
    let logins = accounts.map(|account| account.user.main_identity());
    let both: Vec<_> = logins.iter().flatten().cloned().collect();
    logins.map(|login| {
        let login = login?;
        let name = login.display_name(&login.profile).brief();
        let label = common::label(login.label(config)).brief();
        let mark = common::told_apart(&login, &both, config).map(|mark| [", ", &mark.brief()].concat());
        DisplayText::new(&[&name, " (", &label, &mark.unwrap_or_default(), ")"].concat())
    })
}

/// Which account has to log in once more before the link is sent, if one has to.
pub fn next_login(confirmation: &Confirmation) -> Option<String> {
    let next = confirmation.next_login()?;
    Some(common::login_once_more(&confirmation.account(next.party).user.profile))
}

/// What the last step on the confirm page changed. `primary` is the name of the account that stays.
pub fn feedback(feedback: &Feedback, primary: Option<&DisplayText>) -> String {
    let keys = |sentence: Text, keys: &[String]| {
        (!keys.is_empty()).then(|| sentence.with(&[("keys", &list_keys(keys))]))
    };
    let [first, second] = match feedback {
        Feedback::Swapped { choices_lost } => {
            let primary = primary.map_or_else(|| Text("the_account").get(), DisplayText::brief);
            let swapped = Text("swapped").with(&[("primary", &primary)]);
            [Some(swapped), choices_lost.then(|| Text("choices_start_anew").get())]
        }
        Feedback::NotSwapped(refusal) => [Some(swap_refusal(*refusal).get()), None],
        Feedback::RoomChanged { no_room, room_again } => {
            [keys(Text("crowded_keys"), no_room), keys(Text("freed_keys"), room_again)]
        }
        Feedback::DecisionsLost { swap, choices } => {
            [swap.map(|refusal| swap_refusal(refusal).get()), keys(Text("choices_lost"), choices)]
        }
        Feedback::Outdated => [Some(Text("not_shown").get()), None],
    };
    sentences([first, second, None])
}

/// Why there is no button that makes the secondary the primary.
pub fn swap_refusal(refusal: SwapRefusal) -> Text {
    match refusal {
        SwapRefusal::NotGranted => Text("swap_not_granted"),
        SwapRefusal::LoginTooOld => Text("swap_too_old"),
    }
}

/// The last minute of the confirm page.
pub fn expires_soon(why: Expiry) -> Text {
    match why {
        Expiry::Waited => Text("expires_soon"),
        Expiry::FirstLogin => Text("expires_soon_first"),
        Expiry::SecondLogin => Text("expires_soon_second"),
    }
}

/// The two accounts could not be read. (If the session's own token is rejected, the session ends instead.)
pub fn unread(error: ManagementError) -> String {
    Text("unread").with(&[("why", &of_second(error))])
}

/// Why a call failed that may have been made with the second login's token.
fn of_second(error: ManagementError) -> String {
    match error {
        ManagementError::TokenRejected => Text("second_token_rejected").get(),
        other => management(other),
    }
}
