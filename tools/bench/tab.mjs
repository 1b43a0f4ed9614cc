// A tab that times updates: bundles tools/bench/tab, serves it and opens it in headless Chromium.

import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium } from '../lib/chromium.mjs';
import { buildDir, projectRoot } from '../lib/paths.mjs';
import { serve } from '../serve.mjs';

export const benchFolder = path.dirname(fileURLToPath(import.meta.url));
const siteFolder = path.join(buildDir, 'bench-tab');

async function bundle() {
  await mkdir(siteFolder, { recursive: true });
  await build({
    entryPoints: [path.join(benchFolder, 'tab', 'main.js')],
    outdir: siteFolder,
    absWorkingDir: projectRoot,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    external: ['module', 'node:*'], // Emscripten's loader asks for these, but only under Node
    logLevel: 'error',
  });
  for (const name of ['update_bench', 'update_bench_relaxed', 'update_bench_eigen']) {
    await cp(path.join(buildDir, 'wasm', `${name}.wasm`), path.join(siteFolder, `${name}.wasm`));
  }
  const tfjs = path.join(benchFolder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist');
  await cp(tfjs, siteFolder, { recursive: true, filter: (file) => file === tfjs || file.endsWith('.wasm') });
  await writeFile(path.join(siteFolder, 'index.html'), '<!doctype html><script type="module" src="main.js"></script>\n');
}

export class Tab {
  /** @returns {Promise<Tab>} with {subjects, kernels, version} */
  static async start() {
    const tab = new Tab();
    await bundle();
    tab.server = await serve({ root: siteFolder });
    tab.browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: chromiumFlags });
    tab.version = `Chromium ${tab.browser.version()}`;
    tab.page = await tab.browser.newPage();
    tab.page.on('pageerror', (error) => console.error(error));
    await tab.page.goto(tab.server.url);
    await tab.page.waitForFunction(() => window.bench);
    Object.assign(tab, await tab.call('load'));
    return tab;
  }

  /** Calls a function of window.bench. */
  call(name, ...args) {
    return this.page.evaluate(([key, list]) => window.bench[key](...list), [name, args]);
  }

  async close() {
    await this.browser?.close();
    await this.server?.close();
  }
}
