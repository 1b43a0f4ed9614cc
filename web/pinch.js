// Two fingers: what is between them follows as they part, close and move.

/** What happens to a pointer, as the app program has it. */
export const phase = Object.freeze({move: 0, down: 1, up: 2, cancel: 3, leave: 4});

const touch = 1; // of the app program's kinds of pointers

export class Pinch {
  #app;
  #fingers = new Map(); // by id: [x, y]
  #on = false; // from the second finger on until the last one is lifted

  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.#app = app;
  }

  /**
   * Looks at a pointer event.
   * @param {PointerEvent} event
   * @param {number} what of `phase`
   * @param {[number, number]} at
   * @returns {boolean} whether it is part of a pinch, and so nobody else's
   */
  take(event, what, at) {
    if (event.pointerType !== 'touch') return false;
    if (what === phase.down) {
      if (event.isPrimary) this.#fingers.clear(); // whatever became of others before
      this.#fingers.set(event.pointerId, at);
      if (this.#fingers.size === 2 && !this.#on) this.#begin();
    } else if (what === phase.move) {
      if (this.#on && this.#fingers.has(event.pointerId)) this.#move(event.pointerId, at);
    } else {
      this.#fingers.delete(event.pointerId);
    }
    const part = this.#on;
    if (this.#fingers.size === 0) this.#on = false;
    return part;
  }

  // What the first finger had begun ends without having done anything more.
  #begin() {
    this.#on = true;
    const [[x, y]] = this.#fingers.values();
    this.#app.pointer(phase.cancel, touch, x, y, 0, 0, performance.now());
  }

  #move(id, at) {
    const before = this.#span();
    this.#fingers.set(id, at);
    const after = this.#span();
    if (!before || !after) return;
    if (before.length > 0 && after.length > 0) this.#app.zoom(after.x, after.y, after.length / before.length);
    this.#app.wheel(after.x, after.y, before.x - after.x, 0);
  }

  // Of the first two fingers: the middle between them and how far they are apart.
  #span() {
    if (this.#fingers.size < 2) return null;
    const [[ax, ay], [bx, by]] = this.#fingers.values();
    return {x: (ax + bx) / 2, y: (ay + by) / 2, length: Math.hypot(ax - bx, ay - by)};
  }
}
