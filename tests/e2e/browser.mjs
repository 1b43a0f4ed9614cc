// A browser on the built page: serves dist/ below a sub-path, as a project page on a static host would be, launches
// Debian's Chromium, and notices everything that goes wrong on the page.
//
// A busy machine takes its time, so what is to come is waited for by state, with patience. The only times are a hand's,
// how long a finger rests or how far apart taps are, and how long something must stay away. BACKBEAT_CPU_THROTTLE=4 makes the pages' main threads four times as slow.

import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';
import createApp from '#wasm/app.mjs';
import {chromiumFlags, findChromium} from '../../tools/lib/chromium.mjs';
import {serve} from '../../tools/serve.mjs';
import {App} from '../../web/app.js';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const site = process.env.BACKBEAT_SITE ?? path.join(root, 'dist');
const basePath = '/some/where/backbeat/';
const throttle = Number(process.env.BACKBEAT_CPU_THROTTLE ?? 1);
const pollMs = 40;

/** How long something that must happen may take; a test that passes never waits so long. */
export const patienceMs = Number(process.env.BACKBEAT_PATIENCE_MS ?? 180_000); // shorter for who writes tests

/**
 * Waits until look() gives something other than false, null or undefined, and returns it.
 * @param {() => Promise<any>} look
 * @param {() => string} [what] was waited for, for the sentence of the error
 * @param {number} [ms] how long
 */
export async function waitFor(look, what = () => String(look), ms = patienceMs) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(pollMs)) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
  }
  throw new Error(`Waited ${ms} ms for ${what()}`);
}

/** Serves the built page; {url, close()}. */
export function serveSite() {
  if (!existsSync(path.join(site, 'index.html'))) throw new Error('There is no dist/: run npm run build first.');
  return serve({root: site, base: basePath});
}

/** In the page: what a profile without a document starts with, instead of a first visit's. */
export function leavePlainDocument(text) {
  if (location.protocol === 'http:' && localStorage.getItem('backbeat.document') === null) {
    localStorage.setItem('backbeat.document', text);
  }
}

/** The document of an empty session, as text. */
export async function plainDocument() {
  return JSON.stringify(new App(await createApp()).command({type: 'document'}));
}

/** A browser with the page's server: one per test file. */
export class Bench {
  static async start() {
    const bench = new Bench();
    bench.server = await serveSite();
    bench.plain = await plainDocument();
    bench.browser = await chromium.launch({executablePath: findChromium(), headless: true, args: chromiumFlags, timeout: patienceMs});
    return bench;
  }

  async close() {
    await this.browser?.close();
    await this.server?.close();
  }

  /**
   * An empty page in a fresh profile, where the instrument begins with a plain kick at 120 BPM, as somebody may have left it.
   * @param {object} [options] of Playwright's newContext, and:
   * @param {boolean} [options.first] there is nothing: a first visit
   */
  async newPage({first = false, ...options} = {}) {
    // Only the tests of the page without a network want it kept: it is fetched whole for that, each time.
    const context = await this.browser.newContext({serviceWorkers: 'block', ...options});
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    if (!first) await page.addInitScript(leavePlainDocument, this.plain);
    if (throttle > 1) {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', {rate: throttle});
    }
    return page;
  }

  /**
   * Opens the page in a fresh profile and waits until it can be used.
   * @param {object} [options] of newPage(), and:
   * @param {(page: import('playwright-core').Page) => Promise<void>} [options.before] runs before the page loads
   * @returns {Promise<Desk>}
   */
  async open({before, ...options} = {}) {
    const page = await this.newPage({viewport: {width: 1280, height: 800}, acceptDownloads: true, ...options});
    const desk = new Desk(page, this.server.url);
    await before?.(page, desk.context);
    await desk.load();
    return desk;
  }
}

