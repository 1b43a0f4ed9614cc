// Keys of other layouts and an input method in a real browser.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
let desk;
let devtools;
before(async () => {
  bench = await Bench.start();
  desk = await bench.open();
  devtools = await desk.page.context().newCDPSession(desk.page);
});
after(() => bench?.close());

/** A key of a layout that the test's browser does not have. */
const press = (key, code, more = {}) => desk.page.evaluate((event) => document.getElementById('desk')
  .dispatchEvent(new KeyboardEvent('keydown', {...event, bubbles: true, cancelable: true})), {key, code, ...more});

test('letters count by what is printed, and others than Latin by their place', async () => {
  for (const [key, code, more] of [[',', 'KeyM'], ['è', 'KeyT'], ['t', 'KeyT', {isComposing: true}], ['Dead', 'KeyT']]) {
    assert.equal(await press(key, code, more), true, `${key} is not the page's`);
  }
  const {training, voices} = await desk.state();
  assert.equal(training.status, 'idle');
  assert.ok(!voices.kick?.mute);
  await press('е', 'KeyT');
  await desk.until((state) => state.training.status === 'training');
  await press('t', 'KeyK');
  await desk.until((state) => state.training.status === 'paused');
});

test('digits of every row and of the number pad choose patterns', async () => {
  for (const [key, code, slot] of [['é', 'Digit2', 1], ['٣', 'Digit3', 2], ['4', 'Numpad4', 3], ['۵', 'Numpad5', 4]]) {
    await press(key, code);
    await desk.until((state) => state.slot === slot);
  }
});

test('Ctrl-; where Z is on a Dvorak keyboard is no undo, Ctrl-Z is one', async () => {
  await desk.call('setTempo', 133);
  assert.equal(await press(';', 'KeyZ', {ctrlKey: true}), true);
  assert.equal((await desk.state()).tempo_bpm, 133);
  await press('z', 'Slash', {ctrlKey: true});
  await desk.until((state) => state.tempo_bpm !== 133);
});

test('an input method keeps its Enter and Escape, and the name comes out whole', async () => {
  await desk.unfold('panel_agent', 'agent_name');
  await desk.click('agent_name');
  await desk.page.waitForSelector('#entry:focus');
  const compose = (text) => devtools.send('Input.imeSetComposition', {text, selectionStart: text.length, selectionEnd: text.length});
  const key = (name, keyCode) => devtools.send('Input.dispatchKeyEvent', {type: 'rawKeyDown', key: name, code: name, windowsVirtualKeyCode: keyCode});
  await desk.page.keyboard.press('Control+a');
  await compose('にほん');
  await key('Enter', 13);
  await key('Escape', 27);
  assert.equal(await desk.page.isVisible('#entry'), true, 'the field stays open');
  await devtools.send('Input.insertText', {text: '日本'});
  await desk.page.keyboard.press('Enter');
  await desk.until((state) => state.agent.name === '日本');
  await desk.page.waitForSelector('#entry', {state: 'hidden'});
  assert.deepEqual(desk.problems, []);
});
