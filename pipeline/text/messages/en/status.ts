import { count } from "../../format.js";

/** The runs of a folder and its champions. */
export const status = {
  "status.noRuns": (folder: string) => `no runs in ${folder}; start with \`clv run\``,
  "status.running": (pid: number, host: string) => `running (process ${pid} on ${host})`,
  "status.killed": "killed",
  "status.started": (time: string) => `started ${time} UTC`,
  "status.stage.done": "done",
  "status.stage.kept": "kept",
  "status.stage.rows": (rows: number) => `${count(rows)} rows`,
  "status.resume": "go on with the same command and --resume",
  "status.champion": (version: string) => `champion ${version}`,
  "status.champion.fitted": (asOf: string | undefined, validatedAsOf: string | null) =>
    `fitted as of ${asOf}, ${validatedAsOf === null ? "never validated" : `validated as of ${validatedAsOf}`}`,
  "status.champion.configuration": (key: string) => `configuration ${key}`,
  "status.champion.earlier": (events: number) => `(${events} earlier events)`,
};
