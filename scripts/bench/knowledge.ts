/**
 * How well the knowledge files answer: chooses the threshold on the labelled questions marked for choosing, and reports
 * retrieval on the others.
 */
import { createKnowledge } from '../../dialogs/knowledge/knowledge.ts';
import { readKnowledge } from '../../dialogs/knowledge/read.ts';
import { FITS } from '../../dialogs/skills/knowledge/index.ts';
import { cutWords } from '../../nlu/tokenise.ts';
import { accuracyAt, readQuestions, scoreQuestions } from './knowledge-questions.ts';

const FOLDER = 'training-data/knowledge';
const STEPS = 100;

const knowledge = createKnowledge(readKnowledge(FOLDER), cutWords);
const scored = scoreQuestions(readQuestions(`${FOLDER}/questions.jsonl`), knowledge, cutWords);
const choosing = scored.filter((row) => row.for === 'choosing');

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const balanced = (threshold: number) => {
  const { answered, refused } = accuracyAt(choosing, threshold);
  return answered + refused;
};
const thresholds = Array.from({ length: STEPS }, (_, step) => (step + 1) / STEPS);
const best = Math.max(...thresholds.map(balanced));
const among = thresholds.filter((threshold) => balanced(threshold) === best);
console.log(`best thresholds when choosing: ${among[0]} to ${among.at(-1)}; in use: ${FITS}`);

console.log(
  '| questions | language | answered with their section | refused where there is none |\n|---|---|---|---|',
);
for (const use of ['choosing', 'reporting'] as const)
  for (const language of ['en', 'zh'] as const) {
    const rows = scored.filter((row) => row.for === use && row.language === language);
    const inside = rows.filter(({ answer }) => answer !== 'none').length;
    const { answered, refused } = accuracyAt(rows, FITS);
    console.log(
      `| ${use} | ${language} | ${percent(answered)} of ${inside} | ${percent(refused)} of ${rows.length - inside} |`,
    );
  }

const startedAt = process.cpuUsage();
const ROUNDS = 20;
for (let round = 0; round < ROUNDS; round++)
  for (const { text, language } of scored) knowledge.find(cutWords(text), language);
const { user, system } = process.cpuUsage(startedAt);
console.log(
  `CPU of one question over ${knowledge.sections.length} sections: ${((user + system) / 1_000 / ROUNDS / scored.length).toFixed(2)} ms`,
);
