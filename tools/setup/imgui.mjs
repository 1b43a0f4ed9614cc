// Dear ImGui comes as Debian 13's source package (Debian 12's is older and native only). Its checksum is pinned here on
// top of apt's own verification: this code ends up in the page.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/log.mjs';
import { run } from '../lib/run.mjs';
import { cached, fillCache } from './cache.mjs';
import { ReleaseArchive } from './release_archive.mjs';

const version = '1.90.1';
const debianVersion = '1.90.1+ds-1';
const tarball = 'imgui_1.90.1+ds.orig.tar.xz';
const sha256 = 'ecce377df0f90b292f15dcbd83d438bddc162b2388c881132bde18c787572a1c';
const cacheName = `imgui-${version}`;

/** What to do where set-up can not: a line for its message. */
export const imguiByHand = `Dear ImGui ${version}: its source folder (imgui.h, backends/ ...) as ${cached(cacheName)}`;

export function findImgui() {
  return existsSync(cached(cacheName)) ? cached(cacheName) : undefined;
}

/** Installs the library's sources into the cache and returns their folder. */
export function installImgui() {
  return fillCache(cacheName, async (temporary) => {
    const work = path.join(temporary, 'work');
    await mkdir(work);
    const archive = await ReleaseArchive.open(work, 'trixie', 'bookworm');
    const file = path.join(await archive.downloadSource('imgui', debianVersion), tarball);
    const actual = createHash('sha256').update(await readFile(file)).digest('hex');
    if (actual !== sha256) throw new UserError(`${tarball} has checksum ${actual}; expected ${sha256}.`);
    await run('tar', ['--extract', '--file', file, '--directory', temporary, '--no-same-owner', '--strip-components=1']);
    await rm(work, { recursive: true, force: true });
  });
}
