// Playing the agent in a real browser, with the one that comes with the page: the density fader, dynamics, two agents
// side by side, and hearing a training learn.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const open = async () => { desk = await bench.open(); };
const close = async () => {
  assert.deepEqual(desk.problems, []);
  await desk.close();
};

const kicks = ['x...x...x...x...', 'x..xx.x.x..xx.x.', 'x.....x...x.....', 'x..x..x...x..x..', '................'];
const positions = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
const onsets = (row) => [...row].flatMap((cell, step) => (cell === '.' ? [] : [step]));

/** Gathers every few milliseconds what the page plays, for so many bars at least and until a second trained agent. */
function listen(bars) {
  return desk.page.evaluate((count) => new Promise((done) => {
    const heard = [];
    const trained = new Set();
    const timer = setInterval(() => {
      const {bar, snare, snare_velocities, heard: by} = backbeat.state();
      if (bar > 0) heard.push({bar, snare, velocities: snare_velocities, by});
      if (by?.origin === 'trained') trained.add(by.gradient_steps);
      if (bar <= count || trained.size < 2) return;
      clearInterval(timer);
      done(heard);
    }, 15);
  }), bars);
}

describe('the density fader', () => {
  before(open);
  after(close);
  beforeEach(async () => {
    await desk.call('unlockAll');
    await desk.call('setPreset', 'Backbeat');
    await desk.call('setThink', false);
    await desk.call('setDensity', 0);
  });

  test('adds hits to the right and takes them to the left, for every kick and preset, without leaving the answer', async () => {
    const mixes = ['Original', 'Backbeat mix', 'Syncopated answer', 'Sparse mix', 'Busy mix', 'Clave mix'];
    const presets = new Set([...mixes, ...(await desk.call('command', {type: 'presets'})).map(({name}) => name)]);
    let range = 0;
    for (const preset of presets) {
      await desk.call('setPreset', preset);
      for (const kick of kicks) {
        await desk.call('setPattern', kick);
        const rows = [];
        for (const density of positions) {
          await desk.call('setDensity', density);
          const {snare, heard} = await desk.state();
          rows.push(onsets(snare));
          assert.equal(Math.sign(heard.added), heard.added === 0 ? 0 : Math.sign(density));
        }
        for (let i = 1; i < rows.length; i++) {
          assert.ok(rows[i - 1].every((step) => rows[i].includes(step)), `${preset}, ${kick}: ${JSON.stringify(rows)}`);
        }
        assert.ok(rows.at(-1).length <= rows[4].length + (16 - rows[4].length) / 2, 'half of the rests stay');
        assert.ok(rows[4].length === 0 || rows[0].length > 0, 'never silent');
        if (mixes.includes(preset)) range += rows.at(-1).length - rows[0].length; // a style holds it
        await desk.call('setDensity', 0);
        assert.deepEqual(onsets((await desk.state()).snare), rows[4]);
      }
    }
    assert.ok(range / (mixes.length * kicks.length) > 5, `it does something: ${range}`);
  });

  test('sparse keeps the backbeat where one is asked for', async () => {
    await desk.call('setPreset', 'Backbeat');
    await desk.call('setPattern', kicks[1]);
    await desk.call('setDensity', -1);
    assert.deepEqual(onsets((await desk.state()).snare), [4, 12]);
  });

  test('within a style it goes as far as the style lets it', async () => {
    await desk.call('setPattern', kicks[1]);
    await desk.call('setDensity', 1);
    const dense = onsets((await desk.state()).snare);
    assert.ok(dense.length > 3 && dense.length <= 6 && dense.every((step) => step === 4 || step === 12 || step % 2 === 1), `${dense}`);
  });

  test('hits that were set by hand stay, however far it goes, with thinking too', async () => {
    await desk.call('setThink', true);
    await desk.call('setPattern', {kick: kicks[0], snare: '.x..............', locks: 'xx..............'});
    for (const density of [-1, 1]) {
      await desk.call('setDensity', density);
      assert.deepEqual(onsets((await desk.state()).snare).filter((step) => step < 2), [1]);
    }
  });

  test('a density that there is not is refused, and the old one stays', async () => {
    await desk.call('setDensity', 0.5);
    await assert.rejects(desk.call('setDensity', 1.5), /density goes from -1 to 1/);
    assert.equal((await desk.state()).density, 0.5);
  });
});

