// Notes on the grid: what is handed to MIDI and to the sound at 174 BPM with swing, while the page trains at full speed
// and redraws. Watches 15 s without a stall; BACKBEAT_TIMING_SECONDS=600 watches ten minutes.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Bench, patienceMs, waitFor} from './browser.mjs';
import {withFakePorts} from './fake_midi.mjs';
import {watchTicks} from './ticks.mjs';

const seconds = Number(process.env.BACKBEAT_TIMING_SECONDS ?? 15);
const tempoBpm = 174;
const swingPercent = 62;
const stepMs = 60000 / tempoBpm / 4;
const kickNote = 36;

let bench;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

// Runs in the page, so that ten minutes are a few numbers per kick: [time, handed over at], for sound and for MIDI, when
// the clock stood still, and how many kicks were handed over since it last did.
function watch(note) {
  const seen = {sound: [], midi: [], stalls: [], calm: 0};
  window.watched = seen;
  let counted = 0; // ticks
  let lateMs = 0; // when a tick last came so late that kicks may have, too
  window.backbeat.addEventListener('schedule', ({detail: {events, nowMs}}) => {
    for (; counted + 1 < window.ticks.length; counted++) {
      const [before, tick] = window.ticks.slice(counted, counted + 2);
      if (tick - before > 50) seen.stalls.push([before, tick]);
      if (tick - before > 80) lateMs = tick;
    }
    const calm = lateMs < nowMs - 150;
    for (const {kind, voice, timeMs, bytes} of events) {
      if (kind === 0 && voice === 0) {
        seen.sound.push([timeMs, nowMs]);
        if (calm) seen.calm += 1;
      }
      if (kind === 1 && (bytes[0] & 0xf0) === 0x90 && bytes[1] === note && bytes[2] > 0) seen.midi.push([timeMs, nowMs]);
    }
  });
}

test('at 174 BPM with swing, while it trains, every kick is on the grid and ahead of its time', async (context) => {
  const desk = await bench.open({before: async (page) => {
    await withFakePorts({outputs: ['Test drums']})(page);
    await watchTicks(page);
  }});
  const command = (json) => desk.call('command', json);
  await desk.page.mouse.click(5, 5); // a gesture, so that there is sound
  await command({type: 'midi_connect'});
  await desk.until(({midi}) => midi.status === 'ready');
  await command({type: 'set_midi', kick_on: true});
  await desk.call('setPattern', 'xxxxxxxxxxxxxxxx');
  await desk.call('setTempo', tempoBpm);
  await desk.call('setGroove', {swing_percent: swingPercent});
  await desk.call('train');
  await desk.until(({training}) => training.gradient_steps > 0);
  await desk.page.evaluate(watch, kickNote);
  await desk.call('play');
  const wanted = Math.floor(seconds * 1000 / stepMs);
  await waitFor(() => desk.page.evaluate((count) => window.watched.calm >= count, wanted),
    () => `${wanted} kicks without a stall`, patienceMs + 4000 * seconds);
  const {sound, midi, stalls} = await desk.page.evaluate(() => window.watched);
  const {training} = await desk.state();
  await desk.call('stop');

  assert.ok(training.gradient_steps > 0);
  const stalled = (from, to) => stalls.some(([began, ended]) => ended > from && began < to);
  const [[startMs]] = sound;
  for (const [name, notes] of [['sound', sound], ['MIDI', midi]]) {
    let worst = 0;
    let leastLead = Infinity;
    let early = 0;
    let missed = 0;
    let next = 0;
    for (const [timeMs, nowMs] of notes) {
      // The step it must be: swing makes it late by less than half a step.
      const step = Math.floor((timeMs - startMs) / stepMs + 0.25);
      const ideal = startMs + step * stepMs + (step % 2 === 1 ? (swingPercent / 50 - 1) * stepMs : 0);
      worst = Math.max(worst, Math.abs(timeMs - ideal));
      assert.ok(step >= next, `${name}: step ${step} came twice`);
      if (step > next) {
        assert.ok(stalled(ideal - 400, ideal), `${name}: steps ${next} to ${step - 1} are missing, and nothing stalled`);
        missed += step - next;
      }
      next = step + 1;
      const lead = timeMs - nowMs;
      if (lead < 20) assert.ok(stalled(nowMs - 150, nowMs + 1), `${name}: step ${step} came ${lead} ms ahead, and nothing stalled`);
      else early += 1;
      leastLead = Math.min(leastLead, lead);
    }
    assert.ok(worst <= 0.01, `${name}: ${worst} ms off the grid`);
    assert.ok(notes.length >= wanted, `${name}: ${notes.length} notes`);
    context.diagnostic(`${name}: ${notes.length} notes, worst ${worst.toExponential(1)} ms off the grid, ` +
      `${early} at least 20 ms ahead (least ${leastLead.toFixed(1)} ms), ${missed} missed in ${stalls.length} stalls`);
  }
  assert.equal(sound.length, midi.length);
  assert.deepEqual(desk.problems, []);
  await desk.close();
});
