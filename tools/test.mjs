// npm test [-- STAGE...]: sets up what is missing, builds, runs every test (or the named stages) and counts them all.

import { setUp } from './setup.mjs';
import { runMain, seconds, UserError } from './lib/log.mjs';
import { stages } from './test/stages.mjs';

function chosenStages(names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new UserError(`No test stage ${unknown.join(', ')}. There are: ${stages.map(({ name }) => name).join(', ')}.`);
  }
  return stages.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** Runs one stage; whatever goes wrong in it counts as a failure and does not keep the others from running. */
async function runStage({ name, title, run }) {
  const begin = performance.now();
  console.log(`\n=== ${name}: ${title}`);
  let counts;
  try {
    counts = await run();
    if (counts.passed + counts.failed + counts.skipped === 0) {
      console.error('There is no test in this stage; an empty suite is a failure.');
      counts = { ...counts, failed: 1 };
    }
  } catch (error) {
    console.error(error instanceof UserError ? error.message : error.stack);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`=== ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped} in ${seconds(begin)}`);
  return { name, ...counts };
}

await runMain(async () => {
  const chosen = chosenStages(process.argv.slice(2));
  await setUp('test');
  const results = [];
  for (const stage of chosen) results.push(await runStage(stage));

  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const failing = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
  console.log(`\n${sum('skipped') > 0 ? `${sum('skipped')} skipped. ` : ''}All stages took ${seconds()}.`);
  if (failing.length > 0) console.log(`Failing: ${failing.join(', ')}`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = failing.length > 0 ? 1 : 0;
});
