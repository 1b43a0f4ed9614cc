// The first minute of somebody who has never been here, and what they drum, hear learn and keep.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {Bench, Hand} from './browser.mjs';

const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true};
let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const open = (options) => async () => { desk = await bench.open(options); };
const close = async () => {
  assert.deepEqual(desk.problems, []);
  await desk.close();
};

describe('a first visit', () => {
  beforeEach(open({first: true}));
  afterEach(close);

  test('opens on a groove that swings, with hats and an answer, and one click plays it in its kit', async () => {
    const state = await desk.state();
    assert.ok(state.groove.swing_percent > 55 && state.tempo_bpm < 100, JSON.stringify(state.groove));
    const hat = state.voices.find(({name}) => name === 'hat');
    assert.ok(hat.row.match(/[xX]/g).length >= 8, hat.row);
    assert.ok(/x/i.test(state.snare), state.snare);
    assert.equal(state.can_undo, false);
    await desk.record('schedule');
    await desk.click('play');
    await desk.inPage(() => window.seen.schedule.length > 6);
    const hits = await desk.hits();
    assert.ok([0, 1, 3].every((voice) => hits.some((hit) => hit.voice === voice)));
    assert.ok(hits.every(({kit}) => kit === 4), 'lo-fi');
  });

  test('a starter groove comes in at the next bar line, another kick with each click, and undo brings all back', async () => {
    await desk.click('play');
    await desk.until(({step}) => step !== null);
    await desk.click('bank_menu');
    await desk.clickSettled('pattern_starters');
    await desk.clickSettled('starter_house');
    const house = await desk.until(({tempo_bpm: tempo}) => tempo === 124);
    assert.equal(house.kit, 'nine');
    assert.equal(house.own_feel, true);
    await desk.click('bank_menu');
    await desk.clickSettled('another_kick');
    const other = await desk.until(({kick}) => kick !== house.kick);
    await desk.clickSettled('another_kick');
    await desk.until(({kick}) => kick !== other.kick && kick !== house.kick);
    await desk.page.keyboard.press('Escape');
    for (let i = 0; i < 3; i++) await desk.page.keyboard.press('Control+z');
    await desk.until(({tempo_bpm: tempo}) => tempo === 90);
  });
});

describe('drumming', () => {
  afterEach(close);

  test('keys drum by what is printed, Shift harder, and Record puts it into the pattern without a MIDI device', async () => {
    await open()();
    await desk.call('setPattern', '................');
    await desk.page.keyboard.press('r');
    await desk.until(({recording, notices}) => recording.on && notices.some(({text}) => /G H J K U/.test(text)));
    await desk.until(({step}) => step !== null && step >= 2);
    await desk.page.keyboard.press('g');
    await desk.page.keyboard.press('Shift+H');
    const {voices} = await desk.until((state) => state.recording.hits >= 2 && state);
    assert.match(voices[0].row, /x/);
    await desk.page.keyboard.press('c');
    await desk.until(({metronome}) => metronome);
  });

  test('several fingers drum on the pads at once, and none of them draws', async () => {
    await open(phone)();
    await desk.call('setPattern', '................');
    await desk.click('pads');
    await desk.inPage(() => 'pad_kick' in window.backbeat.widgets());
    const place = async (name) => {
      const [x, y] = await desk.middle(name);
      return {x, y};
    };
    const [kick, hat] = [await place('pad_kick'), await place('pad_hat')];
    const hand = await Hand.on(desk.page);
    await desk.call('command', {type: 'set_midi_in', count_in: false});
    await desk.call('command', {type: 'record', on: true});
    await desk.until(({step}) => step !== null && step >= 2);
    await hand.touch(['touchStart', kick], ['touchStart', kick, hat], ['touchEnd']);
    const {voices} = await desk.until((state) => state.recording.hits >= 2 && state);
    assert.match(voices[0].row, /x/i);
    assert.match(voices.find(({name}) => name === 'hat').row, /x/i);
    await desk.call('stop');
    await desk.click('pads_close');
    await desk.inPage(() => !('pad_kick' in window.backbeat.widgets()));
  });
});

describe('learning that is heard', () => {
  beforeEach(open());
  afterEach(close);

  test('a fresh agent plays what it tries, is judged on the way, and its marks can be heard again', async () => {
    await desk.call('setPreset', 'Syncopated answer');
    await desk.call('setTempo', 240);
    await desk.click('play');
    await desk.click('train');
    await desk.until(({heard}) => heard?.attempt === true);
    const {training} = await desk.until((state) => state.training.verdict !== null && state.training.marks.length >= 3 && state);
    assert.deepEqual(training.marks.slice(0, 3).map(({updates}) => updates), [1, 10, 100]);
    assert.ok(training.verdict.regret < 0.5 && training.verdict.kicks === 100, JSON.stringify(training.verdict));
    await desk.reveal('mark_0');
    await desk.click('mark_0');
    const marked = await desk.until((state) => state.ab.side === 'b' && state.heard?.side === 'b' && state);
    assert.equal(marked.agent.name, 'update 1');
    await desk.click('mark_0');
    await desk.until(({ab}) => ab.side === 'a');
    await desk.call('pause');
    await desk.rest('training');
    const {heard} = await desk.until((state) => state.heard?.attempt === false && state);
    assert.equal(heard.origin, 'trained');
  });

  test('reset plays what it says: an agent that has learned nothing', async () => {
    await desk.click('train');
    await desk.until(({training}) => training.gradient_steps > 20);
    await desk.call('pause');
    await desk.rest('training');
    await desk.click('reset');
    await desk.until(({agent, training}) => training.gradient_steps === 0 && agent.origin === 'trained' && agent.gradient_steps === 0);
  });
});

