//! The sentences of the metadata table.

use auth0_spa::DisplayText;
use auth0_spa::management::metadata::Obstacle;

use super::Text;
use super::text::list_keys;

/// The caption of the table.
pub const METADATA: Text = Text("metadata");
/// The heading of the first column.
pub const KEY: Text = Text("key");
/// The heading of the second column.
pub const VALUE: Text = Text("value");
/// The badge of a value that the primary account gets from the secondary.
pub const COPIED: Text = Text("copied");
/// The badge of a value that no longer fits beside the chosen ones.
pub const CROWDED: Text = Text("crowded");
/// Beside the primary account's value.
pub const OF_PRIMARY: Text = Text("of_primary");
/// Beside the secondary account's value.
pub const OF_SECONDARY: Text = Text("of_secondary");

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
