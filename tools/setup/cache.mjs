// Things that take long to fetch lie in a per-user folder. Each is built under a temporary name next to its place and
// renamed at the end: whatever interrupts a set-up, a finished name means finished content.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir } from '../lib/paths.mjs';

const temporaryMark = '.tmp-';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // it lives, as somebody else's
  }
}

/** Removes what killed set-ups left in `folder`; the name says which process made it. */
export async function removeAbandoned(folder) {
  for (const name of await readdir(folder)) {
    const pid = /\.tmp-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(path.join(folder, name), { recursive: true, force: true });
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
  const temporary = await mkdtemp(path.join(cacheDir(), `${name}${temporaryMark}${process.pid}-`));
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
