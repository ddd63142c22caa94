import { purchaseModel } from "../../models/index.js";
import { countsIntervals } from "../config/billing.js";
import type { Config } from "../config/config.js";
import { periodOf } from "../config/purchase-models.js";
import type { Row } from "../engines/engine.js";
import { intervalName } from "../time/billing-interval.js";
import { daysOf } from "../time/period.js";

/** Customers who pay by one interval; those of whom none is known have no days. */
export interface Payers {
  readonly interval: string;
  readonly days: number;
  readonly customers: number;
  /** Customers who have paid again, and those of them whose own payments show the interval. */
  readonly again: number;
  readonly own: number;
  /** Customers whose last payment still covers the as-of date, and those of them who paid longer ago than a period. */
  readonly paidUp: number;
  readonly gone: number;
}

/** How often customers pay, and how the model counts that. */
export interface PaymentFindings {
  readonly payers: readonly Payers[];
  readonly model: string;
  readonly isContract: boolean;
  /** Null in continuous time. */
  readonly periodDays: number | null;
  readonly period: string;
  readonly ownIntervals: boolean;
}

/** Days of the period that payments are compared with; those of a month in continuous time. */
export function comparedDays(config: Config): number {
  return daysOf(periodOf(config) ?? "month");
}

/** @param rows what intervalCounts gives */
export function paymentFindings(rows: readonly Row[], config: Config): PaymentFindings {
  const { model } = config.purchase;
  const period = periodOf(config);
  return {
    payers: rows.map(payersOf),
    model,
    isContract: model !== "auto" && "logSurvival" in purchaseModel(model),
    periodDays: period === null ? null : daysOf(period),
    period: typeof period === "number" ? `${period} days` : (period ?? ""),
    ownIntervals: countsIntervals(config),
  };
}

/** A row of intervalCounts. */
export function payersOf(row: Row): Payers {
  const number = (key: string): number => Number(row[key] ?? 0);
  const sixteenths = number("sixteenths");
  return {
    interval: sixteenths === 0 ? "" : intervalName(sixteenths),
    days: sixteenths / 16,
    customers: number("customers"),
    again: number("again"),
    own: number("own"),
    paidUp: number("paid_up"),
    gone: number("gone"),
  };
}
