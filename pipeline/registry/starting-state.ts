import { fingerprint } from "../files/fingerprint.js";
import { isByHand } from "./lineage.js";
import type { Configuration } from "./registry.js";

/**
 * The champion that a run starts from and how it came to be, as a hash: what a run's id covers of the registry. Null where there is no
 * model yet.
 */
export function startingState(known: Configuration | undefined): string | null {
  if (known === undefined) return null;
  const { champion, lineage } = known;
  return fingerprint([champion, lineage.map(({ event, version }) => [event, version])]).slice(0, 16);
}

/** The run that brought the registry to where it is; null where a person did, or nobody. */
export function lastJudged(known: Configuration | undefined): string | null {
  const last = known?.lineage.at(-1);
  return last === undefined || isByHand(last) ? null : last.runId;
}
