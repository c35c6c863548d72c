// Starts the service worker where one can work, when the page has nothing more urgent to do.
import { addressOf, embedded, files } from '../../assets/files.js';
import { scriptAddress } from '../../core/worker/trusted.js';

interface Saving {
  readonly connection?: { readonly saveData?: boolean };
}

/** A page of the site itself, on a secure address; not a file, a page that carries everything, a frame, or a reader who saves data. */
function canWork(): boolean {
  const { protocol } = location;
  if (!files || embedded('core') !== null || !/^https?:$/.test(protocol) || !isSecureContext || window.top !== window) return false;
  return 'serviceWorker' in navigator && !(navigator as Saving).connection?.saveData;
}

export function keepOffline(): void {
  if (!canWork()) return;
  const register = () =>
    navigator.serviceWorker
      .register(scriptAddress(addressOf({ url: 'sw.js' })), { updateViaCache: 'none' })
      .catch((reason: unknown) => console.info('Attention Lab is not kept for use without a network:', reason)); // private windows, full disks
  if ('requestIdleCallback' in window) requestIdleCallback(() => void register(), { timeout: 5000 });
  else setTimeout(() => void register(), 1000);
}
