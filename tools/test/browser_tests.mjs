// The browser tests as npm test runs them: two files at once, and those that measure time alone on the machine.

import { runNodeTests, testFiles } from './run_node_tests.mjs';

const folder = 'tests/e2e';

/** How exactly notes go out, and how fast pages train and draw. */
const measuring = ['timing.test.mjs', 'train.test.mjs'];

/**
 * Runs them; {passed, failed, skipped, failing: names}.
 * @param {string[]} [chosen] files of tests/e2e, all if there are none
 */
export async function runBrowserTests(chosen = []) {
  const files = chosen.length > 0 ? chosen : testFiles(folder);
  const side = { concurrency: 2, files: files.filter((name) => !measuring.includes(name)) };
  const alone = { concurrency: 1, files: files.filter((name) => measuring.includes(name)) };
  const results = [];
  for (const part of [side, alone]) if (part.files.length > 0) results.push(await runNodeTests(folder, part));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failing: results.flatMap(({ failing }) => failing),
  };
}
