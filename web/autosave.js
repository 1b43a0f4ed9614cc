// When what a visit has made is kept: soon after a change, and at once when the page is left.

const documentDelayMs = 400;
const agentDelayMs = 3000;

/** Saves a little after a change, and at once when the page is left. */
export class Autosave {
  /**
   * @param {import('./model.js').Model} model
   * @param {import('./storage.js').Storage} storage
   * @param {import('./only_tab.js').OnlyTab} [tab] whether this tab may write
   */
  constructor(model, storage, tab = {mayWrite: true}) {
    this.tab = tab;
    const saveDocument = () => storage.saveDocument(model.send({type: 'document'}));
    const saveAgentB = () => {
      let agent = null;
      try {
        agent = model.exportAgent('b');
      } catch {
        // There is none any more.
      }
      return storage.saveAgent(agent, 'b');
    };
    this.jobs = {
      document: {save: saveDocument, delay: documentDelayMs, timer: null},
      agent: {save: () => storage.saveAgent(model.exportAgent('a'), 'a'), delay: agentDelayMs, timer: null},
      agent_b: {save: saveAgentB, delay: agentDelayMs, timer: null},
      kept: {save: () => storage.saveKept(model.exportKept()), delay: documentDelayMs, timer: null},
    };
    this.saving = 0; // how many are being written
  }

  /** Whether something is unsaved. */
  get underWay() {
    return this.saving > 0 || Object.values(this.jobs).some(({timer}) => timer !== null);
  }

  /**
   * Notes that something is unsaved.
   * @param {{document?: boolean, agent?: boolean, agent_b?: boolean, kept?: boolean}} what
   */
  mark(what) {
    for (const [name, job] of Object.entries(this.jobs)) {
      if (!what[name] || job.timer !== null) continue;
      job.timer = setTimeout(() => this.run(job), job.delay);
    }
  }

  /** Saves what is unsaved, now. */
  flush() {
    for (const job of Object.values(this.jobs)) {
      if (job.timer !== null) this.run(job);
    }
  }

  async run(job) {
    clearTimeout(job.timer);
    job.timer = null;
    if (!this.tab.mayWrite) return;
    this.saving += 1;
    try {
      await job.save();
    } finally {
      this.saving -= 1;
    }
  }
}
