import type { Artifacts } from "../artifacts/artifacts.js";
import type { Config } from "../config/config.js";
import { fitted } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { calendarText } from "./calendar-text.js";
import { dataText } from "./data-text.js";
import { modelText } from "./model-text.js";
import { nextText } from "./next-text.js";
import { outputsText } from "./outputs-text.js";
import { retrainingTexts } from "./retraining-text.js";
import { validationText } from "./validation-text.js";
import { valueText } from "./value-text.js";
import { verdictText } from "./verdict-text.js";

interface SummarisedRun {
  readonly runId: string;
  readonly runDir: string;
  readonly artifacts: Partial<Artifacts>;
}

/**
 * Everything that a run produced so far, for a person: the verdict of a backtest first, what to do last.
 * @param configFile as it was named; undefined where the run had none
 */
export function runText(
  { runId, runDir, artifacts: a }: SummarisedRun,
  { value, columns }: Pick<Config, "value" | "columns">,
  configFile?: string,
): string {
  const backtest = a.validation?.backtest ?? null;
  const parts = [say("run.title", runId)];
  if (backtest !== null) parts.push(verdictText(backtest));
  if (a.account) parts.push(dataText(a.account, a.summary));
  if (a.model) parts.push(modelText(a.model, a.summary));
  const validated = a.validation && validationText(a.validation);
  if (validated) parts.push(validated);
  parts.push(...retrainingTexts(a));
  if (a.score_summary && a.model) {
    if (a.calendar) parts.push(calendarText(a.calendar));
    const { currency, asOf } = a.model;
    parts.push(valueText(a.score_summary, { currency, asOf, value, columns }));
  }
  parts.push(outputsText(a.publication?.outputs ?? [], runDir));
  const next = nextText(a, configFile === undefined ? "" : `--config ${configFile}`);
  if (next !== "") parts.push(next);
  return `${fitted(parts.join("\n\n"))}\n`;
}
