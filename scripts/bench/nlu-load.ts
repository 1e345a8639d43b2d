/**
 * What a long life costs the intent classifier: memory over many distinct messages, and time of the longest ones.
 *
 *     npm run bench:nlu-load [-- --messages 200000]
 *
 * The model is that of the shop's own corpus. Messages are words of the corpus drawn by seed, every third with a made-up
 * word, so that nothing can be remembered to advantage. A part of them warms the code up before memory is first read.
 */
import { parseArgs } from 'node:util';
import { table } from '../../nlu/commands/tables.ts';
import { examplesOf } from '../../nlu/corpus/corpus.ts';
import { readCorpus } from '../../nlu/corpus/read-corpus.ts';
import { quantile } from '../../nlu/evaluation/metrics.ts';
import { classify } from '../../nlu/intents/classify.ts';
import type { IntentModel } from '../../nlu/intents/model.ts';
import { trainIntents } from '../../nlu/intents/train.ts';
import { seededRandom } from '../../nlu/random.ts';

const WARM_UP_SHARE = 0.1;
const WORDS = 8;
const LONGEST = 4000;
const LONG_MESSAGES = 200;

const { values } = parseArgs({ options: { messages: { type: 'string', default: '200000' } } });
const messages = Number(values.messages);
if (!Number.isInteger(messages) || messages < 1) throw new Error('Say how many messages: --messages 200000');

const examples = examplesOf(await readCorpus('training-data/intents'));
const words = examples.flatMap(({ text }) => text.split(' '));
const random = seededRandom(1);
const pick = () => words[Math.floor(random() * words.length)]!;
const invent = (length: number) =>
  Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
const model = trainIntents(examples);

console.log(memoryGrowth(model, messages));
const chinese = examples.filter(({ language }) => language === 'zh').map(({ text }) => text);
const rows = [
  longMessages(model, 'words of the examples', () => `${pick()} `),
  longMessages(model, 'made-up words', () => `${invent(9)} `),
  longMessages(model, 'one word without end', () => invent(50)),
  longMessages(model, 'Chinese', () => chinese[Math.floor(random() * chinese.length)]!),
];
for (const line of table([[`${LONGEST} characters`, 'p50', 'p99'], ...rows])) console.log(line);

function memoryGrowth(trained: IntentModel, count: number): string {
  let before = 0;
  for (let done = 0; done < count * (1 + WARM_UP_SHARE); done++) {
    if (done === Math.floor(count * WARM_UP_SHARE)) before = process.memoryUsage.rss();
    const text = Array.from({ length: WORDS }, pick).join(' ');
    classify(trained, done % 3 === 0 ? `${text} ${invent(8)} ${done}` : `${text} ${done}`);
  }
  const grown = (process.memoryUsage.rss() - before) / 1e6;
  return `${count} distinct messages: memory ${grown < 0 ? '' : '+'}${grown.toFixed(1)} MB, of ${Math.round(before / 1e6)} MB.`;
}

function longMessages(trained: IntentModel, name: string, part: () => string): string[] {
  const times = Array.from({ length: LONG_MESSAGES }, () => {
    let text = '';
    while (text.length < LONGEST) text += part();
    const started = performance.now();
    classify(trained, text.slice(0, LONGEST));
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return [name, ...[0.5, 0.99].map((share) => `${quantile(times, share)!.toFixed(1)} ms`)];
}
