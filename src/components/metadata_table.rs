//! The metadata after linking, key by key, with a choice where the two accounts disagree.

use auth0_client::management::metadata::{Fate, Row, Source};
use leptos::prelude::*;

use crate::words;

/// A table of every key and the value that is kept.
#[component]
pub fn MetadataTable(
    /// Every key of either account.
    rows: Vec<Row>,
    /// The person settled the conflict of a key.
    #[prop(into)]
    on_choose: Callback<(String, Source)>,
) -> impl IntoView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|Row { key, fate }| {
            let value = match fate {
                Fate::Stays(value) => view! { <code>{value.to_string()}</code> }.into_any(),
                Fate::Joins(value) => {
                    view! { <code>{value.to_string()}</code> " " <span class="badge good">"copied"</span> }
                        .into_any()
                }
                Fate::Lost { primary, secondary, why } => view! {
                    {primary.map(|value| view! { <code>{value.to_string()}</code> <br/> })}
                    <del><code>{secondary.to_string()}</code></del>
                    " "
                    <span class="badge warn">{words::obstacle(&why)}</span>
                }
                .into_any(),
                Fate::Conflict { primary, secondary, choice } => {
                    let options = [
                        (Source::Primary, primary, "primary account"),
                        (Source::Secondary, secondary, "secondary account"),
                    ]
                    .map(|(source, value, whose)| {
                        let (name, chosen) = (format!("metadata-{key}"), key.clone());
                        view! {
                            <label>
                                <input
                                    type="radio"
                                    name=name
                                    prop:checked=choice == source
                                    on:change=move |_| on_choose.run((chosen.clone(), source))
                                />
                                <code>{value.to_string()}</code>
                                " "
                                <span class="fine-print">{whose}</span>
                            </label>
                        }
                    });
                    view! {
                        <div role="radiogroup" aria-label=key.clone() class="choices">
                            {options.into_iter().collect_view()}
                        </div>
                    }
                    .into_any()
                }
            };
            view! {
                <tr>
                    <th scope="row">{key}</th>
                    <td>{value}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="metadata">
            <caption>{"Metadata after linking"}</caption>
            <thead>
                <tr>
                    <th scope="col">{"Key"}</th>
                    <th scope="col">{"Value"}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
