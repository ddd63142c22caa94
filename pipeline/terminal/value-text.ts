import { totalRivals } from "../../models/index.js";
import type { ScoreSummary, SegmentInterval } from "../artifacts/score-summary.js";
import type { Config } from "../config/config.js";
import { hasMarginColumn } from "../config/margin.js";
import { count, moneyColumn, table } from "../text/format.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { monthsText } from "./months-text.js";
import { unit } from "./unit.js";

const mostSegments = 10;

/** What totals mean: in which currency, as of when, and how purchases became value. */
export interface ValueFacts extends Pick<Config, "value" | "columns"> {
  /** Null where the log has no amounts. */
  readonly currency: string | null;
  readonly asOf: string;
}

/** What customers are ranked, and tiers and segments compared, by. */
interface Ranked {
  readonly title: string;
  of(total: { readonly clv?: number; readonly expectedPurchases?: number }): number;
  ofSegment(horizon: SegmentInterval["horizons"][number]): SegmentInterval["horizons"][number]["purchases"];
  /** A column of such values, and one of means. */
  shown(values: readonly (number | null)[]): string[];
  each(mean: number): string;
}

const byValue = (): Ranked => ({
  title: say("value.clv"),
  of: ({ clv = 0 }) => clv,
  ofSegment: ({ clv }) => clv!,
  shown: moneyColumn,
  each: (mean) => mean.toFixed(2),
});

/** Where the log has no amounts. */
const byPurchases = (): Ranked => ({
  title: say("value.purchases"),
  of: ({ expectedPurchases = 0 }) => expectedPurchases,
  ofSegment: ({ purchases }) => purchases,
  shown: (values) => values.map((value) => (value === null ? "" : count(value))),
  each: (mean) => mean.toFixed(2),
});

/** Totals, tiers and the best customers. */
export function valueText(s: ScoreSummary, facts: ValueFacts): string {
  const ranked = facts.currency === null ? byPurchases() : byValue();
  return [
    totalsText(s, facts),
    ...monthsText(s, facts.currency),
    ...segmentsText(s, ranked, facts.currency),
    tiersText(s, ranked, facts.currency),
    topText(s, facts.currency),
  ].join("\n\n");
}

function totalsText(s: ScoreSummary, { currency, asOf, value, columns }: ValueFacts): string {
  const withRanges = s.intervals !== null;
  const total = s.horizons.map((_, i) => s.intervals?.total.horizons[i]);
  const lasting = currency === null ? null : (s.residualClv ?? null);
  const range = (bounds: readonly string[], i: number): string =>
    say("value.range", bounds[2 * i]!, bounds[2 * i + 1]!);
  const purchases = total.flatMap((t) => (t ? [count(t.purchases.lo80), count(t.purchases.hi80)] : []));
  const values = moneyColumn([
    ...s.horizons.map(({ clv }) => clv ?? null),
    lasting,
    ...total.flatMap((t) => (t?.clv ? [t.clv.lo80, t.clv.hi80] : [])),
  ]);
  const bounds = values.slice(s.horizons.length + 1);
  const rows = s.horizons.map((h, i) => [
    say("value.nextDays", h.days),
    count(h.expectedPurchases),
    ...(withRanges ? [range(purchases, i)] : []),
    ...(currency === null ? [] : [values[i]!, ...(withRanges ? [range(bounds, i)] : [])]),
  ]);
  if (lasting !== null)
    rows.push([say("value.forEver"), "", ...(withRanges ? [""] : []), values[s.horizons.length]!]);
  const ranges = withRanges ? [say("value.range80")] : [];
  const head = [
    "",
    say("value.purchases"),
    ...ranges,
    ...(currency === null ? [] : [say("value.clv"), ...ranges]),
  ];
  const align = head.map((_, i) => i > 0);
  const notes = [
    ...(currency === null
      ? []
      : [say("value.made", hasMarginColumn({ columns }) ? null : value.margin, value.annualDiscountRate)]),
    say("value.existing", asOf),
    ...(s.residualWhy === undefined || value.annualDiscountRate === 0
      ? []
      : [say("value.forEver.none", s.residualWhy)]),
    ...(withRanges
      ? [
          say(
            "value.ranges",
            currency !== null,
            total.some((t) => t!.purchases.calendar),
          ),
        ]
      : []),
    ...learnedText(s, currency),
  ];
  const title = currency === null ? say("value.title.purchases") : say("value.title", currency);
  return `${title}; ${say("value.alive", s.expectedAlive, s.customers)}\n${table([head, ...rows], align)}${notes.map((note) => `\n  ${note}`).join("")}`;
}

