import type { Sql } from "../sql/sql.js";
import type { Engine } from "./engine.js";

/** The same engine, reporting how long each statement took: what `--debug` and the run's log show. */
export function timedEngine(engine: Engine, report: (message: string) => void): Engine {
  async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    report(`${((performance.now() - began) / 1000).toFixed(2)} s  ${what}`);
    return result;
  }
  return {
    ...engine,
    execute: (s, signal) => timed(brief(s), () => engine.execute(s, signal)),
    rows: (s, signal) => timed(brief(s), () => engine.rows(s, signal)),
    load: (table, batches, signal) => timed(`load ${table.name}`, () => engine.load(table, batches, signal)),
    materialize: (table, s, signal) =>
      timed(`write ${table.name}: ${brief(s)}`, () => engine.materialize(table, s, signal)),
  };
}

function brief({ text }: Sql): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
