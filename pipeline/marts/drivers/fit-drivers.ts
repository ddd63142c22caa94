import {
  baseLevels,
  type DriverCells,
  type DriverFit,
  type DriverImportance,
  falseDiscovery,
  fitQuasiPoisson,
  type LevelEffect,
  levelEffects,
  permutationImportance,
} from "../../../models/index.js";
import type { Row } from "../../engines/engine.js";
import type { Outcome } from "./driver-customers.js";
import type { DriverFeature } from "./features.js";
import { readCells } from "./read-cells.js";

/** What is known of an outcome. */
export interface OutcomeDrivers {
  readonly outcome: Outcome;
  readonly features: readonly DriverFeature[];
  readonly bases: readonly number[];
  readonly fit: DriverFit;
  readonly effects: readonly (LevelEffect & { readonly qValue: number | null })[];
  readonly importance: DriverImportance | null;
  /** Customers who are old enough. */
  readonly customers: number;
}

/** Customers below whom nothing is said of an outcome. */
const fewestCustomers = 50;

/**
 * An outcome by the levels of features; null where too few customers are old enough, or what they bring adds up to nothing.
 * @param rows of driverCells
 * @param place of the outcome among those of the rows
 * @param features the first ones of those of the cells
 */
export function fitDrivers(
  outcome: Outcome,
  rows: readonly Row[],
  place: number,
  features: readonly DriverFeature[],
): OutcomeDrivers | null {
  const cells = readCells(rows, place, features);
  const customers = cells.n.reduce((sum, n) => sum + n, 0);
  const bases = baseLevels(
    cells,
    features.map(({ base }) => base),
  );
  const fit = customers >= fewestCustomers ? fitQuasiPoisson(cells, bases) : null;
  if (fit === null || !fit.converged) return null;
  return {
    ...{ outcome, features, bases, fit, customers },
    effects: withQValues(cells, fit),
    importance: permutationImportance(cells, bases),
  };
}

function withQValues(cells: DriverCells, fit: DriverFit): OutcomeDrivers["effects"] {
  const effects = levelEffects(cells, fit).filter(({ customers }) => customers > 0);
  const q = falseDiscovery(effects.map(({ pValue }) => pValue));
  return effects.map((effect, i) => ({ ...effect, qValue: q[i]! }));
}
