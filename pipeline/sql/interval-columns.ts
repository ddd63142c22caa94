/** Bounds of the 95 % and 80 % intervals, by the probability of a lower value, lowest first. */
export const intervalBounds = [
  { name: "lo95", level: 0.025 },
  { name: "lo80", level: 0.1 },
  { name: "hi80", level: 0.9 },
  { name: "hi95", level: 0.975 },
] as const;

/** The bounds of one figure. */
export type IntervalBounds = { readonly [Name in (typeof intervalBounds)[number]["name"]]: number };

/** Bounds from values in their order. */
export function boundsOf(values: readonly number[]): IntervalBounds {
  return Object.fromEntries(intervalBounds.map(({ name }, i) => [name, values[i]])) as IntervalBounds;
}

/** Columns of the intervals over some horizons: `prefix` is purchases, clv or value. */
export function intervalColumns(prefix: string, horizonsDays: readonly number[]): string[] {
  return horizonsDays.flatMap((days) => intervalBounds.map(({ name }) => `${prefix}_${days}d_${name}`));
}
