import assert from 'node:assert/strict';
import {test} from 'node:test';
import {AudioClock, readClocks} from '../../web/audio_clock.js';

// Readings every 250 ms of a context that began at page time 5000 and runs `drift` faster; jitter in ms.
function feed(clock, {from = 5250, seconds, drift = 0, jitter = () => 0, offsetMs = 0}) {
  for (let page = from; page <= from + seconds * 1000; page += 250) {
    clock.addReading(page, trueContext(page, drift, offsetMs) + jitter() / 1000);
  }
  return from + seconds * 1000;
}

function trueContext(page, drift = 0, offsetMs = 0) {
  return ((page - 5000) * (1 + drift) + offsetMs) / 1000;
}

function sawtooth(sizeMs) {
  let i = 0;
  return () => (((i++ * 7) % 11) / 10 - 0.5) * sizeMs;
}

test('there is no mapping before the first reading', () => {
  assert.equal(new AudioClock().toContext(1000), null);
});

test('one reading is enough to begin with', () => {
  const clock = new AudioClock();
  clock.addReading(5250, 0.25);
  assert.ok(Math.abs(clock.toContext(5350) - 0.35) < 1e-9);
});

test('exact clocks are mapped exactly, fractions of a millisecond included', () => {
  const clock = new AudioClock();
  const end = feed(clock, {seconds: 30});
  assert.ok(Math.abs(clock.toContext(end + 62.625) - trueContext(end + 62.625)) < 1e-9);
});

test('jitter of a 10 ms audio block is averaged out', () => {
  const clock = new AudioClock();
  const end = feed(clock, {seconds: 30, jitter: sawtooth(10)});
  assert.ok(Math.abs(clock.toContext(end + 50) - trueContext(end + 50)) * 1000 < 0.7);
});

test('hits keep their distances while new readings come', () => {
  const clock = new AudioClock();
  let page = feed(clock, {seconds: 10, jitter: sawtooth(10)});
  const jitter = sawtooth(10);
  let last = null;
  for (let i = 0; i < 40; i++) {
    page += 250;
    clock.addReading(page, trueContext(page) + jitter() / 1000);
    const offset = clock.toContext(page + 80) * 1000 - (page + 80);
    if (last !== null) assert.ok(Math.abs(offset - last) <= 0.1, `${offset - last} ms between two readings`);
    last = offset;
  }
});

test('a drifting sound card is followed', () => {
  const clock = new AudioClock();
  const drift = 1e-4; // 100 millionths, a bad crystal: 6 ms a minute
  const end = feed(clock, {seconds: 60, drift, jitter: sawtooth(4)});
  assert.ok(Math.abs(clock.toContext(end + 50) - trueContext(end + 50, drift)) * 1000 < 0.7);
});

test('one wild reading changes nothing', () => {
  const clock = new AudioClock();
  const end = feed(clock, {seconds: 10});
  clock.addReading(end + 250, trueContext(end + 250) + 0.3);
  assert.ok(Math.abs(clock.toContext(end + 300) - trueContext(end + 300)) < 1e-9);
});

test('a new output device is taken over after a few readings', () => {
  const clock = new AudioClock();
  const end = feed(clock, {seconds: 10});
  const last = feed(clock, {from: end + 250, seconds: 2, offsetMs: -120});
  assert.ok(Math.abs(clock.toContext(last) - trueContext(last, 0, -120)) * 1000 < 1);
});

test('readings that are no numbers, or go back in time, are ignored', () => {
  const clock = new AudioClock();
  clock.addReading(5250, 0.25);
  clock.addReading(5500, NaN);
  clock.addReading(5000, 9);
  assert.ok(Math.abs(clock.toContext(5300) - 0.3) < 1e-9);
});

test('readings come quickly at first, then four times a second', () => {
  const clock = new AudioClock();
  let count = 0;
  for (let page = 5000; page < 9000; page += 25) {
    if (!clock.wantsReading(page)) continue;
    clock.addReading(page, trueContext(page));
    count += 1;
  }
  assert.ok(count >= 8 + 14 && count <= 8 + 16, `${count} readings in 4 s`);
});

test('the context is asked what is heard when', () => {
  const stamp = {contextTime: 1.5, performanceTime: 6480};
  const running = {state: 'running', currentTime: 1.55, outputLatency: 0.03, getOutputTimestamp: () => stamp};
  assert.deepEqual(readClocks(running, 6500), {pageMs: 6480, contextSeconds: 1.5});
  assert.equal(readClocks({...running, state: 'suspended'}, 6500), null);
  assert.equal(readClocks(running, 9000), null, 'a stamp from before the context slept');
});

test('a context that gives no stamps is estimated from its latency; one that gives none yet is waited for', () => {
  const older = {state: 'running', currentTime: 1.55, baseLatency: 0.05};
  assert.deepEqual(readClocks(older, 6500), {pageMs: 6500, contextSeconds: 1.5});
  const empty = () => ({contextTime: 0, performanceTime: 0});
  const starting = {state: 'running', currentTime: 0.02, outputLatency: 0.03, getOutputTimestamp: empty};
  assert.equal(readClocks(starting, 6500), null);
  assert.deepEqual(readClocks({...starting, currentTime: 0.53}, 6500), {pageMs: 6500, contextSeconds: 0.5});
});
