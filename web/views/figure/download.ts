// Hands files over to the reader.

/** The address is given back only after the browser has begun to read it. */
export function download(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Whether downloads may be forbidden here without a word. A sandbox without allow-downloads tells nothing to the page in it;
 * a page that is not in a frame has no sandbox, and one whose own frame can be read and has none is free if all around it is.
 */
export function framed(): boolean {
  for (let at: Window = globalThis.window; at !== at.parent; at = at.parent) {
    const frame = ownFrame(at);
    if (!frame || (frame.hasAttribute('sandbox') && !frame.sandbox.contains('allow-downloads'))) return true;
  }
  return false;
}

/** Null where the page around is of another origin, and for every page in a sandbox without allow-same-origin. */
function ownFrame(at: Window): HTMLIFrameElement | null {
  try {
    return at.frameElement as HTMLIFrameElement | null;
  } catch {
    return null;
  }
}
