import type { Likelihood } from "../model.js";
import type { FallbackFit } from "./fallback.js";
import { type Candidate, contains, rejectedBy } from "./rejection.js";
import { isDoubtful, lessBad } from "./verdict.js";

/** The fit of a ranking, and why better ranked models were not chosen, one reason each. */
export interface RankedFit<D> extends FallbackFit<D> {
  readonly passedOver: readonly string[];
}

/**
 * The first of a ranking whose fit is beyond doubt and which no other candidate that contains it rejects, by a likelihood-ratio
 * test at 1 % on the same data; the containing ones are fitted for that. Where none is, the least bad that the data do not reject.
 * @param ranking models, best first; not empty
 * @param fitted fits one of them to all data; asked at most once for each
 */
export function fitRanked<D>(
  ranking: readonly Likelihood<string, D>[],
  fitted: (model: Likelihood<string, D>) => FallbackFit<D>,
): RankedFit<D> {
  const known = new Map<string, FallbackFit<D>>();
  const fitOf = (model: Likelihood<string, D>): FallbackFit<D> => {
    const found = known.get(model.name) ?? fitted(model);
    known.set(model.name, found);
    return found;
  };
  const rejecting = (found: FallbackFit<D>): Candidate<D> | null =>
    rejectedBy(candidateOf(found), [...known.values()].map(candidateOf));
  const passedOver: string[] = [];
  for (const model of ranking) {
    const found = fitOf(model);
    const { status, codes } = found.fit.verdict;
    if (status === "failed" || isDoubtful(found.fit.verdict)) {
      passedOver.push(`${model.name} is in doubt on all data (${codes.join(", ")})`);
      continue;
    }
    for (const outer of ranking) if (contains(outer, found.used.name)) fitOf(outer);
    const better = rejecting(found);
    if (better === null) return { ...found, passedOver };
    passedOver.push(
      `${found.used.name} is rejected on all data in favour of ${better.model.name} (likelihood-ratio test at 1 %)`,
    );
  }
  const all = [...known.values()];
  const standing = all.filter((found) => rejecting(found) === null);
  const { found } = (standing.length > 0 ? standing : all)
    .map((found) => ({ found, verdict: found.fit.verdict }))
    .reduce((a, b) => lessBad(a, b));
  return { ...found, passedOver: [] };
}

const candidateOf = <D>({ used, fit }: FallbackFit<D>): Candidate<D> => ({ model: used, fit });
