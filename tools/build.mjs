// npm run build: everything, without serving.

import { fileURLToPath } from 'node:url';
import { buildPreset } from './lib/cmake.mjs';
import { runMain, step } from './lib/log.mjs';
import { setUp } from './setup.mjs';
import { buildSite, reportSizes } from './site.mjs';

/** The page: both WebAssembly programs and dist/. */
export async function buildPage() {
  await buildPreset('wasm', 'Building the WebAssembly programs');
  await step('Bundling the site into dist', buildSite);
}

export function buildNative(targets = ['all']) {
  return buildPreset('native', 'Building the native program', targets);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await setUp('build');
    await buildNative();
    await buildPage();
    await reportSizes();
  });
}
