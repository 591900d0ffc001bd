//! `nickname` and `picture` of profiles that have none, as Auth0 derives them (Auth0, "User Profile Structure").
//!
//! Auth0's picture is at Gravatar, or else has two letters and is at `cdn.auth0.com/avatars`. The emulator draws those letters
//! itself, as a `data:` URL: it needs no other host, no address of the tenant (which is not the same on every start), passes
//! the Management API's check of `picture` when it is sent back, and is allowed by policies with `img-src data:`. It makes an
//! ID token 350 bytes longer. Clients that load no SVG, such as React Native, show what they show without a picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Profile;

impl Profile {
    /// Adds what is missing of `nickname` and `picture`.
    pub(crate) fn derive_missing(&mut self) {
        if self.nickname.is_none() {
            self.nickname = self.derived_nickname();
        }
        if self.picture.is_none() {
            self.picture = Some(picture(self.nickname.as_deref().unwrap_or_default()));
        }
    }

    /// The provider's login name, or the local part of the e-mail address, or else any other name.
    fn derived_nickname(&self) -> Option<String> {
        let login = ["login", "screen_name"].into_iter().find_map(|name| self.extra.get(name)?.as_str());
        let local = self.email.as_deref().and_then(|email| email.split('@').next());
        let others = [self.username.as_deref(), self.name.as_deref(), self.phone_number.as_deref()];
        let mut all = [login, local].into_iter().chain(others).flatten();
        all.find(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// A picture with two letters, as a URL.
fn picture(nickname: &str) -> String {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\"><path fill=\"#456\" d=\"M0 0h48v48H0\"/>\
         <text x=\"24\" y=\"30\" fill=\"#fff\" text-anchor=\"middle\">{}</text></svg>",
        letters(nickname)
    );
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}

/// The initials of `ann.example`, or the first two letters of `ann`.
fn letters(nickname: &str) -> String {
    let mut words = nickname.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or("?");
    let letters: String = match words.next_back() {
        Some(last) => first.chars().take(1).chain(last.chars().take(1)).collect(),
        None => first.chars().take(2).collect(),
    };
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_nickname_is_the_login_name_or_the_local_part_or_another_name() {
        let cases = [
            (json!({"nickname": "own", "email": "ann@example.com"}), Some("own")),
            (json!({"login": "octo", "email": "ann@example.com"}), Some("octo")),
            (json!({"email": "ann@example.com", "username": "ann1", "name": "Ann Example"}), Some("ann")),
            (json!({"username": "ann1", "name": "Ann Example"}), Some("ann1")),
            (json!({"name": "Ann Example"}), Some("Ann Example")),
            (json!({"phone_number": "+491511234567"}), Some("+491511234567")),
            (json!({}), None),
        ];
        for (profile, nickname) in cases {
            let mut profile: Profile = serde_json::from_value(profile).unwrap();
            profile.derive_missing();
            assert_eq!(profile.nickname.as_deref(), nickname);
            assert!(profile.picture.unwrap().starts_with("data:image/svg+xml;base64,"));
        }
    }

    #[test]
    fn a_picture_has_two_letters_and_no_markup_of_a_name() {
        for (nickname, expected) in [
            ("ann", "AN"),
            ("ann.example", "AE"),
            ("octo-ann-x", "OX"),
            ("émile", "ÉM"),
            ("<script>", "SC"),
            ("", "?"),
            ("\"&<", "?"),
        ] {
            assert_eq!(letters(nickname), expected, "{nickname}");
        }
        assert!(picture("ann").len() < 260, "{}", picture("ann").len());
    }
}
