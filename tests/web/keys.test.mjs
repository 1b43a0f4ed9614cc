// Keys of many layouts, as browsers report them: {key, code} of what was pressed.

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {isComposing, plainDigits, pressedKey} from '../../web/keys.js';
import {TextField} from '../../web/text_field.js';

/** A KeyboardEvent as far as the page looks at it. */
function event(key, code, {altGraph = false, ...more} = {}) {
  return {key, code, getModifierState: (name) => name === 'AltGraph' && altGraph, ...more};
}

const codeOf = (...args) => pressedKey(event(...args))?.code ?? null;

describe('what is printed counts', () => {
  const cases = [
    ['Dvorak T', 't', 'KeyK', 'KeyT'],
    ['AZERTY A', 'a', 'KeyQ', 'KeyA'],
    ['QWERTZ Z', 'z', 'KeyY', 'KeyZ'],
    ['AZERTY M', 'm', 'Semicolon', 'KeyM'],
    ['AZERTY comma', ',', 'KeyM', null],
    ['bépo è', 'è', 'KeyT', null],
    ['bépo É', 'É', 'KeyW', null],
    ['Dvorak ; with Ctrl', ';', 'KeyZ', null, {ctrlKey: true}],
    ['Dvorak comma', ',', 'KeyW', null],
    ['Dvorak z with Ctrl', 'z', 'Slash', 'KeyZ', {ctrlKey: true}],
    ['Turkish ı', 'ı', 'KeyI', null],
    ['Turkish ş', 'ş', 'Semicolon', null],
    ['Spanish ñ', 'ñ', 'Semicolon', null],
    ['Hebrew punctuation where Q is', '/', 'KeyQ', null],
    ['German slash, which is Shift-7', '/', 'Digit7', 'Digit7', {shiftKey: true}],
    ['Escape on Caps Lock', 'Escape', 'CapsLock', 'Escape'],
    ['Space', ' ', 'Space', 'Space'],
    ['Enter of the number pad', 'Enter', 'NumpadEnter', 'Enter'],
    ['Delete', 'Delete', 'Delete', 'Delete'],
    ['a key that says nothing', 'Unidentified', '', null],
    ['+ with Shift', '+', 'Equal', 'Plus', {shiftKey: true}],
    ['= where + is without Shift', '=', 'Equal', 'Plus'],
    ['+ of the number pad', '+', 'NumpadAdd', 'Plus'],
    ['−', '-', 'Minus', 'Minus'],
    ['German −', '-', 'Slash', 'Minus'],
  ];
  for (const [name, key, code, wanted, more] of cases) {
    test(name, () => assert.equal(codeOf(key, code, more), wanted));
  }

  test('Caps Lock is no Shift', () => {
    assert.deepEqual(pressedKey(event('T', 'KeyT')), {code: 'KeyT', modifiers: 0});
    assert.deepEqual(pressedKey(event('z', 'KeyZ', {shiftKey: true, ctrlKey: true})), {code: 'KeyZ', modifiers: 3});
  });

  test('a question mark is one on every layout, with Shift or without', () => {
    const wanted = {code: 'Slash', modifiers: 1};
    assert.deepEqual(pressedKey(event('?', 'Slash', {shiftKey: true})), wanted);
    assert.deepEqual(pressedKey(event('?', 'Minus', {shiftKey: true})), wanted, 'German');
    assert.deepEqual(pressedKey(event('?', 'KeyM', {shiftKey: true})), wanted, 'AZERTY');
    assert.deepEqual(pressedKey(event('?', 'Comma')), wanted);
    assert.deepEqual(pressedKey(event('؟', 'Slash', {shiftKey: true})), wanted, 'Arabic');
  });
});

describe('the place counts where what is printed is of another script', () => {
  for (const [name, key, code] of [
    ['Russian т', 'е', 'KeyT'], ['Ukrainian я with Ctrl', 'я', 'KeyZ'], ['Greek τ', 'τ', 'KeyT'],
    ['Hebrew', 'א', 'KeyT'], ['Arabic, two letters', 'لا', 'KeyB'], ['Korean', 'ㅅ', 'KeyT'],
    ['Japanese kana', 'か', 'KeyT'], ['Devanagari, a mark', 'ा', 'KeyE'],
  ]) {
    test(name, () => assert.equal(codeOf(key, code), code));
  }
});

