// Playing in with a real browser's page: the MIDI panel, recording, Answer me, and learned controls.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
let desk;

before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const until = (what, argument) => desk.inPage(what, argument);
const click = (name) => desk.clickSettled(name);
const press = (key) => desk.page.keyboard.press(key);
const command = (type, fields) => desk.call('command', {...fields, type});

describe('playing in', () => {
  before(async () => {
    desk = await bench.open();
    const port = {status: 'ready', sentence: '', ports: [{id: 'a', name: 'Drum pads'}], selected: 'a'};
    await command('midi_state', port);
    await command('midi_in_state', port);
    await desk.unfold('panel_midi', 'midi_page_in');
  });
  after(() => desk.close());

  const played = (...bytes) => desk.page.evaluate((message) =>
    window.backbeat.command({type: 'midi_in', port: 'a', messages: [[performance.now(), ...message]]}), bytes);
  const showPage = async (name, control) => {
    await click(`midi_page_${name}`);
    await desk.page.mouse.move(1100, 600);
    await desk.page.mouse.wheel(0, 2000);
    await until((wanted) => wanted in window.backbeat.widgets(), control);
  };

  test('every page of the MIDI panel has its controls, and none overlap', async () => {
    const pages = {out: 'send_kick', in: 'in_notes_kick', clock: 'clock_out', pads: 'light_kick', learn: 'learn', timing: 'loopback'};
    for (const [name, control] of Object.entries(pages)) {
      await showPage(name, control);
      await desk.settle();
      const [x, , width] = (await desk.call('widgets')).panel_midi;
      assert.ok(width > 20 && x > 900);
      const controls = Object.entries(await desk.call('widgets')).filter(([other]) => !/^(tooltip|words_.*)$/.test(other))
        .filter(([, [left]]) => left > 940);
      for (const [i, [one, [ax, ay, aw, ah]]] of controls.entries()) {
        for (const [other, [bx, by, bw, bh]] of controls.slice(i + 1)) {
          const overlap = Math.min(ax + aw, bx + bw) - Math.max(ax, bx) > 1 && Math.min(ay + ah, by + bh) - Math.max(ay, by) > 1;
          assert.ok(!overlap || /^(send|note|legend|reward)/.test(one), `${name}: ${one} and ${other} overlap`);
        }
      }
      await desk.page.mouse.wheel(0, -4000);
      await until(() => 'midi_page_in' in window.backbeat.widgets());
    }
  });

  test('the record button and R record, after a count-in', async () => {
    await click('record');
    await until(() => window.backbeat.state().recording.on && window.backbeat.state().playing);
    await press('r');
    await until(() => !window.backbeat.state().recording.on);
    await click('play');
    await until(() => !window.backbeat.state().playing);
  });

  test('Answer me says what is missing, and answers the kicks that were played', async () => {
    await showPage('in', 'answer_me');
    await click('answer_me');
    await until(() => window.backbeat.state().notices.length > 0);
    await played(0x99, 36, 100);
    await click('answer_me');
    await until(() => (window.backbeat.state().kick.match(/x/gi) ?? []).length === 1);
  });

  test('a control is learned by clicking it and moving a knob, listed, and forgotten', async () => {
    await desk.page.mouse.wheel(0, -4000);
    await showPage('learn', 'learn');
    await click('learn');
    await click('volume');
    await until(() => window.backbeat.state().learn.learning === 'volume');
    await played(0xb0, 21, 10);
    await until(() => window.backbeat.state().learn.learned.some(({target}) => target === 'volume'));
    await click('learn_done');
    await played(0xb0, 21, 127);
    await until(() => window.backbeat.state().volume === 1);
    await click('learned_volume');
    await until(() => window.backbeat.state().learn.learned.length === 0);
  });
});
