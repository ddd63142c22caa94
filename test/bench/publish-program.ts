/**
 * Publishes made-up scores into PostgreSQL: of a first date, of the next one, and of that one again. usage:
 * publish-program.js JOB, a PublishBenchJob as JSON; the server is that of the PG* variables.
 */
import { Client } from "pg";
import { publishToPostgres } from "../../pipeline/sinks/postgres/postgres.js";
import { openScratchEngine, publishing } from "../servers/synthetic-scores.js";

export interface PublishBenchJob {
  readonly customers: number;
  readonly mode: "swap" | "upsert";
  readonly intervals: boolean;
  readonly schema: string;
  readonly work: string;
}

/** The steps of a publication, and the statements that belong to them. */
const steps: readonly (readonly [string, RegExp])[] = [
  ["copy", /^copy "[^"]+"."clv_scores_by_run"/],
  ["read back", /^select count\(\*\) as n/],
  ["merge", /^(insert into|delete from) "[^"]+"."clv_scores" /],
  ["commit", /^commit$/],
  ["tidy up", /^analyze|^delete from "[^"]+"."clv_scores_by_run" where run_id/],
];

export interface TimedPublication {
  readonly what: string;
  readonly seconds: number;
  /** Seconds by step; what is not in them is connecting, preparing tables, records and this process. */
  readonly steps: Readonly<Record<string, number>>;
}

const { customers, mode, intervals, schema, work } = JSON.parse(process.argv[2] ?? "") as PublishBenchJob;
let spent: Record<string, number> = {};
watchStatements();
const engine = await openScratchEngine(work);
const results: TimedPublication[] = [];
for (const [what, asOf] of [
  ["first date", "2026-01-31"],
  ["next date", "2026-02-28"],
  ["same date again", "2026-02-28"],
] as const) {
  const scores = { customers, asOf, runId: `20260301-12000${results.length}-abcd`, intervals };
  const all = await publishing(engine, scores, process.env);
  spent = Object.fromEntries(steps.map(([name]) => [name, 0]));
  const start = performance.now();
  await publishToPostgres({ to: "postgres", path: schema, mode }, all);
  results.push({ what, seconds: (performance.now() - start) / 1000, steps: spent });
}
await engine.close();
results.push({ what: "COPY of the server alone", seconds: await copySeconds(), steps: {} });
process.stdout.write(`${JSON.stringify(results)}\n`);

/**
 * What the same rows take the server alone: a binary file of its own, by one COPY into a table with the same key. Less is
 * hardly possible over one connection.
 */
async function copySeconds(): Promise<number> {
  const client = new Client();
  await client.connect();
  const one = async (statement: string): Promise<string> =>
    String(Object.values((await client.query({ text: statement })).rows[0] ?? {})[0]);
  const last = await one(`select max(run_id) from "${schema}"."clv_scores_by_run"`);
  const file = `${await one("show data_directory")}/scores.copy`;
  await one(
    `copy (select * from "${schema}"."clv_scores_by_run" where run_id = '${last}') to '${file}' binary`,
  );
  await one(`create table "${schema}".copied (like "${schema}"."clv_scores_by_run" including all)`);
  const start = performance.now();
  await one(`copy "${schema}".copied from '${file}' binary`);
  const seconds = (performance.now() - start) / 1000;
  await client.end();
  return seconds;
}

/** Adds the time of each statement, from when it is sent to its end, to its step. */
function watchStatements(): void {
  const send = Client.prototype.query as (...args: unknown[]) => unknown;
  Object.assign(Client.prototype, {
    query(...args: unknown[]): unknown {
      const start = performance.now();
      const [first] = args as [string | { text?: string; cursor?: { text?: string } }];
      const text = typeof first === "string" ? first : (first.text ?? first.cursor?.text ?? String(first));
      const step = steps.find(([, pattern]) => pattern.test(text.trim()))?.[0];
      const sent = send.apply(this, args);
      const note = (): void => {
        if (step !== undefined) spent[step]! += (performance.now() - start) / 1000;
      };
      if (sent instanceof Promise) void sent.then(note, note);
      else if (isStream(sent)) sent.once("close", note);
      return sent;
    },
  });
}

function isStream(value: unknown): value is NodeJS.EventEmitter {
  return typeof (value as { once?: unknown } | undefined)?.once === "function";
}
