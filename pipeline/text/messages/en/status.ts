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
  "status.next": (step: string) => `Next: ${step}`,
  "status.next.setting": "correct the setting in clv.yaml or the flag, then the same command",
  "status.next.choice": "set what is asked for in clv.yaml, then the same command",
  "status.next.source": "put the file where it is looked for, or correct source.paths, then the same command",
  "status.next.input": "correct the file or its mapping (source, columns, ingest), then the same command",
  "status.next.events": "correct purchase.events or the file of them, then the same command",
  "status.next.costs": "correct costs.acquisition or its table (or targets.bands), then the same command",
  "status.next.rates": "correct the rates (currency.rates or currency.ratesFile), then the same command",
  "status.next.changed": "wait until the file is no longer written to, then the same command",
  "status.next.quality":
    "correct the data and give the same command, or raise the threshold of the check where the data are right",
  "status.next.model":
    "choose another model (purchase.model, spend.model; `clv models` lists them) or a longer log, then the same command",
  "status.next.registry":
    "put registry.json and its models back from a backup, or choose a champion with `clv promote`",
  "status.next.gate":
    "nothing where that is right: the champion scored; `clv promote` takes the new model all the same, `clv validate` measures it again",
  "status.next.monitoring":
    "look into the measures; where the change is real raise their threshold (monitoring.*.stop) and give the same command with --resume",
  "status.next.unreachable": "start the server, or correct its address, then the same command with --resume",
  "status.next.denied": "have the right granted or correct the password, then the same command with --resume",
  "status.next.memory":
    "raise engine.memoryLimit, or take fewer threads (engine.threads: 1), then the same command with --resume",
  "status.next.disk":
    "free space, or set engine.spillDirectory to a larger disk, then the same command with --resume",
  "status.next.sink": "do what the message says about the output, then the same command with --resume",
  "status.next.reconciliation":
    "nothing was made visible; the same command with --resume; should it fail again, look for whoever else writes to that output",
  "status.next.bug": "a bug of clv: the same command with --debug shows where; please report it",
  "status.refused": (refused: string, champion: string) =>
    `${refused} was refused, so ${champion} stays champion. Next: nothing where that is right, else \`clv promote ${refused}\``,
  "status.champion": (version: string) => `champion ${version}`,
  "status.champion.fitted": (asOf: string | undefined, validatedAsOf: string | null) =>
    `fitted as of ${asOf}, ${validatedAsOf === null ? "never validated" : `validated as of ${validatedAsOf}`}`,
  "status.champion.configuration": (key: string) => `configuration ${key}`,
  "status.champion.earlier": (events: number) => `(${events} earlier events)`,
};
