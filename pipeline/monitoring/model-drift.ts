import { parameterDrift } from "../../models/index.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { type Measure, measured } from "./measure.js";

/** In a large log standard errors are so small that any move is beyond them: moves of less than this do not matter. */
const leastMove = 0.05;

type Fitted = Pick<ModelFile["purchase"], "model" | "params" | "limits" | "covariance" | "customers">;

/**
 * How far the parameters are from an earlier model's, by the covariances of both fits; none where the models differ in kind, lie
 * at different limits, or are one. The later log holds the earlier one, so that the difference varies by what it adds alone.
 */
export function modelDrift(
  now: { readonly version: string; readonly purchase: Fitted; readonly spend: Fitted | null },
  then: { readonly version: string; readonly purchase: Fitted; readonly spend: Fitted | null },
  limits: Limits,
): Measure[] {
  if (now.version === then.version) return [];
  return (["purchase", "spend"] as const).flatMap((part) => {
    const [fit, before] = [now[part], then[part]];
    return fit && before ? drift(part, fit, before, limits) : [];
  });
}

function drift(part: "purchase" | "spend", now: Fitted, then: Fitted, limits: Limits): Measure[] {
  const names = (f: Fitted): string =>
    [...Object.keys(f.params), ...(f.limits ?? []).map(({ title }) => title)].join();
  if (now.model !== then.model || names(now) !== names(then)) return [];
  const growth = Math.max(0, now.customers / then.customers - 1);
  const { pValue, distance, freedom, parameters } = parameterDrift(then, now, 1, growth);
  if (pValue === null || distance === null) return [];
  const rarity = Math.min(99, -Math.log10(pValue));
  const moved = parameters
    .filter((p) => p.standardErrors !== null)
    .sort((a, b) => Math.abs(b.standardErrors!) - Math.abs(a.standardErrors!))
    .slice(0, 2)
    .map((p) => message("monitoring.parameter", p.name, p.before, p.after));
  const text = message("monitoring.parameters", now.model, { distance, freedom, pValue }, moved);
  const largest = Math.max(...parameters.map((p) => Math.abs(Math.log(p.after / p.before))));
  const found = { value: rarity, reference: null, change: rarity, text };
  return [
    measured(
      { measure: `${part}_parameters`, ...found, excuse: largest < leastMove ? "small" : null },
      limits,
    ),
  ];
}
