import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { backtestFile, backtestTable } from '../../forecasting/commands/backtest.ts';
import { forecastFile } from '../../forecasting/commands/forecast.ts';
import { seriesIn } from '../../forecasting/commands/series-file.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'forecast-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, lines: readonly (string | object)[]): string => {
  const full = path.join(directory, name);
  writeFileSync(
    full,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return full;
};
const read = (full: string) =>
  readFileSync(full, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const monthly = (id: string, n = 48, extra = {}) => ({
  id,
  frequency: 12,
  horizon: 6,
  y: Array.from({ length: n }, (_, t) => 100 + t + 20 * Math.sin((2 * Math.PI * t) / 12) + (t % 5)),
  ...extra,
});

describe('forecast of a file', () => {
  test('writes one forecast a series in input order, with the contract’s fields', async () => {
    const input = file('good.jsonl', [monthly('b'), monthly('a', 2), monthly('c', 30)]);
    const output = path.join(directory, 'good.out');
    const result = await forecastFile({ input, output, model: 'auto' });
    expect(result).toEqual({ forecast: 3, failed: [], stopped: false, exitCode: 0 });
    const rows = read(output);
    expect(rows.map((row) => row.id)).toEqual(['b', 'a', 'c']);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['id', 'model', 'mean', 'lo80', 'hi80', 'lo95', 'hi95']);
      expect(row.mean).toHaveLength(6);
      expect(row.mean.every(Number.isFinite)).toBe(true);
    }
  });

  test('with sums, each line has those over so many steps too', async () => {
    const input = file('sums.jsonl', [monthly('a')]);
    const output = path.join(directory, 'sums.out');
    await forecastFile({ input, output, model: 'theta', sums: 3 });
    const [{ mean, sums }] = read(output);
    expect(sums.mean[1]).toBeCloseTo(mean[3] + mean[4] + mean[5], 9);
    expect(Object.keys(sums)).toEqual(['mean', 'lo80', 'hi80', 'lo95', 'hi95']);
  });

  test('bad lines are named by number and the rest is forecast', async () => {
    const input = file('mixed.jsonl', [
      monthly('a'),
      '{"id": "broken", ',
      monthly('a'),
      '',
      monthly('wrong', 24, { frequency: 1.5 }),
      monthly('empty', 0),
      monthly('text', 24, { y: [1, 'two'] }),
      monthly('far', 24, { horizon: 0 }),
      { id: 'unknown', frequency: 12, horizon: 3, y: [null, null] },
      '[1, 2]',
      monthly('z'),
    ]);
    const output = path.join(directory, 'mixed.out');
    const result = await forecastFile({ input, output, model: 'theta' });
    expect(read(output).map((row) => row.id)).toEqual(['a', 'z']);
    expect(result.exitCode).toBe(1);
    expect(result.failed.map(({ line, code }) => [line, code])).toEqual([
      [2, 'LINE_NOT_JSON'],
      [3, 'SERIES_DUPLICATE'],
      [5, 'SERIES_INVALID'],
      [6, 'SERIES_INVALID'],
      [7, 'SERIES_INVALID'],
      [8, 'SERIES_INVALID'],
      [9, 'SERIES_NOT_FORECAST'],
      [10, 'SERIES_INVALID'],
    ]);
    expect(result.failed[1]!.message).toContain('line 1');
  });

  test('a line too long for memory is named by its number, and only its end is looked for', async () => {
    const longest = 1000;
    async function* pieces() {
      yield `${JSON.stringify(monthly('a', 5))}\r\n{"id":"endless","y":[`;
      for (let n = 0; n < 100_000; n++) yield '1,'.repeat(50);
      yield `1]}\n\n${JSON.stringify(monthly('b', 5)).slice(0, 20)}`;
      yield `${JSON.stringify(monthly('b', 5)).slice(20)}`;
    }
    const found = [];
    for await (const item of seriesIn(pieces(), longest)) found.push(item);
    expect(found).toMatchObject([
      { kind: 'series', line: 1, row: { id: 'a' } },
      { kind: 'bad', bad: { line: 2, code: 'LINE_TOO_LONG' } },
      { kind: 'series', line: 4, row: { id: 'b' } },
    ]);
  });

  test('null, NaN and Infinity are missing values', async () => {
    const values = monthly('x').y.map((v, i) =>
      i === 7 ? 'NaN' : i === 9 ? '-Infinity' : i === 11 ? '1e999' : v,
    );
    const input = file('nan.jsonl', [`{"id":"x NaN","frequency":12,"horizon":3,"y":[${values.join(', ')}]}`]);
    const output = path.join(directory, 'nan.out');
    expect(await forecastFile({ input, output, model: 'auto' })).toMatchObject({ forecast: 1, exitCode: 0 });
    expect(read(output)[0].id).toBe('x NaN');
  });

  test('a start as R writes it counts as one', async () => {
    const y = Array.from({ length: 120 }, (_, t) => {
      const days = new Date(Date.UTC(2010, t + 1, 0)).getUTCDate();
      const first = new Date(Date.UTC(2010, t, 1)).getUTCDay();
      const working = Array.from({ length: days }, (_, d) => (first + d) % 7).filter(
        (d) => d % 6 !== 0,
      ).length;
      return 1000 + 40 * working + ((t * 7919) % 13);
    });
    const row = { id: 'x', frequency: 12, horizon: 12, y };
    const forecasts = [];
    const starts = { r: [2010, 1], iso: '2010-01', instant: '2010-01-01T00:00:00Z', wrong: [2010, 13] };
    for (const [name, start] of Object.entries(starts)) {
      const output = path.join(directory, `start-${name}.out`);
      await forecastFile({ input: file(`start-${name}.jsonl`, [{ ...row, start }]), output, model: 'auto' });
      forecasts.push(read(output)[0].mean);
    }
    const [r, iso, instant, wrong] = forecasts;
    expect(r).toEqual(iso);
    expect(r).toEqual(instant);
    expect(r).not.toEqual(wrong);
  });

  test('a start that is no day is named by its line, and the series forecast without it', async () => {
    const wrong = ['2026-13', '2026-02-30', 'May 2026', '2026-1', 2026, [2026, 13], {}];
    const right = ['2026-12', '2024-02-29', '2026-02-28 00:00:00', [2026, 12], [1, 1], null];
    const input = file(
      'starts.jsonl',
      [...wrong, ...right].map((start, i) => monthly(`s${i}`, 24, { start })),
    );
    const notes: [number, string][] = [];
    const result = await forecastFile({
      input,
      output: path.join(directory, 'starts.out'),
      model: 'naive',
      onNote: ({ line, code }) => notes.push([line, code]),
    });
    expect(notes).toEqual(wrong.map((_, i) => [i + 1, 'START_UNREADABLE']));
    expect(result).toMatchObject({ forecast: wrong.length + right.length, failed: [], exitCode: 0 });
  });

  test('text in another encoding is told from lines that are no JSON', async () => {
    const input = path.join(directory, 'utf16.jsonl');
    writeFileSync(input, JSON.stringify(monthly('a')), 'utf16le');
    const { failed } = await forecastFile({
      input,
      output: path.join(directory, 'utf16.out'),
      model: 'auto',
    });
    expect(failed).toMatchObject([{ code: 'LINE_NOT_JSON', message: expect.stringContaining('UTF-8') }]);
  });

  test('a value no quantity can have is named by its line', async () => {
    const input = file('huge.jsonl', [
      monthly('a'),
      { id: 'huge', frequency: 1, horizon: 3, y: [1e308, 5, 6] },
    ]);
    const output = path.join(directory, 'huge.out');
    expect(await forecastFile({ input, output, model: 'auto' })).toMatchObject({
      forecast: 1,
      failed: [{ line: 2, code: 'SERIES_NOT_FORECAST' }],
    });
  });

  test('an interrupt keeps the finished lines', async () => {
    const input = file(
      'long.jsonl',
      Array.from({ length: 50 }, (_, i) => monthly(`s${i}`)),
    );
    const output = path.join(directory, 'long.out');
    const controller = new AbortController();
    const result = await forecastFile({
      input,
      output,
      model: 'theta',
      signal: controller.signal,
      onProgress: (done) => done === 10 && controller.abort(),
    });
    expect(result).toMatchObject({ forecast: 10, stopped: true, exitCode: 1 });
    expect(read(output)).toHaveLength(10);
  });

  test.each([
    [{ input: 'missing.jsonl' }, 'SERIES_FILE_UNREADABLE'],
    [{ output: 'no/such/folder/out.jsonl' }, 'OUTPUT_UNWRITABLE'],
    [{ output: 'ok.jsonl' }, 'OUTPUT_UNWRITABLE'],
    [{ model: 'oracle' }, 'MODEL_UNKNOWN'],
  ])('%j is refused with %s', async (wrong, code) => {
    file('ok.jsonl', [monthly('a')]);
    const asked = { input: 'ok.jsonl', output: 'ok.out', model: 'auto', ...wrong };
    const paths = { input: path.join(directory, asked.input), output: path.join(directory, asked.output) };
    await expect(forecastFile({ ...asked, ...paths })).rejects.toMatchObject({ code });
  });

  test.each([
    ['nothing', []],
    ['blank lines', ['', ' ', '']],
  ])('an input of %s is refused with SERIES_NONE', async (_, lines) => {
    const asked = { input: file('none.jsonl', lines), output: path.join(directory, 'none.out') };
    await expect(forecastFile({ ...asked, model: 'auto' })).rejects.toMatchObject({ code: 'SERIES_NONE' });
  });

  // A device that is always full, of Linux; elsewhere there is no such file, nor may one be made.
  test.each([1, 300])(
    'a full disk is told of, not thrown, on the first of %d lines or later',
    async (count) => {
      const input = file(
        'many.jsonl',
        Array.from({ length: count }, (_, i) => monthly(`s${i}`, 24, { horizon: 200 })),
      );
      await expect(forecastFile({ input, output: '/dev/full', model: 'naive' })).rejects.toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        message: expect.stringContaining('/dev/full'),
      });
    },
  );

  test.each([
    ['a symbolic link', symlinkSync],
    ['a hard link', linkSync],
  ])('the input is not overwritten through %s', async (kind, link) => {
    const input = file(`${kind}.jsonl`, [monthly('a')]);
    const output = path.join(directory, `${kind}.out`);
    link(input, output);
    const before = readFileSync(input, 'utf8');
    await expect(forecastFile({ input, output, model: 'naive' })).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
    const page = { input, html: output, models: ['naive'], cpuMs: () => 0 };
    await expect(backtestFile(page)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    expect(readFileSync(input, 'utf8')).toBe(before);
  });
});

