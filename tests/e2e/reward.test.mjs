// The reward in a real browser: sliders, presets, what a toggle would earn, a favourite, thinking, and the regret.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Bench, Hand, waitFor} from './browser.mjs';
import {wasCalm, watchTicks} from './ticks.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
beforeEach(async () => { desk = await bench.open({before: watchTicks}); });
afterEach(async () => {
  assert.deepEqual(desk.problems, []);
  await desk.close();
});

const termsOf = ({reward}) => Object.keys(reward.terms).filter((term) => reward.terms[term].weight !== 0).sort();
const namedTerms = (widgets, control) => Object.keys(widgets)
  .filter((name) => name.startsWith(`${control}_`)).map((name) => name.slice(control.length + 1)).sort();
const close = (actual, wanted, about) => assert.ok(Math.abs(actual - wanted) < 1e-4, `${about}: ${actual}, not ${wanted}`);

/** Waits until what the page draws satisfies a condition on its controls, and returns them. */
function drawn(condition) {
  let widgets;
  return waitFor(async () => {
    widgets = await desk.call('widgets');
    return condition(widgets) && widgets;
  }, () => `${condition}; there are ${Object.keys(widgets)}`);
}

/** Drags a slider to a share of its width, 0 to 1, in one go as a hand does. */
async function slide(name, share) {
  const [x, y, width, height] = (await desk.call('widgets'))[name];
  await desk.page.mouse.move(x + width / 2, y + height / 2);
  await desk.page.mouse.down();
  await desk.page.mouse.move(x + width * share, y + height / 2, {steps: 8});
  await desk.page.mouse.up();
  await desk.settle();
}

/** Rests with the pointer on a control. */
async function point(name) {
  await desk.page.mouse.move(...(await desk.middle(name)));
}

/** How many pixels of a rectangle of the page have about this colour. */
async function countPixels(rect, wanted, tolerance = 14) {
  const [x, y, width, height] = rect;
  const picture = await desk.page.screenshot({clip: {x, y, width, height}});
  const blank = await desk.context.newPage(); // the page itself may not open pictures from anywhere
  const count = await blank.evaluate(async ([base64, colour, limit]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const {data} = context.getImageData(0, 0, bitmap.width, bitmap.height);
    if (!colour) return [...data.subarray(0, 3)];
    let found = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (colour.every((channel, c) => Math.abs(data[i + c] - channel) <= limit)) found++;
    }
    return found;
  }, [picture.toString('base64'), wanted, tolerance]);
  await blank.close();
  return count;
}

/** The colour of the page at a point: [red, green, blue]. */
const colourAt = (x, y) => countPixels([Math.floor(x), Math.floor(y), 1, 1], null);

describe('the sliders', () => {
  test('a first visit asks for a backbeat, and shows the terms of it that count', async () => {
    const state = await desk.state();
    assert.equal(state.reward.preset, 'Backbeat');
    assert.deepEqual(namedTerms(await desk.call('widgets'), 'weight'), termsOf(state));
  });

  test('every preset can be chosen from the list, and Escape closes it', async () => {
    const presets = await desk.call('command', {type: 'presets'});
    for (const {name} of presets) {
      await desk.click('reward_preset');
      await drawn((widgets) => 'preset_original' in widgets);
      await desk.click(`preset_${name.toLowerCase().replaceAll(' ', '_')}`);
      const state = await desk.until(({reward}) => reward.preset === name);
      const terms = termsOf(state);
      const widgets = await drawn((all) => terms.every((term) => `weight_${term}` in all) && !('preset_original' in all));
      assert.deepEqual(namedTerms(widgets, 'weight'), terms);
    }
    await desk.click('reward_preset');
    await drawn((widgets) => 'preset_original' in widgets);
    await desk.page.keyboard.press('Escape');
    await drawn((widgets) => !('preset_original' in widgets));
  });

  test('a slider goes from -1 to 1, rests in the middle, and its term stays in view at 0', async () => {
    await desk.call('setPreset', 'Backbeat mix');
    await drawn((widgets) => 'weight_backbeat' in widgets);
    await slide('weight_backbeat', 0);
    await desk.until(({reward}) => reward.terms.backbeat.weight === -1);
    await slide('weight_backbeat', 1);
    await desk.until(({reward}) => reward.terms.backbeat.weight === 1);
    await slide('weight_backbeat', 0.5);
    const {reward} = await desk.until((state) => state.reward.terms.backbeat.weight === 0);
    assert.equal(reward.preset, null);
    await drawn((widgets) => 'weight_backbeat' in widgets);
  });

  test('more terms shows all eleven, fewer only those that count', async () => {
    const count = termsOf(await desk.state()).length;
    await desk.click('more_terms');
    await drawn((widgets) => namedTerms(widgets, 'weight').length === 11);
    await desk.click('more_terms');
    await drawn((widgets) => namedTerms(widgets, 'weight').length === count);
  });

  test('the mode goes from more to less to a target, and the level is typed in hits', async () => {
    await desk.call('setPreset', 'Backbeat mix');
    await drawn((widgets) => 'weight_backbeat' in widgets);
    assert.equal((await desk.state()).reward.terms.backbeat.mode, 'maximise');
    for (const wanted of ['minimise', 'target', 'maximise']) {
      await desk.click('mode_backbeat');
      await desk.until(({reward}) => reward.terms.backbeat.mode === wanted);
    }
    await desk.click('level_density');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('6');
    await desk.page.keyboard.press('Enter');
    close((await desk.until(({reward}) => reward.terms.density.level !== 0.25)).reward.terms.density.level, 6 / 16, 'level');
  });

  test('resting on a slider explains it, with the best snare for its term alone', async () => {
    await desk.call('setPreset', 'Backbeat mix');
    await drawn((widgets) => 'weight_backbeat' in widgets);
    await point('weight_backbeat');
    await drawn((widgets) => 'tooltip' in widgets);
    const {reward_view: {previews}} = await desk.until((state) => state.reward_view.previews.backbeat);
    assert.equal(previews.backbeat, '....x.......x...');
    await drawn(({tooltip}) => tooltip?.[3] > 110); // words and two rows of steps
  });

  test('the reward is there again on the next visit', async () => {
    await slide('weight_overlap', 0.9);
    const {reward} = await desk.until((state) => state.reward.terms.overlap.weight > 0.7);
    await desk.rest('saving');
    await desk.reload();
    assert.deepEqual((await desk.state()).reward, reward);
  });
});

