import { ClvError } from "../../../pipeline/errors.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import type { IngestBench } from "../stages/ingest/ingest-log.js";
import type { Export } from "./export.js";

export interface Outcome {
  readonly made: Export;
  /** `asked`: init leaves a choice open; `stopped`: the run refuses the log. */
  readonly what: "right" | "wrong" | "asked" | "stopped";
  readonly isLoud: boolean;
  /** What differs, or why it stopped. */
  readonly because: string;
  readonly said: readonly string[];
}

/** `clv init` and then the ingest stage with what it found; nobody reads what is said in between. */
export async function readExport(made: Export, bench: IngestBench): Promise<Outcome> {
  const [path] = await bench.put({ [`inspected/${made.file}`]: made.content });
  const said: string[] = [];
  const outcome = (what: Outcome["what"], because: string): Outcome => ({
    made,
    what,
    because,
    said,
    isLoud: what === "asked" || what === "stopped" || isToldOf(made, said),
  });
  try {
    const { config, missing, open, warnings } = await inspectSource([path!], { today: "2025-06-30" });
    said.push(...warnings);
    if (missing.length > 0) return outcome("asked", `missing ${missing.join(", ")}`);
    if (open.length > 0) return outcome("asked", `open ${open.map(({ key }) => key).join(", ")}`);
    const { paths: _, ...source } = config.source ?? {};
    const read = await bench.ingest({ [made.file]: made.content }, { ...config, source });
    said.push(...read.warnings);
    const difference = differs(made.truth, read.transactions);
    return outcome(difference === null ? "right" : "wrong", difference ?? "");
  } catch (error) {
    if (error instanceof ClvError) return outcome("stopped", `${error.code}: ${error.message}`);
    throw error;
  }
}

/** Whether something was said of what is in doubt; where nothing is, whether anything was said but of the currency's name. */
function isToldOf({ doubts }: Export, said: readonly string[]): boolean {
  if (doubts.length === 0) return said.some((text) => !/currency/.test(text));
  return doubts.every((doubt) => said.some((text) => doubt.test(text)));
}

function differs(
  truth: ReadonlyMap<string, number>,
  transactions: readonly Readonly<Record<string, unknown>>[],
): string | null {
  const read = new Map<string, number>();
  for (const { customer_id, day, amount } of transactions) {
    const key = `${customer_id} ${day}`;
    read.set(key, (read.get(key) ?? 0) + Math.round(Number(amount) * 100));
  }
  const lost = [...truth].filter(([key]) => !read.has(key));
  const added = [...read].filter(([key]) => !truth.has(key));
  const other = [...truth].filter(([key, cents]) => read.has(key) && Math.abs(read.get(key)! - cents) > 1);
  if (lost.length + added.length + other.length === 0) return null;
  const show = (some: readonly (readonly [string, number])[]): string =>
    some
      .slice(0, 2)
      .map(
        ([key, cents]) => `${key} ${cents / 100}${read.has(key) ? ` read as ${read.get(key)! / 100}` : ""}`,
      )
      .join(", ");
  return `${truth.size} purchases; lost ${lost.length} (${show(lost)}), added ${added.length} (${show(added)}), other amounts ${other.length} (${show(other)})`;
}
