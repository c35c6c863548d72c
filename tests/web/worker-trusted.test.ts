// A worker's address on a page with Trusted Types.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const url = 'https://author.example/worker.js';

/** The module keeps one policy a page, so each page here has a module of its own. */
async function addressOn(page: string, trustedTypes: unknown): Promise<unknown> {
  Object.assign(globalThis, { trustedTypes });
  const { scriptAddress } = (await import(`../../web/core/worker/trusted.js?${page}`)) as typeof import('../../web/core/worker/trusted.js');
  const twice = [scriptAddress(url), scriptAddress(url)];
  delete (globalThis as { trustedTypes?: unknown }).trustedTypes;
  assert.deepEqual(twice[0], twice[1]);
  return twice[0];
}

test('no Trusted Types: the address itself', async () => assert.equal(await addressOn('none', undefined), url));

test('a policy of our name vouches for it, and is made once', async () => {
  const made: string[] = [];
  const createPolicy = (name: string, { createScriptURL }: { createScriptURL(url: string): string }) => {
    made.push(name);
    return { createScriptURL: (given: string) => ({ trusted: createScriptURL(given) }) };
  };
  assert.deepEqual(await addressOn('allowed', { createPolicy }), { trusted: url });
  assert.deepEqual(made, ['attention-lab']);
});

test('a page that does not allow our policy is asked once; the address itself is tried', async () => {
  let asked = 0;
  const createPolicy = () => {
    asked++;
    throw new TypeError('Policy "attention-lab" disallowed.');
  };
  assert.equal(await addressOn('refused', { createPolicy }), url);
  assert.equal(asked, 1);
});
