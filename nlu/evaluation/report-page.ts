/** The result of a cross-validation as one self-contained HTML page: tables, and plots as inline SVG. */
import type { Confusion, CrossValidation } from './cross-validate.ts';
import type { ReliabilityBin } from './metrics.ts';

export interface ReportTitle {
  readonly corpus: string;
  readonly folds: number;
}

const PAIRS = 40;
const MATRIX_INTENTS = 60;

export function reportPage(result: CrossValidation, { corpus, folds }: ReportTitle): string {
  const { metrics, intents, confusions, learningCurve } = result;
  const known = intents.reduce((sum, intent) => sum + intent.support, 0);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cross-validation of ${escapeHtml(corpus)}</title>
<style>${STYLE}</style>
<h1>Cross-validation</h1>
<p>${folds} folds of <code>${escapeHtml(corpus)}</code>: ${known} in-scope examples of ${intents.length} intents,
${result.predictions.length - known} out of scope. Every example was predicted by a model that never saw it.</p>
<dl>
${[
  ['In-scope accuracy', share(metrics.inScopeAccuracy)],
  ['Macro-F1', share(metrics.macroF1)],
  ['In-scope recall', share(metrics.inScopeRecall)],
  ['Out-of-scope recall', share(metrics.oosRecall)],
  ['Out-of-scope AUROC', metrics.oosAuroc?.toFixed(3) ?? '–'],
  ['Calibration error', metrics.expectedCalibrationError?.toFixed(3) ?? '–'],
]
  .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
  .join('\n')}
</dl>
<section class="plots">
<figure><figcaption>Reliability: how often a confidence is right</figcaption>${reliabilityPlot(result.reliability)}</figure>
${learningCurve.length > 1 ? `<figure><figcaption>Learning curve: in-scope accuracy by number of examples</figcaption>${learningPlot(learningCurve)}</figure>` : ''}
</section>
<h2>Most confused pairs</h2>
${confusionTable(confusions.slice(0, PAIRS))}
<h2>Confusion matrix</h2>
${matrix(result)}
<h2>Intents, weakest first</h2>
<div class="wide"><table>
<tr><th>Intent<th class="n">Precision<th class="n">Recall<th class="n">F1<th>95 % interval of F1<th class="n">Examples</tr>
${[...intents]
  .sort((a, b) => a.f1 - b.f1)
  .map(
    ({ intent, precision, recall, f1, f1Interval: [low, high], support }) =>
      `<tr><td>${escapeHtml(intent)}<td class="n">${share(precision)}<td class="n">${share(recall)}<td class="n">${share(f1)}` +
      `<td>${intervalBar(f1, low, high)} ${share(low)} – ${share(high)}<td class="n">${support}</tr>`,
  )
  .join('\n')}
</table></div>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #66727f; --line: #d6dde4; --main: #1668b8; --bad: #c2410c; --back: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9aa7b4; --line: #34404c; --main: #63a9ef; --bad: #fb923c; --back: #12181f } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 68rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2.5rem }
dl { display: flex; flex-wrap: wrap; gap: .75rem } dl div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem }
dt { color: var(--soft); font-size: .85rem } dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums }
.plots { display: flex; flex-wrap: wrap; gap: 2rem } figure { margin: 1rem 0 } figcaption { color: var(--soft); margin-bottom: .4rem }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top }
th { color: var(--soft); font-weight: 500 } .n { text-align: right; font-variant-numeric: tabular-nums } ul { margin: 0; padding-left: 1.1rem }
.wide { overflow-x: auto }
`;

/** Text as HTML text or attribute: corpora hold what strangers wrote. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function share(value: number | null): string {
  return value === null ? '–' : `${(100 * value).toFixed(1)} %`;
}

function intervalBar(value: number, low: number, high: number): string {
  const x = (at: number) => (1 + 98 * at).toFixed(1);
  return (
    `<svg width="100" height="12" aria-hidden="true"><line x1="${x(low)}" x2="${x(high)}" y1="6" y2="6" stroke="var(--main)" stroke-width="3" opacity=".4"/>` +
    `<circle cx="${x(value)}" cy="6" r="3" fill="var(--main)"/></svg>`
  );
}

function confusionTable(pairs: readonly Confusion[]): string {
  if (pairs.length === 0) return '<p>None.</p>';
  const rows = pairs.map(
    ({ intent, predicted, count, texts }) =>
      `<tr><td class="n">${count}<td>${escapeHtml(intent)}<td>${escapeHtml(predicted)}<td><ul>${texts
        .map((text) => `<li>${escapeHtml(text)}`)
        .join('')}</ul></tr>`,
  );
  return `<div class="wide"><table><tr><th class="n">Times<th>Is<th>Taken for<th>Examples</tr>${rows.join('\n')}</table></div>`;
}

const SIZE = 300;
const MARGIN = 34;

/** A square plot with both axes from 0 to 1 unless the labels say else; `x` and `y` map shares to pixels. */
function plot(body: string, xLabels: readonly (readonly [number, string])[], name: string): string {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return `<svg width="${SIZE + 2 * MARGIN}" height="${SIZE + 2 * MARGIN}" role="img" aria-label="${name}">
${ticks.map((at) => `<line x1="${x(0)}" x2="${x(1)}" y1="${y(at)}" y2="${y(at)}" stroke="var(--line)"/><text x="${x(0) - 6}" y="${y(at) + 4}" text-anchor="end">${100 * at}</text>`).join('')}
${xLabels.map(([at, label]) => `<text x="${x(at)}" y="${y(0) + 18}" text-anchor="middle">${label}</text>`).join('')}
${body}</svg>`;
}

function x(at: number): number {
  return MARGIN + SIZE * at;
}

function y(at: number): number {
  return MARGIN / 2 + SIZE * (1 - at);
}

function reliabilityPlot(bins: readonly ReliabilityBin[]): string {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const dots = bins
    .filter((bin) => bin.count > 0)
    .map(
      ({ confidence, accuracy, count }) =>
        `<circle cx="${x(confidence)}" cy="${y(accuracy)}" r="${(3 + 9 * Math.sqrt(count / most)).toFixed(1)}" fill="var(--main)" opacity=".75"><title>${count} messages: confidence ${share(confidence)}, right ${share(accuracy)}</title></circle>`,
    );
  const diagonal = `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="var(--soft)" stroke-dasharray="4 4"/>`;
  return plot(
    diagonal + dots.join(''),
    [0, 0.25, 0.5, 0.75, 1].map((at) => [at, `${100 * at}`]),
    'Reliability diagram',
  );
}

function learningPlot(curve: CrossValidation['learningCurve']): string {
  const most = Math.max(...curve.map((point) => point.examples));
  const points = curve.map(({ examples, inScopeAccuracy }) => ({
    at: examples / most,
    value: inScopeAccuracy ?? 0,
    examples,
  }));
  const path = points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
  const dots = points.map(
    ({ at, value, examples }) =>
      `<circle cx="${x(at)}" cy="${y(value)}" r="4" fill="var(--main)"><title>${examples} examples: ${share(value)}</title></circle>`,
  );
  return plot(
    `<polyline points="${path}" fill="none" stroke="var(--main)" stroke-width="2"/>${dots.join('')}`,
    points.map(({ at, examples }) => [at, String(examples)]),
    'Learning curve',
  );
}

/**
 * Rows are what messages are, columns what they were taken for; the darker, the more of the row, mistakes beside the
 * most frequent mistake.
 */
function matrix({ intents, predictions }: CrossValidation): string {
  const names = intents.map((intent) => intent.intent);
  if (names.length > MATRIX_INTENTS) return `<p>Left out for more than ${MATRIX_INTENTS} intents.</p>`;
  const cell = 15;
  const label = 8 * Math.max(...names.map((name) => name.length)) + 10;
  const counts = names.map(() => names.map(() => 0));
  for (const { intent, predicted } of predictions) {
    const row = counts[names.indexOf(intent)];
    const column = names.indexOf(predicted);
    if (row && column >= 0) row[column]!++;
  }
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const worst = Math.max(
    ...counts.flatMap((row, r) => row.map((count, c) => (r === c ? 0 : count / totals[r]!))),
  );
  const cells = counts.flatMap((row, r) => {
    const total = totals[r]!;
    const darkness = (count: number, c: number) => count / total / (r === c ? 1 : worst);
    return row.map((count, c) =>
      count === 0
        ? ''
        : `<rect x="${label + c * cell}" y="${label + r * cell}" width="${cell - 1}" height="${cell - 1}" fill="var(${r === c ? '--main' : '--bad'})" opacity="${(0.15 + 0.85 * darkness(count, c)).toFixed(2)}"><title>${count} of ${total} ${escapeHtml(names[r]!)} taken for ${escapeHtml(names[c]!)}</title></rect>`,
    );
  });
  const labels = names.map(
    (name, i) =>
      `<text x="${label - 6}" y="${label + i * cell + 11}" text-anchor="end">${escapeHtml(name)}</text>` +
      `<text transform="translate(${label + i * cell + 11} ${label - 6}) rotate(-90)">${escapeHtml(name)}</text>`,
  );
  const size = label + names.length * cell + 4;
  return `<div class="wide"><svg width="${size}" height="${size}" role="img" aria-label="Confusion matrix">${labels.join('')}${cells.join('')}</svg></div>`;
}
