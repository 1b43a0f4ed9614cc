import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNotes, formatTable, makeRow, median, percentile } from '../../tools/bench/table.mjs';

const shape = { hidden: 64, batch: 32, flops: 2e6 };
const samples = {
  ours_simd: [8000, 1, 9000],
  ours_relaxed: [10_000, 30_000, 20_000],
  product_ours_simd: [2e10],
  product_ours_relaxed: [4.5e10],
  peak_ours_simd: [4e10],
  peak_ours_relaxed: [5e10, 6e10, 4e10],
  eigen_wasm: [5000],
  tfjs: [400, 500],
  native_ours_gcc: [21_000],
  native_eigen_gcc: [30_000],
  native_eigen_clang: [40_000],
};

test('the median is the middle, or the mean of the two middle numbers', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([7]), 7);
});

test('a percentile is one of the numbers, and never beyond the last', () => {
  const numbers = Array.from({ length: 100 }, (_, i) => 99 - i);
  assert.equal(percentile(numbers, 0.95), 95);
  assert.equal(percentile(numbers, 1), 99);
  assert.equal(percentile([5], 0.99), 5);
});

test('a row has the medians, the module that the browser runs, and the faster native build', () => {
  const row = makeRow(shape, samples);
  assert.deepEqual([row.hidden, row.batch, row.ours, row.tfjs, row.eigen_wasm], [64, 32, 20_000, 450, 5000]);
  assert.deepEqual([row.native_eigen, row.native_eigen_by], [40_000, 'clang']);
  assert.deepEqual([row.native_ours, row.native_ours_by], [21_000, 'gcc']);
  assert.equal(row.peak_share, (20_000 * 2e6) / 5e10);
  assert.equal(row.product_peak_share, 0.9);
  assert.equal(row.simd_peak_share, (8000 * 2e6) / 4e10);
  assert.equal(row.torch, null);
});

test('without relaxed SIMD or a native compiler the row says what there is', () => {
  const kept = ['ours_simd', 'product_ours_simd', 'peak_ours_simd', 'eigen_wasm', 'tfjs'];
  const row = makeRow(shape, Object.fromEntries(kept.map((name) => [name, samples[name]])));
  assert.equal(row.ours, 8000);
  assert.equal(row.peak_share, (8000 * 2e6) / 4e10);
  assert.deepEqual([row.native_eigen, row.native_eigen_by, row.native_ours], [null, null, null]);
});

test('the table shows ratios to ours and leaves out columns that nobody measured', () => {
  const table = formatTable([makeRow(shape, samples)]).split('\n');
  assert.match(table[0], /TensorFlow\.js/);
  assert.doesNotMatch(table[0], /PyTorch|AVX2/);
  assert.match(table[2], /^\| 64, 32 \| 20,000 \| 44\.4x \| 4\.00x \| 0\.50x \| 0\.95x \| 2\.50x \| 80 % \|$/);
  assert.match(formatNotes([makeRow(shape, samples)]), /here clang[\s\S]*50\.0 GFLOP\/s[\s\S]*90 %/);
});
