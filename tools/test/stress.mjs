// npm run test:stress [-- options] [FILE...]: whether the browser tests hold on a machine without a moment to spare. Runs
// them several times while endless loops keep every core busy, and counts what failed. The page must be built.
//
//   --runs N       so many times (3)
//   --loops N      so many endless loops (one for each core); 0 for none
//   --throttle N   makes the pages' main threads N times as slow, by Chromium's own throttling (1). Workers and the
//                  graphics process keep their speed, and so does Firefox.
//   FILE...        only these of tests/e2e, 'play' or 'play.test.mjs' (all)

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { runMain, seconds, UserError } from '../lib/log.mjs';
import { runNodeTests } from './run_node_tests.mjs';

const folder = 'tests/e2e';

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '3' },
      loops: { type: 'string', default: String(availableParallelism()) },
      throttle: { type: 'string', default: '1' },
    },
  });
  const number = (name, least) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new UserError(`--${name} should be a whole number from ${least} on.`);
    return value;
  };
  const files = positionals.map((name) => (name.endsWith('.test.mjs') ? name : `${name}.test.mjs`));
  return { runs: number('runs', 1), loops: number('loops', 0), throttle: number('throttle', 1), files };
}

/** Keeps so many cores busy until the function it returns is called. */
function keepBusy(count) {
  const loops = Array.from({ length: count }, () => new Worker('for (;;);', { eval: true }));
  return () => Promise.all(loops.map((loop) => loop.terminate()));
}

function table(results) {
  const rows = [['run', 'passed', 'failed', 'skipped', 'took'], ...results];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => String(cell).padStart(widths[column])).join('  ')).join('\n');
}

await runMain(async () => {
  const { runs, loops, throttle, files } = readOptions();
  process.env.BACKBEAT_CPU_THROTTLE = String(throttle);
  const rest = keepBusy(loops);
  const results = [];
  const failures = new Map(); // name of a test -> in how many runs it failed
  try {
    for (let run = 1; run <= runs; ++run) {
      const begin = performance.now();
      console.log(`\n=== run ${run} of ${runs}, ${loops} endless loops, throttling ${throttle}`);
      const { passed, failed, skipped, failing } = await runNodeTests(folder, { concurrency: 1, files });
      results.push([run, passed, failed, skipped, seconds(begin)]);
      for (const name of failing) failures.set(name, (failures.get(name) ?? 0) + 1);
    }
  } finally {
    await rest();
  }
  console.log(`\n${table(results)}`);
  for (const [name, count] of failures) console.log(`failed in ${count} of ${runs}: ${name}`);
  process.exitCode = results.some(([, , failed]) => failed > 0) ? 1 : 0;
});
