import type { Models } from './models/index.ts';

export interface LabelledText {
  readonly text: string;
  readonly intent: string;
}

/**
 * Brings the golden sentences that came with the product up to those it comes with now; sentences added here stay as
 * they are. Returns all, in the order of their texts.
 */
export async function syncGoldenSentences(
  models: Models,
  ofProduct: readonly LabelledText[],
): Promise<LabelledText[]> {
  const kept = await models.GoldenSentence.find({}).lean();
  const byText = new Map(kept.map((sentence) => [sentence.text, sentence]));
  const wanted = new Map(ofProduct.map(({ text, intent }) => [text, intent]));
  const dropped = kept.filter(({ text, source }) => source === 'product' && !wanted.has(text));
  const changed = [...wanted].filter(([text, intent]) => {
    const sentence = byText.get(text);
    return !sentence || (sentence.source === 'product' && sentence.intent !== intent);
  });
  if (dropped.length > 0)
    await models.GoldenSentence.deleteMany({ text: { $in: dropped.map(({ text }) => text) } });
  if (changed.length > 0)
    await models.GoldenSentence.bulkWrite(
      changed.map(([text, intent]) => ({
        updateOne: { filter: { text }, update: { $set: { intent, source: 'product' } }, upsert: true },
      })),
      { ordered: false },
    );
  const all = await models.GoldenSentence.find({}).sort({ text: 1 }).lean();
  return all.map(({ text, intent }) => ({ text, intent }));
}
