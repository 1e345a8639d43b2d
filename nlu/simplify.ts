import { Converter } from 'opencc-js/t2cn';

/** Open Chinese Convert's tables of characters and phrases (乾淨 is 干净, 乾坤 stays). */
const convert = Converter({ from: 't', to: 'cn' });

/** Forms that chats have and its tables keep. */
const VARIANTS: Readonly<Record<string, string>> = { 妳: '你', 喔: '哦', 囍: '喜' };

/** The text with traditional characters as simplified ones; every character keeps its place. */
export function simplify(text: string): string {
  if (!/[\u4e00-\u9fff]/.test(text)) return text;
  const usual = text.replace(/[妳喔囍]/g, (character) => VARIANTS[character]!);
  const simplified = convert(usual);
  return simplified.length === text.length ? simplified : usual.replace(/[\u4e00-\u9fff]/g, keepingLength);
}

/** A few rare characters become two UTF-16 units, which would shift what stands behind them. */
function keepingLength(character: string): string {
  const simplified = convert(character);
  return simplified.length === character.length ? simplified : character;
}
