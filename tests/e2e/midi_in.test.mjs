// MIDI in, both clocks and pads in the browser, with web-midi-test's fake ports in place of the system's.

import assert from 'node:assert/strict';
import {after, afterEach, before, test} from 'node:test';
import {Bench} from './browser.mjs';
import {withFakePorts} from './fake_midi.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
afterEach(() => desk?.close());

const command = (json) => desk.call('command', json);
const emit = (bytes, device = 'Keys') => desk.page.evaluate(([name, list]) => window.say(name, list), [device, bytes]);

async function open() {
  desk = await bench.open({before: withFakePorts({outputs: ['Synth', 'Grid'], inputs: ['Keys', 'Grid']})});
  await desk.page.mouse.click(5, 5); // a gesture, so that there is sound
  await command({type: 'midi_connect'});
  await desk.until((state) => state.midi_in.status === 'ready' && state.midi.status === 'ready');
  await command({type: 'set_pattern', kick: '................'});
}

/** Waits in the page until this step has just begun to sound, then says something on a port, in the same moment. */
const emitAtStep = (step, bytes) => desk.page.evaluate(([wanted, list]) => new Promise((done) => {
  const look = () => {
    if (window.backbeat.state().step !== wanted) return setTimeout(look, 4);
    window.say('Keys', list);
    done();
  };
  look();
}), [step, bytes]);

test('kicks are recorded, undone, and answered when asked', async () => {
  await open();
  await command({type: 'set_midi_in', count_in: false, metronome: false});
  await desk.call('setTempo', 60); // long steps: a busy machine looks late
  await desk.call('record');
  await emitAtStep(2, [0x99, 36, 100]);
  const recorded = await desk.until((state) => state.kick.includes('x'));
  assert.ok(['..x.............', '...x............'].includes(recorded.kick), recorded.kick);
  await desk.call('undo');
  assert.equal((await desk.state()).kick, '................');
  await desk.call('stop');
  assert.equal((await desk.state()).recording.on, false, 'stop ends a recording');
  await desk.call('setTempo', 240);
  await desk.call('play');
  await emitAtStep(4, [0x99, 35, 100]);
  assert.equal((await desk.state()).kick, '................', 'record is off');
  await desk.call('answerMe');
  const answered = await desk.until((state) => state.kick.includes('x'));
  assert.equal(answered.kick.replaceAll('.', ''), 'x');
  assert.deepEqual(desk.problems, []);
});

test('a knob is learned, moves its slider, comes back after a reload, and is forgotten', async () => {
  await open();
  await desk.call('learn', 'tempo');
  await emit([0xb0, 74, 20]);
  await desk.until((state) => state.learn.learned.length === 1);
  await emit([0xb0, 74, 127]);
  await desk.until((state) => state.tempo_bpm === 300);
  await desk.rest('saving');
  await desk.reload();
  assert.deepEqual((await desk.state()).learn.learned, [{target: 'tempo', kind: 'cc', channel: 1, number: 74}]);
  await command({type: 'learn_remove', target: 'tempo'});
  assert.equal((await desk.state()).learn.learned.length, 0);
});

test('pads toggle steps and show the pattern, and go dark with the page', async () => {
  await open();
  await command({type: 'pads_select', id: 'Grid/0'});
  await command({type: 'set_pads', on: true});
  await emit([0x90, 81, 100], 'Grid');
  await desk.until((state) => state.kick.startsWith('x'));
  const light = () => desk.page.evaluate(() => window.received.filter(({name, bytes}) => name === 'Grid' && bytes[1] === 81).at(-1)?.bytes);
  await desk.inPage(() => window.received.some(({name, bytes}) => name === 'Grid' && bytes[1] === 81 && bytes[2] === 9));
  assert.deepEqual(await light(), [0x90, 81, 9]);
  await desk.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
  await desk.inPage(() => window.received.some(({name, bytes}) => name === 'Grid' && bytes[1] === 81 && bytes[2] === 0));
});

test('clock goes out with start and stop, and an external clock is followed', async () => {
  await open();
  await command({type: 'set_clock', out: true});
  await desk.call('play');
  await desk.inPage(() => window.received.filter(({bytes}) => bytes[0] === 0xf8).length > 20);
  await desk.call('stop');
  await desk.inPage(() => window.received.some(({bytes}) => bytes[0] === 0xfc));
  const clock = await desk.page.evaluate(() => window.received.map(({bytes}) => bytes[0]).filter((status) => status >= 0xf8));
  assert.equal(clock[0], 0xfa, 'start comes first');

  await command({type: 'set_clock', out: false, in: true});
  // The master lives in the page: what is sent into it from outside would jitter by the machine's load.
  await desk.page.evaluate(() => {
    const beginMs = performance.now() + 50;
    let pulses = 0;
    window.say('Keys', [0xfa]);
    window.master = setInterval(() => {
      for (; beginMs + pulses * 25 <= performance.now(); pulses += 1) window.say('Keys', [0xf8], beginMs + pulses * 25);
    }, 1);
  });
  const following = await desk.until((state) => state.clock.following && state.clock.steady);
  assert.equal(following.playing, true);
  await desk.until((state) => Math.abs(state.clock.tempo_bpm - 100) < 3);
  await desk.page.evaluate(() => {
    clearInterval(window.master);
    window.say('Keys', [0xfc]);
  });
  await desk.until((state) => !state.playing);
  assert.deepEqual(desk.problems, []);
});
