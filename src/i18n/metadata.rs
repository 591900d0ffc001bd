//! The sentences of the metadata table.

use auth0_spa::DisplayText;
use auth0_spa::management::metadata::Obstacle;

use super::Text;
use super::text::list_keys;

/// The name of the table.
pub const METADATA: Text = Text("metadata");
/// The badge of a value that the primary account gets from the secondary.
pub const COPIED: Text = Text("copied");
/// The badge of a value that no longer fits beside the chosen ones.
pub const NO_ROOM: Text = Text("crowded");
/// Beside the primary account's value.
pub const OF_PRIMARY: Text = Text("of_primary");
/// Beside the secondary account's value.
pub const OF_SECONDARY: Text = Text("of_secondary");

/// The metadata in one line: how many keys, and how many of them are copied, to be chosen, and lost.
pub fn summary(all: usize, counts: [usize; 3]) -> String {
    let count = |text: Text, count: usize| text.with(&[("count", &count.to_string())]);
    let texts = [Text("settings_added"), Text("settings_to_choose"), Text("settings_lost")];
    let parts = texts.into_iter().zip(counts).filter(|(_, number)| *number > 0);
    let parts: Vec<_> = parts.map(|(text, number)| count(text, number)).collect();
    let all = if all == 1 { Text("one_setting").get() } else { count(Text("some_settings"), all) };
    if parts.is_empty() { all } else { [&all, ": ", &parts.join(", ")].concat() }
}

/// Why a value of the secondary account cannot be kept.
pub fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::Name(name) => Text("obstacle_name").with(&[("name", &DisplayText::always(name).brief())]),
        Obstacle::Size => Text("obstacle_size").get(),
        Obstacle::NotRestorable => Text("obstacle_no_way_back").get(),
    }
}

/// Values of the secondary account that linking will lose, by their keys; never empty.
pub fn lost_metadata(keys: &[String]) -> String {
    Text("lost_metadata").with(&[("keys", &list_keys(keys))])
}
