// One builder at a time: two links into one folder give a glue file and a binary that do not fit each other.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from '../../cpp/toolchain/system.mjs';

/** Is the process that wrote the lock still there? */
function held(path) {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** Takes the file for this process; false where another, living one has it. */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!held(path)) rmSync(path, { force: true });
    return false;
  }
}

/** Runs `work` while no other process runs work under the same lock. */
export async function locked(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  for (let tries = 0; !take(path); tries++) {
    if (tries === 3) say('waiting for another build');
    await pause(300);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
