import { cohorts } from "./cohorts/cohorts.js";
import type { Mart } from "./mart.js";

/** All marts, in the order in which they are made: one may read those before it. */
export const marts: readonly Mart[] = [cohorts];
