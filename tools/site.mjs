// Turns web/, assets/ and the two WebAssembly programs into dist/: a folder of static files that any host can serve,
// from its root or from a sub-path (every address in it is relative).

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { info, UserError } from './lib/log.mjs';
import { buildDir, distDir, projectRoot } from './lib/paths.mjs';

const webDir = path.join(projectRoot, 'web');
const kTransferBudgetBytes = 600_000;
const kOfflineWorker = 'offline_worker.js';

/** The worker that keeps the page on the machine has to know every file and what it holds. */
async function bundleOfflineWorker(outputDir) {
  const { build } = await import('esbuild');
  const entries = await readdir(outputDir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const digest = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);
  const files = await Promise.all(
    paths.sort().map(async (file) => [path.relative(outputDir, file).split(path.sep).join('/'), digest(await readFile(file))]),
  );
  await build({
    entryPoints: [path.join(webDir, kOfflineWorker)],
    outdir: outputDir,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: {
      'globalThis.__BACKBEAT_FILES__': JSON.stringify(files),
      'globalThis.__BACKBEAT_VERSION__': JSON.stringify(digest(JSON.stringify(files))),
    },
    logLevel: 'warning',
  });
}

async function bundleScripts(outputDir) {
  const { build } = await import('esbuild');
  const workers = (await readdir(webDir)).filter((name) => name.endsWith('_worker.js') && name !== kOfflineWorker);
  await build({
    entryPoints: ['main.js', ...workers].map((name) => path.join(webDir, name)),
    outdir: outputDir,
    absWorkingDir: projectRoot,
    bundle: true,
    splitting: true, // what is rarely used is loaded when it is used
    format: 'esm',
    target: 'es2022',
    minify: true,
    // Emscripten's loader asks for this one, but only under Node.
    external: ['module', 'node:*'],
    logLevel: 'warning',
  });
}

/** Builds dist/. The old one stays in place until the new one is whole. */
export async function buildSite() {
  const fresh = path.join(buildDir, `site-${process.pid}`);
  try {
    await mkdir(fresh, { recursive: true });
    await bundleScripts(fresh);
    for (const name of await readdir(webDir)) {
      if (/\.(html|css|webmanifest|svg|png|ico|txt)$/.test(name)) await cp(path.join(webDir, name), path.join(fresh, name));
    }
    for (const program of ['app', 'trainer', 'trainer_relaxed']) {
      await cp(path.join(buildDir, 'wasm', `${program}.wasm`), path.join(fresh, `${program}.wasm`));
    }
    const assets = path.join(projectRoot, 'assets');
    if (existsSync(assets)) await cp(assets, path.join(fresh, 'assets'), { recursive: true });
    await bundleOfflineWorker(fresh);
    await rm(distDir, { recursive: true, force: true });
    await rename(fresh, distDir);
  } catch (error) {
    // esbuild has already shown where the mistake is.
    if (error.errors) throw new UserError(`Bundling failed: ${error.message.split('\n')[0]}`);
    throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Every file of dist/ with what it costs to transfer: [{name, bytes, gzipBytes, brotliBytes}], the largest first. */
export async function measureSite() {
  const entries = await readdir(distDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const sizes = await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file);
      const [gzipped, brotlied] = await Promise.all([promisify(gzip)(content), promisify(brotliCompress)(content)]);
      return {
        name: path.relative(distDir, file),
        bytes: content.length,
        gzipBytes: gzipped.length,
        brotliBytes: brotlied.length,
      };
    }),
  );
  return sizes.sort((a, b) => b.gzipBytes - a.gzipBytes);
}

export async function reportSizes() {
  const sizes = await measureSite();
  const sum = (key) => sizes.reduce((total, file) => total + file[key], 0);
  const total = { name: 'all files', bytes: sum('bytes'), gzipBytes: sum('gzipBytes'), brotliBytes: sum('brotliBytes') };
  const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
  info(`${'KB'.padEnd(32)}     plain     gzip   brotli`);
  for (const { name, bytes, gzipBytes, brotliBytes } of [...sizes.slice(0, 8), total]) {
    info(`${name.padEnd(32)}  ${kb(bytes)} ${kb(gzipBytes)} ${kb(brotliBytes)}`);
  }
  if (total.gzipBytes > kTransferBudgetBytes) {
    info(`A first visit may cost ${kb(total.gzipBytes).trim()} KB with gzip; the budget is ${kTransferBudgetBytes / 1000} KB.`);
  }
}
