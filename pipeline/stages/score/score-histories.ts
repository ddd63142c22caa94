import type { RecordBatch } from "apache-arrow";
import { joinInto } from "../../../models/index.js";
import { readArrowArtifact } from "../../artifacts/artifact-files.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import { readGroups, readHistories } from "../../artifacts/read-histories.js";
import { numbersOf } from "../../files/numbers.js";
import type { HistoryRows } from "../../spend/history-sample.js";
import { histories } from "../../sql/histories.js";
import { type Sql, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { sharedColumns } from "../../workers/shared-columns.js";

/** All distinct histories, in columns that threads share. */
export async function allHistories(
  file: Artifacts["histories"],
  { runDir }: StageContext,
): Promise<HistoryRows> {
  return {
    histories: sharedColumns(await readHistories(runDir, file, false)),
    group: await readGroups(runDir, file),
  };
}

/** The distinct histories of some customers, in the same order. */
export async function historiesOf(
  customers: Sql,
  grouped: boolean,
  { engine, signal }: StageContext,
): Promise<HistoryRows> {
  const parts: HistoryRows[] = [];
  for await (const batch of engine.query(histories(sql`${customers} k`, false, grouped), signal))
    parts.push(rowsOf(batch));
  const rows = parts.reduce((sum, part) => sum + part.group.length, 0);
  const column = (of: (part: HistoryRows) => Float64Array): Float64Array =>
    joinInto(parts.map(of), new Float64Array(new SharedArrayBuffer(8 * rows)));
  return {
    histories: {
      x: column((part) => part.histories.x),
      tx: column((part) => part.histories.tx),
      T: column((part) => part.histories.T),
      n: column((part) => part.histories.n),
    },
    group: joinInto(
      parts.map((part) => part.group),
      new Uint32Array(rows),
    ),
  };
}

/** All distinct histories, some at a time. */
export async function* streamedHistories(
  histories: Artifacts["histories"],
  { runDir }: StageContext,
): AsyncGenerator<HistoryRows> {
  for await (const batch of readArrowArtifact(runDir, histories)) yield rowsOf(batch);
}

function rowsOf(batch: RecordBatch): HistoryRows {
  const column = (name: string): Float64Array => {
    const numbers = new Float64Array(batch.numRows);
    numbersOf(batch, name, numbers, 0);
    return numbers;
  };
  return {
    histories: { x: column("x"), tx: column("t_x"), T: column("t_cal"), n: column("n") },
    group: Uint32Array.from(column("covariate_group")),
  };
}
