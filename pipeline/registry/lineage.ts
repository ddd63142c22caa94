import { ClvError } from "../errors.js";
import type { GateName } from "./gates.js";
import type { Configuration, LineageEntry, Registry, RunRecord } from "./registry.js";

const runsKept = 36;

/** The first champion of a configuration. */
export function firstChampion(entry: LineageEntry): Configuration {
  return { champion: entry.version, validatedAsOf: null, lineage: [entry], runs: [] };
}

/** A configuration after an event: the champion changes unless the model was refused. */
export function afterEvent(c: Configuration, entry: LineageEntry): Configuration {
  const champion = entry.event === "refused" ? c.champion : entry.version;
  return { ...c, champion, lineage: [...c.lineage, entry] };
}

/** Whether an entry is a run's judgement of the model that it fitted. */
export function isJudged({ event }: LineageEntry): boolean {
  return event === "first" || event === "refit" || event === "refused";
}

/** Whether a person made the change. */
export function isByHand(entry: LineageEntry): boolean {
  return !isJudged(entry);
}

/** The refusal that the latest judgement was; null where the latest passed, or a person has decided since. */
export function standingRefusal({ lineage }: Configuration): LineageEntry | null {
  const last = lineage.at(-1);
  return last?.event === "refused" ? last : null;
}

/**
 * Gates that a champion did not pass when it was judged, and is champion all the same: the first model, or promoted by hand.
 * "unknown" where the registry of an older version does not say which.
 */
export function gatesOverridden(
  { lineage }: Configuration,
  version: string,
): readonly (GateName | "unknown")[] {
  const judged = lineage.findLast((e) => e.version === version && isJudged(e));
  return judged?.refused ?? (judged?.event === "refused" ? ["unknown"] : []);
}

/**
 * Whether a person has taken another champion than the one that was fitted to these data: then a second attempt at the run does not put
 * it back.
 */
export function isSetAsideByHand(
  { champion, lineage }: Configuration,
  isOfTheSame: (e: LineageEntry) => boolean,
): boolean {
  const taken = lineage.findLastIndex((e) => (e.event === "first" || e.event === "refit") && isOfTheSame(e));
  if (taken < 0 || lineage[taken]!.version === champion) return false;
  const latest = lineage.findLast((e) => e.event !== "refused");
  return latest === undefined || isByHand(latest) || latest.version !== champion;
}

/** A configuration after a run; the run's own older record, from a first attempt, is replaced. */
export function withRun(c: Configuration, run: RunRecord): Configuration {
  const others = c.runs.filter((r) => r.runId !== run.runId);
  return { ...c, runs: [...others, run].slice(-runsKept) };
}

/** The run that another one, as of a day, is compared with: the latest before it, of any earlier day. */
export function previousRun(c: Configuration | undefined, runId: string, asOf: string): RunRecord | null {
  const earlier = (c?.runs ?? []).filter((r) => r.runId !== runId && r.asOf < asOf);
  return earlier.reduce<RunRecord | null>((a, b) => (a === null || b.asOf >= a.asOf ? b : a), null);
}

/** The champion that the present one replaced, by hand or by a run; null where it is the first. */
export function parentOf({ champion, lineage }: Configuration): string | null {
  const entry = lineage.findLast(
    (e) => e.version === champion && e.event !== "refused" && e.event !== "rolled back",
  );
  return entry?.parent ?? null;
}

/** A model as the registry describes it: when it was fitted, where, and in which configuration. */
export interface KnownVersion {
  readonly key: string;
  readonly configuration: Configuration;
  readonly entry: LineageEntry;
}

/**
 * The model with this version, or its unambiguous beginning or end.
 * @throws ClvError MODEL_NOT_FOUND naming the versions there are
 */
export function findVersion({ configurations }: Registry, version: string): KnownVersion {
  const known = new Map<string, KnownVersion>();
  for (const [key, configuration] of Object.entries(configurations))
    for (const entry of configuration.lineage)
      if (!known.has(entry.version)) known.set(entry.version, { key, configuration, entry });
  const exact = known.get(version);
  if (exact) return exact;
  const matching = [...known.keys()].filter((v) => v.startsWith(version) || v.endsWith(version));
  const [only, second] = matching;
  if (only !== undefined && second === undefined) return known.get(only)!;
  throw new ClvError(
    "MODEL_NOT_FOUND",
    `${matching.length > 1 ? `${matching.length} models are called ${version}` : `no model ${version}`} in the registry; ` +
      (known.size === 0
        ? "it holds none: the first run adds one."
        : `it holds ${[...known.keys()].slice(-10).join(", ")}.`),
  );
}

/**
 * The one configuration of a registry, or that of a key or its beginning.
 * @throws ClvError MODEL_NOT_FOUND where there is none, USAGE where there are several to choose from
 */
export function findConfiguration(
  { configurations }: Registry,
  key: string | undefined,
): readonly [string, Configuration] {
  const all = Object.entries(configurations);
  const matching = key === undefined ? all : all.filter(([k]) => k.startsWith(key));
  const [only, second] = matching;
  if (only && !second) return only;
  if (all.length === 0 || (key !== undefined && !only))
    throw new ClvError(
      "MODEL_NOT_FOUND",
      key === undefined || all.length === 0
        ? "the registry holds no model: the first run adds one."
        : `no configuration ${key} in the registry; it holds ${all.map(([k]) => k).join(", ")}.`,
    );
  throw new ClvError(
    "USAGE",
    `the registry holds champions of ${all.length} configurations: name one with --configuration: ${all
      .map(([k, c]) => `${k} (${c.champion})`)
      .join(", ")}.`,
  );
}
