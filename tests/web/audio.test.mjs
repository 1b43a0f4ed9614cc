import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {Audio} from '../../web/audio.js';

// As much of an AudioContext as the drum voices use. Its clock is the test's; what is started is noted.
class FakeContext {
  state = 'suspended';
  sampleRate = 48000;
  destination = new FakeNode(this);
  started = [];

  constructor(world) {
    this.world = world;
  }

  get currentTime() {
    return this.state === 'running' ? (this.world.time - this.world.openedAt) / 1000 : 0;
  }

  getOutputTimestamp() {
    const contextTime = this.currentTime - this.world.latencyMs / 1000;
    return contextTime > 0 ? {contextTime, performanceTime: this.world.time} : {contextTime: 0, performanceTime: 0};
  }

  async resume() {
    this.world.resumes += 1;
  }

  async suspend() {
    this.state = 'suspended';
    this.onstatechange();
  }

  /** The browser lets it run. */
  open() {
    this.state = 'running';
    this.world.openedAt = this.world.time;
    this.onstatechange();
  }

  createGain() { return new FakeNode(this); }
  createBiquadFilter() { return new FakeNode(this); }
  createWaveShaper() { return new FakeNode(this); }
  createStereoPanner() { return new FakeNode(this); }
  createConvolver() { return new FakeNode(this); }
  createOscillator() { return new FakeNode(this); }
  createBufferSource() { return new FakeNode(this); }
  createBuffer(channels, length) { return {getChannelData: () => new Float32Array(length)}; }
}

class FakeNode {
  constructor(context) {
    this.context = context;
    for (const name of ['gain', 'frequency', 'Q', 'playbackRate', 'pan']) {
      this[name] = {value: 1, setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {},
        setTargetAtTime: (value, at) => {
          this[name].value = value;
          this[name].falls = at;
        }};
    }
  }

  connect(node) { return node; }
  disconnect() { this.disconnected = true; }
  start(time) { this.context.started.push(time); }
  stop() {}
}

let world;
let audio;

beforeEach(() => {
  world = {time: 1000, openedAt: 0, latencyMs: 20, resumes: 0, paused: [], troubles: [], contexts: []};
  audio = new Audio({
    createContext: () => {
      world.contexts.push(new FakeContext(world));
      return world.contexts.at(-1);
    },
    now: () => world.time,
    onAwake: () => { world.awake = true; },
    onTrouble: (sentence) => world.troubles.push(sentence),
    onPaused: (sentence) => world.paused.push(sentence),
  });
});

const context = () => world.contexts[0];
// When the hits sound, in page time: as heard, not as computed.
const heard = () => [...new Set(context().started)].map((time) => time * 1000 + world.openedAt + world.latencyMs);

function openAndRun(ms = 500) {
  audio.unlock();
  context().open();
  for (const end = world.time + ms; world.time < end; world.time += 25) audio.tick(world.time);
}

test('nothing is opened before the first gesture, and a hit before it is harmless', () => {
  audio.hit(0, 100, 1100);
  audio.setVolume(0.5);
  audio.cancelAhead();
  assert.equal(world.contexts.length, 0);
  assert.equal(audio.awake, false);
});

test('a gesture opens the output once, and wakes it again when it sleeps', () => {
  audio.unlock();
  audio.unlock();
  assert.equal(world.contexts.length, 1);
  assert.equal(world.resumes, 2);
  context().open();
  assert.equal(world.awake, true);
  audio.unlock();
  assert.equal(world.resumes, 2);
});

test('a hit is heard when it is asked for, the output\'s latency taken out', () => {
  openAndRun();
  audio.hit(0, 100, world.time + 80.25);
  assert.ok(Math.abs(heard()[0] - (world.time + 80.25)) < 0.01, `${heard()[0] - world.time}`);
});

test('hits that come while the output opens are struck when it has, unless it is too late for them', () => {
  audio.unlock();
  audio.hit(0, 100, world.time + 100);
  audio.hit(1, 100, world.time + 600);
  assert.equal(audio.awake, true);
  world.time += 250; // the output takes its time
  context().open();
  for (let i = 0; i < 4; i++) audio.tick(world.time += 25);
  assert.equal(heard().length, 1);
  assert.ok(Math.abs(heard()[0] - 1600) < 0.01);
});

test('an output that never opens gathers no hits', () => {
  audio.unlock();
  for (let i = 0; i < 1000; i++) audio.hit(0, 100, (world.time += 125) + 80);
  assert.ok(audio.waiting.length < 3);
});

