// Rewrites the shipped agent with every other safetensors writer that is here and opens the result with `backbeat info`:
// the same agent, whatever the layout. Not part of `npm test`, which holds the layouts themselves (tests/agent).
// It needs build/native/backbeat and any of: python3 with safetensors and numpy, cargo, go.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMain, UserError } from '../lib/log.mjs';
import { buildDir, projectRoot } from '../lib/paths.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const backbeat = process.env.BACKBEAT_CLI ?? path.join(buildDir, 'native/backbeat');
const python = process.env.PYTHON ?? 'python3';
const shipped = path.join(projectRoot, 'assets/agent-16.safetensors');

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  return { good: !error && status === 0, output: stdout ?? '', trouble: (error?.message ?? stderr).trim() };
}

/** @returns {{name: string, rewrite: (source: string, target: string) => object}[]} those that can run here */
function findWriters(folder) {
  const script = path.join(here, 'python_writers.py');
  const writers = run(python, [script]).output.split('\n').filter(Boolean).map((name) => ({
    name: `python ${name}`,
    rewrite: (source, target) => run(python, [script, name, source, target]),
  }));
  if (run('cargo', ['--version']).good) {
    const manifest = path.join(here, 'rust_writer/Cargo.toml');
    const options = { env: { ...process.env, CARGO_TARGET_DIR: path.join(folder, 'rust') } };
    writers.push({
      name: 'rust safetensors',
      rewrite: (...files) => run('cargo', ['run', '--quiet', '--manifest-path', manifest, '--', ...files], options),
    });
  }
  if (run('go', ['version']).good) {
    const options = { cwd: path.join(here, 'go_writer') };
    writers.push({ name: 'go safetensors', rewrite: (...files) => run('go', ['run', '.', ...files], options) });
  }
  return writers;
}

function describe(file) {
  const { good, output, trouble } = run(backbeat, ['info', file, '--json']);
  if (!good) throw new UserError(trouble || `${backbeat} does not run: build it first.`);
  return output;
}

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'backbeat-writers-'));
  try {
    const expected = describe(shipped);
    const writers = findWriters(folder);
    if (writers.length === 0) throw new UserError('No other safetensors writer is here: see the top of this file.');
    for (const { name, rewrite } of writers) {
      const target = path.join(folder, 'rewritten.safetensors');
      const { good, trouble } = rewrite(shipped, target);
      if (!good) throw new UserError(`${name} did not write: ${trouble}`);
      if (describe(target) !== expected) throw new UserError(`${name}: the agent is another one afterwards.`);
      const layout = readFileSync(target).equals(readFileSync(shipped)) ? 'the same bytes' : 'another layout';
      console.log(`${name}: the same agent, ${layout}`);
      rmSync(target);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runMain(main);
