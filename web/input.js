// From the browser's pointer, wheel and key events to the app program, and the one real text field of the page.

import {plausibleTime} from './time_stamps.js';

const phase = Object.freeze({move: 0, down: 1, up: 2, cancel: 3, leave: 4});
const kind = Object.freeze({mouse: 0, touch: 1, pen: 2});
const linePixels = 16; // of a wheel that counts in lines

function modifiers(event) {
  return (event.shiftKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
}

/**
 * The KeyboardEvent.code to report. Letters and the question mark count by what is printed on the key, not by where it
 * is: T is T on every keyboard.
 * @param {KeyboardEvent} event
 * @returns {string}
 */
function keyCode(event) {
  if (event.key === '?') return 'Slash';
  if (/^[a-z]$/i.test(event.key)) return `Key${event.key.toUpperCase()}`;
  return event.code;
}

/**
 * The text field that lies over an edited value: with a real <input> typing, pasting, selecting and screen keyboards
 * work as people expect.
 */
class TextField {
  constructor(canvas, app, wake) {
    this.canvas = canvas;
    this.app = app;
    this.wake = wake;
    this.entry = null;
    this.input = document.createElement('input');
    this.input.id = 'entry';
    this.input.hidden = true;
    this.input.autocomplete = 'off';
    this.input.spellcheck = false;
    canvas.after(this.input);
    this.input.addEventListener('keydown', (event) => this.onKey(event));
    this.input.addEventListener('blur', () => this.close(true));
  }

  onKey(event) {
    event.stopPropagation();
    if (event.key === 'Enter') this.close(true);
    if (event.key === 'Escape') this.close(false);
  }

  // What the app wants after a frame: a field over this value, or none.
  update(entry) {
    if (!entry) {
      if (this.entry) this.hide();
      return;
    }
    const [x, y, width, height] = entry.rect;
    Object.assign(this.input.style, {left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`});
    if (this.entry?.name === entry.name) return;
    this.entry = entry;
    this.input.value = entry.value.replace('−', '-');
    this.input.inputMode = entry.numeric ? 'decimal' : 'text';
    this.input.setAttribute('aria-label', entry.label);
    this.input.hidden = false;
    this.input.focus();
    this.input.select();
  }

  close(commit) {
    if (!this.entry) return;
    const value = this.input.value;
    this.hide();
    if (commit) this.app.text(value);
    else this.app.key('Escape', true, 0);
    this.wake();
  }

  hide() {
    const focused = document.activeElement === this.input;
    this.entry = null; // before hiding, which blurs
    this.input.hidden = true;
    if (focused) this.canvas.focus({preventScroll: true});
  }
}

/**
 * Attaches everything that a person does on the canvas.
 * @param {object} options
 * @param {HTMLCanvasElement} options.canvas
 * @param {import('./app.js').App} options.app
 * @param {() => void} options.wake a frame may be needed
 * @param {() => void} options.onGesture called inside every gesture that may start audio
 * @returns {{afterFrame: () => void}} to be called after each frame
 */
export function startInput({canvas, app, wake, onGesture}) {
  const field = new TextField(canvas, app, wake);
  let cursor = '';

  const send = (event, what) => {
    // Of several fingers the first plays.
    if (!event.isPrimary) return;
    const box = canvas.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    app.pointer(what, kind[event.pointerType] ?? kind.mouse, ...at, event.button, modifiers(event), plausibleTime(event.timeStamp, performance.now()));
    wake();
  };

  canvas.addEventListener('pointerdown', (event) => {
    onGesture();
    event.preventDefault();
    canvas.focus({preventScroll: true});
    // A drag goes on outside of the canvas.
    canvas.setPointerCapture(event.pointerId);
    send(event, phase.down);
  });
  canvas.addEventListener('pointermove', (event) => send(event, phase.move));
  canvas.addEventListener('pointerup', (event) => {
    onGesture();
    send(event, phase.up);
  });
  canvas.addEventListener('pointercancel', (event) => send(event, phase.cancel));
  canvas.addEventListener('pointerleave', (event) => send(event, phase.leave));
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('touchend', onGesture, {passive: true});

  canvas.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey) return; // zooming is the browser's
    event.preventDefault();
    const unit = event.deltaMode === 1 ? linePixels : event.deltaMode === 2 ? canvas.clientHeight : 1;
    const box = canvas.getBoundingClientRect();
    app.wheel(event.clientX - box.left, event.clientY - box.top, event.deltaY * unit);
    wake();
  }, {passive: false});

  canvas.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    // A held key paints and moves, but does not start and stop again and again.
    const repeats = event.repeat && !event.code.startsWith('Arrow');
    onGesture();
    if (repeats ? event.code === 'Space' : app.key(keyCode(event), true, modifiers(event))) event.preventDefault();
    wake();
  });
  canvas.addEventListener('keyup', (event) => {
    app.key(keyCode(event), false, modifiers(event));
  });
  canvas.addEventListener('focus', () => {
    app.focus(true);
    wake();
  });
  canvas.addEventListener('blur', () => {
    app.focus(false);
    wake();
  });
  addEventListener('blur', () => {
    app.focus(false);
    wake();
  });
  canvas.focus({preventScroll: true});

  return {
    afterFrame() {
      field.update(app.wantsText());
      const wanted = app.cursor();
      if (wanted === cursor) return;
      cursor = wanted;
      canvas.style.cursor = wanted;
    },
  };
}
