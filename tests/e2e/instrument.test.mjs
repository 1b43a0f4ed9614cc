// The instrument in a real browser: five voices, details, bank, groove, sounds and undo, by mouse, keys and finger, and
// heard in what is handed over to sound and MIDI.

import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {Bench} from './browser.mjs';
import {calmBar, watchTicks} from './ticks.mjs';

const empty = '................';
let bench;
let desk;

before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const until = (what, argument) => desk.inPage(what, argument);
const click = (name, options) => desk.clickSettled(name, options);
const press = (key) => desk.page.keyboard.press(key);
const command = (type, fields) => desk.call('command', {...fields, type});
const settingsOf = async (name) => (await desk.state()).voices.find((voice) => voice.name === name);
const detailOf = async (name, step) => (await desk.state()).details.find((detail) => detail.voice === name && detail.step === step);

/** A click beside what is open. */
async function closePopup() {
  await desk.page.keyboard.press('Escape');
  await until(() => !('popup' in window.backbeat.widgets()));
}

/** Plays until a bar was handed over without a stall, and returns its hits. */
async function playBar(barMs) {
  await desk.page.evaluate(() => {
    window.seen.schedule.length = 0;
    window.ticks.length = 0;
  });
  await click('play');
  const {hits} = await calmBar(desk, barMs);
  await click('play');
  await until(() => !window.backbeat.state().playing);
  return hits;
}

async function dragBy(name, dx, dy) {
  const [x, y] = await desk.middle(name);
  await desk.page.mouse.move(x, y);
  await desk.page.mouse.down();
  await desk.page.mouse.move(x + dx, y + dy, {steps: 8});
  await desk.page.mouse.up();
  await desk.settle();
}

describe('undo', () => {
  beforeEach(async () => {
    desk = await bench.open();
    await desk.call('setPattern', {kick: 'x...............'});
    await desk.settle();
  });

  test('Ctrl-Z and Ctrl-Shift-Z, Ctrl-Y and the buttons go back and forth', async () => {
    await desk.click('kick_3');
    await until(() => window.backbeat.state().kick === 'x..x............');
    await press('Control+z');
    await until(() => window.backbeat.state().kick === 'x...............');
    await press('Control+Shift+z');
    await until(() => window.backbeat.state().kick === 'x..x............');
    await desk.click('undo');
    await until(() => window.backbeat.state().kick === 'x...............');
    await desk.click('redo');
    await until(() => window.backbeat.state().kick === 'x..x............');
    await press('Control+z');
    await press('Control+y');
    await until(() => window.backbeat.state().kick === 'x..x............');
    await desk.close();
  });

  test('a drag is one step, over cells and on a slider', async () => {
    await desk.drag('kick_4', 'kick_9');
    await until(() => window.backbeat.state().kick === 'x...xxxxxx......');
    await press('Control+z');
    await until(() => window.backbeat.state().kick === 'x...............');

    const before = (await desk.state()).volume;
    await dragBy('volume', -40, 0);
    assert.ok((await desk.state()).volume < before - 0.2);
    await press('Control+z');
    await until((volume) => window.backbeat.state().volume === volume, before);
    assert.equal((await desk.state()).kick, 'x...............');
    await desk.close();
  });

  test('while it plays, undo does not stop it', async () => {
    await desk.click('play');
    await desk.click('kick_7');
    await press('Control+z');
    await until(() => window.backbeat.state().kick === 'x...............');
    assert.equal((await desk.state()).playing, true);
    await desk.close();
  });
});

