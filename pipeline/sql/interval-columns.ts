/** Bounds of the 95 % and 80 % intervals, by the probability of less, lowest first. */
export const intervalBounds = [
  { name: "lo95", level: 0.025 },
  { name: "lo80", level: 0.1 },
  { name: "hi80", level: 0.9 },
  { name: "hi95", level: 0.975 },
] as const;

/** Columns of the intervals over some horizons: `prefix` is purchases, clv or value. */
export function intervalColumns(prefix: string, horizonsDays: readonly number[]): string[] {
  return horizonsDays.flatMap((days) => intervalBounds.map(({ name }) => `${prefix}_${days}d_${name}`));
}
