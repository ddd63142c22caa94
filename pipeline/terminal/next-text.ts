import type { Artifacts } from "../artifacts/artifacts.js";
import { table } from "../text/format.js";
import { say } from "../text/messages/say.js";

/** Above this share of the rows, those that were rejected are worth a look. */
const fewRejected = 0.01;

/**
 * What to do after a run, most pressing first.
 * @param options of the command line that lead to the same run, such as `--config clv.yaml`; empty where there is none
 */
export function nextText(a: Partial<Artifacts>, options: string): string {
  const rows = [...toMend(a), ...toSee(a, options)];
  return rows.length === 0 ? "" : `${say("next.title")}\n${table(rows, [false, false])}`;
}

function toMend({ account, checks, monitoring }: Partial<Artifacts>): string[][] {
  const warnings =
    (checks?.quality.filter((c) => c.level === "warn").length ?? 0) +
    (monitoring?.measures.filter((m) => m.level === "warn").length ?? 0);
  const rejected = account?.rejected ?? 0;
  return [
    ...(warnings > 0 ? [["!", say("next.correct", warnings)]] : []),
    ...(rejected > fewRejected * (account?.input ?? 0) ? [["!", say("next.rejected", rejected)]] : []),
  ];
}

function toSee(
  { gate, validation, score_summary: scored, publication, model }: Partial<Artifacts>,
  options: string,
): string[][] {
  const [first] = scored?.top ?? [];
  return [
    ...(gate?.outcome === "refused" ? [[clv("promote", gate.challenger!), say("next.promote")]] : []),
    ...(model && (validation?.backtest ?? null) === null
      ? [[clv("validate", options), say("next.validate")]]
      : []),
    ...(first ? [[clv("explain", first.customerId, options), say("next.explain")]] : []),
    ...(publication ? [] : [[clv("run", options), say("next.run")]]),
  ];
}

function clv(...words: readonly string[]): string {
  return ["clv", ...words].filter((word) => word !== "").join(" ");
}
