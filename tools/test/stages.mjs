// What npm test runs, in order: the quick and plain before the slow and broad. Each stage resolves to
// {passed, failed, skipped}.

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

let pageBuilt;
/** The page is built once for all the stages that need it. */
function ensurePage() {
  return (pageBuilt ??= buildPage());
}

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
    name: 'unit',
    title: 'C++ tests, native, with address and undefined-behaviour sanitizers',
    run: async () => {
      await buildPreset('sanitize', 'Building the tests with sanitizers', ['backbeat_tests']);
      return runDoctest(path.join(buildDir, 'sanitize', 'backbeat_tests'), [], halves);
    },
  },
  {
    name: 'wasm',
    title: 'the same C++ tests as WebAssembly under Node',
    run: async () => {
      await buildPreset('wasm', 'Building the tests as WebAssembly', ['backbeat_tests']);
      return runDoctest(process.execPath, [path.join(buildDir, 'wasm', 'backbeat_tests.cjs')], halves);
    },
  },
  {
    name: 'cli',
    title: 'the native program, whether it learns, and the reference that its kernels are measured against',
    run: async () => {
      await buildNative(['all', 'backbeat_eigen_tests']);
      return add(
        await runDoctest(path.join(buildDir, 'native', 'backbeat_eigen_tests'), []),
        await runNodeTests('tests/cli'),
      );
    },
  },
  {
    name: 'web',
    title: "the page's JavaScript under Node",
    run: async () => {
      await ensurePage();
      return runNodeTests('tests/web');
    },
  },
  {
    name: 'e2e',
    title: 'the page in real browsers',
    run: async () => {
      await ensurePage();
      // One at a time: the tests measure time, and two browsers on a small machine disturb each other.
      return runNodeTests('tests/e2e', { concurrency: 1 });
    },
  },
];
