import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDoctestRuns, parseDoctestSummary } from '../../tools/test/run_doctest.mjs';
import { parseTapFailures, parseTapSummary } from '../../tools/test/run_node_tests.mjs';

test("doctest's summary is counted", () => {
  const output = '[doctest] test cases:  12 |  10 passed | 2 failed | 3 skipped\n[doctest] assertions: 99 | 97 passed | 2 failed |\n';
  assert.deepEqual(parseDoctestSummary(output), { passed: 10, failed: 2, skipped: 3 });
});

test('runs that divide the cases skip nothing; a case that nobody ran counts as skipped', () => {
  const parts = [{ passed: 5, failed: 1, skipped: 4 }, { passed: 4, failed: 0, skipped: 6 }];
  assert.deepEqual(addDoctestRuns(parts), { passed: 9, failed: 1, skipped: 0 });
  assert.deepEqual(addDoctestRuns(parts.slice(0, 1)), { passed: 5, failed: 1, skipped: 4 });
});

test('a program that ended before its summary has none', () => {
  assert.equal(parseDoctestSummary('Segmentation fault'), undefined);
});

test("the summary of Node's tests is counted, a cancelled test as a failed one", () => {
  const tap = 'ok 1 - # pass 77\n# tests 9\n# suites 0\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n';
  assert.deepEqual(parseTapSummary(tap), { passed: 5, failed: 2, skipped: 2 });
});

test('the tests that failed are named, without the suites around them', () => {
  const tap = [
    'TAP version 13', '# Subtest: a suite', '    # Subtest: holds', '    ok 1 - holds', '    ---', '    duration_ms: 1', '    ...',
    '    # Subtest: breaks', '    not ok 2 - breaks', '    ---', "    failureType: 'testCodeFailure'", '    ...', '    1..2',
    'not ok 1 - a suite', '  ---', "  failureType: 'subtestsFailed'", '  ...', 'not ok 2 - alone', '  ---', '  ...', '1..2', '',
  ].join('\n');
  assert.deepEqual(parseTapFailures(tap), ['breaks', 'alone']);
});
