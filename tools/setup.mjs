// node tools/setup.mjs [start|build|test]
// Installs what that purpose still lacks and leaves links in build/deps for CMake. `npm start`, `npm run build` and
// `npm test` call it first; when nothing is missing it takes a fraction of a second and prints nothing.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { info, runMain, step, UserError } from './lib/log.mjs';
import { depsDir, emscriptenVersion } from './lib/paths.mjs';
import { debianCodename, installPackages, missingPackages, rootPrefix } from './setup/apt.mjs';
import { pointLink } from './setup/cache.mjs';
import { findEmscripten, installEmscripten, isOurs } from './setup/emscripten.mjs';
import { findImgui, imguiByHand, installImgui } from './setup/imgui.mjs';
import { installNpmPackages, npmPackagesReady } from './setup/npm.mjs';
import { neededPackages, optionalPackages } from './setup/packages.mjs';

const supportedCodename = 'bookworm';

/** What `purpose` needs and this machine has or lacks. Looks only. */
async function survey(purpose) {
  const isSupported = debianCodename() === supportedCodename;
  const { root: emscriptenRoot, mismatch } = findEmscripten();
  const ownEmscripten = emscriptenRoot ? isOurs(emscriptenRoot) : isSupported;
  const needed = neededPackages(purpose, { ownEmscripten });
  return { isSupported, emscriptenRoot, mismatch, needed, missing: await missingPackages(needed), imguiRoot: findImgui() };
}

/** The one message that says everything there is to install by hand. */
function cannotInstall(reason, { isSupported, emscriptenRoot, mismatch, missing, imguiRoot }) {
  const lines = [`Set-up cannot go on: ${reason}`, 'Please install this, then run the same command again:'];
  if (missing.length > 0) {
    const names = missing.join(' ');
    lines.push(`  - packages, by Debian's names: ${names}`);
    if (isSupported) lines.push(`    as root: apt-get update && apt-get install --no-install-recommends ${names}`);
  }
  // On Debian 12 these two need no root: set-up fetches them itself once the packages are there.
  if (!isSupported && !emscriptenRoot) lines.push(`  - Emscripten ${emscriptenVersion}, with emcc on PATH`);
  if (!isSupported && !imguiRoot) lines.push(`  - ${imguiByHand}`);
  if (mismatch) lines.push(`Note: ${mismatch}`);
  return new UserError(lines.join('\n'));
}

async function setUpPackages(found) {
  const { needed, missing } = found;
  const prefix = await rootPrefix();
  if (!prefix) throw cannotInstall('packages are missing, and it may not become root (no passwordless sudo).', found);
  await step(`Installing ${missing.length} packages: ${missing.join(' ')}`, () => installPackages(missing, prefix));
  const stillMissing = await missingPackages(needed);
  if (stillMissing.length > 0) throw new UserError(`apt installed these, yet they are not usable: ${stillMissing.join(' ')}`);
}

/** Tests that lack something optional are skipped; nothing else fails for it. */
async function setUpOptional(mayInstall) {
  for (const { loss, packages } of optionalPackages) {
    const missing = await missingPackages(packages);
    if (missing.length === 0) continue;
    try {
      const prefix = mayInstall ? await rootPrefix() : undefined;
      if (!prefix) throw new UserError(`${missing.join(', ')} would have to be installed`);
      await step(`Installing ${missing.join(' ')}`, () => installPackages(missing, prefix));
    } catch (error) {
      info(`These tests are skipped: ${loss} (${error.message.trimEnd().split('\n').at(-1)})`);
    }
  }
}

/** Makes the machine ready for `purpose`: 'start' (the page), 'build' (and the native program) or 'test'. */
export async function setUp(purpose) {
  const found = await survey(purpose);
  const { isSupported, missing, mismatch } = found;
  let { emscriptenRoot, imguiRoot } = found;
  if (!isSupported && (missing.length > 0 || !emscriptenRoot || !imguiRoot)) {
    throw cannotInstall('it installs things by itself only on Debian 12.', found);
  }
  if (missing.length > 0) await setUpPackages(found);
  if (purpose === 'test') await setUpOptional(isSupported);
  if (!npmPackagesReady()) await step('Installing npm packages', () => installNpmPackages());
  if (!emscriptenRoot) {
    if (mismatch) info(mismatch);
    emscriptenRoot = await step(`Fetching Emscripten ${emscriptenVersion} (250 MB)`, installEmscripten);
  }
  imguiRoot ??= await step('Fetching Dear ImGui', installImgui);
  await pointLink(path.join(depsDir, 'emscripten'), emscriptenRoot);
  await pointLink(path.join(depsDir, 'imgui'), imguiRoot);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const purpose = process.argv[2] ?? 'test';
    if (!['start', 'build', 'test'].includes(purpose)) throw new UserError('Usage: node tools/setup.mjs [start|build|test]');
    await setUp(purpose);
    console.log(`Ready for ${purpose}.`);
  });
}
