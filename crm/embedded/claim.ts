/**
 * One server per store. The claim names the server's socket, and a socket that accepts connections proves that its
 * server lives, whatever process ids have been reused since. It is kept in an LMDB file of its own, whose write
 * lock the operating system releases when a process is killed: of two servers that start at once, one wins.
 */
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { Environment } from './engine/environment.ts';
import { StoreError } from './errors.ts';

export interface Claim {
  readonly socketPath: string;
  readonly pid: number;
}

const KEY = Buffer.from('claim');
const ATTEMPTS = 5;
const CONNECT_MS = 2000;

export class ClaimFile {
  private readonly environment: Environment;

  /** @throws StoreError when the file can't be opened or written */
  constructor(file: string) {
    this.environment = new Environment(file);
  }

  /**
   * Takes the store for the server that already listens on `own.socketPath`.
   * @throws StoreError DBPathInUse naming the server that has it
   */
  async take(own: Claim): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const holder = this.read();
      if (holder && (await accepts(holder.socketPath))) throw inUse(holder);
      const isMine = await this.environment.write(() => {
        const current = this.read();
        if (current?.socketPath !== holder?.socketPath) return false;
        this.environment.put(KEY, Buffer.from(JSON.stringify(own)));
        return true;
      });
      if (!isMine) continue;
      if (holder && process.platform !== 'win32') rmSync(holder.socketPath, { force: true });
      return;
    }
    throw new StoreError('DBPathInUse', 'Several servers are starting on this store; start one.');
  }

  read(): Claim | null {
    const bytes = this.environment.get(KEY);
    return bytes ? (JSON.parse(bytes.toString('utf8')) as Claim) : null;
  }

  async release(): Promise<void> {
    await this.environment.write(() => this.environment.delete(KEY));
  }

  async close(): Promise<void> {
    await this.environment.close();
  }
}

/** Whether a server listens there. */
export function accepts(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const answer = (isAlive: boolean): void => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.setTimeout(CONNECT_MS, () => answer(true));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function inUse({ pid, socketPath }: Claim): StoreError {
  return new StoreError(
    'DBPathInUse',
    `Another server (process ${pid}) serves this store on ${socketPath}. Stop it, or use another DATA_DIR.`,
  );
}
