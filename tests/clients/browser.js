// Chromium, for applications that run in a browser.
import puppeteer from 'puppeteer-core';

export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--ignore-certificate-errors'],
  });
}

/** A button of the page, by its name. */
export function button(page, name) {
  return page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`);
}

/** Presses a button which leads elsewhere. */
export async function press(page, name) {
  const found = await button(page, name);
  await Promise.all([page.waitForNavigation(), found.click()]);
}
