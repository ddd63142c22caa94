import { join } from "node:path";
import {
  type CovariateHistories,
  type CovariateLikelihood,
  type Design,
  designRow,
  type Histories,
  makeDesign,
  type PurchaseModel,
  withCovariates,
} from "../../models/index.js";
import type { Artifacts } from "../artifacts.js";
import { ClvError } from "../errors.js";
import { covariateNames } from "../purchase-models.js";
import { readArrowBatches } from "../sources/arrow-ipc.js";
import { attributeColumn } from "../sql/parse-rows.js";
import type { StageContext } from "../stage.js";
import { fittedPurchaseModel } from "./model-file.js";
import type { GroupParams } from "./predict.js";
import { readGroups } from "./read-histories.js";

type Values = readonly (string | number | null)[];

/** The values of every group of covariates, in their order, and how many customers have them. */
export interface CovariateGroups {
  readonly names: readonly string[];
  readonly values: readonly Values[];
  readonly n: readonly number[];
}

/** covariate_groups.arrow, with the continuous attributes as numbers. Null without covariates. */
export async function readCovariateGroups(
  { file, rows }: Artifacts["covariate_groups"],
  { config, runDir }: StageContext,
): Promise<CovariateGroups | null> {
  if (rows === 0) return null;
  const names = covariateNames(config);
  const continuous = new Set(config.purchase.covariates.continuous);
  const values: Values[] = [];
  const n: number[] = [];
  for await (const batch of readArrowBatches(join(runDir, file)))
    for (let i = 0; i < batch.numRows; i++) {
      values.push(
        names.map((name) => {
          const text = batch.getChild(attributeColumn(name))?.get(i) as string | null;
          return continuous.has(name) ? numberOf(text, name) : text;
        }),
      );
      n.push(Number(batch.getChild("n")?.get(i)));
    }
  return { names, values, n };
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
export async function groupParams(
  path: string,
  rows: number,
  { covariate_groups, model }: Pick<Artifacts, "covariate_groups" | "model">,
  context: StageContext,
): Promise<GroupParams | null> {
  const groups = await readCovariateGroups(covariate_groups, context);
  if (groups === null) return null;
  const group = await readGroups(path, rows);
  const { covariates } = model.purchase;
  if (covariates === null) return { group, of: (p) => groups.values.map(() => p) };
  const { design } = covariates;
  const likelihood = covariateLikelihood(
    fittedPurchaseModel(model),
    design,
    context.config.purchase.covariates,
  );
  const z = groups.values.map((values) => designRow(design, values));
  return { group, of: (p) => z.map((row) => likelihood.paramsFor(p, row)) };
}
