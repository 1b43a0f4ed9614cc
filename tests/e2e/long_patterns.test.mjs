// Patterns longer than a bar: the grid scrolls, gets larger and smaller, folds bars, and shows the whole above.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Bench, Hand} from './browser.mjs';

const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true};

let bench;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

const has = (name) => name in window.backbeat.widgets();
const hasNot = (name) => !(name in window.backbeat.widgets());
const rectOf = async (desk, name) => (await desk.call('widgets'))[name];

/** The kick and hat of every step, so that there is something everywhere. */
async function open(options, steps = 1024) {
  const desk = await bench.open(options);
  await desk.call('setPattern', 'x...'.repeat(steps / 4));
  await desk.page.evaluate((count) => {
    window.backbeat.command({type: 'randomise', voice: 'hat', seed: 1, share: 0.5});
    window.backbeat.command({type: 'randomise', voice: 'rim', seed: 2, share: 0.2});
    return count;
  }, steps);
  await desk.inPage(has, 'overview');
  await desk.rest('frame');
  return desk;
}

describe('by mouse and keyboard', () => {
  let desk;
  before(async () => { desk = await open(); });
  after(() => desk.close());

  test('a bar alone has no overview and no buttons for it', async () => {
    await desk.call('selectSlot', 1);
    await desk.inPage(hasNot, 'overview');
    const widgets = await desk.call('widgets');
    for (const name of ['zoom_in', 'zoom_out', 'follow', 'bar_0']) assert.ok(!(name in widgets), name);
    await desk.call('selectSlot', 0);
    await desk.inPage(has, 'overview');
  });

  test('only what is visible is there, two bars at first', async () => {
    const widgets = await desk.call('widgets');
    assert.ok('kick_31' in widgets && !('kick_32' in widgets));
    assert.ok(Object.keys(widgets).length < 500, `${Object.keys(widgets).length} controls`);
  });

  test('the wheel sideways scrolls, the overview goes anywhere at once', async () => {
    const [x, y] = await desk.middle('kick_2');
    await desk.page.mouse.move(x, y);
    await desk.page.mouse.wheel(300, 0);
    await desk.inPage(hasNot, 'kick_0');
    await desk.inPage(has, 'kick_40');
    const [left, top, width, height] = await rectOf(desk, 'overview');
    await desk.page.mouse.click(left + width - 2, top + height / 2);
    await desk.inPage(has, 'kick_1023');
    await desk.page.mouse.move(left + width - 4, top + height / 2);
    await desk.page.mouse.down();
    await desk.page.mouse.move(left + 1, top + height / 2, {steps: 8});
    await desk.page.mouse.up();
    await desk.inPage(has, 'kick_0');
  });

  test('buttons and Ctrl with the wheel make it larger and smaller', async () => {
    await desk.click('zoom_in');
    await desk.inPage(hasNot, 'kick_31');
    const [, , wide] = await rectOf(desk, 'kick_12');
    await desk.click('zoom_out');
    await desk.click('zoom_out');
    await desk.inPage(has, 'kick_40');
    const [x, y] = await desk.middle('kick_20');
    await desk.page.keyboard.down('Control');
    await desk.page.mouse.move(x, y);
    await desk.page.mouse.wheel(0, -400);
    await desk.page.keyboard.up('Control');
    await desk.inPage(([name, width]) => window.backbeat.widgets()[name]?.[2] > width / 3, ['kick_20', wide]);
  });

  test('a step far away is drawn, locked, explained, detailed, learned, and undone', async () => {
    await desk.page.keyboard.press('End');
    await desk.inPage(has, 'snare_1023');
    await desk.page.evaluate(() => window.backbeat.unlockAll());
    await desk.click('snare_1021');
    await desk.until(({locks}) => locks[1021] === 'x');
    await desk.inPage(has, 'lock_1021');
    await desk.click('kick_1022');
    await desk.until(({kick}) => kick[1022] === 'x');
    await desk.drag('hat_1016', 'hat_1020');
    await desk.page.keyboard.down('Shift');
    await desk.click('kick_1022');
    await desk.page.keyboard.up('Shift');
    await desk.inPage(has, 'detail_ratchets_3');
    await desk.click('detail_ratchets_3');
    await desk.until(({details}) => details.some(({voice, step, ratchets}) => voice === 'kick' && step === 1022 && ratchets === 3));
    await desk.page.keyboard.press('Escape');
    await desk.inPage(hasNot, 'popup');
    const [x, y] = await desk.middle('snare_1019');
    await desk.page.mouse.move(x, y);
    await desk.inPage(has, 'tooltip');
    await desk.page.evaluate(() => window.backbeat.learn('step:kick:1022'));
    await desk.until(({learn}) => learn.learning === 'step:kick:1022');
    await desk.page.evaluate(() => window.backbeat.command({type: 'learn_cancel'}));
    for (let i = 0; i < 3; i++) await desk.call('undo');
    await desk.until(({kick}) => kick[1022] === '.');
  });

  test('bars fold to thin blocks and back, by click and by key', async () => {
    await desk.page.keyboard.press('Home');
    await desk.inPage(has, 'bar_0');
    await desk.click('bar_0');
    await desk.inPage(has, 'folded_0');
    await desk.inPage(hasNot, 'kick_0');
    const [, , width, height] = await rectOf(desk, 'folded_0');
    assert.ok(width < 50 && height > 100, `${width} x ${height}`);
    await desk.click('folded_0');
    await desk.inPage(has, 'kick_0');
    await desk.page.keyboard.press('f');
    await desk.inPage(has, 'folded_0');
    await desk.page.keyboard.press('ArrowRight');
    await desk.page.keyboard.press('Enter');
    await desk.until(({kick}) => kick[16] === '.');
    await desk.page.keyboard.press('ArrowLeft');
    await desk.page.keyboard.press('Enter');
    await desk.inPage(hasNot, 'folded_0');
    assert.equal((await desk.state()).kick[15], '.');
    await desk.call('undo');
  });

  test('the view goes along with the playhead until somebody scrolls', async () => {
    await desk.call('setTempo', 300);
    await desk.page.keyboard.press('Home');
    await desk.inPage(has, 'kick_0');
    await desk.call('play');
    await desk.inPage(has, 'kick_70');
    await desk.page.keyboard.press('Home');
    await desk.inPage(has, 'kick_20');
    await desk.until(({step}) => step > 96);
    await desk.inPage(has, 'kick_20');
    await desk.page.keyboard.press('p');
    await desk.inPage(hasNot, 'kick_20');
    await desk.call('stop');
    assert.deepEqual(desk.problems, []);
  });
});

