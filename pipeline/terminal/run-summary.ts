import type { Artifacts } from "../artifacts/artifacts.js";
import { table } from "../text/format.js";
import { fitted } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { dataText } from "./data-text.js";
import { modelText } from "./model-text.js";
import { retrainingTexts } from "./retraining-text.js";
import { validationText } from "./validation-text.js";
import { valueText } from "./value-text.js";

/** Everything that a run produced so far, for a person. */
export function runText(runId: string, runDir: string, a: Partial<Artifacts>): string {
  const parts = [say("run.title", runId)];
  if (a.account) parts.push(dataText(a.account, a.summary));
  if (a.model) parts.push(modelText(a.model, a.summary));
  const validated = a.validation && validationText(a.validation);
  if (validated) parts.push(validated);
  parts.push(...retrainingTexts(a));
  if (a.score_summary && a.model) parts.push(valueText(a.score_summary, a.model.currency));
  const outputs = (a.publication?.outputs ?? []).map((o) => [o.to, o.path, `${o.tables.join(", ")}`]);
  parts.push(
    `${say("run.outputs")}\n${table([...outputs, [say("run.folder"), runDir, ""]], [false, false, false])}`,
  );
  return `${fitted(parts.join("\n\n"))}\n`;
}
