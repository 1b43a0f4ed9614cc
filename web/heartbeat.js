// What must happen regularly, seen or hidden: events are handed over, clocks compared, the training worker watched.

/** Runs the clock while something plays, trains or still sounds, and lets it stand otherwise. */
export class Heartbeat {
  /**
   * @param {object} options
   * @param {(onTick: () => void) => import('./clock.js').Clock} options.makeClock
   * @param {import('./scheduler.js').Scheduler} options.scheduler
   * @param {import('./audio.js').Audio} options.audio
   * @param {{watch: (nowMs: number) => void}[]} options.watched who looks after training workers
   * @param {() => number} options.now performance.now()
   * @param {() => void} options.afterTick
   */
  constructor({makeClock, scheduler, audio, watched, now, afterTick}) {
    this.scheduler = scheduler;
    this.audio = audio;
    this.watched = watched;
    this.now = now;
    this.afterTick = afterTick;
    this.playing = false;
    this.training = false;
    this.clock = makeClock(() => this.tick());
  }

  setPlaying(playing) {
    this.playing = playing;
    this.audio.setNeeded(playing);
    this.update();
    if (playing) this.scheduler.tick(this.now());
  }

  setTraining(training) {
    this.training = training;
    this.update();
  }

  /** To be called when the sound was woken, too. */
  update() {
    if (this.playing || this.training || this.audio.awake) this.clock.start();
    else this.clock.stop();
  }

  tick() {
    const now = this.now();
    if (this.playing) this.scheduler.tick(now);
    else this.audio.rest(now);
    this.audio.tick(now);
    for (const each of this.watched) each.watch(now);
    this.update();
    this.afterTick();
  }
}
