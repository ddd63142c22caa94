import type { FoundRun } from "../runs/find-run.js";
import type { Manifest } from "../runs/manifest.js";
import { type StageName, stageNames } from "../stage.js";
import { seconds, table } from "../text/format.js";
import { fitted } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { nextStepText } from "./status-next.js";

/** The living process of a runs folder, or null. */
type Owner = { readonly pid: number; readonly host: string } | null;

/** What `clv status` prints of a run: its stages, what stopped it, and how to go on. */
export function runStatusText({ manifest, runDir }: FoundRun, owner: Owner): string {
  const { runId, status, startedAt, error } = manifest;
  const started = say("status.started", startedAt.slice(0, 19).replace("T", " "));
  const goingOn = status === "running" && owner !== null;
  const lines = [
    [runId, stateText(status, owner), started].join("  "),
    `  ${runDir}`,
    table(
      stageNames.map((name) => stageCells(name, manifest)),
      [false, false, true, true],
    ),
    ...(error ? [`  ${error.code}: ${error.message.split("\n").join("\n  ")}`] : []),
    ...(status === "done" || goingOn ? [] : [`  ${nextStepText(error?.code ?? null)}`]),
  ];
  return lines.map((line) => `${fitted(line)}\n`).join("");
}

/** A run that was under way is killed where no process lives. */
function stateText(status: Manifest["status"], owner: Owner): string {
  if (status !== "running") return status;
  return owner === null ? say("status.killed") : say("status.running", owner.pid, owner.host);
}

function stageCells(name: StageName, { stages }: Manifest): string[] {
  const stage = stages[name];
  if (!stage) return [name, "-", "", ""];
  const state = say(stage.kept ? "status.stage.kept" : "status.stage.done");
  const rows = stage.rows === null ? "" : say("status.stage.rows", stage.rows);
  return [name, state, seconds(stage.seconds), rows];
}
