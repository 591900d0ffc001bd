//! The metadata after linking, key by key, with a choice where the two accounts disagree.

use auth0_client::json::{self, Value};
use auth0_client::management::metadata::{Fate, Row, Source};
use leptos::prelude::*;

use crate::drawn::Draw;
use crate::words::{self, screens};

/// A table of every key and the value that is kept.
#[component]
pub fn MetadataTable(
    /// Every key of either account.
    rows: Vec<Row>,
    /// The person settled the conflict of a key.
    on_choose: impl Fn(&str, Source) + Copy + 'static,
) -> impl IntoView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|Row { key, fate }| {
            let value = match fate {
                Fate::Stays(value) => view! { <code>{plain(&value)}</code> }.drawn(),
                Fate::Joins(value) => {
                    view! { <code>{plain(&value)}</code> " " <span class="badge good">{screens::COPIED}</span> }.drawn()
                }
                Fate::Lost { primary, secondary, why } => view! {
                    {primary.map(|value| view! { <code>{plain(&value)}</code> <br/> }.drawn())}
                    <del><code>{plain(&secondary)}</code></del>
                    " "
                    <span class="badge warn">{words::obstacle(&why)}</span>
                }.drawn(),
                Fate::Conflict { primary, secondary, choice } => {
                    let options = [
                        (Source::Primary, primary, screens::OF_PRIMARY),
                        (Source::Secondary, secondary, screens::OF_SECONDARY),
                    ]
                    .map(|(source, value, whose)| {
                        let (name, chosen) = (format!("metadata-{key}"), key.clone());
                        view! {
                            <label>
                                <input
                                    type="radio"
                                    name=name
                                    prop:checked=choice == source
                                    on:change=move |_| on_choose(&chosen, source)
                                />
                                <code>{plain(&value)}</code>
                                " "
                                <span class="fine-print">{whose}</span>
                            </label>
                        }.drawn()
                    });
                    view! {
                        <div role="radiogroup" aria-label=key.clone() class="choices">
                            {options.into_iter().collect_view()}
                        </div>
                    }.drawn()
                }
            };
            view! {
                <tr>
                    <th scope="row">{key}</th>
                    <td>{value}</td>
                </tr>
            }.drawn()
        })
        .collect();
    view! {
        <table class="metadata">
            <caption>{screens::METADATA}</caption>
            <thead>
                <tr>
                    <th scope="col">{screens::KEY}</th>
                    <th scope="col">{screens::VALUE}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .drawn()
}

/// A text without its quotation marks; everything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().filter(|text| !text.is_empty()).map_or_else(|| json::write(value), ToOwned::to_owned)
}
