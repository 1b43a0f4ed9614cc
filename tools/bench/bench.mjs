// npm run bench [-- --json FILE] [--minutes N]
//
// Full DQN updates per second in headless Chromium beside TensorFlow.js, plain Eigen, native programs and the peak of
// one core; then the page itself: first load, frames while it trains, answers, memory over N minutes of training (10 if
// not told; 0 leaves that out). Prints a table of ratios; FILE gets the numbers, first the rows, at the end everything.

import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { buildPage } from '../build.mjs';
import { runMain, UserError } from '../lib/log.mjs';
import { setUp } from '../setup.mjs';
import { formatNotes, formatTable } from './table.mjs';

function readOptions() {
  const { values } = parseArgs({ options: { json: { type: 'string' }, minutes: { type: 'string', default: '10' } } });
  const minutes = Number(values.minutes);
  if (!(minutes >= 0)) throw new UserError('--minutes must be a number.');
  return { jsonFile: values.json, minutes };
}

await runMain(async () => {
  const { jsonFile, minutes } = readOptions();
  await setUp('test');
  // These need packages that set-up may just have installed.
  const { measureUpdates } = await import('./updates.mjs');
  const { formatPage, measurePage } = await import('./page.mjs');
  const result = { machine: { processor: os.cpus()[0]?.model, cores: os.availableParallelism() }, date: new Date().toISOString() };
  const save = async () => {
    if (jsonFile) await writeFile(jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  };
  Object.assign(result, await measureUpdates());
  await save();
  console.log(`\nOur full DQN updates per second in ${result.browser}, and how many times those of others:\n`);
  console.log(`${formatTable(result.rows)}\n\n${formatNotes(result.rows)}\n`);
  await buildPage();
  Object.assign(result, { page: await measurePage(minutes) });
  await save();
  console.log(`\n${formatPage(result.page)}`);
});
