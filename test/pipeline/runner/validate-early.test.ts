import { expect, test } from "vitest";
import { bgNbd } from "../../../models/index.js";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, logFolder } from "./logged-run.js";
import { simulatedLog } from "./simulated-log.js";

const root = await scratch();
const start = "2023-01-01";
const world = { r: 1.1, alpha: 16, a: 0.4, b: 1.5 };

test("an origin before anybody bought twice is left out with a word; the models are judged on the others", async () => {
  const log = simulatedLog(bgNbd, world, start, { customers: 400, days: 400, arrivals: 250, seed: 5 });
  const first = new Map<string, string>();
  for (const [id, day] of log as [string, string][])
    if (!first.has(id) || day < first.get(id)!) first.set(id, day);
  // nobody came back before the shop was 170 days old
  const late = log.filter(
    ([id, day]) => day === first.get(id as string) || (day as string) > dayAfter(start, 170),
  );
  const folder = await logFolder(
    root,
    late.map((row) => row.slice(0, 3)),
  );
  const settings = {
    asOf: dayAfter(start, 400),
    uncertainty: { intervals: false },
    validate: {
      ...{ when: "always", models: ["bg-nbd"], replicates: 0, totalOrigins: 0 },
      origins: [dayAfter(start, 150), dayAfter(start, 250), dayAfter(start, 320)],
    },
  };
  const { validation, log: logged } = await runHere(folder, settings, { until: "validate" });
  expect(validation.origins.map((o: { origin: string }) => o.origin)).toEqual([
    dayAfter(start, 250),
    dayAfter(start, 320),
  ]);
  expect(validation.ranking).toMatchObject([{ model: "bg-nbd", failed: 0 }]);
  expect(logged).toContain(`${dayAfter(start, 150)} is left out of the backtests`);
});
