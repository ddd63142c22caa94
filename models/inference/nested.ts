import type { About, Finding, Fit, Likelihood, Params } from "../model.js";
import { type Held, logSpace } from "./log-space.js";
import type { Weighted } from "./sample.js";
import { overAll, type Position, type Problem, searchAll } from "./search.js";

/** A model contained in another one, fitted, and the containing model's parameters there. */
export interface NestedStart<K extends string> {
  readonly inner: Fit;
  readonly title: string;
  readonly params: Params<K>;
}

const sameLikelihood = 1e-3; // log-likelihood: less than this is no gain over a contained model, whatever the sample size

/**
 * The contained models at their estimates. Those that could not be fitted are left out, and all of them where the
 * caller fixed a parameter at another value than theirs.
 */
export function nestedStarts<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  customers: number,
  fixed: Held<K>,
  fitInner: (inner: Likelihood<string, D>) => Fit | null,
): NestedStart<K>[] {
  return (likelihood.contains ?? []).flatMap(({ inner: model, embed }) => {
    const inner = fitInner(model);
    if (inner === null || inner.starts === 0) return [];
    if (inner.customers !== customers)
      throw new RangeError(
        `the nested fit of ${inner.model} is to ${inner.customers} customers, the data have ${customers}`,
      );
    const params = embed(inner.params);
    const agrees = likelihood.params.every((k) => fixed[k] === undefined || fixed[k] === params[k]);
    return agrees ? [{ inner, params, title: titleOf(model) }] : [];
  });
}

/** The position after a search from a contained model's estimate; null where `best` is as good, to 0.001 in log-likelihood. */
export function fromNested<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  best: Position<K>,
  nested: NestedStart<K>,
): Position<K> | null {
  const held = Object.fromEntries(
    problem.likelihood.params
      .filter((k) => best.space.held[k] !== undefined)
      .map((k) => [k, nested.params[k]]),
  ) as Held<K>;
  const space = logSpace(problem.likelihood.params, held);
  const gradient = new Float64Array(space.free.length);
  const value = overAll(problem, space)(space.point(nested.params), gradient);
  if (!(value < best.minimum.value - sameLikelihood / problem.customers)) return null;
  const found = searchAll(problem, space, nested.params);
  return found.minimum.value < best.minimum.value ? found : null;
}

/**
 * Names the nearest contained model that a doubtful estimate is no better than, by Akaike's criterion: BOUNDARY where the
 * likelihoods are the same, so that the estimate is at its limit, else a further reason for the doubt there is.
 */
export function inspectNested<K extends string>(
  logLikelihood: number,
  { name, params }: Pick<Likelihood<K, never>, "name" | "params">,
  nested: readonly NestedStart<K>[],
  doubt: Finding,
): Finding[] {
  for (const { inner, title } of nested) {
    const gain = logLikelihood - inner.logLikelihood;
    const extra = params.length - Object.keys(inner.params).length;
    const numbers = `log-likelihood ${logLikelihood.toFixed(4)}, of ${inner.model} ${inner.logLikelihood.toFixed(4)}`;
    if (gain < sameLikelihood) {
      const reason = `${name} is at its limit, where it is ${title}, a simpler model that fits these data as well: ${numbers}`;
      return [{ code: "BOUNDARY", reason, fatal: false }];
    }
    if (gain < extra) {
      const reason = `${title}, a simpler model, is the better one by AIC: ${numbers} with ${extra} fewer parameters`;
      return [{ ...doubt, reason, fatal: false }];
    }
  }
  return [];
}

/** The title of a purchase model with its name, the name alone of other likelihoods. */
function titleOf(model: Likelihood<string, never> & { readonly about?: About }): string {
  return model.about === undefined ? model.name : `${model.about.title} ("${model.name}")`;
}
