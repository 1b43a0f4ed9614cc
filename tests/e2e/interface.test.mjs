// The interface in a real browser: where its controls are, and what pointer, finger and keys do to the model.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Bench, Hand} from './browser.mjs';

const desktop = {viewport: {width: 1280, height: 800}};
const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true};
const empty = '................';

let bench;

before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

/** The page at its first frame, with what the tests do on it. */
async function open(options = desktop) {
  const opened = await bench.open(options);
  const {page} = opened;
  const desk = {
    page,
    close: () => opened.close(),
    rest: (...names) => opened.rest(...names),
    watchFor: (ms) => opened.watchFor(ms),
    picture: () => opened.picture(),
    state: () => opened.state(),
    widgets: () => opened.call('widgets'),
    // Frames come as they can on a machine without a GPU: what is expected is awaited, not timed.
    until: (what, argument) => opened.inPage(what, argument),
    set: (pattern) => page.evaluate((given) => window.backbeat.setPattern(given), pattern),
    async at(name) {
      await desk.until((wanted) => wanted in window.backbeat.widgets(), name);
      const [x, y, width, height] = (await desk.widgets())[name];
      return {x: x + width / 2, y: y + height / 2, width, height};
    },
    async click(name, button = 'left') {
      const {x, y} = await desk.at(name);
      await page.mouse.click(x, y, {button});
    },
    async tap(name) {
      const {x, y} = await desk.at(name);
      await page.touchscreen.tap(x, y);
    },
    async drag(from, to) {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, {steps: 4});
      await page.mouse.up();
    },
  };
  await desk.until(() => 'kick_0' in window.backbeat.widgets());
  return desk;
}

const kickIs = (wanted) => window.backbeat.state().kick === wanted;

// Areas that hold controls, what lies on a cell on purpose, and what only shows something.
const holders = /^(grid|popup|waterfall|notice|hint|tooltip|lock_\d+|legend_\w+|effect_\w+)$/;

function assertTidy(widgets, {width, height}, about) {
  const controls = Object.entries(widgets).filter(([name]) => !holders.test(name));
  for (const [name, [x, y, w, h]] of controls) {
    assert.ok(x >= -0.5 && y >= -0.5 && x + w <= width + 0.5 && y + h <= height + 0.5, `${about}: ${name} is cut off`);
  }
  for (const [i, [name, [x, y, w, h]]] of controls.entries()) {
    for (const [other, [ox, oy, ow, oh]] of controls.slice(i + 1)) {
      const overlap = Math.min(x + w, ox + ow) - Math.max(x, ox) > 1 && Math.min(y + h, oy + oh) - Math.max(y, oy) > 1;
      assert.ok(!overlap, `${about}: ${name} and ${other} overlap`);
    }
  }
}

