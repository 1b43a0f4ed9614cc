// A short look with Firefox: it loads, plays, trains and answers there too. WebGL2 needs a display there, so it runs under
// a virtual one (xvfb); without Firefox or xvfb the test is skipped.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {test} from 'node:test';
import {patienceMs, serveSite, waitFor} from './browser.mjs';

const firefox = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((file) => file && existsSync(file));
const xvfb = ['/usr/bin/Xvfb'].find(existsSync);

/** puppeteer-core, which drives Debian's Firefox; undefined where it is not installed. */
async function loadPuppeteer() {
  try {
    return (await import('puppeteer-core')).default;
  } catch {
    return undefined;
  }
}

/** A virtual display of its own; {name, close()}. */
function startDisplay() {
  return new Promise((resolve, reject) => {
    // -displayfd lets Xvfb choose a free number and say which.
    const server = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x800x24'], {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
    server.once('error', reject);
    server.stdio[3].once('data', (data) => resolve({name: `:${String(data).trim()}`, close: () => server.kill()}));
  });
}

async function whySkipped() {
  if (!firefox) return 'Firefox is not installed';
  if (!xvfb) return 'xvfb is not installed, and Firefox draws WebGL2 only on a display';
  if (!(await loadPuppeteer())) return 'puppeteer-core is not installed';
  return false;
}

test('Firefox loads, plays, trains and answers', {skip: await whySkipped()}, async () => {
  const puppeteer = await loadPuppeteer();
  const display = await startDisplay();
  const site = await serveSite();
  let browser;
  try {
    browser = await puppeteer.launch({
      timeout: patienceMs,
      browser: 'firefox', executablePath: firefox, headless: false, env: {...process.env, DISPLAY: display.name},
      extraPrefsFirefox: {'webgl.force-enabled': true, 'media.autoplay.default': 0},
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.setViewport({width: 1280, height: 800});
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(site.url);
    const until = (condition) => waitFor(() => page.evaluate(condition), () => String(condition));
    await until(() => window.backbeat !== undefined && Object.keys(window.backbeat.widgets()).length > 0);
    const [x, y, width, height] = await page.evaluate(() => window.backbeat.widgets().play);
    await page.mouse.click(x + width / 2, y + height / 2);
    await until(() => window.backbeat.state().playing && window.backbeat.state().bar >= 2);
    await page.evaluate(() => window.backbeat.train());
    await until(() => window.backbeat.state().agent.origin === 'trained');
    const result = await page.evaluate(() => window.backbeat.evaluate({kicks: 20}));
    assert.equal(result.report.kicks, 20);
    assert.deepEqual(problems, []);
  } finally {
    await browser?.close();
    await site.close();
    display.close();
  }
});