describe('a finger', () => {
  // So low that there is something to scroll.
  const phone = {viewport: {width: 390, height: 600}, deviceScaleFactor: 2, hasTouch: true, isMobile: true};
  let touch;
  beforeEach(async () => {
    await desk.close();
    desk = await bench.open(phone);
    const hand = await Hand.on(desk.page);
    touch = async ([fromX, fromY], [toX, toY]) => {
      await hand.draw({x: fromX, y: fromY}, {x: toX, y: toY}, 6);
      await sleep(100); // a finger that rests before it lifts does not flick the page
      await hand.lift();
      await desk.settle();
    };
    await desk.page.touchscreen.tap(...(await desk.middle('tab_reward')));
    await desk.settle();
  });

  test('drags a slider sideways and scrolls past it up and down', async () => {
    const [x, y, width, height] = (await desk.call('widgets')).weight_density;
    const middle = y + height / 2;
    await touch([x + width * 0.6, middle], [x + width - 1, middle]);
    const {reward} = await desk.until((state) => state.reward.preset === null);
    assert.equal(reward.terms.density.weight, 1);
    await touch([x + width * 0.6, middle], [x + width * 0.6, middle - 120]);
    await drawn((widgets) => widgets.weight_density?.[1] !== y);
    assert.equal((await desk.state()).reward.terms.density.weight, 1);
  });
});

/** Chooses each preset and sees that the agent, without learning, earns that share of the best there is. */
async function answersEveryPreset(context, leastShare) {
  const {agent} = await desk.state();
  assert.equal(agent.conditioned, true);
  for (const {name} of await desk.call('command', {type: 'presets'})) {
    await desk.call('setPreset', name);
    const state = await desk.until(({reward_view: view}) => view.truth?.current && view.total <= view.truth.total + 1e-4);
    const share = state.reward_view.total / state.reward_view.truth.total;
    context.diagnostic(`${name}: ${state.snare} earns ${(share * 100).toFixed(1)} % of the best`);
    assert.ok(share >= leastShare, `${name}: ${state.snare} earns ${share}`);
    assert.equal(state.reward_note, '');
    assert.equal(state.agent.gradient_steps, agent.gradient_steps);
  }
}