describe('by finger', () => {
  let desk;
  before(async () => {
    desk = await open(phone, 64);
  });
  after(() => desk.close());

  test('what scrolls has targets for a finger', async () => {
    const widgets = await desk.call('widgets');
    for (const name of ['overview', 'zoom_in', 'zoom_out', 'follow', 'bar_0']) {
      assert.ok(widgets[name][2] >= 40 && widgets[name][3] >= 40, `${name} is ${widgets[name]}`);
    }
    assert.ok(widgets.kick_0[2] >= 34, `a cell is ${widgets.kick_0}`);
  });

  test('a tap in the overview goes there, a pinch makes it smaller, and neither draws', async () => {
    await desk.rest(); // the answer to so long a kick is there
    const {kick, snare} = await desk.state();
    const [left, top, width, height] = await rectOf(desk, 'overview');
    await desk.page.touchscreen.tap(left + width - 6, top + height / 2);
    await desk.inPage(has, 'kick_63');
    const [x, y] = await desk.middle('kick_60');
    const [, , before] = await rectOf(desk, 'kick_60');
    const hand = await Hand.on(desk.page);
    const fingers = (reach) => [{x: x - reach, y}, {x: x + reach, y}];
    await hand.touch(['touchStart', fingers(80)[0]], ['touchStart', ...fingers(80)],
      ...[70, 60, 50, 40].map((reach) => ['touchMove', ...fingers(reach)]), ['touchEnd']);
    await desk.inPage(([name, than]) => window.backbeat.widgets()[name]?.[2] < than, ['kick_60', before * 0.8]);
    await desk.rest('frame');
    const now = await desk.state();
    assert.equal(now.kick, kick);
    assert.equal(now.snare, snare);
  });

  test('a bar folds by a tap on its number', async () => {
    const [left, top, , height] = await rectOf(desk, 'overview');
    await desk.page.touchscreen.tap(left + 4, top + height / 2);
    await desk.inPage(has, 'bar_0');
    const [x, y] = await desk.middle('bar_0');
    await desk.page.touchscreen.tap(x, y);
    await desk.inPage(has, 'folded_0');
    const [fx, fy, fw] = await rectOf(desk, 'folded_0');
    assert.ok(fw >= 40);
    await desk.page.touchscreen.tap(fx + fw / 2, fy + 20);
    await desk.inPage(hasNot, 'folded_0');
    assert.deepEqual(desk.problems, []);
  });
});

