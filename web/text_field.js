// The one real text field of the page.

import {isComposing, plainDigits} from './keys.js';

/**
 * The text field that lies over an edited value: with a real <input> typing, pasting, selecting and screen keyboards
 * work as people expect.
 */
export class TextField {
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
    // Enter picks a candidate of an input method, Escape drops it: the text is not finished by that.
    if (isComposing(event)) return;
    if (event.key === 'Tab') event.preventDefault(); // there is nothing to go on to: the keys stay the page's
    if (event.key === 'Enter' || event.key === 'Tab') this.close(true);
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
    const value = this.entry.numeric ? plainDigits(this.input.value) : this.input.value;
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
