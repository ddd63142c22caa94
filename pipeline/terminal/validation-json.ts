import type { Backtest, OriginForecast } from "../artifacts/validation.js";
import { totalsVerdict } from "./totals-verdict.js";
import { validationVerdict } from "./validation-verdict.js";

/** What `--json` prints of a validation: everything but tables by decile, cell and period, which are in validation.json. */
export function validationJson(b: Backtest): object {
  const { origins, corrections: _corrections, ...rest } = b;
  return {
    verdict: { ...validationVerdict(b), ...(b.totals && { total: totalsVerdict(b.totals) }) },
    ...rest,
    origins: origins.map((o) => ({ ...o, cells: o.cells.length, forecasts: o.forecasts.map(essentials) })),
  };
}

function essentials({ name, kind, status, scores }: OriginForecast): object {
  return {
    ...{ name, kind, status },
    purchases: scores?.purchases.score.measures ?? null,
    ...(scores?.value !== undefined || scores === null
      ? { value: scores?.value?.score.measures ?? null }
      : {}),
  };
}
