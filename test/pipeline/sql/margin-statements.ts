import { configSchema } from "../../../pipeline/config/config.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import {
  baseMarginRate,
  ownMarginRate,
  valuesWithMargin,
  valuesWithoutMargin,
} from "../../../pipeline/sql/margin-rate.js";
import {
  marginFaults,
  marginMoments,
  marginSums,
  ratedCustomers,
} from "../../../pipeline/sql/margin-sums.js";
import { type ScoreOptions, scores } from "../../../pipeline/sql/scores.js";
import { segmentSums, spendSums } from "../../../pipeline/sql/segment-sums.js";
import { type Sql, sql } from "../../../pipeline/sql/sql.js";

const config = configSchema.parse({
  columns: { attributes: { channel: "channel" } },
  value: { margin: { attribute: "channel", values: { web: 0.3, "o'app": 0.4 }, default: 0.35 } },
});

/** Statements about customers who differ in margin. */
export function marginStatements(dialect: Dialect, options: ScoreOptions): Readonly<Record<string, Sql>> {
  const customers = dialect.table("customers");
  const log = sql`(select *, amount as margin from ${dialect.table("transactions")} t)`;
  const sums = sql`(${marginSums(log)})`;
  const rate = (alias: string): Sql => ownMarginRate(config, alias)!;
  return {
    "scores.margins": scores(dialect, customers, dialect.table("predictions"), {
      ...options,
      margin: 1,
      ownMargin: rate("c"),
    }),
    "spendSums.margins": spendSums(sql`${customers} k`, false, "repeat", rate("k")),
    "segmentSums.margins": segmentSums(sql`${customers} k`, "channel", true, "all", rate("k")),
    marginSums: marginSums(log),
    marginFaults: marginFaults(log),
    marginMoments: marginMoments(sums),
    ratedCustomers: ratedCustomers(customers, sums, 0.4, 25),
    "ratedCustomers.alike": ratedCustomers(customers, sums, 0.4, null),
    baseMarginRate: baseMarginRate(customers, rate("c")),
    valuesWithMargin: valuesWithMargin(customers, "channel", ["web", "o'app"]),
    valuesWithoutMargin: valuesWithoutMargin(customers, "channel", ["web", "o'app"], 10),
    "valuesWithoutMargin.none": valuesWithoutMargin(customers, "channel", [], 10),
  };
}
