// npm run test:python: builds the Python package in a virtual environment of its own and runs its tests. Not part of
// `npm test`, which needs no package index of Python.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { info, runMain, UserError } from '../lib/log.mjs';
import { buildDir, projectRoot } from '../lib/paths.mjs';

const python = process.env.PYTHON ?? 'python3';
const environment = path.join(buildDir, 'python', 'venv');
const inside = (program) => path.join(environment, 'bin', program);

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd: projectRoot, ...options });
  return !error && status === 0;
}

await runMain(async () => {
  await mkdir(path.dirname(environment), { recursive: true });
  if (!existsSync(inside('python')) && !run(python, ['-m', 'venv', environment])) {
    throw new UserError('A virtual environment of Python could not be made: install python3-venv.');
  }
  const reachable = spawnSync(inside('pip'), ['download', '--no-deps', '--quiet', '--dest', path.join(buildDir, 'python', 'probe'), 'pybind11'], { encoding: 'utf8' });
  if (reachable.status !== 0) {
    info('Skipped: the Python tests (gymnasium, PettingZoo, the core), because the package index of Python cannot be reached.');
    return;
  }
  if (!run(inside('pip'), ['install', '--quiet', './python[test]'])) throw new UserError('The Python package could not be built.');
  if (!run(inside('python'), ['-m', 'pytest', '-q', 'python/tests'])) throw new UserError('The Python tests failed.');
});
