import { configSchema } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import type { FileRows, TableChoice } from "../sources/file-rows.js";
import { isQueried } from "../sources/queried-file.js";
import type { SourceFile } from "../sources/source-file.js";
import { fileKind } from "../sources/source-kinds.js";
import { columnsOf, type Sample } from "./sample.js";
import { sampleQuery } from "./sample-query.js";

const manyFiles = 20;

/**
 * Rows spread over the files of a log (over twenty of them where there are more). The first file says which columns there are.
 * @throws ClvError SOURCE_UNREADABLE when there is no row to look at
 */
export async function sampleSource(
  files: readonly SourceFile[],
  choice: TableChoice,
  engine: Engine,
): Promise<Sample> {
  const looked = spread(files, manyFiles);
  const parts: FileRows[] = [];
  for (const file of looked)
    parts.push(
      isQueried(file, choice.query)
        ? await sampleQuery(file, 1 / looked.length, engine, choice.query!)
        : await fileKind(file.format).sample(file, 1 / looked.length, engine, choice),
    );
  const first = parts[0]!;
  const rows = parts.flatMap((part) => inOrderOf(first.names, part));
  if (rows.length === 0)
    throw new ClvError("SOURCE_UNREADABLE", `${looked[0]!.path} holds no row of data to look at.`);
  const missing = new Set(["", ...configSchema.parse({}).ingest.nullTokens]);
  const totals = parts.map((part) => part.totalRows);
  return {
    columns: columnsOf(first.names, rows, missing, first.types),
    rows: rows.length,
    unsplittable: parts.reduce((sum, part) => sum + part.unsplittable, 0),
    whole: looked.length === files.length && parts.every((part) => part.whole),
    totalRows:
      looked.length < files.length || totals.includes(null)
        ? null
        : totals.reduce<number>((sum, n) => sum + n!, 0),
    dialect: first.dialect,
    table: parts.findLast((part) => part.table !== undefined)?.table ?? null,
    warnings: warningsOf(looked, parts),
  };
}

/** At most `most` files, evenly spread, the first and the last among them. */
function spread(files: readonly SourceFile[], most: number): readonly SourceFile[] {
  if (files.length <= most) return files;
  return Array.from({ length: most }, (_, k) => files[Math.round((k * (files.length - 1)) / (most - 1))]!);
}

/** Rows of a further file with its fields where the first file has them; a file without names goes by position. */
function inOrderOf(
  names: readonly string[],
  part: FileRows,
): readonly (readonly (string | null | undefined)[])[] {
  if (part.names.length === names.length && part.names.every((name, i) => name === names[i]))
    return part.rows;
  const at = names.map((name) => part.names.indexOf(name));
  return part.rows.map((row) => at.map((i) => (i < 0 ? null : row[i])));
}

function warningsOf(files: readonly SourceFile[], parts: readonly FileRows[]): string[] {
  const warnings: string[] = [];
  const [first] = parts;
  parts.forEach((part, i) => {
    for (const warning of part.warnings ?? []) warnings.push(`${files[i]!.name}: ${warning}`);
    const lacking = first!.names.filter((name) => !part.names.includes(name));
    if (lacking.length > 0)
      warnings.push(
        `${files[i]!.name} lacks the columns ${lacking.join(", ")} of ${files[0]!.name}: give files of another kind a config of their own`,
      );
    const dialect = part.dialect;
    if (dialect === null) return;
    const differs = (["delimiter", "quote", "header", "skip", "encoding"] as const).filter(
      (key) => dialect[key] !== first!.dialect?.[key],
    );
    if (differs.length > 0)
      warnings.push(`${files[i]!.name} differs from ${files[0]!.name} in ${differs.join(", ")}`);
    if (/^\s*\[/.test(part.names[0] ?? "") || /^\s*\[\s*\{?/.test(String(part.rows[0]?.[0] ?? "")))
      warnings.push(`${files[i]!.name} looks like a JSON array: write it as one object a line`);
  });
  return warnings;
}