describe('layout', () => {
  describe('at any size', () => {
    let desk;
    before(async () => { desk = await open(); });
    after(() => desk.close());

    for (const [width, height] of [[1280, 800], [1024, 700], [1920, 1080], [800, 600], [600, 900], [390, 844], [844, 390]]) {
      test(`controls neither overlap nor leave the page at ${width} x ${height}, for any length`, async () => {
        await desk.page.setViewportSize({width, height});
        await desk.until(([w, h]) => innerWidth === w && innerHeight === h, [width, height]);
        for (const steps of [2, 7, 12, 16, 20, 64, 1024]) {
          await desk.page.evaluate((count) => window.backbeat.setSteps(count), steps);
          const last = steps > 16 ? 'overview' : `kick_${steps - 1}`;
          await desk.until(({name, narrow}) => narrow || name in window.backbeat.widgets(), {name: last, narrow: width < 760 || height < 500});
          await desk.rest('frame');
          assertTidy(await desk.widgets(), {width, height}, `${steps} steps`);
        }
      });
    }
  });

  test('every control on a phone is at least 40 px for a finger', async () => {
    // So tall that nothing is cut off by the edge, which would make it smaller than it is.
    const desk = await open({...phone, viewport: {width: 390, height: 2600}});
    await desk.tap('tab_reward');
    await desk.tap('more_terms');
    await desk.until(() => 'weight_similarity' in window.backbeat.widgets());
    for (const [tab, control] of [['tab_reward', 'weight_similarity'], ['tab_pattern', 'kick_0'], ['tab_train', 'train']]) {
      await desk.tap(tab);
      await desk.until((name) => name in window.backbeat.widgets(), control);
      await desk.rest('frame');
      for (const [name, [, , width, height]] of Object.entries(await desk.widgets())) {
        if (holders.test(name) || name.startsWith('panel_')) continue;
        assert.ok(width >= 40 && height >= 40, `${name} is ${width} x ${height}`);
      }
    }
    await desk.close();
  });

  for (const [name, options] of [['1280 x 800', desktop], ['390 x 844 by finger', phone]]) {
    test(`a race of eight is tidy at ${name}`, async () => {
      const desk = await open(options);
      await desk.page.evaluate(() => {
        window.backbeat.command({type: 'machine', cores: 8});
        window.backbeat.race({runners: 8, by: 'settings', seconds: 60});
        window.backbeat.pause();
      });
      if (options.hasTouch) await desk.tap('tab_train');
      const {width, height} = await desk.at('race_keep');
      if (options.hasTouch) assert.ok(width >= 40 && height >= 40, `race_keep is ${width} x ${height}`);
      assertTidy(await desk.widgets(), options.viewport, 'race');
      await desk.close();
    });
  }

});

describe('mouse', () => {
  let desk;
  before(async () => { desk = await open(); });
  after(() => desk.close());

  test('a click sets a kick, another erases it', async () => {
    await desk.set({kick: empty});
    await desk.click('kick_4');
    await desk.until(kickIs, '....x...........');
    await desk.click('kick_4');
    await desk.until(kickIs, empty);
  });

  test('a drag paints every step it passes, with what the first step became', async () => {
    await desk.set({kick: '.....x..........'});
    await desk.drag(await desk.at('kick_2'), await desk.at('kick_8'));
    await desk.until(kickIs, '..xxxxxxx.......');
    await desk.drag(await desk.at('kick_8'), await desk.at('kick_4'));
    await desk.until(kickIs, '..xx............');
  });

  test('a vertical drag and the wheel change the velocity', async () => {
    await desk.set({kick: 'x...............'});
    const cell = await desk.at('kick_0');
    await desk.drag(cell, {x: cell.x, y: cell.y + 50});
    await desk.until(() => window.backbeat.state().kick_velocities[0] < 80);
    const {kick_velocities: [softer]} = await desk.state();
    assert.ok(softer > 0);
    await desk.page.mouse.move(cell.x, cell.y);
    await desk.page.mouse.wheel(0, -300);
    await desk.until((before) => window.backbeat.state().kick_velocities[0] > before, softer);
  });

  test('the right button erases', async () => {
    await desk.set({kick: 'xxxx............'});
    await desk.click('kick_1', 'right');
    await desk.until(kickIs, 'x.xx............');
  });

  test('a snare drawn by hand is locked, and a click on its lock gives it back', async () => {
    await desk.set({kick: empty, snare: empty, locks: empty});
    await desk.click('snare_6');
    await desk.until(() => window.backbeat.state().locks === '......x.........');
    await desk.click('lock_6');
    await desk.until((wanted) => window.backbeat.state().locks === wanted, empty);
  });

  test('the lock pen locks without drawing', async () => {
    await desk.page.evaluate(() => window.backbeat.setPreset('Original'));
    await desk.set({kick: empty, snare: empty, locks: empty});
    const {snare} = await desk.state();
    await desk.click('pen_lock');
    await desk.drag(await desk.at('snare_1'), await desk.at('snare_3'));
    await desk.until(() => window.backbeat.state().locks === '.xxx............');
    assert.equal((await desk.state()).snare, snare);
    await desk.click('pen_draw');
    await desk.click('row_snare');
    await desk.click('unlock_all');
    await desk.until((wanted) => window.backbeat.state().locks === wanted, empty);
  });

  test('a value is typed into a real text field, with a point or a comma', async () => {
    await desk.click('tempo');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('97,5');
    await desk.page.keyboard.press('Enter');
    await desk.until(() => window.backbeat.state().tempo_bpm === 97.5);
    await desk.page.waitForSelector('#entry', {state: 'hidden'});
    await desk.click('tempo');
    await desk.page.waitForSelector('#entry:focus');
    await desk.page.keyboard.type('200');
    await desk.page.keyboard.press('Escape');
    await desk.page.waitForSelector('#entry', {state: 'hidden'});
    assert.equal((await desk.state()).tempo_bpm, 97.5);
  });

  test('a value is dragged', async () => {
    await desk.page.evaluate(() => window.backbeat.setTempo(120));
    const {x, y} = await desk.at('tempo');
    await desk.drag({x, y}, {x: x + 80, y});
    await desk.until(() => window.backbeat.state().tempo_bpm === 140);
  });

  test('resting on a control explains it', async () => {
    const {x, y} = await desk.at('train');
    await desk.page.mouse.move(x, y);
    await desk.at('tooltip');
    await desk.page.mouse.move(8, 400);
    await desk.until(() => !('tooltip' in window.backbeat.widgets()));
  });

  test('resting on a step explains it too, but not while a hand draws', async () => {
    await desk.set({kick: empty});
    const {x, y} = await desk.at('kick_9');
    await desk.page.mouse.move(x, y);
    await desk.at('tooltip');
    await desk.page.mouse.click(x, y);
    await desk.until(() => !('tooltip' in window.backbeat.widgets()));
    await desk.rest('frame'); // an explanation that is to come would keep it drawing
    assert.ok(!('tooltip' in (await desk.widgets())));
    await desk.page.mouse.move(8, 400);
  });

  test('settings unfold, change a hyper-parameter, and go back to the defaults', async () => {
    await desk.click('panel_settings');
    await desk.click('setting_leave_it');
    await desk.until(() => window.backbeat.state().config.leave_it === false);
    const {x, y} = await desk.at('setting_leave_it');
    await desk.page.mouse.move(x, y);
    await desk.page.mouse.wheel(0, 5000);
    await desk.click('settings_defaults');
    await desk.until(() => window.backbeat.state().config.leave_it === true);
  });
});

