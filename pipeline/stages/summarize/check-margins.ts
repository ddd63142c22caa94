import { ClvError } from "../../errors.js";
import { valuesWithMargin, valuesWithoutMargin } from "../../sql/margin-rate.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";

const mostValues = 1000;

/**
 * Customers whose attribute has no margin, where margins go by one; margins of values that nobody has are warned of.
 * @throws ClvError CHOICE_NEEDED with the values and their customers where nothing says what their margin is
 */
export async function checkMargins({ engine, config, log, warn, signal }: StageContext): Promise<void> {
  const { margin } = config.value;
  if (typeof margin === "number") return;
  const { attribute, values } = margin;
  const customers = engine.dialect.table("customers");
  const known = Object.keys(values);
  const seen = new Set(
    (await engine.rows(valuesWithMargin(customers, attribute, known), signal)).map((row) =>
      String(row.value),
    ),
  );
  const absent = known.filter((value) => !seen.has(value));
  if (absent.length > 0) warn(say("margin.absent", attribute, absent));
  const rows = await engine.rows(valuesWithoutMargin(customers, attribute, known, mostValues), signal);
  if (rows.length === 0) return;
  const found = rows.map((row) => ({
    value: row.value == null ? null : String(row.value),
    customers: Number(row.customers),
  }));
  if (margin.default === undefined)
    throw new ClvError("CHOICE_NEEDED", say("margin.missing", attribute, found));
  log(say("margin.default", attribute, found, margin.default));
}
