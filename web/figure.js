// The evaluation as a figure, a PNG to paste into a report: regret of the agent beside that of simpler means, and for the
// preset "Original" reward over iterations from three kinds of start.

const width = 1200;
const height = 470;
const scale = 2; // pixels per unit: sharp in print
const font = 'Inter, system-ui, sans-serif';
const colours = Object.freeze({
  paper: '#14171d',
  grid: '#2b303a',
  axis: '#8b93a1',
  text: '#eef0f4',
  best: '#f2a33a',
  line: '#4cc9f0',
  mean: '#9b8cff',
});
const margin = Object.freeze({left: 72, right: 28, top: 146, bottom: 60, between: 72});

/**
 * Draws the result of an evaluation.
 * @param {object} result as in the page's state: report {regret, …} and, if it was judged by "Original", best, worst,
 *   random {rewards, kick}, best_reward, reached, fewest, …
 * @param {string} agentName
 * @returns {Promise<Blob>} a PNG
 */
export function drawEvaluation(result, agentName) {
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);

  const reward = result.reward_name ? `, judged by "${result.reward_name}"` : '';
  text(context, `Backbeat: ${agentName}, ${result.report?.steps ?? result.steps} steps${reward}`, margin.left, 36, {size: 17, weight: 600});
  if (result.best) drawScenarios(context, result);
  else drawReport(context, result.report);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The figure could not be made.'))), 'image/png');
  });
}

/**
 * The bars of a report: what plays, its regret, and the share of kicks it answers best.
 * @param {object} report
 * @returns {{name: string, regret: number, optimal: number | null}[]} best first as a rule; random play comes last
 */
export function reportBars(report) {
  const bars = [
    {name: 'this agent', regret: report.regret, optimal: report.optimal_share},
    {name: 'its network alone', regret: report.regret_network_alone, optimal: report.optimal_share_network_alone},
    {name: 'tabu walk', regret: report.regret_tabu, optimal: report.optimal_share_tabu},
    {name: 'annealing', regret: report.regret_annealing, optimal: report.optimal_share_annealing},
    {name: 'hill climbing', regret: report.regret_hill_climb, optimal: report.optimal_share_hill_climb},
    {name: 'best Euclidean rhythm', regret: report.regret_euclid, optimal: report.optimal_share_euclid},
    {name: 'random snares', regret: 1, optimal: null},
  ];
  if (typeof report.think_regret === 'number') {
    bars.unshift({name: 'this agent, thinking longer', regret: report.think_regret, optimal: report.think_optimal_share});
  }
  return bars;
}

function drawReport(context, report) {
  const best = report.method === 'exact' ? 'the best of all snares' : 'the best that a long search found';
  text(context,
    `Regret over ${report.kicks} kicks${report.held_out ? ' it has never heard' : ''}: ` +
      `0 % is ${best}, 100 % are random snares. Better than the tabu walk on ${percent(report.beats_tabu)}.`,
    margin.left, 61, {size: 13, colour: colours.axis});
  const bars = reportBars(report);
  const left = margin.left + 210;
  const right = width - margin.right - 230;
  const rowHeight = (height - margin.bottom - 96) / bars.length;
  const barHeight = Math.min(26, rowHeight - 8);
  bars.forEach(({name, regret, optimal}, index) => {
    const middle = 96 + (index + 0.5) * rowHeight;
    const length = Math.max(1.5, Math.min(1, Math.max(0, regret)) * (right - left));
    text(context, name, left - 14, middle + 5, {size: 14, align: 'right'});
    context.fillStyle = name.startsWith('this agent') ? colours.line : colours.grid;
    context.fillRect(left, middle - barHeight / 2, length, barHeight);
    const words = optimal === null ? percent(regret) : `${percent(regret)}, best answer to ${percent(optimal)}`;
    text(context, words, left + length + 12, middle + 5, {size: 13, colour: colours.axis});
  });
  line(context, [[left, 92], [left, height - margin.bottom + 4]], colours.best, 1.5);
  text(context, 'best possible', left, height - margin.bottom + 24, {size: 11, colour: colours.best, align: 'center'});
}