describe('bars and time', () => {
  for (const [name, options, menu] of [['by mouse', undefined, 'bank_menu'], ['by finger', phone, 'bank']]) {
    test(`the pattern's menu sets signature, resolution and bars ${name}`, async () => {
      const desk = await bench.open(options);
      await desk.call('setPattern', 'x...x...x...x...');
      await desk.rest('frame');
      const press = async (control) => {
        const [x, y] = await desk.middle(control);
        await desk.settle();
        await (options ? desk.page.touchscreen.tap(x, y) : desk.page.mouse.click(x, y));
        await desk.settle();
      };
      await press(menu);
      await press('pattern_timing');
      await press('signature_3/4');
      await desk.until(({signature, steps, bars}) => signature === '3/4' && steps === 12 && bars === 1);
      await press('resolution_32nds');
      await desk.until(({resolution, steps, kick}) => resolution === '32nds' && steps === 24 && kick.startsWith('x.......x'));
      for (const [control, [x, y, width, height]] of Object.entries(await desk.call('widgets'))) {
        if (!/^(signature|resolution|bars)/.test(control)) continue;
        assert.ok(x >= 0 && y >= 0 && x + width <= (options?.viewport.width ?? 1280), `${control} is cut off`);
        if (options) assert.ok(width >= 40 && height >= 40, `${control} is ${width} x ${height}`);
      }
      await press('bars');
      await desk.page.waitForSelector('#entry:focus');
      await desk.page.keyboard.type('4');
      await desk.page.keyboard.press('Enter');
      await desk.until(({steps, bars}) => steps === 96 && bars === 4);
      await desk.page.keyboard.press('Escape');
      await desk.inPage(has, 'bar_0');
      assert.deepEqual(desk.problems, []);
      await desk.close();
    });
  }

  test('a pattern of triplets in one bar shows three steps a beat and no overview', async () => {
    const desk = await bench.open();
    await desk.page.evaluate(() => window.backbeat.command({type: 'set_metre', resolution: 'triplets'}));
    await desk.inPage(() => !('kick_12' in window.backbeat.widgets()) && 'kick_11' in window.backbeat.widgets());
    const widgets = await desk.call('widgets');
    const gap = (step) => widgets[`kick_${step}`][0] - widgets[`kick_${step - 1}`][0] - widgets[`kick_${step - 1}`][2];
    assert.ok(gap(3) > gap(2) + 5 && gap(6) > gap(5) + 5, `${[2, 3, 5, 6].map(gap)}`);
    assert.ok(!('overview' in widgets));
    await desk.close();
  });
});
