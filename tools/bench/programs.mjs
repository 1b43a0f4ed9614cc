// Programs outside the browser that time the same updates: our own code built natively, and PyTorch where it is
// installed. Each waits for requests, one a line, and answers each with a line, so that it can take turns with the tab.

import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildPreset } from '../lib/cmake.mjs';
import { UserError } from '../lib/log.mjs';
import { buildDir, findOnPath } from '../lib/paths.mjs';
import { benchFolder } from './tab.mjs';

class Program {
  constructor(name, command, args, environment) {
    this.name = name;
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
    this.failed = new Promise((_, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => reject(new UserError(`${name} ended with code ${code}.`)));
    });
    this.failed.catch(() => {}); // told to whoever asks next
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** The answer to one line, as JSON. */
  async ask(line) {
    this.child.stdin.write(`${line}\n`);
    const { value, done } = await Promise.race([this.lines.next(), this.failed]);
    return done ? this.failed : JSON.parse(value);
  }

  close() {
    this.child.stdin.end();
  }
}

class NativeUpdates extends Program {
  open(hidden, batch) {
    this.shape = `${hidden} ${batch}`;
  }

  time(milliseconds) {
    return this.ask(`time ${this.shape} ${milliseconds}`);
  }

  parametersAfter(updates) {
    return this.ask(`parameters ${this.shape} ${updates}`);
  }
}

class TorchUpdates extends Program {
  open(hidden, batch, problem) {
    return this.ask(JSON.stringify({ request: 'open', hidden, problem }));
  }

  time(milliseconds) {
    return this.ask(JSON.stringify({ request: 'time', milliseconds }));
  }

  parametersAfter(updates) {
    return this.ask(JSON.stringify({ request: 'parameters', updates }));
  }
}

// Presets of CMakePresets.json, and what their compilers are called.
const nativeBuilds = [
  { preset: 'bench', compiler: 'g++', suffix: 'gcc' },
  { preset: 'bench-clang', compiler: 'clang++-19', suffix: 'clang' },
  { preset: 'bench-avx2', compiler: 'clang++-19', suffix: 'avx2', targets: ['update_bench_eigen'], only: 'x64' },
];

/** Builds the native programs that this machine has compilers for, and starts them. */
export async function startNativePrograms() {
  const programs = [];
  for (const { preset, compiler, suffix, targets = ['update_bench', 'update_bench_eigen'], only } of nativeBuilds) {
    if (!findOnPath(compiler) || (only && process.arch !== only)) continue;
    await buildPreset(preset, `Building the native benchmark (${preset})`, targets);
    for (const target of targets) {
      const name = `${target === 'update_bench' ? 'native_ours' : 'native_eigen'}_${suffix}`;
      programs.push(new NativeUpdates(name, path.join(buildDir, preset, target), []));
    }
  }
  return programs;
}

/** PyTorch's program on one thread, or undefined where python3 has no torch. */
export function startTorch() {
  if (spawnSync('python3', ['-c', 'import torch'], { stdio: 'ignore' }).status !== 0) return undefined;
  const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  return new TorchUpdates('torch', 'python3', [path.join(benchFolder, 'torch_update.py')], oneThread);
}
