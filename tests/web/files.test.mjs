import assert from 'node:assert/strict';
import {test} from 'node:test';
import {largestFile} from '../../web/app.js';
import {makePicker, readFile, watchDrops} from '../../web/files.js';

function drag(type, {types = ['Files'], files = []} = {}) {
  const event = new Event(type, {cancelable: true});
  event.dataTransfer = {types, files, dropEffect: 'none'};
  return event;
}

test('a file is read whole', async () => {
  const file = new File([new Uint8Array([1, 2, 3])], 'noon.safetensors');
  assert.deepEqual(await readFile(file), new Uint8Array([1, 2, 3]));
});

test('a film is refused by its size, unread', async () => {
  const film = {name: 'film.mov', size: largestFile + 1, arrayBuffer() { throw new Error('was read'); }};
  await assert.rejects(readFile(film), /film\.mov is no agent.*16/);
});

test('a folder gets a sentence', async () => {
  const folder = {name: 'agents', size: 4096, arrayBuffer: async () => { throw new Error('NotReadableError'); }};
  await assert.rejects(readFile(folder), /agents could not be read/);
});

test('a file that never gives its bytes is given up with a sentence', async () => {
  const file = {name: 'far.safetensors', size: 3, arrayBuffer: () => new Promise(() => {})};
  let giveUp = null;
  const read = readFile(file, (callback) => { giveUp = callback; });
  giveUp();
  await assert.rejects(read, /far\.safetensors does not come/);
});

test('the picker gives the chosen file, and the same file can be chosen again', () => {
  const chosen = [];
  const input = {value: 'C:\\fakepath\\a', files: [{name: 'a'}], clicked: 0, click() { this.clicked += 1; }};
  const open = makePicker(input, (file) => chosen.push(file.name));
  open();
  assert.equal(input.clicked, 1);
  input.onchange();
  assert.equal(input.value, '');
  input.files = [];
  input.onchange(); // the picker was closed without a choice
  assert.deepEqual(chosen, ['a']);
});

test('a file held over the page shows it, across all elements, until it leaves or drops', () => {
  const target = new EventTarget();
  const dragging = [];
  const files = [];
  watchDrops(target, {onFile: (file) => files.push(file), onDragging: (over) => dragging.push(over)});
  target.dispatchEvent(drag('dragenter'));
  target.dispatchEvent(drag('dragenter'));
  target.dispatchEvent(drag('dragleave'));
  assert.deepEqual(dragging, [true]);
  target.dispatchEvent(drag('dragleave'));
  assert.deepEqual(dragging, [true, false]);

  target.dispatchEvent(drag('dragenter'));
  const over = drag('dragover');
  target.dispatchEvent(over);
  assert.equal(over.defaultPrevented, true);
  const drop = drag('drop', {files: ['agent']});
  target.dispatchEvent(drop);
  assert.equal(drop.defaultPrevented, true);
  assert.deepEqual(files, ['agent']);
  assert.deepEqual(dragging, [true, false, true, false]);
});

test('dragged text is none of our business', () => {
  const target = new EventTarget();
  watchDrops(target, {onFile: () => assert.fail(), onDragging: () => assert.fail()});
  for (const type of ['dragenter', 'dragover', 'drop']) {
    const event = drag(type, {types: ['text/plain']});
    target.dispatchEvent(event);
    assert.equal(event.defaultPrevented, false);
  }
});
