import type { ScoreSummary, SegmentInterval } from "../artifacts/score-summary.js";
import { money, table } from "../text/format.js";
import { say } from "../text/messages/say.js";

const mostSegments = 10;

/** What customers are ranked, and tiers and segments compared, by. */
interface Ranked {
  of(total: { readonly clv?: number; readonly expectedPurchases?: number }): number;
  ofSegment(horizon: SegmentInterval["horizons"][number]): SegmentInterval["horizons"][number]["purchases"];
  shown(value: number): string;
  range(low: number, high: number): string;
  each(mean: number): string;
}

function byValue(currency: string): Ranked {
  return {
    of: ({ clv = 0 }) => clv,
    ofSegment: ({ clv }) => clv!,
    shown: (value) => money(value, currency),
    range: (low, high) => say("value.money.range", low, high, currency),
    each: (mean) => say("value.each", mean, currency),
  };
}

/** Where the log has no amounts. */
const byPurchases: Ranked = {
  of: ({ expectedPurchases = 0 }) => expectedPurchases,
  ofSegment: ({ purchases }) => purchases,
  shown: (value) => say("value.purchases", value),
  range: (low, high) => say("value.purchases.range", low, high),
  each: (mean) => say("value.purchases.each", mean),
};

/**
 * Totals, tiers and the best customers.
 * @param currency null where the log has no amounts
 */
export function valueText(s: ScoreSummary, currency: string | null): string {
  const ranked = currency === null ? byPurchases : byValue(currency);
  const tiers = s.tiers.map((t) => [
    t.tier,
    say("value.customers", t.customers),
    ranked.shown(ranked.of(t)),
    say("value.share", ranked.of(t) / total(s, ranked)),
  ]);
  const days = s.longestHorizonDays;
  return [
    totalsText(s, currency),
    ...segmentsText(s, ranked),
    `${say(currency === null ? "value.tiers.purchases" : "value.tiers", days)}\n${table(tiers, [false, true, true, true])}`,
    `${say("value.top", days)}\n${table(topCells(s, currency), [false, true, true, true, true, true])}`,
  ].join("\n\n");
}

function totalsText(s: ScoreSummary, currency: string | null): string {
  const rows = s.horizons.map((h, i) => {
    const total = s.intervals?.total.horizons[i];
    return [
      say("value.nextDays", h.days),
      say("value.purchases", h.expectedPurchases),
      total ? say("value.purchases.range", total.purchases.lo80, total.purchases.hi80) : "",
      ...(currency === null
        ? []
        : [
            money(h.clv!, currency),
            total ? say("value.money.range", total.clv!.lo80, total.clv!.hi80, currency) : "",
          ]),
    ];
  });
  if (currency !== null && s.residualClv != null)
    rows.push([say("value.forEver"), "", "", money(s.residualClv, currency), ""]);
  const title = say(
    currency === null ? "value.title.purchases" : "value.title",
    s.expectedAlive,
    s.customers,
  );
  const ranges = say(currency === null ? "value.ranges.purchases" : "value.ranges");
  return `${title}\n${table(rows, [false, true, true, true, true])}${s.intervals ? `\n${ranges}` : ""}`;
}

function topCells(s: ScoreSummary, currency: string | null): string[][] {
  return s.top.map((c) => [
    c.customerId,
    say("value.top.repeat", c.x),
    say("value.top.alive", c.pAlive),
    say("value.top.expected", c.expectedPurchases),
    ...(currency === null ? [] : [say("value.top.spend", c.expectedSpend!), money(c.clv!, currency)]),
  ]);
}

/** One table an attribute, largest value first, over the longest horizon. */
function segmentsText({ intervals, longestHorizonDays }: ScoreSummary, ranked: Ranked): string[] {
  const segments = intervals?.segments ?? [];
  return [...new Set(segments.map((g) => g.attribute))].map((attribute) => {
    const own = segments
      .filter((g) => g.attribute === attribute)
      .map((g) => ({
        ...g,
        total: ranked.ofSegment(g.horizons.find((h) => h.days === longestHorizonDays)!),
      }))
      .sort((a, b) => b.total.expected - a.total.expected);
    const rows = own
      .slice(0, mostSegments)
      .map((g) => [
        g.value ?? say("value.noSegment"),
        say("value.customers", g.customers),
        ranked.shown(g.total.expected),
        ranked.range(g.total.lo80, g.total.hi80),
        ranked.each(g.total.expected / g.customers),
      ]);
    return `${say("value.bySegment", attribute, longestHorizonDays, mostSegments, own.length)}\n${table(rows, [false, true, true, true, true])}`;
  });
}

function total(s: ScoreSummary, ranked: Ranked): number {
  const longest = s.horizons.find((h) => h.days === s.longestHorizonDays);
  return (longest && ranked.of(longest)) || Number.POSITIVE_INFINITY;
}
