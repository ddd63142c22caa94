import { tableFromArrays } from "apache-arrow";
import { say } from "../../text/messages/say.js";
import type { MartServices } from "../services.js";
import { valuesTable } from "../values-table.js";
import { driverColumns, importanceColumns } from "./driver-columns.js";
import { driverCells, driverCustomers, outcomes, readScale } from "./driver-customers.js";
import { effectRows, expectedOfCells, importanceRows } from "./driver-tables.js";
import {
  age,
  attributeFeatures,
  type DriverFeature,
  earlyPurchases,
  firstOrder,
  season,
} from "./features.js";
import { fitDrivers } from "./fit-drivers.js";

/**
 * Makes mart_driver_effects, mart_driver_importance, mart_driver_customers (a row a customer) and mart_driver_cells (what customers
 * alike are expected to bring in all). Customers are read once, into cells; the regressions read these.
 */
export async function prepareDrivers({ inputs, context, make, load }: MartServices): Promise<void> {
  const { engine, signal, log } = context;
  const { facts } = inputs;
  const rows = (select: Parameters<typeof engine.rows>[0]) => engine.rows(select, signal);
  const { features: attributes, left } = await attributeFeatures(inputs, rows);
  if (left.length > 0) log(say("drivers.left", left));
  const order = facts.money ? await firstOrder(inputs, rows) : null;
  const atFirst = [...attributes, season];
  const early = [...atFirst, ...(order === null ? [] : [order]), earlyPurchases];
  const features = [...early, age];
  const scale = await readScale(inputs, rows);
  await make("mart_driver_customers", driverCustomers(inputs, { features, scored: true }));
  const cells = await rows(driverCells(inputs.table("mart_driver_customers"), outcomes, scale));
  const of: readonly (readonly DriverFeature[])[] = [atFirst, early, features];
  const found = outcomes.flatMap((outcome, i) => fitDrivers(outcome, cells, i, of[i]!) ?? []);
  await make(
    "mart_driver_effects",
    valuesTable(
      driverColumns(facts),
      found.flatMap((drivers) => effectRows(drivers, scale, facts.intervals)),
    ),
  );
  await make(
    "mart_driver_importance",
    valuesTable(
      importanceColumns,
      found.flatMap((drivers) => importanceRows(drivers, facts.intervals)),
    ),
  );
  const total = found.find(({ outcome }) => outcome === "total");
  await load("mart_driver_cells", tableFromArrays(expectedOfCells(total ?? null, scale)).batches);
}
