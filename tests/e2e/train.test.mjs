// A fresh agent learns in the page; training is paused, resumed, reset, evaluated, crashed.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {Bench, waitFor} from './browser.mjs';

const allowedEnvSteps = 60_000;
let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
beforeEach(async () => { desk = await bench.open(); });
afterEach(() => desk?.close());

/** Trains until the share of optimal answers is reached; {evaluation, agent} at that moment. */
async function trainUntil(share) {
  for (let judged = -1;;) {
    const {agent} = await desk.until((state) => state.agent.origin === 'trained' && state.agent.gradient_steps > judged);
    judged = agent.gradient_steps;
    const evaluation = await desk.call('evaluate', {iterations: 16, starts: 2000});
    if (evaluation.fewest >= share) return {evaluation, agent};
    if (agent.env_steps > allowedEnvSteps) throw new Error(`not learned in ${agent.env_steps} env_steps: ${JSON.stringify(evaluation)}`);
  }
}

test('a fresh agent answers 99 % of 2,000 random starts in the fewest toggles after a few seconds', async (context) => {
  await desk.call('setPreset', 'Original');
  await desk.record('stats');
  await desk.click('train');
  const {evaluation, agent: learned} = await trainUntil(0.99);
  const {detail: stats} = await waitFor(async () => (await desk.seen('stats')).at(-1));
  context.diagnostic(`${learned.env_steps} env_steps, ${learned.gradient_steps} gradient_steps; ${(stats.training_ms / 1000).toFixed(1)} s of training`);
  assert.equal(evaluation.starts, 2000);
  assert.ok(evaluation.reached >= 0.99);
  assert.equal(evaluation.best_reward, 1);
  assert.equal(evaluation.worst.rewards[0], -1);
  assert.equal(evaluation.worst.rewards.at(-1), 1);
  await desk.call('pause');
  const {agent, training} = await desk.until((state) => state.training.status === 'paused');
  assert.ok(agent.gradient_steps > 0);
  assert.ok(training.points > 0 && training.rows > 0, 'curves and waterfall have something to show');
  assert.deepEqual(desk.problems, []);
});

test('pause holds, resume goes on, reset begins anew', async () => {
  await desk.click('train');
  await desk.until(({training}) => training.env_steps > 500);
  await desk.click('train'); // the same button pauses
  await desk.until(({training}) => training.status === 'paused');
  await desk.rest('training');
  const atPause = (await desk.state()).training.env_steps;
  await desk.watchFor(400);
  assert.equal((await desk.state()).training.env_steps, atPause);
  await desk.page.keyboard.press('t');
  await waitFor(async () => (await desk.state()).training.env_steps > atPause);
  // In one turn of the page: the next stats may already be beyond.
  const fresh = await desk.page.evaluate(() => {
    window.backbeat.reset();
    return window.backbeat.state().training;
  });
  assert.ok(fresh.env_steps < atPause, `${fresh.env_steps} after ${atPause}`);
  assert.equal(fresh.status, 'training');
  assert.deepEqual(desk.problems, []);
});

test('hyper-parameters and patterns change while it trains', async () => {
  await desk.click('train');
  await desk.until(({training}) => training.env_steps > 300);
  await desk.call('configure', {learning_rate: 0.001});
  await desk.call('setPattern', 'x.......x.......');
  const {training: before} = await desk.state();
  await waitFor(async () => (await desk.state()).training.env_steps > before.env_steps + 300);
  const {training, config, notices} = await desk.state();
  assert.equal(training.status, 'training');
  assert.equal(config.learning_rate, 0.001);
  assert.deepEqual(notices.filter(({level}) => level === 'error'), []);
  await assert.rejects(desk.call('configure', {learning_rate: 7}), /learning_rate|Learning rate/);
});

test('messages come at their pace: stats at most ten times a second, agents at most twice', async () => {
  await desk.record('stats', 'agent');
  const begun = await desk.page.evaluate(() => performance.now());
  await desk.click('train');
  await desk.inPage(() => window.seen.stats.length >= 20 && window.seen.agent.length >= 4);
  const ended = await desk.page.evaluate(() => performance.now());
  await desk.call('pause');
  for (const [type, intervalMs] of [['stats', 100], ['agent', 500]]) {
    const count = (await desk.seen(type)).filter(({at}) => at < ended).length;
    const most = (ended - begun) / intervalMs + 1; // the first comes at once
    assert.ok(count <= most, `${count} times ${type} in ${ended - begun} ms`);
  }
});

