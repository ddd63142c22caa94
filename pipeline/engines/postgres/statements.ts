import type { RecordBatch } from "apache-arrow";
import type { FieldDef } from "pg";
import { ClvError } from "../../errors.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { Row } from "../engine.js";
import { interruptedError } from "../statement-errors.js";
import type { PostgresConnection } from "./connection.js";
import { BinaryRows, sendCopy } from "./copy-in.js";
import { CopyOut } from "./copy-out.js";
import { cellTypes } from "./rows.js";
import { fetchedColumn, storedColumn } from "./types.js";

/** Statements on a PostgreSQL server, or in one transaction there. Errors are ClvError with code ENGINE_*, INTERRUPTED. */
export interface PostgresStatements {
  /** host:port/database, for people. */
  readonly place: string;
  /** Returns the rows affected, of the last statement if there are several. Not repeated when the connection breaks. */
  execute(statement: Sql, signal?: AbortSignal): Promise<number>;
  /**
   * All rows of a small result: whole numbers as number while exact, DECIMAL and dates as text. It must have no effects:
   * it is repeated when the connection breaks.
   */
  rows(select: Sql, signal?: AbortSignal): Promise<Row[]>;
  /**
   * The result as Arrow batches of up to 131,072 rows, one empty batch when it has none; repeated when the connection
   * breaks before the first. Types without a counterpart come as text; numeric needs a precision.
   */
  query(select: Sql, signal?: AbortSignal): AsyncGenerator<RecordBatch, void>;
  /**
   * Appends batches to a table, whose columns must have the types that `columnDefinitions` gives; returns the rows.
   * @param columns of the table, in the order of those of the batches
   */
  copyIn(
    table: Sql,
    columns: readonly string[],
    batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
    signal?: AbortSignal,
  ): Promise<number>;
  /** Names and types (as format_type writes them) of the columns of a select, without running it. */
  describe(select: Sql): Promise<{ name: string; type: string }[]>;
}

/** Statements on one connection that the caller has taken. */
export function postgresStatements(connection: PostgresConnection, place: string): PostgresStatements {
  const { client } = connection;

  /** What the columns of a select are: the server plans it, and runs nothing. */
  async function columnsOf(select: Sql, signal?: AbortSignal): Promise<FieldDef[]> {
    const text = `select * from (\n${select.text}\n) as q limit 0`;
    const { fields } = await connection.step(
      select.text,
      () => client.query({ text, rowMode: "array" }),
      signal,
    );
    return fields;
  }

  async function* copyOut(select: Sql, signal?: AbortSignal): AsyncGenerator<RecordBatch, void> {
    const columns = (await columnsOf(select, signal)).map((column) =>
      fetchedColumn(column, connection.shown(select.text)),
    );
    const names = columns.map((_, i) => id(`c${i}`));
    const casts = columns.map(({ cast }, i) => (cast === null ? names[i]! : sql`${names[i]!}::${raw(cast)}`));
    const source = columns.some(({ cast }) => cast !== null)
      ? sql`select ${list(casts)} from (
${select}
) as q(${list(names)})`
      : select;
    const copy = new CopyOut(`copy (\n${source.text}\n) to stdout (format binary)`, columns);
    client.query(copy);
    try {
      for (;;) {
        const batch = await connection.step(select.text, () => copy.next(), signal);
        if (batch === null) return;
        yield batch;
      }
    } finally {
      if (copy.open) await copy.discard();
    }
  }

  return {
    place,

    async execute(statement, signal) {
      const result = await connection.step(statement.text, () => client.query(statement.text), signal);
      const last = Array.isArray(result) ? result.at(-1) : result;
      return last?.rowCount ?? 0;
    },

    async rows(select, signal) {
      const query = { text: select.text, types: cellTypes };
      const result = await connection.step(select.text, () => client.query(query), signal);
      return result.rows as Row[];
    },

    query: copyOut,

    async describe(select) {
      const fields = await columnsOf(select);
      if (fields.length === 0) return [];
      const types = fields.map((field) => sql`format_type(${field.dataTypeID}, ${field.dataTypeModifier})`);
      const text = sql`select ${list(types)}`.text;
      const { rows } = await connection.step(select.text, () => client.query({ text, rowMode: "array" }));
      return fields.map(({ name }, i) => ({ name, type: String(rows[0]?.[i]) }));
    },

    async copyIn(table, columns, batches, signal) {
      const names = list(columns.map(id));
      const statement = sql`copy ${table} (${names}) from stdin (format binary)`.text;
      const target = await columnsOf(sql`select ${names} from ${table}`, signal);
      const encoder = new BinaryRows(table.text);
      const broken: unknown[] = [];
      async function* chunks(): AsyncGenerator<Uint8Array, void> {
        try {
          for await (const batch of batches) {
            if (signal?.aborted) throw interruptedError(statement);
            if (encoder.rows === 0) mustFit(table, target, batch);
            yield* encoder.write(batch);
          }
        } catch (error) {
          broken.push(error);
          throw error;
        }
        yield* encoder.finish();
      }
      await connection
        .step(statement, () => sendCopy(client, statement, chunks()), signal)
        .catch((error: unknown) => {
          // the source's own error is passed on as it is
          throw broken.length > 0 ? broken[0] : error;
        });
      return encoder.rows;
    },
  };
}

/** In binary form a value is nothing but its bytes: the server would take a bigint for a double. */
function mustFit(table: Sql, target: readonly FieldDef[], batch: RecordBatch): void {
  const stored = batch.schema.fields.map(storedColumn);
  if (stored.length !== target.length) {
    throw new ClvError(
      "ENGINE_REFUSED",
      `rows for ${table.text} have ${stored.length} columns, ${target.length} were expected`,
    );
  }
  const wrong = target.find((column, i) => column.dataTypeID !== stored[i]?.oid);
  if (wrong === undefined) return;
  const has = stored.map(({ name, type }) => `${name} ${type}`).join(", ");
  throw new ClvError(
    "ENGINE_REFUSED",
    `column "${wrong.name}" of ${table.text} has another type than the rows for it, which have (${has}); ` +
      `copy them into a table made for them, then insert from that with a cast`,
  );
}
