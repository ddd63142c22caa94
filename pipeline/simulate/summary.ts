import type { Io } from "../terminal/io.js";
import { count } from "../text/format.js";
import type { SimulationProgress } from "./simulate.js";
import type { SimulationTruth } from "./truth.js";
import { wartNames } from "./warts.js";

/** Rows between two redraws of the line on a terminal. */
const rowsPerRedraw = 500_000;

/** Progress on stderr: one line redrawn on a terminal, a line per quarter of the days elsewhere. */
export function simulationProgress(io: Pick<Io, "err" | "clearLine" | "isTerminal">): {
  readonly step: (progress: SimulationProgress) => void;
  readonly end: () => void;
} {
  let redrawnAt = 0;
  let quarter = 0;
  return {
    step: ({ rows, day, days }) => {
      const line = `${count(rows)} rows, day ${count(day + 1)} of ${count(days)}`;
      if (io.isTerminal) {
        if (rows - redrawnAt < rowsPerRedraw) return;
        redrawnAt = rows;
        io.clearLine();
        io.err(line);
      } else if (Math.floor((4 * (day + 1)) / days) > quarter) {
        quarter = Math.floor((4 * (day + 1)) / days);
        io.err(`${line}\n`);
      }
    },
    end: () => {
      if (redrawnAt > 0) io.err("\n");
    },
  };
}

/** What was written, for people. */
export function simulationSummary(truth: SimulationTruth, outDir: string): string {
  const { parameters: t, amounts } = truth;
  const warts = wartNames.filter((name) => truth.warts[name].rows > 0);
  const lines = [
    `${count(truth.rows)} rows of ${count(truth.customers)} customers, ${truth.firstDay} to ${truth.asOf}, in ${outDir}`,
    "",
    `purchase days    ${count(truth.purchaseDays)}, ${count(truth.repeatPurchaseDays)} of them repeat purchases`,
    `repeat buyers    ${count(truth.repeatCustomers)}`,
    `dropped out      ${count(truth.droppedOut)}`,
    `net amount       ${amounts.net} ${truth.baseCurrency} (${amounts.purchases} bought, ${amounts.refunds} refunded)`,
    `BG/NBD           r ${t.r}, alpha ${t.alpha} days, a ${t.a}, b ${t.b}`,
    `Gamma-Gamma      p ${t.p}, q ${t.q}, gamma ${t.gamma} ${truth.baseCurrency}`,
    ...calendarLine(truth.calendar),
    `rows with warts  ${warts.length === 0 ? "none" : ""}`,
    ...warts.map((name) => `  ${count(truth.warts[name].rows).padStart(12)}  ${truth.warts[name].meaning}`),
    "",
    `files: ${truth.files.join(", ")}`,
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function calendarLine(calendar: SimulationTruth["calendar"]): string[] {
  if (calendar === undefined) return [];
  const { season, december, growth } = calendar;
  return [`calendar         season ${season}, December × ${december}, growth ${growth} a year`];
}
