import type { Recogniser } from './recogniser.ts';

/** Words for the pipeline stages of the CRM. */
const STAGES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}])(?:new )?lead(?: stage)?(?![\p{L}]| time)|线索/giu, 'lead'],
  [/(?<![\p{L}])qual(?:if(?:ied|y|ication))?(?![\p{L}])|合格|已确认意向/giu, 'qualified'],
  [/(?<![\p{L}])propos(?:al|ed)(?![\p{L}])|方案阶段|提案|报价阶段/giu, 'proposal'],
  [/(?<![\p{L}])nego(?:s|tiat(?:ions?|ing|e))?(?![\p{L}])|谈判|议价/giu, 'negotiation'],
  [/(?<![\p{L}])(?:closed[ -])?won(?![\p{L}'’])|赢单|赢了|成交|拿下/giu, 'won'],
  [/(?<![\p{L}])(?:closed[ -])?lost(?![\p{L}])|丢单|输单|没拿下/giu, 'lost'],
];

const ANY = new RegExp(STAGES.map(([words]) => words.source).join('|'), 'iu');

export const recogniseStages: Recogniser = function* ({ text }) {
  if (!ANY.test(text)) return;
  for (const [words, stage] of STAGES) {
    for (const match of text.matchAll(words)) {
      yield { kind: 'stage', stage, start: match.index, end: match.index + match[0].length, text: match[0] };
    }
  }
};
