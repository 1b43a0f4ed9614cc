// The page itself in headless Chromium: what a first visit costs, and, while an agent trains at full speed and the music
// plays, how long the page's own work for a frame takes, how soon an answer is there, and whether memory grows.

import { readFileSync } from 'node:fs';
import { Bench } from '../../tests/e2e/browser.mjs';
import { step } from '../lib/log.mjs';
import { measureSite } from '../site.mjs';
import { median, percentile } from './table.mjs';

const visits = 5;
const frameSeconds = 15;
const answers = 200;
const memoryIntervalSeconds = 30;
const warmUpSeconds = 10; // until V8 has compiled and the replay buffer has begun to fill

/** Runs in the page before its own scripts: notes how long each animation frame's callbacks take. */
function recordFrames() {
  window.frameMs = [];
  const request = window.requestAnimationFrame;
  window.requestAnimationFrame = (callback) =>
    request((time) => {
      const start = performance.now();
      callback(time);
      window.frameMs.push(performance.now() - start);
    });
}

/** Runs in the page and in the worker before their own scripts: keeps the memories of WebAssembly programs. */
function recordMemories() {
  globalThis.wasmMemories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await original.apply(WebAssembly, args);
      const { exports } = result.instance ?? result;
      globalThis.wasmMemories.push(...Object.values(exports).filter((each) => each instanceof WebAssembly.Memory));
      return result;
    };
  }
}

const wasmBytes = () => globalThis.wasmMemories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

/** A fresh visit: {interactiveMs, files} with what was fetched until then, as names in dist. */
async function visit(bench) {
  const desk = await bench.open();
  try {
    return await desk.page.evaluate(() => {
      const interactiveMs = performance.getEntriesByName('interactive')[0].startTime;
      const early = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < interactiveMs);
      const files = early.map(({ name }) => new URL(name).pathname.slice(location.pathname.length));
      return { interactiveMs, files: ['index.html', ...new Set(files)] };
    });
  } finally {
    await desk.close();
  }
}

async function measureFirstLoad(bench) {
  const sizes = new Map((await measureSite()).map((file) => [file.name, file]));
  const all = [];
  for (let i = 0; i < visits; ++i) all.push(await visit(bench));
  const files = all[0].files.filter((name) => sizes.has(name));
  const sum = (names, key) => names.reduce((total, name) => total + sizes.get(name)[key], 0);
  const costs = (names) => ({ bytes: sum(names, 'bytes'), gzip_bytes: sum(names, 'gzipBytes'), brotli_bytes: sum(names, 'brotliBytes') });
  return {
    until_interactive: costs(files),
    whole_site: costs([...sizes.keys()]),
    time_to_interactive_ms: median(all.map(({ interactiveMs }) => interactiveMs)),
  };
}

/** The desk of a page that trains and plays, watched by the two functions above. */
async function openTraining(bench) {
  const desk = await bench.open({
    before: async (page) => {
      await page.addInitScript(recordFrames);
      await page.addInitScript(recordMemories);
      await page.route('**/training_worker.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `(${recordMemories})();\n${await response.text()}` });
      });
    },
  });
  await desk.record('stats');
  await desk.click('play');
  await desk.click('train');
  await desk.until(({ training }) => training.env_steps > 200, 30_000);
  await desk.page.waitForTimeout(1000 * warmUpSeconds);
  return desk;
}

async function measureFrames(desk) {
  await desk.page.evaluate(() => { window.frameMs.length = 0; });
  const before = (await desk.state()).training;
  const start = performance.now();
  await desk.page.waitForTimeout(1000 * frameSeconds);
  const seconds = (performance.now() - start) / 1000;
  const times = await desk.page.evaluate(() => window.frameMs);
  const after = (await desk.state()).training;
  return {
    frames_per_second: times.length / seconds,
    frame_work_ms: { median: median(times), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
    env_steps_per_second: (after.env_steps - before.env_steps) / seconds,
    gradient_steps_per_second: (after.gradient_steps - before.gradient_steps) / seconds,
  };
}

/**
 * Runs in the page: milliseconds from a new kick to the snare that answers it, one by one, as the browser's clock shows
 * them. The music stands: while it plays, answers wait for the bar line.
 */
function answerTimes(count) {
  const times = [];
  const snares = new Set();
  const kick = () => Array.from({ length: 16 }, () => (Math.random() < 0.5 ? 'x' : '.')).join('');
  for (let i = 0; i < count; ++i) {
    const asked = kick();
    const start = performance.now();
    window.backbeat.setPattern(asked);
    const { snare } = window.backbeat.pattern();
    times.push(performance.now() - start);
    snares.add(snare);
  }
  if (snares.size < count / 10) throw new Error(`Only ${snares.size} snares came to ${count} kicks.`);
  return times;
}

async function measureAnswers(desk) {
  const measure = async (think) => {
    await desk.call('setThink', think);
    const times = await desk.page.evaluate(answerTimes, answers);
    return { median: median(times), p95: percentile(times, 0.95) };
  };
  await desk.call('stop');
  const plain = await measure(false);
  const thinking = await measure(true);
  await desk.call('setThink', false);
  await desk.call('play');
  return { plain, thinking };
}

/** Resident bytes of the browser's largest renderer process, the tab's; null where there is no /proc. */
async function residentBytes(browser) {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]);
    return 4096 * Math.max(...sizes.map(Number));
  } catch {
    return null;
  } finally {
    await session.detach();
  }
}

