import { covariateGroupsSchema } from "../../../data/schemas/covariate-groups.js";
import { writeArrowArtifact } from "../../artifacts/artifact-files.js";
import type { ArrowFile } from "../../artifacts/artifacts.js";
import { periodOf } from "../../config/purchase-models.js";
import { attributeNames, hasMoney } from "../../config/questions.js";
import { needsSpendLogs } from "../../config/spend-models.js";
import { ClvError } from "../../errors.js";
import { attributeCounts, billingIntervals, intervalTotals } from "../../sql/billing-intervals.js";
import { intervalCustomers, intervalGroups } from "../../sql/interval-customers.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { usualIntervals } from "../../sql/payment-intervals.js";
import type { Period } from "../../sql/period-index.js";
import { id, type Sql } from "../../sql/sql.js";
import { customersInOrder } from "../../sql/touched-customers.js";
import type { StageContext } from "../../stage.js";
import { count } from "../../text/format.js";
import { say } from "../../text/messages/say.js";
import { intervalName, readInterval } from "../../time/billing-interval.js";

const intervals = { name: "billing_intervals" };
const mostValues = 1000; // of an attribute that says how often customers pay

/** Customers counted in days into `customers` counted in their own intervals. */
export async function countInOwnIntervals(
  days: { readonly name: string },
  context: StageContext,
): Promise<void> {
  const { engine, config, signal } = context;
  const table = (name: string): Sql => engine.dialect.table(name);
  const money = hasMoney(config);
  const { infer } = config.purchase.interval;
  const sources = {
    attribute: await readAttribute(context),
    infer,
    otherwise: generalInterval(periodOf(config)!),
  };
  await engine.materialize(
    intervals,
    billingIntervals(engine.dialect, table("transactions"), sources, money),
    signal,
  );
  const inOrder = engine.keepsOrder ? customersInOrder : (rows: Sql): Sql => rows;
  await engine.materialize(
    { name: "customers" },
    inOrder(
      intervalCustomers(
        table(days.name),
        table(intervals.name),
        attributeNames(config),
        money,
        needsSpendLogs(config),
      ),
    ),
    signal,
  );
  await report(context);
  await engine.drop(intervals);
  await engine.drop(days);
}

function generalInterval(period: Period): number {
  return typeof period === "number" ? 16 * period : usualIntervals[period];
}

/** The groups of customers in covariate_groups.arrow. */
export async function writeIntervalGroups({ engine, runDir, signal }: StageContext): Promise<ArrowFile> {
  const select = intervalGroups(engine.dialect.table("customers"));
  return writeArrowArtifact(
    runDir,
    "covariate_groups",
    covariateGroupsSchema([]),
    engine.query(select, signal),
  );
}

/**
 * What the values of the attribute mean.
 * @throws ClvError CONFIG_INVALID where some say nothing and nothing else is to say it
 */
async function readAttribute({ engine, config, signal }: StageContext) {
  const { attribute, values, infer } = config.purchase.interval;
  if (attribute === undefined) return null;
  const column = id(attributeColumn(attribute));
  const rows = await engine.rows(
    attributeCounts(engine.dialect.table("transactions"), attribute, mostValues + 1),
    signal,
  );
  if (rows.length > mostValues)
    throw new ClvError(
      "CONFIG_INVALID",
      `purchase.interval.attribute: ${attribute} has more than ${count(mostValues)} values. Name the attribute that says how often customers pay.`,
    );
  const meaning = new Map<string, number>();
  const silent: string[] = [];
  for (const row of rows) {
    const value = String(row.value);
    const said = readInterval(Object.hasOwn(values, value) ? String(values[value]) : value);
    if (said !== null) meaning.set(value, said);
    else silent.push(`${JSON.stringify(value)} (${count(Number(row.customers))} customers)`);
  }
  if (silent.length > 0 && !infer)
    throw new ClvError(
      "CONFIG_INVALID",
      `purchase.interval.attribute: ${silent.length} of ${rows.length} values of ${attribute} do not say how often a customer pays: ${silent.slice(0, 5).join(", ")}${silent.length > 5 ? ", …" : ""}. ` +
        "Say it in purchase.interval.values, e.g. Gold: year, or let payments say it with purchase.interval.infer: true.",
    );
  return { column, meaning };
}

/** How many customers pay how often, and how many of them are counted by the general period, since nothing says it. */
async function report({ engine, config, signal, log, warn }: StageContext): Promise<void> {
  const rows = await engine.rows(intervalTotals(engine.dialect.table(intervals.name)), signal);
  const found = rows.map((row) => ({
    interval: intervalName(Number(row.sixteenths)),
    customers: Number(row.customers),
    by: String(row.said_by),
  }));
  const known = found.filter(({ by }) => by !== "period");
  const [said, paid] = ["attribute", "payments"].map((by) => known.filter((f) => f.by === by));
  if (said!.length > 0) log(say("intervals.attribute", said!));
  if (paid!.length > 0) warn(say("intervals.payments", paid!));
  const unknown = found.filter(({ by }) => by === "period").reduce((sum, f) => sum + f.customers, 0);
  if (unknown > 0) warn(say("intervals.unknown", unknown, String(config.purchase.period ?? "month")));
}
