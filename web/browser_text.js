// Pictures of texts in scripts that the page's own font lacks, drawn with the system's fonts.
//
// The app asks for them after a frame in which it needed one, and draws them from the next frame on.

const longest = 4096; // pixels; no screen shows more of a name
const family = 'Inter, system-ui, sans-serif';
const fromRightToLeft = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

// Letters as a person sees them; code points in a browser that cannot tell.
function lettersOf(text) {
  if (!Intl.Segmenter) return [...text];
  return [...new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(text)].map(({segment}) => segment);
}

/**
 * The longest beginning of a text that fits, with an ellipsis where something is left out; cut between letters as a
 * person sees them.
 * @param {string} text
 * @param {number} limit 0: none
 * @param {(text: string) => number} width
 */
export function shortened(text, limit, width) {
  if (!limit || width(text) <= limit) return text;
  const letters = lettersOf(text);
  let fits = 0;
  for (let step = letters.length; step >= 1;) {
    const next = fits + step;
    if (next <= letters.length && width(`${letters.slice(0, next).join('')}…`) <= limit) fits = next;
    else step = step === 1 ? 0 : Math.ceil(step / 2);
  }
  return `${letters.slice(0, fits).join('')}…`;
}

/** Answers what the app asks for. */
export class BrowserText {
  /**
   * @param {object} options
   * @param {import('./app.js').App} options.app
   * @param {() => HTMLCanvasElement} options.makeCanvas
   * @param {() => void} options.wake a frame is needed
   */
  constructor({app, makeCanvas, wake}) {
    this.app = app;
    this.makeCanvas = makeCanvas;
    this.wake = wake;
    this.pen = null;
  }

  /** To be called after each frame. */
  drain() {
    const wanted = this.app.wantedTexts();
    if (!wanted.length) return;
    for (const {id, ...text} of wanted) this.app.textPicture(id, this.drawOrNothing(text));
    this.wake();
  }

  /** Guards against fingerprinting refuse a canvas to draw on or to read from: then its place stays empty. */
  drawOrNothing(text) {
    try {
      return this.draw(text);
    } catch {
      return {width: 1, height: 1, left: 0, baseline: 0, advance: text.size, pixels: new Uint8Array(4)};
    }
  }

  draw({text, size, bold, limit}) {
    this.pen ??= this.makeCanvas().getContext('2d', {willReadFrequently: true});
    const {pen} = this;
    const prepare = () => {
      pen.font = `${bold ? 600 : 400} ${size}px ${family}`;
      pen.direction = fromRightToLeft.test(text) ? 'rtl' : 'ltr';
      pen.textAlign = 'left';
      pen.textBaseline = 'alphabetic';
      pen.fillStyle = '#fff'; // tinted where it is drawn; emoji keep their colours
    };
    prepare();
    const shown = shortened(text, Math.min(limit || longest, longest), (each) => pen.measureText(each).width);
    const box = pen.measureText(shown);
    // A pixel more on each side, for what smoothing adds.
    const left = -Math.ceil(Math.max(0, box.actualBoundingBoxLeft)) - 1;
    const baseline = Math.ceil(Math.max(0, box.actualBoundingBoxAscent)) + 1;
    const width = Math.min(longest, Math.ceil(Math.max(0, box.actualBoundingBoxRight)) + 1 - left);
    const height = Math.min(longest, baseline + Math.ceil(Math.max(0, box.actualBoundingBoxDescent)) + 1);
    pen.canvas.width = width;
    pen.canvas.height = height;
    prepare(); // a new size resets it
    pen.fillText(shown, -left, baseline);
    const pixels = new Uint8Array(pen.getImageData(0, 0, width, height).data.buffer);
    return {width, height, left, baseline, advance: box.width, pixels};
  }
}
