// From measured rates to the rows and the table of `npm run bench`: medians, the best of several builds, ratios.

/** The median of at least one number. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The number below which that share of at least one number lies. */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** [rate, suffix] of the fastest among the names `prefix_suffix`; [null, null] if there is none. */
function fastest(rates, prefix, suffixes) {
  const found = suffixes.filter((suffix) => `${prefix}_${suffix}` in rates);
  if (found.length === 0) return [null, null];
  const best = found.reduce((a, b) => (rates[`${prefix}_${b}`] > rates[`${prefix}_${a}`] ? b : a));
  return [rates[`${prefix}_${best}`], best];
}

/**
 * One row of the result, in full updates per second; what was not measured is null.
 * @param {{hidden: number, batch: number, flops: number}} shape flops of the products of one update
 * @param {Object<string, number[]>} samples name -> rates; peaks and products in floating-point operations per second
 */
export function makeRow({ hidden, batch, flops }, samples) {
  const rates = Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, median(list)]));
  const module = 'ours_relaxed' in rates ? 'ours_relaxed' : 'ours_simd'; // what the page would run in this browser
  const peak = rates[`peak_${module}`];
  const [nativeOurs, nativeOursBy] = fastest(rates, 'native_ours', ['gcc', 'clang']);
  const [nativeEigen, nativeEigenBy] = fastest(rates, 'native_eigen', ['gcc', 'clang']);
  return {
    hidden,
    batch,
    ours: rates[module],
    tfjs: rates.tfjs,
    eigen_wasm: rates.eigen_wasm,
    native_eigen: nativeEigen,
    peak_share: (rates[module] * flops) / peak,
    product_peak_share: rates[`product_${module}`] / peak,
    ours_simd: rates.ours_simd,
    simd_peak_share: (rates.ours_simd * flops) / rates.peak_ours_simd,
    native_ours: nativeOurs,
    native_ours_by: nativeOursBy,
    native_eigen_by: nativeEigenBy,
    native_eigen_avx2: rates.native_eigen_avx2 ?? null,
    torch: rates.torch ?? null,
    peak_gflops: peak / 1e9,
    simd_peak_gflops: rates.peak_ours_simd / 1e9,
    update_flops: flops,
  };
}

const ratio = (ours, other) => (other ? `${(ours / other).toFixed(ours / other < 10 ? 2 : 1)}x` : '-');
const percent = (share) => `${(100 * share).toFixed(0)} %`;

const columns = [
  ['hidden, batch', ({ hidden, batch }) => `${hidden}, ${batch}`],
  ['updates per second', ({ ours }) => Math.round(ours).toLocaleString('en')],
  ['TensorFlow.js wasm', ({ ours, tfjs }) => ratio(ours, tfjs)],
  ['PyTorch', ({ ours, torch }) => ratio(ours, torch)],
  ['plain Eigen wasm', ({ ours, eigen_wasm }) => ratio(ours, eigen_wasm)],
  ['native Eigen', ({ ours, native_eigen }) => ratio(ours, native_eigen)],
  ['native Eigen, AVX2 only', ({ ours, native_eigen_avx2 }) => ratio(ours, native_eigen_avx2)],
  ['our code natively', ({ ours, native_ours }) => ratio(ours, native_ours)],
  ['our plain SIMD module', ({ ours, ours_simd }) => ratio(ours, ours_simd)],
  ['share of peak', ({ peak_share }) => percent(peak_share)],
];

/** The table of ratios as Markdown: our updates per second divided by those of each other column. */
export function formatTable(rows) {
  const shown = columns.filter(([, cell]) => rows.some((row) => cell(row) !== '-'));
  const lines = [shown.map(([title]) => title), shown.map(() => '---'), ...rows.map((row) => shown.map(([, cell]) => cell(row)))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What the table leaves out, a sentence a line. */
export function formatNotes(rows) {
  const by = [...new Set(rows.map(({ native_eigen_by }) => native_eigen_by))].filter(Boolean).join(', ');
  const peak = median(rows.map(({ peak_gflops }) => peak_gflops));
  const product = median(rows.map(({ product_peak_share }) => product_peak_share));
  return [
    by && `Native Eigen: the faster of g++ and clang++ with -O3 -march=native; here ${by}.`,
    `Peak of one core in the tab: ${peak.toFixed(1)} GFLOP/s; our product of 128 x 128 x 64 reaches ${percent(product)} of it.`,
  ].filter(Boolean).join('\n');
}
