import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { answeredIntents } from '../../bot/commands/nlu-tools.ts';
import { examplesOf } from '../../nlu/corpus/corpus.ts';
import { readCorpus } from '../../nlu/corpus/read-corpus.ts';
import { validateCorpus } from '../../nlu/evaluation/validate-corpus.ts';
import { type Example, NONE } from '../../nlu/intents/model.ts';
import { foldText } from '../../nlu/intents/ngrams.ts';
import { LANGUAGES, type Language } from '../../nlu/understanding.ts';

const trainingData = fileURLToPath(new URL('../../training-data', import.meta.url));

const INTENTS = `
  greet goodbye thanks affirm deny help bot.about
  product.find product.detail product.price product.stock product.compare product.recommend
  quote.request quote.change quote.discount quote.accept order.status order.change order.return
  shipping.info payment.info contact.leave meeting.book human.request complaint praise privacy.export privacy.erase
  deals.list deal.show deal.create deal.update activity.log contact.show
  forecast.show forecast.why leads.next quote.approve digest.show`
  .trim()
  .split(/\s+/);
const AT_LEAST: Record<Language, number> = { en: 60, zh: 40 };

/** What two texts have in common when only case, punctuation and spacing tell them apart. */
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || text;

const golden = async (language: Language) =>
  examplesOf(await readCorpus(path.join(trainingData, 'golden', `${language}.jsonl`)));

describe('the intent corpora of the sample shop', () => {
  test.each(LANGUAGES)('hold every intent of the shop with enough examples in %s', async (language) => {
    const examples = examplesOf(await readCorpus(path.join(trainingData, 'intents', language)));
    const counts = new Map<string, number>();
    for (const { intent } of examples) counts.set(intent, (counts.get(intent) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([...INTENTS, NONE].sort());
    expect([...counts].filter(([, count]) => count < AT_LEAST[language])).toEqual([]);
    expect(examples.filter((example) => example.language !== language)).toEqual([]);
  });

  test('hold no text twice', async () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const { text, file, line } of examplesOf(await readCorpus(path.join(trainingData, 'intents')))) {
      const before = seen.get(bare(text));
      if (before) twice.push(`${file}:${line}: "${text}" stands at ${before}`);
      seen.set(bare(text), `${file}:${line}`);
    }
    expect(twice).toEqual([]);
  });

  test('have nothing that training would refuse', async () => {
    const { examples, problems } = await readCorpus(path.join(trainingData, 'intents'));
    const doubts = validateCorpus(examples, { fewest: 1 });
    expect([...problems, ...doubts.filter(({ code }) => code === 'corpus.contradiction')]).toEqual([]);
  });

  test('share no text with the golden set', async () => {
    const corpus = examplesOf(await readCorpus(path.join(trainingData, 'intents')));
    // As training reads them: spoken forms of one sentence are the same.
    const read = ({ text }: Example) => bare(foldText(text));
    const known = new Set(corpus.map(read));
    const rows = (await Promise.all(LANGUAGES.map(golden))).flat();
    expect(rows.filter((row) => known.has(read(row)))).toEqual([]);
  });

  test.each(LANGUAGES)('have at least four golden messages an intent in %s', async (language) => {
    const rows = await golden(language);
    expect(
      [...INTENTS, NONE].filter((intent) => rows.filter((row) => row.intent === intent).length < 4),
    ).toEqual([]);
  });

  test('hold examples of every intent that the bot offers by name', () => {
    const known = new Set(INTENTS);
    expect(answeredIntents().filter(({ intent }) => !known.has(intent))).toEqual([]);
  });

  test('keep the labelling guide to the intents there are', async () => {
    const guide = await readFile(path.join(trainingData, 'intents', 'README.md'), 'utf8');
    expect(INTENTS.filter((intent) => !guide.includes(`\`${intent}\``))).toEqual([]);
  });
});
