// Draws the page, but only while it changes or moves: an idle page costs nothing.

/** So long the graphics may be away before the page says so. */
const darkMs = 2000;

/** Asks for frames as long as the app wants them. */
export class Frames {
  /**
   * @param {object} options
   * @param {import('./app.js').App} options.app
   * @param {HTMLCanvasElement} options.canvas
   * @param {() => number} options.now performance.now()
   * @param {() => void} options.afterFrame
   * @param {(dark: boolean) => void} [options.onDark] the system has taken the graphics away and not given them back;
   *   or has, after that
   */
  constructor({app, canvas, now, afterFrame, onDark = () => {}}) {
    this.app = app;
    this.onDark = onDark;
    this.canvas = canvas;
    this.now = now;
    this.afterFrame = afterFrame;
    this.requested = false;
    this.resized = true; // the canvas changed, whatever the model says
    this.drawable = false; // there is a WebGL2 context, and it is not lost
  }

  /** Begins to draw; the context on the canvas stands. */
  start() {
    this.drawable = true;
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // asks the browser to bring it back
      this.drawable = false;
      this.app.contextLost();
      this.darkTimer = setTimeout(() => this.onDark(true), darkMs);
    });
    this.canvas.addEventListener('webglcontextrestored', () => {
      clearTimeout(this.darkTimer);
      this.drawable = this.app.contextRestored();
      this.onDark(!this.drawable);
      this.resize();
    });
    const resize = () => this.resize();
    new ResizeObserver(resize).observe(this.canvas);
    addEventListener('resize', resize); // zooming changes the pixel ratio
    document.addEventListener('visibilitychange', resize);
    this.resize();
  }

  /** Whether something is to be drawn. */
  get underWay() {
    return this.requested || (this.drawable && (this.resized || this.app.wantsFrame()));
  }

  /** Something may look different: draws if the app agrees. */
  wake() {
    if (this.requested || !this.drawable) return;
    this.requested = true;
    requestAnimationFrame(() => this.frame());
  }

  resize() {
    this.resized = true;
    this.wake();
  }

  frame() {
    this.requested = false;
    const now = this.now();
    if (!this.drawable || (!this.resized && !this.app.wantsFrame())) return;
    this.resized = false;
    this.app.frame(now, this.canvas.clientWidth, this.canvas.clientHeight, devicePixelRatio);
    this.afterFrame();
    if (this.app.wantsFrame()) this.wake();
  }
}
