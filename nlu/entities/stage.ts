import type { Recogniser } from './recogniser.ts';
import { editDistance } from './spelling.ts';

/** Words for the pipeline stages of the CRM. */
const STAGES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}])(?:new )?lead(?: stage)?(?![\p{L}]| time)|线索/giu, 'lead'],
  [/(?<![\p{L}])qual(?:if(?:ied|y|ication))?(?![\p{L}])|合格|资格(?:确认|审核)|已确认意向/giu, 'qualified'],
  [
    /(?<![\p{L}])propos(?:al|ed)(?![\p{L}])|(?<!解决|设计|其他|替代)方案(?:阶段)?|提案|报价阶段/giu,
    'proposal',
  ],
  [/(?<![\p{L}])nego(?:s|tiat(?:ions?|ing|e))?(?![\p{L}])|谈判|议价/giu, 'negotiation'],
  [/(?<![\p{L}])(?:closed[ -])?won(?![\p{L}'’])|赢单|赢了|成交|拿下/giu, 'won'],
  [/(?<![\p{L}])(?:closed[ -])?lost(?![\p{L}])|丢单|输单|没拿下/giu, 'lost'],
];

const ANY = new RegExp(STAGES.map(([words]) => words.source).join('|'), 'iu');

const LONG_WORDS = {
  qualified: 'qualified',
  proposal: 'proposal',
  negotiation: 'negotiation',
  negotiating: 'negotiation',
};
const LONG_WORD = /(?<!\p{L})[a-z]{7,13}(?!\p{L})/giu;

/** Stages by their words, long ones also with one letter wrong. */
export const recogniseStages: Recogniser = function* ({ text }) {
  for (const [words, stage] of ANY.test(text) ? STAGES : [])
    for (const match of text.matchAll(words)) yield { kind: 'stage', stage, ...spanOf(match) };
  for (const match of text.matchAll(LONG_WORD)) {
    const said = match[0].toLowerCase();
    const meant = Object.entries(LONG_WORDS).find(([word]) => editDistance(word, said) === 1);
    if (meant) yield { kind: 'stage', stage: meant[1], ...spanOf(match) };
  }
};

const spanOf = ({ 0: text, index }: RegExpMatchArray & { index: number }) => ({
  start: index,
  end: index + text.length,
  text,
});
