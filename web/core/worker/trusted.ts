// A worker's address under Trusted Types (`require-trusted-types-for 'script'`), which a page allows by `trusted-types attention-lab`.

interface ScriptPolicy {
  createScriptURL(url: string): URL; // a TrustedScriptURL, which TypeScript's DOM does not know yet
}
declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy } | undefined;

let policy: ScriptPolicy | null | undefined; // one a page: a second of its name is refused

/** Null where the engine has no Trusted Types, or the page's policy does not name ours. */
function ownPolicy(): ScriptPolicy | null {
  if (typeof trustedTypes === 'undefined') return null;
  try {
    return trustedTypes.createPolicy('attention-lab', { createScriptURL: (url) => url });
  } catch {
    return null;
  }
}

/** What `new Worker` takes on this page, if it takes anything: only addresses of the core's own files go through here. */
export function scriptAddress(url: string | URL): string | URL {
  if (policy === undefined) policy = ownPolicy();
  return policy?.createScriptURL(String(url)) ?? url;
}
