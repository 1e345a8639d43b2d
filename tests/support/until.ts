import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something that another process or timer brings about; throws where it does not come. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 120_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not so within ${withinMs} ms: ${isSo}`);
    await sleep(20);
  }
}
