import path from 'node:path';
import { loadOrTrain } from '../../nlu/intents/load-or-train.ts';
import { sourceHash } from '../../nlu/source-hash.ts';
import { PATHS } from '../paths.ts';
import type { ActiveModelOptions } from './live-model.ts';

/** The intent model of the corpus that comes with the product: kept in a file, trained anew where that does not fit. */
export function productModel(
  dataDir: string,
  log: { info(line: string): void; warn(line: string): void },
): Pick<ActiveModelOptions, 'corpusHash' | 'ofProduct'> {
  return {
    corpusHash: () => sourceHash([PATHS.intents]),
    ofProduct: () =>
      loadOrTrain({
        corpusDir: PATHS.intents,
        modelDir: path.join(dataDir, 'models'),
        shippedDir: PATHS.builtModels,
        log: { info: (line) => log.info(line), warn: (line) => log.warn(line) },
      }),
  };
}
