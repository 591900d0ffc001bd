//! The engines that the stories run in, and what each of them cannot do.

use std::fmt;

use anyhow::{Result, bail};

/// The engine of a browser.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    /// Chromium with chromedriver.
    Chromium,
    /// Firefox with geckodriver.
    Firefox,
    /// WebKit's `MiniBrowser` for GTK with `WebKitWebDriver`, on an X server without a screen.
    WebKit,
}

/// What a story may need that not every engine can do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ability {
    /// The driver tells every complaint of the console, refusals by policy among them.
    Console,
    /// The layout tells how far it moved (`layout-shift` entries).
    LayoutShifts,
    /// Media features change while the page is open: colour scheme, forced colours, reduced motion.
    Media,
    /// JavaScript can be turned off.
    NoScripts,
    /// A style sheet on its way that is put off blocks the first paint no longer.
    StyleAfterPaint,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The engine that `BROWSER` names: `chromium`, which it also is without, `firefox` or `webkit`.
    ///
    /// # Errors
    ///
    /// When it names another.
    pub fn chosen() -> Result<Self> {
        let Ok(name) = std::env::var("BROWSER") else { return Ok(Self::Chromium) };
        match Self::ALL.into_iter().find(|engine| engine.name() == name) {
            Some(engine) => Ok(engine),
            None => bail!("BROWSER is chromium, firefox or webkit, not `{name}`"),
        }
    }

    /// As `BROWSER` names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Whether a story can ask this of it.
    pub fn can(self, ability: Ability) -> bool {
        !self.lacks().contains(&ability)
    }

    /// What a story cannot ask of it.
    pub fn lacks(self) -> &'static [Ability] {
        match self {
            Self::Chromium => &[],
            Self::Firefox => &[Ability::LayoutShifts, Ability::StyleAfterPaint],
            Self::WebKit => &[Ability::Console, Ability::LayoutShifts, Ability::Media, Ability::NoScripts],
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Display for Ability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Console => "a complete console",
            Self::LayoutShifts => "layout shifts",
            Self::Media => "media features that change",
            Self::NoScripts => "scripts turned off",
            Self::StyleAfterPaint => "a paint before a style that was put off",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_what_each_engine_lacks() {
        let readme = include_str!("../README.md");
        for engine in Engine::ALL {
            let lacks: Vec<String> = engine.lacks().iter().map(ToString::to_string).collect();
            let lacks = if lacks.is_empty() { "nothing".to_owned() } else { lacks.join(", ") };
            let line = format!("| `{engine}` | {lacks} |");
            assert!(readme.contains(&line), "the README lacks {line}");
        }
    }
}
