//! Which characters are visible, by hand-written ranges: tables of Unicode properties would be added to the
//! bundle.
//!
//! Sources, Unicode 16: `Default_Ignorable_Code_Point` of `DerivedCoreProperties.txt` (drawn as nothing), the general
//! categories Cc, Cf and Co of `UnicodeData.txt`, `White_Space` of `PropList.txt`. Beyond them four that are drawn as
//! nothing by design (U+2800, U+FFFC, U+16FE4, U+1D159). An unassigned character is drawn as a box, so it is seen.
//!
//! Kept in valid positions, because words and emoji need them: the joiners (RFC 5892 appendix A.1 and A.2, and between
//! emoji, UTS #51), a variation selector after the sign that it varies. No more than four marks over one letter (UTS
//! #39 section 5.4): more would cover the lines around it.

/// How a character is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is drawn.
    Seen,
    /// It is a part of the character before: a mark, a joiner, a variation selector.
    Part,
    /// It is a white space.
    Space,
    /// It is invisible, or changes how other characters are drawn.
    Unseen,
}

/// What came before a character, as far as it was kept.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    last: Option<char>,
    marks: usize,
}

const MAX_MARKS: usize = 4;

/// Classifies a character by what was kept before it and what comes next.
pub(super) fn kind(character: char, before: &mut Before, next: Option<char>) -> Kind {
    let kind = match character {
        ' ' => Kind::Space,
        '!'..='~' => Kind::Seen,
        _ if character.is_whitespace() => Kind::Space,
        _ if may_join(character, before.last, next) || may_vary(character, before.last, next) => Kind::Part,
        _ if within(UNSEEN, character) => Kind::Unseen,
        _ if within(MARKS, character) => match before.last {
            Some(_) if before.marks < MAX_MARKS => Kind::Part,
            _ => Kind::Unseen,
        },
        _ => Kind::Seen,
    };
    *before = match kind {
        Kind::Seen => Before { last: Some(character), marks: 0 },
        Kind::Part => Before { last: Some(character), marks: before.marks + 1 },
        Kind::Space | Kind::Unseen => Before::default(),
    };
    kind
}

/// Whether one of the ranges contains the character. The list holds the first and last character of each range in turn.
fn within(ranges: &str, character: char) -> bool {
    let mut ends = ranges.chars();
    while let (Some(first), Some(last)) = (ends.next(), ends.next()) {
        if (first..=last).contains(&character) {
            return true;
        }
    }
    false
}

const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';

fn may_join(character: char, last: Option<char>, next: Option<char>) -> bool {
    let Some(last) = last else { return false };
    match character {
        ZWNJ | ZWJ if next.is_some_and(|next| is_before_virama(last, next)) => true,
        ZWNJ => {
            VIRAMAS.contains(last)
                || (is_arabic(last) && next.is_some_and(|next| within(ARABIC_LETTERS, next)))
        }
        ZWJ => {
            VIRAMAS.contains(last)
                || ((within(SIGNS, last) || last == '\u{fe0f}')
                    && next.is_some_and(|next| within(SIGNS, next)))
        }
        _ => false,
    }
}

/// Bengali and Kannada keep a letter whole in front of a virama of its script that way (Unicode Standard, chapter 12).
fn is_before_virama(last: char, next: char) -> bool {
    // Each of those scripts has a block of 128.
    VIRAMAS.contains(next) && u32::from(last) >> 7 == u32::from(next) >> 7
}

fn may_vary(character: char, last: Option<char>, next: Option<char>) -> bool {
    let Some(last) = last else { return false };
    match character {
        '\u{fe0e}' | '\u{fe0f}' => {
            within(SIGNS, last) || (matches!(last, '0'..='9' | '#' | '*') && next == Some('\u{20e3}'))
        }
        '\u{e0100}'..='\u{e01ef}' => within(IDEOGRAPHS, last),
        _ => false,
    }
}

const UNSEEN: &str = concat!(
    // Deprecated controls, and characters that are drawn as nothing.
    "\0\u{1f}\u{7f}\u{9f}\u{ad}\u{ad}\u{34f}\u{34f}\u{61c}\u{61c}\u{115f}\u{1160}",
    "\u{17b4}\u{17b5}\u{180b}\u{180f}\u{200b}\u{200f}\u{202a}\u{202e}\u{2060}\u{206f}",
    "\u{2800}\u{2800}\u{3164}\u{3164}\u{fe00}\u{fe0f}\u{feff}\u{feff}\u{ffa0}\u{ffa0}\u{fff0}\u{fffc}",
    "\u{16fe4}\u{16fe4}\u{1bca0}\u{1bca3}\u{1d159}\u{1d159}\u{1d173}\u{1d17a}",
    // Format characters that are drawn, round what follows them.
    "\u{600}\u{605}\u{6dd}\u{6dd}\u{70f}\u{70f}\u{890}\u{891}\u{8e2}\u{8e2}",
    "\u{110bd}\u{110bd}\u{110cd}\u{110cd}\u{13430}\u{1343f}",
    // Private use, noncharacters, and the planes without letters: tags, selectors.
    "\u{e000}\u{f8ff}\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{10ffff}",
);

