import { bestList, type Candidate, normalQuantile } from "../../../models/index.js";
import type { Row } from "../../engines/engine.js";
import { intervalBounds } from "../../sql/interval-columns.js";

/** A candidate of the list, in order of rank. */
export interface ListedCandidate extends Candidate {
  readonly ifAllRedeem: number;
  /** standard deviation of its gain by chance in whether it comes back, squared */
  readonly variance: number;
  /** uplift times kept value: the part of the gain that rests on what it is worth */
  readonly worth: number;
  readonly chosen: boolean;
}

/** A list under the budget; null where nothing is known. */
export interface PlannedList {
  readonly method: "in_order" | "skipping" | "best" | "upper_bound";
  readonly customers: number | null;
  readonly cost: number;
  readonly ifAllRedeem: number | null;
  readonly gain: number;
  readonly variance: number | null;
  readonly worth: number | null;
}

/** Candidates of which the best of all lists is sought. */
export const mostForBest = 200;

/** Columns of clv_actions and of its settings as numbers. */
export function listed(row: Row): ListedCandidate {
  const [alive, uplift, kept, incentive] = ["p_alive", "uplift_used", "kept_value", "incentive"].map((name) =>
    Number(row[name]),
  ) as [number, number, number, number];
  const back = alive + uplift;
  const together = uplift * (1 - back);
  return {
    cost: Number(row.expected_cost),
    gain: Number(row.expected_gain),
    ifAllRedeem: Number(row.cost_if_all_redeem),
    variance:
      kept ** 2 * uplift * (1 - uplift) +
      incentive ** 2 * back * (1 - back) -
      2 * kept * incentive * together,
    worth: uplift * kept,
    chosen: row.chosen === true,
  };
}

/** Adds up lists while candidates come in order, the few first ones kept for the best of all lists. */
export function planner(budget: number | null) {
  const ordered = sums();
  const skipping = sums();
  const first: ListedCandidate[] = [];
  let count = 0;
  let next: ListedCandidate | null = null;
  const room = budget === null ? Infinity : budget + 1e-12 * Math.max(1, budget);
  return {
    take(candidate: ListedCandidate): void {
      if (++count <= mostForBest) first.push(candidate);
      if (candidate.chosen) ordered.add(candidate);
      else next ??= candidate;
      if (skipping.cost + candidate.cost <= room) skipping.add(candidate);
    },
    lists(): PlannedList[] {
      const best = count <= mostForBest ? bestOf(first, room) : null;
      return [
        ordered.list("in_order"),
        skipping.list("skipping"),
        ...(best === null ? [] : [best]),
        upperBound(ordered.list("in_order"), next, budget),
      ];
    },
  };
}

function sums() {
  const total = { customers: 0, cost: 0, ifAllRedeem: 0, gain: 0, variance: 0, worth: 0 };
  return {
    get cost() {
      return total.cost;
    },
    add(c: ListedCandidate): void {
      total.customers++;
      for (const key of ["cost", "ifAllRedeem", "gain", "variance", "worth"] as const) total[key] += c[key];
    },
    list: (method: PlannedList["method"]): PlannedList => ({ method, ...total }),
  };
}

function bestOf(candidates: readonly ListedCandidate[], room: number): PlannedList | null {
  const places = room === Infinity ? candidates.map((_, i) => i) : bestList(candidates, room);
  if (places === null) return null;
  const best = sums();
  for (const place of places) best.add(candidates[place]!);
  return best.list("best");
}

/** The list in order with the share of the next one that the rest of the budget would pay for. */
function upperBound(list: PlannedList, next: ListedCandidate | null, budget: number | null): PlannedList {
  const rest = next === null || budget === null ? 0 : (budget - list.cost) / next.cost;
  return {
    method: "upper_bound",
    ...{ customers: null, ifAllRedeem: null, variance: null, worth: null },
    cost: list.cost + rest * (next?.cost ?? 0),
    gain: list.gain + rest * (next?.gain ?? 0),
  };
}

/**
 * Bounds of a list's gain, lowest first: chance in who comes back, independently, and what is not known of their worth, apart from each other.
 * @param relative bounds of the worth of those chosen, relative to what is expected; null where nothing is known
 */
export function gainBounds(
  { gain, variance, worth }: PlannedList,
  relative: readonly (number | null)[],
): (number | null)[] {
  return intervalBounds.map(({ level }, i) => {
    const factor = relative[i];
    if (variance === null || worth === null || factor == null) return null;
    const chance = normalQuantile(level) * Math.sqrt(variance);
    return gain + Math.sign(level - 0.5) * Math.hypot(chance, worth * (factor - 1));
  });
}
