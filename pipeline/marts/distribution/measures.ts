import type { MartFacts } from "../facts.js";

/** A value that customers are ranked by. */
export interface RankedValue {
  readonly name: string;
  /** Expression over a row of scores s. */
  readonly expression: string;
  /** Horizon whose bounds totals of it have, 0 for ever; null where it is observed. */
  readonly horizonDays: number | null;
  readonly bounds: "purchases" | "value";
}

/** What customers brought, what they are expected to bring, and for ever where that is finite; purchases where there is no money. */
export function rankedValues({ money, longestDays, forEver }: MartFacts): RankedValue[] {
  const of = (name: string, horizonDays: number | null): RankedValue => ({
    ...{ name, expression: `s.${name}`, horizonDays },
    bounds: money ? "value" : "purchases",
  });
  if (!money)
    return [
      { ...of("purchases", null), expression: "s.x + 1" },
      of(`expected_purchases_${longestDays}d`, longestDays),
    ];
  return [
    of("historic_value", null),
    of(`clv_${longestDays}d`, longestDays),
    ...(forEver ? [of("residual_clv", 0)] : []),
  ];
}

/** The table of the customers in the order of a value. */
export const rankedTable = (i: number): string => `mart_ranked_${i + 1}`;

/** The tables of bounds of its deciles and tiers. */
export const boundsTable = (kind: "decile" | "tier", i: number): string => `mart_${kind}_bounds_${i + 1}`;
