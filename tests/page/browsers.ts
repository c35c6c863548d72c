// The two browsers the page is tested in: Debian's own, driven by Playwright.
import { existsSync } from 'node:fs';
import { chromium, firefox, type Browser } from 'playwright-core';

export type BrowserName = 'chromium' | 'firefox';
export const browserNames: readonly BrowserName[] = ['chromium', 'firefox'];

/** Not a secure context, though it is this machine: what a classroom server looks like. */
export const lanHost = 'lab.test';

const places: Record<BrowserName, readonly string[]> = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

/** The program to start: from CHROMIUM or FIREFOX in the environment, else where systems put it; null where there is none. */
export function findBrowser(name: BrowserName): string | null {
  const asked = process.env[name.toUpperCase()];
  return asked ?? places[name].find(existsSync) ?? null;
}

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--no-proxy-server',
  `--host-resolver-rules=MAP ${lanHost} 127.0.0.1`,
];

const firefoxPreferences = {
  'network.dns.localDomains': lanHost,
  'network.proxy.type': 0,
  'security.fileuri.strict_origin_policy': true, // else a load that is blocked for users would pass here
};

export function launch(name: BrowserName, preferences: Record<string, string | number | boolean> = {}): Promise<Browser> {
  const executablePath = findBrowser(name);
  if (!executablePath) throw new Error(`${name} is not installed: apt-get install ${name === 'firefox' ? 'firefox-esr' : 'chromium'}`);
  if (name === 'chromium') return chromium.launch({ executablePath, args: chromiumArguments });
  return firefox.launch({ channel: 'moz-firefox', executablePath, firefoxUserPrefs: { ...firefoxPreferences, ...preferences } });
}