describe('dynamics', () => {
  before(open);
  after(close);

  test('the backbeats are the loudest and ghost notes the softest; flat, all are alike', async () => {
    await desk.call('setPreset', 'Backbeat');
    await desk.call('setPattern', kicks[1]);
    const lively = (await desk.state()).snare_velocities;
    const hits = onsets((await desk.state()).snare);
    const loudest = hits.toSorted((a, b) => lively[b] - lively[a]);
    assert.deepEqual(loudest.slice(0, 2).toSorted((a, b) => a - b), [4, 12]);
    assert.ok(hits.length > 2, 'there are ghost notes');
    assert.ok(loudest.slice(0, 2).every((step) => lively[step] >= 100) && loudest.slice(2).every((step) => lively[step] < 70), `${lively}`);
    await desk.call('setDynamics', false);
    const flat = await desk.state();
    assert.deepEqual(onsets(flat.snare), hits);
    assert.ok(hits.every((step) => flat.snare_velocities[step] === 100));
  });
});

describe('two agents', () => {
  beforeEach(open);
  afterEach(close);

  test('both answer the same kick, and the other one is heard from the next bar line', async () => {
    await desk.call('abStore');
    await desk.call('configure', {hidden_units: 16, hidden_layers: 1, seed: 5});
    await desk.call('reset');
    await desk.call('train');
    await desk.until(({ab}) => ab.a.origin === 'trained' && ab.a.gradient_steps > 0);
    await desk.call('pause');
    await desk.call('setTempo', 240);
    await desk.call('setPattern', kicks[2]);
    await desk.call('play');
    await desk.until(({bar, heard}) => bar > 0 && heard?.side === 'a');
    await desk.rest('training');
    const {at, b} = await desk.page.evaluate(() => {
      const {bar: at, ab: {b}} = backbeat.state();
      backbeat.abToggle();
      return {at, b};
    });
    const after = await desk.until(({heard}) => heard.side === 'b');
    assert.ok(after.bar > at, 'not before the bar line');
    assert.equal(after.snare, b.snare);
    assert.equal(after.ab.b.snare, b.snare);
    await desk.call('stop');
    await desk.call('abToggle');
    const back = await desk.state();
    assert.equal(back.heard.side, 'a');
    assert.equal(back.snare, back.ab.a.snare);
  });

  test('the one that was put aside is there after a reload, until it is cleared', async () => {
    await assert.rejects(desk.call('abToggle'), /no agent on side B/);
    await desk.call('command', {type: 'set_agent_text', name: 'Old friend'});
    await desk.call('abStore');
    const {ab: {b}} = await desk.state();
    await desk.rest('saving');
    await desk.reload();
    const kept = (await desk.state()).ab;
    assert.equal(kept.side, 'a');
    assert.equal(kept.b.name, 'Old friend');
    assert.equal(kept.b.snare, b.snare);
    await desk.call('abClear');
    await desk.rest('saving');
    await desk.reload();
    assert.equal((await desk.state()).ab.b, null);
  });
});

describe('hearing it learn', () => {
  beforeEach(open);
  afterEach(close);

  test('a newer agent comes in at bar lines only, and the page says which training step plays', async () => {
    await desk.call('setTempo', 300); // bars of 0.8 s; agents come twice a second
    await desk.call('setThink', true);
    await desk.call('train');
    await desk.call('play');
    const heard = await listen(7);
    const updates = new Map(); // bar -> what was said during it
    for (const {bar, by, snare} of heard) {
      updates.set(bar, (updates.get(bar) ?? new Set()).add(`${by.gradient_steps} ${snare}`));
    }
    for (const [bar, said] of updates) assert.equal(said.size, 1, `bar ${bar}: ${[...said]}`);
    const steps = [...updates.values()].map(([said]) => Number(said.split(' ')[0]));
    const trained = heard.filter(({by}) => by.origin === 'trained');
    assert.ok(trained.length > 0);
    assert.ok(new Set(trained.map(({by}) => by.gradient_steps)).size > 1, `it learns: ${steps}`);
  });

  test('the training goes on for A while B plays', async () => {
    await desk.call('abStore');
    await desk.call('abToggle');
    await desk.call('train');
    await desk.call('play');
    const first = await desk.until(({ab}) => ab.a.origin === 'trained');
    const later = await desk.until(({ab}) => ab.a.gradient_steps > first.ab.a.gradient_steps);
    assert.equal(later.heard.side, 'b');
    assert.equal(later.heard.origin, 'shipped');
  });
});
