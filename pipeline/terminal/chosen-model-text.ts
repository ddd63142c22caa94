import { type BootstrapInterval, scoreTie } from "../../models/index.js";
import {
  type Backtest,
  type OverallForecast,
  type RankedModel,
  type Target,
  targets,
} from "../artifacts/validation.js";
import { say } from "../text/messages/say.js";
import { fewText } from "./choice-text.js";

/**
 * By how much the chosen model of a backtest is better than the next one and than the best naive forecasts, and both rankings where a
 * few customers decide, one sentence a line; nothing where no model was chosen.
 */
export function chosenModelText(b: Backtest): string[] {
  if (b.chosen === null) return [];
  const own = b.overall.find((f) => f.kind === "model" && f.name === b.chosen);
  return [
    ...nextText(b, b.chosen),
    ...(own === undefined ? [] : targets.flatMap((target) => rivalText(b, own, target))),
    ...(b.few ? fewText(b.few, usableOf(b.ranking), customersOf(b)) : []),
  ];
}

function chanceText(interval: Pick<BootstrapInterval, "low" | "high"> | null): string {
  if (interval === null) return say("verdict.chanceUnknown");
  return say(interval.low > 0 || interval.high < 0 ? "verdict.beyondChance" : "verdict.byChance");
}

/** Scored ones of all origins. */
const customersOf = ({ origins }: Pick<Backtest, "origins">): number =>
  origins.reduce((sum, { scored }) => sum + scored, 0);

function nextText({ ranking, overall, origins }: Backtest, chosen: string): string[] {
  const [own, ...others] = usableOf(ranking);
  if (own === undefined) return [];
  const customers = customersOf({ origins });
  const lead = (m: { readonly logScore: number }): number => own.logScore - m.logScore;
  const ties = others.filter((m) => Math.abs(lead(m)) * customers <= scoreTie).map(({ model }) => model);
  const tied = ties.length === 0 ? [] : [say("choice.ties", chosen, ties)];
  const next = others.find(({ model }) => !ties.includes(model));
  if (next === undefined) return tied;
  const known = overall.find((f) => f.kind === "model" && f.name === next.model);
  const interval = known?.targets?.purchases.differences?.logScore ?? null;
  return [...tied, say("validation.next", chosen, next.model, lead(next), interval, chanceText(interval))];
}

type Usable = RankedModel & { readonly logScore: number };
const usableOf = (ranking: readonly RankedModel[]): Usable[] =>
  ranking.filter((m): m is Usable => m.logScore !== null);

/** The naive forecast of the least squared error. */
function rivalText({ overall }: Backtest, own: OverallForecast, target: Target): string[] {
  const errorOf = (f: OverallForecast): number => f.targets?.[target]?.measures.rmse ?? Infinity;
  const naive = overall.filter((f) => f.kind === "rival" && Number.isFinite(errorOf(f)));
  if (naive.length === 0 || !Number.isFinite(errorOf(own))) return [];
  const best = naive.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
  const [error, others] = [errorOf(own), errorOf(best)];
  const isBetter = others < error;
  const beatsAll = overall.every((f) => f.kind === "rival" || others < errorOf(f));
  const key = beatsAll ? "choice.rival.beatsAll" : isBetter ? "choice.rival.better" : "choice.rival";
  const more = Math.max(error, others);
  const gain = more === 0 ? 0 : 1 - Math.min(error, others) / more;
  const chance = chanceText(best.targets?.[target]?.differences?.rmse ?? null);
  return [
    say("validation.ofTarget", say(`validation.${target}`), say(key, best.name, own.name, gain, chance)),
  ];
}
