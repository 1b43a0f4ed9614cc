import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reportBars} from '../../web/figure.js';

const report = {
  regret: 0.02, regret_network_alone: 0.04, regret_tabu: 0.01, regret_annealing: 0.025, regret_hill_climb: 0.03, regret_euclid: 0.3, optimal_share: 0.7,
  optimal_share_network_alone: 0.6, optimal_share_tabu: 0.8, optimal_share_annealing: 0.65, optimal_share_hill_climb: 0.5,
  optimal_share_euclid: 0, think_regret: null, think_optimal_share: null,
};

test('a report has a bar for the agent and for each simpler means, random play last', () => {
  const bars = reportBars(report);
  assert.deepEqual(bars.map(({name}) => name),
    ['this agent', 'its network alone', 'tabu walk', 'annealing', 'hill climbing', 'best Euclidean rhythm', 'random snares']);
  assert.deepEqual(bars.map(({regret}) => regret), [0.02, 0.04, 0.01, 0.025, 0.03, 0.3, 1]);
});

test('an agent that was judged thinking, too, has two bars', () => {
  const bars = reportBars({...report, think_regret: 0.001, think_optimal_share: 0.98});
  assert.equal(bars.length, 8);
  assert.deepEqual(bars[0], {name: 'this agent, thinking longer', regret: 0.001, optimal: 0.98});
});
