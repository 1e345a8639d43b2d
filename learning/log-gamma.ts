/** ln Γ(x) for x > 0, to some 13 digits: Stirling's series (Abramowitz and Stegun 1964, 6.1.41) after shifting x above 8. */
export function logGamma(x: number): number {
  let product = 1;
  let z = x;
  while (z < 8) product *= z++;
  const squared = z * z;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * squared)) / squared) / squared) / squared) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** ln B(a, b). */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);
