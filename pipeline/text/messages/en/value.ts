import { count, money, percent } from "../../format.js";

/** Scores in total, by segment and by tier, and what a run left where. */
export const value = {
  "value.title": (alive: number, customers: number) =>
    `Predicted value (discounted, margin applied); ${count(alive)} of ${count(customers)} customers expected alive`,
  "value.title.purchases": (alive: number, customers: number) =>
    `Predicted purchases; ${count(alive)} of ${count(customers)} customers expected alive`,
  // backtests have not shown that intervals of totals hold
  "value.ranges":
    "  Ranges: 80 % by chance in purchases and spend and by the doubt about parameters. Season and drift are not in them, so\n" +
    "  actual totals can be outside more often.",
  "value.ranges.purchases":
    "  Ranges: 80 % by chance in purchases and by the doubt about parameters. Season and drift are not in them, so\n" +
    "  actual totals can be outside more often.",
  "value.nextDays": (days: number) => `next ${days} days`,
  "value.purchases": (purchases: number) => `${count(purchases)} purchases`,
  "value.purchases.range": (low: number, high: number) => `${count(low)} to ${count(high)}`,
  "value.purchases.each": (mean: number) => `${mean.toFixed(2)} each`,
  "value.money.range": (low: number, high: number, currency: string) =>
    `${money(low, currency)} to ${money(high, currency)}`,
  "value.forEver": "for ever",
  "value.customers": (customers: number) => `${count(customers)} customers`,
  "value.each": (value: number, currency: string) => `${money(value, currency)} each`,
  "value.share": percent,
  "value.bySegment": (attribute: string | null, days: number, shown: number, of: number) =>
    `By ${attribute}, next ${days} days${of > shown ? ` (${shown} of ${of})` : ""}`,
  "value.noSegment": "(none)",
  "value.tiers": (days: number) => `Tiers by value of the next ${days} days`,
  "value.tiers.purchases": (days: number) => `Tiers by purchases expected in the next ${days} days`,
  "value.top": (days: number) => `Top customers, next ${days} days`,
  "value.top.repeat": (x: number) => `${x} repeat purchases`,
  "value.top.alive": (pAlive: number) => `P(alive) ${pAlive.toFixed(3)}`,
  "value.top.expected": (purchases: number) => `${purchases.toFixed(2)} expected`,
  "value.top.spend": (spend: number) => `at ${spend.toFixed(2)}`,
  "run.title": (id: string) => `Run ${id}`,
  "run.outputs": "Outputs",
  "run.folder": "run",
  "partition.scored": (index: number, of: number, rows: number) =>
    `Partition ${index}/${of}: ${count(rows)} customers scored`,
  "partition.kept": (index: number, of: number, rows: number) =>
    `Partition ${index}/${of}: ${count(rows)} customers scored earlier, kept`,
  "partition.folder": (runDir: string) => `in ${runDir}`,
  "partition.next": (of: number) =>
    `When all ${of} are: \`clv publish --partitions ${of}\` with the same options puts them together.`,
};
