import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eventKind} from '../../web/app.js';
import {Clock, horizonMs, tickMs} from '../../web/clock.js';
import {Heartbeat} from '../../web/heartbeat.js';
import {Scheduler} from '../../web/scheduler.js';
import {FakeWorker} from './fakes.mjs';

function makeParts(events) {
  const log = [];
  return {
    log,
    app: {schedule: (nowMs, horizon) => (log.push(['schedule', nowMs, horizon]), events.splice(0))},
    audio: {
      awake: false,
      hit: (...hit) => log.push(['hit', ...hit]),
      tick: () => {},
      rest: () => {},
      setNeeded: () => {},
    },
    midi: {send: (...message) => log.push(['send', ...message])},
  };
}

test('hits go to the sound, bytes to MIDI, with their own times, and both to the listener', () => {
  const events = [
    {timeMs: 1010.125, kind: eventKind.hit, voice: 0, velocity: 100, durationMs: 0, kit: 2, bytes: [0, 0, 0]},
    {timeMs: 1135.125, kind: eventKind.midi, voice: 1, velocity: 90, durationMs: 60, bytes: [0x99, 38, 90]},
  ];
  const parts = makeParts([...events]);
  const heard = [];
  const scheduler = new Scheduler({...parts, onEvents: (list, nowMs) => heard.push([list, nowMs])});
  scheduler.tick(1000);
  assert.deepEqual(parts.log, [
    ['schedule', 1000, horizonMs],
    ['hit', 0, 100, 1010.125, 2],
    ['send', [0x99, 38, 90], 1135.125],
  ]);
  scheduler.tick(1025);
  assert.deepEqual(heard, [[events, 1000]]);
});

test('the horizon covers three ticks that do not come', () => {
  assert.ok(horizonMs >= 4 * tickMs && horizonMs <= 100);
});

test('the clock ticks only while it runs, whatever its worker still sends', () => {
  const worker = new FakeWorker();
  let ticks = 0;
  const clock = new Clock(worker, () => ticks++);
  worker.say('tick');
  clock.start();
  clock.start();
  worker.say('tick');
  clock.stop();
  worker.say('tick');
  assert.equal(ticks, 1);
  assert.deepEqual(worker.sent, ['start', 'stop']);
});

test('the heart beats while something plays, trains or sounds, and rests otherwise', () => {
  const parts = makeParts([]);
  const worker = new FakeWorker();
  const watched = [];
  const heartbeat = new Heartbeat({
    makeClock: (onTick) => new Clock(worker, onTick),
    scheduler: new Scheduler(parts),
    audio: parts.audio,
    watched: [{watch: (nowMs) => watched.push(nowMs)}],
    now: () => 500,
    afterTick: () => {},
  });
  heartbeat.setPlaying(true);
  assert.equal(parts.log.length, 1, 'the first events are asked for at once');
  worker.say('tick');
  assert.equal(parts.log.length, 2);
  heartbeat.setTraining(true);
  heartbeat.setPlaying(false);
  worker.say('tick');
  assert.equal(parts.log.length, 2, 'nothing is scheduled while stopped');
  assert.deepEqual(watched, [500, 500]);
  parts.audio.awake = true;
  heartbeat.setTraining(false);
  assert.deepEqual(worker.sent, ['start']);
  parts.audio.awake = false;
  worker.say('tick');
  assert.deepEqual(worker.sent, ['start', 'stop']);
});
