import { z } from "zod";
import { margin } from "./margin.js";
import { variableName } from "./values.js";

export const value = z
  .strictObject({
    horizonsDays: z
      .array(z.number().int().positive().max(36_525))
      .min(1)
      .max(24, "are more than 24: each is predicted for every customer, with its intervals")
      .default([90, 180, 365])
      .meta({ description: "Horizons of expected purchases and CLV, in days from asOf" }),
    annualDiscountRate: z.number().min(0).max(10).default(0.1).meta({
      description:
        "Discount rate a year; 0.10 is ten per cent. 0 leaves the residual CLV without a finite value",
    }),
    margin: margin.default(1).meta({
      description:
        "Contribution margin as a share of revenue; or one by an attribute of the customer, as { attribute: channel, values: { web: 0.3, app: 0.4 }, default: 0.35 }",
    }),
  })
  .meta({ description: "How future purchases become value" });

export const uncertainty = z
  .strictObject({
    intervals: z.boolean().default(true).meta({
      description:
        "80 and 95 % intervals of purchases and CLV, for each customer (chance and parameters), and for the total, segments, tiers and months (season and level as well, where purchase.calendar finds them)",
    }),
    method: z.enum(["laplace", "posterior", "bootstrap"]).default("laplace").meta({
      description:
        "Doubt about parameters: normal approximation, full posterior, or refits to reweighted customers",
    }),
    draws: z.number().int().min(100).default(4000).meta({
      description: "posterior: draws in all, from 4 chains; bootstrap: replicates",
    }),
  })
  .meta({ description: "How sure the predictions are" });

export const tiers = z
  .record(z.string(), z.number().gt(0).max(1))
  .default({ top: 0.05, high: 0.2, middle: 0.5, low: 1 })
  .meta({
    description:
      "Value tiers: name and the share of customers, best first, that it ends at; the last must be 1, and holds all without expected value",
  });

/** Kinds of outputs, and what their path is. */
const places = {
  duckdb: "PATH",
  parquet: "DIR",
  csv: "DIR",
  arrow: "DIR",
  postgres: "SCHEMA",
  spark: "DATABASE",
} as const;
type Kind = keyof typeof places;
const kinds = Object.keys(places) as Kind[];

const fileMode = z
  .string(`is not text: put it into quotes, as "0640"`)
  .regex(/^0?[67][0-7]{2}$/, `is no mode that lets its owner read and write, such as "0640"`)
  .optional();
const toDuckDb = z.strictObject({ to: z.literal("duckdb"), path: z.string().min(1), fileMode });
const toFiles = z.strictObject({ to: z.enum(["parquet", "arrow"]), path: z.string().min(1), fileMode });
/** escapeFormulas: unless false, a text that a spreadsheet would run gets an apostrophe before it. */
const toCsv = z.strictObject({
  to: z.literal("csv"),
  path: z.string().min(1),
  fileMode,
  escapeFormulas: z.boolean().optional(),
});
/** path: the schema of PostgreSQL, the database of Spark. */
const toPostgres = z.strictObject({
  to: z.literal("postgres"),
  path: z.string().min(1),
  connection: variableName.optional(),
  mode: z.enum(["swap", "upsert"]).default("swap"),
});
const toSpark = z.strictObject({
  to: z.literal("spark"),
  path: z.string().min(1),
  connection: variableName.optional(),
});
export const sink = z.union([
  toDuckDb,
  toFiles,
  toCsv,
  toPostgres,
  toSpark,
  z
    .string()
    .regex(
      new RegExp(`^(${kinds.join("|")}):.+$`),
      `not of the form ${kinds.map((kind) => `${kind}:${places[kind]}`).join(", ")}`,
    )
    .transform(
      (s): z.output<typeof toDuckDb | typeof toFiles | typeof toCsv | typeof toPostgres | typeof toSpark> => {
        const cut = s.indexOf(":");
        const to = s.slice(0, cut) as Kind;
        const path = s.slice(cut + 1);
        return to === "postgres" ? { to, path, mode: "swap" } : { to, path };
      },
    ),
]);

export const engine = z
  .strictObject({
    name: z
      .enum(["duckdb", "postgres", "spark"])
      .default("duckdb")
      .meta({ description: "Where the steps that touch customers run: embedded, or in a server" }),
    connection: variableName.optional().meta({
      description:
        "Server: name of the environment variable that holds the address (default: CLV_POSTGRES_URL, then PG*; SPARK_REMOTE)",
    }),
    namespace: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}$/, "is not up to 31 small letters, digits and _")
      .default("clv")
      .meta({
        description:
          "Server: each run keeps its tables in a schema (Spark: database) of this name and its id",
      }),
    statementTimeoutSeconds: z
      .number()
      .int()
      .min(0)
      .default(0)
      .meta({ description: "PostgreSQL: no statement may take longer; 0 for no limit" }),
    memoryLimit: z
      .string()
      .regex(/^\d+(\.\d+)?\s?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/i, "not a size such as 1GB or 800MB")
      .default("1200MB")
      .meta({
        description: "Memory of the engine; it spills to disk beyond. The process needs about 500 MB more",
      }),
    threads: z
      .number()
      .int()
      .min(0)
      .default(0)
      .meta({ description: "Threads of the engine, 0 for one a core" }),
    spillDirectory: z
      .string()
      .optional()
      .meta({ description: "Folder for spilling (default: in the run folder)" }),
  })
  .meta({ description: "The engine and its bounds" });
