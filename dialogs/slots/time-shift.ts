import { serviceWordsOf } from '../language/words/service.ts';
import { has } from '../language/words/words.ts';
import type { Turn } from '../skill.ts';

const MINUTES: Readonly<Record<string, number>> = { h: 60, 小: 60, 钟: 60, 刻: 15, m: 1, 分: 1 };
const COUNTS: Readonly<Record<string, number>> = { 半: 0.5, 两: 2, 一: 1, 三: 3, two: 2, three: 3 };

/** "push it back an hour", "half an hour earlier", 推迟一小时: by how many minutes, negative where it is to be sooner. */
export function shiftIn({ understanding: { text, language } }: Turn): number | undefined {
  const { span, later, sooner } = serviceWordsOf(language);
  const groups = span.exec(text)?.groups;
  if (!groups) return undefined;
  const count = groups.count!.toLowerCase();
  const number = count.startsWith('half') ? 0.5 : (COUNTS[count] ?? (Number(count) || 1));
  const minutes = Math.round(number * MINUTES[groups.unit![0]!.toLowerCase()]!);
  if (has(sooner, text)) return -minutes;
  return has(later, text) ? minutes : undefined;
}
