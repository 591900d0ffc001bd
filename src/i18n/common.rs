//! Labels and buttons that several pages or the frame use.

use auth0_spa::DisplayText;
use auth0_spa::config::{AuthConfig, Connection, Label};
use auth0_spa::login::id_token::Profile;
use auth0_spa::management::Identity;

use super::Text;

/// The name of the app.
pub const APP: Text = Text("app");
/// The title of the settings page.
pub const SETTINGS: Text = Text("settings");
/// The button that starts a login.
pub const LOG_IN: Text = Text("log_in");
/// The button that starts a login after a session ended.
pub const LOG_IN_AGAIN: Text = Text("log_in_again");
/// The *Log out* button.
pub const LOG_OUT: Text = Text("log_out");
/// The *Try again* button.
pub const TRY_AGAIN: Text = Text("try_again");
/// The button that asks the tenant once more.
pub const CHECK_AGAIN: Text = Text("check_again");
/// The *Cancel* button.
pub const CANCEL: Text = Text("cancel");
/// The button that removes a notice.
pub const DISMISS: Text = Text("dismiss");
/// Opens what a developer needs to investigate an error.
pub const DETAILS: Text = Text("details");
/// Opens the whole of a text that was shortened.
pub const SHOW_ALL: Text = Text("show_all");
/// Beside the buttons that need the network, while the device is offline.
pub const OFFLINE: Text = Text("offline_now");
/// While the configuration loads and a login completes.
pub const STARTING: Text = Text("starting");
/// While the page is being left for the login page.
pub const LEAVING_TO_LOG_IN: Text = Text("leaving_to_log_in");
/// While the page is being left to log out.
pub const LEAVING_TO_LOG_OUT: Text = Text("leaving_to_log_out");
/// In place of the name of a profile without one.
pub const NO_NAME: Text = Text("no_name");
/// In place of the e-mail address of a profile without one.
pub const NO_EMAIL: Text = Text("no_email");
/// Beside a verified e-mail address.
pub const VERIFIED: Text = Text("verified");
/// Beside an e-mail address that is not verified.
pub const NOT_VERIFIED: Text = Text("not_verified");
/// The name of the language switch.
pub const LANGUAGE: Text = Text("language");
/// The name of the theme switch.
pub const THEME: Text = Text("theme");
/// The theme of the device.
pub const THEME_SYSTEM: Text = Text("theme_system");
/// The light theme.
pub const THEME_LIGHT: Text = Text("theme_light");
/// The dark theme.
pub const THEME_DARK: Text = Text("theme_dark");
/// The title of the page at an unknown path.
pub const NOT_FOUND: Text = Text("not_found");
/// Why a path may be unknown.
pub const NOT_FOUND_MEANS: Text = Text("not_found_means");
/// The link to the home page.
pub const GO_HOME: Text = Text("go_home");

/// A way to log in and whose it is, `Google (alice@gmail.example)`; if another of `all` looks alike, also which it is:
/// `Password (alice@example.com, staff)`.
pub fn login(identity: &Identity, all: &[Identity], config: &AuthConfig) -> String {
    [&label(identity.label(config)).brief(), " (", &login_name(identity, all, config), ")"].concat()
}

/// Whose a login is, by its address or name, and where another of `all` looks alike, which it is.
pub fn login_name(identity: &Identity, all: &[Identity], config: &AuthConfig) -> String {
    let name = identity.display_name(&identity.profile).brief();
    match told_apart(identity, all, config) {
        Some(mark) => [&name, ", ", &mark.brief()].concat(),
        None => name,
    }
}

/// What tells an identity from those of `all` with the same label and name: its connection, or in one connection its id.
pub fn told_apart(identity: &Identity, all: &[Identity], config: &AuthConfig) -> Option<DisplayText> {
    let look = |identity| login(identity, &[], config);
    let alike: Vec<_> =
        all.iter().filter(|other| !other.is_same(identity) && look(other) == look(identity)).collect();
    let same_connection = alike.iter().any(|other| other.connection == identity.connection);
    let mark =
        if same_connection { identity.user().as_str().to_owned() } else { identity.connection.clone() };
    (!alike.is_empty()).then(|| DisplayText::always(&mark))
}

/// The name of a login method.
pub fn label(label: Label<'_>) -> DisplayText {
    let known = match label {
        Label::Name(name) => return DisplayText::always(name),
        Label::Password => Text("password"),
        Label::Email => Text("email"),
        Label::Phone => Text("phone"),
    };
    DisplayText::always(&known.get())
}

/// The name of a connection that has a button; of several with one label, also its name at the tenant: `Acme (acme-2)`.
pub fn connection_label(connection: &Connection, all: &[Connection]) -> DisplayText {
    let shared = all.iter().filter(|other| other.label() == connection.label()).nth(1);
    marked(label(connection.label()), shared.map(|_| DisplayText::always(&connection.name)))
}

/// The name of an account's login method; of two that look alike, also which it is.
pub fn login_method(identity: &Identity, all: &[Identity], config: &AuthConfig) -> DisplayText {
    marked(label(identity.label(config)), told_apart(identity, all, config))
}

fn marked(label: DisplayText, mark: Option<DisplayText>) -> DisplayText {
    match mark {
        Some(mark) => DisplayText::always(&[label.whole(), " (", mark.whole(), ")"].concat()),
        None => label,
    }
}

/// Which account has to log in once more before a change.
pub fn login_once_more(profile: &Profile) -> String {
    let who = profile.label().map_or_else(|| Text("the_account").get(), |label| label.brief());
    Text("login_once_more").with(&[("who", &who)])
}