describe('rows', () => {
  before(async () => {
    desk = await bench.open();
    await desk.call('setPattern', {kick: 'x...............'});
  });
  after(() => desk.close());

  test('the other rows unfold, are drawn, and fold away', async () => {
    assert.ok(!('hat_0' in (await desk.call('widgets'))));
    await click('more_voices');
    await click('hat_2');
    await click('open_hat_6');
    await click('rim_5');
    const {voices} = await desk.state();
    const rows = Object.fromEntries(voices.map(({name, row}) => [name, row]));
    assert.deepEqual([rows.rim, rows.hat, rows.open_hat], ['.....x..........', '..x.............', '......x.........']);
    await click('more_voices');
    await until(() => !('hat_0' in window.backbeat.widgets()));
    await click('more_voices');
    await until(() => 'hat_0' in window.backbeat.widgets());
  });

  test('mute and solo by click and by key', async () => {
    await click('mute_hat');
    assert.equal((await settingsOf('hat')).mute, true);
    await click('solo_kick');
    assert.equal((await settingsOf('kick')).solo, true);
    await click('mute_hat');
    await click('solo_kick');
    assert.deepEqual([(await settingsOf('hat')).mute, (await settingsOf('kick')).solo], [false, false]);
    await press('ArrowRight');
    await press('m');
    await until(() => window.backbeat.state().voices.some(({mute}) => mute));
    await press('m');
    await until(() => !window.backbeat.state().voices.some(({mute}) => mute));
  });

  test('a row is rotated, inverted, filled, copied, pasted, randomised and cleared from its menu', async () => {
    await command('clear', {voice: 'hat'});
    await command('set_step', {voice: 'hat', step: 0, velocity: 100});
    const hat = async () => (await settingsOf('hat')).row;
    const choose = async (name) => {
      await click('row_hat');
      await click(name);
    };
    await choose('row_rotate_right');
    assert.equal(await hat(), '.x..............');
    await click('row_rotate_left');
    assert.equal(await hat(), 'x...............');
    await closePopup();
    await choose('row_invert');
    assert.equal(await hat(), '.xxxxxxxxxxxxxxx');
    await choose('clear_hat');
    assert.equal(await hat(), empty);
    await choose('row_euclid');
    await click('euclid_onsets');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('4');
    await press('Enter');
    await until(() => window.backbeat.state().voices.find(({name}) => name === 'hat').row === 'x...x...x...x...');
    await closePopup();
    await choose('row_copy');
    await click('row_open_hat');
    await click('row_paste');
    assert.equal((await settingsOf('open_hat')).row, 'x...x...x...x...');
    await choose('row_randomise');
    await until(() => window.backbeat.state().voices.find(({name}) => name === 'hat').row !== 'x...x...x...x...');
  });

  test('a row has a length of its own', async () => {
    await click('row_rim');
    await click('row_length');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('12');
    await press('Enter');
    await until(() => window.backbeat.state().voices.find(({name}) => name === 'rim').length === 12);
    await closePopup();
  });

  test('locked snare steps are given back from the menu', async () => {
    await click('snare_6');
    await until(() => window.backbeat.state().locks === '......x.........');
    await click('row_snare');
    await click('unlock_all');
    await until((wanted) => window.backbeat.state().locks === wanted, empty);
  });
});

describe('details', () => {
  before(async () => { desk = await bench.open(); });
  after(() => desk.close());

  test('the pen opens them, a click on another step goes on there, and plain is plain again', async () => {
    await desk.call('setPattern', {kick: 'x...x...........'});
    await click('pen_detail');
    await click('kick_4');
    await click('detail_ratchets_3');
    assert.equal((await detailOf('kick', 4)).ratchets, 3);
    await click('detail_probability');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('60');
    await press('Enter');
    await until(() => window.backbeat.state().details[0]?.probability === 60);
    await click('kick_0');
    await until(() => 'detail_micro_slider' in window.backbeat.widgets());
    const [x, y, width, height] = (await desk.call('widgets')).detail_micro_slider;
    await desk.page.mouse.click(x + 0.8 * width, y + height / 2);
    await until(() => window.backbeat.state().details.some(({step, micro}) => step === 0 && micro > 20));
    await click('kick_4');
    await click('detail_reset');
    assert.equal(await detailOf('kick', 4), undefined);
    assert.equal((await desk.state()).kick, 'x...x...........');
    await closePopup();
    await click('pen_draw');
  });

  test('Shift-click and D open them with any pen, Escape closes them', async () => {
    const [x, y] = await desk.middle('snare_3');
    await desk.page.keyboard.down('Shift');
    await desk.page.mouse.click(x, y);
    await desk.page.keyboard.up('Shift');
    await until(() => 'detail_probability' in window.backbeat.widgets());
    assert.equal((await desk.state()).locks, empty);
    await closePopup();
    await press('d');
    await until(() => 'detail_probability' in window.backbeat.widgets());
    await closePopup();
  });
});

