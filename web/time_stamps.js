// When an event happened: not when the busy page comes to look at it.

const oldestMs = 2000;

/**
 * The time of an event on the clock of performance.now(). Some drivers and synthetic events give none, or one of another
 * clock.
 * @param {number} timeStamp
 * @param {number} now
 */
export function plausibleTime(timeStamp, now) {
  return timeStamp > 0 && timeStamp <= now && now - timeStamp < oldestMs ? timeStamp : now;
}
