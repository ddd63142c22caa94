import { table } from "../../../pipeline/text/format.js";
import { sentence } from "../../../pipeline/text/messages/message.js";
import type { MonthlyRun, Pair, Slice } from "./year.js";

/** These tables are read in a wide window. */
const wide = Number.POSITIVE_INFINITY;
const actions = { score: "scored only", refit: "refitted", validate: "validated" } as const;

/** What a run did about its model, and whether it went on to publish. */
export function didOf({ code, checks, gate }: Pick<MonthlyRun, "code" | "checks" | "gate">): string {
  if (gate === null) return "stopped";
  const fitted = { ...actions, refit: gate.outcome === "first" ? "fitted" : "refitted" };
  const did = gate.outcome === "refused" ? "refused" : fitted[checks.decision.action];
  return code === 0 || gate.outcome === "refused" ? did : `${did}, stopped`;
}

/** Names of alerts, quality ones as they are called in the config. */
export function warningsOf({ alerts }: Pick<MonthlyRun, "alerts">): string[] {
  return alerts.map(({ source, name }) => (source === "monitoring" ? name : `${source}.${name}`));
}

/** One run, as soon as it has ended. */
export function runLine(run: MonthlyRun): string {
  const { month, asOf, what, code, checks, alerts, seconds } = run;
  const head = `month ${month}, as of ${asOf}: ${what}\n  ${didOf(run)}, exit code ${code}, ${seconds.toFixed(1)} s`;
  const why = (run.gate === null ? [] : checks.decision.reasons)
    .map((reason) => `\n  because ${sentence(reason)}`)
    .join("");
  const warnings = alerts.map((a) => `\n  ${a.level === "stop" ? "STOP" : "warning"} ${a.name}: ${a.text}`);
  return `${head}${why}${warnings.join("")}\n`;
}

/** The year: what each month did and reported, and what followed compared with what was expected. */
export function yearTable(runs: readonly MonthlyRun[]): string {
  const rows = runs.map((run) => [
    `${run.month}`,
    run.asOf,
    didOf(run),
    `${run.code}`,
    run.gate?.champion.split("-").at(-1)?.slice(0, 6) ?? "",
    ...against(run.purchases),
    ...against(run.revenue),
    warningsOf(run).join(", "),
  ]);
  const head = ["month", "as of", "did", "exit", "model"];
  const pair = (what: string): string[] => [`${what} expected`, "actual", ""];
  return table(
    [[...head, ...pair("purchases"), ...pair("revenue"), "warnings and stops"], ...rows],
    [true, false, false, true, false, true, true, true, true, true, true, false],
    "  ",
    wide,
  );
}

/** What was published, beside what the log truly held. */
export function sliceTable(slices: readonly Slice[]): string {
  const rows = slices.map((s) => [
    s.asOf,
    s.customers.toLocaleString("en-US"),
    s.true.customers.toLocaleString("en-US"),
    s.revenue,
    s.true.revenue,
  ]);
  const head = ["published as of", "customers", "in truth", "their revenue", "in truth"];
  return table([head, ...rows], [false, true, true, true, true], "  ", wide);
}

function against(pair: Pair | null): string[] {
  if (pair === null) return ["", "", ""];
  const { expected, actual } = pair;
  const off = Math.round(1000 * (actual / expected - 1)) / 10;
  const figure = (n: number): string => Math.round(n).toLocaleString("en-US");
  return [figure(expected), figure(actual), `${off < 0 ? "" : "+"}${off} %`];
}
