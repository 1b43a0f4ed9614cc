// Workers beside each other: an evaluation does not stop the training, and learners race for the best.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
beforeEach(async () => { desk = await bench.open(); });
afterEach(() => desk?.close());

const count = async (name) => (await desk.workers(name)).length;
const kill = (worker) => worker.evaluate(() => { setTimeout(() => { throw new Error('cosmic ray'); }, 0); });

describe('the evaluation worker', () => {
  test('a first visit starts it alone, and Train one more from the same file', async () => {
    await desk.until(({reward_view: view}) => view.truth !== null);
    assert.deepEqual([await count('evaluation'), await count('training')], [1, 0]);
    await desk.click('train');
    await desk.until(({training}) => training.env_steps > 0);
    assert.deepEqual([await count('evaluation'), await count('training')], [1, 1]);
    assert.deepEqual(desk.problems, []);
  });

  test('training goes on during a long evaluation', async () => {
    await desk.call('setSteps', 32);
    await desk.click('train');
    await desk.until(({agent, training}) => agent.origin === 'trained' && training.env_steps > 0);
    await desk.record('stats', 'evaluation');
    const {report} = await desk.call('evaluate', {kicks: 200});
    assert.equal(report.method, 'annealing');
    const [{at: end}] = await desk.seen('evaluation');
    const during = (await desk.seen('stats')).filter(({at}) => at < end).map(({detail}) => detail.env_steps);
    assert.ok(during.length >= 3, `${during.length} stats during the evaluation`);
    assert.ok(during.at(-1) > during[0]);
    for (const [i, steps] of during.slice(1).entries()) assert.ok(steps >= during[i]);
    assert.equal((await desk.state()).training.status, 'training');
  });

  test('its crash is told, the training goes on, and the next question starts another', async () => {
    await desk.until(({reward_view: view}) => view.truth !== null);
    const [worker] = await desk.workers('evaluation');
    await desk.click('train');
    await desk.until(({training}) => training.env_steps > 0);
    await kill(worker);
    await desk.until(({notices}) => notices.some(({text}) => /cosmic ray/.test(text)));
    const {report} = await desk.call('evaluate', {kicks: 10});
    assert.equal(report.kicks, 10);
    assert.equal((await desk.state()).training.status, 'training');
  });
});

describe('a race', () => {
  // A race that the test ends, or the end of the page.
  const begin = () => { desk.call('race', {runners: 2, seconds: 600}).catch(() => {}); };
  const judged = ({race}) => race?.runners.every(({regret}) => regret !== null);

  test('two learners run side by side; the best is kept and goes on training', async () => {
    const ended = desk.call('race', {runners: 2, seconds: 5});
    const {race: started} = await desk.until(judged);
    assert.deepEqual(started.runners.map(({name}) => name), ['seed 1', 'seed 2']);
    assert.equal((await desk.state()).agent.origin, 'trained', 'the leader plays');
    const over = await ended;
    assert.equal(over.over, true);
    const best = Math.min(...over.runners.map(({regret}) => regret));
    assert.equal(over.runners[over.winner].regret, best);
    for (const {points, finished} of over.runners) {
      assert.ok(finished);
      assert.ok(points.at(-1).seconds >= 5);
    }
    const {training, config} = await desk.state();
    assert.equal(training.status, 'training');
    assert.equal(config.seed, over.runners[over.winner].seed);
    assert.equal(await count('training'), 1, 'the winner');
    await desk.until((state) => state.training.env_steps > over.runners[over.winner].env_steps);
    assert.deepEqual(desk.problems, []);
  });

  test('by mouse: Race, Pause, Resume, Keep best', async () => {
    await desk.call('command', {type: 'set_race', seconds: 600}); // not over by itself
    await desk.click('race_by_settings');
    await desk.click('race');
    const {race} = await desk.until(judged);
    assert.equal(race.by, 'settings');
    assert.equal(race.runners[0].name, 'as set');
    await desk.click('train'); // pauses all
    await desk.until(({training}) => training.status === 'paused');
    await desk.rest('training');
    const steps = (await desk.state()).race.runners.map((each) => each.env_steps);
    await desk.watchFor(700);
    assert.deepEqual((await desk.state()).race.runners.map((each) => each.env_steps), steps);
    await desk.click('train');
    await desk.until((state) => state.race.runners.every((each, i) => each.env_steps > steps[i]));
    await desk.until((state) => state.race.runners.some(({regret}) => regret < 0.3));
    await desk.click('race_keep');
    const {race: over, training} = await desk.until((state) => state.race.over);
    assert.notEqual(over.winner, null);
    assert.equal(training.status, 'training');
    assert.deepEqual(desk.problems, []);
  });

  test('a slider that moves has the regrets judged anew', async () => {
    begin();
    await desk.until(judged);
    await desk.call('setPreset', 'Sparse');
    const {race} = await desk.until(judged);
    assert.ok(race.runners.every(({points}) => points.length >= 1));
    assert.equal(race.over, false);
  });

  test('a runner that crashes is out; another length ends the race; reset begins anew', async () => {
    begin();
    await desk.until(judged);
    const learners = await desk.workers('training');
    assert.equal(learners.length, 2);
    await kill(learners[1]);
    const {race, notices} = await desk.until((state) => state.race.runners.some(({dropped}) => dropped));
    assert.equal(race.over, false);
    assert.ok(notices.some(({text}) => /is out of the race\..*cosmic ray/.test(text)));
    await desk.call('setSteps', 12);
    const {training, race: over} = await desk.state();
    assert.equal(over.over, true);
    assert.match(training.sentence, /race is over because the pattern now has 12 steps/);
    await desk.call('setSteps', 16);
    begin();
    await desk.call('reset');
    const state = await desk.until(({training: {env_steps: steps}}) => steps > 0);
    assert.equal(state.race.winner, null);
    assert.equal(state.training.status, 'training');
    assert.equal(await count('training'), 1);
  });

  test('impossible wishes are refused', async () => {
    await assert.rejects(desk.call('race', {runners: 1}), /2 to 8 runners/);
    await assert.rejects(desk.call('race', {by: 'luck'}), /seeds.*settings/);
    await assert.rejects(desk.call('keepBest'), /no race/);
  });
});
