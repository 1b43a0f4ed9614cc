// The desk as plain controls: by accessibility tree, by keyboard alone; and the page without a network.

import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {after, before, describe, test} from 'node:test';
import {Bench} from './browser.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

// As an assistive technology presses what it found in the tree.
const press = (locator) => locator.evaluate((element) => element.click());

let bench;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

describe('the list of controls', () => {
  let desk;
  let mirror;
  before(async () => {
    desk = await bench.open();
    mirror = desk.page.locator('#mirror');
  });
  after(() => desk.close());
  const button = (name) => mirror.getByRole('button', {name, exact: true});

  test('axe finds nothing, out of sight and in sight', async () => {
    // The page's policy lets no script in from outside: the tests' own comes through the debugger.
    const devtools = await desk.context.newCDPSession(desk.page);
    const {readFile} = await import('node:fs/promises');
    await devtools.send('Runtime.evaluate', {expression: await readFile(axe, 'utf8')});
    const findings = () => desk.page.evaluate(async () => {
      const {violations} = await window.axe.run(document, {resultTypes: ['violations']});
      return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(' | ')}`);
    });
    assert.deepEqual(await findings(), []);
    await button('Play').focus();
    assert.deepEqual(await findings(), []);
    await desk.page.locator('#desk').focus();
  });

  test('a whole visit goes through the accessibility tree: a beat, a style, a listen, a training, a file', async () => {
    await mirror.getByRole('combobox', {name: 'Starter groove'}).selectOption('House');
    await press(button('Take this starter groove'));
    await desk.until(({tempo_bpm: bpm}) => bpm === 124);
    await press(mirror.getByRole('gridcell', {name: /^kick, step 3, rest/}));
    await desk.until(({kick}) => kick[2] === 'x');
    await mirror.getByRole('combobox', {name: 'Style', exact: true}).selectOption('Half-time');
    await desk.until(({reward}) => reward.preset === 'Half-time');
    await press(mirror.getByRole('button', {name: 'Agent plays hat'}));
    await desk.until(({parts}) => parts.some(({voice}) => voice === 'hat'));
    await press(button('Play'));
    await desk.until(({playing, step}) => playing && step !== null);
    assert.equal(await button('Play').getAttribute('aria-pressed'), 'true');
    await press(button('Train'));
    await desk.until(({training}) => training.verdict !== null);
    await desk.inPage(() => [...document.querySelectorAll('#mirror [role="status"]')].some(({textContent}) => /best possible answer/.test(textContent)));
    await press(button('Train'));
    await desk.until(({training}) => training.status === 'paused');
    const {name} = await desk.download(() => press(button('Save as MIDI')));
    assert.match(name, /\.mid$/);
    await press(button('Play'));
    await desk.until(({playing}) => !playing);
  });

  test('by keyboard alone: Tab shows it, arrows move in the grid, Enter draws, Escape goes back', async () => {
    await desk.call('setPattern', 'x...............');
    await desk.page.locator('#desk').focus();
    await desk.page.keyboard.press('Tab');
    await desk.inPage(() => document.querySelector('#mirror').contains(document.activeElement));
    assert.ok((await mirror.boundingBox()).width > 300, 'it can be seen');
    await mirror.getByRole('gridcell', {name: /^kick, step 1,/}).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await desk.page.keyboard.press(key);
    await desk.until(({kick}) => kick.startsWith('x.x'));
    await desk.page.keyboard.press('Shift+ArrowUp');
    await desk.until(({kick_velocities: velocities}) => velocities[2] === 108);
    await desk.page.keyboard.press('ArrowDown');
    await desk.inPage(() => /^snare, step 3/.test(document.activeElement.getAttribute('aria-label')));
    await desk.page.keyboard.press('Escape');
    await desk.inPage(() => document.activeElement.id === 'desk');
    assert.ok((await mirror.boundingBox()).width < 5, 'it is out of sight again');
  });

  test('what is done at the desk is told, and long patterns are turned over', async () => {
    await desk.call('command', {type: 'set_steps', steps: 100});
    await desk.inPage(() => document.querySelectorAll('#mirror [data-voice="kick"]').length === 64);
    await press(button('Steps after'));
    await desk.inPage(() => document.querySelectorAll('#mirror [data-voice="kick"]').length === 36);
    await desk.call('command', {type: 'set_steps', steps: 16});
    await desk.inPage(() => document.querySelectorAll('#mirror [data-voice="kick"]').length === 16);
    await desk.call('setPattern', '................');
    await desk.click('kick_5'); // by hand, on the canvas
    await desk.inPage(() => /velocity 100/.test(document.querySelector('#mirror [data-voice="kick"][data-step="5"]').getAttribute('aria-label')));
    await desk.call('command', {type: 'notice', level: 'info', text: 'Something happened.'});
    await desk.inPage(() => document.querySelector('#mirror [role="status"]').textContent.includes('Something happened.'));
    assert.deepEqual(desk.problems, []);
  });
});

test('after the first visit the page starts without a network, and answers', async () => {
  const desk = await bench.open({serviceWorkers: 'allow'});
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(({active}) => active.state));
  await desk.inPage(() => navigator.serviceWorker.controller !== null);
  await desk.context.setOffline(true);
  await desk.reload();
  await desk.call('setPattern', 'x.....x.........');
  const {snare, why_no_answer: silent} = await desk.state();
  assert.equal(silent, '');
  assert.match(snare, /x/i);
  const {bytes} = await desk.download(() => desk.call('command', {type: 'take_along', what: 'midi'}));
  assert.equal(bytes.toString('latin1', 0, 4), 'MThd');
  await desk.context.setOffline(false);
  await desk.close();
});
