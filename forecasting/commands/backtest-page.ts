import type { BacktestReport, Holdout, SeriesBacktest } from '../backtest.ts';

interface Plot {
  readonly holdout: Holdout;
  readonly result: SeriesBacktest;
}

const WIDTH = 460;
const HEIGHT = 200;

/**
 * The backtest as one self-contained HTML page: the table, accuracy and coverage as bars, the series that were furthest
 * off, forecasts as plots. `results` are those of all series.
 */
export function backtestPage(
  report: BacktestReport,
  results: readonly SeriesBacktest[],
  plots: readonly Plot[],
): string {
  const first = report.models[0]!.model;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Forecast backtest</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1c2733; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid #dde3ea; }
  th:first-child, td:first-child { text-align: left; }
  .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1.2rem; }
  figure { margin: 0; }
  figcaption { font-size: 13px; overflow-wrap: anywhere; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: 13px; }
  dt { font-weight: 600; }
  dd { margin: 0; }
  svg { width: 100%; height: auto; background: #f7f9fb; }
</style>
<h1>Forecast backtest</h1>
<p>${report.series} series, the end of each held out and forecast.</p>
${table(report)}
<dl>
<dt>OWA</dt><dd>error relative to the seasonally adjusted naive forecast: below 1 is better than it.</dd>
<dt>sMAPE</dt><dd>mean error in percent of the mean of what was forecast and what came.</dd>
<dt>MASE, RMSSE</dt><dd>mean and root mean squared error in mean steps from one season to the next.</dd>
<dt>Bias</dt><dd>forecast less what came, in the same steps: above 0 it was too high.</dd>
<dt>In 80 %, in 95 %</dt><dd>share of what came, in percent, that lay inside that interval; right is 80 and 95.</dd>
<dt>MSIS</dt><dd>width of the 95 % interval in the same steps, and a penalty for what lay outside: lower is better.</dd>
<dt>CPU ms</dt><dd>milliseconds of CPU a series.</dd>
</dl>
<h2>Accuracy (OWA, lower is better)</h2>
${bars(report.models.map(({ model, owa }) => ({ label: model, value: owa, text: owa.toFixed(3) })))}
<h2>Coverage of the 80 % interval (right is 80 %)</h2>
${bars(
  report.models.map(({ model, coverage80 }) => ({
    label: model,
    value: coverage80,
    text: `${(100 * coverage80).toFixed(1)} %`,
  })),
)}
<h2>Furthest off</h2>
<p>The series whose forecasts by ${escapeHtml(first)} had the largest scaled errors.</p>
${furthestOff(results, first)}
<h2>Forecasts</h2>
<p>By ${escapeHtml(first)}, of the first ${plots.length} of ${report.series} series. Black: what was known and what came. Blue: the
forecast with its 80 and 95 % intervals. Dashed: the end of what was known.</p>
<div class="plots">${plots.map(plot).join('')}</div>
</html>
`;
}

function table({ models }: BacktestReport): string {
  const titles = ['Model', 'OWA', 'sMAPE', 'MASE', 'RMSSE', 'Bias', 'In 80 %', 'In 95 %', 'MSIS', 'CPU ms'];
  const rows = models.map((m) => [
    m.model,
    m.owa.toFixed(3),
    m.smape.toFixed(2),
    m.mase.toFixed(3),
    m.rmsse.toFixed(3),
    m.bias.toFixed(3),
    (100 * m.coverage80).toFixed(1),
    (100 * m.coverage95).toFixed(1),
    m.intervalScore.toFixed(2),
    m.cpuMs.toFixed(1),
  ]);
  return tableOf(titles, rows);
}

const FURTHEST = 10;

function furthestOff(results: readonly SeriesBacktest[], model: string): string {
  const rows = results
    .map(({ id, scores }) => ({ id, ...scores[model]! }))
    .filter(({ mase }) => Number.isFinite(mase))
    .sort((a, b) => b.mase - a.mase)
    .slice(0, FURTHEST)
    .map(({ id, mase, smape, coverage80 }) => [
      id,
      mase.toFixed(3),
      smape.toFixed(2),
      (100 * coverage80).toFixed(1),
    ]);
  return tableOf(['Series', 'MASE', 'sMAPE', 'In 80 %'], rows);
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const lines = [line(titles, 'th'), ...rows.map((row) => line(row, 'td'))];
  return `<div class="wide"><table>${lines.join('')}</table></div>`;
}

function bars(items: readonly { label: string; value: number; text: string }[]): string {
  const finite = items.filter(({ value }) => Number.isFinite(value));
  const largest = Math.max(...finite.map(({ value }) => value), 1e-9);
  const lines = finite.map(({ label, value, text }, i) => {
    const y = i * 26;
    const width = (value / largest) * 560;
    return `<text x="120" y="${y + 17}" text-anchor="end" font-size="13">${escapeHtml(label)}</text>
<rect x="130" y="${y + 4}" width="${width.toFixed(1)}" height="18" fill="#3b7dd8"/>
<text x="${(136 + width).toFixed(1)}" y="${y + 17}" font-size="13">${escapeHtml(text)}</text>`;
  });
  return `<svg viewBox="0 0 760 ${finite.length * 26 + 4}" role="img">${lines.join('')}</svg>`;
}

function plot({ holdout, result }: Plot): string {
  const { forecast } = result;
  const shown = holdout.training.slice(-6 * forecast.mean.length);
  const past = [...shown, ...holdout.actual];
  const total = past.length;
  const everything = [...past.filter((v) => v !== null), ...forecast.lo95, ...forecast.hi95].filter(
    Number.isFinite,
  );
  const low = everything.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = everything.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const x = (i: number): string => ((i / Math.max(1, total - 1)) * WIDTH).toFixed(1);
  const y = (v: number): string => (HEIGHT - 8 - ((v - low) / (high - low || 1)) * (HEIGHT - 16)).toFixed(1);
  const path = (values: readonly (number | null)[], from: number): string => {
    let pen = 'M';
    return values
      .map((v, i) => {
        if (v === null || !Number.isFinite(v)) {
          pen = 'M';
          return '';
        }
        const step = `${pen}${x(from + i)} ${y(v)}`;
        pen = 'L';
        return step;
      })
      .join('');
  };
  const from = shown.length;
  const band = (lower: readonly number[], upper: readonly number[]): string =>
    [
      ...upper.map((v, i) => `${x(from + i)},${y(v)}`),
      ...lower.map((v, i) => `${x(from + i)},${y(v)}`).reverse(),
    ].join(' ');
  return `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
<polygon points="${band(forecast.lo95, forecast.hi95)}" fill="#3b7dd8" opacity=".15"/>
<polygon points="${band(forecast.lo80, forecast.hi80)}" fill="#3b7dd8" opacity=".25"/>
<path d="M${x(from)} 0V${HEIGHT}" stroke="#8a97a6" stroke-dasharray="4 4"/>
<path d="${path(past, 0)}" fill="none" stroke="#1c2733"/>
<path d="${path(forecast.mean, from)}" fill="none" stroke="#1d5fc2" stroke-width="2"/>
<g font-size="12" stroke="#f7f9fb" stroke-width="3" paint-order="stroke"><text x="4" y="14">${shortNumber(high)}</text>
<text x="4" y="${HEIGHT - 4}">${shortNumber(low)}</text></g>
</svg><figcaption><b>${escapeHtml(result.id)}</b> ${escapeHtml(forecast.model)}</figcaption></figure>`;
}

const shortNumber = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
