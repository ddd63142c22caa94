import { createHash } from "node:crypto";
import { ClvError } from "../../errors.js";
import { uniqueId } from "../../files/unique-id.js";
import { id } from "../../sql/sql.js";
import type { TableFingerprint } from "../engine.js";
import { isMissingTable } from "./errors.js";
import type { SparkSession } from "./session.js";

/** How long the rows live: as long as the engine, or until the table is dropped. */
export type Lifetime = "loaded" | "materialized";

const property = "clv.table";
const exposed = "exposed";
const storedName = /__([lm])_[0-9a-f]{32}$/;

/**
 * The tables of a run: `name` is a view over a stored table `name__m_<token>`, or `name__l_<token>` for loaded rows.
 * CREATE OR REPLACE VIEW is one step of the catalog, so a name stands for the old rows or the new ones, never for half of
 * them, and a stored table is written once and never changed: its name is what distinguishes its content from any other.
 */
export class SparkTables {
  readonly #session: SparkSession;

  constructor(session: SparkSession) {
    this.#session = session;
  }

  /** A name for a stored table that no other ever had. */
  stored(name: string, lifetime: Lifetime): string {
    return `${name}__${lifetime === "loaded" ? "l" : "m"}_${uniqueId().replaceAll("-", "")}`;
  }

  /** Makes `name` stand for a stored table, and drops the one that it stood for. */
  async point(name: string, stored: string): Promise<void> {
    const former = await this.#storedOf(name);
    await this.#session.execute(
      `create or replace view ${id(name).text} tblproperties ('${property}' = '${stored}') ` +
        `as select * from ${id(stored).text}`,
    );
    if (former !== null && former !== stored) await this.dropStored(former);
  }

  /**
   * A view over a select of the user's own tables, which lives as long as the engine.
   * @param session another one, whose current database is the user's: a view keeps what its names meant when it was made
   * @param database the quoted name of the run's
   */
  async expose(
    name: string,
    select: string,
    session: SparkSession,
    database: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const former = await this.#storedOf(name);
    await session.execute(
      `create or replace view ${database}.${id(name).text} tblproperties ('${property}' = '${exposed}') as ${select}`,
      signal,
    );
    if (former !== null) await this.dropStored(former);
  }

  async dropStored(stored: string): Promise<void> {
    await this.#session.execute(`drop table if exists ${id(stored).text}`);
  }

  async drop(name: string): Promise<void> {
    const stored = await this.#storedOf(name);
    await this.#session.execute(`drop view if exists ${id(name).text}`);
    if (stored !== null) await this.dropStored(stored);
  }

  async rename(from: string, to: string): Promise<void> {
    const stored = await this.#storedOf(from);
    if (stored === null)
      throw new ClvError("ENGINE_REFUSED", `there is no table "${from}" to be renamed "${to}"`);
    await this.point(to, stored);
    await this.#session.execute(`drop view ${id(from).text}`);
  }

  /** Null for loaded rows too: they do not outlive the engine. Spark does not report the size of a table cheaply: 0 bytes. */
  async fingerprint(name: string): Promise<TableFingerprint | null> {
    const stored = await this.#storedOf(name);
    if (stored === null || lifetimeOf(stored) !== "materialized") return null;
    return { bytes: 0, sha256: createHash("sha256").update(stored).digest("hex") };
  }

  /** What tables of a database are called, loaded ones too. */
  async names(database: string): Promise<string[]> {
    const found = await this.#session.rows(`show tables in ${database}`);
    return found.map((row) => String(row.tableName)).filter((name) => !storedName.test(name));
  }

  /** Drops what an engine that was killed left behind: loaded rows, exposed selects, and stored tables without a name. */
  async clear(database: string): Promise<void> {
    const found = await this.#session.rows(`show tables in ${database}`);
    const names = found.map((row) => String(row.tableName));
    const used = new Set<string>();
    for (const name of names.filter((n) => !storedName.test(n))) {
      const value = await this.#propertyOf(name);
      if (value === null) continue;
      if (value === exposed || lifetimeOf(value) === "loaded")
        await this.#session.execute(`drop view if exists ${id(name).text}`);
      else used.add(value);
    }
    for (const stored of names.filter((n) => storedName.test(n) && !used.has(n)))
      await this.dropStored(stored);
  }

  /** The stored table that a name stands for; null when there is none. */
  async #storedOf(name: string): Promise<string | null> {
    const value = await this.#propertyOf(name);
    return value === exposed ? null : value;
  }

  /** What is written with a view; null when it is not ours. */
  async #propertyOf(name: string): Promise<string | null> {
    try {
      const found = await this.#session.rows(`show tblproperties ${id(name).text}`);
      const value = found.find((row) => row.key === property)?.value;
      return value === undefined ? null : String(value);
    } catch (error) {
      if (isMissingTable(error)) return null;
      throw error;
    }
  }
}

function lifetimeOf(stored: string): Lifetime {
  return storedName.exec(stored)?.[1] === "l" ? "loaded" : "materialized";
}
