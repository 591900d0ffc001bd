//! Cases SH: how text from outside is shown.

use crate::test_support::json::json;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::login::id_token::Profile;

fn shown(text: &str) -> Option<String> {
    DisplayText::new(text).map(|shown| shown.whole().to_owned())
}

/// Cases: SH-01.
#[test]
fn invisible_and_direction_characters_are_written_out() {
    for (text, expected) in [
        ("\u{202e}moc.elpmaxe@ecila", "⟨U+202E⟩moc.elpmaxe@ecila"),
        ("alice@example.com\u{2069} verified", "alice@example.com⟨U+2069⟩ verified"),
        ("a\u{200e}b\u{200f}c\u{61c}d", "a⟨U+200E⟩b⟨U+200F⟩c⟨U+061C⟩d"),
        ("ali\u{200b}ce", "ali⟨U+200B⟩ce"),
        ("ali\u{200d}ce", "ali⟨U+200D⟩ce"),
        ("a\u{200d}\u{9cd}", "a⟨U+200D⟩\u{9cd}"),
        ("ali\u{2060}ce\u{feff}", "ali⟨U+2060⟩ce⟨U+FEFF⟩"),
        ("a\u{ad}b\u{34f}c\u{180e}d", "a⟨U+00AD⟩b⟨U+034F⟩c⟨U+180E⟩d"),
        ("a\u{0}b\u{1b}c\u{7f}d\u{9b}e", "a⟨U+0000⟩b⟨U+001B⟩c⟨U+007F⟩d⟨U+009B⟩e"),
        ("a\u{115f}b\u{1160}c\u{3164}d\u{ffa0}e\u{2800}f", "a⟨U+115F⟩b⟨U+1160⟩c⟨U+3164⟩d⟨U+FFA0⟩e⟨U+2800⟩f"),
        ("a\u{e0041}\u{e0001}b", "a⟨U+E0041⟩⟨U+E0001⟩b"),
        ("a\u{fe0f}b\u{e0100}c", "a⟨U+FE0F⟩b⟨U+E0100⟩c"),
        ("a\u{e000}b\u{f8ff}c\u{10fffd}d\u{ffff}e", "a⟨U+E000⟩b⟨U+F8FF⟩c⟨U+10FFFD⟩d⟨U+FFFF⟩e"),
        ("a\u{fff9}b\u{fffc}c\u{1d173}d", "a⟨U+FFF9⟩b⟨U+FFFC⟩c⟨U+1D173⟩d"),
    ] {
        assert_eq!(shown(text).as_deref(), Some(expected), "{text:?}");
    }
}

/// Cases: SH-02.
#[test]
fn white_space_of_any_kind_becomes_a_space() {
    assert_eq!(
        shown("a\tb\nc\r\u{85}d\u{a0}e\u{2003}f\u{2028}g\u{2029}h\u{3000}i").as_deref(),
        Some("a b c  d e f g h i")
    );
}

/// Cases: SH-03.
#[test]
fn text_without_visible_characters_is_none() {
    for text in [
        "",
        " ",
        "\t\n",
        "\u{a0}\u{3000}",
        "\u{200b}",
        "\u{202e} \u{2069}",
        "\u{2800}\u{2800}",
        "\u{3164}",
        "\u{301}",
        "\u{e0041}",
        "\u{feff}\u{200d}",
        "\u{fe0f}",
        "\0",
    ] {
        assert_eq!(shown(text), None, "{text:?}");
    }
    assert_eq!(DisplayText::always("").whole(), "\"\"");
    assert_eq!(DisplayText::always(" \u{a0}").whole(), "\" ⟨U+00A0⟩\"");
    assert_eq!(DisplayText::always("\u{200b}").whole(), "\"⟨U+200B⟩\"");
}

/// Cases: SH-04.
#[test]
fn words_and_emoji_keep_the_joiners_that_they_need() {
    for text in [
        "Zoë Müller-Łukasz",
        "山田　太郎".replace('\u{3000}', " ").as_str(),
        "葛\u{e0100}城",
        "می\u{200c}خواهم",
        "श्\u{200d}री",
        "ක්\u{200d}ෂ",
        "ന്\u{200d}",
        "র\u{200d}\u{9cd}যাব",
        "ಸೂರ\u{200d}\u{ccd}ಯ",
        "རྒྱུད",
        "Nguyễn",
        "e\u{301}\u{323}",
        "ที่นี่",
        "👩\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨",
        "👩🏽\u{200d}🚀 1\u{fe0f}\u{20e3} ❤\u{fe0f} 🇩🇪",
        "שלום",
        "O\u{2019}Brien «x» …",
        "\u{fffd}",
    ] {
        assert_eq!(shown(text).as_deref(), Some(text));
    }
}

/// Cases: SH-05.
#[test]
fn at_most_four_marks_stay_over_a_letter() {
    let flood = format!("a{}b", "\u{301}".repeat(200));
    let kept = shown(&flood).unwrap();
    assert!(kept.starts_with("a\u{301}\u{301}\u{301}\u{301}⟨U+0301⟩"), "{kept}");
    assert_eq!(kept.matches('\u{301}').count(), 4);
    for mark in "\u{730}\u{7a6}\u{7eb}\u{81b}\u{859}\u{8ca}\u{f90}\u{135d}\u{1cd0}\u{1dc0}\u{20dd}\u{2de0}\u{a69e}\u{10376}\u{1cf00}\u{1d165}\u{1d1aa}\u{1e000}\u{1e8d0}\u{1e944}".chars() {
        let kept = shown(&format!("а{}", mark.to_string().repeat(20))).unwrap();
        assert_eq!(kept.matches(mark).count(), 4, "{kept}");
    }
    assert_eq!(shown(" \u{301}x").as_deref(), Some(" ⟨U+0301⟩x"), "no letter to stand over");
}

