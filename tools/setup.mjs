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

/** Everything there is to install by hand, in one message. */
function cannotInstall(reason, packages, { emscripten, imgui } = {}) {
  const lines = [`Set-up cannot go on: ${reason}`, 'Please install, then run the same command again:'];
  if (packages.length > 0) {
    lines.push(`  - these packages (Debian's names): ${packages.join(' ')}`);
    lines.push(`    on Debian 12, as root: apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}`);
  }
  if (imgui) lines.push(`  - ${imgui}`);
  if (emscripten) {
    lines.push(`  - Emscripten ${emscriptenVersion}, with emcc on PATH`);
    if (emscripten.mismatch) lines.push(`    ${emscripten.mismatch}`);
  }
  return new UserError(lines.join('\n'));
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
  const emscripten = findEmscripten();
  const isSupported = debianCodename() === supportedCodename;
  const mustInstallEmscripten = !emscripten.root;
  const ownEmscripten = mustInstallEmscripten ? isSupported : isOurs(emscripten.root);
  const missing = await missingPackages(neededPackages(purpose, { ownEmscripten }));
  const imgui = findImgui();

  if (!isSupported && (missing.length > 0 || mustInstallEmscripten || !imgui)) {
    const reason = 'it installs things by itself only on Debian 12.';
    throw cannotInstall(reason, missing, {
      emscripten: mustInstallEmscripten ? emscripten : undefined,
      imgui: imgui ? undefined : imguiByHand,
    });
  }
  if (missing.length > 0) {
    const prefix = await rootPrefix();
    // Emscripten itself needs no root on Debian 12, so only the packages are named.
    if (!prefix) throw cannotInstall('some packages are missing and it may not become root.', missing);
    await step(`Installing ${missing.length} packages: ${missing.join(' ')}`, () => installPackages(missing, prefix));
    const stillMissing = await missingPackages(neededPackages(purpose, { ownEmscripten }));
    if (stillMissing.length > 0) throw new UserError(`Installed, yet not found: ${stillMissing.join(' ')}`);
  }
  if (purpose === 'test') await setUpOptional(isSupported);
  if (!npmPackagesReady()) await step('Installing npm packages', installNpmPackages);

  const emscriptenRoot = emscripten.root
    ?? (await step(`Fetching Emscripten ${emscriptenVersion} (250 MB)`, installEmscripten));
  const imguiRoot = imgui ?? (await step('Fetching Dear ImGui', installImgui));
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
