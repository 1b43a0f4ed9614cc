// The drum voices, rendered offline in the browser and measured: on time, never clipped, dynamic, and taken back cleanly.

import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {Bench} from './browser.mjs';

const rate = 48000;
const web = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'web');
let bench;
let page;
before(async () => {
  bench = await Bench.start();
  const {outputFiles: [{text}]} = await build({
    entryPoints: [path.join(web, 'voices.js')], bundle: true, format: 'iife', globalName: 'voices', write: false,
  });
  const context = await bench.browser.newContext();
  page = await context.newPage();
  await page.addScriptTag({content: text});
  await page.evaluate((sampleRate) => {
    // Renders hits [[voice, time, velocity], ...]; `also` may do more with them before the rendering.
    window.render = async (hits, seconds = 1, also = null) => {
      const context = new OfflineAudioContext(1, seconds * sampleRate, sampleRate);
      const bus = voices.makeDrumBus(context);
      bus.output.connect(context.destination);
      const made = hits.map(([voice, time, velocity], i) => voices.players[voice](context, bus.input, time, velocity, i));
      also?.(made);
      return [...(await context.startRendering()).getChannelData(0)];
    };
  }, rate);
});
after(() => bench?.close());

const render = (hits, seconds) => page.evaluate(([list, length]) => window.render(list, length), [hits, seconds]);
const peak = (samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const energy = (samples, from, to) =>
  samples.slice(from * rate, to * rate).reduce((sum, sample) => sum + sample * sample, 0);

for (const [voice, name] of [[0, 'kick'], [1, 'snare']]) {
  test(`the ${name} begins when it is asked to, to the millisecond, and dies away`, async () => {
    const samples = await render([[voice, 0.25, 100]], 1.5);
    const onset = samples.findIndex((sample) => Math.abs(sample) > 0.01) / rate;
    assert.ok(onset >= 0.25 && onset < 0.251, `began at ${onset} s`);
    assert.ok(peak(samples) > 0.3, `peak ${peak(samples)}`);
    assert.ok(energy(samples, 1.2, 1.5) < 1e-6 * energy(samples, 0.25, 0.5));
  });

  test(`a harder ${name} is louder`, async () => {
    const levels = [];
    for (const velocity of [20, 60, 100, 127]) levels.push(peak(await render([[voice, 0, velocity]])));
    levels.slice(1).forEach((level, i) => assert.ok(level > 1.1 * levels[i] || level > 0.85, levels.join(' ')));
    assert.ok(levels[0] < 0.2 && levels[3] > 0.6, levels.join(' '));
  });
}

test('kick and snare on one step, as hard as can be, stay below full scale', async () => {
  const hits = Array.from({length: 16}, (_, i) => [i % 2, Math.floor(i / 2) * 0.05, 127]);
  const level = peak(await render(hits));
  assert.ok(level > 0.8 && level < 0.98, `peak ${level}`);
});

test('the kick is low and the snare is bright', async () => {
  // Zero crossings tell low from high without a transform.
  const crossings = (samples) => samples.slice(1).filter((sample, i) => sample * samples[i] < 0).length;
  const kick = crossings((await render([[0, 0, 100]])).slice(0.03 * rate, 0.25 * rate));
  const snare = crossings((await render([[1, 0, 100]])).slice(0.005 * rate, 0.1 * rate));
  assert.ok(kick / 2 / 0.22 < 120, `kick near ${kick / 2 / 0.22} Hz`);
  assert.ok(snare / 2 / 0.095 > 600, `snare near ${snare / 2 / 0.095} Hz`);
});

test('two snares in a row are not the same noise', async () => {
  const samples = await render([[1, 0, 100], [1, 0.5, 100]]);
  const first = samples.slice(0, 0.3 * rate);
  const second = samples.slice(0.5 * rate, 0.8 * rate);
  const difference = first.reduce((sum, sample, i) => sum + (sample - second[i]) ** 2, 0);
  assert.ok(difference > 0.3 * energy(samples, 0, 0.3));
});

test('a hit that is taken back is silent, and a choked kick ends without a click', async () => {
  const silent = await page.evaluate(() => window.render([[0, 0.1, 127], [1, 0.1, 127]], 1, (hits) => hits.forEach((hit) => hit.cancel())));
  assert.equal(peak(silent), 0);
  const choked = await page.evaluate(() => window.render([[0, 0, 127]], 1, ([hit]) => hit.choke(0.1)));
  assert.ok(energy(choked, 0.13, 1) < 1e-4 * energy(choked, 0, 0.1));
  const steepest = (samples) => samples.slice(1).reduce((most, sample, i) => Math.max(most, Math.abs(sample - samples[i])), 0);
  assert.ok(steepest(choked.slice(0.09 * rate, 0.2 * rate)) < 0.02);
});
