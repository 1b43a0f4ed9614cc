// Talks with the app program's model: commands go in, and what the model then asks of the browser is carried out.

/** Commands in, requests out. */
export class Model {
  /**
   * @param {import('./app.js').App} app
   * @param {() => void} onChange called after everything that may have changed the picture
   */
  constructor(app, onChange) {
    this.app = app;
    this.onChange = onChange;
    this.handlers = null;
    this.requests = [];
    this.draining = false;
  }

  /**
   * From now on requests are carried out; earlier ones waited.
   * @param {Object<string, (request: object) => void>} handlers request type -> what to do
   */
  connect(handlers) {
    this.handlers = handlers;
    this.drain();
  }

  /**
   * Gives a command and returns its result; throws an Error with the model's sentence if it is refused.
   * @param {object} command
   * @param {Uint8Array} [bytes]
   */
  send(command, bytes) {
    try {
      return this.app.command(command, bytes);
    } finally {
      this.drain();
      this.onChange();
    }
  }

  /** The same for what nobody waits for: a refusal is shown on the page. */
  report(command, bytes) {
    try {
      return this.send(command, bytes);
    } catch (error) {
      this.notice('error', error.message);
      return undefined;
    }
  }

  /**
   * The agent of a side as a file; without one an Error with the model's sentence is thrown.
   * @param {'a' | 'b'} [side] else the one that plays
   * @returns {{name: string, bytes: Uint8Array}}
   */
  exportAgent(side) {
    const {name} = this.app.command({type: 'export_agent', side});
    return {name, bytes: this.app.bytes()}; // before another command takes their place
  }

  /**
   * The kept agents as files, without those that come with the page.
   * @returns {{name: string, bytes: Uint8Array}[]}
   */
  exportKept() {
    const {kept} = this.app.command({type: 'state'});
    return kept.flatMap(({origin}, index) => {
      if (origin === 'shipped') return [];
      const {name} = this.app.command({type: 'export_kept', index});
      return [{name, bytes: this.app.bytes()}];
    });
  }

  /** Shows a sentence on the page; level is 'info', 'warning' or 'error'. */
  notice(level, text) {
    this.send({type: 'notice', level, text});
  }

  /** Carries out what the model asks for. */
  drain() {
    if (!this.handlers) return;
    this.requests.push(...this.app.outbox());
    if (this.draining) return; // a handler gave a command: the loop below goes on with what came of it
    this.draining = true;
    while (this.requests.length) {
      const request = this.requests.shift();
      try {
        this.handlers[request.type](request);
      } catch (error) {
        this.notice('error', error.message);
      }
    }
    this.draining = false;
  }
}