describe('a first visit', () => {
  test('is led from Play to the kicks, to the reward, and to Train', async () => {
    const desk = await open();
    const besides = async (name) => {
      const control = await desk.at(name);
      await desk.until(([x, y, reach]) => {
        const hint = window.backbeat.widgets().hint;
        if (!hint) return false;
        const across = Math.max(hint[0] - x, x - hint[0] - hint[2], 0);
        const down = Math.max(hint[1] - y, y - hint[1] - hint[3], 0);
        return Math.hypot(across, down) < reach;
      }, [control.x, control.y, Math.max(control.width, 90)]);
    };
    await besides('play');
    await desk.click('play');
    await besides('kick_2');
    await desk.click('kick_2');
    await besides('panel_reward');
    await desk.click('mode_density');
    await besides('train');
    await desk.click('train');
    await desk.until(() => !('hint' in window.backbeat.widgets()));
    await desk.close();
  });
});

describe('keyboard', () => {
  let desk;
  const press = (key) => desk.page.keyboard.press(key);
  before(async () => { desk = await open(); });
  after(() => desk.close());

  test('arrows, Enter, L and Delete work the grid', async () => {
    await desk.set({kick: empty, snare: empty, locks: empty});
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Enter');
    await desk.until(kickIs, '..x.............');
    await press('Delete');
    await desk.until(kickIs, empty);
    await press('ArrowDown');
    await press('l');
    await desk.until(() => window.backbeat.state().locks === '..x.............');
  });

  test('Space plays and stops, T trains and pauses', async () => {
    await press('Space');
    await desk.until(() => window.backbeat.state().playing);
    await press('Space');
    await desk.until(() => !window.backbeat.state().playing);
    await press('t');
    await desk.until(() => window.backbeat.state().training.status === 'training');
    await press('t');
    await desk.until(() => window.backbeat.state().training.status === 'paused');
  });

  test('? shows the keys and Escape closes them', async () => {
    await press('Shift+?');
    await desk.at('help_close');
    await press('Escape');
    await desk.until(() => !('help_close' in window.backbeat.widgets()));
  });

  test('keys of the browser stay with the browser, and Tab leaves the desk', async () => {
    const taken = await desk.page.evaluate(() => {
      const keys = [{code: 'F5', key: 'F5'}, {code: 'KeyL', key: 'l', ctrlKey: true}, {code: 'KeyT', key: 't', metaKey: true}, {code: 'Tab', key: 'Tab'}];
      const canvas = document.getElementById('desk');
      return keys.filter((key) => !canvas.dispatchEvent(new KeyboardEvent('keydown', {...key, bubbles: true, cancelable: true})));
    });
    assert.deepEqual(taken, []);
    await press('Tab');
    assert.notEqual(await desk.page.evaluate(() => document.activeElement?.id), 'desk');
  });
});

