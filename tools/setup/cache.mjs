// Things that take long to fetch lie in a per-user folder. Each is built under a temporary name next to its place and
// renamed at the end: whatever interrupts a set-up, a finished name means finished content.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir } from '../lib/paths.mjs';

const kAbandonedAfterMs = 24 * 60 * 60 * 1000;
const temporaryMark = '.tmp-';

/** Leftovers of set-ups that were killed; a younger one may belong to a set-up that is still running. */
async function removeAbandoned(folder) {
  for (const name of await readdir(folder)) {
    if (!name.includes(temporaryMark)) continue;
    const leftover = path.join(folder, name);
    const { mtimeMs } = await stat(leftover).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > kAbandonedAfterMs) await rm(leftover, { recursive: true, force: true });
  }
}

export function cached(name) {
  return path.join(cacheDir(), name);
}

/** Fills the cache folder `name` once: `fill(temporaryFolder, finalFolder)`. Returns its path. */
export async function fillCache(name, fill) {
  const target = cached(name);
  if (existsSync(target)) return target;
  await mkdir(cacheDir(), { recursive: true });
  await removeAbandoned(cacheDir());
  const temporary = await mkdtemp(path.join(cacheDir(), `${name}${temporaryMark}`));
  try {
    await fill(temporary, target);
    await rename(temporary, target).catch((error) => {
      // Another set-up was quicker: its result is as good as ours.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}

/** Makes `link` a symbolic link to `target`, whatever it was before. */
export async function pointLink(link, target) {
  if ((await readlink(link).catch(() => undefined)) === target) return;
  await mkdir(path.dirname(link), { recursive: true });
  const temporary = `${link}${temporaryMark}${process.pid}`;
  await symlink(target, temporary);
  await rename(temporary, link);
}
