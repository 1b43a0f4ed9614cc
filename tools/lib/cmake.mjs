// Configures and builds the presets of CMakePresets.json.

import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { step } from './log.mjs';
import { buildDir, depsDir, projectRoot } from './paths.mjs';
import { run } from './run.mjs';

/** What a configured build folder depends on beyond what ninja itself watches. */
function configureStamp() {
  const dependency = (name) => realpathSync(path.join(depsDir, name));
  return [projectRoot, dependency('emscripten'), dependency('imgui'), process.execPath, ''].join('\n');
}

/** An Emscripten of the user's own may have left variables that would point ours at its parts. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(EM_|EMCC_|EMSDK$)/.test(name)));
}

async function configure(preset) {
  const stampFile = path.join(buildDir, preset, 'configured');
  const stamp = configureStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await run('cmake', ['--fresh', '--preset', preset], { cwd: projectRoot, env: cleanEnvironment() });
  writeFileSync(stampFile, stamp);
}

/** Builds `targets` of a preset as one step. */
export function buildPreset(preset, title, targets = ['all']) {
  return step(title, async () => {
    await configure(preset);
    const args = ['--build', path.join('build', preset), '--target', ...targets];
    await run('cmake', args, { cwd: projectRoot, env: cleanEnvironment() });
  });
}