/** What earlier totals say of these. */
function learnedText({ rivalTotals = [], totalsSafety }: ScoreSummary, currency: string | null): string[] {
  const rivals = rivalTotals.map(({ days, target, rival, total, lo80, hi80, ...errors }) => {
    const shown = target === "value" ? moneyColumn([total, lo80, hi80]) : [total, lo80, hi80].map(count);
    const range = say("rolling.totalRange", shown[0]!, shown[1]!, shown[2]!);
    const title = totalRivals.find(({ name }) => name === rival)?.title ?? rival;
    const { error, modelError, origins } = errors;
    const off = say("totals.rival.errors", error, modelError, origins);
    return say(
      "rolling.rivalTotal",
      target === "value" ? "value" : "purchases",
      days,
      title,
      `${range}${target === "value" ? unit(currency) : ""}`,
      off,
    );
  });
  if (totalsSafety === undefined) return rivals;
  const { widened, unsupported, reason } = totalsSafety;
  return [
    ...rivals,
    ...(widened > 1.05 ? [say("rolling.widened", widened)] : []),
    ...(unsupported ? [say("rolling.verdict.unsupported", sentence(reason!))] : []),
  ];
}

/** One table an attribute, largest value first, over the longest horizon. */
function segmentsText(
  { intervals, longestHorizonDays }: ScoreSummary,
  ranked: Ranked,
  currency: string | null,
): string[] {
  const segments = intervals?.segments ?? [];
  return [...new Set(segments.map((g) => g.attribute))].map((attribute) => {
    const own = segments
      .filter((g) => g.attribute === attribute)
      .map((g) => ({
        ...g,
        total: ranked.ofSegment(g.horizons.find((h) => h.days === longestHorizonDays)!),
      }))
      .sort((a, b) => b.total.expected - a.total.expected);
    const shown = own.slice(0, mostSegments);
    const values = ranked.shown(shown.flatMap(({ total: t }) => [t.expected, t.lo80, t.hi80]));
    const rows = shown.map((g, i) => [
      g.value ?? say("value.noSegment"),
      count(g.customers),
      values[3 * i]!,
      say("value.range", values[3 * i + 1]!, values[3 * i + 2]!),
      ranked.each(g.total.expected / g.customers),
    ]);
    const head = ["", say("value.customers"), ranked.title, say("value.range80"), say("value.each")];
    const title = say("value.bySegment", attribute, longestHorizonDays, mostSegments, own.length);
    return `${title}${unit(currency)}\n${table([head, ...rows], [false, true, true, true, true])}`;
  });
}

function tiersText(s: ScoreSummary, ranked: Ranked, currency: string | null): string {
  const intervals = s.tiers.flatMap(({ interval }) => interval ?? []);
  const values = ranked.shown([
    ...s.tiers.map(ranked.of),
    ...intervals.flatMap(({ lo80, hi80 }) => [lo80, hi80]),
  ]);
  const bounds = values.slice(s.tiers.length);
  const rows = s.tiers.map((t, i) => [
    t.tier,
    count(t.customers),
    values[i]!,
    ...(intervals.length > 0 ? [say("value.range", bounds[2 * i]!, bounds[2 * i + 1]!)] : []),
    say("value.share", ranked.of(t) / total(s, ranked)),
  ]);
  const ranges = intervals.length > 0 ? [say("value.range80")] : [];
  const head = ["", say("value.customers"), ranked.title, ...ranges, say("value.ofAll")];
  const title = say(currency === null ? "value.tiers.purchases" : "value.tiers", s.longestHorizonDays);
  return `${title}${unit(currency)}\n${table(
    [head, ...rows],
    head.map((_, i) => i > 0),
  )}`;
}

function topText(s: ScoreSummary, currency: string | null): string {
  const values = moneyColumn(s.top.map(({ clv }) => clv ?? null));
  const rows = s.top.map((c, i) => [
    c.customerId,
    count(c.x),
    c.pAlive.toFixed(3),
    c.expectedPurchases.toFixed(2),
    ...(currency === null ? [] : [c.expectedSpend!.toFixed(2), values[i]!]),
  ]);
  const head = [
    "",
    say("value.top.repeat"),
    say("value.top.alive"),
    say("value.top.expected"),
    ...(currency === null ? [] : [say("value.top.spend"), say("value.clv")]),
  ];
  const align = head.map((_, i) => i > 0);
  return `${say("value.top", s.longestHorizonDays)}${unit(currency)}\n${table([head, ...rows], align)}`;
}

function total(s: ScoreSummary, ranked: Ranked): number {
  const longest = s.horizons.find((h) => h.days === s.longestHorizonDays);
  return (longest && ranked.of(longest)) || Number.POSITIVE_INFINITY;
}
