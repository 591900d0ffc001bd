//! How strong the passwords of a database must be (Auth0, "Password Strength in Auth0 Database Connections").

use serde::{Deserialize, Serialize};

/// `options.passwordPolicy` of a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PasswordPolicy {
    /// One character.
    None,
    /// Six characters.
    Low,
    /// Eight characters with a lower-case letter, an upper-case letter and a digit.
    Fair,
    /// Eight characters of three of the four kinds: lower-case and upper-case letters, digits, others. Auth0's default.
    #[default]
    Good,
    /// Ten characters as for [`Self::Good`], and no three equal ones in a row.
    Excellent,
}

impl PasswordPolicy {
    /// Whether a password is strong enough.
    pub(crate) fn allows(self, password: &str) -> bool {
        let characters: Vec<char> = password.chars().collect();
        let has = |kind: fn(&char) -> bool| characters.iter().any(kind);
        let letters_and_digit =
            [has(|c| c.is_lowercase()), has(|c| c.is_uppercase()), has(|c| c.is_numeric())];
        let kinds =
            letters_and_digit.into_iter().chain([has(|c| !c.is_alphanumeric())]).filter(|has| *has).count();
        let (shortest, is_mixed) = match self {
            Self::None => (1, true),
            Self::Low => (6, true),
            Self::Fair => (8, letters_and_digit.iter().all(|has| *has)),
            Self::Good => (8, kinds >= 3),
            Self::Excellent => {
                let repeats =
                    characters.windows(3).any(|three| three.iter().all(|c| Some(c) == three.first()));
                (10, kinds >= 3 && !repeats)
            }
        };
        characters.len() >= shortest && is_mixed
    }

    /// The rule, for the sign-up page.
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::None => "The password needs a character.",
            Self::Low => "The password needs at least 6 characters.",
            Self::Fair => "The password needs at least 8 characters, among them a-z, A-Z and 0-9.",
            Self::Good => {
                "The password needs at least 8 characters of three kinds: a-z, A-Z, 0-9, and others such as !@#."
            }
            Self::Excellent => {
                "The password needs at least 10 characters of three kinds (a-z, A-Z, 0-9, and others such as !@#), and not \
                 three equal ones in a row."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordPolicy::{Excellent, Fair, Good, Low, None};

    #[test]
    fn each_policy_has_its_length_and_its_kinds() {
        let cases = [
            (None, "", false),
            (None, "x", true),
            (Low, "short", false),
            (Low, "sixsix", true),
            (Fair, "Passw0r", false),
            (Fair, "password1", false),
            (Fair, "Passw0rd", true),
            (Good, "password!", false),
            (Good, "passw0rd!", true),
            (Good, "Passw0rd", true),
            (Good, "Pässwörd1", true),
            (Excellent, "Passw0rd!", false),
            (Excellent, "Passsw0rd!1", false),
            (Excellent, "Passw0rd!1", true),
        ];
        for (policy, password, expected) in cases {
            assert_eq!(policy.allows(password), expected, "{policy:?}: {password}");
        }
    }
}