describe('finger', () => {
  let desk;
  let hand;
  before(async () => {
    desk = await open(phone);
    hand = await Hand.on(desk.page);
  });
  after(() => desk.close());

  const swipe = (from, to) => Promise.all([hand.draw(from, to, 5), hand.lift()]);

  test('taps draw, a long press erases', async () => {
    await desk.set({kick: empty});
    await desk.tap('kick_0');
    await desk.tap('kick_9');
    await desk.until(kickIs, 'x........x......');
    await hand.touch(['touchStart', await desk.at('kick_0')]);
    await desk.until(kickIs, '.........x......');
    await hand.lift();
    await desk.rest('frame');
    assert.equal((await desk.state()).kick, '.........x......');
  });

  test('a drag across the grid paints, a drag elsewhere scrolls', async () => {
    await desk.set({kick: empty});
    await swipe(await desk.at('kick_1'), await desk.at('kick_5'));
    await desk.until(kickIs, '.xxxxx..........');
    await desk.tap('panel_sounds'); // unfolded it does not fit, and has been scrolled to
    await desk.until(() => 'kit_studio' in window.backbeat.widgets());
    await desk.rest('frame');
    const {x, y} = await desk.at('panel_sounds');
    const [, top] = (await desk.widgets()).panel_sounds;
    await swipe({x, y}, {x, y: y + 150});
    await desk.until((before) => window.backbeat.widgets().panel_sounds?.[1] !== before, top);
    assert.equal((await desk.state()).kick, '.xxxxx..........');
  });

  test('a value opens the number keyboard', async () => {
    await desk.tap('tempo');
    await desk.page.waitForSelector('#entry:focus');
    assert.equal(await desk.page.getAttribute('#entry', 'inputmode'), 'decimal');
    await desk.page.keyboard.press('Escape');
  });
});

describe('drawing', () => {
  test('an idle page asks for no frame', async () => {
    const desk = await open();
    await desk.rest();
    await desk.page.evaluate(() => {
      window.asked = 0;
      const original = window.requestAnimationFrame;
      window.requestAnimationFrame = (callback) => {
        window.asked += 1;
        return original(callback);
      };
    });
    await desk.watchFor(1000);
    assert.equal(await desk.page.evaluate(() => window.asked), 0);
    await desk.close();
  });

  test('a lost WebGL context comes back with the same picture', async () => {
    const desk = await open();
    await desk.rest();
    const picture = await desk.picture();
    await desk.page.evaluate(async () => {
      const canvas = document.getElementById('desk');
      const event = (name) => new Promise((resolve) => { canvas.addEventListener(name, resolve, {once: true}); });
      const context = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
      const lost = event('webglcontextlost');
      context.loseContext();
      await lost;
      const restored = event('webglcontextrestored');
      setTimeout(() => context.restoreContext()); // not while the loss is still being told
      await restored;
    });
    assert.ok(picture.equals(await desk.picture()));
    await desk.close();
  });
});
