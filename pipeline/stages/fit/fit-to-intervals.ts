import { renewalCounts } from "../../../models/contract/renewal-counts.js";
import { splitByGroup } from "../../../models/covariates/covariate-histories.js";
import {
  byInterval,
  type CovariateHistories,
  fit as fitModel,
  fitWithFallback,
  type Histories,
  type Likelihood,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
} from "../../../models/index.js";
import type { FittedIntervals } from "../../artifacts/model-file.js";
import { phaseRoom } from "../../sql/interval-customers.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { intervalName } from "../../time/billing-interval.js";
import { checkFixed, priorOf } from "./fit-options.js";
import type { Found } from "./fit-purchase.js";
import { drawHere } from "./parameter-doubt.js";

type GroupedHistories = Histories & { readonly group: Uint32Array };

/** Renewals, and ends, of an interval that make it worth parameters of its own. */
const leastOfEach = 10;

/** A discrete model with parameters of its own for each billing interval that has renewals and ends enough to tell. */
export function fitToIntervals(asked: PurchaseModel, h: GroupedHistories, context: StageContext): Found {
  const { fixed, fallback, prior } = context.config.purchase;
  const intervals = chooseSets(h, context);
  const { sets } = intervals;
  const setOf = new Map(intervals.of.map(({ sixteenths, set }) => [sixteenths, sets.indexOf(set)]));
  const data: CovariateHistories = {
    ...h,
    group: h.group.map((g) => setOf.get(Math.floor(g / phaseRoom))!),
    groups: sets.map(() => new Float64Array(0)),
  };
  const likelihood = byInterval(asked as unknown as Likelihood<string, Histories>, sets);
  checkFixed(likelihood, fixed);
  const options = { fixed, prior: priorOf(prior, likelihood, data) };
  const found = fallback ? fitWithFallback(likelihood, data, options) : null;
  const used = found?.used ?? likelihood;
  const inDays = found?.fit ?? fitModel(likelihood, data, options);
  return {
    meant: asked.name,
    inDays,
    model: purchaseModel(used.name.replace(/ by interval$/, "") as PurchaseModelName),
    leftBecause: found?.reason && used !== likelihood ? found.reason : null,
    covariates: null,
    intervals,
    draw: drawHere(used, data, inDays, context),
  };
}

/** The intervals of the histories, most customers first, and which of them have parameters of their own. */
function chooseSets(h: GroupedHistories, { warn }: StageContext): FittedIntervals {
  const codes = h.group.map((g) => Math.floor(g / phaseRoom));
  const distinct = [...new Set(codes)];
  const split = splitByGroup({
    ...h,
    group: codes.map((code) => distinct.indexOf(code)),
    groups: distinct.map(() => new Float64Array(0)),
  });
  const found = distinct
    .map((sixteenths, i) => ({ sixteenths, ...tally(split[i]!.histories) }))
    .sort((a, b) => b.customers - a.customers || a.sixteenths - b.sixteenths);
  const able = found.filter(({ renewed, ended }) => Math.min(renewed, ended) >= leastOfEach);
  const [shared] = able;
  if (shared === undefined && found.length > 1) warn(say("intervals.allTogether"));
  const setOf = (f: (typeof found)[number]): string => {
    if (shared === undefined) return "all";
    if (able.includes(f)) return intervalName(f.sixteenths);
    const other = intervalName(shared.sixteenths);
    warn(say("intervals.shared", intervalName(f.sixteenths), f.renewed, f.ended, other));
    return other;
  };
  const of = found.map((f) => ({ sixteenths: f.sixteenths, customers: f.customers, set: setOf(f) }));
  return { sets: [...new Set(of.map(({ set }) => set))], of };
}

function tally(h: Histories): { customers: number; renewed: number; ended: number } {
  const { renewed, ended } = renewalCounts(h);
  const sum = (column: Float64Array): number => column.reduce((all, n) => all + n, 0);
  return { customers: sum(h.n), renewed: sum(renewed), ended: sum(ended) };
}
