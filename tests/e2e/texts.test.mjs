// No text lies over another or is cut, in every state and at every size.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Bench} from './browser.mjs';
import {sizes, states} from './states.mjs';

let bench;
before(async () => { bench = await Bench.start(); });
after(() => bench?.close());

// At the other sizes these look the same, and take long to come to.
const slow = ['training', 'evaluated'];
const slowSizes = ['1280x800', '768x1024', '390x844'];

function overlaps(texts) {
  const found = [];
  const seen = texts.filter(({visible: [, , width, height]}) => width > 1 && height > 1);
  for (const [i, a] of seen.entries()) {
    for (const b of seen.slice(i + 1)) {
      if (a.layer !== b.layer) continue;
      const [ax, ay, aw, ah] = a.visible;
      const [bx, by, bw, bh] = b.visible;
      const across = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
      const down = Math.min(ay + ah, by + bh) - Math.max(ay, by);
      if (across > 1 && down > 1) found.push(`"${a.text}" and "${b.text}"`);
    }
  }
  return found;
}

for (const [size, options] of Object.entries(sizes)) {
  test(`at ${size} no text overlaps another or is shortened`, async () => {
    const desk = await bench.open({first: true, ...options});
    await desk.call('texts');
    for (const [name, enter] of Object.entries(states)) {
      if (slow.includes(name) && !slowSizes.includes(size)) continue;
      const leave = await enter(desk);
      await desk.page.mouse.move(3, 3); // nothing is explained
      await desk.settle();
      await desk.call('texts');
      await desk.settle();
      const texts = await desk.call('texts');
      assert.ok(texts.length > 10, `${name}: ${texts.length} texts`);
      assert.deepEqual(overlaps(texts), [], name);
      assert.deepEqual(texts.filter(({shortened}) => shortened).map(({text}) => text), [], `${name}: shortened`);
      await leave?.();
    }
    assert.deepEqual(desk.problems, []);
    await desk.close();
  });
}
