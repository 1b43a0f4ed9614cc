// Pictures of text: what is asked for, with a pen that writes every letter as wide as its size.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BrowserText, shortened} from '../../web/browser_text.js';

const size = 10;

/** A 2D context as far as it is used; notes what it was told. */
function fakePen(log) {
  const pen = {
    canvas: {width: 0, height: 0},
    measureText: (text) => ({
      width: [...text].length * size, actualBoundingBoxLeft: 0, actualBoundingBoxRight: [...text].length * size,
      actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2,
    }),
    fillText: (text, x, y) => log.push({text, x, y, font: pen.font, direction: pen.direction}),
    getImageData: (x, y, width, height) => ({data: new Uint8ClampedArray(width * height * 4)}),
  };
  return pen;
}

function makeTexts(wanted) {
  const log = [];
  const answers = [];
  let wakes = 0;
  const app = {wantedTexts: () => wanted.splice(0), textPicture: (id, picture) => answers.push({id, ...picture})};
  const texts = new BrowserText({app, makeCanvas: () => ({getContext: () => fakePen(log)}), wake: () => { wakes += 1; }});
  return {texts, log, answers, wakes: () => wakes};
}

test('each text is answered once, and only then a frame is asked for', () => {
  const wanted = [
    {id: 1, text: '日本語', size, bold: false, limit: 0},
    {id: 2, text: 'שלום', size, bold: true, limit: 0},
    {id: 3, text: '🥁', size, bold: false, limit: 0},
  ];
  const {texts, log, answers, wakes} = makeTexts(wanted);
  texts.drain();
  texts.drain();
  assert.deepEqual(answers.map(({id}) => id), [1, 2, 3]);
  assert.equal(wakes(), 1);
  assert.deepEqual(log.map(({direction}) => direction), ['ltr', 'rtl', 'ltr']);
  assert.match(log[0].font, /^400 10px Inter, system-ui/);
  assert.match(log[1].font, /^600 10px/);
  for (const {width, height, pixels} of answers) assert.equal(pixels.length, width * height * 4);
  assert.equal(answers[0].advance, 30);
  assert.equal(answers[0].baseline, 9);
});

test('too long a text is shortened between letters as they are seen', () => {
  const width = (text) => [...text].length;
  assert.equal(shortened('日本語', 3, width), '日本語');
  assert.equal(shortened('日本語の名前', 4, width), '日本語…');
  assert.equal(shortened('👩‍🎤👩‍🎤', 5, width), '👩‍🎤…', 'a joined emoji stays whole');
  assert.equal(shortened('שלום', 1, width), '…');
  assert.equal(shortened('日本語', 0, width), '日本語');
});

test('a text of any length makes a picture that a graphics card takes', () => {
  const {texts, answers} = makeTexts([{id: 1, text: '語'.repeat(3000), size, bold: false, limit: 0}]);
  texts.drain();
  assert.ok(answers[0].width <= 4096);
});

test('where a canvas is refused, the place of the text stays empty and nothing is asked for again', () => {
  const answers = [];
  const wanted = [{id: 1, text: '日本', size, bold: false, limit: 0}];
  const app = {wantedTexts: () => wanted.splice(0), textPicture: (id, picture) => answers.push({id, ...picture})};
  new BrowserText({app, makeCanvas: () => ({getContext: () => null}), wake() {}}).drain();
  assert.equal(answers.length, 1);
  assert.equal(answers[0].pixels.length, 4 * answers[0].width * answers[0].height);
});
