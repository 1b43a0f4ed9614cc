import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { emscriptenVersion } from '../../tools/lib/paths.mjs';
import { cached, fillCache, pointLink, removeAbandoned } from '../../tools/setup/cache.mjs';
import { findEmscripten, isOurs, versionOf } from '../../tools/setup/emscripten.mjs';

const savedEnvironment = { ...process.env };
let folder;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'backbeat-setup-'));
});

beforeEach(async () => {
  process.env.XDG_CACHE_HOME = await mkdtemp(path.join(folder, 'cache-'));
  process.env.PATH = savedEnvironment.PATH;
});

after(async () => {
  Object.assign(process.env, savedEnvironment);
  if (savedEnvironment.XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
  await rm(folder, { recursive: true });
});

/** An Emscripten as far as finding it goes, on PATH. */
async function putEmscriptenOnPath(version) {
  const root = await mkdtemp(path.join(folder, 'emscripten-'));
  await writeFile(path.join(root, 'emcc'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(path.join(root, 'emcc.py'), '');
  await writeFile(path.join(root, 'emscripten-version.txt'), `"${version}"\n`);
  process.env.PATH = `${root}${path.delimiter}${process.env.PATH}`;
  return root;
}

test('emsdk-version.txt holds one plain version', () => {
  assert.match(emscriptenVersion, /^\d+\.\d+\.\d+$/);
});

test('no other file repeats the version of Emscripten', async () => {
  for (const file of ['CMakeLists.txt', 'CMakePresets.json', 'package.json', 'tools/setup.mjs', 'tools/setup/emscripten.mjs']) {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    const code = text.replaceAll(/^\/\/.*$/gm, '');
    assert.ok(!code.includes(emscriptenVersion), file);
  }
});

test('the pinned Emscripten on PATH is used as it is', async () => {
  const root = await putEmscriptenOnPath(emscriptenVersion);
  assert.deepEqual(findEmscripten(), { root });
  assert.equal(isOurs(root), false);
});

test('another version on PATH is not used, and the sentence names both', async () => {
  await putEmscriptenOnPath('9.9.9');
  const { root, mismatch } = findEmscripten();
  assert.equal(root, undefined);
  assert.match(mismatch, /9\.9\.9/);
  assert.ok(mismatch.includes(emscriptenVersion));
});

test('an Emscripten without a version is unknown, not an error', () => {
  assert.equal(versionOf(folder), 'unknown');
});

test('the cache has a thing whole or not at all', async () => {
  await assert.rejects(
    fillCache('thing', async (temporary) => {
      await writeFile(path.join(temporary, 'half'), '');
      throw new Error('interrupted');
    }),
    /interrupted/,
  );
  assert.deepEqual(await readdir(path.dirname(cached('thing'))), []);

  let fills = 0;
  const fill = async (temporary) => {
    fills += 1;
    await writeFile(path.join(temporary, 'whole'), '');
  };
  await fillCache('thing', fill);
  await fillCache('thing', fill);
  assert.equal(fills, 1);
  assert.deepEqual(await readdir(cached('thing')), ['whole']);
});

test('two set-ups at once both end with the thing', async () => {
  const fill = (temporary) => writeFile(path.join(temporary, 'whole'), '');
  const folders = await Promise.all([fillCache('thing', fill), fillCache('thing', fill)]);
  assert.deepEqual(folders, [cached('thing'), cached('thing')]);
  assert.deepEqual(await readdir(path.dirname(cached('thing'))), ['thing']);
});

test('leftovers of dead set-ups are removed, those of living ones are not', async () => {
  const place = await mkdtemp(path.join(folder, 'leftovers-'));
  const dead = path.join(place, `thing.tmp-${2 ** 22 + 1}-abc`); // above Linux's largest process number
  const living = path.join(place, `thing.tmp-${process.pid}-abc`);
  await mkdir(dead);
  await mkdir(living);
  await removeAbandoned(place);
  assert.equal(existsSync(dead), false);
  assert.equal(existsSync(living), true);
});

test('a link is moved to its new target', async () => {
  const link = path.join(folder, 'deps', 'link');
  await pointLink(link, '/a');
  await pointLink(link, '/b');
  assert.equal(await readlink(link), '/b');
});
