import { resolve } from "node:path";
import { inferConfig } from "../inspect/infer-config.js";
import type { Io } from "../terminal/io.js";

/** Columns that speak of amounts, where a log is said to have none. */
const columnsOfAmounts = ["quantity", "unitPrice", "currency", "refunded", "margin", "cost"];

/** A limit that nobody has read is none: the usual one stops the run, with the rows that it rejects. */
const limitKey = "ingest.maxRejectedShare";

type Tree = Record<string, unknown>;

/**
 * Without a config file: what the flags leave open (columns, separator, date format, …) is recognised from the log as
 * `clv init` would, and said. Flags always win.
 */
export async function completeFlags(
  flags: Tree,
  io: Io,
  log: (message: string) => void,
  warn: (message: string) => void,
): Promise<Tree> {
  const source = flags.source as Tree | string | undefined;
  const paths = typeof source === "string" ? [source] : (source?.paths as string[] | undefined);
  if (paths === undefined || paths.length === 0) return flags;
  const { table, query } = (typeof source === "object" ? source : {}) as { table?: string; query?: string };
  const inferred = (await inferConfig(
    paths.map((path) => resolve(io.cwd, path)),
    {
      ...(table !== undefined && { table }),
      ...(query !== undefined && { query }),
      isGiven: (key) =>
        isGiven(flags, key.split(".")) || key === limitKey || (key === "columns.amount" && hasPrices(flags)),
      warn,
    },
  )) as Tree;
  const completed: Tree = { ...flags, source: { ...(inferred.source as Tree), paths } };
  if (typeof source === "object") completed.source = { ...(completed.source as Tree), ...source };
  for (const section of ["columns", "ingest", "currency"]) {
    const found: Tree = { ...((inferred[section] ?? {}) as Tree) };
    const given = (flags[section] ?? {}) as Tree;
    delete found.maxRejectedShare;
    if (section === "columns" && hasPrices(flags)) delete found.amount;
    if (given.amount === "none") for (const key of columnsOfAmounts) delete found[key];
    const added = Object.keys(found).filter((key) => given[key] === undefined);
    if (added.length > 0)
      log(`recognised ${added.map((key) => `${section}.${key} = ${JSON.stringify(found[key])}`).join(", ")}`);
    completed[section] = { ...found, ...given };
  }
  return completed;
}

/** Quantity and unit price stand for the amount. */
function hasPrices(flags: Tree): boolean {
  return ["quantity", "unitPrice"].every((key) => isGiven(flags, ["columns", key]));
}

function isGiven(flags: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return flags !== undefined;
  return typeof flags === "object" && flags !== null && isGiven((flags as Tree)[key], rest);
}
