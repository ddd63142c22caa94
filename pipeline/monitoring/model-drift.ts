import { parameterDrift } from "../../models/index.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { Limits } from "../config/limits.js";
import { say } from "../text/messages/say.js";
import { type Measure, measured } from "./measure.js";

/** In a large log standard errors are so small that any move is beyond them: moves of less than this do not matter. */
const leastMove = 0.05;

type Fitted = Pick<ModelFile["purchase"], "model" | "params" | "limits" | "covariance" | "customers">;

/**
 * How far the parameters are from an earlier model's, against their standard errors; none where the models differ in kind, lie
 * at different limits, or are one. The later log holds the earlier one, whose share of the customers they have in common.
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
  const shared = Math.min(1, then.customers / now.customers);
  const { pValue, distance, freedom, parameters } = parameterDrift(then, now, shared);
  if (pValue === null || distance === null) return [];
  const rarity = Math.min(99, -Math.log10(pValue));
  const moved = parameters
    .filter((p) => p.standardErrors !== null)
    .sort((a, b) => Math.abs(b.standardErrors!) - Math.abs(a.standardErrors!))
    .slice(0, 2)
    .map((p) => say("monitoring.parameter", p.name, p.before, p.after));
  const text = say("monitoring.parameters", now.model, { distance, freedom, pValue }, moved);
  const largest = Math.max(...parameters.map((p) => Math.abs(Math.log(p.after / p.before))));
  return [measured(`${part}_parameters`, rarity, null, largest < leastMove ? 0 : rarity, limits, text)];
}
