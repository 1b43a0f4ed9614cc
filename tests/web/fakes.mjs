// Stand-ins for what a browser provides.

/** A worker whose messages the test sends and receives by hand. */
export class FakeWorker {
  sent = [];
  terminated = false;

  postMessage(message) {
    this.sent.push(message);
  }

  terminate() {
    this.terminated = true;
  }

  /** What the worker says. */
  say(message) {
    this.onmessage?.({data: message});
  }

  types() {
    return this.sent.map(({type}) => type);
  }
}

/** localStorage in a Map. */
export class FakeLocalStorage {
  items = new Map();

  getItem(key) {
    return this.items.has(key) ? this.items.get(key) : null;
  }

  setItem(key, value) {
    this.items.set(key, String(value));
  }
}

/** web/storage.js's Database in a Map. */
export class FakeDatabase {
  items = new Map();

  async get(key) {
    return this.items.get(key);
  }

  async put(key, value) {
    this.items.set(key, value);
  }

  async remove(key) {
    this.items.delete(key);
  }
}

/** Lets everything that waits for a resolved promise go on. */
export function settle() {
  return new Promise((resolve) => setImmediate(resolve));
}
