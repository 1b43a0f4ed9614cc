// From the model to the port: the page's own parts (model, scheduler, MIDI) on the real app program and fake ports, under
// a clock of our own. What is checked is what a device would receive, byte by byte and to the fraction of a millisecond.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {tickMs} from '../../web/clock.js';
import {midiPagePerTest} from './midi_page.mjs';
import {plugIn, stuckNotes} from './midi_ports.mjs';

const startDelayMs = 100; // session::kStartDelayMs
const stepMs = 125; // a sixteenth at 120 BPM
const snareOn = 0x99; // channel 10
const snareOff = 0x89;

const stage = midiPagePerTest();
const {connect} = stage;

function setPattern(snare, kick = '................') {
  stage.page.model.send({type: 'set_pattern', kick, snare});
}

// Ticks as the clock does, until `ms` later.
function run(ms) {
  const end = stage.time + ms;
  while (stage.time + tickMs <= end) {
    stage.time += tickMs;
    if (stage.page.heartbeat.playing) stage.page.scheduler.tick(stage.time);
    stage.page.model.drain();
  }
  stage.time = end;
}

test('a bar at 120 BPM: exact bytes at exact times, each note-on with its note-off', async () => {
  plugIn('Drums');
  await connect();
  setPattern('....x.......x...');
  const start = stage.time + startDelayMs;
  stage.page.model.send({type: 'play'});
  run(2000 - startDelayMs);
  assert.deepEqual(stage.sent.map(({bytes, timeMs}) => [bytes, timeMs]), [
    [[snareOn, 38, 100], start + 4 * stepMs],
    [[snareOff, 38, 0], start + 4 * stepMs + 60],
    [[snareOn, 38, 100], start + 12 * stepMs],
    [[snareOff, 38, 0], start + 12 * stepMs + 60],
  ]);
  for (const {timeMs, sentMs} of stage.sent) assert.ok(timeMs - sentMs > 20, `handed over ${timeMs - sentMs} ms ahead`);
});

test('notes, channel, length and latency are those of the MIDI panel; the kick plays when it is on', async () => {
  plugIn('Drums');
  await connect();
  stage.page.model.send({type: 'set_midi', snare_note: 40, kick_note: 35, kick_on: true, channel: 3, note_length_ms: 20.5, latency_ms: -7.25});
  setPattern('....x...........', 'x...............');
  stage.page.model.send({type: 'play'});
  run(1000);
  const start = stage.page.audio.hits[0][2] - 7.25; // the grid is where the built-in kick sounds
  assert.deepEqual(stage.sent.map(({bytes, timeMs}) => [bytes, timeMs]), [
    [[0x92, 35, 100], start],
    [[0x82, 35, 0], start + 20.5],
    [[0x92, 40, 100], start + 4 * stepMs],
    [[0x82, 40, 0], start + 4 * stepMs + 20.5],
  ]);
});

test('a note-off comes before the next note-on of its note, however long notes are', async () => {
  plugIn('Drums');
  await connect();
  stage.page.model.send({type: 'set_midi', note_length_ms: 1000});
  setPattern('xxxxxxxxxxxxxxxx');
  stage.page.model.send({type: 'play'});
  run(1500);
  const kinds = [...stage.sent].sort((a, b) => a.timeMs - b.timeMs).map(({bytes}) => bytes[0]);
  assert.ok(kinds.length >= 20);
  kinds.forEach((kind, i) => assert.equal(kind, i % 2 ? snareOff : snareOn));
});

test('stop in mid-bar: nothing sounds on, and the port is told so', async () => {
  plugIn('Drums');
  await connect();
  stage.page.model.send({type: 'set_midi', note_length_ms: 400});
  setPattern('x...x...x...x...');
  stage.page.model.send({type: 'play'});
  run(750);
  stage.page.model.send({type: 'stop'});
  const after = stage.sent.filter(({sentMs}) => sentMs === stage.time).map(({bytes}) => bytes);
  assert.ok(after.some(([status, note]) => status === snareOff && note === 38), 'an explicit note-off');
  assert.deepEqual(after.slice(-2), [[0xb9, 123, 0], [0xb9, 120, 0]]);
  assert.deepEqual(stuckNotes(stage.sent), []);
  const count = stage.sent.length;
  run(500);
  assert.equal(stage.sent.length, count, 'nothing is sent after stop');
});

test('unplugged in mid-bar: the sound goes on, and the notes cut off are ended when the device is back', async () => {
  const device = plugIn('Drums');
  await connect();
  stage.page.model.send({type: 'set_midi', note_length_ms: 300});
  setPattern('x...x...x...x...');
  stage.page.model.send({type: 'play'});
  run(650); // the second note has begun, its note-off is still to come
  const unplugged = stage.time;
  device.disconnect();
  const hits = stage.page.audio.hits.length;
  run(1000);
  assert.ok(stage.page.audio.hits.length > hits);
  const plugged = stage.time;
  device.connect();
  const arrives = (ms) => ms < unplugged || ms >= plugged;
  const untilNow = stage.sent.filter(({sentMs}) => sentMs <= plugged);
  assert.deepEqual(stuckNotes(untilNow.filter(({bytes}) => bytes[0] < 0xb0), arrives), []);
  run(1000);
  stage.page.model.send({type: 'stop'});
  assert.deepEqual(stuckNotes(stage.sent, arrives), []);
  assert.ok(stage.sent.some(({timeMs, bytes}) => bytes[0] === snareOn && timeMs > plugged), 'it plays again');
});

