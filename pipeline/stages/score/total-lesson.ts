import type { TotalRival, Widening } from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { SummarySafety } from "../../artifacts/score-summary.js";
import type { TotalsSafety } from "../../artifacts/totals-backtest.js";
import type { Target } from "../../artifacts/validation.js";
import type { Config } from "../../config/config.js";

/**
 * How much wider totals are made after what earlier ones were like, by how many days ahead they are; null where nothing is known, or where
 * totals are asked for as parameters and chance alone make them (purchase.calendar: off).
 */
export function wideningOf(
  { totals }: Pick<ModelFile, "totals">,
  { purchase }: Pick<Config, "purchase">,
  days: readonly number[],
): Widening | null {
  if (totals === undefined || purchase.calendar === "off") return null;
  const at = (target: Target): number[] => days.map((ahead) => safetyAt(totals.safety, ahead, target));
  return { purchases: at("purchases"), value: at("value") };
}

/** What is said of it beside the totals; null where every total is as wide as the model makes it, and may be believed. */
export function totalsSafety(
  model: Pick<ModelFile, "totals">,
  config: Pick<Config, "value" | "purchase">,
): SummarySafety | null {
  const safety = model.totals?.safety;
  if (safety === undefined) return null;
  const widening = wideningOf(model, config, config.value.horizonsDays);
  const most = Math.max(1, ...(widening ? [...widening.purchases, ...widening.value] : []));
  const { unsupported, reason } = safety;
  return unsupported || most > 1 ? { unsupported, reason, widened: most } : null;
}

/** That of the horizon itself, or of the nearest one that is known. */
function safetyAt({ byHorizon }: TotalsSafety, days: number, target: Target): number {
  const known = byHorizon.flatMap((h) => (h[target] === undefined ? [] : [{ days: h.days, k: h[target] }]));
  if (known.length === 0) return 1;
  const far = (of: number): number => Math.abs(Math.log(of / days));
  return known.reduce((a, b) => (far(b.days) < far(a.days) ? b : a)).k;
}

/** A naive forecast that takes the place of the model's total. */
export interface UsedRival {
  /** Place among the horizons of the config. */
  readonly at: number;
  readonly days: number;
  readonly target: Target;
  readonly rival: TotalRival;
}

/** Where naive forecasts of totals were better beyond chance, unless they are never to be used. */
export function usedRivals(
  { totals, spend }: Pick<ModelFile, "totals" | "spend">,
  { value, forecast }: Pick<Config, "value" | "forecast">,
): UsedRival[] {
  if (totals === undefined || forecast.rival === "off") return [];
  return totals.rivals.flatMap(({ days, purchases, value: worth }) => {
    const at = value.horizonsDays.indexOf(days);
    if (at < 0) return [];
    return [
      ...(purchases ? [{ at, days, target: "purchases" as const, rival: purchases }] : []),
      ...(worth && spend ? [{ at, days, target: "value" as const, rival: worth }] : []),
    ];
  });
}
