import type { PublishedOutput } from "../artifacts/publication.js";
import { table } from "../text/format.js";
import { say } from "../text/messages/say.js";

/** Where scores and the run are, and the tables there by name. */
export function outputsText(outputs: readonly PublishedOutput[], runDir: string): string {
  const places = [...outputs.map(({ to, path }) => [to, path]), [say("run.folder"), runDir]];
  const tables = [...new Set(outputs.flatMap((o) => o.tables.map(tableName)))];
  const named = tables.length === 0 ? "" : `\n  ${say("run.tables", tables)}`;
  return `${say("run.outputs")}\n${table(places, [false, false])}${named}`;
}

/** `clv_runs` of `clv_runs/2026-06-30-1a2b.parquet`; a file or folder of slices goes by its table. */
function tableName(path: string): string {
  return path.split("/")[0]!.replace(/\.(?:parquet|csv|arrow)$/, "");
}
