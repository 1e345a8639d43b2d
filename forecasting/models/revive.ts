import { reviveEts } from './ets.ts';
import { reviveIntermittent } from './intermittent.ts';
import type { Fitted } from './model.ts';
import { reviveNaive, reviveSeasonalNaive } from './naive.ts';
import type { FittedState } from './state.ts';
import { reviveTheta } from './theta.ts';

/** The fitted model that a state was taken from. */
export function revive(state: FittedState): Fitted {
  switch (state.kind) {
    case 'naive':
      return reviveNaive(state);
    case 'seasonal-naive':
      return reviveSeasonalNaive(state);
    case 'theta':
      return reviveTheta(state);
    case 'intermittent':
      return reviveIntermittent(state);
    case 'ets':
      return reviveEts(state);
  }
}