describe('live', () => {
  test('the shipped agent answers each preset nearly as well as can be', async (context) => {
    await answersEveryPreset(context, 0.95);
  });

  test('a slider that moves while it plays is heard at the bar line, and not before', async () => {
    await desk.call('setPreset', 'Original');
    await desk.call('setPattern', 'x...x..xx...x...');
    await desk.call('setTempo', 60); // a bar of 4 s: time for a slow hand
    await desk.record('schedule');
    await desk.click('play');
    // Again where the hand was too slow for the bar, or the page was kept from its work.
    const {bar, before, snare} = await waitFor(async () => {
      await desk.call('setTerm', 'difference', {weight: 1});
      const {bar: set} = await desk.state();
      const begun = await desk.until(({bar, step}) => bar > Math.max(1, set) && step >= 1 && step <= 5);
      await slide('weight_difference', 0);
      const moved = await desk.until(({reward}) => reward.terms.difference.weight === -1);
      if (moved.bar !== begun.bar) return null;
      assert.equal(moved.snare, begun.snare, 'not within the bar');
      const [{timeMs: start}] = await desk.hits(); // bars of hits count from 0, the page's from 1
      const calm = await wasCalm(desk, start + 4000 * begun.bar - 4 * 250, start + 4000 * (begun.bar + 1));
      const next = await desk.state();
      assert.notEqual(next.snare, begun.snare, 'from the next bar on');
      return calm && moved.step < 11 && {bar: begun.bar, before: begun.snare, snare: next.snare};
    }, () => 'a bar and a quarter without a stall');

    // What was sent to be heard: the old snare up to the line, looked at in the bar's last quarter, the new one after it.
    const hits = await desk.hits();
    const start = hits.find(({voice}) => voice === 0).timeMs; // the kick is on the first step
    const heard = (index) => {
      const steps = hits.filter(({voice}) => voice === 1).map(({timeMs}) => Math.round((timeMs - start) / 250) - 16 * index);
      return Array.from({length: 16}, (_, step) => (steps.includes(step) ? 'x' : '.')).join('');
    };
    assert.equal(heard(bar - 1).slice(12), before.slice(12));
    assert.ok([...heard(bar - 1)].every((cell, step) => cell === '.' || before[step] !== '.'), 'nothing of the new one before the line');
    assert.equal(heard(bar), snare);
  });

  test('a slider that is moved on and on while it plays is followed, and how long a move takes is told', async (context) => {
    await desk.click('play');
    await desk.until(({bar}) => bar >= 1);
    const times = await desk.page.evaluate(async () => {
      const taken = [];
      for (let i = 0; i < 60; i++) {
        const start = performance.now();
        window.backbeat.setTerm('backbeat', {weight: i / 60});
        taken.push(performance.now() - start);
        await new Promise((done) => { requestAnimationFrame(done); });
      }
      return taken.sort((a, b) => a - b);
    });
    context.diagnostic(`setTerm: median ${times[30].toFixed(2)} ms, longest ${times.at(-1).toFixed(2)} ms`);
    const {playing, reward} = await desk.state();
    assert.equal(playing, true);
    close(reward.terms.backbeat.weight, 59 / 60, 'weight');
  });

  test('moving a slider while it trains loses nothing that was learned', async () => {
    await desk.click('train');
    const begun = await desk.until(({training}) => training.gradient_steps > 100);
    await slide('weight_overlap', 0.95);
    const later = await desk.until(({training}) => training.gradient_steps > begun.training.gradient_steps + 200);
    assert.equal(later.training.status, 'training');
    assert.ok(later.training.env_steps > begun.training.env_steps);
    assert.deepEqual(later.notices.filter(({level}) => level === 'error'), []);
  });

  test('an agent for every setting answers each preset without learning anew', async (context) => {
    await desk.call('configure', {conditioned: true});
    await desk.click('train');
    await desk.until(({training, agent}) => training.gradient_steps > 8000 && agent.origin === 'trained');
    await desk.call('pause');
    await desk.rest('training');
    await answersEveryPreset(context, 0.85);
  });

  test('while it trains, the areas of the terms that count are stacked in their colours', async () => {
    await desk.call('setPreset', 'Syncopated answer');
    await desk.click('train');
    const state = await desk.until(({training}) => training.term_points > 20 && training.terms);
    await desk.call('pause');
    await desk.rest('training');
    const total = Object.values(state.training.terms.contribution).reduce((sum, value) => sum + value, 0);
    assert.ok(total > 0 && total <= state.training.terms.possible + 1e-4);
    await desk.page.mouse.move(640, 400);
    await desk.picture();
    const widgets = await desk.call('widgets');
    assert.deepEqual(namedTerms(widgets, 'legend'), termsOf(state));
    for (const term of termsOf(state)) {
      const [x, y, , height] = widgets[`legend_${term}`];
      const colour = await colourAt(x + 3, y + height / 2);
      const panel = [0x17, 0x1a, 0x21];
      const area = colour.map((channel, i) => channel * 0.62 + panel[i] * 0.38); // as it is laid over the panel
      const pixels = await countPixels(widgets.reward_curves, area);
      assert.ok(pixels > 150, `${term} has ${pixels} pixels`);
    }
  });
});

