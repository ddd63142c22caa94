import { rowKinds } from "./day-log.js";
import type { SimulateOptions } from "./options.js";
import { Shop } from "./shop.js";

const pilotCustomers = 50_000;
/** Any other seed would do. */
const pilotSeed = 7_777_777;

/**
 * How many customers are expected to give this many rows: rows / (rows per customer), the latter from a pilot of the same
 * business with 50,000 customers, whose own error is about 1 %.
 *
 * @param rows >= 1
 * @returns at least 1
 */
export function customersForRows(options: SimulateOptions, rows: number): number {
  const pilot = new Shop({ ...options, seed: pilotSeed, customersTruth: false }, pilotCustomers);
  let pilotRows = 0;
  for (let day = 0; day < options.days; day++) {
    const log = pilot.trade(day);
    pilotRows += log.length;
    for (let row = 0; row < log.length; row++) if (log.kind[row] === rowKinds.duplicated) pilotRows++;
  }
  return Math.max(1, Math.round((rows * pilotCustomers) / pilotRows));
}
