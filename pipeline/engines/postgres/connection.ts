import { Client } from "pg";
import { ClvError } from "../../errors.js";
import { closedError, interruptedError } from "../statement-errors.js";
import { connectError, postgresError, withoutSecrets } from "./errors.js";
import type { PostgresSettings, TlsOptions } from "./settings.js";

/** A cancel that arrives before the server has started the statement is lost, so it is repeated. */
const cancelEveryMs = 100;
/** How long closing waits for a cancelled statement before it cuts the line. */
const closeWithinMs = 2000;

/** What is set on every connection before its first statement. */
export interface SessionSettings {
  readonly settings: PostgresSettings;
  /** Statements, run at once. */
  readonly setUp: string;
  /** 0 for none; what messages speak of, the limit itself is part of setUp. */
  readonly timeoutSeconds: number;
}

/** One connection, with at most one statement at a time. */
export class PostgresConnection {
  readonly client: Client;
  readonly #session: SessionSettings;
  #taken = false;
  #pending: Promise<unknown> | null = null;
  #closed = false;
  #broken = false;

  private constructor(client: Client, session: SessionSettings) {
    this.client = client;
    this.#session = session;
    client.on("error", () => {
      this.#broken = true;
    });
    client.on("end", () => {
      this.#broken = true;
    });
  }

  /** @throws ClvError ENGINE_UNREACHABLE, ENGINE_DENIED */
  static async open(session: SessionSettings): Promise<PostgresConnection> {
    const { settings } = session;
    const client = await connect(settings).catch((error: unknown) => {
      throw connectError(error, settings);
    });
    const connection = new PostgresConnection(client, session);
    try {
      await connection.step(session.setUp, () => client.query(session.setUp));
      // a server that runs a statement for a client that has died stops; an old one, or one on another system, cannot
      const check = "set client_connection_check_interval = '5s'";
      await client.query(check).catch(() => undefined);
      return connection;
    } catch (error) {
      await connection.destroy();
      throw error;
    }
  }

  get idle(): boolean {
    return !this.#taken;
  }

  /** Whether it can take another statement after this one. */
  get usable(): boolean {
    return !this.#broken && !this.#closed;
  }

  /** Marks the connection as taken until `release`. */
  take(): void {
    this.#taken = true;
  }

  release(): void {
    this.#taken = false;
  }

  /**
   * One exchange with the server on behalf of a statement. The signal, when it fires, cancels it there.
   * @throws ClvError INTERRUPTED, ENGINE_*
   */
  async step<T>(statement: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#closed) throw closedError(this.shown(statement));
    if (signal?.aborted) throw interruptedError(this.shown(statement));
    if (this.#pending !== null)
      throw new Error(`one statement at a time: ${this.shown(statement).slice(0, 200)}`);
    let running = true;
    let cancelled: Promise<void> = Promise.resolve();
    const cancel = () => {
      cancelled = this.#cancel(() => running);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    const began = performance.now();
    const pending = work();
    this.#pending = pending;
    try {
      return await pending;
    } catch (error) {
      if (this.#closed) throw closedError(this.shown(statement));
      throw postgresError(error, this.#session.settings, {
        statement,
        aborted: signal?.aborted ?? false,
        seconds: (performance.now() - began) / 1000,
        timeoutSeconds: this.#session.timeoutSeconds,
      });
    } finally {
      running = false;
      this.#pending = null;
      signal?.removeEventListener("abort", cancel);
      await cancelled;
    }
  }

  /** A statement as an error may show it. */
  shown(statement: string): string {
    return withoutSecrets(statement, this.#session.settings);
  }

  /** Cuts the line, whatever goes on; the server ends a statement when it next writes or looks for its client. */
  async destroy(): Promise<void> {
    this.#broken = true;
    this.client.connection.stream.destroy();
    await this.client.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const pending = this.#pending;
    if (pending === null || this.#broken) {
      if (this.#broken || this.#taken) await this.destroy();
      else await this.client.end().catch(() => undefined);
      return;
    }
    let running = true;
    const settled = pending.then(
      () => undefined,
      () => undefined,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeWithinMs);
    });
    const cancelled = this.#cancel(() => running);
    await Promise.race([settled, late]);
    clearTimeout(timer);
    running = false;
    await this.destroy();
    await cancelled;
  }

  /** Asks the server on another connection, again and again while the statement runs; cuts the line if it cannot be asked. */
  async #cancel(running: () => boolean): Promise<void> {
    const { processID } = this.client as Client & { processID?: number };
    let helper: Client | undefined;
    try {
      helper = await connect(this.#session.settings);
      helper.on("error", () => undefined);
      while (running()) {
        await helper.query(`select pg_cancel_backend(${Number(processID)})`);
        await new Promise((resolve) => setTimeout(resolve, cancelEveryMs));
      }
    } catch {
      if (running()) await this.destroy();
    } finally {
      await helper?.end().catch(() => undefined);
    }
  }
}

/** A client that is let in, by the first way to encrypt that the server knows. */
async function connect(settings: PostgresSettings): Promise<Client> {
  for (const [i, tls] of settings.tls.entries()) {
    const client = newClient(settings, tls);
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const noTls = error instanceof Error && /does not support SSL/.test(error.message);
      if (!noTls || i === settings.tls.length - 1) throw error;
    }
  }
  throw new Error("no way to connect is left");
}

function newClient(settings: PostgresSettings, tls: false | TlsOptions): Client {
  const { host, port, database, user, applicationName, options } = settings;
  return new Client({
    host,
    port,
    database,
    user,
    password: () => {
      const secret = settings.password();
      if (secret === undefined)
        throw new ClvError(
          "ENGINE_DENIED",
          `PostgreSQL at ${host}:${port} (${settings.origin}) asks for the password of user "${user}", and none is given. ` +
            `Put it into the URL, PGPASSWORD or the password file (readable by its owner alone).`,
        );
      return secret;
    },
    ssl: tls,
    application_name: applicationName,
    ...(options !== undefined && { options }),
    connectionTimeoutMillis: settings.connectTimeout * 1000,
    keepAlive: true,
  });
}