/// Cases: SH-06.
#[test]
fn an_invisible_name_falls_back_to_the_next_one() {
    let person = |name: &str, nickname: &str, email: &str| {
        let fields = json!({"name": name, "nickname": nickname, "email": email});
        Profile::read(&fields).unwrap()
    };
    let profile = person("\u{200b}", "ally", "\u{2800}");
    assert_eq!(profile.name(), DisplayText::new("ally"));
    assert_eq!(profile.email(), None);
    assert_eq!(profile.label(), DisplayText::new("ally"));
    let tricky = person("\u{202e}moc.elpmaxe@ecila", "", "");
    assert_eq!(tricky.label().unwrap().whole(), "⟨U+202E⟩moc.elpmaxe@ecila");
    assert_eq!(person(" ", "\u{3164}", "\u{feff}").label(), None);
}

/// Cases: SH-07.
#[test]
fn different_values_look_different() {
    for (value, expected) in [
        (json!("dark"), "dark"),
        (json!(""), "\"\""),
        (json!("  "), "\"  \""),
        (json!("one\ntwo"), "\"one\\ntwo\""),
        (json!("\u{202e}x"), "⟨U+202E⟩x"),
        (json!({"a\u{202e}": ["\u{200b}"]}), "{\"a⟨U+202E⟩\":[\"⟨U+200B⟩\"]}"),
        (json!(true), "true"),
    ] {
        assert_eq!(DisplayText::value(&value).whole(), expected);
    }
    let both = |one, other| {
        let (one, other) = DisplayText::values(&one, &other);
        [one.whole().to_owned(), other.whole().to_owned()]
    };
    assert_eq!(both(json!("a"), json!("b")), ["a", "b"]);
    assert_eq!(both(json!(1), json!("1")), ["1", "\"1\""]);
    assert_eq!(both(json!("a\u{200b}"), json!("a⟨U+200B⟩")), ["\"a⟨U+200B⟩\"", "\"a\\u27e8U+200B⟩\""]);
    assert_eq!(both(json!("a\u{a0}b"), json!("a b")), ["\"a⟨U+00A0⟩b\"", "\"a b\""]);
}

/// Cases: SH-08.
#[test]
fn a_long_address_is_shortened_in_the_middle_and_keeps_its_domain() {
    let address = format!("{}@example.com", "a".repeat(20_000));
    let brief = DisplayText::new(&address).unwrap().brief();
    assert_eq!(brief.chars().count(), BRIEF + 1);
    assert!(brief.starts_with("aaaa") && brief.contains('…') && brief.ends_with("a@example.com"), "{brief}");
    assert!(!DisplayText::new("a@example.com").unwrap().is_long());
    assert!(!DisplayText::new(&"é".repeat(BRIEF)).unwrap().is_long(), "characters count, not bytes");
    assert!(DisplayText::new(&"é".repeat(BRIEF + 1)).unwrap().is_long());
    let family = "👩\u{200d}".repeat(60) + "👩";
    let cut = DisplayText::new(&family).unwrap().brief();
    assert!(!cut.contains("\u{200d}…") && !cut.contains("…\u{200d}"), "nothing joins the cut: {cut}");
}

/// Texts of dangerous characters and of those that may be beside them.
fn text() -> impl Strategy<Value = String> {
    let dangerous = "a1#\u{a0} é⟨⟩\u{301}\u{e31}\u{94d}क\u{64a}\u{64b}👩❤葛\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\
                     \u{202e}\u{2028}\u{2066}\u{2800}\u{3164}\u{fe0f}\u{feff}\u{20e3}\u{e0041}\u{e0100}\u{e000}\0\n\u{9b}";
    let dangerous: Vec<char> = dangerous.chars().collect();
    let character = prop_oneof![3 => select(dangerous), 1 => any::<char>()];
    proptest::collection::vec(character, 0..40).prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    /// Cases: SH-09.
    #[test]
    fn shown_text_has_no_invisible_character_and_showing_it_twice_changes_nothing(text in text()) {
        let once = DisplayText::always(&text);
        prop_assert_eq!(&DisplayText::always(once.whole()), &once);
        prop_assert!(!once.whole().trim().is_empty());
        let never = |c: char| -> bool {
            c.is_control() || (c.is_whitespace() && c != ' ') || "\u{ad}\u{61c}\u{200b}\u{200e}\u{200f}\u{2060}\u{2800}\u{3164}\u{feff}".contains(c)
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e00ff}')
        };
        prop_assert!(!once.whole().contains(never), "{once:?}");
        // A joiner or a selector has something before it, and is alone.
        let joiner = |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}');
        let characters: Vec<char> = once.whole().chars().collect();
        prop_assert!(!characters.first().is_some_and(|c| joiner(*c)), "{once:?}");
        prop_assert!(!characters.windows(2).any(|pair| joiner(pair[1]) && pair[0].is_ascii_alphabetic()), "{once:?}");
        let brief = once.brief();
        prop_assert!(brief.chars().count() <= BRIEF + 20 && !brief.contains(never), "{brief:?}");
    }

    /// Cases: SH-09.
    #[test]
    fn different_strings_are_shown_differently(one in "[ab\u{200b}\u{202e}\u{301}\u{fe0f}]{0,8}", other in "[ab\u{200b}\u{202e}\u{301}\u{fe0f}]{0,8}") {
        prop_assert_eq!(DisplayText::always(&one) == DisplayText::always(&other), one == other);
    }
}