describe('the pointed step', () => {
  test('shows what its toggle would change for every term that counts, by pointer and by keyboard', async () => {
    const state = await desk.state();
    assert.deepEqual(namedTerms(await desk.call('widgets'), 'effect'), []);
    await point('snare_5');
    const widgets = await drawn((all) => 'effect_density' in all);
    assert.deepEqual(namedTerms(widgets, 'effect'), termsOf(state));
    await point('kick_5'); // a kick is not the agent's
    await drawn((widgets) => !('effect_density' in widgets));
    await desk.page.mouse.move(640, 400);
    await desk.page.keyboard.press('ArrowDown');
    await drawn((widgets) => 'effect_density' in widgets);
    await desk.page.keyboard.press('ArrowUp');
    await drawn((widgets) => !('effect_density' in widgets));
  });
});

describe('a style', () => {
  test('is chosen from a list at its term, keeps what it says, and gives way to a favourite', async () => {
    await desk.call('setPattern', 'x...x...x...x...');
    await desk.click('term_similarity');
    await drawn((widgets) => 'style_half_time' in widgets && 'style_favourite' in widgets);
    await desk.click('style_half_time');
    const {reward, snare} = await desk.until((state) => state.reward.style === 'half_time');
    await drawn((widgets) => !('style_half_time' in widgets));
    assert.equal(reward.terms.similarity.weight, 1);
    assert.equal(snare[8] !== '.' && snare[4] === '.' && snare[12] === '.' && snare[0] === '.', true, snare);
    await desk.page.keyboard.press('Control+z');
    await desk.until((state) => state.reward.style === 'backbeat' && state.reward.preset === 'Backbeat');
    await desk.click('like_snare');
    const liked = (await desk.until((state) => state.reward.liked !== null)).reward;
    assert.equal(liked.style, null);
    await assert.rejects(desk.call('command', {type: 'set_style', style: 'polka'}), /must be one of straight/);
    await desk.call('command', {type: 'set_style', style: 'clave'});
    await desk.call('command', {type: 'set_style', style: null});
    assert.equal((await desk.state()).reward.liked, liked.liked);
  });
});

describe('a favourite', () => {
  test('is the snare that plays, counts for something, and can be forgotten', async () => {
    const {snare} = await desk.state();
    await desk.click('like_snare');
    const liked = (await desk.until(({reward}) => reward.liked !== null)).reward;
    assert.equal(liked.liked, snare.toLowerCase()); // a favourite is its onsets, without accents
    assert.equal(liked.terms.similarity.weight, 0.5);
    await drawn((widgets) => 'weight_similarity' in widgets && 'forget_liked' in widgets);
    await desk.click('forget_liked');
    await desk.until(({reward}) => reward.liked === null);
    await drawn((widgets) => !('forget_liked' in widgets));
  });
});

describe('thinking longer', () => {
  test('never gives a worse answer, and says what it gained', async () => {
    for (const preset of ['Backbeat', 'Syncopated answer', 'Clave']) {
      await desk.call('setThink', false);
      await desk.call('setPreset', preset);
      await desk.settle();
      const plain = (await desk.state()).reward_view.total;
      await desk.click('think');
      const state = await desk.until(({think}) => think);
      await desk.settle();
      const thought = await desk.state();
      assert.ok(thought.reward_view.total >= plain - 1e-5, `${preset}: ${thought.reward_view.total} after ${plain}`);
      close(thought.reward_view.total - plain, thought.thought, `${preset}: what it says it gained`);
      assert.equal(state.reward.preset, preset);
    }
  });
});

describe('evaluating', () => {
  test('one click tells the regret by the reward that is set, and saves it', async () => {
    await desk.click('evaluate');
    const {evaluation: {result}} = await desk.until(({evaluation}) => evaluation.status === 'ready');
    assert.equal(result.reward_name, 'Backbeat');
    const {report} = result;
    assert.equal(report.kicks, 200);
    assert.equal(report.method, 'exact');
    assert.ok(report.mean_optimum >= report.mean_reward && report.mean_optimum > report.mean_random);
    assert.ok(report.mean_optimum >= report.mean_hill_climb && report.mean_optimum >= report.mean_euclid);
    close(report.regret, (report.mean_optimum - report.mean_reward) / (report.mean_optimum - report.mean_random), 'regret');
    await drawn((widgets) => 'comparison' in widgets);
    const figure = await desk.download(() => desk.click('save_png'));
    assert.deepEqual([...figure.bytes.subarray(1, 4)], [...Buffer.from('PNG')]);
    const table = await desk.download(() => desk.click('save_csv'));
    assert.match(table.bytes.toString('utf8'), /regret/);
  });
});
