import {
  askedLevel,
  type ForecastColumns,
  historyClasses,
  type LevelCorrection,
  type PurchaseModelName,
} from "../../../models/index.js";
import { type Correction, type CoverageRow, validatedLevels } from "../../artifacts/validation.js";
import type { StageContext } from "../../stage.js";
import { type AskedEnds, type Forecast, modelColumns, nominalEnds, type OriginSeeds } from "./forecasts.js";
import type { OriginData } from "./origin.js";
import { byTarget } from "./scores.js";

/**
 * A model's intervals on an origin, as they were forecast and as a correction learned on others makes them: what is asked
 * of the model is asked again.
 * @param forecast the model's at that origin
 */
export async function coverageRows(
  { name, fit, calendar, columns: before }: Forecast,
  tried: Correction,
  data: OriginData,
  seeds: OriginSeeds,
  { pool }: StageContext,
): Promise<CoverageRow[]> {
  if (before === null || fit === null) return [];
  const { targets } = data;
  const asked = byTarget(targets, (t) => askedEnds(tried[targets[t]!]!));
  const [corrected] = await pool.run("backtest-model", data.input, [
    {
      model: name as PurchaseModelName,
      fixed: {},
      estimate: fit.params,
      calendar,
      value: nominalEnds,
      ...asked,
    },
  ]);
  const after = modelColumns(corrected!.forecasts!, data, seeds, asked);
  const places = Array.from(data.classes.keys());
  const groups = [
    { historyClass: null, rows: places },
    ...historyClasses.map((historyClass, c) => ({
      historyClass,
      rows: places.filter((i) => data.classes[i] === c),
    })),
  ].filter(({ rows }) => rows.length > 0);
  return targets.flatMap((target) =>
    validatedLevels.flatMap((level, l) =>
      groups.map(({ historyClass, rows }): CoverageRow => {
        const [plain, better] = [before[target]!, after[target]!].map((of) => held(of, l, rows));
        return {
          ...{ model: name, target, level, historyClass, customers: rows.length },
          ...{ before: plain!.share, after: better!.share },
          ...{ widthBefore: plain!.width, widthAfter: better!.width },
        };
      }),
    ),
  );
}

/** What a correction asks for, as forecasts take it. */
function askedEnds(of: LevelCorrection): AskedEnds {
  return historyClasses.map((name) =>
    validatedLevels.flatMap((level) => {
      const { from, to } = askedLevel(of, name, level);
      return [from, to];
    }),
  );
}

/** Of some customers: the share whose interval held, by PIT value, and the mean length. */
function held(
  { intervals, pit }: ForecastColumns,
  l: number,
  rows: readonly number[],
): { readonly share: number; readonly width: number } {
  const { level, low, high, asked } = intervals![l]!;
  let inside = 0;
  let length = 0;
  for (const i of rows) {
    const from = asked?.from[i] ?? (1 - level) / 2;
    const to = asked?.to[i] ?? (1 + level) / 2;
    if (from <= pit![i]! && pit![i]! <= to) inside++;
    length += high[i]! - low[i]!;
  }
  return { share: inside / rows.length, width: length / rows.length };
}
