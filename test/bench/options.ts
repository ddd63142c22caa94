import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export const caseNames = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"] as const;
export type CaseName = (typeof caseNames)[number];

export interface BenchOptions {
  readonly only: ReadonlySet<CaseName>;
  readonly scale: "full" | "small";
  /** Timed repetitions of each contender of (a); they alternate, and the median counts. */
  readonly repeat: number;
  readonly out: string | null;
  /** A folder of its own is made in it, and removed at the end. */
  readonly work: string;
  readonly venv: string;
}

export const usage = `usage: npm run bench -- [options]
  --only a,b,c     which cases (default: all): a clv run against DuckDB, b fits by size, c against pandas and lifetimes,
                   d fits of every model, e posterior, f predictions, g ZILN network, h against other packages,
                   i publishing into PostgreSQL, j by size up to 100 M orders, k on a Spark cluster, l validation, m the calendar,
                   n marts
  --scale small    everything at 1/20 of the size (default: full)
  --repeat N       repetitions of each contender of (a), alternating; the median counts (default: 1)
  --out FILE       also write the JSON object to FILE
  --work DIR       where the work files go while it runs (default: ${tmpdir()})
  --venv DIR       Python environment of (c) and (h), made where missing and kept (default: ${join(tmpdir(), ".venv-bench")});
                   DIR-pymc is the one with PyMC-Marketing`;

/** The options of a command line; throws a RangeError that says what is wrong with them. */
export function benchOptions(argv: readonly string[]): BenchOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { ...text, multiple: true },
      scale: { ...text, default: "full" },
      repeat: { ...text, default: "1" },
      out: text,
      work: { ...text, default: tmpdir() },
      venv: { ...text, default: join(tmpdir(), ".venv-bench") },
    },
  });
  const only = (values.only ?? [...caseNames]).flatMap((list) => list.split(","));
  for (const name of only)
    if (!isCase(name)) throw new RangeError(`--only takes ${caseNames.join(", ")}; got "${name}"`);
  const { scale } = values;
  if (scale !== "full" && scale !== "small")
    throw new RangeError(`--scale takes full or small; got "${scale}"`);
  const repeat = Number(values.repeat);
  if (!(Number.isInteger(repeat) && repeat >= 1))
    throw new RangeError(`--repeat must be 1 or more; got "${values.repeat}"`);
  return {
    only: new Set(only.filter(isCase)),
    scale,
    repeat,
    out: values.out === undefined ? null : resolve(values.out),
    work: resolve(values.work),
    venv: resolve(values.venv),
  };
}

function isCase(name: string): name is CaseName {
  return (caseNames as readonly string[]).includes(name);
}
