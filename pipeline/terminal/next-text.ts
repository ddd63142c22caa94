import type { Artifacts } from "../artifacts/artifacts.js";
import type { MartsFile } from "../artifacts/marts-file.js";
import { commandName } from "../marts/command-name.js";
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
  { gate, validation, score_summary: scored, publication, model, marts }: Partial<Artifacts>,
  options: string,
): string[][] {
  const [first] = scored?.top ?? [];
  return [
    ...(gate?.outcome === "refused" ? [[clv("promote", gate.challenger!), say("next.promote")]] : []),
    ...(model && (validation?.backtest ?? null) === null
      ? [[clv("validate", options), say("next.validate")]]
      : []),
    ...(first ? [[clv("explain", first.customerId, options), say("next.explain")]] : []),
    ...toDecideWith(marts, options),
    ...(publication ? [] : [[clv("run", options), say("next.run")]]),
  ];
}

/** The marts that a shop opens first; then as they are made. */
const openedFirst: readonly string[] = ["clv_actions", "clv_acquisition", "clv_forecast"];

/** A few of the marts that were made, in one line. */
function toDecideWith(file: MartsFile | undefined, options: string): string[][] {
  const made = (file?.marts ?? []).filter(({ lacks }) => lacks === null).map(({ name }) => name);
  const place = (name: string): number =>
    openedFirst.includes(name) ? openedFirst.indexOf(name) : openedFirst.length;
  const [first, ...others] = made
    .toSorted((a, b) => place(a) - place(b))
    .slice(0, openedFirst.length)
    .map(commandName);
  return first === undefined
    ? []
    : [
        [
          clv(first, options),
          say(
            "next.marts",
            others.map((name) => clv(name)),
          ),
        ],
      ];
}

function clv(...words: readonly string[]): string {
  return ["clv", ...words].filter((word) => word !== "").join(" ");
}