function drawScenarios(context, result) {
  text(context,
    `Of ${result.starts.toLocaleString('en')} random starts ${percent(result.reached)} reach the best reward, ` +
      `${percent(result.fewest)} in the fewest possible toggles.` +
      (result.report ? ` Regret over ${result.report.kicks} kicks: ${percent(result.report.regret)}.` : ''),
    margin.left, 61, {size: 13, colour: colours.axis});

  const panels = [
    {title: 'Best case', hint: 'snare is the complement of the kick', run: result.best},
    {title: 'Worst case', hint: 'snare equals the kick', run: result.worst},
    {title: 'Random starts', hint: 'one of them, and the mean of all', run: result.random, mean: result.random?.mean_rewards},
  ];
  const panelWidth = (width - margin.left - margin.right - margin.between * (panels.length - 1)) / panels.length;
  panels.forEach((panel, index) => {
    const left = margin.left + index * (panelWidth + margin.between);
    drawPanel(context, {left, top: margin.top, width: panelWidth, height: height - margin.top - margin.bottom},
      panel, result);
  });
}

function drawPanel(context, box, {title, hint, run, mean}, result) {
  const x = (iteration) => box.left + (iteration / result.iterations) * box.width;
  const y = (reward) => box.top + ((1 - reward) / 2) * box.height; // rewards run from -1 to 1

  text(context, title, box.left, box.top - 38, {size: 14, weight: 600});
  text(context, hint, box.left, box.top - 21, {size: 11, colour: mean ? colours.mean : colours.axis});
  for (const reward of [-1, -0.5, 0, 0.5, 1]) {
    line(context, [[box.left, y(reward)], [box.left + box.width, y(reward)]], colours.grid, 1);
    text(context, String(reward).replace('-', '\u2212'), box.left - 10, y(reward) + 4, {size: 11, colour: colours.axis, align: 'right'});
  }
  const every = Math.max(1, Math.ceil(result.iterations / 8));
  for (let iteration = 0; iteration <= result.iterations; iteration += every) {
    text(context, String(iteration), x(iteration), box.top + box.height + 20,
      {size: 11, colour: colours.axis, align: 'center'});
  }
  text(context, 'greedy iterations', box.left + box.width / 2, box.top + box.height + 42,
    {size: 12, colour: colours.axis, align: 'center'});
  context.save();
  context.translate(box.left - 46, box.top + box.height / 2);
  context.rotate(-Math.PI / 2);
  text(context, 'reward', 0, 0, {size: 12, colour: colours.axis, align: 'center'});
  context.restore();

  const best = y(result.best_reward);
  context.setLineDash([5, 4]);
  line(context, [[box.left, best], [box.left + box.width, best]], colours.best, 1.5);
  context.setLineDash([]);
  text(context, 'best possible', box.left + box.width, best - 7, {size: 11, colour: colours.best, align: 'right'});

  if (mean?.length) line(context, mean.map((reward, i) => [x(i), y(reward)]), colours.mean, 1.5);
  const points = run.rewards.map((reward, i) => [x(i), y(reward)]);
  line(context, points, colours.line, 2.25);
  context.fillStyle = colours.line;
  for (const [px, py] of points) {
    context.beginPath();
    context.arc(px, py, 3, 0, 2 * Math.PI);
    context.fill();
  }
}

function line(context, points, colour, lineWidth) {
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.lineJoin = 'round';
  context.beginPath();
  points.forEach(([px, py], index) => (index ? context.lineTo(px, py) : context.moveTo(px, py)));
  context.stroke();
}

function text(context, words, px, py, {size, weight = 400, colour = colours.text, align = 'left'}) {
  context.font = `${weight} ${size}px ${font}`;
  context.fillStyle = colour;
  context.textAlign = align;
  context.fillText(words, px, py);
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
