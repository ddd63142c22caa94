import type { Row } from "../engines/engine.js";
import { payersOf } from "../monitoring/payments.js";
import { count, percent } from "../text/format.js";
import { readInterval } from "../time/billing-interval.js";
import type { Roles } from "./assign-roles.js";

/** Customers who have paid again, at least, and the share of them with a fixed interval, from which on payments are no accident. */
const leastAgain = 10;
const leastShare = 0.5;

/** What to say of payments at fixed intervals; null where purchases look random. */
export function billingWarning(payments: readonly Row[], { attributes }: Roles): string | null {
  const payers = payments.map(payersOf);
  const again = payers.reduce((sum, p) => sum + p.again, 0);
  const own = payers.reduce((sum, p) => sum + p.own, 0);
  if (again < leastAgain || own < leastShare * again) return null;
  const seen = payers.filter((p) => p.own > 0).map((p) => `${p.interval} ${count(p.own)}`);
  const saying = attributes.filter(({ column }) =>
    column.values.every((value) => value === null || value === "" || readInterval(value) !== null),
  );
  const [said] = saying;
  const how = said
    ? `purchase.interval.attribute with column ${said.column.name}, which says how often each pays`
    : "purchase.interval.infer: true, which goes by each customer's payments";
  return (
    `${count(own)} of ${count(again)} customers who paid again (${percent(own / again)}) pay at fixed intervals (${seen.join(", ")}): ` +
    `for subscriptions set purchase.model: sbg and ${how}; bg-nbd takes purchases as random`
  );
}
