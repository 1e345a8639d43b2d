import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { ExplainedDecision } from '../dialogs/skill.ts';
import type { ChannelContext } from './channels/channel.ts';

/** Prometheus metrics of one server; nothing in them says who wrote or what. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const turns = new Counter({
    name: 'rainmaker_turns_total',
    help: 'Accepted messages by channel and deciding skill',
    labelNames: ['channel', 'skill'],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'rainmaker_messages_refused_total',
    help: 'Messages that were not accepted, by channel',
    labelNames: ['channel'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'rainmaker_commit_seconds',
    help: 'Time from a message to its committed turn',
    labelNames: ['channel'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers: [registry],
  });
  return {
    registry,
    /** Wraps the one door for messages. */
    observe:
      (receive: ChannelContext['receive']): ChannelContext['receive'] =>
      async (message, isNew) => {
        const stop = seconds.startTimer({ channel: message.channel });
        try {
          const accepted = await receive(message, isNew);
          stop();
          const { skill } = accepted.turn.decision as ExplainedDecision;
          turns.inc({ channel: message.channel, skill });
          return accepted;
        } catch (error) {
          refused.inc({ channel: message.channel });
          throw error;
        }
      },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
