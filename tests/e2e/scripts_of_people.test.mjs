// Names in scripts that the page's own font lacks, drawn by the browser.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Bench} from './browser.mjs';

let bench;
let desk;
before(async () => {
  bench = await Bench.start();
  desk = await bench.open();
  await desk.unfold('panel_agent', 'agent_name');
});
after(() => bench?.close());

/** What the agent's name looks like once nothing moves: {ink: bright pixels, colours: coloured ones, picture}. */
async function look(name) {
  await desk.page.evaluate((text) => window.backbeat.command({type: 'set_agent_text', name: text, note: ''}), name);
  await desk.until((state) => state.agent.name === name);
  await desk.picture();
  const [x, y, width, height] = (await desk.call('widgets')).agent_name;
  const picture = await desk.page.screenshot({clip: {x, y, width, height}});
  const ink = await desk.page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)], {type: 'image/png'}));
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
    pen.drawImage(image, 0, 0);
    const {data} = pen.getImageData(0, 0, image.width, image.height);
    let bright = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 110) bright += 1;
    return bright;
  }, [...picture]);
  return {ink, picture};
}

test('Japanese, Hebrew, an emoji and combining marks have ink, and are no question marks', async () => {
  const none = await look('???');
  assert.ok(none.ink > 5);
  for (const name of ['日本語', 'שלום', '🥁🥁', 'q\u0308x\u030c', 'Ударные']) {
    const {ink, picture} = await look(name);
    const marks = await look('?'.repeat([...name].length));
    assert.ok(ink > 10, `${name} has ${ink} pixels of ink`);
    assert.ok(!picture.equals(marks.picture), `${name} is drawn as question marks`);
  }
  assert.deepEqual(desk.problems, []);
});

test('a long name is shortened, and a mixed one is whole', async () => {
  const long = await look('とても長い名前の太鼓'.repeat(4));
  const longer = await look('とても長い名前の太鼓'.repeat(5));
  assert.ok(long.ink > 50);
  assert.ok(long.picture.equals(longer.picture), 'both are cut at the end of the field');
  assert.ok((await look('Kick 太鼓')).ink > (await look('Kick')).ink);
});

test('notices tell foreign names, and an idle page asks for no more frames', async () => {
  await desk.page.evaluate(() => window.backbeat.importAgent(window.backbeat.exportAgent(), 'リズム.safetensors'));
  await desk.rest('frame');
  assert.deepEqual(desk.problems, []);
});
