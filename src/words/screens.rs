//! What stands on the pages while nothing goes wrong: headings, labels, buttons.

/// Home's three promises, each a few words and a sentence.
pub const PROMISES: [(&str, &str); 3] = [
    (
        "You decide each time",
        "You log in to both accounts and see them side by side before anything is linked.",
    ),
    ("You can take it back", "A linked account can be unlinked again whenever you like."),
    ("Your passwords stay yours", "You enter them where you always do. This page never sees them."),
];
/// Home, logged in.
pub const SEE_ACCOUNTS: &str = "See your linked accounts";

/// The list of identities.
pub const LINKED_ACCOUNTS: &str = "Linked accounts";
/// What the list means.
pub const LINKED_ACCOUNTS_MEAN: &str = "Each of these logs you in to this account.";
/// The list has one entry.
pub const ONLY_ONE: &str = "Only this one so far. Link another below, and either will open this account.";
/// The section with the buttons that link.
pub const LINK_ANOTHER: &str = "Link another account";
/// What the buttons do.
pub const LINK_ANOTHER_MEANS: &str =
    "You log in to the other account once, and see both before anything is linked.";
/// The account that the others are linked to.
pub const PRIMARY: &str = "Primary";
/// The button that takes an identity off.
pub const UNLINK: &str = "Unlink";
/// A profile without a name.
pub const NO_NAME: &str = "no name";
/// A profile without an e-mail address.
pub const NO_EMAIL: &str = "no e-mail address";
/// An e-mail address that is the person's own.
pub const VERIFIED: &str = "verified";
/// An e-mail address that anybody may have entered.
pub const NOT_VERIFIED: &str = "not verified";

/// The button that links an account, of one provider or of any.
pub fn link_button(label: Option<&str>) -> String {
    match label {
        Some(label) => format!("Link {label} Account"),
        None => "Link Account".to_owned(),
    }
}

/// The whole name of the button that takes an identity off.
pub fn unlink_button(label: &str, name: &str) -> String {
    format!("Unlink {label} account {name}")
}

/// The confirm page.
pub const CONFIRM: &str = "Link these accounts?";
/// The confirm page, in a sentence.
pub const CONFIRM_MEANS: &str = "After linking, either login opens the primary account.";
/// The account that stays.
pub const PRIMARY_ACCOUNT: &str = "Primary account";
/// What becomes of it, in a word.
pub const STAYS: &str = "Stays";
/// What becomes of it.
pub const STAYS_MEANS: &str = "Its name, e-mail address and id are kept.";
/// The account that joins.
pub const SECONDARY_ACCOUNT: &str = "Secondary account";
/// What becomes of it, in a word.
pub const JOINS: &str = "Joins";
/// What becomes of it.
pub const JOINS_MEANS: &str =
    "Becomes a way to log in to the primary account, and is no account of its own any more.";
/// Before the provider's name of an account.
pub const LOGS_IN_WITH: &str = "Logs in with";
/// The button that swaps the two.
pub const MAKE_PRIMARY: &str = "Make this the primary account";
/// The button that links.
pub const LINK_ACCOUNTS: &str = "Link accounts";
/// The secondary's metadata is not merged.
pub const LOSES_METADATA: &str = "The settings (metadata) of the secondary account will be lost.";

/// How many logins beside the first are linked to an account already; at least one.
pub fn more_logins(count: usize) -> String {
    if count == 1 { "and 1 more login".to_owned() } else { format!("and {count} more logins") }
}

/// The table of metadata.
pub const METADATA: &str = "Metadata after linking";
/// Its first column.
pub const KEY: &str = "Key";
/// Its second column.
pub const VALUE: &str = "Value";
/// A value of the secondary's that the primary gets.
pub const COPIED: &str = "copied";
/// Whose value it is.
pub const OF_PRIMARY: &str = "primary account";
/// Whose value it is.
pub const OF_SECONDARY: &str = "secondary account";

/// The question before an identity is taken off.
pub const UNLINK_QUESTION: &str = "Unlink this account?";
/// What unlinking means for logging in; what it means for the account follows.
pub const UNLINK_LOGIN: &str = "You will no longer be able to log in here with it.";

/// The choice of colours.
pub const THEME: &str = "Theme";
/// As the device has it.
pub const THEME_SYSTEM: &str = "System";
/// Dark text on a light ground.
pub const THEME_LIGHT: &str = "Light";
/// Light text on a dark ground.
pub const THEME_DARK: &str = "Dark";

/// No usable configuration.
pub const NOT_CONFIGURED: &str = "This app is not configured yet";
/// Over the example.
pub const COMPLETE_CONFIGURATION: &str = "A complete auth_config.json";
/// Before the command that tries the app without a tenant.
pub const WITHOUT_TENANT: &str =
    "To try the app without a tenant of your own, restore the file that came with it and run ";

/// An unknown path.
pub const NOT_FOUND: &str = "Page not found";
/// What may have happened.
pub const NOT_FOUND_MEANS: &str = "There is nothing at this address. It may have been mistyped, or moved.";
/// The way home.
pub const GO_HOME: &str = "Go to the start page";