describe('signs that several scripts share', () => {
  const cases = [
    ['a wide question mark', '？', 'Slash', 'Slash'],
    ['an Armenian one', '՞', 'Digit1', 'Slash'],
    ['a space that does not break', '\u00a0', 'Space', 'Space'],
    ['a narrow one', '\u202f', 'Space', 'Space'],
    ['an ideographic one', '\u3000', 'Space', 'Space'],
    ['a Breton apostrophe', 'ʼ', 'KeyT', null],
    ['a micro sign', 'µ', 'KeyM', null],
  ];
  for (const [what, key, place, code] of cases) test(what, () => assert.equal(codeOf(key, place), code));

  test('numbers that are typed in other digits are read', () => {
    assert.deepEqual(['１４４', '١٥٥', '９８．５', '−25', 'x1'].map(plainDigits), ['144', '155', '98.5', '-25', 'x1']);
  });
});

describe('digits', () => {
  for (const [name, key, code, wanted, more] of [
    ['1', '1', 'Digit1', 'Digit1'],
    ['AZERTY 1 without Shift', '&', 'Digit1', 'Digit1'],
    ['AZERTY 2 without Shift', 'é', 'Digit2', 'Digit2'],
    ['AZERTY 8 with Shift', '8', 'Digit8', 'Digit8', {shiftKey: true}],
    ['Czech 3', 'š', 'Digit3', 'Digit3'],
    ['Arabic 4', '٤', 'Digit4', 'Digit4'],
    ['Persian 5', '۵', 'Digit5', 'Digit5'],
    ['Devanagari 6', '६', 'Digit6', 'Digit6'],
    ['number pad 7', '7', 'Numpad7', 'Digit7'],
    ['number pad 7 of an Arabic keyboard', '٧', 'Numpad7', 'Digit7'],
    ['number pad 8 without NumLock', 'ArrowUp', 'Numpad8', 'ArrowUp'],
    ['number pad 3 of Devanagari', '३', 'Numpad3', 'Digit3'],
    ['full width 2', '２', '', 'Digit2'],
    ['a screen keyboard that gives no place', '5', '', 'Digit5'],
  ]) {
    test(name, () => assert.equal(codeOf(key, code, more), wanted));
  }
});

describe('keys of others are left alone', () => {
  const composing = [
    ['Chrome with an input method', event('Process', 'KeyN', {isComposing: true, keyCode: 229})],
    ['Firefox with an input method', event('Enter', 'Enter', {isComposing: true, keyCode: 13})],
    ['the Enter of Safari after the composition', event('Enter', 'Enter', {isComposing: false, keyCode: 229})],
    ['a dead key', event('Dead', 'BracketLeft')],
    ['Escape that drops a candidate', event('Escape', 'Escape', {isComposing: true})],
  ];
  for (const [name, pressed] of composing) {
    test(name, () => {
      assert.ok(isComposing(pressed));
      assert.equal(pressedKey(pressed), null);
    });
  }

  test('AltGr writes, whatever it writes', () => {
    for (const [key, code] of [['s', 'KeyS'], ['@', 'KeyQ'], ['ś', 'KeyS'], ['{', 'Digit7'], ['?', 'KeyW']]) {
      assert.equal(codeOf(key, code, {altGraph: true}), null, key);
    }
  });
});

describe('the text field', () => {
  /** The field over a name, with the input element and what the app was told. */
  function makeField() {
    const input = Object.assign(new EventTarget(), {style: {}, value: '', setAttribute() {}, focus() {}, select() {}});
    const before = globalThis.document;
    globalThis.document = {createElement: () => input, activeElement: null};
    const told = [];
    const app = {text: (value) => told.push(value), key: (code) => told.push(code)};
    const field = new TextField({after() {}, focus() {}}, app, () => {});
    field.update({name: 'agent_name', rect: [0, 0, 100, 20], value: 'old', label: 'Name', numeric: false});
    const press = (key, more = {}) => input.dispatchEvent(Object.assign(new Event('keydown'), {key, ...more}));
    return {input, told, press, end: () => { globalThis.document = before; }};
  }

  test('Enter that picks a candidate does not close it, the next one does', () => {
    const {input, told, press, end} = makeField();
    press('Enter', {isComposing: true});
    press('Process', {keyCode: 229});
    press('Enter', {keyCode: 229});
    assert.equal(input.hidden, false);
    input.value = '日本';
    press('Enter', {keyCode: 13});
    assert.equal(input.hidden, true);
    assert.deepEqual(told, ['日本']);
    end();
  });

  test('Escape that drops a candidate does not discard it, the next one does', () => {
    const {input, told, press, end} = makeField();
    press('Escape', {isComposing: true});
    assert.equal(input.hidden, false);
    assert.deepEqual(told, []);
    press('Escape');
    assert.deepEqual(told, ['Escape']);
    end();
  });
});
