// MIDI both ways through the page's own parts on the real app program, with fake ports and a clock of our own.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {tickMs} from '../../web/clock.js';
import {midiPagePerTest} from './midi_page.mjs';
import {plugIn, plugInSource, stuckNotes} from './midi_ports.mjs';

const stepMs = 125;
const startDelayMs = 100;

const stage = midiPagePerTest();
const {connect} = stage;

const send = (command) => stage.page.model.send(command);
const state = () => send({type: 'state'});

let nextTick = 0;
function run(ms, everyMs = tickMs) {
  const end = stage.time + ms;
  nextTick = Math.min(Math.max(nextTick, stage.time), stage.time + everyMs);
  for (; nextTick <= end; nextTick += everyMs) {
    stage.time = nextTick;
    stage.page.inbox.flush();
    if (stage.page.heartbeat.playing) stage.page.scheduler.tick(stage.time);
    stage.page.model.drain();
  }
  stage.time = end;
}

// The fake input gives its own, real time stamps; this one says it as a device would, a moment later.
function hear(device, bytes, lateMs = 1) {
  stage.page.inbox.receive(device.id, {data: Uint8Array.from(bytes), timeStamp: stage.time - lateMs});
}

test('an input is found, listened to, and found again after it was unplugged', async () => {
  const pads = plugInSource('Pads');
  await connect();
  assert.equal(state().midi_in.status, 'ready');
  assert.match(state().midi_in.sentence, /Listening to Pads/);
  pads.emit([0x99, 36, 100]);
  stage.page.inbox.flush();
  assert.equal(stage.page.audio.played.length, 1);
  pads.disconnect();
  assert.equal(state().midi_in.status, 'unplugged');
  pads.connect();
  pads.emit([0x99, 36, 100]);
  stage.page.inbox.flush();
  assert.equal(stage.page.audio.played.length, 2);
  assert.equal(state().midi.status, 'no_device', 'outputs are on their own');
});

test('a "through" port is not listened to unasked, for it is a loop', async () => {
  plugInSource('Midi Through Port-0');
  await connect();
  assert.equal(state().midi_in.selected, null);
});

test('a pad hit is struck in the same moment, and recorded where it was played', async () => {
  const pads = plugInSource('Pads');
  await connect();
  send({type: 'set_pattern', kick: '................', snare: '................'});
  send({type: 'set_midi_in', count_in: false, metronome: false, latency_ms: 5});
  const start = stage.time + startDelayMs;
  send({type: 'record', on: true});
  run(startDelayMs + 4 * stepMs + 20);
  hear(pads, [0x99, 36, 111], stage.time - (start + 4 * stepMs + 5));
  assert.deepEqual(stage.page.audio.played, [[0, 111, 0, stage.time]]);
  assert.equal(state().kick, '....x...........');
  run(16 * stepMs);
  const kicks = stage.page.audio.hits.filter(([voice]) => voice === 0);
  assert.deepEqual(kicks.map(([, , timeMs]) => timeMs), [start + 20 * stepMs]);
});

test('clock out is one byte a pulse, with start before it and stop at the end', async () => {
  plugIn('Synth');
  await connect();
  send({type: 'set_clock', out: true});
  const start = stage.time + startDelayMs;
  send({type: 'play'});
  run(1000);
  send({type: 'stop'});
  const clock = stage.sent.filter(({bytes}) => bytes[0] >= 0xf8);
  assert.ok(clock.every(({bytes}) => bytes.length === 1));
  assert.deepEqual([clock[0].bytes[0], clock[0].timeMs], [0xfa, start - 1]);
  const pulses = clock.filter(({bytes}) => bytes[0] === 0xf8);
  pulses.forEach(({timeMs}, i) => assert.ok(Math.abs(timeMs - (start + (i * 500) / 24)) < 0.01));
  assert.ok(pulses.length >= 40);
  assert.equal(clock.filter(({bytes}) => bytes[0] === 0xfc).length, 1);
});