describe('backtest of a file', () => {
  test('reports every model, and the page shows the forecasts', async () => {
    const input = file('backtest.jsonl', [monthly('a'), monthly('<b>', 60), monthly('short', 5)]);
    const html = path.join(directory, 'report.html');
    let clock = 0;
    const result = await backtestFile({ input, html, models: ['auto', 'naive'], cpuMs: () => clock++ });
    expect(result.report.series).toBe(2);
    expect(result.failed).toEqual([expect.objectContaining({ line: 3, code: 'SERIES_NOT_FORECAST' })]);
    const [auto, naive] = result.report.models;
    expect(auto!.owa).toBeLessThan(naive!.owa);
    expect(auto!.cpuMs).toBe(1);
    expect(backtestTable(result.report).split('\n')).toHaveLength(3);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('&lt;b&gt;');
    expect(page).toContain('of the first 2 of 2 series');
    const [, furthest] = page.split('Furthest off');
    const error = (id: string) => Number(furthest!.split(`<td>${id}</td><td>`)[1]!.split('<')[0]);
    expect(error('a') - error('&lt;b&gt;')).not.toBe(0);
    const firstIsA = furthest!.indexOf('<td>a</td>') < furthest!.indexOf('<td>&lt;b&gt;</td>');
    expect(firstIsA).toBe(error('a') > error('&lt;b&gt;'));
    expect(page).not.toContain('NaN');
  });

  test.each([
    ['empty.jsonl', []],
    ['short.jsonl', [monthly('short', 5)]],
  ])('refuses %s, which has nothing to hold out', async (name, rows) => {
    const asked = { input: file(name, rows), models: ['naive'], cpuMs: () => 0 };
    await expect(backtestFile(asked)).rejects.toMatchObject({ code: 'SERIES_NONE' });
  });
});
