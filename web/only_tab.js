// One tab writes what is kept for the next visit. Two that wrote by turns would each replace the other's work, and a
// pattern could come back with the other tab's agent.

const lockName = 'backbeat.session';
/** So long the page of before may take to let go, when this one was opened in its place. */
const handOverMs = 1000;

export const secondTab = 'Backbeat is open in another tab, and that one keeps its work. What you change here is not kept '
  + 'for your next visit: close the other tab and reload this one to go on here.';
export const otherTabWrote = 'Another tab has kept its own work since, so this one keeps nothing any more and overwrites '
  + 'nothing. Close the other tab and reload this one to go on with what is kept.';

/** Whether this tab may write. Until it is known nothing is written; what waits is written when it is this one. */
export class OnlyTab {
  /**
   * @param {object} options
   * @param {LockManager} [options.locks] navigator.locks; absent on a page that is not secure
   * @param {() => void} options.onFirst this tab writes
   * @param {(sentence: string) => void} options.onSecond it does not, and why
   * @param {(callback: () => void, ms: number) => number} [options.later] setTimeout
   */
  constructor({locks, onFirst, onSecond, later = (...call) => setTimeout(...call)}) {
    this.locks = locks;
    this.onFirst = onFirst;
    this.onSecond = onSecond;
    this.later = later;
    this.state = 'asking'; // then 'first' or 'second', for good
  }

  get mayWrite() {
    return this.state === 'first';
  }

  /** Whether it is not known yet who writes. */
  get undecided() {
    return this.state === 'asking';
  }

  /** Asks to be the one. The lock is held until the tab goes. */
  start() {
    if (!this.locks) return this.become('first');
    this.later(() => this.become('second', secondTab), handOverMs);
    this.locks.request(lockName, () => {
      // Too late: the other tab was there, and has kept something that this one has never read.
      if (this.state !== 'asking') return undefined;
      this.become('first');
      return new Promise(() => {});
    }).catch(() => this.become('first')); // no locks here, as in a frame without storage
  }

  /** Something was written by another tab: where there are no locks, this is how it is noticed. */
  otherWrote() {
    if (this.state === 'second') return;
    this.state = 'asking';
    this.become('second', otherTabWrote);
  }

  become(state, sentence) {
    if (this.state !== 'asking') return;
    this.state = state;
    if (state === 'first') this.onFirst();
    else this.onSecond(sentence);
  }
}
