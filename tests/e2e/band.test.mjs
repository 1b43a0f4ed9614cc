// Several agents in one pattern: rows are handed over, wired and taken back by hand, and heard.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const rowOf = async (desk, voice) => (await desk.state()).voices.find(({name}) => name === voice).row;
const hearsOf = async (desk, voice) => (await desk.state()).parts.find((part) => part.voice === voice)?.hears;

describe('a band', () => {
  let desk;
  before(async () => { desk = await bench.open(); });
  after(() => desk.close());

  test('a click at a row\'s name hands it to an agent, and its sliders are shown', async () => {
    await desk.click('more_voices');
    await desk.click('agent_hat');
    const {parts, shown_part: shown} = await desk.until(({parts: all}) => all.length === 2);
    assert.deepEqual(parts.map(({voice}) => voice), ['snare', 'hat']);
    assert.equal(shown, 'hat');
    assert.match(await rowOf(desk, 'hat'), /x/i);
    await desk.click('part_snare');
    await desk.until(({shown_part: voice}) => voice === 'snare');
  });

  test('each agent has sliders of its own', async () => {
    const before = await rowOf(desk, 'snare');
    await desk.click('part_hat');
    await desk.until(({shown_part: voice}) => voice === 'hat');
    await desk.call('setTerm', 'density', {weight: 1, mode: 'target', level: 0.25});
    await desk.call('setTerm', 'evenness', {weight: 1, mode: 'maximise'});
    const hits = (row) => [...row].filter((step) => step !== '.').length;
    assert.equal(hits(await rowOf(desk, 'hat')), 4);
    assert.equal(await rowOf(desk, 'snare'), before);
  });

  test('a cable that is pulled from a row to an agent\'s is heard by it, and pulled once more it is gone', async () => {
    await desk.click('rim_2');
    assert.ok(!(await hearsOf(desk, 'hat')).includes('rim'));
    await desk.drag('jack_rim', 'jack_hat');
    await desk.until(({parts}) => parts.find(({voice}) => voice === 'hat').hears.includes('rim'));
    await desk.drag('jack_rim', 'jack_hat');
    await desk.until(({parts}) => !parts.find(({voice}) => voice === 'hat').hears.includes('rim'));
    await desk.drag('jack_rim', 'jack_clap'); // neither is an agent's
    await desk.until(({notices}) => notices.some(({text}) => /hand one to an agent/.test(text)));
  });

  test('by keyboard: E hands a row over and takes it back, W and digits pull cables', async () => {
    await desk.click('rim_2');
    await desk.page.keyboard.press('ArrowRight'); // the cursor is in the row
    await desk.page.keyboard.press('e');
    await desk.until(({parts}) => parts.some(({voice}) => voice === 'rim'));
    await desk.page.keyboard.press('w');
    await desk.inPage(() => 'wire_hat' in window.backbeat.widgets());
    await desk.page.keyboard.press('5'); // the fifth row from the top
    await desk.until(({parts}) => parts.find(({voice}) => voice === 'rim').hears.includes('hat'));
    await desk.page.keyboard.press('Escape');
    await desk.page.keyboard.press('e');
    await desk.until(({parts}) => !parts.some(({voice}) => voice === 'rim'));
  });

  test('what an agent plays is heard', async () => {
    await desk.call('setPattern', {kick: 'x...x...x...x...'});
    await desk.record('schedule');
    await desk.click('play');
    await desk.inPage(() => window.seen.schedule.flatMap(({detail}) => detail.events).some(({voice}) => voice === 3));
    await desk.call('stop');
  });

  test('a band is chosen from the menu of the patterns, survives a reload, and is undone', async () => {
    await desk.click('bank_menu');
    await desk.click('pattern_band');
    await desk.click('band_kit');
    await desk.until(({parts}) => parts.length === 4);
    const rows = (await desk.state()).voices.map(({row}) => row);
    await desk.rest('saving');
    await desk.reload();
    await desk.inPage(() => window.backbeat.state().why_no_answer === '');
    const state = await desk.state();
    assert.deepEqual(state.parts.map(({voice}) => voice), ['snare', 'rim', 'hat', 'open_hat']);
    assert.deepEqual(state.voices.map(({row}) => row), rows);
    await desk.call('command', {type: 'take_back', voice: 'open_hat'});
    await desk.call('undo');
    assert.equal((await desk.state()).parts.length, 4);
    assert.deepEqual(desk.problems, []);
  });
});

test('on a phone, rows are handed over and wired from their menus', async () => {
  const desk = await bench.open({viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true});
  await desk.call('command', {type: 'set_band', name: 'Solo'});
  await desk.click('rows');
  await desk.clickSettled('row_hat');
  await desk.clickSettled('row_agent');
  await desk.until(({parts}) => parts.some(({voice}) => voice === 'hat'));
  await desk.click('rows');
  await desk.clickSettled('row_hat');
  await desk.clickSettled('row_wires');
  await desk.clickSettled('wire_clap');
  await desk.until(({parts}) => parts.find(({voice}) => voice === 'hat').hears.includes('clap'));
  assert.deepEqual(desk.problems, []);
  await desk.close();
});
