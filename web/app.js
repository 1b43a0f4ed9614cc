// The app program (the page's model and its picture) as a JavaScript object.
//
// A thin layer over the C functions of src/ui/app_api.cpp: it turns strings and bytes, and nothing else. Views of the
// program's memory are taken anew after every call, since a call may grow the memory and so invalidate older views.

/** Doubles of a scheduled event before its MIDI bytes. */
const eventFields = 7;

/** No agent that the page can train comes near this; a film dropped by mistake does. */
export const largestFile = 16e6;

/** Kinds of scheduled events. */
export const eventKind = Object.freeze({hit: 0, midi: 1, click: 2});

/** The app program. Times are performance.now() milliseconds, lengths CSS pixels. */
export class App {
  /** @param {object} module the instantiated Emscripten module of app.mjs */
  constructor(module) {
    this.module = module;
  }

  /**
   * Makes the WebGL2 context on the canvas.
   * @param {string} canvasSelector
   * @returns {string} '' or why nothing can be drawn
   */
  start(canvasSelector) {
    const ok = this.withText(canvasSelector, (pointer) => this.module._app_start(pointer));
    return ok ? '' : this.read(this.module._app_error());
  }

  frame(nowMs, width, height, pixelRatio) {
    this.module._app_frame(nowMs, width, height, pixelRatio);
  }

  /** Whether something changed or moves, so that a frame would look different. */
  wantsFrame() {
    return this.module._app_wants_frame() !== 0;
  }

  contextLost() {
    this.module._app_context_lost();
  }

  contextRestored() {
    return this.module._app_context_restored() !== 0;
  }

  /**
   * @param {number} phase 0 move, 1 down, 2 up, 3 cancel, 4 leave
   * @param {number} kind 0 mouse, 1 touch, 2 pen
   */
  pointer(phase, kind, x, y, button, modifiers, nowMs) {
    this.module._app_pointer(phase, kind, x, y, button, modifiers, nowMs);
  }

  /** @returns {boolean} whether there is a pad at this point, which is struck; the pointer is then nobody else's */
  strike(x, y, nowMs) {
    return this.module._app_strike(x, y, nowMs) !== 0;
  }

  /** @returns {number} the voice whose row is at this point, or -1 */
  voiceAt(x, y) {
    return this.module._app_voice_at(x, y);
  }

  /** @returns {number} the voice whose name, beside the grid, is at this point, or -1 */
  voiceNamedAt(x, y) {
    return this.module._app_voice_named_at(x, y);
  }

  wheel(x, y, dx, dy) {
    this.module._app_wheel(x, y, dx, dy);
  }

  /** @returns {boolean} whether there is something at this point that can be made `factor` times as large */
  zoom(x, y, factor) {
    return this.module._app_zoom(x, y, factor) !== 0;
  }

  /** @returns {boolean} whether the key was used */
  key(code, down, modifiers) {
    return this.withText(code, (pointer) => this.module._app_key(pointer, down ? 1 : 0, modifiers)) !== 0;
  }

  text(utf8) {
    this.withText(utf8, (pointer) => this.module._app_text(pointer));
  }

  /** @param {boolean} reduced whether nothing should move by itself */
  setReducedMotion(reduced) {
    this.module._app_reduced_motion(reduced ? 1 : 0);
  }

  focus(focused) {
    this.module._app_focus(focused ? 1 : 0);
  }

  /** @returns {{id: number, text: string, size: number, bold: boolean, limit: number}[]} texts to be drawn as pictures */
  wantedTexts() {
    return JSON.parse(this.read(this.module._app_wanted_texts()));
  }

  /**
   * Gives the picture of such a text; lengths are device pixels, pixels RGBA.
   * @param {number} id
   * @param {{width: number, height: number, left: number, baseline: number, advance: number, pixels: Uint8Array}} picture
   */
  textPicture(id, {width, height, left, baseline, advance, pixels}) {
    const pointer = this.module._app_inbox(pixels.length);
    this.module.HEAPU8.set(pixels, pointer);
    this.module._app_text_picture(id, width, height, left, baseline, advance);
  }

  /** @returns {string} name of a CSS cursor */
  cursor() {
    return this.read(this.module._app_cursor());
  }

  /** @returns {?object} the focused text field, or null */
  wantsText() {
    return JSON.parse(this.read(this.module._app_wants_text()));
  }

  /**
   * Gives the model a command and returns its result; throws an Error with the model's sentence if it was refused.
   * @param {object} command {type, ...}
   * @param {Uint8Array} [bytes] a file that goes with it
   */
  command(command, bytes) {
    if (bytes) {
      if (bytes.length > largestFile) throw new Error('The file is larger than any agent.');
      const pointer = this.module._app_inbox(bytes.length);
      this.module.HEAPU8.set(bytes, pointer);
    }
    const answer = this.withText(JSON.stringify(command), (pointer) => this.read(this.module._app_command(pointer)));
    const {ok, result, error} = JSON.parse(answer);
    if (!ok) throw new Error(error);
    return result;
  }

  /** @returns {object[]} what the model asks JavaScript to do, since the last call */
  outbox() {
    return JSON.parse(this.read(this.module._app_outbox()));
  }

  /** @returns {Uint8Array} a copy of the bytes that the last command made */
  bytes() {
    const pointer = this.module._app_bytes();
    return this.module.HEAPU8.slice(pointer, pointer + this.module._app_bytes_size());
  }

  /**
   * The events from where the last call ended up to now + horizon.
   * @returns {{timeMs: number, kind: number, voice: number, velocity: number, durationMs: number, kit: number,
   *   bytes: number[]}[]}
   */
  schedule(nowMs, horizonMs) {
    const count = this.module._app_schedule(nowMs, horizonMs);
    if (count === 0) return [];
    const first = this.module._app_events() / Float64Array.BYTES_PER_ELEMENT;
    const events = [];
    for (let i = 0, at = first; i < count; i++) {
      const [timeMs, kind, voice, velocity, durationMs, kit, length] = this.module.HEAPF64.subarray(at, at + eventFields);
      at += eventFields;
      const bytes = [...this.module.HEAPF64.subarray(at, at + length)];
      at += length;
      events.push({timeMs, kind, voice, velocity, durationMs, kit, bytes});
    }
    return events;
  }

  /** @returns {Object<string, number[]>} name -> [x, y, width, height] of the controls in the last frame */
  widgets() {
    return JSON.parse(this.read(this.module._app_widgets()));
  }

  /** What the person chose of the desk, for the next visit. @returns {object} */
  desk() {
    return JSON.parse(this.read(this.module._app_desk()));
  }

  /** @param {object} desk as desk() gave it; what it says wrongly is left as it is */
  restoreDesk(desk) {
    this.withText(JSON.stringify(desk), (pointer) => this.module._app_restore_desk(pointer));
  }

  /**
   * The texts of the last frame; noted from the first call on, so that gives none.
   * @returns {{text: string, rect: number[], visible: number[], layer: number, shortened: boolean}[]}
   */
  texts() {
    return JSON.parse(this.read(this.module._app_texts()));
  }

  read(pointer) {
    return this.module.UTF8ToString(pointer);
  }

  withText(text, use) {
    const pointer = this.module.stringToNewUTF8(text);
    try {
      return use(pointer);
    } finally {
      this.module._free(pointer);
    }
  }
}
