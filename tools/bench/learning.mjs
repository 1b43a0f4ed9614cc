// npm run bench:learning [-- --seeds 5 --seconds 60 --conditioned-seconds 180 --presets "Sparse,Clave" --json]
//
// Trains agents in headless Chromium, on the page's own worker, and judges them by the true optimum on 200 held-out
// kicks with the native program: for every preset an agent for that preset alone, then reward-conditioned agents under
// other random weights for each kick. Prints means and ranges over the seeds.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { buildNative, buildPage } from '../build.mjs';
import { chromiumFlags, findChromium } from '../lib/chromium.mjs';
import { runMain, UserError } from '../lib/log.mjs';
import { buildDir, distDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { protocolVersion } from '../../web/protocol.js';
import { serve } from '../serve.mjs';
import { setUp } from '../setup.mjs';

const program = path.join(buildDir, 'native', 'backbeat');
const kicks = '200';
const kicksSeed = '7';

/** Runs on a page: trains for so many milliseconds of the worker's own training time; gives the file and the counts. */
function trainInTab({ version, config, reward, milliseconds }) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('training_worker.js');
    const say = (type, fields = {}) => worker.postMessage({ v: version, type, run: 0, ...fields });
    let stats = null;
    let pausing = false;
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.type === 'error') reject(new Error(data.message));
      if (data.type === 'ready') say('start');
      if (data.type === 'stats') {
        stats = data.stats;
        if (stats.training_ms >= milliseconds && !pausing) {
          pausing = true;
          say('pause');
        }
      }
      if (data.type !== 'agent') return;
      // The agent that comes after the pause is the last one.
      if (pausing && stats.training_ms >= milliseconds) {
        worker.terminate();
        resolve({ bytes: [...data.bytes], stats });
      } else {
        say('agent_ack');
      }
    };
    say('init', { config, kicks: [], reward });
  });
}

async function judge(file, preset, ...more) {
  const args = ['evaluate', '--checkpoint', file, '--preset', preset, '--kicks', kicks, '--seed', kicksSeed, '--json'];
  return JSON.parse((await run(program, [...args, ...more])).output);
}

class Bench {
  constructor(page, folder) {
    this.page = page;
    this.folder = folder;
  }

  /** One agent: {regret, regret_hill_climb, optimal_share, think_regret, gradient_steps}. */
  async run({ config, reward, preset, seconds }) {
    const { bytes, stats } = await this.page.evaluate(trainInTab, { version: protocolVersion, config, reward, milliseconds: 1000 * seconds });
    const file = path.join(this.folder, 'agent.safetensors');
    await writeFile(file, Uint8Array.from(bytes));
    const plain = await judge(file, preset);
    const thought = await judge(file, preset, '--think');
    const { regret, regret_hill_climb, optimal_share, beats_hill_climb } = plain;
    return { regret, regret_hill_climb, optimal_share, beats_hill_climb, think_regret: thought.regret, gradient_steps: stats.gradient_steps };
  }
}

const mean = (runs, key) => runs.reduce((sum, run) => sum + run[key], 0) / runs.length;
const percent = (share, digits = 2) => `${(100 * share).toFixed(digits)} %`;

function row(name, seconds, runs) {
  const regrets = runs.map(({ regret }) => regret);
  return [
    name, `${seconds} s`, percent(mean(runs, 'regret')), `${percent(Math.min(...regrets))} to ${percent(Math.max(...regrets))}`,
    percent(mean(runs, 'think_regret')), percent(mean(runs, 'regret_hill_climb')), percent(mean(runs, 'optimal_share'), 0),
    percent(mean(runs, 'beats_hill_climb'), 0), String(Math.round(mean(runs, 'gradient_steps'))),
  ];
}

const header = ['preset', 'training', 'regret', 'range over seeds', 'thinking', 'hill climbing', 'optimal', 'beats climbing', 'gradient_steps'];

function printRow(cells) {
  console.log(`| ${cells.join(' | ')} |`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '60' },
      'conditioned-seconds': { type: 'string', default: '180' },
      presets: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name) => {
    const value = Number(values[name]);
    if (!(value >= 0) || (name === 'seeds' && !(value >= 1))) throw new UserError(`--${name} must be a number.`);
    return value;
  };
  return { seeds: number('seeds'), seconds: number('seconds'), conditionedSeconds: number('conditioned-seconds'), presets: values.presets?.split(','), json: values.json };
}

async function measure(bench, presets, { seeds, seconds, conditionedSeconds, presets: wanted, json }) {
  const results = [];
  const show = (name, time, runs) => {
    results.push({ preset: name, seconds: time, runs });
    if (!json) printRow(row(name, time, runs));
  };
  const names = wanted ?? Object.keys(presets);
  for (const name of names) {
    if (!presets[name]) throw new UserError(`There is no preset "${name}": use ${Object.keys(presets).join(', ')}.`);
  }
  if (!json) [header, header.map(() => '---')].forEach(printRow);
  for (const name of seconds > 0 ? names : []) {
    const runs = [];
    for (let seed = 1; seed <= seeds; ++seed) runs.push(await bench.run({ config: { seed }, reward: presets[name], preset: name, seconds }));
    show(name, seconds, runs);
  }
  const conditioned = [];
  for (let seed = 1; seed <= seeds && conditionedSeconds > 0; ++seed) {
    const config = { seed, conditioned: true };
    conditioned.push(await bench.run({ config, reward: presets.Original, preset: 'random', seconds: conditionedSeconds }));
  }
  if (conditioned.length > 0) show('random weights, reward-conditioned', conditionedSeconds, conditioned);
  if (json) console.log(JSON.stringify(results));
}

await runMain(async () => {
  const options = readOptions();
  await setUp('test');
  await buildNative();
  await buildPage();
  const presets = JSON.parse((await run(program, ['presets', '--json'])).output);
  const folder = await mkdtemp(path.join(tmpdir(), 'backbeat-bench-'));
  const server = await serve({ root: distDir });
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    // Any document of the site: the page itself would draw and play meanwhile.
    await page.goto(new URL('style.css', server.url).href);
    await measure(new Bench(page, folder), presets, options);
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
});
