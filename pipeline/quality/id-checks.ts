import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { above, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** Customers of whom one may have an outsize share of the orders, at least. */
const leastCustomers = 30;

/** Ids that may be one customer's: who knows the shop decides. */
export function similarIds({ similarIds: ids, customers }: Findings, limits: Limits): QualityCheck {
  return above("similarIds", ids, limits, message("quality.similarIds", ids, customers));
}

/** An id that has far more orders than a customer has. */
export function largestCustomer({ orders, customers }: Findings, limits: Limits): QualityCheck {
  if (customers < leastCustomers)
    return notMade("largestCustomer", message("quality.fewCustomers", leastCustomers));
  const { most, all } = orders;
  return above(
    "largestCustomer",
    all === 0 ? 0 : most / all,
    limits,
    message("quality.largestCustomer", most, all),
  );
}
