import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { configSchema } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { resolveSources } from "../sources/resolve-sources.js";
import type { SourceFile } from "../sources/source-file.js";
import { fileKind } from "../sources/source-kinds.js";
import { say } from "../text/messages/say.js";
import { costColumns, looksLikeCosts } from "./cost-columns.js";
import type { Inspection } from "./inspection.js";

/** A file of acquisition costs that was found, with the names of its columns. */
export interface CostFile {
  readonly path: string;
  readonly names: readonly string[];
  /** Others that might be meant. */
  readonly others: readonly string[];
}

const read = /\.(csv|tsv|txt|parquet|arrow)(\.gz|\.zst)?$/i;
/** Names of files that people keep costs in. */
const telling =
  /cost|spend|market|acqui|budget|adwords|campaign|kosten|ausgab|werb|dépens|depens|gasto|spes/i;
/** Tables of costs are small: a row a month and source, or one a customer. */
const largestBytes = 50 << 20;
const mostFiles = 40;

/** The costs among the files of a log or beside them, and the files without them. */
export async function costFile(
  files: readonly SourceFile[],
  engine: Engine,
  signal: AbortSignal,
): Promise<{ costs: CostFile | null; files: readonly SourceFile[] }> {
  const [first] = files;
  if (first?.stamp == null) return { costs: null, files };
  const among = files.length > 1 ? await costsOf(files, engine) : [];
  const log = files.filter((file) => !among.some(({ path }) => path === file.path));
  if (log.length === 0) return { costs: null, files };
  const beside = await costsOf(await filesBeside(files, signal), engine);
  const all = [...among, ...beside].sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  const [best, ...others] = all;
  const costs = best === undefined ? null : { ...best, others: others.map(({ path }) => basename(path)) };
  return { costs, files: log };
}

const rank = (path: string): number => (telling.test(basename(path)) ? 0 : 1);

async function filesBeside(log: readonly SourceFile[], signal: AbortSignal): Promise<SourceFile[]> {
  const folder = dirname(log[0]!.path);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: SourceFile[] = [];
  const paths = entries
    .filter((entry) => entry.isFile() && read.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .filter((path) => !log.some((file) => file.path === path))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const path of paths.slice(0, mostFiles)) {
    const size = (await stat(path).catch(() => null))?.size ?? 0;
    if (size === 0 || size > largestBytes) continue;
    const config = configSchema.parse({ source: { paths: [path] } });
    // a file that cannot be read is none that anybody asked for
    found.push(...(await resolveSources(config, signal).catch(() => [])));
  }
  return found;
}

async function costsOf(
  files: readonly SourceFile[],
  engine: Engine,
): Promise<Pick<CostFile, "path" | "names">[]> {
  const found: Pick<CostFile, "path" | "names">[] = [];
  for (const file of files) {
    if (file.bytes > largestBytes) continue;
    const sample = await fileKind(file.format)
      .sample(file, 0.01, engine, {})
      .catch(() => null);
    if (sample !== null && looksLikeCosts(sample.names, rank(file.path) === 0))
      found.push({ path: file.path, names: sample.names });
  }
  return found;
}

/** An inspection that proposes the costs too, and says why. */
export function withCosts(inspection: Inspection, costs: CostFile | null): Inspection {
  if (costs === null) return inspection;
  const attributes = inspection.config.columns?.attributes ?? {};
  const known = new Map(Object.entries(attributes).map(([name, column]) => [name, String(column)]));
  const { roles, dimensions } = costColumns(costs.names, [], known);
  const shared = dimensions.filter(({ isAttribute }) => isAttribute).map(({ name }) => name);
  const per = roles.customer === undefined ? roles.period! : roles.customer;
  const note = say(
    "costs.found",
    basename(costs.path),
    costs.names[roles.amount!]!,
    costs.names[per]!,
    shared,
  );
  const more = costs.others.length === 0 ? [] : [say("costs.others", costs.others)];
  return {
    ...inspection,
    config: { ...inspection.config, costs: { acquisition: { file: costs.path } } },
    notes: { ...inspection.notes, "costs.acquisition": [note, ...more] },
  };
}
