// What npm test runs, in order. `build` makes what a stage runs, once, with the options of run(); `run` resolves to
// {passed, failed, skipped}. While the stage that mostly waits is running, the stages after it are built.

import path from 'node:path';
import { buildNative, buildPage } from '../build.mjs';
import { checkSources } from '../check_includes.mjs';
import { checkLengths } from '../check_sizes.mjs';
import { buildPreset } from '../lib/cmake.mjs';
import { info } from '../lib/log.mjs';
import { buildDir } from '../lib/paths.mjs';
import { checkFormat } from './format.mjs';
import { runDoctest } from './run_doctest.mjs';
import { runNodeTests } from './run_node_tests.mjs';

/** A check is one test: `problems` are its sentences, undefined means that it could not run. */
function count(title, problems) {
  for (const problem of problems ?? []) console.error(problem);
  info(`${title}: ${problems === undefined ? 'skipped' : `${problems.length} problems`}`);
  return {
    passed: Number(problems?.length === 0),
    failed: Number(problems?.length > 0),
    skipped: Number(problems === undefined),
  };
}

function add(...counts) {
  const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** Each is built once, however many ask for it. */
function once(build) {
  let built;
  return (options) => (built ??= build(options));
}

const buildPageOnce = once(buildPage);

/** The session's cases take about as long as all the others. */
const halves = [['--source-file=*/session/*'], ['--source-file-exclude=*/session/*']];

export const stages = [
  {
    name: 'checks',
    title: 'the include rule, the lengths, the format, the tools',
    run: async () =>
      add(
        count('include rule', checkSources().problems),
        count('lengths', checkLengths()),
        count('format', await checkFormat()),
        await runNodeTests('tests/tools'),
      ),
  },
  {
    name: 'web',
    title: "the page's JavaScript under Node",
    build: buildPageOnce,
    run: () => runNodeTests('tests/web'),
  },
  {
    name: 'e2e',
    title: 'the page in real browsers; meanwhile the next stages are built',
    build: buildPageOnce,
    mostlyWaits: true,
    // One at a time: the tests measure time, and two browsers on a small machine disturb each other.
    run: () => runNodeTests('tests/e2e', { concurrency: 1 }),
  },
  {
    name: 'unit',
    title: 'C++ tests, native, with address and undefined-behaviour sanitizers',
    build: once((options) => buildPreset('sanitize', 'Building the tests with sanitizers', ['backbeat_tests'], options)),
    run: () => runDoctest(path.join(buildDir, 'sanitize', 'backbeat_tests'), [], halves),
  },
  {
    name: 'wasm',
    title: 'the same C++ tests as WebAssembly under Node',
    build: once((options) => buildPreset('wasm', 'Building the tests as WebAssembly', ['backbeat_tests'], options)),
    run: () => runDoctest(process.execPath, [path.join(buildDir, 'wasm', 'backbeat_tests.cjs')], halves),
  },
  {
    name: 'cli',
    title: 'the native program, whether it learns, and the reference that its kernels are measured against',
    build: once((options) => buildNative(['all', 'backbeat_eigen_tests'], options)),
    run: async () =>
      add(
        await runDoctest(path.join(buildDir, 'native', 'backbeat_eigen_tests'), []),
        await runNodeTests('tests/cli'),
      ),
  },
];