describe('agents at hand', () => {
  beforeEach(open());
  afterEach(close);

  test('one is kept, renamed, played again after the built-in one, deleted and brought back, and survives a reload', async () => {
    await desk.until(({kept}) => kept.length === 1 && kept[0].origin === 'shipped' && kept[0].plays);
    await desk.click('train');
    await desk.until(({training}) => training.gradient_steps > 20);
    await desk.call('pause');
    await desk.rest('training');
    await desk.unfold('panel_agent', 'keep_agent');
    await desk.reveal('keep_agent');
    await desk.click('keep_agent');
    const {agent} = await desk.until(({kept}) => kept.length === 2 && kept[1].plays);
    await desk.reveal('kept_0');
    await desk.click('kept_0');
    await desk.until((state) => state.agent.origin === 'shipped');
    await desk.click('kept_1');
    await desk.until((state) => state.kept[1].plays);
    await desk.click('kept_1'); // it plays: its name
    await desk.page.keyboard.press('Control+a');
    await desk.page.keyboard.type('Mine');
    await desk.page.keyboard.press('Enter');
    await desk.until(({kept}) => kept[1].name === 'Mine');
    await desk.click('forget_kept_1');
    await desk.until(({kept}) => kept.length === 1);
    await desk.call('undo');
    await desk.until(({kept}) => kept.length === 2);
    await desk.rest('saving');
    await desk.reload();
    const {kept} = await desk.until((state) => state.kept.length === 2 && state);
    assert.equal(kept[1].name, 'Mine');
    assert.equal(kept[1].plays, true);
    assert.equal((await desk.state()).agent.gradient_steps, agent.gradient_steps);
  });
});

describe('recorded sounds', () => {
  beforeEach(open());
  afterEach(close);

  // Drops a file with so many samples of a tone, or with no sound in it, onto a row.
  const drop = (name, seconds, row) => desk.page.evaluate(([file, length, control]) => {
    const rate = 8000;
    const bytes = new DataView(new ArrayBuffer(44 + 2 * rate * length));
    const text = (at, letters) => [...letters].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
    text(0, 'RIFF');
    bytes.setUint32(4, bytes.byteLength - 8, true);
    text(8, 'WAVEfmt ');
    for (const [at, value] of [[16, 16], [24, rate], [28, 2 * rate], [40, 2 * rate * length]]) bytes.setUint32(at, value, true);
    for (const [at, value] of [[20, 1], [22, 1], [32, 2], [34, 16]]) bytes.setUint16(at, value, true);
    text(36, 'data');
    for (let i = 0; i < rate * length; i++) bytes.setInt16(44 + 2 * i, 9000 * Math.sin(i / 4), true);
    const [x, y, width, height] = window.backbeat.widgets()[control];
    const transfer = new DataTransfer();
    transfer.items.add(new File([length > 0 ? bytes : 'no sound'], file));
    window.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, cancelable: true, clientX: x + width / 2, clientY: y + height / 2}));
  }, [name, seconds, row]);

  test('a file dropped on a row plays there, survives a reload, and goes by undo; others get a sentence', async () => {
    await drop('bell.wav', 1, 'snare_3');
    const {samples} = await desk.until((state) => state.samples.snare && state);
    assert.equal(samples.snare.name, 'bell.wav');
    await drop('letter.wav', 0, 'kick_3');
    await desk.until(({notices}) => notices.some(({text}) => /letter\.wav is no sound/.test(text)));
    await drop('song.wav', 12, 'kick_3');
    await desk.until(({notices}) => notices.some(({text}) => /song\.wav is too long/.test(text)));
    assert.deepEqual(Object.keys((await desk.state()).samples), ['snare']);
    await desk.rest('saving');
    await desk.reload();
    assert.deepEqual((await desk.state()).samples, samples);
    await desk.click('row_snare');
    await desk.clickSettled('sample_away');
    await desk.until((state) => !state.samples.snare);
    await desk.call('undo');
    await desk.until((state) => state.samples.snare);
  });
});

describe('the network', () => {
  afterEach(close);

  for (const [name, options] of [['on a wide page', {}], ['on a phone', phone]]) {
    test(`unfolds ${name}, and folds again`, async () => {
      await open(options)();
      await desk.reveal('panel_network');
      await desk.click('panel_network');
      await desk.inPage(() => 'network' in window.backbeat.widgets());
      const folded = await desk.picture();
      await desk.call('setPattern', 'x..x..x...x.x...');
      assert.ok(!(await desk.picture()).equals(folded), 'another kick looks otherwise');
      await desk.reveal('panel_network');
      await desk.click('panel_network');
      await desk.inPage(() => !('network' in window.backbeat.widgets()));
    });
  }
});

test('the desk is found as it was left: panels, rows and pads', async () => {
  const desk = await bench.open();
  await desk.click('panel_policy');
  await desk.click('more_voices');
  await desk.click('panel_groove');
  await desk.click('pads');
  await desk.inPage(() => ['high_tom_0', 'song_add', 'pad_kick'].every((name) => name in window.backbeat.widgets()));
  const beside = async () => (await desk.page.evaluate(() => Object.keys(window.backbeat.widgets())))
    .filter((name) => /^(row|pad|jack)/.test(name)).sort();
  const before = await beside();
  await desk.reload();
  await desk.inPage(() => ['high_tom_0', 'pad_kick'].every((name) => name in window.backbeat.widgets()));
  assert.deepEqual(await beside(), before);
  await desk.reveal('song_add');
  assert.ok(await desk.has('song_add'), 'the panel is still open');
  await desk.close();
});
