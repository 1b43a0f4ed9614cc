// Finds or installs the Emscripten that emsdk-version.txt names.
//
// Debian 12's own Emscripten is too old. Debian 13 carries 3.1.69 as an architecture-independent package, and Debian 12
// carries the LLVM it wants, so set-up unpacks Debian 13's package into the user's cache and points it at clang-19.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/log.mjs';
import { emscriptenVersion, findOnPath, projectRoot } from '../lib/paths.mjs';
import { cached, fillCache } from './cache.mjs';
import { ReleaseArchive, unpackDeb } from './release_archive.mjs';

const cacheName = `emscripten-${emscriptenVersion}`;
export const llvmBin = '/usr/lib/llvm-19/bin';

// 1.6 GB of the package are library variants (64-bit, threads, wasm workers, LTO, position independent, sanitizers)
// and tests that no build of ours links.
const unneeded = [
  './usr/share/doc',
  './usr/share/emscripten/docs',
  './usr/share/emscripten/test',
  './usr/share/emscripten/system/lib',
  '*/sysroot/lib/wasm64-emscripten',
  '*/wasm32-emscripten/lto*',
  '*/wasm32-emscripten/pic',
  '*/wasm32-emscripten/libwasmfs*',
  '*/wasm32-emscripten/*asan*',
  '*/wasm32-emscripten/*-mt[-.]*',
  '*/wasm32-emscripten/*-ww[-.]*',
];

/** The version of the Emscripten whose folder (the one with emcc in it) is `root`. */
export function versionOf(root) {
  const file = path.join(root, 'emscripten-version.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('"', '').trim() : 'unknown';
}

/** {root, version} of the emcc on PATH, or undefined. */
function emscriptenOnPath() {
  const emcc = findOnPath('emcc');
  if (!emcc) return undefined;
  const folder = path.dirname(realpathSync(emcc));
  // Debian's /usr/bin/emcc is a script of its own, not a link into the folder.
  const root = [folder, '/usr/share/emscripten'].find((candidate) => existsSync(path.join(candidate, 'emcc.py')));
  return root && { root, version: versionOf(root) };
}

/** Where a usable Emscripten is already, and a sentence about one on PATH that is not usable. */
export function findEmscripten() {
  const onPath = emscriptenOnPath();
  if (onPath?.version === emscriptenVersion) return { root: onPath.root };
  const ours = path.join(cached(cacheName), 'emscripten');
  const root = existsSync(ours) ? ours : undefined;
  const mismatch =
    onPath &&
    `emcc on PATH is version ${onPath.version}, Backbeat needs ${emscriptenVersion} ` +
      `(with emsdk: ./emsdk install ${emscriptenVersion} && ./emsdk activate ${emscriptenVersion}).`;
  return { root, mismatch };
}

/** True for a root that set-up made itself and that therefore needs the system's clang-19. */
export function isOurs(root) {
  return root === path.join(cached(cacheName), 'emscripten');
}

/** Binaryen wants a newer C library than Debian 12 has: each program is run through the unpacked loader. */
async function wrapBinaryen(unpacked, folder, finalFolder) {
  await rename(path.join(unpacked, 'usr'), path.join(folder, 'usr'));
  const multiarch = (await readdir(path.join(folder, 'usr', 'lib'))).find((name) => name.endsWith('-linux-gnu'));
  const libraries = path.join('usr', 'lib', multiarch);
  const loader = (await readdir(path.join(folder, libraries))).find((name) => /^ld-linux-.*\.so\.\d$/.test(name));
  await mkdir(path.join(folder, 'bin'));
  for (const program of (await readdir(path.join(folder, 'usr', 'bin'))).filter((name) => name.startsWith('wasm'))) {
    const wrapper = path.join(folder, 'bin', program);
    const quoted = (...parts) => `'${path.join(finalFolder, ...parts)}'`;
    await writeFile(
      wrapper,
      `#!/bin/sh\nexec ${quoted(libraries, loader)} --library-path ${quoted(libraries)} ${quoted('usr', 'bin', program)} "$@"\n`,
    );
    await chmod(wrapper, 0o755);
  }
}

async function writeConfig(root, finalFolder) {
  const config = [
    '# Written by Backbeat set-up.',
    'import shutil',
    `LLVM_ROOT = '${llvmBin}'`,
    `BINARYEN_ROOT = '${path.join(finalFolder, 'binaryen')}'`,
    `NODE_JS = shutil.which('node') or '${process.execPath}'`,
    "# The package's prebuilt system libraries; without this line they would be rebuilt.",
    `CACHE = '${path.join(finalFolder, 'emscripten', 'cache')}'`,
    '',
  ];
  await writeFile(path.join(root, '.emscripten'), config.join('\n'));
}

/** Installs Emscripten from Debian 13 into the cache; node_modules must be complete. Returns its root. */
export async function installEmscripten() {
  const folder = await fillCache(cacheName, async (temporary, finalFolder) => {
    const work = path.join(temporary, 'work');
    const archive = await ReleaseArchive.open(work, 'trixie', 'bookworm');
    const libraries = ['libc6', 'libstdc++6', 'libgcc-s1'];
    const debs = await archive.download(['emscripten', 'binaryen', ...libraries]);

    const unpacked = path.join(work, 'unpacked');
    await unpackDeb(debs.emscripten, unpacked, unneeded);
    const root = path.join(temporary, 'emscripten');
    await rename(path.join(unpacked, 'usr', 'share', 'emscripten'), root);
    if (versionOf(root) !== emscriptenVersion) {
      throw new UserError(`The mirror's Emscripten is ${versionOf(root)}, Backbeat needs ${emscriptenVersion}.`);
    }

    const binaryen = path.join(work, 'binaryen');
    for (const name of ['binaryen', ...libraries]) await unpackDeb(debs[name], binaryen, ['./usr/share']);
    await mkdir(path.join(temporary, 'binaryen'));
    await wrapBinaryen(binaryen, path.join(temporary, 'binaryen'), path.join(finalFolder, 'binaryen'));

    // Emscripten's optimizer looks for acorn next to itself.
    const acorn = path.join('node_modules', 'acorn');
    await cp(path.join(projectRoot, acorn), path.join(root, acorn), { recursive: true });
    await writeConfig(root, finalFolder);
    await rm(work, { recursive: true, force: true });
  });
  return path.join(folder, 'emscripten');
}
