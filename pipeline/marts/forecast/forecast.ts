import { exactSum } from "../../sql/exact-sum.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { calendarDay } from "../../time/day-number.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart, MartInputs, ShownColumn } from "../mart.js";
import { answerOf } from "./answer.js";
import { backtestColumns } from "./backtest.js";
import { forecastColumns } from "./columns.js";
import { prepareForecast } from "./prepare.js";
import { forecastRows } from "./select.js";

/** What comes in the months ahead, of customers who are there and of those who are yet to come. */
export const forecast: Mart = {
  name: "clv_forecast",
  question: "forecast.question",
  uses: ["mart_expected_months"],
  needs: () => null,
  prepare: prepareForecast,
  tables: [
    {
      name: "clv_forecast",
      holds:
        "Purchases, revenue and margin by calendar month to come: existing customers, new ones, and both",
      grain: ["month", "customers"],
      columns: (facts) =>
        declared(forecastColumns(facts), { values: { customers: ["existing", "new", "all"] } }),
      replaces: "run",
      select: forecastRows,
    },
    {
      name: "clv_forecast_backtest",
      holds: "What would have been forecast of the customers of earlier days, compared with what followed",
      grain: ["origin", "stretch", "from_day", "to_day"],
      columns: (facts) => declared(backtestColumns(facts), { values: { stretch: ["horizon", "month"] } }),
      replaces: "run",
      select: ({ table, facts }) =>
        sql`select ${list(backtestColumns(facts).map(({ name }) => id(name)))} from ${table("mart_forecast_backtest")} b`,
    },
  ],
  identities: [
    {
      says: "purchases of existing customers over all months",
      select: ({ table, facts }: MartInputs): Sql => {
        const covered = facts.months.reduce((days, { from, to }) => days + daysIn(from, to), 0);
        const scored = exactSum(id(`expected_purchases_${facts.longestDays}d`));
        return sql`select (select ${exactSum(raw("purchases"))} from ${table("clv_forecast")} where customers = 'existing') as found, (select ${scored} from ${table("scores")}) as expected where ${covered} = ${facts.longestDays}`;
      },
    },
    {
      says: "purchases of existing and new customers",
      select: ({ table }) =>
        sql`select sum(case when customers = 'all' then purchases end) as found, sum(case when customers <> 'all' then purchases end) as expected from ${table("clv_forecast")}`,
    },
  ],
  view: {
    select({ table, facts }, { limit, filters }) {
      const kind = filters.customers === undefined ? sql`customers = 'all' and ` : sql``;
      const columns = raw(["to_day", ...shown(facts).map(({ name }) => name), ...beside(facts)].join(", "));
      return sql`select ${columns} from ${table("clv_forecast")} where ${kind}${filtered(filters)} order by month limit ${limit}`;
    },
    columns: shown,
    answer: answerOf,
  },
};

function daysIn(from: string, to: string): number {
  return calendarDay(to)! - calendarDay(from)! + 1;
}

function shown({ money }: MartInputs["facts"]): readonly ShownColumn[] {
  return [
    { name: "from_day", heading: say("forecast.month"), as: "month" },
    { name: "days", heading: say("forecast.days"), as: "count" },
    { name: "new_customers", heading: say("forecast.new"), as: "count" },
    { name: "purchases", heading: say("forecast.purchases"), as: "count" },
    ...(money
      ? ([
          { name: "revenue", heading: say("forecast.revenue"), as: "money" },
          { name: "revenue_lo80", heading: say("forecast.low"), as: "money" },
          { name: "revenue_hi80", heading: say("forecast.high"), as: "money" },
          { name: "contribution_after_acquisition", heading: say("forecast.contribution"), as: "money" },
        ] as const)
      : []),
  ];
}

/** What the answer needs besides. */
function beside({ money }: MartInputs["facts"]): string[] {
  return ["purchases_lo80", "purchases_hi80", ...(money ? ["margin"] : [])];
}