test('no pulse overtakes its start, however long the page stalls after Play', async () => {
  plugIn('Synth');
  await connect();
  send({type: 'set_clock', out: true});
  for (let stallMs = 0; stallMs <= 250; stallMs += 12.5) {
    stage.sent.length = 0;
    send({type: 'play'});
    stage.time += 0.5;
    stage.page.scheduler.tick(stage.time);
    stage.time += stallMs;
    nextTick = 0;
    run(600);
    const clock = stage.sent.filter(({bytes}) => bytes[0] >= 0xf2);
    // Nothing is sent for "at once", past what waits for its time; and by their times the start comes first.
    for (const {timeMs, sentMs} of clock) assert.ok(timeMs > sentMs, `${stallMs} ms: for ${timeMs} at ${sentMs}`);
    const [first, second] = clock.toSorted((a, b) => a.timeMs - b.timeMs);
    assert.deepEqual([first.bytes[0], second.bytes[0]], [0xfa, 0xf8], `${stallMs} ms`);
    assert.ok(second.timeMs - first.timeMs > 0.999, 'the millisecond that a receiver needs');
    send({type: 'stop'});
    run(300);
  }
});

test('pads: lights go to the grid only, steps come from it, and leaving puts all out', async () => {
  plugIn('Synth');
  plugIn('Grid');
  const grid = plugInSource('Grid');
  await connect();
  send({type: 'set_pattern', kick: 'x...............', snare: '................'});
  send({type: 'pads_select', id: 'Grid/0'});
  assert.equal(state().pads.status, 'ready');
  send({type: 'set_pads', on: true});
  const lights = () => stage.sent.filter(({port}) => port === 'Grid');
  assert.deepEqual(lights().map(({bytes}) => bytes), [[0x90, 81, 9]]);
  hear(grid, [0x90, 82, 100]);
  assert.equal(state().kick, 'xx..............');
  assert.deepEqual(lights().at(-1).bytes, [0x90, 82, 9]);
  assert.ok(!stage.page.audio.played.length, 'a pad that is a step is no kick');
  send({type: 'play'});
  run(1000);
  send({type: 'stop'});
  const count = lights().length;
  const shown = new Map(lights().map(({bytes: [, note, colour]}) => [note, colour]));
  assert.deepEqual([...shown].filter(([, colour]) => colour).sort(), [[81, 9], [82, 9]], 'the playhead is gone');
  const before = lights().length;
  send({type: 'pads_dark'});
  assert.deepEqual(lights().slice(before).map(({bytes}) => bytes).slice(0, 2), [[0x90, 81, 0], [0x90, 82, 0]]);
  assert.ok(count < 400, `${count} messages`);
});

test('the pads of a controller whose ends have two names are heard, also if its input comes later', async () => {
  plugIn('MIDIOUT2 (LPMiniMK3 MIDI)');
  plugInSource('LPMiniMK3 MIDI');
  await connect();
  send({type: 'set_pattern', kick: '................', snare: '................'});
  send({type: 'set_pads', on: true});
  send({type: 'midi_in_select', id: null});
  send({type: 'pads_select', id: state().pads.ports[0].id});
  assert.equal(state().pads.sentence.includes('Lights go to'), true, 'the only one of its device');
  const pads = plugInSource('MIDIIN2 (LPMiniMK3 MIDI)');
  assert.equal(state().pads.input, pads.id);
  hear(pads, [0x90, 82, 100]);
  assert.equal(state().kick, '.x..............');
  pads.disconnect();
  pads.connect();
  hear(pads, [0x90, 83, 100]);
  assert.equal(state().kick, '.xx.............');
});

test('a missing input of the pads is told, and one is chosen by hand', async () => {
  plugIn('Grid lights');
  const pads = plugInSource('Buttons');
  await connect();
  send({type: 'set_pattern', kick: '................', snare: '................'});
  send({type: 'set_pads', on: true});
  send({type: 'midi_in_select', id: null});
  send({type: 'pads_select', id: state().pads.ports[0].id});
  assert.match(state().pads.sentence, /no input is called like Grid lights: choose/);
  send({type: 'pads_in_select', id: pads.id});
  assert.match(state().pads.sentence, /Lights go to/);
  hear(pads, [0x90, 81, 100]);
  assert.equal(state().kick, 'x...............');
  pads.disconnect();
  assert.match(state().pads.sentence, /Buttons, which the pads send on, is not there/);
  pads.connect();
  assert.equal(state().pads.input, pads.id);
  send({type: 'pads_in_select', id: null});
  assert.equal(state().pads.input, null);
});