async function memorySample(bench, desk, heap, minute) {
  await heap.send('HeapProfiler.collectGarbage');
  const { usedSize } = await heap.send('Runtime.getHeapUsage');
  const worker = desk.page.workers().find((each) => each.url().includes('training_worker'));
  return {
    minute,
    js_heap_bytes: usedSize,
    app_wasm_bytes: await desk.page.evaluate(wasmBytes),
    trainer_wasm_bytes: await worker.evaluate(wasmBytes),
    resident_bytes: await residentBytes(bench.browser),
  };
}

async function measureMemory(bench, desk, minutes) {
  const heap = await desk.context.newCDPSession(desk.page);
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 60_000;
  // What our own observers collect is not the page's.
  const forget = () => desk.page.evaluate(() => { window.frameMs.length = window.seen.stats.length = 0; });
  const samples = [];
  for (;;) {
    await forget();
    samples.push(await memorySample(bench, desk, heap, elapsed()));
    const rest = minutes - elapsed();
    if (rest <= 0) return samples;
    await desk.page.waitForTimeout(Math.min(1000 * memoryIntervalSeconds, 60_000 * rest));
  }
}

/** {first_load, training, answer_ms, memory}; memory is null if `minutes` is 0. Expects a built page. */
export async function measurePage(minutes) {
  const bench = await Bench.start();
  try {
    const firstLoad = await step(`Visiting the page ${visits} times`, () => measureFirstLoad(bench));
    const desk = await openTraining(bench);
    const training = await step('Timing frames while it trains', () => measureFrames(desk));
    const answerMs = await step('Timing answers while it trains', () => measureAnswers(desk));
    const memory = minutes > 0 ? await step(`Watching memory for ${minutes} minutes of training`, () => measureMemory(bench, desk, minutes)) : null;
    return { first_load: firstLoad, training, answer_ms: answerMs, memory, problems: desk.problems };
  } finally {
    await bench.close();
  }
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} KB`;
const megabytes = (bytes) => (bytes === null ? '?' : `${(bytes / 1e6).toFixed(1)} MB`);
const spread = ({ median: middle, p95, p99 }) =>
  [`median ${middle.toFixed(1)} ms`, `95 % ${p95.toFixed(1)} ms`, p99 !== undefined && `99 % ${p99.toFixed(1)} ms`].filter(Boolean).join(', ');

/** The page's numbers, a line each. */
export function formatPage({ first_load, training, answer_ms, memory }) {
  const { until_interactive: early, whole_site: whole } = first_load;
  const lines = [
    `First load: ${kilobytes(early.brotli_bytes)} with brotli, ${kilobytes(early.gzip_bytes)} with gzip until the page can be used, after ${first_load.time_to_interactive_ms.toFixed(0)} ms; all files ${kilobytes(whole.brotli_bytes)} and ${kilobytes(whole.gzip_bytes)}.`,
    `While it trains and plays: ${training.frames_per_second.toFixed(0)} frames per second, work of a frame ${spread(training.frame_work_ms)}; ${Math.round(training.env_steps_per_second)} env_steps and ${Math.round(training.gradient_steps_per_second)} gradient_steps per second.`,
    `Answers: ${spread(answer_ms.plain)}; thinking longer ${spread(answer_ms.thinking)}.`,
  ];
  if (memory) {
    const show = ({ minute, js_heap_bytes, app_wasm_bytes, trainer_wasm_bytes, resident_bytes }) =>
      `minute ${minute.toFixed(1)}: JavaScript ${megabytes(js_heap_bytes)}, app ${megabytes(app_wasm_bytes)}, trainer ${megabytes(trainer_wasm_bytes)}, process ${megabytes(resident_bytes)}`;
    lines.push('Memory:', ...memory.map((sample) => `  ${show(sample)}`));
  }
  return lines.join('\n');
}
