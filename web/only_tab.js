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
   * @param {LockManager} [options.locks] navigator.locks; absent on a page that is not secure
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
    this.mayWrite = !this.locks || await new Promise((decide) => {
      let inTime = true;
      this.later(() => {
        inTime = false;
        decide(false);
      }, handOverMs);
      this.locks.request(lockName, () => {
        decide(true);
        return inTime ? new Promise(() => {}) : undefined;
      }).catch(() => decide(true)); // no locks here, as in a frame without storage
    });
    if (!this.mayWrite) this.onSecond(secondTab);
  }

  /** Something was written by another tab: where there are no locks, this is how it is noticed. */
  otherWrote() {
    if (!this.mayWrite) return;
    this.mayWrite = false;
    this.onSecond(otherTabWrote);
  }
}
