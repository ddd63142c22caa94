import type { Limits } from "../config/limits.js";
import type { Payers } from "../monitoring/payments.js";
import { message } from "../text/messages/message.js";
import { above, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** Customers who would count as gone, at least: fewer may be late. */
const leastGone = 3;
/** An interval this many times the period is another one. */
const longer = 1.1;

/** Payments at fixed intervals, which a model of random purchases does not describe. */
export function fixedIntervals({ payments }: Findings, limits: Limits): QualityCheck {
  const { again, own } = totals(payments.payers);
  if (payments.periodDays !== null || payments.ownIntervals)
    return notMade("fixedIntervals", message("quality.noteContinuous"));
  if (again === 0) return notMade("fixedIntervals", message("quality.noneAgain"));
  const shown = payments.payers.filter((p) => p.own > 0).map((p) => ({ ...p, customers: p.own }));
  const found = message("quality.fixedIntervals", own, again, shown, payments.model);
  return above("fixedIntervals", own / again, limits, found);
}

/** Customers of a contract model who are paid up, by an interval longer than the period that everybody's payments are counted in. */
export function otherIntervals({ payments }: Findings, limits: Limits): QualityCheck {
  const { payers, periodDays, period, isContract, ownIntervals } = payments;
  if (ownIntervals) return notMade("otherIntervals", message("quality.ownIntervals"));
  if (periodDays === null || !isContract) return notMade("otherIntervals", message("quality.noteContract"));
  const others = payers.filter((p) => p.days > longer * periodDays && p.gone > 0);
  const { gone } = totals(others);
  const { paidUp } = totals(payers);
  const shown = others.map((p) => ({ ...p, customers: p.gone }));
  const found = message("quality.otherIntervals", gone, paidUp, shown, period);
  return above("otherIntervals", gone < leastGone ? 0 : gone / paidUp, limits, found);
}

type Sums = Record<"again" | "own" | "paidUp" | "gone", number>;

function totals(payers: readonly Payers[]): Sums {
  const sum = (of: keyof Sums): number => payers.reduce((all, p) => all + p[of], 0);
  return { again: sum("again"), own: sum("own"), paidUp: sum("paidUp"), gone: sum("gone") };
}
