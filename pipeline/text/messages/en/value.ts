import { count, percent, shortPercent } from "../../format.js";

/** As value.margin has it: one of all revenue, or by the values of an attribute; null where it is learned from the log. */
type Margin =
  | number
  | null
  | {
      readonly attribute: string;
      readonly values: Readonly<Record<string, number>>;
      readonly default?: number | undefined;
    };

const mostMargins = 5;

function madeOf(margin: Margin): string {
  if (margin === null) return "revenue times each customer's own margin, learned from its orders";
  if (typeof margin !== "number")
    return `revenue times the margin of its ${margin.attribute} (${marginsOf(margin)})`;
  return margin === 1
    ? "the whole revenue (margin 100 %)"
    : `revenue times a margin of ${shortPercent(margin)}`;
}

function marginsOf({ values, default: other }: NonNullable<Exclude<Margin, number>>): string {
  const rates = Object.entries(values);
  return [
    ...rates.slice(0, mostMargins).map(([value, rate]) => `${value} ${shortPercent(rate)}`),
    ...(rates.length > mostMargins ? [`${count(rates.length - mostMargins)} more values`] : []),
    ...(other === undefined ? [] : [`others ${shortPercent(other)}`]),
  ].join(", ");
}

/** Scores in total, by segment and by tier, and what a run left where. */
export const value = {
  "value.title": (currency: string) => `Predicted value${currency === "" ? "" : `, ${currency}`}`,
  "value.title.purchases": "Predicted purchases",
  "value.alive": (alive: number, customers: number) =>
    `${count(alive)} of ${count(customers)} customers expected alive`,
  "value.made": (margin: Margin, discountRate: number) =>
    `CLV is ${madeOf(margin)}, ${discountRate === 0 ? "not discounted" : `discounted at ${shortPercent(discountRate)} a year`}: value.margin and value.annualDiscountRate.`,
  "value.existing": (asOf: string) =>
    `Existing customers only: whoever buys for the first time after ${asOf} is not in these totals.`,
  "value.ranges": (money: boolean, calendar: boolean) => {
    const chance = money ? "chance in purchases and spend" : "chance in purchases";
    if (calendar) return `80 % ranges: ${chance}, doubt about parameters, season and level to come.`;
    return `80 % ranges: ${chance} and doubt about parameters; season and level are not in them, so actual totals can be outside more often.`;
  },
  "value.nextDays": (days: number) => `next ${days} days`,
  "value.purchases": "purchases",
  "value.clv": "CLV",
  "value.range80": "80 % range",
  "value.range": (low: string, high: string) => `${low} to ${high}`,
  "value.forEver": "for ever",
  "value.forEver.none": (why: string) => `No value for ever: ${why}.`,
  "value.forEver.noRate": "without a discount rate it is not finite",
  "value.forEver.noChurn":
    "the log does not tell who has left; with everybody staying it would depend on the discount rate alone",
  "value.months": (shown: number, of: number) =>
    `Months to come${of > shown ? ` (${shown} of ${of})` : ""}, existing customers`,
  "value.month": "month",
  "value.value": "value",
  "value.customers": "customers",
  "value.each": "each",
  "value.ofAll": "of all",
  "value.share": percent,
  "value.bySegment": (attribute: string | null, days: number, shown: number, of: number) =>
    `By ${attribute}, next ${days} days${of > shown ? ` (${shown} of ${of})` : ""}`,
  "value.noSegment": "(none)",
  "value.tiers": (days: number) => `Tiers by value of the next ${days} days`,
  "value.tiers.purchases": (days: number) => `Tiers by purchases expected in the next ${days} days`,
  "value.top": (days: number) => `Top customers, next ${days} days`,
  "value.top.repeat": "repeats",
  "value.top.alive": "P(alive)",
  "value.top.expected": "purchases",
  "value.top.spend": "spend each",
  "run.title": (id: string) => `Run ${id}`,
  "run.outputs": "Outputs",
  "run.folder": "run",
  "run.tables": (tables: readonly string[], marts: number) =>
    `Tables: ${tables.join(", ")}${marts === 0 ? "." : `, and ${marts} to decide with: \`clv --help\` lists their commands.`}`,
  "next.title": "Next",
  "next.correct": (warnings: number) =>
    `${warnings === 1 ? "the warning" : `the ${warnings} warnings`} above: correct the data, or know why`,
  "next.rejected": (rows: number) =>
    `${count(rows)} rows were rejected, as counted above; table rejected_rows of the run holds them all`,
  "next.validate": "how good the predictions are, which this run did not measure",
  "next.promote": "the new model was refused: the champion scored; this takes the new one all the same",
  "next.explain": "why a customer has its score",
  "next.marts": (others: readonly string[]) =>
    `a table to decide with${others.length === 0 ? "" : `; more: ${others.join(", ")}`}`,
  "next.run": "the rest: score and publish",
  "partition.scored": (index: number, of: number, rows: number) =>
    `Partition ${index}/${of}: ${count(rows)} customers scored`,
  "partition.kept": (index: number, of: number, rows: number) =>
    `Partition ${index}/${of}: ${count(rows)} customers scored earlier, kept`,
  "partition.folder": (runDir: string) => `in ${runDir}`,
  "partition.next": (of: number) =>
    `When all ${of} are: \`clv publish --partitions ${of}\` with the same options puts them together.`,
};
