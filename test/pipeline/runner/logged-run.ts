import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { query, type Row } from "../cli/read-back.js";

const dayLength = 86_400_000;

/** The day that lies some days after another one, which may be fewer than none. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
}

/**
 * A folder in `root` with log.csv and a clv.yaml that reads it: customer_id, order_date and amount, and after them
 * attributes. `settings` are further lines of the config.
 */
export async function logFolder(
  root: string,
  lines: readonly (readonly (string | number)[])[],
  { attributes = [], settings = "" }: { attributes?: readonly string[]; settings?: string } = {},
): Promise<string> {
  const folder = await mkdtemp(join(root, "log-"));
  const rows = [["customer_id", "order_date", "amount", ...attributes], ...lines];
  await writeFile(join(folder, "log.csv"), rows.map((row) => `${row.join(",")}\n`).join(""));
  const named = attributes.map((name) => `${name}: ${name}`).join(", ");
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
columns: { customer: customer_id, date: order_date, amount: amount, attributes: { ${named} } }
engine: { threads: 2 }
publish: ["csv:out"]
${settings}`,
  );
  return folder;
}

/** What a run scored, by customer id. */
export async function scoresOf(runDir: string, columns = "*"): Promise<Map<string, Row>> {
  const rows = await query(`select ${columns} from '${join(runDir, "tables/scores.parquet")}'`);
  return new Map(rows.map((row) => [String(row.customer_id), row]));
}

export async function modelOf(runDir: string): Promise<ModelFile> {
  return JSON.parse(await readFile(join(runDir, "model.json"), "utf8"));
}
