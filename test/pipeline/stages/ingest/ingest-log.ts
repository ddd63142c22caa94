import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { Account } from "../../../../pipeline/artifacts/account.js";
import type { Summary } from "../../../../pipeline/artifacts/summary.js";
import { type ConfigInput, configSchema } from "../../../../pipeline/config/config.js";
import { openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine, Row } from "../../../../pipeline/engines/engine.js";
import { openLocal } from "../../../../pipeline/engines/open-engine.js";
import { resolveSources } from "../../../../pipeline/sources/resolve-sources.js";
import { sql } from "../../../../pipeline/sql/sql.js";
import type { StageContext } from "../../../../pipeline/stage.js";
import { ingest } from "../../../../pipeline/stages/ingest.js";
import { summarize } from "../../../../pipeline/stages/summarize.js";
import { openPool } from "../../../../pipeline/workers/pool.js";

export type Content = string | Uint8Array;

/** Files by name, or the text of a single CSV file. */
export type Log = Content | Readonly<Record<string, Content>>;

/** What differs from the defaults; `source.paths` are names in the folder of the log (default: every file of it). */
export type PartialConfig = ConfigInput;

export interface Ingested {
  readonly account: Account;
  readonly transactions: readonly Row[];
  readonly rejected: readonly Row[];
  readonly warnings: readonly string[];
  /** Lines of the log: which files were not one record a line, for example. */
  readonly log: readonly string[];
}

export interface Summarized extends Ingested {
  readonly customers: readonly Row[];
  readonly summary: Summary;
}

export interface IngestBench {
  readonly engine: Engine;
  readonly runDir: string;
  /** Where `put` writes. */
  readonly folder: string;
  put(files: Readonly<Record<string, Content>>): Promise<string[]>;
  /** The ingest stage on what `source.paths` names, or on `log`. */
  ingest(log: Log | null, config?: PartialConfig): Promise<Ingested>;
  summarize(log: Log | null, config?: PartialConfig): Promise<Summarized>;
}

const columns = { customer: "id", date: "date", amount: "amount" };

/** One engine and run folder for all tests of a file, removed at its end. The day of the run is 2030-01-01. */
export async function ingestBench(): Promise<IngestBench> {
  const root = await mkdtemp(join(tmpdir(), "clv-ingest-"));
  const runDir = join(root, "run");
  const engine = await openDuckDb({
    directory: join(runDir, "tables"),
    memoryLimit: "800MB",
    threads: 2,
    spillDirectory: join(root, "spill"),
  });
  afterAll(async () => {
    await engine.close();
    await rm(root, { recursive: true, force: true });
  });
  let count = 0;

  async function put(files: Readonly<Record<string, Content>>, folder = root): Promise<string[]> {
    const paths: string[] = [];
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      paths.push(path);
    }
    return paths;
  }

  async function run(log: Log | null, partial: PartialConfig) {
    const folder = join(root, `log${++count}`);
    const isOne = typeof log === "string" || log instanceof Uint8Array;
    const paths = log === null ? [] : await put(isOne ? { "orders.csv": log } : log, folder);
    const given = partial.source?.paths?.map((path) => join(log === null ? root : folder, path));
    const config = configSchema.parse({
      columns,
      ...partial,
      source: { ...partial.source, paths: given ?? paths },
      // who takes any share of rejected rows takes them wherever they lie
      ingest: {
        ...(partial.ingest?.maxRejectedShare === 1 && { clusteredRejections: "warn" }),
        ...partial.ingest,
      },
    });
    const warnings: string[] = [];
    const lines: string[] = [];
    const context: StageContext = {
      config,
      engine,
      openLocal: (directory) => openLocal(config, directory, directory),
      env: {},
      pool: openPool(1),
      sources: await resolveSources(config, new AbortController().signal),
      sideFiles: [],
      costFiles: [],
      rates: [],
      runId: "run",
      runDir,
      startedFrom: null,
      today: "2030-01-01",
      signal: new AbortController().signal,
      log: (line) => lines.push(line),
      warn: (line) => warnings.push(line),
    };
    const written = await ingest.run({}, context);
    const transactions = await engine.rows(sql`select * exclude (reason) from transactions order by all`);
    const rejected = await engine.rows(sql`select * from rejected_rows order by file, line, reason`);
    return {
      context,
      written,
      ingested: { account: written.account, transactions, rejected, warnings, log: lines },
    };
  }

  return {
    engine,
    runDir,
    folder: root,
    put,
    async ingest(log, config = {}) {
      return (await run(log, config)).ingested;
    },
    async summarize(log, config = {}) {
      const { context, written, ingested } = await run(log, config);
      const { summary } = await summarize.run(written, context);
      const customers = await engine.rows(sql`select * from customers order by customer_id`);
      return { ...ingested, customers, summary };
    },
  };
}

/** The numbers of the account that must add up. */
export function counts({ account }: Ingested): Record<string, number> {
  const { input, accepted, rejected, merged, outOfWindow } = account;
  return { input, accepted, rejected, merged, outOfWindow };
}

/** "a 2024-01-01 5.0000" for each transaction, in order. */
export function brief({ transactions }: Ingested): string[] {
  return transactions.map((t) => `${t.customer_id} ${t.day} ${Number(t.amount)}`);
}

/** "3 MISSING_CUSTOMER" for each rejected row, in order. */
export function reasons({ rejected }: Ingested): string[] {
  return rejected.map((r) => `${r.line} ${r.reason}`);
}
