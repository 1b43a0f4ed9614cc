// npm run bench:learning [-- --quick --seeds 5 --seconds 60 --conditioned-seconds 180 --presets "Sparse mix,Clave mix"
//   --lengths 12,32,64 --race 2 --json]
//
// Trains agents in headless Chromium, on the page's own worker, and judges them by the true optimum on 200 held-out
// kicks with the native program: for every preset an agent for that preset alone, then reward-conditioned agents under
// other random weights for each kick. The same agents also answer other lengths than the 16 steps that they practised
// (24 kicks where a long annealing has to stand in for the optimum). Prints means and ranges over the seeds. --quick
// takes two seeds of two presets for 10 s each. With --race K it compares instead: on the
// page itself agents alone, and the winners of races of K seeds and of K settings, after so many seconds of training.

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
const longestExact = 16; // steps; above, each kick costs seconds
const kicksOfLong = '24';

/**
 * Runs on a page: trains for so many milliseconds of the worker's own training time; gives the file and the counts.
 * config and reward are JSON text.
 */
function trainInTab({ version, config, reward, milliseconds }) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('training_worker.js', { type: 'module' });
    const say = (type, fields = {}) => worker.postMessage({ v: version, type, run: 0, ...fields });
    let stats = null;
    let trainedMs = 0;
    let pausing = false;
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.type === 'error') reject(new Error(data.message));
      if (data.type === 'ready') say('start');
      if (data.type === 'stats') {
        stats = data.stats;
        trainedMs = data.training_ms;
        if (trainedMs >= milliseconds && !pausing) {
          pausing = true;
          say('pause');
        }
      }
      if (data.type !== 'agent') return;
      // The agent that comes after the pause is the last one.
      if (pausing && trainedMs >= milliseconds) {
        worker.terminate();
        resolve({ bytes: [...data.bytes], stats: JSON.parse(stats) });
      } else {
        say('agent_ack');
      }
    };
    say('init', { config, kicks: '[]', reward });
  });
}

async function judge(file, preset, ...more) {
  const args = ['evaluate', '--checkpoint', file, '--preset', preset, '--seed', kicksSeed, '--json'];
  if (!more.includes('--kicks')) args.push('--kicks', kicks);
  return JSON.parse((await run(program, [...args, ...more])).output);
}

const judgeLength = (file, preset, steps) => judge(file, preset, '--steps', String(steps), ...(steps > longestExact ? ['--kicks', kicksOfLong] : []));

/** Runs on the page: {bytes, gradient_steps} of one agent, or with `by` of the winner of a race, `seconds` trained. */
async function trainOnPage({ preset, seed, seconds, runners, by }) {
  const { backbeat } = window;
  backbeat.setPreset(preset);
  window.defaults ??= backbeat.state().config; // a race's winner brings its own
  backbeat.configure({ ...window.defaults, seed });
  if (by) {
    backbeat.command({ type: 'machine', cores: runners });
    await backbeat.race({ runners, by, seconds });
  } else {
    backbeat.reset();
    backbeat.train();
    await new Promise((resolve) => {
      const onStats = ({ detail }) => {
        if (detail.training_ms < 1000 * seconds) return;
        backbeat.removeEventListener('stats', onStats);
        resolve();
      };
      backbeat.addEventListener('stats', onStats);
    });
  }
  backbeat.pause();
  await new Promise((resolve) => { setTimeout(resolve, 1000); }); // the last agent is on its way
  return { bytes: [...backbeat.exportAgent()], gradient_steps: backbeat.state().agent.gradient_steps };
}

class Bench {
  constructor(page, folder, lengths) {
    this.page = page;
    this.folder = folder;
    this.lengths = lengths;
  }

  /** One agent: {regret, regret_network_alone, regret_tabu, …, think_regret, gradient_steps, lengths: {steps: the same}}. */
  async run({ config, reward, preset, seconds }) {
    const { bytes, stats } = await this.page.evaluate(trainInTab, {
      version: protocolVersion, config: JSON.stringify(config), reward: JSON.stringify(reward), milliseconds: 1000 * seconds,
    });
    const file = path.join(this.folder, 'agent.safetensors');
    await writeFile(file, Uint8Array.from(bytes));
    const thought = await judge(file, preset, '--think');
    const told = (report) => ({ ...pick(report), gradient_steps: stats.gradient_steps });
    const lengths = {};
    for (const steps of this.lengths) lengths[steps] = told(await judgeLength(file, preset, steps));
    return { ...told(await judge(file, preset)), think_regret: thought.regret, lengths };
  }
}

