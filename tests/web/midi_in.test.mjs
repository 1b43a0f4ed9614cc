import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {MidiInbox} from '../../web/midi_in.js';
import {plausibleTime} from '../../web/time_stamps.js';
import {LoopbackTest, percentile, TimingStats} from '../../web/timing.js';

function makeInbox() {
  const desk = {time: 1000, given: [], later: [], overflows: 0};
  desk.inbox = new MidiInbox({
    onMessages: (port, messages) => desk.given.push({port, messages, at: desk.time}),
    now: () => desk.time,
    later: (run) => desk.later.push(run),
    onOverflow: () => { desk.overflows += 1; },
  });
  desk.say = (...bytes) => desk.inbox.receive('a', {data: Uint8Array.from(bytes), timeStamp: desk.time - 0.5});
  return desk;
}

describe('what comes in', () => {
  test('a hit is given at once, with the time it was played', () => {
    const desk = makeInbox();
    desk.say(0x99, 36, 100);
    assert.deepEqual(desk.given, [{port: 'a', messages: [[999.5, 0x99, 36, 100]], at: 1000}]);
  });

  test('a flood of 5,000 messages a second costs a few calls each tick, and nothing is lost or changes its order', () => {
    const desk = makeInbox();
    let sent = 0;
    for (let tick = 0; tick < 40; tick++) {
      for (let i = 0; i < 125; i++) {
        desk.time += 0.2;
        desk.say(0xb0, 7, sent++ % 128);
      }
      desk.later.splice(0).forEach((run) => run());
    }
    desk.inbox.flush();
    const messages = desk.given.flatMap((lot) => lot.messages);
    assert.equal(messages.length, 5000);
    messages.forEach(([, , , value], i) => assert.equal(value, i % 128));
    assert.ok(desk.given.length <= 40 * 10, `${desk.given.length} calls`);
    assert.ok(messages.every(([timeMs], i) => i === 0 || timeMs > messages[i - 1][0]), 'times are kept');
  });

  test('a hit in the middle of a flood of knobs is given at once', () => {
    const desk = makeInbox();
    for (let i = 0; i < 100; i++) desk.say(0xb0, 7, i);
    desk.say(0x99, 36, 100);
    assert.deepEqual(desk.given.at(-1).messages.at(-1).slice(1), [0x99, 36, 100]);
    assert.equal(desk.given.flatMap((lot) => lot.messages).length, 101);
  });

  test('what waits is bounded, and what is dropped is told once', () => {
    const desk = makeInbox();
    for (let i = 0; i < 30000; i++) desk.say(0xb0, 7, 1);
    assert.equal(desk.overflows, 1);
    assert.ok(desk.inbox.waiting.length <= 20000);
    desk.inbox.flush();
    desk.say(0x99, 36, 100);
    assert.deepEqual(desk.given.at(-1).messages.at(-1).slice(1), [0x99, 36, 100]);
  });

  test('active sensing and empty messages wake nobody', () => {
    const desk = makeInbox();
    desk.say(0xfe);
    desk.say();
    assert.deepEqual(desk.given, []);
  });
});

test('an event without a time, or with one of another clock, happened now', () => {
  for (const odd of [0, -1, NaN, undefined, 5001, 1e12, 100]) assert.equal(plausibleTime(odd, 5000), 5000);
  assert.equal(plausibleTime(4990.25, 5000), 4990.25);
});

describe('timing', () => {
  test('median, last hundredth and worst of how far ahead events are handed over', () => {
    const stats = new TimingStats();
    for (let i = 1; i <= 1000; i++) stats.add({timeMs: i * 100 + i / 10, kind: 1, voice: 0}, i * 100);
    const report = stats.report(0);
    assert.equal(report.events, 1000);
    assert.ok(Math.abs(report.lead_p50_ms - 50) < 0.2);
    assert.ok(Math.abs(report.lead_p99_ms - 1.1) < 0.2);
    assert.ok(Math.abs(report.lead_worst_ms - 0.1) < 1e-9);
    assert.equal(stats.report(100), null, 'not more often than it is read');
  });

  test('late and doubled events are counted', () => {
    const stats = new TimingStats();
    stats.add({timeMs: 1000, kind: 0, voice: 0}, 1050);
    stats.add({timeMs: 1001, kind: 0, voice: 1}, 900);
    stats.add({timeMs: 1002, kind: 0, voice: 1}, 900);
    stats.add({timeMs: 1015, kind: 0, voice: 1}, 900); // a ratchet
    const {missed, doubled} = stats.report(0);
    assert.deepEqual([missed, doubled], [1, 1]);
  });

  test('percentiles of nothing are 0', () => assert.equal(percentile([], 0.5), 0));

  test('the loop is measured by its median, and notes that did not come back are counted', async () => {
    const desk = makeInbox();
    let finish;
    const sent = [];
    const loop = new LoopbackTest({
      out: {send: (bytes, timeMs) => sent.push({bytes, timeMs})},
      inbox: desk.inbox,
      now: () => desk.time,
      later: (run) => { finish = run; },
    });
    const result = loop.run(64);
    sent.sort((a, b) => a.timeMs - b.timeMs);
    sent.forEach(({bytes, timeMs}, i) => {
      if (bytes[1] === 7) return; // lost
      const delay = 6 + (i % 3);
      desk.time = timeMs + delay + 0.5;
      desk.inbox.receive('a', {data: Uint8Array.from(bytes), timeStamp: timeMs + delay});
    });
    desk.time += 1;
    desk.say(0x99, 36, 100); // somebody plays meanwhile
    finish();
    const {received, latency_ms: latency, jitter_ms: jitter, worst_ms: worst} = await result;
    assert.equal(received, 63);
    assert.ok(latency >= 6 && latency <= 8);
    assert.ok(jitter > 0.3 && jitter < 1.2);
    assert.ok(Math.abs(worst - 8) < 1e-6);
    assert.deepEqual(desk.given.flatMap((lot) => lot.messages).map((message) => message.slice(1)), [[0x99, 36, 100]]);
    assert.equal(desk.inbox.tap, null);
  });
});
