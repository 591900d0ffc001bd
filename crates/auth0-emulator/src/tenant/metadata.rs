//! How `PATCH /api/v2/users/{id}` changes metadata.
//!
//! Auth0, "Manage User Metadata": only the first level is merged, a deeper object or an array is replaced as
//! a whole, `null` deletes a key, and an empty object empties the metadata.

use serde_json::{Map, Value};

/// Names that `app_metadata` must not have (Auth0, "Metadata Field Names and Data Types").
const RESERVED_IN_APP_METADATA: [&str; 18] = [
    "__tenant",
    "_id",
    "blocked",
    "clientID",
    "created_at",
    "email_verified",
    "email",
    "globalClientID",
    "global_client_id",
    "identities",
    "lastIP",
    "lastLogin",
    "loginsCount",
    "metadata",
    "multifactor_last_modified",
    "multifactor",
    "updated_at",
    "user_id",
];

/// `before` with `patch` applied.
pub(crate) fn merged(before: Option<&Map<String, Value>>, patch: &Map<String, Value>) -> Map<String, Value> {
    if patch.is_empty() {
        return Map::new();
    }
    let mut after = before.cloned().unwrap_or_default();
    for (key, value) in patch {
        if value.is_null() {
            after.remove(key);
        } else {
            after.insert(key.clone(), value.clone());
        }
    }
    after
}

/// The first key, at any depth, with a character that metadata keys must not have (`.` or `$`).
pub(crate) fn forbidden_key(value: &Value) -> Option<&str> {
    match value {
        Value::Object(object) => object.iter().find_map(|(key, inner)| {
            if key.contains(['.', '$']) { Some(key.as_str()) } else { forbidden_key(inner) }
        }),
        Value::Array(items) => items.iter().find_map(forbidden_key),
        _ => None,
    }
}

/// The first key of `app_metadata` that is reserved for the tenant.
pub(crate) fn reserved_key(app_metadata: &Map<String, Value>) -> Option<&str> {
    app_metadata.keys().map(String::as_str).find(|key| RESERVED_IN_APP_METADATA.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(object) => object,
            other => panic!("not an object: {other}"),
        }
    }

    #[test]
    fn only_the_first_level_is_merged() {
        let cases = [
            (json!({"a": 1}), json!({"b": 2}), json!({"a": 1, "b": 2})),
            (json!({"a": {"x": 1}}), json!({"a": {"y": 2}}), json!({"a": {"y": 2}})),
            (json!({"a": [1, 2]}), json!({"a": [3]}), json!({"a": [3]})),
            (json!({"baz": 1, "foo": "bar"}), json!({"baz": null, "foo": "bars"}), json!({"foo": "bars"})),
            (json!({"a": 1}), json!({"b": null}), json!({"a": 1})),
            (json!({"a": 1}), json!({}), json!({})),
        ];
        for (before, patch, expected) in cases {
            let after = merged(Some(&object(before.clone())), &object(patch.clone()));
            assert_eq!(Value::Object(after), expected, "{before} patched with {patch}");
        }
        assert_eq!(merged(None, &object(json!({"a": 1}))), object(json!({"a": 1})));
    }

    #[test]
    fn dots_and_dollars_are_found_at_any_depth() {
        assert_eq!(forbidden_key(&json!({"a.b": 1})), Some("a.b"));
        assert_eq!(forbidden_key(&json!({"a": [{"$set": 1}]})), Some("$set"));
        assert_eq!(forbidden_key(&json!({"a": "x.$y"})), None);
    }

    #[test]
    fn names_of_root_attributes_are_reserved_in_app_metadata() {
        assert_eq!(reserved_key(&object(json!({"roles": [], "email": "x"}))), Some("email"));
        assert_eq!(reserved_key(&object(json!({"roles": []}))), None);
    }
}