const told = ['regret', 'regret_network_alone', 'regret_tabu', 'regret_annealing', 'optimal_share', 'beats_tabu'];
const pick = (report) => Object.fromEntries(told.map((key) => [key, report[key]]));

/** Agents alone beside the winners of races: the same seeds, the same seconds of training. */
async function compareRaces(page, folder, { race, seeds, seconds, presets, json }) {
  const file = path.join(folder, 'agent.safetensors');
  const results = [];
  for (const preset of presets ?? ['Syncopated answer', 'Clave mix']) {
    for (const by of [null, 'seeds', 'settings']) {
      const runs = [];
      for (let i = 0; i < seeds; ++i) {
        // The seeds of one race are those of the next `race` agents alone.
        const first = by === 'seeds' ? 1 + race * Math.floor(i / race) : 1 + i;
        if (by === 'seeds' && i % race > 0) continue;
        const { bytes, gradient_steps } = await page.evaluate(trainOnPage, { preset, seed: first, seconds, runners: race, by });
        await writeFile(file, Uint8Array.from(bytes));
        runs.push({ regret: (await judge(file, preset)).regret, gradient_steps });
      }
      results.push({ preset, by, seconds, runs });
      const regrets = runs.map(({ regret }) => percent(regret));
      const name = by ? `best of ${race} ${by}` : 'alone';
      if (!json) printRow([preset, name, `${seconds} s`, percent(mean(runs, 'regret')), regrets.join(', '), String(Math.round(mean(runs, 'gradient_steps')))]);
    }
  }
  if (json) console.log(JSON.stringify(results));
}

const mean = (runs, key) => runs.reduce((sum, run) => sum + run[key], 0) / runs.length;
const percent = (share, digits = 2) => `${(100 * share).toFixed(digits)} %`;

function row(name, seconds, runs) {
  const regrets = runs.map(({ regret }) => regret);
  return [
    name, `${seconds} s`, percent(mean(runs, 'regret')), `${percent(Math.min(...regrets))} to ${percent(Math.max(...regrets))}`,
    runs[0].think_regret === undefined ? '' : percent(mean(runs, 'think_regret')), percent(mean(runs, 'regret_network_alone')), percent(mean(runs, 'regret_tabu')),
    percent(mean(runs, 'regret_annealing')), percent(mean(runs, 'optimal_share'), 0), percent(mean(runs, 'beats_tabu'), 0), String(Math.round(mean(runs, 'gradient_steps'))),
  ];
}

const header = ['preset', 'training', 'regret', 'range over seeds', 'thinking', 'network alone', 'tabu walk', 'annealing', 'optimal', 'beats tabu', 'gradient_steps'];

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
      lengths: { type: 'string', default: '12,32,64' },
      race: { type: 'string', default: '0' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.quick) Object.assign(values, { seeds: '2', seconds: '10', 'conditioned-seconds': '30', presets: values.presets ?? 'Syncopated answer,Clave mix', lengths: '32' });
  const number = (name) => {
    const value = Number(values[name]);
    if (!(value >= 0) || (name === 'seeds' && !(value >= 1))) throw new UserError(`--${name} must be a number.`);
    return value;
  };
  return { seeds: number('seeds'), seconds: number('seconds'), conditionedSeconds: number('conditioned-seconds'), presets: values.presets?.split(','), lengths: values.lengths.split(',').map(Number).filter((steps) => steps > 0), race: number('race'), json: values.json };
}

async function measure(bench, presets, { seeds, seconds, conditionedSeconds, presets: names, json }) {
  const results = [];
  const show = (name, time, runs) => {
    results.push({ preset: name, seconds: time, runs });
    if (json) return;
    printRow(row(name, time, runs));
    for (const steps of Object.keys(runs[0].lengths)) printRow(row(`${name}, ${steps} steps`, time, runs.map(({ lengths }) => lengths[steps])));
  };
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
  const listed = async (...kind) => JSON.parse((await run(program, ['presets', ...kind, '--json'])).output);
  const mixes = await listed('--mixes'); // harder than the presets, so these unless others are asked for
  const presets = { ...await listed(), ...mixes };
  const folder = await mkdtemp(path.join(tmpdir(), 'backbeat-bench-'));
  const server = await serve({ root: distDir });
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    if (options.race > 0) {
      await page.goto(server.url);
      await page.waitForFunction(() => window.backbeat);
      await compareRaces(page, folder, options);
      return;
    }
    // Any document of the site: the page itself would draw and play meanwhile.
    await page.goto(new URL('style.css', server.url).href);
    await measure(new Bench(page, folder, options.lengths), presets, { ...options, presets: options.presets ?? Object.keys(mixes) });
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
});