/** The page under test, and how a person uses it. */
export class Desk {
  constructor(page, url) {
    this.context = page.context();
    this.page = page;
    this.url = url;
    this.leaving = false; // the page gives way to another
    this.problems = []; // console errors, exceptions, failed requests, violations of the content security policy
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.problems.push(`exception: ${error.stack}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // What was still on its way when the page is left is nobody's fault.
      if (!(this.leaving && why === 'net::ERR_ABORTED')) this.problems.push(`request: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.problems.push(`response: ${response.status()} ${response.url()}`);
    });
  }

  async load() {
    await this.page.goto(this.url);
    await this.usable();
  }

  async reload() {
    this.leaving = true;
    await this.page.reload();
    this.leaving = false;
    await this.usable();
  }

  async usable() {
    await this.inPage(() => window.backbeat && Object.keys(window.backbeat.widgets()).length > 0);
  }

  close() {
    return this.context.close();
  }

  /** Calls a method of window.backbeat. */
  call(method, ...args) {
    return this.page.evaluate(([name, list]) => window.backbeat[name](...list), [method, args]);
  }

  state() {
    return this.call('state');
  }

  /**
   * Waits until the state satisfies a condition and returns it.
   * @param {(state: object) => boolean} condition
   */
  async until(condition) {
    let state;
    return waitFor(async () => {
      state = await this.state();
      return condition(state) && state;
    }, () => `${condition}; ${JSON.stringify(state)}`);
  }

  /** Waits in the page until a condition holds there, which may be given one argument. */
  inPage(condition, argument) {
    return this.page.waitForFunction(condition, argument, {polling: 30});
  }

  /**
   * Waits until nothing of this is under way in the page any more: names as in window.backbeat.underWay(), all if none.
   * @param {...string} names
   */
  rest(...names) {
    return this.inPage((list) => {
      const busy = window.backbeat.underWay();
      return list.length === 0 ? busy.length === 0 : !list.some((name) => busy.includes(name));
    }, names);
  }

  /** How the page looks once it stands still: two pictures in a row are the same. */
  async picture() {
    let last = null;
    return waitFor(async () => {
      await this.rest('frame');
      const before = last;
      last = await this.page.screenshot();
      return before?.equals(last) && last;
    });
  }

  /**
   * Lets time pass in which something must not happen: on a slow machine less may be noticed, but nothing fails.
   * @param {number} ms
   */
  watchFor(ms) {
    return sleep(ms);
  }

  /** The middle of a control, in CSS pixels, once it is there. */
  async middle(name) {
    const [x, y, width, height] = await waitFor(async () => (await this.call('widgets'))[name], () => `the control "${name}"`);
    return [x + width / 2, y + height / 2];
  }

  /**
   * Waits until the page has drawn what has happened so far: a click takes up to six frames (there, down, up, and what
   * came of it). While it plays or shows a notice there is always more to draw.
   */
  settle() {
    return this.page.evaluate(async () => {
      const more = (frames) => frames < 2 || (frames < 6 && window.backbeat.underWay().includes('frame'));
      for (let frames = 0; more(frames); frames++) await new Promise((done) => { requestAnimationFrame(done); });
    });
  }

  /** Whether a control is in view. */
  async has(name) {
    return name in (await this.call('widgets'));
  }

  /** Chooses a phone's tab: 'pattern', 'reward' or 'train'; a wide page shows all. */
  async tab(name) {
    if (await this.has(`tab_${name}`)) await this.click(`tab_${name}`);
  }

  /** Looks for a control as a person would, by wheel and on all tabs, until it is in view. */
  async reveal(name) {
    for (const tab of [null, 'pattern', 'reward', 'train']) {
      if (await this.has(name)) return;
      if (tab) await this.tab(tab);
      await this.scrollTo(name);
      if (!(await this.has('tab_pattern'))) break;
    }
    await this.middle(name);
  }

  async scrollTo(name) {
    const {width, height} = this.page.viewportSize();
    const places = async () => JSON.stringify(await this.call('widgets'));
    for (const [by, most] of [[-600, 6], [240, 16]]) {
      let before = null; // where everything was: at the end of a column nothing moves any more
      for (let i = 0, now = await places(); i < most && now !== before && !(await this.has(name)); i++) {
        before = now;
        for (const x of [5, width - 5]) { // at the margins: over a cell the wheel sets its loudness
          await this.page.mouse.move(x, height / 2);
          await this.page.mouse.wheel(0, by);
        }
        await this.settle();
        now = await places();
      }
    }
  }

  /** A real click on a control. */
  async click(name, options) {
    await this.page.mouse.click(...(await this.middle(name)), options);
    await this.settle();
  }

  /** The same once the control is there and what was done before has been drawn, which may move it. */
  async clickSettled(name, options) {
    await this.middle(name);
    await this.settle();
    await this.click(name, options);
  }

  /** Unfolds a panel if a control in it is not in view. */
  async unfold(panel, control) {
    if (control in (await this.call('widgets'))) return;
    await this.click(panel);
    await this.inPage((name) => name in window.backbeat.widgets(), control);
  }

  /** A real drag from one control to another. */
  async drag(from, to) {
    await this.page.mouse.move(...(await this.middle(from)));
    await this.page.mouse.down();
    await this.page.mouse.move(...(await this.middle(to)), {steps: 12});
    await this.page.mouse.up();
    await this.settle();
  }

  /** A download that an action causes: {name, bytes}. */
  async download(action) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), action()]);
    return {name: download.suggestedFilename(), bytes: await readFile(await download.path())};
  }

  /** Collects events of window.backbeat from now on, in the page as `window.seen[type]`. */
  async record(...types) {
    await this.page.evaluate((list) => {
      window.seen ??= {};
      for (const type of list) {
        window.seen[type] = [];
        window.backbeat.addEventListener(type, ({detail}) => window.seen[type].push({detail, at: performance.now()}));
      }
    }, types);
  }

  /** What record() has collected of a type. */
  seen(type) {
    return this.page.evaluate((name) => window.seen[name], type);
  }

  /** The hits that were scheduled since record('schedule'). */
  async hits() {
    const lots = await this.seen('schedule');
    return lots.flatMap(({detail}) => detail.events.filter(({kind}) => kind === 0).map((event) => ({...event, nowMs: detail.nowMs})));
  }

  /** The page's workers of a name: 'training', 'evaluation' or 'clock'. */
  async workers(name) {
    const workers = this.page.workers();
    const names = await Promise.all(workers.map((worker) => worker.evaluate(() => self.name).catch(() => '')));
    return workers.filter((_, i) => names[i] === name);
  }

  /** The agent that plays, as bytes. */
  async agentBytes() {
    return Uint8Array.from(await this.page.evaluate(() => [...window.backbeat.exportAgent()]));
  }
}

/** Fingers on a page with touch. Places are {x, y} in CSS pixels. */
export class Hand {
  static async on(page) {
    const hand = new Hand();
    hand.devtools = await page.context().newCDPSession(page);
    return hand;
  }

  /**
   * Makes touches, [type, ...places] each, one after the other. They do not wait for the page in between: however slow it
   * is, no finger rests.
   */
  touch(...touches) {
    return Promise.all(touches.map(([type, ...places]) => {
      const touchPoints = places.map(({x, y}, id) => ({x, y, id}));
      return this.devtools.send('Input.dispatchTouchEvent', {type, touchPoints});
    }));
  }

  /** A straight way in so many moves; the finger stays down. */
  draw(from, to, moves) {
    const at = (share) => ({x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share});
    return this.touch(['touchStart', from], ...Array.from({length: moves}, (_, i) => ['touchMove', at((i + 1) / moves)]));
  }

  lift() {
    return this.touch(['touchEnd']);
  }
}
