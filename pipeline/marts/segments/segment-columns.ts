import { intervalBounds } from "../../sql/interval-columns.js";
import { bounded, column, money, share } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartColumn } from "../mart.js";

const attribute = column(
  "attribute",
  "text",
  "what customers are divided by: lifecycle, value_tier, rfm or an attribute; null for all customers",
);
const segment = column(
  "segment",
  "text",
  "its value; null for customers without one; (small) for all segments below targets.minimumSegment together",
);
const horizon = column("horizon_days", "integer", "days after as_of that purchases and CLV are of", "days");
const customers = column("customers", "count", "customers of the segment", "customers");

/** clv_segments. */
export function segmentColumns(facts: MartFacts): readonly MartColumn[] {
  const purchases = column(
    "expected_purchases",
    "number",
    "expected purchases; null where they would be those of one small segment",
    "purchases",
  );
  return [
    ...[attribute, segment, horizon, customers, purchases],
    ...bounded({ ...purchases, name: "purchases" }).slice(1),
    ...(facts.money
      ? bounded(money("clv", "expected CLV; null where it would be that of one small segment"))
      : []),
    share("share_of_customers", "its share of all customers"),
    ...(facts.money
      ? [
          money(
            "revenue",
            "purchases minus refunds up to as_of; null where it would be that of one small segment",
          ),
          share("share_of_revenue", "its share of the revenue of all customers"),
        ]
      : []),
    ...bounded(meanOf(facts)),
    share(
      facts.money ? "share_of_clv" : "share_of_expected_purchases",
      `its share of the ${facts.money ? "CLV" : "expected purchases"} of all customers`,
    ),
    column(
      "pooled",
      "boolean",
      "whether the mean is drawn to that of all customers, since the segment is below targets.minimumSegment",
    ),
  ];
}

function meanOf({ money: hasMoney }: MartFacts): MartColumn {
  return hasMoney
    ? money("mean_clv", "CLV of a customer of the segment")
    : column(
        "mean_expected_purchases",
        "number",
        "expected purchases of a customer of the segment",
        "purchases",
      );
}

/** clv_small_segments. */
export function smallColumns(facts: MartFacts): readonly MartColumn[] {
  const mean = meanOf(facts);
  return [
    ...[attribute, segment, horizon, customers],
    share("weight", "what the segment's own mean weighs against that of all customers"),
    {
      ...mean,
      name: `pooled_${mean.name}`,
      convention: "partial pooling, Buehlmann-Straub: weight x own mean + (1 - weight) x mean of all",
    },
  ];
}

/** clv_segment_pooling. */
export function poolingColumns(facts: MartFacts): readonly MartColumn[] {
  return [
    ...[attribute, horizon],
    column("customers", "count", "customers of all segments", "customers"),
    column(
      "segments",
      "integer",
      "segments of the attribute, customers without a value being one",
      "segments",
    ),
    { ...meanOf(facts), meaning: "mean of all customers" },
    column(
      "variance_within",
      "number",
      "variance of customers within segments; null where no segment has two",
    ),
    column(
      "variance_between",
      "number",
      "variance of segments beyond chance; 0 where they differ by chance alone",
    ),
  ];
}

/** clv_segment_tests. */
export function testColumns(facts: MartFacts): readonly MartColumn[] {
  const mean = meanOf(facts).name;
  const figure = (name: string, meaning: string): MartColumn => column(name, "number", meaning);
  return [
    ...[attribute, segment],
    column(
      "measure",
      "text",
      `${mean}: over the longest horizon; bought_again_share: customers with a second purchase`,
    ),
    { ...horizon, meaning: "days after as_of that the measure is of; null where it is of the past" },
    figure("inside", "the measure in the segment"),
    figure("outside", "the measure among all other customers"),
    figure("difference", "inside minus outside: an association, not an effect"),
    ...intervalBounds
      .filter(({ name }) => name.endsWith("95"))
      .map(({ name }) =>
        figure(`difference_${name}`, "bound of the 95 % interval of the difference, by Welch"),
      ),
    column("p_value", "number", "probability of such a difference by chance", "probability"),
    column(
      "q_value",
      "number",
      "share of false discoveries among the tests of the measure with such a p value or a lower one",
      "share",
      "Benjamini-Hochberg over all segments of all attributes",
    ),
  ];
}
