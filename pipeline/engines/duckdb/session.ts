import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { closedError, duckDbError, type EngineBounds, interruptedError } from "./errors.js";

/** An interrupt that arrives before DuckDB has started the statement is lost, so it is repeated. */
const interruptEveryMs = 20;

/** A connection with at most one statement at a time. */
export class Session {
  readonly connection: DuckDBConnection;
  readonly #bounds: EngineBounds;
  #statement: string | null = null;
  #pending: Promise<unknown> | null = null;
  #closed = false;

  constructor(connection: DuckDBConnection, bounds: EngineBounds) {
    this.connection = connection;
    this.#bounds = bounds;
  }

  get idle(): boolean {
    return this.#statement === null;
  }

  /** Whether DuckDB is working right now (not merely waiting for its result to be fetched). */
  get working(): boolean {
    return this.#pending !== null;
  }

  /** Marks the session as taken by a statement; it stays so until `release`. */
  take(statement: string): void {
    this.#statement = statement;
  }

  release(): void {
    this.#statement = null;
  }

  /**
   * One call into DuckDB on behalf of the statement. The signal, when it fires, interrupts the call.
   * @throws ClvError INTERRUPTED, ENGINE_*
   */
  async step<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const statement = this.#statement ?? "";
    if (this.#closed) throw closedError(statement);
    if (signal?.aborted) throw interruptedError(statement);
    let timer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      this.connection.interrupt();
      timer = setInterval(() => this.connection.interrupt(), interruptEveryMs);
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    const pending = work();
    this.#pending = pending;
    try {
      return await pending;
    } catch (error) {
      if (this.#closed) throw closedError(statement);
      throw duckDbError(error, statement, this.#bounds);
    } finally {
      this.#pending = null;
      clearInterval(timer);
      signal?.removeEventListener("abort", interrupt);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const pending = this.#pending;
    if (pending !== null) {
      this.connection.interrupt();
      const timer = setInterval(() => this.connection.interrupt(), interruptEveryMs);
      await pending.catch(() => undefined);
      clearInterval(timer);
    }
    this.connection.disconnectSync();
  }
}

/**
 * The connections of one instance. Statements that follow each other all run on the first connection, so that what
 * DuckDB keeps for a connection (temporary tables, e.g. the rejects of read_csv) is seen by the next statement;
 * a statement that starts while another one is open gets a connection of its own.
 */
export class Sessions {
  readonly #instance: DuckDBInstance;
  readonly #bounds: EngineBounds;
  readonly #sessions: Session[] = [];
  #closed = false;

  constructor(instance: DuckDBInstance, bounds: EngineBounds) {
    this.#instance = instance;
    this.#bounds = bounds;
  }

  /** The session whose statement DuckDB works on, the longest-lived first. */
  get working(): Session | null {
    return this.#sessions.find((session) => session.working) ?? null;
  }

  async take(statement: string): Promise<Session> {
    if (this.#closed) throw closedError(statement);
    const idle = this.#sessions.find((session) => session.idle);
    if (idle) {
      idle.take(statement);
      return idle;
    }
    const session = new Session(await this.#instance.connect(), this.#bounds);
    session.take(statement);
    this.#sessions.push(session);
    await session.step(() => session.connection.run("set enable_progress_bar = true"));
    await session.step(() => session.connection.run("set enable_progress_bar_print = false"));
    return session;
  }

  async use<T>(statement: string, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.take(statement);
    try {
      return await work(session);
    } finally {
      session.release();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#sessions.map((session) => session.close()));
  }
}
