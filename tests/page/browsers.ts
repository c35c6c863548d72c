// The browsers the page is tested in: Debian's own; Playwright drives two of them, WebKit is driven by webkit.ts.
import { chromium, firefox, type Browser } from 'playwright-core';
import { packages, programs } from '../system.mjs';
import { WebKit } from './webkit.js';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';
/** Those with all of Playwright's verbs. */
export const browserNames: readonly BrowserName[] = ['chromium', 'firefox'];
/** With WebKit, whose pages have the verbs of webkit.ts only. */
export const engines: readonly BrowserName[] = [...browserNames, 'webkit'];

/** Not a secure context, though it is this machine: what a classroom server looks like. */
export const lanHost = 'lab.test';

/** The program to start, or null. */
export const findBrowser = (name: BrowserName): string | null => programs[name]();

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
  if (!executablePath) throw new Error(`${name} is not installed: apt-get install ${packages[name]}`);
  if (name === 'webkit') return WebKit.launch(executablePath, lanHost) as Promise<unknown> as Promise<Browser>; // visit() tells them apart
  if (name === 'chromium') return chromium.launch({ executablePath, args: chromiumArguments });
  return firefox.launch({ channel: 'moz-firefox', executablePath, firefoxUserPrefs: { ...firefoxPreferences, ...preferences } });
}
