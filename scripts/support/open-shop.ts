import { z } from 'zod';
import { createApp } from '../../bot/app.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { localDay } from '../../crm/calendar.ts';

/**
 * Makes the data of a shop that has been open for ten minutes, for tests to start from: the sample shop is loaded and
 * its year of sales summed. Arguments: an empty data directory; the instant, as ISO 8601 has it.
 */
const [dataDir, at] = z.tuple([z.string(), z.coerce.date()]).parse(process.argv.slice(2));
const OPEN_FOR_MS = 10 * 60_000;

let now = new Date(at.getTime() - OPEN_FOR_MS);
const { ports, shop, stop } = await createApp({
  config: readConfig({ DATA_DIR: dataDir }),
  log: createLog('error'),
  now: () => now,
  forecasts: false,
});
now = at;
await ports.recommend({ exclude: [], today: localDay(at, shop.timeZone), limit: 1 });
await stop();
