/**
 * P(Y = k) for k = 0, ..., most: purchases in the next n opportunities of a customer who is alive, buys at each with
 * probability p ~ Beta(a, b), and before each leaves with probability theta ~ Beta(c, d).
 * The mixture over the last opportunity lived through of Fader, Hardie & Shang (2010), but built one opportunity at a
 * time: after i opportunities with k purchases the next brings one with probability (a+k)/(a+b+i), and a customer who
 * stayed i times leaves with c/(c+d+i). Only sums and products of probabilities, so fifteen digits or nearly so.
 * Takes n times `most` steps.
 * @example purchaseCounts(1, 1, 1, 1, 1, 1) // [0.75, 0.25]
 */
export function purchaseCounts(
  a: number,
  b: number,
  c: number,
  d: number,
  n: number,
  most: number,
): Float64Array {
  const alive = new Float64Array(most + 1);
  const gone = new Float64Array(most + 1);
  alive[0] = 1;
  for (let i = 0; i < n; i++) {
    const leave = c / (c + d + i);
    const stay = (d + i) / (c + d + i);
    for (let k = Math.min(i + 1, most); k >= 0; k--) {
      const here = alive[k]!;
      gone[k]! += leave * here;
      const bought = k === 0 ? 0 : (alive[k - 1]! * (a + k - 1)) / (a + b + i);
      alive[k] = stay * ((here * Math.max(0, b + i - k)) / (a + b + i) + bought);
    }
  }
  return alive.map((v, k) => v + gone[k]!);
}
