import type { Table } from "apache-arrow";
import { type Artifacts, type ModelFile, openRun, type Run, run } from "clv";
import { bgNbd, type PurchaseModel } from "clv/models";

/** Compiled and never run: what whoever installs the package can write, by the types that it holds. */
export async function uses(folder: string): Promise<void> {
  const made: Run = await run(
    { source: { paths: ["orders.csv"] }, columns: { customer: "id", date: "day", amount: "total" } },
    {
      cwd: folder,
      settings: { runsDir: "runs" },
      until: "score",
      observer: { stageStarted: () => undefined },
    },
  );
  const champion: ModelFile = await made.artifact("champion");
  const checks: Artifacts["checks"] = await made.artifact("checks");
  const opened = await openRun("runs", { cwd: folder, id: made.runId });
  const scores: Table = await opened.table("scores");
  const model: PurchaseModel = bgNbd;
  void [champion, checks, scores, model];
  // @ts-expect-error there is no such artifact
  await opened.artifact("champignon");
  // @ts-expect-error a JSON artifact is no table
  await opened.table("champion");
  // @ts-expect-error nor are there such settings
  await run({ sauce: { paths: [] } });
}
