import type { Found, ShareCheck } from "./checks.js";
import { acquisitionChecks } from "./measure-acquisition.js";
import { actionChecks } from "./measure-actions.js";
import { sourceChecks } from "./measure-sources.js";
import { cohortChecks, forecastChecks, valueChecks } from "./measure-totals.js";
import { type WorldRun, withRun } from "./run-world.js";
import { drawWorld, type WorldName } from "./world.js";

export interface JobItem {
  readonly name: WorldName;
  readonly seed: number;
  /** Whether a run of a quarter before is made too, so that there is a bridge. */
  readonly bridge: boolean;
  /** Customers up to the as-of date, about; as many as its kind has when absent. */
  readonly customers?: number;
}

export interface JobResult extends JobItem, Found {
  readonly seconds: number;
}

/** A world, what a run says of it, and what is true. */
export async function decisionsOf({ name, seed, bridge, customers }: JobItem): Promise<JobResult> {
  const began = performance.now();
  const world = drawWorld(name, seed, customers);
  const forEver = name !== "season";
  const found = await withRun(world, bridge, async (run): Promise<Found> => {
    const acquired = await acquisitionChecks(world, run);
    const acted = await actionChecks(world, run);
    const sources = forEver ? await sourceChecks(world, run) : { checks: [], shares: [] };
    return {
      checks: [
        ...(await forecastChecks(world, run)),
        ...(await cohortChecks(world, run)),
        ...(await valueChecks(world, run)),
        ...[acquired, acted, sources].flatMap(({ checks }) => checks),
      ],
      shares: [
        ...[acquired, acted, sources].flatMap(({ shares }) => shares),
        ...(bridge ? await bridgeShares(run) : []),
      ],
    };
  });
  const beyond = ["for ever", "ltv", "affordable", "realised gain", "verdict", "gain of the list", "never"];
  const isTrue = ({ figure }: { readonly figure: string }): boolean =>
    forEver || !beyond.some((word) => figure.includes(word) && !figure.includes("ltv_"));
  return {
    ...{ name, seed, bridge },
    checks: found.checks.filter(isTrue),
    shares: found.shares.filter(isTrue),
    seconds: (performance.now() - began) / 1000,
  };
}

/** What is left of a bridge when the model is right, as a share of the value at the opening. */
async function bridgeShares(run: WorldRun): Promise<ShareCheck[]> {
  const lines = new Map(
    (await run.rows("clv_equity_bridge")).map(({ item, amount }) => [String(item), Number(amount)]),
  );
  const of = (...items: string[]): number => items.reduce((sum, item) => sum + lines.get(item)!, 0);
  return [
    {
      figure: "bridge: (behaviour + lost) / opening",
      nominal: 0,
      share: of("grown", "shrunk", "lost") / of("opening"),
    },
  ];
}

/** Several worlds, so many at a time: they wait for threads of their own most of the time. */
export async function decisionsOfAll(items: readonly JobItem[], atOnce: number): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const waiting = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results[next[0]] = await decisionsOf(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
