export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
}

/**
 * Minimises a function without derivatives (Nelder & Mead 1965, adaptive coefficients of Gao & Han 2012).
 * A value that is not finite counts as worse than any other. Deterministic.
 */
export function nelderMead(
  cost: (x: Float64Array) => number,
  start: ArrayLike<number>,
  options: { readonly step?: number; readonly evaluations?: number; readonly tolerance?: number } = {},
): Minimum {
  const { step = 0.5, evaluations = 200, tolerance = 1e-6 } = options;
  const n = start.length;
  const safe = (x: Float64Array): number => {
    const value = cost(x);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const expansion = 1 + 2 / Math.max(2, n);
  const contraction = 0.75 - 1 / (2 * Math.max(2, n));
  const shrinkage = 1 - 1 / Math.max(2, n);

  const points: { x: Float64Array; value: number }[] = [];
  for (let i = 0; i <= n; i++) {
    const x = Float64Array.from(start);
    if (i > 0) x[i - 1]! += step;
    points.push({ x, value: safe(x) });
  }
  let used = n + 1;
  const centre = new Float64Array(n);
  const along = (worst: Float64Array, factor: number) => {
    const x = new Float64Array(n);
    for (let j = 0; j < n; j++) x[j] = centre[j]! + factor * (worst[j]! - centre[j]!);
    used++;
    return { x, value: safe(x) };
  };

  while (n > 0 && used < evaluations) {
    points.sort((a, b) => a.value - b.value);
    const best = points[0]!;
    const worst = points[n]!;
    if (worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance)) break;
    centre.fill(0);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) centre[j]! += points[i]!.x[j]! / n;

    const reflected = along(worst.x, -1);
    if (reflected.value < best.value) {
      const expanded = along(worst.x, -expansion);
      points[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < points[n - 1]!.value) {
      points[n] = reflected;
    } else {
      const outside = reflected.value < worst.value;
      const contracted = along(worst.x, outside ? -contraction : contraction);
      if (contracted.value < Math.min(reflected.value, worst.value)) {
        points[n] = contracted;
      } else {
        for (let i = 1; i <= n; i++) {
          const point = points[i]!;
          for (let j = 0; j < n; j++) point.x[j] = best.x[j]! + shrinkage * (point.x[j]! - best.x[j]!);
          point.value = safe(point.x);
          used++;
        }
      }
    }
  }
  points.sort((a, b) => a.value - b.value);
  return { at: points[0]!.x, value: points[0]!.value };
}