test('with more latency than can be made up for, hits are late by the rest and keep their distances', () => {
  world.latencyMs = 250;
  openAndRun(1500);
  const start = world.time;
  for (let step = 0; step < 8; step++) {
    audio.hit(0, 100, start + 80 + step * 125);
    for (let tick = 0; tick < 5; tick++) audio.tick(world.time += 25);
  }
  const times = heard();
  assert.equal(times.length, 8);
  assert.ok(Math.abs(times[0] - (start + 80 + 200)) < 1);
  times.slice(1).forEach((time, i) => assert.ok(Math.abs(time - times[i] - 125) < 0.01));
});

test('stop takes back what has not begun, and only that', () => {
  openAndRun();
  audio.hit(1, 100, world.time + 40);
  audio.hit(1, 100, world.time + 90);
  const [begun, ahead] = audio.hits;
  const cancelled = [];
  begun.cancel = () => cancelled.push('begun');
  ahead.cancel = () => cancelled.push('ahead');
  world.time += 30;
  audio.cancelAhead();
  assert.deepEqual(cancelled, ['ahead']);
});

test('the output sleeps some seconds after the last hit, and not while hits are to come', () => {
  openAndRun();
  audio.hit(0, 100, world.time + 90);
  audio.rest(world.time + 3000);
  assert.equal(context().state, 'running');
  audio.rest(world.time + 5000);
  assert.equal(context().state, 'suspended');
  assert.equal(audio.awake, false);
});

test('the fader goes to silence and full level', () => {
  audio.setVolume(0);
  openAndRun();
  assert.equal(audio.master.gain.value, 0);
  audio.setVolume(1);
  assert.equal(audio.master.gain.value, 1);
});

// When each stroke that was kept is faded out, from the context's start in ms; in the order of their times.
const chokes = (group) => audio.strokes.get(group).map(({fades}) => fades);

function noteFades() {
  const {choke} = audio;
  audio.choke = (group, hit) => {
    const inner = hit.choke;
    hit.fades = [];
    hit.choke = (at) => {
      hit.fades.push(Math.round(at * 1000 + world.openedAt + world.latencyMs - world.time));
      inner.call(hit, at);
    };
    choke.call(audio, group, hit);
  };
}

test('a hat closes the open hat before it, also if it is played by hand between scheduled ones', () => {
  openAndRun();
  noteFades();
  audio.hit(4, 100, world.time + 50);
  audio.hit(3, 100, world.time + 90);
  assert.deepEqual(chokes('hats'), [[90], []]);
  audio.hit(3, 100, world.time + 70);
  assert.deepEqual(chokes('hats'), [[90, 70], [90], []]);
  audio.hit(0, 100, world.time + 95);
  assert.deepEqual(chokes('hats'), [[90, 70], [90], []]);
});

test('strokes that are over are forgotten', () => {
  openAndRun();
  for (let i = 0; i < 500; i++) {
    audio.hit(3, 100, world.time + 80);
    audio.tick(world.time += 25);
  }
  assert.ok(audio.strokes.get('hats').length < 8);
  world.time += 1000;
  audio.play(4, 100);
  assert.equal(audio.strokes.get('hats').length, 1);
});

test('a stroke by hand sounds at once', () => {
  openAndRun();
  audio.play(2, 100);
  assert.deepEqual(new Set(context().started), new Set([context().currentTime]));
});

test('a stroke by hand that wakes the output sounds when it opens, unless that took too long', () => {
  audio.unlock();
  audio.play(0, 100);
  world.time += 400;
  audio.play(1, 100);
  world.time += 300;
  context().open();
  const struck = audio.hitCount;
  assert.equal(struck, 1);
  for (let i = 0; i < 1000; i++) audio.tick(world.time += 25);
  assert.equal(audio.hitCount, 1);
});

test('knobs are heard from the next hit on', () => {
  openAndRun();
  const levels = [];
  const {createGain} = context();
  context().createGain = () => {
    const node = createGain.call(context());
    levels.push(node);
    return node;
  };
  const sound = {pitch: 0.5, decay: 0.5, tone: 0.5, level: 0.8};
  audio.play(0, 127);
  const before = levels[0].gain.value;
  audio.setSounds([{...sound, level: 0.4}, sound, sound, sound, sound]);
  levels.length = 0;
  audio.play(0, 127);
  assert.ok(before > 0 && Math.abs(levels[0].gain.value / before - 0.25) < 1e-9);
});

test('the metronome clicks when it is asked to', () => {
  openAndRun();
  audio.click(true, world.time + 60);
  assert.ok(Math.abs(heard()[0] - (world.time + 60)) < 0.01);
});

