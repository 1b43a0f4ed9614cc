// Model, scheduler and MIDI as main.js connects them, on the real app program and fake ports; no agent, so snares are the
// ones a test sets.

import {afterEach, beforeEach} from 'node:test';
import createApp from '#wasm/app.mjs';
import {App} from '../../web/app.js';
import {MidiIn, MidiInbox, MidiPads} from '../../web/midi_in.js';
import {MidiOut} from '../../web/midi_out.js';
import {MidiAccess} from '../../web/midi_port.js';
import {Model} from '../../web/model.js';
import {makeRequestHandlers} from '../../web/requests.js';
import {Scheduler} from '../../web/scheduler.js';
import {settle} from './fakes.mjs';
import {makeNavigator, unplugAll} from './midi_ports.mjs';

/**
 * @param {object[]} sent gets what ports are sent (midi_ports.mjs)
 * @param {() => number} now the tests' clock
 */
async function makeMidiPage(sent, now) {
  const app = new App(await createApp());
  const model = new Model(app, () => {});
  const access = new MidiAccess({navigator: makeNavigator(sent), secure: true});
  const inbox = new MidiInbox({
    now,
    onMessages: (port, messages) => model.report({type: 'midi_in', port, messages}),
    later: () => {}, // the ticks flush
  });
  const port = (type) => ({access, inbox, onChange: (state) => model.report({type, ...state})});
  const midi = new MidiOut(port('midi_state'));
  const midiIn = new MidiIn(port('midi_in_state'));
  const pads = new MidiPads(port('pads_state'));
  const audio = {
    hits: [],
    played: [],
    clicks: [],
    unlock() {},
    cancelAhead() {},
    setVolume() {},
    setSounds() {},
    hit: (...hit) => audio.hits.push(hit),
    play: (...hit) => audio.played.push([...hit, now()]),
    click: (...click) => audio.clicks.push(click),
  };
  const scheduler = new Scheduler({app, audio, midi, now});
  const heartbeat = {setPlaying(playing) {
    heartbeat.playing = playing;
    if (playing) scheduler.tick(now());
  }};
  const autosave = {mark() {}};
  model.connect(makeRequestHandlers({model, audio, midi, midiIn, pads, heartbeat, autosave}));
  return {app, model, access, inbox, midi, midiIn, pads, audio, heartbeat, scheduler};
}

/**
 * Gives every test of a file a fresh page under a clock of its own in place of performance.now().
 * @returns {{time: number, sent: object[], page: object, connect: () => Promise<void>}} as they are in the test that runs
 */
export function midiPagePerTest() {
  const stage = {
    time: 0,
    sent: [],
    page: null,
    async connect() {
      stage.page.model.send({type: 'midi_connect'});
      while (stage.page.access.asking) await settle();
    },
  };
  const realNow = performance.now;
  beforeEach(async () => {
    stage.time = 10000.125;
    performance.now = () => stage.time;
    stage.sent = [];
    stage.page = await makeMidiPage(stage.sent, () => stage.time);
  });
  afterEach(() => {
    performance.now = realNow;
    unplugAll();
  });
  return stage;
}
