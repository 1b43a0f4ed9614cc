// One tab writes what is kept for the next visit. Two that wrote by turns would each replace the other's work, and a
// pattern could come back with the other tab's agent.

const lockName = 'backbeat.session';
/** So long the page of before may take to let go, when this one was opened in its place. */
const handOverMs = 1000;

export const secondTab = 'Backbeat is open in another tab, and that one keeps its work. What you change here is not kept '
  + 'for your next visit: close the other tab and reload this one to go on here.';
export const otherTabWrote = 'Another tab has kept its own work since, so this one keeps nothing any more and overwrites '
  + 'nothing. Close the other tab and reload this one to go on with what is kept.';

/** Whether this tab may write. */
export class OnlyTab {
  /**
   * @param {object} options
   * @param {() => (LockManager | undefined)} options.locks gives navigator.locks; absent on a page that is not secure,
   *   and where it is forbidden, asking already throws
   * @param {(sentence: string) => void} options.onSecond this tab does not write, and why
   * @param {(callback: () => void, ms: number) => number} [options.later] setTimeout
   */
  constructor({locks, onSecond, later = (...call) => setTimeout(...call)}) {
    this.locks = locks;
    this.onSecond = onSecond;
    this.later = later;
    this.mayWrite = false;
  }

  /**
   * Asks to be the one; the lock is held until the tab goes. To be called before anything is read: who may write has
   * then read what was written last.
   * @returns {Promise<void>} resolves when it is known
   */
  async start() {
    this.mayWrite = await this.ask();
    if (!this.mayWrite) this.onSecond(secondTab);
  }

  /** Where nobody can say who else is there, the tab writes until it notices another one (otherWrote). */
  async ask() {
    try {
      const locks = this.locks();
      return !locks || await this.take(locks) || !(await this.othersHold(locks));
    } catch {
      return true; // no locks here, as in a frame without storage
    }
  }

  /** Whether the lock came in time. */
  take(locks) {
    return new Promise((decide, refuse) => {
      let inTime = true;
      this.later(() => {
        inTime = false;
        decide(false);
      }, handOverMs);
      locks.request(lockName, () => {
        decide(true);
        return inTime ? new Promise(() => {}) : undefined;
      }).catch(refuse);
    });
  }

  /** Whether another tab has it; false if that is not to be learned, as from a lock manager that does not answer. */
  othersHold(locks) {
    return new Promise((decide, refuse) => {
      this.later(() => decide(false), handOverMs);
      locks.query().then(({held}) => decide(held.some(({name}) => name === lockName)), refuse);
    });
  }

  /** Something was written by another tab: where there are no locks, this is how it is noticed. */
  otherWrote() {
    if (!this.mayWrite) return;
    this.mayWrite = false;
    this.onSecond(otherTabWrote);
  }
}
