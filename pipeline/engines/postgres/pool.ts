import { setTimeout as sleep } from "node:timers/promises";
import { ClvError } from "../../errors.js";
import { closedError, interruptedError } from "../statement-errors.js";
import { PostgresConnection, type SessionSettings } from "./connection.js";
import { connectLater, withoutSecrets } from "./errors.js";

/** Idle connections that are kept; more are open only while statements overlap. */
const kept = 2;

/** Waits before each further try, in seconds: five more tries within half a minute. */
export const defaultWaits: readonly number[] = [0.5, 1.5, 4, 9, 15];

/**
 * The connections of one client. A statement takes an idle one, or opens another one. When the server cannot be reached,
 * or a connection breaks under a statement that may be repeated, it is tried again after a while, and `warn` is called.
 */
export class PostgresPool {
  readonly #session: SessionSettings;
  readonly #waits: readonly number[];
  readonly #warn: (message: string) => void;
  #connections: PostgresConnection[] = [];
  #closed = false;
  /** Errors that were tried again until the end: whoever waits outside need not start over. */
  readonly #final = new WeakSet<ClvError>();

  constructor(session: SessionSettings, waits: readonly number[], warn: (message: string) => void) {
    this.#session = session;
    this.#waits = waits;
    this.#warn = warn;
  }

  async take(statement: string, signal?: AbortSignal): Promise<PostgresConnection> {
    if (this.#closed) throw closedError(this.#shown(statement));
    this.#connections = this.#connections.filter((connection) => connection.usable);
    const idle = this.#connections.find((connection) => connection.idle);
    if (idle) {
      idle.take();
      return idle;
    }
    const open = () => PostgresConnection.open(this.#session);
    const connection = await this.repeat(statement, open, connectLater, signal);
    if (this.#closed) {
      await connection.close();
      throw closedError(this.#shown(statement));
    }
    connection.take();
    this.#connections.push(connection);
    return connection;
  }

  /** Gives a connection back; one that is broken, or one too many, is closed. */
  async release(connection: PostgresConnection): Promise<void> {
    connection.release();
    const idle = this.#connections.filter((other) => other.usable && other.idle);
    if (connection.usable && idle.length <= kept) return;
    this.#connections = this.#connections.filter((other) => other !== connection);
    await connection.close();
  }

  async use<T>(
    statement: string,
    work: (connection: PostgresConnection) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const connection = await this.take(statement, signal);
    try {
      return await work(connection);
    } finally {
      await this.release(connection);
    }
  }

  /** Runs `work`, and again after a wait while `again` says of its error that this may help. */
  async repeat<T>(
    statement: string,
    work: () => Promise<T>,
    again: (error: unknown) => boolean,
    signal?: AbortSignal,
  ): Promise<T> {
    for (let tries = 0; ; tries++) {
      if (signal?.aborted) throw interruptedError(this.#shown(statement));
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ClvError) || this.#closed || signal?.aborted || !again(error)) throw error;
        const wait = this.#waits[tries];
        if (wait === undefined) this.#final.add(error);
        if (wait === undefined || this.#final.has(error)) throw error;
        const [reason] = error.message.split("\n");
        this.#warn(`${reason}; try ${tries + 2} of ${this.#waits.length + 1} in ${wait} s`);
        await sleep(wait * 1000, undefined, signal && { signal }).catch(() => {
          throw interruptedError(this.#shown(statement));
        });
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  #shown(statement: string): string {
    return withoutSecrets(statement, this.#session.settings);
  }
}
