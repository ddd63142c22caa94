import { attributeNames } from "../../config/questions.js";
import type { Row } from "../../engines/engine.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { levelCounts } from "../../sql/spend-covariates.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";

/** What customers are told apart by. */
export interface DriverFeature {
  readonly kind: "attribute" | "behaviour";
  readonly name: string;
  /** What its levels are called; null for no value. */
  readonly levels: readonly (string | null)[];
  /** The level that the others are compared with; null for the most frequent. */
  readonly base: number | null;
  /** Whether the last level is all values together that have no level of their own. */
  readonly others: boolean;
  /** The place of a customer's level: of a row `c` of customers, with age_days and early_purchases. */
  readonly code: Sql;
}

/** Runs a small select. */
export type Rows = (select: Sql) => Promise<Row[]>;

/** Levels of one attribute; what is rarer is one level together. */
const mostLevels = 12;
/** Combinations of levels of all attributes, so that the cells of a regression stay few. */
const mostCombinations = 128;

/** Attributes with two levels or more that have enough customers, and those that did not fit beside the ones before them. */
export async function attributeFeatures(
  { table, config }: Pick<MartInputs, "table" | "config">,
  rows: Rows,
  among: readonly string[] = attributeNames(config),
): Promise<{ features: DriverFeature[]; left: string[] }> {
  const [all] = await rows(sql`select count(*) as customers from ${table("customers")}`);
  const found: { name: string; values: (string | null)[]; others: number }[] = [];
  for (const name of among) {
    const counts = await rows(
      levelCounts(table("customers"), name, {
        ...{ among: "all", minimum: config.targets.minimumSegment, limit: mostLevels },
      }),
    );
    const others = Number(all!.customers) - counts.reduce((sum, row) => sum + Number(row.customers), 0);
    const values = counts.map(({ value }) => (value === null ? null : String(value)));
    if (values.length + (others > 0 ? 1 : 0) >= 2 && values.length > 0) found.push({ name, values, others });
  }
  const kept = fitting(found);
  return {
    features: kept.map(({ name, values, others }) => attributeFeature(name, values, others > 0)),
    left: found.slice(kept.length).map(({ name }) => name),
  };
}

/** The rarest levels of the attribute with the most join the others until there are few enough combinations. */
function fitting<Found extends { values: (string | null)[]; others: number }>(
  all: readonly Found[],
): Found[] {
  const kept = all.map((found) => ({ ...found }));
  const size = ({ values, others }: Found): number => values.length + (others > 0 ? 1 : 0);
  const combinations = (): number => kept.reduce((product, found) => product * size(found), 1);
  while (combinations() > mostCombinations) {
    const widest = kept.reduce((most, found) => (size(found) > size(most) ? found : most));
    if (size(widest) === 2) kept.pop();
    else {
      // a level less, also where the others are none so far: two are given up for one
      widest.values = widest.values.slice(0, widest.others > 0 ? -1 : -2);
      widest.others = Math.max(1, widest.others);
    }
  }
  return kept;
}

function attributeFeature(
  name: string,
  values: readonly (string | null)[],
  hasOthers: boolean,
): DriverFeature {
  const value = sql`c.${id(attributeColumn(name))}`;
  const whens = values.map((level, i) =>
    level === null ? sql`when ${value} is null then ${i}` : sql`when ${value} = ${level} then ${i}`,
  );
  let others = "(other)";
  while (values.includes(others)) others = `(${others})`;
  return {
    ...{ kind: "attribute", name, base: null, others: hasOthers },
    levels: hasOthers ? [...values, others] : values,
    code: sql`case ${list(whens, " ")} else ${values.length} end`,
  };
}

/** The quarter of the year of the first purchase. */
export const season: DriverFeature = {
  ...{ kind: "behaviour", name: "season", base: null, others: false },
  levels: ["Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec"],
  code: raw(
    "case when extract(month from c.first_day) <= 3 then 0 when extract(month from c.first_day) <= 6 then 1 when extract(month from c.first_day) <= 9 then 2 else 3 end",
  ),
};

/** Purchases after the first within the first 90 days. */
export const earlyPurchases: DriverFeature = {
  ...{ kind: "behaviour", name: "early_purchases", base: 0, others: false },
  levels: ["0", "1", "2 or more"],
  code: raw("case when early_purchases >= 2 then 2 else early_purchases end"),
};

export const age: DriverFeature = {
  ...{ kind: "behaviour", name: "age", base: null, others: false },
  levels: ["under 1 year", "1 to 2 years", "over 2 years"],
  code: raw("case when age_days < 365 then 0 when age_days < 730 then 1 else 2 end"),
};

/** Bands of the first purchase with about a quarter of the customers each, cut at three digits, where amounts differ enough. */
export async function firstOrder(
  { table }: Pick<MartInputs, "table">,
  rows: Rows,
): Promise<DriverFeature | null> {
  const ranked = sql`select first_amount, row_number() over (order by first_amount) as place, count(*) over () as customers, max(first_amount) over () as most from ${table("customers")}`;
  const quarters = [1, 2, 3].map(
    (k) => sql`((place - 1) * 4 < customers * ${k} and place * 4 >= customers * ${k})`,
  );
  const found = await rows(
    sql`select distinct first_amount, most from (${ranked}) r where ${list(quarters, " or ")} order by first_amount`,
  );
  const rounded = found.map(({ first_amount }) => Number(Number(first_amount).toPrecision(3)));
  const cuts = [...new Set(rounded)].filter((amount) => amount < Number(found[0]!.most));
  if (cuts.length === 0) return null;
  return {
    ...{ kind: "behaviour", name: "first_order", base: 0, others: false },
    levels: [
      `up to ${cuts[0]}`,
      ...cuts.slice(1).map((amount, i) => `${cuts[i]} to ${amount}`),
      `over ${cuts.at(-1)}`,
    ],
    code: sql`case ${list(
      cuts.map((amount, i) => sql`when c.first_amount <= ${amount} then ${i}`),
      " ",
    )} else ${cuts.length} end`,
  };
}
