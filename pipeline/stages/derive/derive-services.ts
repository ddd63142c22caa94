import type { MartInputs } from "../../marts/mart.js";
import type { Newcomers } from "../../marts/newcomers.js";
import type { MartArtifacts, MartServices } from "../../marts/services.js";
import type { StageContext } from "../../stage.js";
import { groupBounds } from "./bounds/group-bounds.js";
import { changedFutures } from "./changed-futures.js";
import { type DistinctHistories, distinctHistories } from "./distinct-histories.js";
import { newcomersOf } from "./newcomers/newcomers.js";
import { nextOrders } from "./next-orders.js";
import { previousScores } from "./opening/previous-scores.js";
import { makeRestated } from "./opening/restated-customers.js";
import { readPlan } from "./read-plan.js";
import { staying } from "./staying.js";

/** What marts are prepared with, and what the tables that they share are. */
export interface DeriveServices extends MartServices {
  /** Read once. */
  histories(): Promise<DistinctHistories>;
  /** Drops every table that was made or loaded: they hold people's data and serve no one else. */
  close(): Promise<void>;
}

/** @param has see MartServices */
export function deriveServices(
  inputs: MartInputs,
  artifacts: MartArtifacts,
  has: MartServices["has"],
  context: StageContext,
): DeriveServices {
  const { engine, signal } = context;
  const { facts } = inputs;
  const scored = { ...artifacts, model: artifacts.champion };
  const passing = new Set<string>();
  const bounds = groupBounds(scored, facts, context);
  let histories: Promise<DistinctHistories> | null = null;
  let newcomers: Promise<Newcomers> | null = null;
  const services: DeriveServices = {
    ...{ inputs, artifacts, context, has },
    async make(name, select) {
      passing.add(name);
      await engine.materialize({ name }, select, signal);
    },
    async load(name, batches) {
      passing.add(name);
      await engine.load({ name }, batches, signal);
    },
    histories: () => (histories ??= distinctHistories(scored, context)),
    newcomers: () => (newcomers ??= newcomersOf(inputs, scored, context)),
    plan: () => readPlan(facts, context),
    loadBounds: async (table, groups) => services.make(table, await bounds.of(groups)),
    loadMonthBounds: async (table, groups) => services.make(table, await bounds.ofMonths(groups)),
    loadFutures: async (table, futures) =>
      services.load(table, changedFutures(futures, await services.histories(), context)),
    loadNextOrders: async (table) => services.load(table, nextOrders(await services.histories(), context)),
    makeStaying: async (table) => services.load(table, staying(await services.histories(), context)),
    makeRestated: (table) => makeRestated(table, services),
    loadPreviousScores: async (table) =>
      services.make(table, await previousScores(artifacts.monitoring, facts.longestDays, context)),
    async close() {
      await bounds.close();
      for (const name of passing) await engine.drop({ name });
    },
  };
  return services;
}
