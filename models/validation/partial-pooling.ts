import type { GroupValues } from "./mean-difference.js";

/** How far groups differ beyond chance, and what that makes of each one's own mean. */
export interface Pooling {
  readonly customers: number;
  readonly groups: number;
  readonly mean: number;
  /** variance of values within groups; NaN where no group has two values */
  readonly within: number;
  /** variance of the groups' true means, 0 where they differ by chance alone */
  readonly between: number;
  /** What a group's own mean weighs against that of all. */
  weight(n: number): number;
  /** The mean to believe of a group. */
  pooled(group: Pick<GroupValues, "n" | "mean">): number;
}

/**
 * Partial pooling of groups' means. Buehlmann & Straub (1970), Mitteilungen der VSVM 70: with s^2 the variance within the G groups,
 *     tau^2 = max(0, [sum n_g (mean_g - mean)^2 - (G - 1) s^2] / (N - sum n_g^2 / N)),  weight = n tau^2 / (n tau^2 + s^2)
 * Where nothing varies within groups each has its own mean, where there is one group it has that of all.
 */
export function partialPooling(groups: readonly GroupValues[]): Pooling {
  const sum = (of: (g: GroupValues) => number): number => groups.reduce((total, g) => total + of(g), 0);
  const customers = sum(({ n }) => n);
  const mean = sum(({ n, mean }) => n * mean) / customers;
  const within = sum(({ squares }) => squares) / (customers - groups.length);
  const apart = sum((g) => g.n * (g.mean - mean) ** 2);
  const room = customers - sum(({ n }) => n * n) / customers;
  const chance = customers > groups.length ? (groups.length - 1) * within : 0;
  // one group leaves no room but for rounding
  const between = groups.length > 1 && customers > groups.length ? Math.max(0, (apart - chance) / room) : 0;
  const weight = (n: number): number => (between === 0 ? 0 : (n * between) / (n * between + within));
  return {
    ...{ customers, groups: groups.length, mean, within, between, weight },
    pooled: (group) => weight(group.n) * group.mean + (1 - weight(group.n)) * mean,
  };
}
