import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createKnowledge } from '../../dialogs/knowledge/knowledge.ts';
import { readKnowledge } from '../../dialogs/knowledge/read.ts';
import { FITS } from '../../dialogs/skills/knowledge/index.ts';
import { cutWords } from '../../nlu/tokenise.ts';
import { accuracyAt, readQuestions, scoreQuestions } from '../../scripts/bench/knowledge-questions.ts';
import { knowledge, shop } from './chat.ts';

const temporary = mkdtempSync(join(tmpdir(), 'knowledge-'));
afterAll(() => rmSync(temporary, { recursive: true }));

function folder(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(temporary, 'files-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

describe('the knowledge that ships', () => {
  test('is there in both languages, section by section', () => {
    const sizes = (language: string) => {
      const counts: Record<string, number> = {};
      for (const { file } of knowledge.sections.filter((section) => section.language === language)) {
        const topic = file.split('.')[0]!;
        counts[topic] = (counts[topic] ?? 0) + 1;
      }
      return counts;
    };
    expect(sizes('zh')).toEqual(sizes('en'));
  });

  test('agrees with the shop file', () => {
    const { shipping, payment, returns, openingHours, address, email, phone } = shop;
    const pounds = (pence: number) => `£${(pence / 100).toFixed(2)}`;
    for (const language of ['en', 'zh']) {
      const text = knowledge.sections
        .filter((section) => section.language === language)
        .map((section) => section.text)
        .join('\n');
      for (const fact of [
        ...shipping.flatMap(({ cost, freeFrom }) => [cost, freeFrom ?? cost].map(pounds)),
        ...[
          `${payment.invoiceDays}`,
          `${payment.vatPercent}%`,
          `${returns.days}`,
          openingHours.from,
          openingHours.to,
        ],
        ...[address.join(', '), email, phone],
      ])
        expect(text).toContain(fact);
    }
  });

  test('answers most labelled questions with their section and hardly any other', () => {
    const scored = scoreQuestions(
      readQuestions('training-data/knowledge/questions.jsonl'),
      knowledge,
      cutWords,
    );
    const { answered, refused } = accuracyAt(scored, FITS);
    expect(answered).toBeGreaterThan(0.8);
    expect(refused).toBeGreaterThan(0.95);
  });
});

describe('reading', () => {
  test('Markdown becomes plain text', () => {
    const [section] = readKnowledge(
      folder({
        'a.en.md':
          '# Topic\n\n## Section\n<!-- asked: one, two -->\n<!-- skill: shipping.info -->\nSome **bold** and *soft* `words`\nover two lines.\n\n- first, see [us](https://shop.example/x)\n- second ![a picture](x.png)\n\n> Quoted, [here](javascript:alert(1)).\n',
      }),
    );
    expect(section).toMatchObject({
      topic: 'Topic',
      title: 'Section',
      asked: 'one, two',
      skill: 'shipping.info',
    });
    expect(section!.text).toBe(
      'Some bold and soft words over two lines.\n- first, see us (https://shop.example/x)\n- second a picture\nQuoted, here).',
    );
  });

  test('every fault is named with file and line', () => {
    const long = 'x'.repeat(1_201);
    const read = () =>
      readKnowledge(
        folder({
          'a.en.md': `lost\n# T\n## S\n<b>bold</b>\n| a | b |\n\n## S\n\n## Long\n${long}\n### deep\n`,
          'b.en.md': 'no title',
          'C.en.md': '# T\n## S\nx',
          'd.fr.md': '# T\n## S\nx',
          'big.en.md': `# T\n## S\n${'y '.repeat(40_000)}`,
        }),
      );
    for (const fault of [
      'a.en.md:1: text belongs in a section',
      'a.en.md:4: HTML is not shown',
      'a.en.md:5: tables are not shown',
      'a.en.md:7: there is a section "S" already',
      'a.en.md:7: section "S" is empty',
      'a.en.md:9: section "Long" has 1201 characters',
      'a.en.md:11: sections begin with "##"',
      'b.en.md:1: begin the file with a "# title"',
      'C.en.md: name it',
      'd.fr.md: name it',
      'big.en.md:1: the file is longer',
    ])
      expect(read).toThrow(fault);
    expect(read).toThrow(expect.objectContaining({ code: 'knowledge.invalid' }));
  });

  test('hostile questions find something or nothing, quickly', () => {
    const startedAt = process.cpuUsage();
    for (const text of ['x'.repeat(4_000), '开'.repeat(4_000), 'ship '.repeat(800), '()[]*+?\\ $where'])
      knowledge.find(cutWords(text), 'en');
    expect(process.cpuUsage(startedAt).user).toBeLessThan(2_000_000);
    expect(createKnowledge([], cutWords).find(cutWords('shipping'), 'en')).toBeUndefined();
  });
});
