// Runs in the tab: everything that is timed there, under one name each. tools/bench/tab.mjs calls it as window.bench.
//
// V8 moves WebAssembly to its optimising compiler only between calls, so everything is timed as many short calls.

import createEigen from '../../../build/wasm/update_bench_eigen.mjs';
import createRelaxed from '../../../build/wasm/update_bench_relaxed.mjs';
import createSimd from '../../../build/wasm/update_bench.mjs';
import { hasRelaxedSimd } from '../../../web/support.js';
import { startTfjs, TfjsUpdate } from './tfjs_update.js';

const problemArrays = ['observations', 'nextObservations', 'actions', 'returns', 'discounts', 'settings', 'parameters'];
const productsPerCall = 4;
const peaksPerCall = 200;

const modules = {}; // name -> Emscripten module
const subjects = {}; // name -> () => how many were done
let tfjs = null;
let shape = null;

function numbers(module, name) {
  const pointer = module._bench_numbers(problemArrays.indexOf(name));
  return module.HEAPF32.slice(pointer / 4, pointer / 4 + module._bench_numbers_size());
}

function problem(module) {
  return Object.fromEntries(problemArrays.map((name) => [name, numbers(module, name)]));
}

function freshTfjs() {
  tfjs?.dispose();
  modules.ours_simd._bench_create(...shape);
  tfjs = new TfjsUpdate(shape[0], problem(modules.ours_simd));
}

/** Loads everything; {kernels: name -> kernel variant}. */
async function load() {
  modules.ours_simd = await createSimd();
  modules.eigen_wasm = await createEigen();
  if (hasRelaxedSimd()) modules.ours_relaxed = await createRelaxed();
  for (const [name, module] of Object.entries(modules)) {
    subjects[name] = () => {
      module._bench_update(1);
      return 1;
    };
    if (name === 'eigen_wasm') continue;
    subjects[`product_${name}`] = () => {
      module._bench_product(productsPerCall);
      return productsPerCall * module._bench_product_flops();
    };
    subjects[`peak_${name}`] = () => {
      module._bench_peak(peaksPerCall);
      return peaksPerCall * module._bench_peak_flops();
    };
  }
  await startTfjs('./');
  subjects.tfjs = () => {
    tfjs.update();
    return 1;
  };
  const kernels = Object.entries(modules).map(([name, module]) => [name, module.UTF8ToString(module._bench_kernels())]);
  return { subjects: Object.keys(subjects), kernels: Object.fromEntries(kernels) };
}

/** Fresh learners of this shape; {flops} of one update. */
function open(hidden, batch) {
  shape = [hidden, batch];
  freshTfjs();
  for (const module of Object.values(modules)) module._bench_create(hidden, batch);
  return { flops: modules.ours_simd._bench_update_flops() };
}

/** How many a second, measured for that long. */
function time(name, milliseconds) {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  do {
    count += subjects[name]();
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return (1000 * count) / elapsed;
}

/** What became of a fresh learner's parameters after that many updates. */
function parametersAfter(name, updates) {
  if (name === 'tfjs') {
    freshTfjs();
    for (let i = 0; i < updates; ++i) tfjs.update();
    return tfjs.parameters();
  }
  modules[name]._bench_create(...shape);
  modules[name]._bench_update(updates);
  return [...numbers(modules[name], 'parameters')];
}

/** The problem in plain arrays, for programs outside. */
function plainProblem() {
  modules.ours_simd._bench_create(...shape);
  return Object.fromEntries(Object.entries(problem(modules.ours_simd)).map(([name, array]) => [name, [...array]]));
}

window.bench = { load, open, time, parametersAfter, plainProblem };
