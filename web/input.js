// From the browser's pointer, wheel and key events to the app program.

import {isComposing, modifiers, pressedKey} from './keys.js';
import {TextField} from './text_field.js';
import {phase, Pinch} from './pinch.js';
import {plausibleTime} from './time_stamps.js';

const kind = Object.freeze({mouse: 0, touch: 1, pen: 2});
const linePixels = 16; // of a wheel that counts in lines
const zoomPixels = 200; // of the wheel with Ctrl for twice the size
const maxZoomPixels = 200; // of one event

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
  const pinch = new Pinch(app);
  let cursor = '';

  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const drumming = new Set(); // pointers that came down on a pad

  const send = (event, what) => {
    if (what === phase.down && app.strike(...placeOf(event), performance.now())) {
      drumming.add(event.pointerId);
      wake();
    }
    if (drumming.has(event.pointerId)) {
      if (what === phase.up || what === phase.cancel) drumming.delete(event.pointerId);
      return;
    }
    if (pinch.take(event, what, placeOf(event))) {
      wake();
      return;
    }
    // Of several fingers the first plays.
    if (!event.isPrimary) return;
    app.pointer(what, kind[event.pointerType] ?? kind.mouse, ...placeOf(event), event.button, modifiers(event), plausibleTime(event.timeStamp, performance.now()));
    wake();
  };

  canvas.addEventListener('pointerdown', (event) => {
    onGesture();
    event.preventDefault();
    canvas.focus({preventScroll: true});
    send(event, phase.down);
    try {
      canvas.setPointerCapture(event.pointerId); // a drag goes on outside of the canvas
    } catch {
      // The pointer is gone already, or was never one of the browser's: the click counts all the same.
    }
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
    const unit = event.deltaMode === 1 ? linePixels : event.deltaMode === 2 ? canvas.clientHeight : 1;
    const at = placeOf(event);
    if (event.ctrlKey || event.metaKey) {
      // A trackpad's pinch comes like this, too. Where nothing else can be made larger, zooming is the browser's.
      const factor = 2 ** (-Math.max(-maxZoomPixels, Math.min(event.deltaY * unit, maxZoomPixels)) / zoomPixels);
      if (app.zoom(...at, factor)) event.preventDefault();
      wake();
      return;
    }
    event.preventDefault();
    // One way at a time, and with Shift sideways, where the browser does not do that itself.
    const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    if (Math.abs(dx) > Math.abs(dy)) {
      app.wheel(...at, dx * unit, 0);
    } else {
      app.wheel(...at, 0, dy * unit);
    }
    wake();
  }, {passive: false});

  canvas.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    onGesture();
    const pressed = pressedKey(event);
    if (!pressed) return;
    // A held key paints and moves, but does not start and stop again and again.
    const repeats = event.repeat && !pressed.code.startsWith('Arrow');
    if (repeats ? pressed.code === 'Space' : app.key(pressed.code, true, pressed.modifiers)) event.preventDefault();
    wake();
  });
  canvas.addEventListener('keyup', (event) => {
    const released = pressedKey(event);
    if (released) app.key(released.code, false, released.modifiers);
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
