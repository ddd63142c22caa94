import { z } from "zod";
import { limits } from "./limits.js";

/**
 * Checks of the data before a fit. A stop ends the run with exit code 3, and nothing is published. By default a check stops where the
 * scores would be wrong whatever the reason, and warns where a shop may well be like that.
 */
export const quality = z
  .strictObject({
    windowDays: z
      .number()
      .int()
      .min(28)
      .default(180)
      .meta({ description: "Days before asOf that days and amounts are compared within" }),
    repeatBuyers: limits(
      30,
      0,
      "Customers who bought again, fewer than this (the fit leans on a prior where they are few, is refused where there is a champion, and fails without any)",
    ),
    newestShare: limits(
      0.25,
      0.5,
      "Share of customers who bought for the first time on asOf, of whom nothing is known yet (half of them: dates that are those of an export)",
    ),
    similarIds: limits(
      1,
      0,
      "Customers whose id equals another one's but for case, .0, leading zeros or Unicode form (ingest.foldIds makes them one)",
    ),
    largestCustomer: limits(
      0.1,
      0,
      "Share of all orders that one customer has: it may stand for nobody, as guest does (ingest.placeholderIds)",
    ),
    fixedIntervals: limits(
      0.5,
      0,
      "Share of customers who paid again that pay at a fixed interval (weekly, monthly, yearly), where the model takes purchases as random",
    ),
    otherIntervals: limits(
      0.01,
      0.05,
      "Share of paid-up subscribers who would count as gone, since they pay by a longer interval than purchase.period (sbg, bdw, geometric)",
    ),
    emptyDays: limits(
      1,
      5,
      "New days in a row without an order, in a log that has orders on such weekdays, and that were not empty in an earlier year too (of the same date, weekday, or distance from Easter); as long as no earlier year tells, 24 December to 1 January and Maundy Thursday to Easter Monday warn and do not stop; where days have fewer than ten orders, as many as have ten count as one",
    ),
    busyDay: limits(
      5,
      10,
      "Orders of a day as a multiple of the usual ones of its weekday, and of such a peak in an earlier year (Black Friday)",
    ),
    newIds: limits(
      0.2,
      0.4,
      "Rise of the share of buyers with a new id since the last run, in comparison with as many days before it, or with what the same days of earlier years make of those",
    ),
    lostIds: limits(0.02, 0.2, "Share of the last run's customers who are no longer in the log"),
    volumeDrop: limits(
      0.4,
      0.7,
      "Fall of orders since the last run, in comparison with as many days before it, unless they fell alike on the same days of earlier years; where orders rose then, in comparison with such a rise",
    ),
    historyLoss: limits(0.01, 0.1, "Share of the last run's rows that are no longer in the log"),
    repeatedRows: limits(
      0.1,
      0.3,
      "Share of a day's or a week's rows that repeat a customer, day and amount, beyond the usual share (a load that arrived twice: a half)",
    ),
    repeatedFiles: limits(
      1,
      0,
      "Files of the log with the content of another one, which are skipped, so they do no harm",
    ),
    amountJump: limits(
      3,
      10,
      "Median amount of a day or since the last run, or the 90 % quantile since then, as a multiple or fraction of the usual one",
    ),
  })
  .meta({ description: "Checks of the data before a fit" });
