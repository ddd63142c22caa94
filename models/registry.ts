import { bdw } from "./contract/bdw.js";
import { geometric } from "./contract/geometric.js";
import { sbg } from "./contract/sbg.js";
import type { PurchaseModel, SpendModel } from "./model.js";
import { bgBb } from "./purchase/bg-bb.js";
import { bgCnbdK } from "./purchase/bg-cnbd-k.js";
import { bgNbd } from "./purchase/bg-nbd.js";
import { ggompertzNbd } from "./purchase/ggompertz-nbd.js";
import { mbgCnbdK } from "./purchase/mbg-cnbd-k.js";
import { mbgNbd } from "./purchase/mbg-nbd.js";
import { nbd } from "./purchase/nbd.js";
import { paretoNbd } from "./purchase/pareto-nbd.js";
import { credibility } from "./spend/credibility.js";
import { gammaGamma } from "./spend/gamma-gamma.js";

/** Every purchase model by the name a config gives it; the one place where a string becomes a model. */
export const purchaseModels = {
  "bg-nbd": bgNbd,
  "mbg-nbd": mbgNbd,
  "bg-cnbd-k": bgCnbdK,
  "mbg-cnbd-k": mbgCnbdK,
  "pareto-nbd": paretoNbd,
  "ggompertz-nbd": ggompertzNbd,
  nbd,
  "bg-bb": bgBb,
  geometric,
  sbg,
  bdw,
} as const;

/** Every spend model by the name a config gives it. */
export const spendModels = {
  "gamma-gamma": gammaGamma,
  credibility,
} as const;

export type PurchaseModelName = keyof typeof purchaseModels;
export type SpendModelName = keyof typeof spendModels;

export const purchaseModelNames = Object.keys(purchaseModels) as PurchaseModelName[];
export const spendModelNames = Object.keys(spendModels) as SpendModelName[];

/** The purchase model of that name, with parameters by plain strings, for code that works with any of them. */
export function purchaseModel(name: PurchaseModelName): PurchaseModel {
  return purchaseModels[name] as PurchaseModel<string>;
}

/** The spend model of that name, with parameters by plain strings. */
export function spendModel(name: SpendModelName): SpendModel {
  return spendModels[name] as SpendModel<string>;
}
