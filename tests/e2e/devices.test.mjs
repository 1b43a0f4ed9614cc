// The same page by keyboard, on a phone, on sharp screens, without WebGL, and when the graphics card lets go.

import assert from 'node:assert/strict';
import {after, afterEach, before, test} from 'node:test';
import {Bench, waitFor} from './browser.mjs';

let bench;
let desk;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());
afterEach(() => desk?.close());

const key = async (name) => {
  await desk.page.keyboard.press(name);
  await desk.settle();
};

test('by keyboard: play, draw, train, help; Tab leaves the canvas', async () => {
  desk = await bench.open();
  await key('Space');
  await desk.until(({playing}) => playing);
  await key('Space');
  await desk.until(({playing}) => !playing);
  await desk.call('setPattern', '................');
  await key('ArrowRight');
  await key('Enter');
  await desk.until(({kick}) => [...kick].filter((step) => step === 'x').length === 1);
  await key('t');
  await desk.until(({training}) => training.status === 'training');
  await key('t');
  await desk.until(({training}) => training.status === 'paused');
  await desk.page.keyboard.press('?');
  await key('Escape');
  assert.equal(await desk.page.evaluate(() => document.activeElement.id), 'desk');
  // Tab is the browser's: from the canvas it goes on, not into it.
  const eaten = await desk.page.evaluate(() => {
    const event = new KeyboardEvent('keydown', {key: 'Tab', code: 'Tab', bubbles: true, cancelable: true});
    return !document.getElementById('desk').dispatchEvent(event);
  });
  assert.equal(eaten, false);
  assert.deepEqual(desk.problems, []);
});

test('on a phone, by touch', async () => {
  desk = await bench.open({viewport: {width: 390, height: 844}, deviceScaleFactor: 3, hasTouch: true, isMobile: true});
  const tap = async (name) => {
    await desk.page.touchscreen.tap(...(await desk.middle(name)));
    await desk.settle();
  };
  for (const [name, [x, , width]] of Object.entries(await desk.call('widgets'))) {
    assert.ok(x >= -0.5 && x + width <= 390.5, `${name} lies within the screen`);
  }
  await tap('play');
  const {kick: before} = await desk.until(({playing}) => playing);
  await tap('kick_1');
  await desk.until(({kick}) => kick[1] !== before[1]);
  await tap('play');
  await desk.until(({playing}) => !playing);
  await tap('tab_train');
  await tap('train');
  await desk.until(({training}) => training.status === 'training');
  await tap('tab_reward');
  await desk.inPage(() => 'think' in window.backbeat.widgets() && !('kick_1' in window.backbeat.widgets()));
  await tap('tab_pattern');
  await desk.inPage(() => 'kick_1' in window.backbeat.widgets());
  assert.deepEqual(desk.problems, []);
});

for (const scale of [1, 1.5, 2, 3]) {
  test(`the picture has the screen's own pixels at a ratio of ${scale}`, async () => {
    desk = await bench.open({deviceScaleFactor: scale});
    const hasSize = ([width, height]) => {
      const canvas = document.getElementById('desk');
      return canvas.width === width && canvas.height === height;
    };
    await desk.inPage(hasSize, [1280 * scale, 800 * scale]);
    await desk.page.setViewportSize({width: 1000, height: 700});
    await desk.inPage(hasSize, [1000 * scale, 700 * scale]);
  });
}

test('a lost graphics context comes back, and the music does not notice', async () => {
  desk = await bench.open({before: (page) => page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function(kind, options) {
      const context = getContext.call(this, kind, {...options, preserveDrawingBuffer: true});
      if (kind === 'webgl2') window.gl = context;
      return context;
    };
    // How many different colours the middle line of the picture has: a drawn page has many, a lost one has none.
    window.coloursDrawn = () => {
      const {gl} = window;
      const pixels = new Uint8Array(4 * gl.drawingBufferWidth);
      gl.readPixels(0, Math.floor(gl.drawingBufferHeight * 0.83), gl.drawingBufferWidth, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      return new Set(new Uint32Array(pixels.buffer)).size;
    };
  })});
  await desk.click('play');
  const before = await desk.page.evaluate(() => window.coloursDrawn());
  assert.ok(before > 3, `${before} colours`);
  await desk.record('schedule');
  await desk.page.evaluate(() => {
    window.loser = window.gl.getExtension('WEBGL_lose_context');
    window.loser.loseContext();
  });
  await desk.inPage(() => window.gl.isContextLost());
  await desk.page.evaluate(() => { window.seen.schedule.length = 0; });
  await waitFor(async () => (await desk.hits()).length > 0, () => 'the music that goes on');
  await desk.page.evaluate(() => window.loser.restoreContext());
  await desk.inPage(() => window.coloursDrawn() > 3); // letters and all
  await desk.click('play');
  await desk.until(({playing}) => !playing);
  assert.deepEqual(desk.problems.filter((problem) => !/context lost/i.test(problem)), []);
});

// What a browser without this or that shows: one sentence.
async function failure(init) {
  const page = await bench.newPage();
  await page.addInitScript(init);
  await page.goto(bench.server.url);
  await page.waitForSelector('#failed:not([hidden])');
  const sentence = await page.textContent('#failed');
  const usable = await page.evaluate(() => typeof window.backbeat === 'object');
  const splash = await page.isVisible('#splash');
  await page.context().close();
  assert.equal(splash, false);
  return {sentence, usable};
}

test('no WebAssembly, no SIMD and a program that does not arrive each get their sentence', async () => {
  assert.match((await failure(() => { delete window.WebAssembly; })).sentence, /no WebAssembly/);
  assert.match((await failure(() => { WebAssembly.validate = () => false; })).sentence, /SIMD/);
  const broken = await failure(() => {
    const original = window.fetch;
    window.fetch = (url, ...rest) => (String(url).includes('app.wasm') ? Promise.reject(new TypeError('offline')) : original(url, ...rest));
    WebAssembly.instantiateStreaming = () => Promise.reject(new TypeError('offline'));
    WebAssembly.instantiate = () => Promise.reject(new TypeError('offline'));
  });
  assert.match(broken.sentence, /reload/);
});

test('without WebGL 2 nothing is drawn, but it is said, and scripts still play', async () => {
  const {sentence, usable} = await failure(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function(kind, ...rest) {
      return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
    };
  });
  assert.match(sentence, /WebGL/);
  assert.equal(usable, true);
});
