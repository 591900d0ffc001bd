//! Measures the release build and its peer in turn, in Chromium, and prints how they compare.
//!
//! `cargo xtask bench` builds both and runs it. It fails when a page does not come, never for a figure.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use auth0_emulator::Seed;
use e2e::Browser;
use e2e::browser::preferences::Preferences;
use e2e::performance::{Figures, Metric, Profile, table};
use e2e::site::{self, Configuration, Headers, Plot, Site, workspace};
use e2e::tenant::Tenant;

/// The client of the demo tenant that both apps are.
const CLIENT: &str = "Account Linking";
/// Who logs in, with one linked account.
const PERSON: &str = "alice@example.com";
/// Whose account is linked.
const SECOND: &str = "bob@example.com";
/// Written into the peer's build.
const TENANT_PORT: u16 = 4499;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let runs: u16 = number("BENCH_RUNS", 9)?;
    let peer_dist = env::var_os("PEER_DIST").map(PathBuf::from);
    let peer_dist = peer_dist.unwrap_or_else(|| workspace().join("benches/react-peer/dist"));

    let (plot, peer_plot) = (Plot::take().await?, Plot::take().await?);
    let seed = Seed::demo()?.allow_origin(&plot.origin).allow_origin(&peer_plot.origin);
    let tenant = Tenant::serve(seed, number("TENANT_PORT", TENANT_PORT)?, &plot.requests).await?;

    let client_id = tenant.client_id(CLIENT).context("the demo tenant lacks the app's client")?;
    let configuration = Configuration::Tenant {
        domain: tenant.domain().to_owned(),
        client_id,
        fields: serde_json::Map::new(),
    };
    let ours = plot.serve(&site::dist(), configuration.clone(), Headers::Production, None)?;
    let peer = peer_plot.serve(&peer_dist, configuration, Headers::Production, None)?;

    let mut figures = Profile::ALL.map(|profile| (profile, Figures::default(), Figures::default()));
    for run in 1..=runs {
        for (profile, of_ours, of_peer) in &mut figures {
            let mut turns = [(&ours, of_ours), (&peer, of_peer)];
            // Whatever the machine does meanwhile meets both alike.
            if run % 2 == 0 {
                turns.reverse();
            }
            for (site, figures) in turns {
                tenant.reset();
                measure(site, *profile, figures).await?;
                measure_press(site, tenant.issuer(), *profile, figures).await?;
            }
        }
        println!("run {run} of {runs}");
    }
    for (profile, ours, peer) in figures {
        println!("\n{}", table(profile, runs, &ours, &peer));
    }
    Ok(())
}

/// One visit with a browser that has never been here: home, the login, the list, a second login, the link.
async fn measure(site: &Site, profile: Profile, figures: &mut Figures) -> Result<()> {
    let browser = launch(site, profile).await?;
    let measured = visit(&browser, site, figures).await;
    let closed = browser.close().await;
    measured.and(closed)
}

/// A visit in which *Log in* is pressed as soon as it can be. Of its own, because the press ends what home shows.
async fn measure_press(site: &Site, issuer: &str, profile: Profile, figures: &mut Figures) -> Result<()> {
    let browser = launch(site, profile).await?;
    let measured = async {
        browser.press_log_in_at_once().await?;
        browser.open(&site.url("/")).await?;
        browser.between(&site.url("/"), &format!("{issuer}authorize")).await
    };
    let measured = measured.await;
    browser.close().await?;
    let (time, bytes) = measured?;
    figures.add(Metric::Acting, time);
    figures.add(Metric::ActingBytes, bytes);
    Ok(())
}

async fn launch(site: &Site, profile: Profile) -> Result<Browser> {
    let browser = Browser::launch(site.scripts.clone(), Preferences::default()).await?;
    // Its start is no part of the visit, and takes a while longer than chromedriver says.
    browser.open("about:blank").await?;
    browser.run("return new Promise(resolve => setTimeout(resolve, 1000))").await?;
    if let Some(device) = profile.device() {
        browser.become_device(device).await?;
    }
    Ok(browser)
}

async fn visit(browser: &Browser, site: &Site, figures: &mut Figures) -> Result<()> {
    browser.observe_performance().await?;
    browser.open(&site.url("/")).await?;
    let home = browser.timeline("running").await?;
    let traffic = browser.traffic(&site.origin).await?;
    figures.add(Metric::Transferred, traffic.bytes);
    figures.add(Metric::Requests, traffic.requests);
    figures.add(Metric::FirstContentfulPaint, home.first_paint);
    figures.add(Metric::LargestContentfulPaint, home.largest_paint);
    figures.add(Metric::LogIn, home.log_in);
    figures.add(Metric::Running, home.running);
    figures.add(Metric::LongTasks, home.long_tasks);
    figures.add(Metric::LongTaskTime, home.long_task_time);
    figures.add(Metric::HomeMemory, browser.heap().await? + home.wasm_memory);
    figures.add(Metric::HomeProcess, browser.process_memory());

    // The button acts: its press leads to the tenant.
    browser.press_button("Log in").await?;
    browser.press_button(&format!("Log in as {PERSON}")).await?;
    let list = browser.timeline("list").await?;
    figures.add(Metric::CallbackToList, list.list.map(|at| at - list.requested));
    figures.add(Metric::ListMemory, browser.heap().await? + list.wasm_memory);
    figures.add(Metric::ListProcess, browser.process_memory());

    browser.press_button("Link Account").await?;
    browser.press_button(&format!("Log in as {SECOND}")).await?;
    let confirm = browser.timeline("confirm").await?;
    figures.add(Metric::CallbackToConfirm, confirm.confirm.map(|at| at - confirm.requested));
    browser.press_button("Link accounts").await?;
    let linked = browser.timeline("linked").await?;
    figures.add(Metric::PressToLinked, linked.linked.zip(linked.pressed).map(|(end, press)| end - press));
    let complaints = browser.console().await?;
    let severe = complaints.iter().find(|entry| entry.level == "SEVERE");
    ensure!(
        severe.is_none(),
        "the console complained: {}",
        severe.map(ToString::to_string).unwrap_or_default()
    );
    Ok(())
}

fn number<T: std::str::FromStr>(variable: &str, default: T) -> Result<T> {
    match env::var(variable) {
        Ok(text) => text.parse().ok().with_context(|| format!("{variable} has to be a number")),
        Err(_) => Ok(default),
    }
}
