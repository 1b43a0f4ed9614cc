// Full DQN updates per second, ours beside others': every subject in turn, round after round, so that a machine that
// slows down slows all of them; medians over the rounds.

import { buildPreset } from '../lib/cmake.mjs';
import { info, step, UserError } from '../lib/log.mjs';
import { installNpmPackages, npmPackagesReady } from '../setup/npm.mjs';
import { startNativePrograms, startTorch } from './programs.mjs';
import { benchFolder, Tab } from './tab.mjs';
import { makeRow } from './table.mjs';

const shapes = [[64, 32], [64, 64], [128, 64], [256, 64], [128, 256]];

const rounds = 7;
const sliceMs = 200;
const warmUpMs = 500; // V8 compiles in the background meanwhile

// How far apart two implementations may end after so many updates, as a share of the way that the parameters went: sums
// are added up in other orders, and Adam makes much of small differences.
const checkedUpdates = 20;
const tolerance = 0.02;

function distance(a, b) {
  return Math.sqrt(a.reduce((sum, number, i) => sum + (number - b[i]) ** 2, 0));
}

/** Refuses to compare what does not do the same: all implementations have to come to the same parameters. */
async function checkSameWork(tab, programs, subjects, problem) {
  const ours = await tab.call('parametersAfter', 'ours_simd', checkedUpdates);
  const way = distance(ours, problem.parameters);
  const check = (name, parameters) => {
    const apart = parameters.length === ours.length ? distance(ours, parameters) / way : Infinity;
    if (!(apart < tolerance)) throw new UserError(`${name} does another update than ours: after ${checkedUpdates} they are ${apart} apart.`);
    return apart;
  };
  let furthest = 0;
  for (const name of subjects) furthest = Math.max(furthest, check(name, await tab.call('parametersAfter', name, checkedUpdates)));
  for (const program of programs) furthest = Math.max(furthest, check(program.name, await program.parametersAfter(checkedUpdates)));
  return furthest;
}

async function measureShape(tab, programs, [hidden, batch]) {
  const { flops } = await tab.call('open', hidden, batch);
  const problem = await tab.call('plainProblem');
  for (const program of programs) await program.open(hidden, batch, problem);
  const trained = tab.subjects.filter((name) => !/^(peak|product)_/.test(name));
  const apart = await checkSameWork(tab, programs, trained, problem);
  await tab.call('open', hidden, batch);
  const samples = {};
  for (let round = -1; round < rounds; ++round) {
    const milliseconds = round < 0 ? warmUpMs : sliceMs;
    const keep = (name, rate) => {
      if (round >= 0) (samples[name] ??= []).push(rate);
    };
    for (const name of tab.subjects) keep(name, await tab.call('time', name, milliseconds));
    for (const program of programs) keep(program.name, await program.time(milliseconds));
  }
  info(`${hidden}, ${batch}: the same parameters within ${(100 * apart).toFixed(2)} % of the way after ${checkedUpdates} updates`);
  return makeRow({ hidden, batch, flops }, samples);
}

/** Builds, measures, and resolves to {rows, browser}. */
export async function measureUpdates() {
  if (!npmPackagesReady(benchFolder)) await step('Installing TensorFlow.js for comparison', () => installNpmPackages(benchFolder));
  await buildPreset('wasm', 'Building the benchmark as WebAssembly', ['update_bench', 'update_bench_relaxed', 'update_bench_eigen']);
  const programs = await startNativePrograms();
  const torch = startTorch();
  if (torch) programs.push(torch);
  const tab = await Tab.start();
  try {
    return await step(`Timing updates, ${rounds} rounds of ${tab.subjects.length + programs.length} subjects`, async () => {
      const rows = [];
      for (const shape of shapes) rows.push(await measureShape(tab, programs, shape));
      return { rows, browser: tab.version };
    });
  } finally {
    for (const program of programs) program.close();
    await tab.close();
  }
}