/// Nonspacing and enclosing marks that pile up: those of combining classes above and below, and those of the scripts
/// that floods are made of. The marks of the other scripts are drawn over a circle of their own where they repeat.
const MARKS: &str = "\u{300}\u{36f}\u{483}\u{489}\u{591}\u{5bd}\u{5bf}\u{5bf}\u{5c1}\u{5c2}\u{5c4}\u{5c5}\
    \u{5c7}\u{5c7}\u{610}\u{61a}\u{64b}\u{65f}\u{670}\u{670}\u{6d6}\u{6dc}\u{6df}\u{6e4}\
    \u{6e7}\u{6e8}\u{6ea}\u{6ed}\u{711}\u{711}\u{730}\u{74a}\u{7a6}\u{7b0}\u{7eb}\u{7f3}\u{7fd}\u{7fd}\
    \u{816}\u{819}\u{81b}\u{823}\u{825}\u{827}\u{829}\u{82d}\u{859}\u{85b}\u{897}\u{89f}\u{8ca}\u{8ff}\u{93c}\u{93c}\u{941}\u{948}\
    \u{94d}\u{94d}\u{951}\u{957}\u{e31}\u{e31}\u{e34}\u{e3a}\u{e47}\u{e4e}\u{eb1}\u{eb1}\u{eb4}\u{ebc}\
    \u{ec8}\u{ece}\u{f18}\u{f19}\u{f35}\u{f35}\u{f37}\u{f37}\u{f39}\u{f39}\u{f71}\u{f7e}\u{f80}\u{f84}\
    \u{f86}\u{f87}\u{f8d}\u{fbc}\u{fc6}\u{fc6}\u{135d}\u{135f}\u{1a75}\u{1a7f}\u{1ab0}\u{1aff}\
    \u{1b6b}\u{1b73}\u{1cd0}\u{1cd2}\u{1cd4}\u{1ce0}\u{1ce2}\u{1ce8}\u{1ced}\u{1ced}\u{1cf4}\u{1cf4}\u{1cf8}\u{1cf9}\u{1dc0}\u{1dff}\u{20d0}\u{20f0}\
    \u{2cef}\u{2cf1}\u{2de0}\u{2dff}\u{302a}\u{302d}\u{3099}\u{309a}\u{a66f}\u{a672}\u{a674}\u{a67d}\u{a69e}\u{a69f}\
    \u{a6f0}\u{a6f1}\u{a8e0}\u{a8f1}\u{fb1e}\u{fb1e}\u{fe20}\u{fe2f}\u{101fd}\u{101fd}\u{102e0}\u{102e0}\
    \u{10376}\u{1037a}\u{10ae5}\u{10ae6}\u{10d24}\u{10d27}\u{10eab}\u{10eac}\u{10f46}\u{10f50}\u{10f82}\u{10f85}\
    \u{11366}\u{11374}\u{16af0}\u{16af4}\u{16b30}\u{16b36}\u{1cf00}\u{1cf46}\u{1d165}\u{1d169}\u{1d16d}\u{1d172}\
    \u{1d17b}\u{1d182}\u{1d185}\u{1d18b}\u{1d1aa}\u{1d1ad}\u{1d242}\u{1d244}\u{1e000}\u{1e02a}\u{1e08f}\u{1e08f}\
    \u{1e130}\u{1e136}\u{1e2ae}\u{1e2ae}\u{1e2ec}\u{1e2ef}\u{1e8d0}\u{1e8d6}\u{1e944}\u{1e94a}";

/// What ends a consonant without its vowel, in the scripts of South and Southeast Asia (`Virama` in RFC 5892).
const VIRAMAS: &str =
    "\u{94d}\u{9cd}\u{a4d}\u{acd}\u{b4d}\u{bcd}\u{c4d}\u{ccd}\u{d4d}\u{dca}\u{1039}\u{17d2}";

fn is_arabic(character: char) -> bool {
    within(ARABIC_LETTERS, character) || matches!(character, '\u{64b}'..='\u{65f}' | '\u{670}')
}

const ARABIC_LETTERS: &str = "\u{620}\u{64a}\u{66e}\u{66f}\u{671}\u{6d3}\u{750}\u{77f}";

/// Emoji, and older symbols with an emoji presentation.
const SIGNS: &str = "©©®®‼‼⁉⁉™™ℹℹ\u{2190}\u{27ff}\u{2900}\u{2bff}〰〰〽〽㊗㊗㊙㊙\u{1f000}\u{1faff}";

const IDEOGRAPHS: &str = "\u{3400}\u{9fff}\u{f900}\u{faff}\u{20000}\u{2fffd}\u{30000}\u{3fffd}";
