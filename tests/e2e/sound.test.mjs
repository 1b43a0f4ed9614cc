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
    stdin: {contents: `export * from './voices.js'; export * from './drum_bus.js'; export * from './synth.js';`, resolveDir: web},
    bundle: true, format: 'iife', globalName: 'voices', write: false,
  });
  page = await bench.newPage();
  await page.addScriptTag({content: text});
  await page.evaluate((sampleRate) => {
    // Renders hits [[voice, time, velocity, knobs], ...]; `also` may do more with them before the rendering.
    window.render = async (hits, seconds = 1, also = null) => {
      const context = new OfflineAudioContext(1, seconds * sampleRate, sampleRate);
      const bus = voices.makeDrumBus(context);
      bus.output.connect(context.destination);
      const made = hits.map(([voice, time, velocity, knobs], i) =>
        voices.strikeVoice(voice, context, bus.input, time, velocity, i, {...voices.plainSound, ...knobs}));
      also?.(made);
      return window.packed((await context.startRendering()).getChannelData(0));
    };
    // As text: a list of numbers takes seconds to come over.
    window.packed = (samples) => {
      const bytes = new Uint8Array(samples.buffer);
      let text = '';
      for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
      return btoa(text);
    };
  }, rate);
});
after(() => bench?.close());

const unpacked = (text) => new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
const rendered = async (...call) => unpacked(await page.evaluate(...call));
const render = (hits, seconds) => rendered(([list, length]) => window.render(list, length), [hits, seconds]);
const peak = (samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const energy = (samples, from, to) =>
  samples.slice(from * rate, to * rate).reduce((sum, sample) => sum + sample * sample, 0);

// Zero crossings tell low from high without a transform; in Hz.
const pitchOf = (samples, from, to) => {
  const part = samples.slice(from * rate, to * rate);
  return part.slice(1).filter((sample, i) => sample * part[i] < 0).length / 2 / (to - from);
};

// Until when a thousandth of the loudest 5 ms is left, s.
const lengthOf = (samples) => {
  const windows = Array.from({length: samples.length / 240}, (_, i) => energy(samples, i * 0.005, (i + 1) * 0.005));
  const least = Math.max(...windows) / 1000;
  return (windows.findLastIndex((window) => window > least) + 1) * 0.005;
};

const voiceNames = ['kick', 'snare', 'rim', 'hat', 'open_hat', 'clap', 'low_tom', 'high_tom'];
const every = voiceNames.map((_, voice) => voice);

for (const [voice, name] of voiceNames.entries()) {
  test(`${name}: begins when it is asked to, to the millisecond, and dies away`, async () => {
    const samples = await render([[voice, 0.25, 100]], 2);
    const onset = samples.findIndex((sample) => Math.abs(sample) > 0.01) / rate;
    assert.ok(onset >= 0.25 && onset < 0.251, `began at ${onset} s`);
    assert.ok(peak(samples) > 0.25, `peak ${peak(samples)}`);
    assert.ok(energy(samples, 1.7, 2) < 1e-6 * energy(samples, 0.25, 0.5));
  });

  test(`${name}: a harder stroke is louder`, async () => {
    const levels = [];
    for (const velocity of [20, 60, 100, 127]) levels.push(peak(await render([[voice, 0, velocity]])));
    levels.slice(1).forEach((level, i) => assert.ok(level > 1.1 * levels[i], levels.join(' ')));
    assert.ok(levels[0] < 0.2 && levels[3] > 0.35, levels.join(' '));
  });

  test(`${name}: its knobs tune, lengthen and brighten it, and set its level`, async () => {
    const turned = (knobs) => render([[voice, 0, 100, knobs]], 3);
    const heardFor = Math.min(0.15, lengthOf(await turned({})));
    const pitches = await Promise.all([0, 1].map(async (pitch) => pitchOf(await turned({pitch, tone: 0}), 0.004, heardFor)));
    assert.ok(pitches[1] > 1.1 * pitches[0], `pitch: ${pitches}`);
    const lengths = await Promise.all([0, 0.5, 1].map(async (decay) => lengthOf(await turned({decay}))));
    assert.ok(lengths[1] > 1.3 * lengths[0] && lengths[2] > 1.3 * lengths[1], `decay: ${lengths}`);
    const bright = await Promise.all([0, 1].map(async (tone) => {
      const samples = await turned({tone}); // the difference of neighbours lets treble through
      const treble = samples.slice(1).reduce((sum, sample, i) => sum + (sample - samples[i]) ** 2, 0);
      return treble / energy(samples, 0, 3);
    }));
    assert.ok(bright[1] > 1.3 * bright[0], `tone: ${bright}`);
    assert.equal(peak(await turned({level: 0})), 0);
    const [half, plain] = await Promise.all([0.4, 0.8].map(async (level) => energy(await turned({level}), 0, 3)));
    assert.ok(Math.abs(plain / half - 16) < 0.2, `level: ${plain / half}`);
  });
}

test('a ghost note on the snare is softer, darker and shorter', async () => {
  const [ghost, accent] = await Promise.all([30, 120].map((velocity) => render([[1, 0, velocity]])));
  assert.ok(peak(ghost) < 0.2 * peak(accent), `${peak(ghost)} of ${peak(accent)}`);
  assert.ok(lengthOf(ghost) < 0.7 * lengthOf(accent), `${lengthOf(ghost)} of ${lengthOf(accent)} s`);
  const [dark, bright] = [ghost, accent].map((samples) => pitchOf(samples, 0.002, 0.06));
  assert.ok(dark < 0.6 * bright, `${dark} and ${bright} Hz`);
});

test('the voices are levelled: kick and snare lead, hats and rim stay behind', async () => {
  const [kick, snare, ...others] = await Promise.all(every.map(async (voice) => {
    const samples = await render([[voice, 0, 100]]);
    return 10 * Math.log10(energy(samples, 0, 0.1));
  }));
  for (const other of others) assert.ok(other < kick && other > snare - 15, `${[kick, snare, ...others]} dB`);
  assert.ok(kick > snare && kick < snare + 9, `${kick} and ${snare} dB`);
});

test('all voices at once as hard and as loud as can be, with ratchets, stay below full scale', async () => {
  const loud = {decay: 1, tone: 1, level: 1};
  const hits = [];
  for (let i = 0; i < 32; i++) for (let voice = 0; voice < 5; voice++) hits.push([voice, i * 0.03, 127, loud]);
  const level = peak(await render(hits));
  assert.ok(level > 0.9 && level <= 0.971, `peak ${level}`);
});

test('the limiter leaves a single plain stroke as it is', async () => {
  const both = await page.evaluate(async (sampleRate) => {
    const both = [];
    for (const limiter of [true, false]) {
      const context = new OfflineAudioContext(1, sampleRate / 2, sampleRate);
      const bus = voices.makeDrumBus(context);
      bus.output.connect(context.destination);
      voices.strikeVoice(0, context, limiter ? bus.input : context.destination, 0, 100, 0);
      both.push(window.packed((await context.startRendering()).getChannelData(0)));
    }
    return both;
  }, rate);
  const [limited, bare] = both.map(unpacked);
  const difference = limited.map((sample, i) => sample - bare[i]);
  assert.ok(peak(bare) > 0.5);
  assert.ok(energy(difference, 0, 0.5) < 1e-6 * energy(bare, 0, 0.5));
});

test('the kick is low, the snare is bright, and the hats are above both', async () => {
  const [kick, snare, hat] = await Promise.all([0, 1, 3].map((voice) => render([[voice, 0, 100]])));
  assert.ok(pitchOf(kick, 0.03, 0.25) < 120, `kick near ${pitchOf(kick, 0.03, 0.25)} Hz`);
  assert.ok(pitchOf(snare, 0.005, 0.1) > 600, `snare near ${pitchOf(snare, 0.005, 0.1)} Hz`);
  assert.ok(pitchOf(hat, 0.005, 0.05) > 5000, `hat near ${pitchOf(hat, 0.005, 0.05)} Hz`);
});

test('two snares in a row are not the same noise', async () => {
  const samples = await render([[1, 0, 100], [1, 0.5, 100]]);
  const first = samples.slice(0, 0.3 * rate);
  const second = samples.slice(0.5 * rate, 0.8 * rate);
  const difference = first.reduce((sum, sample, i) => sum + (sample - second[i]) ** 2, 0);
  assert.ok(difference > 0.3 * energy(samples, 0, 0.3));
});

test('a hit that is taken back is silent, and a choked kick ends without a click', async () => {
  const silent = await rendered(() => window.render([[0, 0.1, 127], [1, 0.1, 127]], 1, (hits) => hits.forEach((hit) => hit.cancel())));
  assert.equal(peak(silent), 0);
  const choked = await rendered(() => window.render([[0, 0, 127]], 1, ([hit]) => hit.choke(0.1)));
  assert.ok(energy(choked, 0.13, 1) < 1e-4 * energy(choked, 0, 0.1));
  const steepest = (samples) => samples.slice(1).reduce((most, sample, i) => Math.max(most, Math.abs(sample - samples[i])), 0);
  assert.ok(steepest(choked.slice(0.09 * rate, 0.2 * rate)) < 0.02);
});

const kits = ['studio', 'eight', 'nine', 'acoustic', 'lo-fi'];

for (const [kit, name] of kits.entries()) {
  test(`${name}: every voice is on time, dies away, is louder the harder it is struck, and lies where it belongs`, async () => {
    const all = await page.evaluate(async ([which, sampleRate]) => {
      const render = async (voice, velocity) => {
        const context = new OfflineAudioContext(1, 2 * sampleRate, sampleRate);
        voices.strikeVoice(voice, context, context.destination, 0.1, velocity, 0, voices.plainSound, which);
        return window.packed((await context.startRendering()).getChannelData(0));
      };
      return Promise.all(voices.voiceNames.map(async (_, voice) => [await render(voice, 40), await render(voice, 110)]));
    }, [kit, rate]);
    const hits = all.map((pair) => pair.map(unpacked));
    for (const [voice, [soft, hard]] of hits.entries()) {
      const about = `${name} ${voiceNames[voice]}`;
      const onset = hard.findIndex((sample) => Math.abs(sample) > 0.01) / rate;
      assert.ok(onset >= 0.1 && onset < 0.102, `${about} begins at ${onset} s`);
      assert.ok(peak(hard) > 0.25 && peak(hard) < 1.2, `${about}: peak ${peak(hard)}`);
      assert.ok(peak(soft) < 0.5 * peak(hard), `${about}: ${peak(soft)} and ${peak(hard)}`);
      assert.ok(energy(hard, 1.7, 2) < 1e-4 * energy(hard, 0.1, 0.4), `${about} rings on`);
    }
    const levels = hits.map(([, hard]) => 10 * Math.log10(energy(hard, 0.1, 0.2)));
    for (const other of [2, 3, 4]) assert.ok(levels[other] < levels[1] + 1, `${name}: ${levels} dB`);
    assert.ok(levels[0] > levels[1] - 1, `${name}: ${levels} dB`);
    const pitches = [0, 1, 3].map((voice) => pitchOf(hits[voice][1], 0.13, 0.2));
    assert.ok(pitches[0] < 150 && pitches[0] < pitches[1] && pitches[1] < pitches[2], `${name}: ${pitches} Hz`);
    const toms = [6, 7].map((voice) => pitchOf(hits[voice][1], 0.13, 0.2));
    assert.ok(pitches[0] < toms[0] && toms[0] < 0.9 * toms[1] && toms[1] < pitches[1] + 100, `${name}: toms of ${toms} Hz`);
  });
}

test('no two kits sound alike, and the kick of the first machine rings longest', async () => {
  const kicks = [];
  for (let kit = 0; kit < kits.length; kit++) {
    kicks.push(await rendered(async ([which, sampleRate]) => {
      const context = new OfflineAudioContext(1, 2 * sampleRate, sampleRate);
      voices.strikeVoice(0, context, context.destination, 0, 110, 0, voices.plainSound, which);
      return window.packed((await context.startRendering()).getChannelData(0));
    }, [kit, rate]));
  }
  for (const [i, a] of kicks.entries()) {
    for (const b of kicks.slice(i + 1)) {
      assert.ok(energy(a.map((sample, at) => sample - b[at]), 0, 1) > 0.2 * Math.min(energy(a, 0, 1), energy(b, 0, 1)));
    }
  }
  const lengths = kicks.map(lengthOf);
  assert.ok(lengths.every((length, kit) => kit === 1 || length < lengths[1]), `${lengths} s`);
});

// A hit through the desk of the drums: [left, right].
const mixed = async (sound, drive, velocity = 100) => (await page.evaluate(async ([knobs, amount, force, sampleRate]) => {
  const context = new OfflineAudioContext(2, sampleRate, sampleRate);
  const mixer = new voices.Mixer(context, 5);
  mixer.set(Array(5).fill({...voices.plainSound, ...knobs}), amount);
  mixer.output.connect(context.destination);
  voices.strikeVoice(1, context, mixer.strip(1), 0.2, force, 0);
  const made = await context.startRendering();
  return [0, 1].map((channel) => window.packed(made.getChannelData(channel)));
}, [sound, drive, velocity, rate])).map(unpacked);

test('pan moves a voice to a side, in the middle both are as loud as without it, and the room rings on', async () => {
  const [left, right] = await mixed({}, 0);
  const bare = await rendered(([sampleRate]) => (async () => {
    const context = new OfflineAudioContext(1, sampleRate, sampleRate);
    voices.strikeVoice(1, context, context.destination, 0.2, 100, 0);
    return window.packed((await context.startRendering()).getChannelData(0));
  })(), [rate]);
  assert.ok(energy(left.map((sample, i) => sample - bare[i]), 0, 1) < 1e-4 * energy(bare, 0, 1));
  assert.ok(energy(right.map((sample, i) => sample - bare[i]), 0, 1) < 1e-4 * energy(bare, 0, 1));
  const [hardLeft, silent] = await mixed({pan: 0}, 0);
  assert.ok(energy(silent, 0, 1) < 0.01 * energy(hardLeft, 0, 1));
  const [inRoom, other] = await mixed({room: 1}, 0);
  assert.ok(energy(inRoom, 0.45, 0.6) > 5 * energy(left, 0.45, 0.6));
  assert.ok(energy(inRoom.map((sample, i) => sample - other[i]), 0.45, 0.6) > 0.1 * energy(inRoom, 0.45, 0.6), 'the room is wide');
});

test('drive makes soft strokes louder beside hard ones and stays below full scale', async () => {
  const level = async (drive, velocity) => energy((await mixed({}, drive, velocity))[0], 0.2, 0.4);
  const [clean, pressed] = [await level(0, 40) / await level(0, 127), await level(1, 40) / await level(1, 127)];
  assert.ok(pressed > 3 * clean, `${clean} and ${pressed}`);
  assert.ok(peak((await mixed({level: 1}, 1, 127))[0]) <= 0.971);
});
