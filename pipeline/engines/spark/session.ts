import type { RecordBatch } from "apache-arrow";
import { ClvError } from "../../errors.js";
import type { EngineProgress, Row } from "../engine.js";
import { closedError } from "../statement-errors.js";
import { sparkBatches } from "./arrow.js";
import { SparkConnect } from "./connect.js";
import type { ExecuteResponse, Plan } from "./protocol.js";
import { sparkText } from "./quoting.js";
import { address, sparkRemote } from "./remote.js";
import { rowsOfBatch } from "./rows.js";

export interface SparkConnection {
  /** Name of the environment variable that holds the connection string; default SPARK_REMOTE. */
  readonly connection?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn?: (message: string) => void;
}

/** Without these, statements would mean something else than on the other engines. */
const required = {
  "spark.sql.ansi.enabled": "true",
  "spark.sql.session.timeZone": "UTC",
};

/** The defaults of Spark 4, or a matter of speed: a server that keeps its own value may be right. */
const wanted = {
  "spark.sql.parser.escapedStringLiterals": "false",
  "spark.sql.execution.arrow.maxRecordsPerBatch": "131072",
  "spark.sql.execution.arrow.useLargeVarTypes": "false",
};

/** A session in which statements mean what they do on the other engines: ANSI rules, standard quoting, times in UTC. */
export class SparkSession {
  readonly #connect: SparkConnect;
  readonly #stopping = new AbortController();
  readonly #running = new Set<{ progress: EngineProgress | null }>();

  private constructor(connect: SparkConnect) {
    this.#connect = connect;
  }

  /**
   * TLS trusts the certificates that come with Node, or those in the PEM file that CLV_SPARK_CA or SSL_CERT_FILE names.
   * @throws ClvError USAGE for a bad connection string, ENGINE_UNREACHABLE, ENGINE_DENIED, ENGINE_REFUSED
   */
  static async open({ connection, env, warn }: SparkConnection): Promise<SparkSession> {
    const connect = new SparkConnect(sparkRemote(env, connection), env.CLV_SPARK_CA ?? env.SSL_CERT_FILE);
    try {
      const version = await connect.enter();
      if (Number.parseInt(version, 10) < 4)
        warn?.(`Spark ${version} at ${address(connect.remote)}: the statements were written for Spark 4`);
      await connect.config(required);
      for (const [key, value] of Object.entries(wanted))
        await connect.config({ [key]: value }).catch((error: unknown) => {
          if (!(error instanceof ClvError) || error.code !== "ENGINE_REFUSED") throw error;
          warn?.(error.message);
        });
    } catch (error) {
      await connect.close();
      throw error;
    }
    return new SparkSession(connect);
  }

  /** Where the server is, for people. */
  get place(): string {
    return address(this.#connect.remote);
  }

  /** Bytes of answers so far. */
  get received(): number {
    return this.#connect.received;
  }

  /** Of the oldest statement under way. */
  get progress(): EngineProgress | null {
    const [oldest] = this.#running;
    return this.stopped ? null : (oldest?.progress ?? null);
  }

  get stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** The rows of a statement in standard quoting. */
  query(text: string, signal?: AbortSignal): AsyncGenerator<RecordBatch, void> {
    return sparkBatches(this.#responses({ root: { sql: { query: sparkText(text) } } }, text, signal));
  }

  async rows(text: string, signal?: AbortSignal): Promise<Row[]> {
    const all: Row[] = [];
    for await (const batch of this.query(text, signal)) all.push(...rowsOfBatch(batch));
    return all;
  }

  async execute(text: string, signal?: AbortSignal): Promise<void> {
    await finished(this.#responses({ root: { sql: { query: sparkText(text) } } }, text, signal));
  }

  /**
   * Runs a statement that reads an Arrow IPC stream as a table.
   * @param shown what errors show
   */
  async executeOver(
    alias: string,
    data: Uint8Array,
    text: string,
    shown: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const root = { sql: { query: sparkText(text) } };
    const references = [{ subqueryAlias: { input: { localRelation: { data } }, alias } }];
    await finished(this.#responses({ root: { withRelations: { root, references } } }, shown, signal));
  }

  /** Stops what runs and refuses what comes, lets `last` run some more statements, and gives up the session. */
  async close(last?: (session: SparkSession) => Promise<void>): Promise<void> {
    this.#stopping.abort();
    await this.#connect.stopAll();
    await last?.(new SparkSession(this.#connect));
    await this.#connect.close();
  }

  async *#responses(
    plan: Plan,
    statement: string,
    signal?: AbortSignal,
  ): AsyncGenerator<ExecuteResponse, void> {
    if (this.stopped) throw closedError(statement);
    const stop = signal ? AbortSignal.any([signal, this.#stopping.signal]) : this.#stopping.signal;
    const work: { progress: EngineProgress | null } = { progress: null };
    this.#running.add(work);
    try {
      for await (const response of this.#connect.execute(plan, statement, stop)) {
        work.progress = progressOf(response) ?? work.progress;
        yield response;
      }
    } catch (error) {
      throw this.stopped ? closedError(statement) : error;
    } finally {
      this.#running.delete(work);
    }
  }
}

async function finished(responses: AsyncIterable<ExecuteResponse>): Promise<void> {
  for await (const _ of responses);
}

/** Spark reports tasks, of the stages that it has planned so far. */
function progressOf({ executionProgress }: ExecuteResponse): EngineProgress | null {
  const stages = executionProgress?.stages ?? [];
  const total = stages.reduce((sum, stage) => sum + stage.numTasks, 0);
  const done = stages.reduce((sum, stage) => sum + stage.numCompletedTasks, 0);
  return total === 0 ? null : { percentage: (100 * done) / total, rows: 0, totalRows: 0 };
}
