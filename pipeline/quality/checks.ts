import type { Config } from "../config/config.js";
import { ClvError } from "../errors.js";
import { rounded, table } from "../text/format.js";
import { withExample } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { amountJump } from "./amount-checks.js";
import { fixedIntervals, otherIntervals } from "./billing-checks.js";
import type { QualityCheck } from "./check.js";
import { historyLoss, lostIds, newestShare, newIds, repeatBuyers, volumeDrop } from "./customer-checks.js";
import { busyDay, emptyDays } from "./day-checks.js";
import type { Findings } from "./findings.js";
import { largestCustomer, similarIds } from "./id-checks.js";
import { repeatedFiles, repeatedRows } from "./repeated-checks.js";

/** Every check of the data before a fit; those of amounts where there are any. */
export function qualityChecks(findings: Findings, config: Config["quality"]): QualityCheck[] {
  return [
    repeatBuyers(findings, config.repeatBuyers),
    newestShare(findings, config.newestShare),
    similarIds(findings, config.similarIds),
    largestCustomer(findings, config.largestCustomer),
    fixedIntervals(findings, config.fixedIntervals),
    otherIntervals(findings, config.otherIntervals),
    emptyDays(findings, config.emptyDays),
    busyDay(findings, config.busyDay),
    ...(findings.money === false ? [] : [amountJump(findings, config.amountJump)]),
    repeatedRows(findings, config.repeatedRows),
    repeatedFiles(findings, config.repeatedFiles),
    newIds(findings, config.newIds),
    lostIds(findings, config.lostIds),
    volumeDrop(findings, config.volumeDrop),
    historyLoss(findings, config.historyLoss),
  ];
}

/** The checks that say anything, worst first, as a table for people. */
export function qualityTable(checks: readonly QualityCheck[]): string {
  const rows = (["stop", "warn"] as const).flatMap((level) =>
    checks
      .filter((c) => c.level === level)
      .map((c) => [
        say(level === "stop" ? "quality.stop" : "quality.warning"),
        `quality.${c.check}`,
        figure(c.value),
        `${figure(c.threshold)}`,
        withExample(c.reason, c.example),
      ]),
  );
  return table(
    [["", say("quality.check"), say("quality.found"), say("quality.from"), ""], ...rows],
    [false, false, true, true, false],
  );
}

/** The error that ends a run whose data must not be fitted to; null where none of the checks says so. */
export function qualityStop(checks: readonly QualityCheck[], file: string): ClvError | null {
  const stops = checks.filter((c) => c.level === "stop");
  if (stops.length === 0) return null;
  return new ClvError(
    "DATA_QUALITY",
    `${stops.length === 1 ? "one check" : `${stops.length} checks`} of the data ${stops.length === 1 ? "stops" : "stop"} the run:\n${qualityTable(checks)}\n` +
      `Nothing was fitted or published; ${file} holds every check. Correct the data, or, where they are right, raise the threshold ` +
      `(--quality.${stops[0]!.check}.stop, 0 for never).`,
  );
}

function figure(value: number | null): string {
  return value === null ? "-" : rounded(value, 3);
}
