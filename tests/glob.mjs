// Files under a folder by their ending (fs.globSync came with Node 22).
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../web/build/dependencies.mjs';

/** Paths from the top of the project, sorted. */
export function globSync(folder, ...endings) {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { withFileTypes: true, recursive: true })
    .filter((each) => each.isFile() && endings.some((ending) => each.name.endsWith(ending)))
    .map((each) => join(each.parentPath ?? each.path, each.name).slice(root.length))
    .sort();
}
