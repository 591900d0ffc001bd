//! What stands on the pages while nothing goes wrong: headings, labels, buttons.

use auth0_spa::DisplayText;
use auth0_spa::config::Label;

use super::Text;

/// Home's three promises, each a few words and a sentence.
pub const PROMISES: [(Text, Text); 3] = [
    (Text("promise_decide"), Text("promise_decide_means")),
    (Text("promise_undo"), Text("promise_undo_means")),
    (Text("promise_passwords"), Text("promise_passwords_means")),
];
/// Home, logged in.
pub const SEE_ACCOUNTS: Text = Text("see_accounts");

/// The list of identities.
pub const LINKED_ACCOUNTS: Text = Text("linked_accounts");
/// What the list means.
pub const LINKED_ACCOUNTS_MEAN: Text = Text("linked_accounts_mean");
/// The list has one entry.
pub const ONLY_ONE: Text = Text("only_one");
/// The section with the buttons that link.
pub const LINK_ANOTHER: Text = Text("link_another");
/// What the buttons do.
pub const LINK_ANOTHER_MEANS: Text = Text("link_another_means");
/// The account that the others are linked to.
pub const PRIMARY: Text = Text("primary");
/// The button that takes an identity off.
pub const UNLINK: Text = Text("unlink");
/// A profile without a name.
pub const NO_NAME: Text = Text("no_name");
/// A profile without an e-mail address.
pub const NO_EMAIL: Text = Text("no_email");
/// An e-mail address that is the person's own.
pub const VERIFIED: Text = Text("verified");
/// An e-mail address that anybody may have entered.
pub const NOT_VERIFIED: Text = Text("not_verified");

/// What a way to log in is called.
pub fn label(label: Label<'_>) -> DisplayText {
    let known = match label {
        Label::Name(name) => return DisplayText::always(name),
        Label::Password => Text("password"),
        Label::Email => Text("email"),
        Label::Phone => Text("phone"),
    };
    DisplayText::always(&known.get())
}

/// The button that links an account, of one provider or of any.
pub fn link_button(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("link_button_label").with(&[("label", &label.brief())]),
        None => Text("link_button").get(),
    }
}

/// The whole name of the button that takes an identity off.
pub fn unlink_button(label: &DisplayText, name: &DisplayText) -> String {
    Text("unlink_button").with(&[("label", &label.brief()), ("name", &name.brief())])
}

/// The confirm page.
pub const CONFIRM: Text = Text("confirm");
/// Over what is different afterwards.
pub const CHANGES: Text = Text("changes");
/// What is different afterwards: logging in, the secondary account, the way back.
pub const CHANGES_ARE: [Text; 3] = [Text("change_login"), Text("change_account"), Text("change_undo")];
/// The account that stays.
pub const PRIMARY_ACCOUNT: Text = Text("primary_account");
/// What becomes of it, in a word.
pub const STAYS: Text = Text("stays");
/// What becomes of it.
pub const STAYS_MEANS: Text = Text("stays_means");
/// The account that joins.
pub const SECONDARY_ACCOUNT: Text = Text("secondary_account");
/// What becomes of it, in a word.
pub const JOINS: Text = Text("joins");
/// What becomes of it.
pub const JOINS_MEANS: Text = Text("joins_means");
/// Before the provider's name of an account.
pub const LOGS_IN_WITH: Text = Text("logs_in_with");
/// The button that swaps the two.
pub const MAKE_PRIMARY: Text = Text("make_primary");
/// The button that links.
pub const LINK_ACCOUNTS: Text = Text("link_accounts");
/// The question after Escape.
pub const STOP_QUESTION: Text = Text("stop_question");
/// What is lost then.
pub const STOP_MEANS: Text = Text("stop_means");
/// The button that goes on with the page.
pub const STAY: Text = Text("stay");
/// The button that forgets the second login.
pub const STOP: Text = Text("stop");
/// The secondary's metadata is not merged.
pub const LOSES_METADATA: Text = Text("loses_metadata");

/// How many logins beside the first are linked to an account already; at least one.
pub fn more_logins(count: usize) -> String {
    match count {
        1 => Text("one_more_login").get(),
        _ => Text("more_logins").with(&[("count", &count.to_string())]),
    }
}

/// The table of metadata.
pub const METADATA: Text = Text("metadata");
/// Its first column.
pub const KEY: Text = Text("key");
/// Its second column.
pub const VALUE: Text = Text("value");
/// A value of the secondary's that the primary gets.
pub const COPIED: Text = Text("copied");
/// A value that cannot be chosen beside others that were.
pub const CROWDED: Text = Text("crowded");
/// Whose value it is.
pub const OF_PRIMARY: Text = Text("of_primary");
/// Whose value it is.
pub const OF_SECONDARY: Text = Text("of_secondary");

/// The question before an identity is taken off.
pub const UNLINK_QUESTION: Text = Text("unlink_question");
/// What unlinking means for logging in; what it means for the account follows.
pub const UNLINK_LOGIN: Text = Text("unlink_login");

/// The choice of the language.
pub const LANGUAGE: Text = Text("language");

/// The choice of colours.
pub const THEME: Text = Text("theme");
/// As the device has it.
pub const THEME_SYSTEM: Text = Text("theme_system");
/// Dark text on a light ground.
pub const THEME_LIGHT: Text = Text("theme_light");
/// Light text on a dark ground.
pub const THEME_DARK: Text = Text("theme_dark");

/// No usable configuration.
pub const NOT_CONFIGURED: Text = Text("not_configured");
/// Over the example.
pub const COMPLETE_CONFIGURATION: Text = Text("complete_configuration");
/// Before the command that tries the app without a tenant.
pub const WITHOUT_TENANT: Text = Text("without_tenant");

/// An unknown path.
pub const NOT_FOUND: Text = Text("not_found");
/// What may have happened.
pub const NOT_FOUND_MEANS: Text = Text("not_found_means");
/// The way home.
pub const GO_HOME: Text = Text("go_home");
