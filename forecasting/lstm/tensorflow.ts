import type * as TensorFlow from '@tensorflow/tfjs';

export class TensorFlowMissingError extends Error {
  readonly code = 'TENSORFLOW_MISSING';
}

/**
 * TensorFlow.js on the fastest backend there is: the native one where it is installed, else WebAssembly, else
 * JS.
 */
export async function loadTensorFlow(): Promise<typeof TensorFlow> {
  const tf = await load<typeof TensorFlow>('@tensorflow/tfjs');
  if (!tf) {
    throw new TensorFlowMissingError('the LSTM needs TensorFlow.js: run npm ci without --omit=optional');
  }
  // Not a dependency, since it downloads a binary at install: who wants it adds it, and it is found here.
  if (await load('@tensorflow/tfjs-node')) {
    await tf.setBackend('tensorflow');
    return tf;
  }
  const wasm = await load<typeof import('@tensorflow/tfjs-backend-wasm')>('@tensorflow/tfjs-backend-wasm');
  if (wasm) {
    wasm.setWasmPaths(new URL('./', import.meta.resolve('@tensorflow/tfjs-backend-wasm')).pathname);
    // One thread gives the same numbers in every run.
    wasm.setThreadsCount(1);
  }
  if (!wasm || !(await tf.setBackend('wasm'))) await tf.setBackend('cpu');
  return tf;
}

/** undefined where the package is not installed. */
async function load<T>(name: string): Promise<T | undefined> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