test('while it trains and plays, the page keeps its frames', async (context) => {
  await desk.close();
  desk = await bench.open({before: (page) => page.addInitScript(() => {
    window.work = [];
    const request = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => request((time) => {
      const start = performance.now();
      callback(time);
      window.work.push([start, performance.now() - start]);
    });
  })});
  await desk.click('play');
  await desk.click('train');
  await desk.until(({training}) => training.env_steps > 200);
  const before = await desk.state();
  await desk.page.evaluate(() => { window.work.length = 0; });
  await desk.inPage(() => window.work.length > 30);
  const work = await desk.page.evaluate(() => window.work);
  const times = work.map(([, ms]) => ms).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  const slow = times[Math.floor(times.length * 0.95)];
  context.diagnostic(`work of a frame: median ${median.toFixed(1)} ms, 95 % ${slow.toFixed(1)} ms`);
  // How many frames come of it, and how quick they are, is the machine's affair: without a graphics card the browser's
  // drawing shares the processor with the trainer. They must come while the training goes on.
  await waitFor(async () => (await desk.state()).training.env_steps > before.training.env_steps);
});

test('a crash of the worker is told; the last agent plays on, can be downloaded, and Train starts a new worker', async () => {
  await desk.click('play');
  await desk.click('train');
  await desk.until(({agent}) => agent.origin === 'trained');
  const [worker] = await desk.workers('training');
  await desk.record('crash', 'schedule');
  await worker.evaluate(() => { setTimeout(() => { throw new Error('cosmic ray'); }, 0); });
  const state = await desk.until(({training}) => training.status === 'crashed');
  assert.match(state.training.sentence, /cosmic ray/);
  assert.match((await desk.seen('crash'))[0].detail, /cosmic ray/);
  assert.equal(state.agent.origin, 'trained');
  await waitFor(async () => (await desk.hits()).length > 0, () => 'the music that goes on');
  await desk.unfold('panel_agent', 'download_agent');
  const {name, bytes} = await desk.download(() => desk.click('download_agent'));
  assert.match(name, /\.safetensors$/);
  assert.equal(String.fromCharCode(bytes[8]), '{');
  await desk.reveal('train'); // the panel that unfolded may have scrolled it away
  await desk.click('train');
  await desk.until(({training}) => training.status === 'training' && training.env_steps > 0);
});

describe('evaluating', () => {
  test('one click gives three scenarios, the shares, a figure and the numbers', async () => {
    await desk.call('setPreset', 'Original');
    await desk.click('evaluate');
    const {evaluation: {result}} = await desk.until(({evaluation}) => evaluation.status === 'ready');
    for (const scenario of ['best', 'worst', 'random']) {
      assert.equal(result[scenario].rewards.length, result.iterations + 1);
      assert.equal(result[scenario].sequences[0].length, 16);
    }
    assert.equal(result.best.rewards[0], 1);
    assert.ok(result.reached > 0.99, `the shipped agent reaches ${result.reached}`);

    const figure = await desk.download(() => desk.click('save_png'));
    assert.match(figure.name, /\.png$/);
    assert.deepEqual([...figure.bytes.subarray(1, 4)], [...Buffer.from('PNG')]);
    assert.ok(figure.bytes.length > 20000, 'a figure with something on it');
    assert.equal(figure.bytes.readUInt32BE(16), 2400, 'sharp in print');

    const table = await desk.download(() => desk.click('save_csv'));
    assert.match(table.name, /\.csv$/);
    const lines = table.bytes.toString('utf8').trim().split(/\r?\n/);
    assert.match(lines[0], /scenario.*iteration.*reward/);
    assert.ok(lines.some((line) => /worst/.test(line) && line.includes('-1')));
    assert.deepEqual(desk.problems, []);
  });

  test('it works while training goes on', async () => {
    await desk.click('train');
    await desk.until(({agent}) => agent.origin === 'trained');
    const result = await desk.call('evaluate', {kicks: 20});
    assert.equal(result.report.kicks, 20);
    assert.equal((await desk.state()).training.status, 'training');
  });

  test('impossible wishes are refused', async () => {
    await assert.rejects(desk.call('evaluate', {starts: -1}), /start/);
  });
});
