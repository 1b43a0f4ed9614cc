// Where things are: the checkout, the builds in it, and the per-user cache that outlives a checkout.

import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const buildDir = path.join(projectRoot, 'build');
export const distDir = path.join(projectRoot, 'dist');

/** Links to what set-up found or installed; CMake looks here and nowhere else. */
export const depsDir = path.join(buildDir, 'deps');

export const emscriptenVersion = readFileSync(path.join(projectRoot, 'emsdk-version.txt'), 'utf8').trim();

export function cacheDir() {
  // The XDG specification asks to ignore a relative path.
  const xdg = process.env.XDG_CACHE_HOME;
  const base = xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache');
  return path.join(base, 'backbeat');
}

/** The full path of a program on PATH, or undefined. */
export function findOnPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      // not here
    }
  }
  return undefined;
}