test('1,000 random sequences of changes leave no note sounding and no receiver running', async () => {
  const device = plugIn('Drums');
  plugIn('More drums');
  const keys = plugInSource('Keys');
  await connect();
  let seed = 1;
  const random = (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  send({type: 'set_pattern', kick: 'x...x...x...x...', snare: 'x.xxx..xx.xxx.xx'});
  let gaps = []; // times in which the device was unplugged
  let plugged = true;
  let everyMs = tickMs;
  const voices = ['kick', 'snare', 'rim', 'hat', 'open_hat', 'clap', 'low_tom', 'high_tom'];
  const actions = [
    () => send({type: 'play'}),
    () => send({type: 'stop'}),
    () => send({type: 'set_tempo', tempo_bpm: 20 + random(281)}),
    () => send({type: 'set_midi', channel: 1 + random(3), snare_note: 38 + random(3), kick_on: random(2) === 1}),
    () => send({type: 'set_midi', note_length_ms: 1 + random(600), latency_ms: random(200) - 100}),
    () => send({type: 'set_voice', voice: voices[random(8)], mute: random(2) === 1, solo: random(4) === 0}),
    () => send({type: 'set_step', voice: voices[random(8)], step: random(8), velocity: random(2) * 100}),
    () => send({type: 'select_slot', slot: random(3)}),
    () => stage.page.model.report({type: 'midi_select', id: random(2) ? 'More drums/0' : 'Drums/0'}),
    () => send({type: 'set_clock', out: random(2) === 1}),
    () => send({type: 'set_groove', swing_percent: 50 + random(26), humanise_ms: random(20)}),
    () => hear(keys, [0x99, 36 + random(4), random(128)]),
    () => send({type: 'record', on: random(2) === 1}),
    () => { everyMs = random(3) ? tickMs : 1000; }, // a hidden tab, at its worst
    () => {
      if (plugged) gaps.push([stage.time, Infinity]);
      else gaps.at(-1)[1] = stage.time;
      plugged = !plugged;
      if (plugged) device.connect();
      else device.disconnect();
    },
  ];
  let notes = 0;
  for (let sequence = 0; sequence < 1000; sequence++) {
    seed = sequence + 1;
    everyMs = tickMs;
    for (const voice of voices) send({type: 'set_voice', voice, mute: false, solo: false});
    send({type: 'set_pattern', snare: 'x.xxx..xx.xxx.xx'});
    for (let i = 0; i < 10; i++) {
      actions[random(actions.length)]();
      if (random(3)) send({type: 'play'}); // silence proves nothing
      run(random(400), everyMs);
    }
    if (!plugged) actions.at(-1)();
    stage.page.model.report({type: 'midi_select', id: 'Drums/0'});
    send({type: 'stop'});
    const arrives = (ms) => !gaps.some(([from, to]) => ms >= from && ms < to);
    for (const port of ['Drums', 'More drums']) {
      const log = stage.sent.filter((message) => message.port === port && message.bytes[0] < 0xb0);
      assert.deepEqual(stuckNotes(log, port === 'Drums' ? arrives : undefined), [], `sequence ${sequence}, ${port}`);
      notes += log.length;
      const orders = stage.sent
        .filter((message) => message.port === port && [0xfa, 0xfb, 0xfc].includes(message.bytes[0]))
        .map(({bytes, timeMs, sentMs}) => ({status: bytes[0], at: Math.max(timeMs, sentMs)}))
        .filter(({at}) => port !== 'Drums' || arrives(at))
        .sort((a, b) => a.at - b.at);
      if (orders.length) assert.equal(orders.at(-1).status, 0xfc, `sequence ${sequence}: ${port} runs on`);
    }
    stage.sent.length = 0;
    gaps = [];
    run(400); // what was sent ahead is over
  }
  assert.ok(notes > 10000, `${notes} messages`);
});
