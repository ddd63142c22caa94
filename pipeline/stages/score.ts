import type { ScoredPart } from "../artifacts/scored-part.js";
import { ClvError } from "../errors.js";
import { rankedScores } from "../sql/scores.js";
import { list, sql } from "../sql/sql.js";
import type { Partitioning, Stage, StageContext } from "../stage.js";
import { calendarFile } from "./score/calendar-file.js";
import type { ScoreInputs } from "./score/score-inputs.js";
import { scoreAll, scoreOptions, scorePart } from "./score/score-part.js";
import { mergedSegments } from "./score/score-segments.js";
import { summarizeScores } from "./score/score-totals.js";

/** Predictions per distinct history, joined back to the customers inside the engine: `scores`. */
export const score: Stage<
  "account" | "transactions" | "customers" | "histories" | "covariate_groups" | "champion",
  "scores" | "score_summary" | "calendar"
> = {
  name: "score",
  reads: ["account", "transactions", "customers", "histories", "covariate_groups", "champion"],
  writes: ["scores", "score_summary", "calendar"],
  async run({ champion, ...tables }, context) {
    const { partitions } = context;
    const inputs: ScoreInputs = { ...tables, model: champion };
    const { rows, sums } = partitions
      ? await scoreInParts(inputs, partitions, context)
      : await scoreAll(inputs, context);
    const score_summary = await summarizeScores(inputs, sums && mergedSegments(sums), context);
    const calendar = calendarFile(champion, context.config);
    return { scores: { table: "scores", rows }, score_summary, calendar };
  },
};

/** `scores` from the parts: those that are there already, and the others scored one after another. */
async function scoreInParts(
  inputs: ScoreInputs,
  partitions: Partitioning<ScoredPart>,
  context: StageContext,
): Promise<Pick<ScoredPart, "rows" | "sums">> {
  const { engine, signal } = context;
  const parts: ScoredPart[] = [];
  for (let index = 0; index < partitions.of; index++)
    parts.push(await partitions.part(index, (partition) => scorePart(inputs, partition, context)));
  const all = list(
    parts.map(({ table }) => sql`select * from ${engine.dialect.table(table)}`),
    " union all ",
  );
  const rows = await engine.materialize(
    { name: "scores" },
    rankedScores(all, scoreOptions(inputs, context)),
    signal,
  );
  if (rows !== inputs.customers.rows)
    throw new ClvError(
      "MODEL_UNUSABLE",
      `${inputs.customers.rows} customers became ${rows} scores in ${parts.length} partitions: customers and parts do not belong together.`,
    );
  const intervals = parts.every((part) => part.sums !== null);
  return { rows, sums: intervals ? parts.flatMap((part) => part.sums ?? []) : null };
}