test('where there is no sound, a gesture goes on, the reason is told once, and the next gesture tries again', () => {
  const broken = {
    'no such thing in this browser': () => { throw new ReferenceError('AudioContext is not defined'); },
    'no sound card': () => { throw new DOMException('The device is busy.', 'NotSupportedError'); },
    'an output that cannot be built': () => Object.assign(new FakeContext(world), {createWaveShaper() { throw new TypeError('No shaper'); }, close: async () => {}}),
    'an output that cannot be woken': () => Object.assign(new FakeContext(world), {resume() { throw new Error('Not allowed'); }}),
  };
  for (const [name, createContext] of Object.entries(broken)) {
    const told = [];
    let tries = 0;
    const quiet = new Audio({
      createContext: () => { tries += 1; return createContext(); },
      now: () => world.time,
      onTrouble: (sentence) => told.push(sentence),
    });
    quiet.unlock();
    quiet.unlock();
    quiet.setVolume(0.3);
    quiet.hit(0, 100, world.time + 50);
    quiet.play(0, 100);
    quiet.tick(world.time);
    quiet.cancelAhead();
    assert.equal(told.length, 1, name);
    assert.match(told[0], /^No sound here, because .*[^.]\. Grid, training and MIDI work\.$/, name);
    assert.ok(tries === 2 || quiet.context !== null, name);
  }
});

test('sound that fails while it plays is told of once and takes nothing else along', () => {
  audio.unlock();
  const [context] = world.contexts;
  context.open();
  for (let i = 0; i < 20; i++) audio.tick(world.time += 25);
  context.createGain = () => { throw new Error('out of memory.'); };
  for (const strike of [() => audio.hit(0, 100, world.time + 50), () => audio.click(true, world.time + 50), () => audio.play(1, 90)]) strike();
  context.getOutputTimestamp = () => { throw new Error('no clock'); };
  for (let i = 0; i < 200; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.troubles, ['No sound here, because out of memory. Grid, training and MIDI work.']);
});

// --- What the system stops ---

// Plays, and the system has just stopped the output in one of its ways.
function stopped(state = 'suspended') {
  audio.unlock();
  world.contexts[0].open();
  audio.setNeeded(true);
  world.resumes = 0;
  world.contexts[0].state = state;
  world.contexts[0].onstatechange();
  return world.contexts[0];
}

for (const state of ['suspended', 'interrupted']) {
  test(`an output that the system leaves ${state} while something plays is asked to go on at once, and again`, () => {
    const context = stopped(state);
    assert.equal(world.resumes, 1);
    for (let i = 0; i < 100; i++) audio.tick(world.time += 25);
    assert.equal(world.resumes, 3);
    assert.deepEqual(world.paused, ['The system has paused the sound: click anywhere to hear it again.']);
    context.open();
    audio.tick(world.time += 25);
    context.state = state;
    context.onstatechange();
    world.time += 1500;
    audio.stayAwake();
    assert.equal(world.paused.length, 2, 'told anew for another pause');
  });
}

test('an output that goes on when asked is not spoken of', () => {
  const context = stopped();
  audio.tick(world.time += 400);
  context.open();
  for (let i = 0; i < 100; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.paused, []);
});

test('the page that comes back to the front asks without waiting for a tick', () => {
  stopped();
  world.time += 5000; // asleep: no ticks
  audio.stayAwake();
  assert.equal(world.resumes, 2);
  assert.equal(world.paused.length, 1);
});

test('an output that was closed is told of, and the next gesture opens another', () => {
  stopped('closed');
  world.time += 1500;
  audio.stayAwake();
  assert.equal(world.resumes, 0);
  assert.equal(world.paused.length, 1);
  audio.unlock();
  assert.equal(world.contexts.length, 2);
});

test('an output that does not start is asked again and told of, where there was a gesture that may start it', () => {
  audio.setNeeded(true);
  for (let i = 0; i < 200; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.paused, []);
  audio.unlock();
  for (let i = 0; i < 100; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.paused, [], 'a busy machine takes a while');
  for (let i = 0; i < 100; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.paused, ['The sound does not start: click anywhere to try again.']);
  assert.ok(world.resumes > 3);
});

test('an output whose time stands still is told of, and the next gesture opens another', () => {
  audio.unlock();
  const [context] = world.contexts;
  context.open();
  audio.setNeeded(true);
  for (let i = 0; i < 200; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.paused, []);
  Object.defineProperty(context, 'currentTime', {value: 7});
  for (let i = 0; i < 200; i++) audio.tick(world.time += 25);
  assert.deepEqual(world.paused, ['The sound has come to a stop: click anywhere to open it anew.']);
  audio.unlock();
  assert.equal(world.contexts.length, 2);
  audio.unlock();
  assert.equal(world.contexts.length, 2);
});

test('an output that sleeps because nothing plays is left alone', () => {
  stopped();
  audio.setNeeded(false);
  for (let i = 0; i < 100; i++) audio.tick(world.time += 25);
  assert.equal(world.resumes, 1, 'only the one of stopped()');
  assert.deepEqual(world.paused, []);
});