describe('bank', () => {
  before(async () => { desk = await bench.open(); });
  after(() => desk.close());

  test('chips and digits choose patterns, and each keeps what was drawn in it', async () => {
    await desk.call('setPattern', {kick: 'x...x...x...x...'});
    await click('slot_1');
    await until(() => window.backbeat.state().slot === 1);
    assert.equal((await desk.state()).kick, empty);
    await click('kick_2');
    await press('1');
    await until(() => window.backbeat.state().slot === 0);
    assert.equal((await desk.state()).kick, 'x...x...x...x...');
    await press('Shift+8');
    await until(() => window.backbeat.state().slot === 15);
    await press('2');
    await until(() => window.backbeat.state().kick === '..x.............');
  });

  test('a starter groove comes whole from the list of the bank, plays, and one undo takes it back', async () => {
    await click('bank_menu');
    await desk.settle();
    await click('pattern_starters');
    await until(() => 'starter_funk' in window.backbeat.widgets() && 'starter_uk_garage' in window.backbeat.widgets());
    await click('starter_funk');
    await until(() => window.backbeat.state().tempo_bpm === 104);
    const state = await desk.state();
    assert.equal(state.reward.preset, 'Backbeat');
    assert.equal(state.groove.swing_percent, 54);
    assert.ok(state.snare[4] !== '.' && state.snare[12] !== '.', state.snare);
    await click('play');
    await until(() => window.backbeat.state().bar >= 2);
    await click('play');
    await until(() => !window.backbeat.state().playing);
    await press('Control+z');
    await until(() => window.backbeat.state().tempo_bpm === 120 && window.backbeat.state().groove.swing_percent === 50);
    await assert.rejects(desk.call('command', {type: 'starter', name: 'Polka'}), /There is no starter groove/);
  });

  test('while it plays, the next pattern waits for the bar line and says so', async () => {
    await click('slot_0');
    await click('play');
    await until(() => window.backbeat.state().bar >= 1);
    await click('slot_1');
    const seen = await desk.until(({slot, slot_next: next}) => next === 1 || slot === 1);
    if (seen.slot === 0) assert.equal(seen.slot_next, 1);
    await until(() => window.backbeat.state().slot === 1);
    await click('play');
    await until(() => !window.backbeat.state().playing);
  });

  test('a pattern is copied, pasted, doubled, halved and cleared from its menu', async () => {
    const choose = async (name) => {
      await click('bank_menu');
      await click(name);
    };
    await click('slot_0');
    await until(() => window.backbeat.state().slot === 0);
    await choose('pattern_copy');
    await click('slot_4');
    await choose('pattern_paste');
    await until(() => window.backbeat.state().kick === 'x...x...x...x...');
    await choose('pattern_double');
    await until(() => window.backbeat.state().kick === 'x...x...x...x...'.repeat(2));
    await choose('pattern_halve');
    await until(() => window.backbeat.state().kick === 'x...x...x...x...');
    await choose('pattern_clear');
    await until((wanted) => window.backbeat.state().kick === wanted, empty);
  });

  test('a song is made of the patterns', async () => {
    await desk.unfold('panel_groove', 'song_add');
    for (const slot of [0, 1, 0]) {
      await click(`slot_${slot}`);
      await until((wanted) => window.backbeat.state().slot === wanted, slot);
      await click('song_add');
    }
    await until(() => window.backbeat.state().song.slots.join() === '0,1,0');
    await click('song_1');
    await until(() => window.backbeat.state().song.slots.join() === '0,0');
    await click('song_on');
    assert.equal((await desk.state()).song.on, true);
    await click('song_clear');
    await until(() => !window.backbeat.state().song.on && window.backbeat.state().song.slots.length === 0);
  });
});

describe('groove and sounds', () => {
  before(async () => { desk = await bench.open({before: watchTicks}); });
  after(() => desk.close());

  test('swing is typed in the bar and heard: every second sixteenth is late', async () => {
    await desk.call('setPattern', {kick: 'xxxxxxxxxxxxxxxx'});
    await desk.call('setTempo', 120);
    await click('swing');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('60');
    await press('Enter');
    await until(() => window.backbeat.state().groove.swing_percent === 60);
    await desk.record('schedule');
    const times = (await playBar(2000)).filter(({voice}) => voice === 0).map(({timeMs}) => timeMs);
    assert.equal(times.length, 16);
    times.slice(1).forEach((time, i) => {
      const wanted = i % 2 === 0 ? 150 : 100; // of two sixteenths at 120 BPM, 250 ms, 60 % and 40 %
      assert.ok(Math.abs(time - times[i] - wanted) < 0.01, `${time - times[i]} ms`);
    });
  });

  test('ratchets are heard, muted rows are not', async () => {
    await command('set_groove', {swing_percent: 50});
    await desk.call('setPattern', {kick: 'x...............'});
    await command('set_detail', {voice: 'kick', step: 0, ratchets: 4});
    await command('set_voice', {voice: 'snare', mute: true});
    const hits = await playBar(2000);
    assert.ok((await desk.hits()).every(({voice}) => voice === 0));
    assert.equal(hits.length, 4);
    hits.slice(1).forEach(({timeMs}, i) => assert.ok(Math.abs(timeMs - hits[i].timeMs - 31.25) < 0.01));
    await command('set_voice', {voice: 'snare', mute: false});
  });

  test('faders in the groove panel set humanise and its seed', async () => {
    await desk.unfold('panel_groove', 'humanise_slider');
    await dragBy('humanise_slider', 20, 0);
    assert.ok((await desk.state()).groove.humanise_ms > 0);
    const {seed} = (await desk.state()).groove;
    await click('seed_again');
    assert.equal((await desk.state()).groove.seed, seed + 1);
  });

  test('the knobs of a voice are turned, and reset together', async () => {
    await desk.unfold('panel_sounds', 'pitch_kick');
    await dragBy('pitch_kick', 14, 0);
    const {sounds} = await desk.state();
    assert.ok(sounds.kick.pitch > 0.6, JSON.stringify(sounds));
    assert.equal(sounds.snare.pitch, 0.5);
    await click('audition_snare');
    await click('sounds_reset');
    assert.equal((await desk.state()).sounds.kick.pitch, 0.5);
    assert.deepEqual(desk.problems, []);
  });
});
