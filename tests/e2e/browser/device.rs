//! The user's device: its width, colours and clock, and what it blocks.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::Browser;
use super::engine::Engine;
use crate::wait::{self, Look};

/// The colour scheme of the system.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ColorScheme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Browser {
    /// Makes the viewport this wide and high, in CSS pixels.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn set_viewport(&self, width: u32, height: u32) -> Result<()> {
        match self.engine {
            Engine::Chromium => {
                let metrics =
                    json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.tell_dev_tools("Emulation.setDeviceMetricsOverride", metrics).await
            }
            Engine::Firefox => {
                let size = json!({ "width": width, "height": height });
                let tab = String::from(self.client.window().await?);
                let params = json!({ "context": tab, "viewport": size });
                self.bidi("browsingContext", "setViewport", params).await
            }
            Engine::WebKit => {
                self.client.set_window_size(width, height).await?;
                self.is_as_wide_as(width, height).await
            }
        }
    }

    /// Waits until the window's page has heard of its size.
    async fn is_as_wide_as(&self, width: u32, height: u32) -> Result<()> {
        wait::until(async || {
            let size = self.run("return [innerWidth, innerHeight]").await?;
            Ok(if size == json!([width, height]) {
                Look::Found(())
            } else {
                Look::NotYet(format!("the viewport should be {width} × {height}, but is {size}"))
            })
        })
        .await
    }

    /// Makes the viewport this wide, and as high as the page, without scroll bars. For pictures.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn fit_viewport(&self, width: u32, least_height: u32) -> Result<()> {
        if self.engine == Engine::Chromium {
            self.tell_dev_tools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
        }
        self.set_viewport(width, least_height).await?;
        let height = self.run("return document.documentElement.scrollHeight").await?.as_u64();
        let height = height.and_then(|height| u32::try_from(height).ok()).unwrap_or(least_height);
        self.set_viewport(width, height.max(least_height)).await
    }

    /// Sets the system's colours, as `prefers-color-scheme` tells them to the page.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn set_color_scheme(&self, scheme: ColorScheme) -> Result<()> {
        let value = match scheme {
            ColorScheme::Light => "light",
            ColorScheme::Dark => "dark",
        };
        self.set_media("prefers-color-scheme", value).await
    }

    /// Sets one media feature, and every other to what it is without: `forced-colors` to `active`, for example.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn set_media(&self, name: &str, value: &str) -> Result<()> {
        match self.engine {
            Engine::Chromium => {
                let features = json!({ "media": "", "features": [{ "name": name, "value": value }] });
                self.tell_dev_tools("Emulation.setEmulatedMedia", features).await
            }
            Engine::Firefox => {
                self.override_media(json!({ "media": "", name: value })).await?;
                self.has_media(&format!("({name}: {value})")).await
            }
            Engine::WebKit => bail!("WebKit cannot change {name}"),
        }
    }

    /// Shows the page as it would be printed, until a media feature is set.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn print_media(&self) -> Result<()> {
        match self.engine {
            Engine::Chromium => {
                let print = json!({ "media": "print", "features": [] });
                self.tell_dev_tools("Emulation.setEmulatedMedia", print).await
            }
            Engine::Firefox => {
                self.override_media(json!({ "media": "print" })).await?;
                self.has_media("print").await
            }
            Engine::WebKit => bail!("WebKit cannot show a page as printed"),
        }
    }

    /// Waits until the page has heard of it.
    async fn has_media(&self, query: &str) -> Result<()> {
        wait::until(async || {
            Ok(if self.run(&format!("return matchMedia('{query}').matches")).await? == true {
                Look::Found(())
            } else {
                Look::NotYet(format!("the page should have {query}"))
            })
        })
        .await
    }

    /// Waits until nothing moves or fades any more but what turns for as long as something is awaited, or comes only when
    /// that takes too long.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn at_rest(&self) -> Result<()> {
        let rest = "const ending = document.getAnimations()
                .filter(animation => animation.effect.getComputedTiming().endTime < 5000);
            return Promise.allSettled(ending.map(animation => animation.finished)).then(() => null);";
        self.run(rest).await?;
        Ok(())
    }

    /// Sets the page's clock forward, in this document and in every later one, in all tabs. Timers do not run faster.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn advance_clock(&self, by: Duration) -> Result<()> {
        let forward = format!(
            "{{ const Before = window.Date; const shift = {};
               window.Date = class extends Before {{
                 constructor(...parts) {{ parts.length ? super(...parts) : super(Before.now() + shift); }}
                 static now() {{ return Before.now() + shift; }}
               }}; }}",
            by.as_millis()
        );
        self.in_every_tab(async || {
            self.client.execute(&forward, vec![]).await?;
            Ok(())
        })
        .await?;
        self.before_each_document(&forward).await
    }

    /// Forbids the page `sessionStorage` and `localStorage`, as a browser set to block all cookies does: to reach
    /// for them throws `SecurityError`. From the next document on.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn block_storage(&self) -> Result<()> {
        self.before_each_document(
            "for (const name of ['sessionStorage', 'localStorage'])
               Object.defineProperty(window, name, {
                 get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); } });",
        )
        .await
    }

    /// Has no room left for the page in `sessionStorage` and `localStorage`: to write there throws `QuotaExceededError`. From
    /// the next document on.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn fill_storage(&self) -> Result<()> {
        self.before_each_document(
            "Storage.prototype.setItem = () => { throw new DOMException('Full.', 'QuotaExceededError') };",
        )
        .await
    }

    /// Goes to an address with JavaScript turned off: no script of the page runs, but the test's own can.
    ///
    /// # Errors
    ///
    /// When the browser cannot be told, or the page cannot be reached.
    pub async fn open_without_scripts(&self, url: &str) -> Result<()> {
        // Not while the browser's own first page is there, which needs its scripts.
        self.open("about:blank").await?;
        for disabled in [true, false] {
            match self.engine {
                Engine::Chromium => {
                    let value = json!({ "value": disabled });
                    self.tell_dev_tools("Emulation.setScriptExecutionDisabled", value).await?;
                }
                Engine::Firefox => self.allow_scripts(!disabled).await?,
                Engine::WebKit => bail!("WebKit cannot turn scripts off"),
            }
            if disabled {
                self.open(url).await?;
            }
        }
        Ok(())
    }

    /// Runs a script in every document of every tab from the next one on, before the page's own.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn before_each_document(&self, script: &str) -> Result<()> {
        match self.engine {
            Engine::Chromium => {
                self.before_documents.borrow_mut().push(script.to_owned());
                self.in_every_tab(async || self.add_before_document(script).await).await
            }
            Engine::Firefox => {
                // Not in the blank pages in between, which have no storage.
                let function = format!("() => {{ if (location.origin.startsWith('http')) {{ {script}\n}} }}");
                let function = json!({ "functionDeclaration": function });
                self.bidi("script", "addPreloadScript", function).await
            }
            Engine::WebKit => {
                self.page_scripts.add(script);
                Ok(())
            }
        }
    }

    /// As [`before_each_document`](Self::before_each_document) in Chromium, in the tab in front alone.
    pub(super) async fn add_before_document(&self, script: &str) -> Result<()> {
        let script = json!({ "source": script });
        self.tell_dev_tools("Page.addScriptToEvaluateOnNewDocument", script).await
    }

    /// Judges that nothing of the page sticks out of the viewport sideways. `page` names it where something does.
    ///
    /// # Errors
    ///
    /// When something does, with how many CSS pixels, or when the browser cannot be asked.
    pub async fn fits_sideways(&self, page: &str) -> Result<()> {
        let root = "const root = document.documentElement; return root.scrollWidth - root.clientWidth;";
        let overflow = self.client.execute(root, vec![]).await?.as_i64().context("the page has no width")?;
        ensure!(overflow <= 0, "{page} sticks out by {overflow} px");
        Ok(())
    }
}
