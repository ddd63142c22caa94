import { z } from "zod";
import { fingerprint } from "../files/fingerprint.js";
import { actions } from "./actions.js";
import { checkConfig } from "./checks.js";
import { costs } from "./costs.js";
import { forecast } from "./forecast.js";
import { currency, ingest } from "./ingest.js";
import { purchase, spend } from "./models.js";
import { monitoring } from "./monitoring.js";
import { engine, sink, tiers, uncertainty, value } from "./output.js";
import { quality } from "./quality.js";
import { retrain } from "./retrain.js";
import { segments } from "./segments.js";
import { columns, source } from "./source.js";
import { targets } from "./targets.js";
import { validate } from "./validate.js";
import { isoDate, timeZone } from "./values.js";

export const configSchema = z
  .strictObject({
    source: source.prefault({}),
    columns: columns.prefault({}),
    asOf: isoDate.optional().meta({
      description: "Observation ends on this day, yyyy-mm-dd (default: the last day with an order)",
    }),
    timeZone: timeZone.default("UTC").meta({ description: "Zone in which a day begins, e.g. Europe/Berlin" }),
    timeUnit: z.enum(["day", "week", "month", "year"]).default("day").meta({
      description: "Unit in which parameters are reported; a month is 365/12 days. Tables stay in days",
    }),
    ingest: ingest.prefault({}),
    currency: currency.prefault({}),
    purchase: purchase.prefault({}),
    spend: spend.prefault({}),
    forecast: forecast.prefault({}),
    value: value.prefault({}),
    marts: z.enum(["all", "none"]).default("all").meta({
      description:
        "Tables to decide with (cohorts, payback, forecast, call list, …): all that a run can make, or none",
    }),
    costs: costs.prefault({}),
    targets: targets.prefault({}),
    segments: segments.prefault({}),
    actions: actions.prefault({}),
    uncertainty: uncertainty.prefault({}),
    tiers,
    validate: validate.prefault({}),
    quality: quality.prefault({}),
    retrain: retrain.prefault({}),
    monitoring: monitoring.prefault({}),
    publish: z.array(sink).optional().meta({
      description:
        "Where scores go, e.g. duckdb:warehouse.duckdb parquet:out csv:out (default: warehouse.duckdb in runsDir)",
    }),
    engine: engine.prefault({}),
    runsDir: z.string().default("runs").meta({ description: "Folder of the runs" }),
    keepRuns: z.number().int().positive().default(30).meta({
      description:
        "Latest runs of a configuration that stay in runsDir, and in the engine's server; older ones are removed after a publish",
    }),
    seed: z.number().int().min(0).default(1).meta({ description: "Seed of everything random" }),
  })
  .superRefine(checkConfig);

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
/** An output: its kind and where it is. */
export type PublishTarget = NonNullable<Config["publish"]>[number];
export type SinkKind = PublishTarget["to"];
/** Outputs of one kind. */
export type TargetOf<Kind extends SinkKind> = Of<PublishTarget, Kind>;
type Of<Target, Kind> = Target extends { readonly to: infer To } ? (Kind extends To ? Target : never) : never;

/** JSON Schema (draft 2020-12) of clv.yaml. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: "input" });
}

/**
 * Everything that can change a score: not where results go, what is checked and validated, what decisions are made of scores, nor how much memory or how many
 * threads are used.
 */
export function scoringConfig(c: Config): object {
  const {
    publish: _publish,
    runsDir: _runsDir,
    engine: _engine,
    keepRuns: _keepRuns,
    source,
    currency,
    ingest,
    purchase,
    ...scoring
  } = c;
  const {
    validate: _validate,
    quality: _quality,
    retrain: _retrain,
    monitoring: _monitoring,
    marts: _marts,
    costs: _costs,
    targets: _targets,
    segments: _segments,
    forecast: { plan: _plan, ...forecast },
    actions: _actions,
    ...rest
  } = scoring;
  const { paths: _paths, connection: _connection, ...reading } = source;
  const { ratesFile: _ratesFile, ...rates } = currency;
  const { keepIngested: _keepIngested, ...rules } = ingest;
  // of a file the content decides
  const events = purchase.events?.map(({ file, ...event }) => (file === undefined ? event : { file: true }));
  const purchases = events ? { ...purchase, events } : purchase;
  return { ...rest, forecast, source: reading, currency: rates, ingest: rules, purchase: purchases };
}

/** SHA-256 of the part of the config that can change a score, whatever the order of its keys. */
export function configHash(c: Config): string {
  return fingerprint(scoringConfig(c));
}
