/** Stages that choose and order documents: `$match`, `$sort`, `$limit`, `$skip`, `$sample`. */
import { StoreError } from '../../errors.ts';
import { compileMatch } from '../filter/filter.ts';
import { compileSort } from '../sort.ts';
import type { Document } from '../values/value.ts';
import { collect, countOperand, documentOperand, type Stage, type StageTable } from './stage.ts';

const match: Stage = (specification, { scope }) => {
  const matches = compileMatch(documentOperand(specification, '$match', 'Location15959'), scope);
  return {
    run: function* run(input) {
      for (const document of input) if (matches(document)) yield document;
    },
  };
};

const sort: Stage = (specification, { scope }) => {
  const keys = documentOperand(specification, '$sort', 'Location15973');
  if (Object.keys(keys).length === 0)
    throw new StoreError('Location15976', '$sort stage must have at least one sort key');
  const compare = compileSort(keys, scope.collation);
  for (const path of Object.keys(keys)) scope.references.addPath(path);
  return { run: (input) => collect(input, '$sort').sort(compare) };
};

const limit: Stage = (specification) => {
  const count = countOperand(specification, '$limit', 1);
  return {
    run: function* run(input) {
      let left = count;
      for (const document of input) {
        yield document;
        if (--left === 0) return;
      }
    },
  };
};

const skip: Stage = (specification) => {
  const count = countOperand(specification, '$skip', 0);
  return {
    run: function* run(input) {
      let left = count;
      for (const document of input) if (left-- <= 0) yield document;
    },
  };
};

/** Reservoir sampling (Vitter 1985, algorithm R). */
const sample: Stage = (specification, { scope }) => {
  const { size } = documentOperand(specification, '$sample', 'Location28745');
  const count = countOperand(size, '$sample', 1);
  return {
    run: (input) => {
      const chosen: Document[] = [];
      let seen = 0;
      for (const document of input) {
        const place = seen < count ? seen : Math.floor(scope.random() * (seen + 1));
        if (place < count) chosen[place] = document;
        seen++;
      }
      return chosen;
    },
  };
};

export const selectStages: StageTable = {
  $match: match,
  $sort: sort,
  $limit: limit,
  $skip: skip,
  $sample: sample,
};