test('another port in mid-bar: the old one is silenced, the new one plays', async () => {
  plugIn('Old drums');
  plugIn('New drums');
  await connect();
  stage.page.model.send({type: 'set_midi', note_length_ms: 300});
  setPattern('x...x...x...x...');
  stage.page.model.send({type: 'play'});
  run(650);
  stage.page.model.send({type: 'midi_select', id: 'New drums/0'});
  run(1000);
  stage.page.model.send({type: 'stop'});
  for (const name of ['Old drums', 'New drums']) {
    const log = stage.sent.filter(({port}) => port === name);
    assert.ok(log.some(({bytes}) => bytes[0] === snareOn), `${name} played`);
    assert.deepEqual(stuckNotes(log), [], name);
    assert.deepEqual(log.at(-1).bytes, [0xb9, 120, 0]);
  }
});

test('another channel and note in mid-bar leave nothing sounding', async () => {
  plugIn('Drums');
  await connect();
  stage.page.model.send({type: 'set_midi', note_length_ms: 300});
  setPattern('x...x...x...x...');
  stage.page.model.send({type: 'play'});
  run(650);
  stage.page.model.send({type: 'set_midi', channel: 1, snare_note: 50});
  run(700);
  stage.page.model.send({type: 'stop'});
  assert.deepEqual(stuckNotes(stage.sent), []);
});

test('a late tick skips what it missed and never bursts', async () => {
  plugIn('Drums');
  await connect();
  setPattern('xxxxxxxxxxxxxxxx');
  const start = stage.time + startDelayMs;
  stage.page.model.send({type: 'play'});
  run(500);
  const count = stage.sent.length;
  stage.time += 3000; // the whole browser stalled
  stage.page.scheduler.tick(stage.time);
  const late = stage.sent.slice(count).filter(({bytes}) => bytes[0] === snareOn);
  assert.ok(late.length <= 2, `${late.length} notes at once`);
  for (const {timeMs} of late) {
    assert.ok(timeMs >= stage.time - 10);
    assert.ok(Math.abs((timeMs - start) / stepMs - Math.round((timeMs - start) / stepMs)) < 1e-9, 'on the grid');
  }
});

test('leaving the page ends every note', async () => {
  plugIn('Drums');
  await connect();
  stage.page.model.send({type: 'set_midi', note_length_ms: 400});
  setPattern('xxxxxxxxxxxxxxxx');
  stage.page.model.send({type: 'play'});
  run(600);
  stage.page.model.send({type: 'stop'});
  stage.page.model.send({type: 'midi_panic'});
  assert.deepEqual(stuckNotes(stage.sent), []);
  assert.deepEqual(stage.sent.at(-1).bytes, [0xb9, 120, 0]);
});

test('without a device nothing is sent and the sound plays', async () => {
  await connect();
  setPattern('x...x...x...x...');
  stage.page.model.send({type: 'play'});
  run(2000);
  assert.deepEqual(stage.sent, []);
  assert.ok(stage.page.audio.hits.length >= 4);
});

test('1,000 random changes leave no note sounding', async () => {
  const device = plugIn('Drums');
  plugIn('More drums');
  await connect();
  let state = 12345;
  const random = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  setPattern('x.xxx..xx.xxx.xx');
  let plugged = true;
  const gaps = []; // times in which the device was unplugged
  const actions = [
    () => stage.page.model.send({type: 'play'}),
    () => stage.page.model.send({type: 'stop'}),
    () => stage.page.model.send({type: 'set_tempo', tempo_bpm: 60 + random(200)}),
    () => stage.page.model.send({type: 'set_midi', channel: 1 + random(3), snare_note: 38 + random(3)}),
    () => stage.page.model.send({type: 'set_midi', note_length_ms: 1 + random(600), kick_on: random(2) === 1}),
    () => stage.page.model.send({type: 'set_step', voice: 'snare', step: random(16), velocity: random(2) * 100}),
    () => stage.page.model.report({type: 'midi_select', id: random(2) ? 'More drums/0' : 'Drums/0'}),
    () => {
      if (plugged) gaps.push([stage.time, Infinity]);
      else gaps.at(-1)[1] = stage.time;
      plugged = !plugged;
      if (plugged) device.connect();
      else device.disconnect();
    },
  ];
  for (let i = 0; i < 1000; i++) {
    actions[random(actions.length)]();
    if (random(3)) stage.page.model.send({type: 'play'}); // silence proves nothing
    run(random(300));
  }
  if (!plugged) actions.at(-1)();
  stage.page.model.report({type: 'midi_select', id: 'Drums/0'});
  stage.page.model.send({type: 'stop'});
  const arrives = (ms) => !gaps.some(([from, to]) => ms >= from && ms < to);
  assert.deepEqual(stuckNotes(stage.sent.filter(({port}) => port === 'Drums'), arrives), []);
  assert.deepEqual(stuckNotes(stage.sent.filter(({port}) => port === 'More drums')), []);
  assert.ok(stage.sent.length > 1000);
});
