// Which key was pressed, as the app program names keys: by what is printed on it, on every layout.
//
// The place of a key counts only where what is printed says nothing to the page: letters of another script than Latin,
// and the row of digits, which prints other things without Shift on some layouts. So T is T on a Dvorak keyboard and at
// the T of a Russian one, and 1 is 1 on a French one.

const shift = 1;

/**
 * The modifiers of an event as the app program has them.
 * @param {KeyboardEvent | MouseEvent} event
 */
export function modifiers(event) {
  return (event.shiftKey ? shift : 0) | (event.ctrlKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
}

/**
 * Whether a key belongs to an input method or a dead key, which is putting a character together: it is nobody else's.
 * Safari reports the Enter that ends a composition after its end, but with the key code of one.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229 || event.key === 'Process' || event.key === 'Dead';
}

/**
 * The key that was pressed, or null where it means nothing to the page: punctuation, what AltGr writes, a composition.
 * @param {KeyboardEvent} event
 * @returns {?{code: string, modifiers: number}} code: KeyA to KeyZ, Digit0 to Digit9, Slash for the question mark, Plus, Minus,
 *     Space, or the name of a key that prints nothing, as KeyboardEvent.key has it
 */
export function pressedKey(event) {
  const {key = ''} = event;
  if (isComposing(event) || event.getModifierState?.('AltGraph')) return null;
  // On some layouts a question mark takes no Shift.
  if (/^[?？؟՞፧]$/u.test(key)) return {code: 'Slash', modifiers: modifiers(event) | shift};
  const code = codeOf(key, event.code ?? '');
  return code && {code, modifiers: modifiers(event)};
}

function codeOf(key, place) {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^Digit\d$/.test(place)) return place;
  if (/^\p{Nd}$/u.test(key)) return `Digit${digitOf(key)}`;
  if (/^[-+=−]$/.test(key)) return key === '+' || key === '=' ? 'Plus' : 'Minus'; // on many layouts + takes a Shift, = none
  if (/^\p{Zs}$/u.test(key)) return 'Space'; // some layouts print a wider one, or one that does not break
  if (/^[A-Z][A-Za-z0-9]+$/.test(key)) return key === 'Unidentified' ? null : key;
  // Signs that belong to no script stand on keys of Latin layouts, too.
  return /^[\p{L}\p{M}]+$/u.test(key) && !/\p{Script=Latin}|^\p{Script=Common}/u.test(key) ? place : null;
}

/**
 * A number as any script or input method writes it, in plain digits.
 * @param {string} text
 */
export function plainDigits(text) {
  return text.replace(/\p{Nd}/gu, digitOf).replace(/[．。]/gu, '.').replace(/[，٫]/gu, ',').replace(/[－−]/gu, '-');
}

// The value of a digit of any script: each has its ten in a row.
function digitOf(character) {
  const code = character.codePointAt(0);
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}
