import type { PublishedOutput } from "../artifacts/publication.js";
import { marts } from "../marts/marts.js";
import { table } from "../text/format.js";
import { say } from "../text/messages/say.js";

const ofMarts: ReadonlySet<string> = new Set(marts.flatMap(({ tables }) => tables.map(({ name }) => name)));

/** Where scores and the run are, and the tables there: those of marts by number, since each has a command. */
export function outputsText(outputs: readonly PublishedOutput[], runDir: string): string {
  const places = [...outputs.map(({ to, path }) => [to, path]), [say("run.folder"), runDir]];
  const tables = [...new Set(outputs.flatMap((o) => o.tables.map(tableName)))];
  const others = tables.filter((name) => !ofMarts.has(name));
  const named = tables.length === 0 ? "" : `\n  ${say("run.tables", others, tables.length - others.length)}`;
  return `${say("run.outputs")}\n${table(places, [false, false])}${named}`;
}

/** `clv_runs` of `clv_runs/2026-06-30-1a2b.parquet`; a file or folder of slices goes by its table. */
function tableName(path: string): string {
  return path.split("/")[0]!.replace(/\.(?:parquet|csv|arrow)$/, "");
}
