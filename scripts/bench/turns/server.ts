import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own, so that its CPU is told from that of the load. */
export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** As `npm start` has them: fewer collections of young objects, most of which live no longer than their turn. */
const NODE_OPTIONS = ['--max-semi-space-size=32'];

/** @param script in scripts/support; sends its port once it listens, and ends at any message */
export async function startServer(script: string, options: object = {}): Promise<BenchServer> {
  const file = fileURLToPath(new URL(`../../support/${script}`, import.meta.url));
  const child: ChildProcess = fork(file, [JSON.stringify(options)], {
    stdio: 'inherit',
    execArgv: NODE_OPTIONS,
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`${script} stopped with code ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    async stop() {
      child.removeAllListeners('exit');
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.send('stop');
      await exited;
    },
  };
}

/** CPU milliseconds of a process since it began. */
export interface CpuTimes {
  /** The thread that answers. */
  readonly main: number;
  /** The busiest other thread, which under load is that of the store: its own work, and in the kernel writing and flushing. */
  readonly store: number;
  readonly storeKernel: number;
  /** V8's garbage collection and compilation, and file access. */
  readonly helpers: number;
}

/** Clock ticks of Linux's /proc are hundredths of a second. */
const TICK_MS = 10;

interface ThreadTimes {
  readonly user: number;
  readonly kernel: number;
}

/** CPU by thread, from Linux's /proc. */
export function threadTimes(pid: number): ReadonlyMap<string, ThreadTimes> {
  const times = new Map<string, ThreadTimes>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    // proc(5): behind the name in brackets come state (field 3) and the rest; user and kernel time are 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    times.set(thread, { user: TICK_MS * Number(fields[11]), kernel: TICK_MS * Number(fields[12]) });
  }
  return times;
}

/** What the threads of a process used between two readings. */
export function cpuBetween(
  pid: number,
  before: ReadonlyMap<string, ThreadTimes>,
  after: ReadonlyMap<string, ThreadTimes>,
): CpuTimes {
  const used = [...after].map(([thread, { user, kernel }]) => {
    const { user: userBefore, kernel: kernelBefore } = before.get(thread) ?? { user: 0, kernel: 0 };
    return { thread, total: user - userBefore + kernel - kernelBefore, kernel: kernel - kernelBefore };
  });
  const main = used.find(({ thread }) => thread === String(pid))!.total;
  const others = used.filter(({ thread }) => thread !== String(pid)).sort((a, b) => b.total - a.total);
  const store = others[0] ?? { total: 0, kernel: 0 };
  return {
    main,
    store: store.total,
    storeKernel: store.kernel,
    helpers: others.slice(1).reduce((sum, { total }) => sum + total, 0),
  };
}

export function residentMegabytes(pid: number): number {
  const kilobytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB/m)![1];
  return Number(kilobytes) / 1024;
}
