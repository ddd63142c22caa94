import type { StagedSource } from "../../sources/stage-source.js";
import { rejectionsByFile, rejectionsBySlice } from "../../sql/rejection-places.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { findCluster } from "./clusters.js";

/** How finely a file is cut, and the fewest lines of a piece. */
export interface Slicing {
  readonly slices: number;
  readonly leastLines: number;
}

/** Files that are cut into slices: those with the most rejected rows. */
const mostFiles = 100;

interface FileCount {
  readonly name: string;
  readonly lines: number;
  readonly rejected: number;
}

/** Where rejected rows of these reasons lie together: in one file of several, or in a stretch of a file. */
export async function rejectionsInFiles(
  staged: readonly StagedSource[],
  reasons: readonly string[],
  slicing: Slicing,
  context: StageContext,
): Promise<string[]> {
  const { engine, signal } = context;
  const rejected = engine.dialect.table("rejected_rows");
  const found = await engine.rows(rejectionsByFile(engine.dialect, rejected, reasons), signal);
  const counts = new Map(found.map((row) => [String(row.file), Number(row.n)]));
  const files = staged.map(
    ({ file, rows }): FileCount => ({
      name: file.name,
      lines: file.probe?.lines ?? rows,
      rejected: counts.get(file.name) ?? 0,
    }),
  );
  const whole = findCluster(
    files.map(({ lines }) => lines),
    files.map((file) => file.rejected),
  );
  if (whole !== null) {
    const { from, to, rows } = whole;
    return [say("data.together.files", whole.rejected, rows, files[from]!.name, to - from, reasons)];
  }
  const places: string[] = [];
  const most = files.filter((file) => file.rejected > 0).sort((a, b) => b.rejected - a.rejected);
  for (const file of most.slice(0, mostFiles)) {
    const place = await stretchOf(file, reasons, slicing, context);
    if (place !== null) places.push(place);
  }
  return places;
}

/** The stretch of a file in which most rows were rejected. */
async function stretchOf(
  { name, lines }: FileCount,
  reasons: readonly string[],
  { slices, leastLines }: Slicing,
  { engine, signal }: StageContext,
): Promise<string | null> {
  const each = Math.max(leastLines, Math.ceil(lines / slices));
  const rejected = engine.dialect.table("rejected_rows");
  const found = await engine.rows(rejectionsBySlice(rejected, name, each, reasons), signal);
  const pieces = Math.ceil(lines / each);
  const rows = Array.from({ length: pieces }, (_, i) => Math.min(each, lines - i * each));
  const bad = rows.map(() => 0);
  for (const row of found) bad[Math.min(pieces - 1, Number(row.slice))]! += Number(row.n);
  const cluster = findCluster(rows, bad);
  if (cluster === null) return null;
  const within = found.filter((row) => Number(row.slice) >= cluster.from && Number(row.slice) <= cluster.to);
  const first = Math.min(...within.map((row) => Number(row.first_line)));
  const last = Math.max(...within.map((row) => Number(row.last_line)));
  const why = [...new Set(within.map((row) => String(row.reason)))];
  const isEnd = cluster.to === pieces - 1;
  return say("data.together.lines", cluster.rejected, cluster.rows, name, [first, last], isEnd, why);
}
