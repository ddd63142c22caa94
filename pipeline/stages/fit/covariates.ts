import type { RecordBatch } from "apache-arrow";
import {
  type CovariateHistories,
  type CovariateLikelihood,
  type Design,
  designRow,
  type Histories,
  makeDesign,
  type Params,
  type PurchaseModel,
  withCovariates,
} from "../../../models/index.js";
import { readArrowArtifact } from "../../artifacts/artifact-files.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import { fittedPurchaseModel, type ModelFile } from "../../artifacts/model-file.js";
import type { Config } from "../../config/config.js";
import { covariateNames } from "../../config/purchase-models.js";
import { ClvError } from "../../errors.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import type { StageContext } from "../../stage.js";
import type { GroupParams } from "../score/predict.js";
import { intervalParams } from "./interval-params.js";

type Values = readonly (string | number | null)[];

/** The values of every group of covariates, in their order, and how many customers have them. */
export interface CovariateGroups {
  readonly names: readonly string[];
  /** covariate_group, which customers and histories name them by */
  readonly numbers: readonly number[];
  readonly values: readonly Values[];
  readonly n: readonly number[];
}

/** covariate_groups.arrow, with the continuous attributes as numbers. Null without covariates. */
export async function readCovariateGroups(
  groups: Artifacts["covariate_groups"],
  { config, runDir }: StageContext,
): Promise<CovariateGroups | null> {
  return groups.rows === 0 ? null : collectGroups(readArrowArtifact(runDir, groups), config);
}

/** Groups of covariates from batches with their number, attributes and customers. */
export async function collectGroups(
  batches: AsyncIterable<RecordBatch>,
  config: Config,
): Promise<CovariateGroups> {
  const names = covariateNames(config);
  const numbers: number[] = [];
  const values: Values[] = [];
  const n: number[] = [];
  for await (const batch of batches) {
    const column = (name: string) => batch.getChild(name);
    for (let i = 0; i < batch.numRows; i++) {
      numbers.push(Number(column("covariate_group")?.get(i)));
      values.push(valuesOf((name) => column(name)?.get(i), config));
      n.push(Number(column("n")?.get(i)));
    }
  }
  return { names, numbers, values, n };
}

/** The covariates of one row of a table with a customer's attributes. */
function valuesOf(column: (name: string) => unknown, config: Config): Values {
  const continuous = new Set(config.purchase.covariates.continuous);
  return covariateNames(config).map((name) => {
    const text = (column(attributeColumn(name)) ?? null) as string | null;
    return continuous.has(name) ? numberOf(text, name) : text;
  });
}

function numberOf(text: string | null, name: string): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new ClvError(
    "CONFIG_INVALID",
    `purchase.covariates.continuous: ${name} has the value ${JSON.stringify(text)}, which is no number. Leave it out there to take it as a category.`,
  );
}

/** How the attributes become columns: dummies against the most frequent category, numbers standardised. */
export function designOf({ names, values, n }: CovariateGroups, continuous: readonly string[]): Design {
  return makeDesign(
    names.map((name, i) =>
      continuous.includes(name)
        ? { name, kind: "continuous", values: values.map((v) => (v[i] as number | null) ?? Number.NaN) }
        : { name, kind: "categorical", values: values.map((v) => v[i] as string | null) },
    ),
    n,
  );
}

/** The histories with the design row of each group. */
export function withDesign(
  h: Histories & { readonly group: Uint32Array },
  groups: CovariateGroups,
  design: Design,
): CovariateHistories {
  return { ...h, groups: groups.values.map((values) => designRow(design, values)) };
}

/** The likelihood of a model whose covariates are those of the config. */
export function covariateLikelihood(
  model: PurchaseModel,
  design: Design,
  { purchase, dropout, equal }: Record<"purchase" | "dropout" | "equal", readonly string[]>,
): CovariateLikelihood {
  const columns = (names: readonly string[]): string[] =>
    design.columns.filter((column) => names.includes(column.split("=")[0]!));
  return withCovariates(model, design.columns, {
    purchase: columns(purchase),
    dropout: columns(dropout),
    equal: columns(equal),
  });
}

/** The groups of the histories with their parameters, for predictions; null without covariates. */
export function groupParams(
  groups: CovariateGroups | null,
  group: Uint32Array,
  model: ModelFile,
  { config }: StageContext,
): GroupParams | null {
  if (groups === null) return null;
  const places = new Map(groups.numbers.map((number, place) => [number, place]));
  const place = group.map((number) => places.get(number)!);
  const { covariates, intervals } = model.purchase;
  if (intervals) return { place, ...intervalParams(groups, intervals, fittedPurchaseModel(model)) };
  if (covariates === null) return { place, of: (p) => groups.values.map(() => p) };
  const { design } = covariates;
  const likelihood = covariateLikelihood(fittedPurchaseModel(model), design, config.purchase.covariates);
  const z = groups.values.map((values) => designRow(design, values));
  return { place, of: (p) => z.map((row) => likelihood.paramsFor(p, row)) };
}

/** The parameters, in days, of one customer by its row of `customers`; those of all without covariates. */
export function paramsOf(
  model: ModelFile,
  customer: Readonly<Record<string, unknown>>,
  config: Config,
): Params {
  const { covariates, dayParams, intervals } = model.purchase;
  if (intervals) {
    const numbers = [Number(customer.covariate_group)];
    return intervalParams({ numbers }, intervals, fittedPurchaseModel(model)).of(dayParams)[0]!;
  }
  if (covariates === null) return dayParams;
  const { design } = covariates;
  const likelihood = covariateLikelihood(fittedPurchaseModel(model), design, config.purchase.covariates);
  return likelihood.paramsFor(
    dayParams,
    designRow(
      design,
      valuesOf((name) => customer[name], config),
    ),
  );
}
