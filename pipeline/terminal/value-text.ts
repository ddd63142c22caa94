import type { ScoreSummary } from "../artifacts/score-summary.js";
import { money, table } from "../text/format.js";
import { say } from "../text/messages/say.js";

const mostSegments = 10;

/** Totals, tiers and the best customers. */
export function valueText(s: ScoreSummary, currency: string): string {
  const horizons = s.horizons.map((h, i) => {
    const total = s.intervals?.total.horizons[i];
    return [
      say("value.nextDays", h.days),
      say("value.purchases", h.expectedPurchases),
      total ? say("value.purchases.range", total.purchases.lo80, total.purchases.hi80) : "",
      money(h.clv, currency),
      total ? say("value.money.range", total.clv.lo80, total.clv.hi80, currency) : "",
    ];
  });
  if (s.residualClv !== null)
    horizons.push([say("value.forEver"), "", "", money(s.residualClv, currency), ""]);
  const tiers = s.tiers.map((t) => [
    t.tier,
    say("value.customers", t.customers),
    money(t.clv, currency),
    say("value.share", t.clv / total(s)),
  ]);
  const top = s.top.map((c) => [
    c.customerId,
    say("value.top.repeat", c.x),
    say("value.top.alive", c.pAlive),
    say("value.top.expected", c.expectedPurchases),
    say("value.top.spend", c.expectedSpend),
    money(c.clv, currency),
  ]);
  return [
    `${say("value.title", s.expectedAlive, s.customers)}\n${table(horizons, [false, true, true, true, true])}${s.intervals ? `\n${say("value.ranges")}` : ""}`,
    ...segmentsText(s, currency),
    `${say("value.tiers", s.longestHorizonDays)}\n${table(tiers, [false, true, true, true])}`,
    `${say("value.top", s.longestHorizonDays)}\n${table(top, [false, true, true, true, true, true])}`,
  ].join("\n\n");
}

/** One table an attribute, largest value first, over the longest horizon. */
function segmentsText({ intervals, longestHorizonDays }: ScoreSummary, currency: string): string[] {
  const segments = intervals?.segments ?? [];
  return [...new Set(segments.map((g) => g.attribute))].map((attribute) => {
    const own = segments
      .filter((g) => g.attribute === attribute)
      .map((g) => ({ ...g, clv: g.horizons.find((h) => h.days === longestHorizonDays)!.clv }))
      .sort((a, b) => b.clv.expected - a.clv.expected);
    const rows = own
      .slice(0, mostSegments)
      .map((g) => [
        g.value ?? say("value.noSegment"),
        say("value.customers", g.customers),
        money(g.clv.expected, currency),
        say("value.money.range", g.clv.lo80, g.clv.hi80, currency),
        say("value.each", g.clv.expected / g.customers, currency),
      ]);
    return `${say("value.bySegment", attribute, longestHorizonDays, mostSegments, own.length)}\n${table(rows, [false, true, true, true, true])}`;
  });
}

function total(s: ScoreSummary): number {
  return s.horizons.find((h) => h.days === s.longestHorizonDays)?.clv || Number.POSITIVE_INFINITY;
}
