/**
 * The future in operational time, where days do not count alike: cut into stretches that do, each ending at a month's or a horizon's end.
 * Purchases of a stretch are discounted as if they were even over it, which is right to a ten-thousandth for a month.
 */
export interface Timeline {
  /** operational time from now at the end of each stretch, rising */
  readonly ends: readonly number[];
  /** present value of 1 in each stretch */
  readonly present: readonly number[];
  /** the stretch that each horizon ends with */
  readonly horizons: readonly number[];
  /** After the last stretch: how fast operational time runs, the discount rate per unit of it, and the present value at the end. */
  readonly beyond: { readonly delta: number; readonly present: number };
}

/** A live customer's purchases by horizon, plain and discounted, and discounted ones for ever. */
export interface TimelinePurchases {
  readonly expected: readonly number[];
  readonly discounted: readonly number[];
  /** NaN without a discount rate */
  readonly residual: number;
}

/**
 * @param expectedBy   purchases of a live customer up to an operational time from now
 * @param discountedBy the same discounted at a rate per unit of operational time; t may be infinite
 */
export function purchasesAlong(
  { ends, present, horizons, beyond }: Timeline,
  expectedBy: (t: number) => number,
  discountedBy: (t: number, delta: number) => number,
): TimelinePurchases {
  const at: number[] = [];
  const discounted: number[] = [];
  let sum = 0;
  for (let i = 0; i < ends.length; i++) {
    at.push(expectedBy(ends[i]!));
    sum += (at[i]! - (at[i - 1] ?? 0)) * present[i]!;
    discounted.push(sum);
  }
  const last = ends.at(-1)!;
  const { delta } = beyond;
  const rest = (): number =>
    beyond.present * Math.exp(delta * last) * (discountedBy(Infinity, delta) - discountedBy(last, delta));
  return {
    expected: horizons.map((i) => at[i]!),
    discounted: horizons.map((i) => discounted[i]!),
    residual: delta > 0 ? sum + Math.max(0, rest()) : Number.NaN,
  };
}
