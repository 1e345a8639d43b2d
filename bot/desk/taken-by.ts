/** Whom a rep takes over: by the place in the queue, from 1, or by name. */
export type Wanted =
  | { readonly kind: 'place'; readonly number: number }
  | { readonly kind: 'name'; readonly name: string };

const PLACES: Readonly<Record<string, number>> = {
  next: 1,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  下一: 1,
  第一: 1,
  第二: 2,
  第三: 3,
  第四: 4,
  第五: 5,
};

const EN = "^(?:(?:please|i'?ll|i will|let me|can i) )*";
const EN_END = '(?: please)?[.!?]?$';
const ZH = '^(?:请|帮我|我来?|让我)*(?:接手|接管|接待)';
const ZH_END = '(?:的(?:对话|会话|聊天))?吧?[。！]?$';
const NAME = String.raw`(\p{L}[\p{L} .'’-]{0,40}?)`;

const BY_PLACE = [
  new RegExp(
    `${EN}(?:take(?: over)?|serve) (?:the )?(next|first|second|third|fourth|fifth)(?: (?:one|visitor|customer|person|chat))?(?: over)?${EN_END}`,
    'iu',
  ),
  new RegExp(`${ZH}(下一|第[一二三四五])[个位]?(?:访客|客户|客人)?${ZH_END}`, 'u'),
];
const BY_NAME = [
  new RegExp(`${EN}take ${NAME} over${EN_END}`, 'iu'),
  new RegExp(`${EN}take over (?:from )?${NAME}${EN_END}`, 'iu'),
  new RegExp(`${ZH}\\s*${NAME}${ZH_END}`, 'iu'),
];

/** "take the next visitor", "take Anna over", 接管第二位: undefined for any other sentence. */
export function takenBy(line: string): Wanted | undefined {
  for (const pattern of BY_PLACE) {
    const [, place] = pattern.exec(line) ?? [];
    if (place !== undefined) return { kind: 'place', number: PLACES[place.toLowerCase()]! };
  }
  for (const pattern of BY_NAME) {
    const [, name] = pattern.exec(line) ?? [];
    if (name !== undefined) return { kind: 'name', name };
  }
  return undefined;
}
