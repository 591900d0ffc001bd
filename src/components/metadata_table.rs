//! The metadata after linking, key by key, with a choice where the two accounts disagree.

use auth0_spa::DisplayText;
use auth0_spa::json::Value;
use auth0_spa::management::metadata::{KeyOutcome, Row, Source};
use leptos::prelude::*;

use super::untrusted_text::{short, untrusted_text, whole};
use crate::built_view::{BuiltView, IntoBuilt};
use crate::i18n::metadata;

/// A table of every key and the value that is kept, in a disclosure that is open where there is something to choose.
///
/// The roles are said, because the style sheet takes the display of a table from its rows.
#[component]
pub fn MetadataTable(
    /// Every key of either account.
    rows: Vec<Row>,
    /// The user chose whose value of a key is kept.
    on_choose: impl Fn(&str, Source) + Copy + Unpin + 'static,
) -> impl IntoView {
    let count = |is: fn(&KeyOutcome) -> bool| {
        rows.iter().map(|row| &row.outcome).filter(|outcome| is(outcome)).count()
    };
    let added = count(|outcome| matches!(outcome, KeyOutcome::Copied(_)));
    let to_choose =
        count(|outcome| matches!(outcome, KeyOutcome::Conflict { .. } | KeyOutcome::NoRoom { .. }));
    let lost = count(|outcome| matches!(outcome, KeyOutcome::Lost { .. }));
    let summary = metadata::summary(rows.len(), [added, to_choose, lost]);
    let rows: Vec<_> = rows
        .into_iter()
        .map(|Row { key, outcome }| {
            let name = DisplayText::always(&key);
            let value = match outcome {
                KeyOutcome::Kept(value) => untrusted_text(&DisplayText::value(&value)),
                KeyOutcome::Copied(value) => view! {
                    {untrusted_text(&DisplayText::value(&value))}
                    " "
                    <span class="badge good">{metadata::COPIED}</span>
                }
                .into_built(),
                KeyOutcome::Lost { primary, secondary, why } => view! {
                    {primary
                        .map(|value| {
                            view! {
                                {untrusted_text(&DisplayText::value(&value))}
                                <br />
                            }
                                .into_built()
                        })}
                    <del>{untrusted_text(&DisplayText::value(&secondary))}</del>
                    " "
                    <span class="badge warn">{metadata::obstacle(&why)}</span>
                }
                .into_built(),
                KeyOutcome::Conflict { primary, secondary, choice } => {
                    choices(&key, &name, [primary, secondary], choice, true, on_choose)
                }
                KeyOutcome::NoRoom { primary, secondary } => {
                    choices(&key, &name, [primary, secondary], Source::Primary, false, on_choose)
                }
            };
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {untrusted_text(&name)}
                    </th>
                    <td role="cell">{value}</td>
                </tr>
            }
            .into_built()
        })
        .collect();
    view! {
        <details class="saved" open=to_choose != 0>
            <summary>{summary}</summary>
            <table role="table" aria-label=metadata::METADATA>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </details>
    }
    .into_built()
}

/// A radio button for each account's value. Without `room` the secondary's cannot be chosen, and a badge says why.
fn choices(
    key: &str,
    name: &DisplayText,
    [primary, secondary]: [Value; 2],
    choice: Source,
    room: bool,
    on_choose: impl Fn(&str, Source) + Copy + Unpin + 'static,
) -> BuiltView {
    let (primary, secondary) = DisplayText::values(&primary, &secondary);
    let options = [
        (Source::Primary, primary, metadata::OF_PRIMARY, true),
        (Source::Secondary, secondary, metadata::OF_SECONDARY, room),
    ]
    .map(|(source, value, whose, possible)| {
        let (group, chosen) = (format!("metadata-{key}"), key.to_owned());
        view! {
            <label>
                <input
                    type="radio"
                    name=group
                    disabled=!possible
                    prop:checked=choice == source
                    on:change=move |_| on_choose(&chosen, source)
                />
                {short(&value)}
                " "
                <span class="fine-print">{whose}</span>
                {(!possible)
                    .then(|| {
                        view! {
                            " "
                            <span class="badge warn">{metadata::NO_ROOM}</span>
                        }
                            .into_built()
                    })}
            </label>
            {whole(&value)}
        }
        .into_built()
    });
    view! {
        <div role="radiogroup" aria-label=name.brief() class="choices">
            {options.into_iter().collect_view()}
        </div>
    }
    .into_built()
}
