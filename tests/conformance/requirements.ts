/** Which tests a server of a given version and topology must run ("runOnRequirement" of the format). */
import type { mongo } from 'mongoose';
import type { Requirement } from './format.ts';

export interface ServerDescription {
  readonly version: readonly number[];
  readonly topology: 'single' | 'replicaset' | 'sharded' | 'load-balanced';
}

export async function describeServer(client: mongo.MongoClient): Promise<ServerDescription> {
  const admin = client.db('admin');
  const [build, hello] = await Promise.all([admin.command({ buildInfo: 1 }), admin.command({ hello: 1 })]);
  const topology = hello.setName ? 'replicaset' : hello.msg === 'isdbgrid' ? 'sharded' : 'single';
  return { version: parseVersion(String(build.version)), topology };
}

/** True if any one of the requirements is met; without requirements every server does. */
export function meets(server: ServerDescription, requirements: readonly Requirement[] | undefined): boolean {
  return !requirements || requirements.length === 0 || requirements.some((each) => meetsOne(server, each));
}

function meetsOne({ version, topology }: ServerDescription, requirement: Requirement): boolean {
  const { minServerVersion, maxServerVersion, topologies, serverless, auth } = requirement;
  if (minServerVersion && compareVersions(version, parseVersion(minServerVersion)) < 0) return false;
  if (maxServerVersion && compareVersions(version, parseVersion(maxServerVersion)) > 0) return false;
  if (topologies && !topologies.includes(topology)) return false;
  return serverless !== 'require' && auth !== true;
}

function parseVersion(text: string): number[] {
  return text.split('-')[0]!.split('.').map(Number);
}

/** A part that the second version leaves out counts as equal: 4.2.1 is not above a maximum of 4.2. */
function compareVersions(version: readonly number[], limit: readonly number[]): number {
  for (const [index, part] of limit.entries()) {
    const difference = (version[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}
