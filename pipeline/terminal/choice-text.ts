import { type RankedWithout, rivals, scoreTie, worstShare } from "../../models/index.js";
import type { CandidateScore, HoldoutChoice, ModelFile } from "../artifacts/model-file.js";
import { table } from "../text/format.js";
import { say } from "../text/messages/say.js";

/**
 * By how much `purchase.model: auto` found its model better than the next one and than naive forecasts, and both rankings where a
 * few customers decide, one sentence a line; nothing where there was one model alone.
 */
export function choiceText({ candidates, holdout }: ModelFile["purchase"]): string[] {
  if (candidates === null || holdout === undefined) return [];
  const usable = candidates.filter((c) => c.logScore !== null && c.status !== "failed");
  const chosen = usable.find((c) => c.chosen);
  if (chosen === undefined) return [];
  return [
    ...nextText(usable, chosen, holdout.customers),
    ...rivalText(holdout, chosen),
    ...totalText(holdout, usable),
    ...fewText(
      holdout,
      usable.map(({ model, logScore }) => ({ model, logScore: logScore! })),
      holdout.customers,
    ),
  ];
}

const chanceText = (beyond: boolean): string => say(beyond ? "verdict.beyondChance" : "verdict.byChance");

/** Those that predict as well, then against the next one, or the first where the chosen model is not the first of the ranking. */
function nextText(usable: readonly CandidateScore[], chosen: CandidateScore, customers: number): string[] {
  const ties = usable.filter((c) => c.toChosen && Math.abs(c.toChosen.value) * customers <= scoreTie);
  const tied = ties.length === 0 ? [] : [say("choice.ties", chosen.model, names(ties))];
  const other = usable.find((c) => c !== chosen && !ties.includes(c));
  if (other?.toChosen == null) return tied;
  const { value, standardError, beyondChance } = other.toChosen;
  const key = value < 0 ? "choice.better" : "choice.worse";
  return [...tied, say(key, chosen.model, other.model, -value, standardError, chanceText(beyondChance))];
}

const names = (of: readonly CandidateScore[]): string[] => of.map(({ model }) => model);

function rivalText({ rivals: found }: HoldoutChoice, chosen: CandidateScore): string[] {
  const [best] = found;
  if (best === undefined || chosen.rootMeanSquaredError === null) return [];
  const own = chosen.rootMeanSquaredError;
  const isBetter = best.rootMeanSquaredError < own;
  const key = best.beatsAll ? "choice.rival.beatsAll" : isBetter ? "choice.rival.better" : "choice.rival";
  const [less, more] = isBetter ? [best.rootMeanSquaredError, own] : [own, best.rootMeanSquaredError];
  const gain = more === 0 ? 0 : 1 - less / more;
  const chance = chanceText(best.difference.beyondChance);
  const sentence = say(key, titleOf(best.rival), chosen.model, gain, chance);
  if (chosen.bias === null || best.bias === null) return [sentence];
  return [`${sentence}; ${say("choice.totals", chosen.model, chosen.bias, titleOf(best.rival), best.bias)}`];
}

/** A naive forecast whose total was nearer than that of every model. */
function totalText({ rivals: found }: HoldoutChoice, usable: readonly CandidateScore[]): string[] {
  const naive = nearest(found);
  const model = nearest(usable);
  if (naive === null || model === null || Math.abs(naive.bias) >= Math.abs(model.bias)) return [];
  return [say("choice.totals.beatsAll", titleOf(naive.rival), naive.bias, model.model, model.bias)];
}

function nearest<F extends { readonly bias: number | null }>(
  of: readonly F[],
): (F & { readonly bias: number }) | null {
  const known = of.filter((f): f is F & { readonly bias: number } => f.bias !== null);
  return known.length === 0 ? null : known.reduce((a, b) => (Math.abs(b.bias) < Math.abs(a.bias) ? b : a));
}

interface FewCustomers {
  readonly withoutWorst: RankedWithout;
  readonly withoutCarriers: RankedWithout | null;
}

/**
 * Both rankings where a few customers decide.
 * @param all models that can be used, best first
 * @param customers whom they were scored on
 */
export function fewText(
  { withoutWorst, withoutCarriers }: FewCustomers,
  all: readonly Ranked[],
  customers: number,
): string[] {
  const best = all[0]!.model;
  const both = (sentence: string, { ranking }: RankedWithout): string =>
    `${sentence}\n${bothRankings(all, ranking)}`;
  const firstOf = ({ ranking }: RankedWithout): string => ranking[0]!.model;
  return [
    ...(withoutCarriers
      ? [
          both(
            say("choice.carriers", best, withoutCarriers.customers, customers, firstOf(withoutCarriers)),
            withoutCarriers,
          ),
        ]
      : []),
    ...(withoutWorst.decides
      ? [both(say("choice.worst", best, worstShare, firstOf(withoutWorst)), withoutWorst)]
      : []),
  ];
}

interface Ranked {
  readonly model: string;
  readonly logScore: number;
}

/** The ranking by log-score of all customers, and that without some, side by side. */
function bothRankings(all: readonly Ranked[], without: readonly Ranked[]): string {
  const head = [say("choice.place"), say("choice.all"), "", say("choice.without"), ""];
  const cells = (ranked: Ranked | undefined): string[] =>
    ranked === undefined ? ["", ""] : [ranked.model, ranked.logScore.toFixed(5)];
  const rows = all.map((ranked, i) => [String(i + 1), ...cells(ranked), ...cells(without[i])]);
  return table([head, ...rows], [true, false, true, false, true], "    ");
}

const titleOf = (name: string): string => rivals.find((r) => r.name === name)?.title ?? name;
