import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readArtifact } from "../../../pipeline/artifacts/artifact-files.js";
import { gateTable } from "../../../pipeline/registry/gate-table.js";
import { stageNames } from "../../../pipeline/stage.js";
import { sha256 } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { day, type Line, ordinary, shop, writeLog } from "../cli/shop-log.js";

const root = await mkdtemp(join(tmpdir(), "clv-takes-over-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const lines = shop(500, ordinary, 3, 400);
const until = (last: number, change: (line: Line) => Line = (l) => l): Line[] =>
  lines.filter((l) => l[1] <= day(last)).map(change);
/** A broken load: what came in the last month is a multiple of what it is, too late to be seen by the checks as they are set here. */
const broken = (last: number, times = 100): Line[] =>
  until(last, ([c, d, a]) => [c, d, d > day(last - 25) ? times * a : a]);

const off = { warn: 0, stop: 0 };
const blind = { quality: { amountJump: off, busyDay: off }, retrain: { policy: { refitAfterDays: 20 } } };

async function folderWith(settings = ""): Promise<string> {
  const folder = await mkdtemp(join(root, "shop-"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
marts: none
columns: { customer: customer_id, date: order_date, amount: amount }
uncertainty: { intervals: false }
validate: { models: [bg-nbd], replicates: 20, origins: 2 }
publish: ["csv:out"]
engine: { threads: 1 }
${settings}`,
  );
  return folder;
}

const run = async (
  folder: string,
  log: readonly Line[],
  flags: Record<string, unknown> = {},
  options: Parameters<typeof runHere>[2] = {},
) => {
  await writeLog(join(folder, "log.csv"), log);
  return runHere(folder, flags, options);
};

/** Everything that a stopped run must leave as it was. */
async function stateOf(folder: string): Promise<Record<string, string>> {
  const at = async (name: string) => sha256(join(folder, name));
  const outputs = (await readdir(join(folder, "out"), { recursive: true, withFileTypes: true }))
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name).slice(folder.length + 1));
  const names = ["runs/registry.json", ...outputs.sort()];
  const models = (await readdir(join(folder, "runs/models"))).sort().join();
  return { models, ...Object.fromEntries(await Promise.all(names.map(async (n) => [n, await at(n)]))) };
}

const scoresIn = async ({ runDir }: { runDir: string }): Promise<string> =>
  sha256(join(runDir, "model.json"));

/** Everything that a run writes but its times: the manifest, the log and what was published when. */
async function artifactsIn({ runDir }: { runDir: string }): Promise<Record<string, string>> {
  const names = await readdir(runDir, { recursive: true });
  const files = names
    .filter((name) => /\.(json|parquet|arrow)$/.test(name) && name !== "manifest.json")
    .sort();
  expect(files).toEqual(expect.arrayContaining(["model.json", "checks.json", "score_summary.json"]));
  return Object.fromEntries(await Promise.all(files.map(async (f) => [f, await sha256(join(runDir, f))])));
}

let folder: string;
let clean: string;
beforeAll(async () => {
  folder = await folderWith();
  clean = await folderWith();
  for (const place of [folder, clean]) await run(place, until(280), blind);
}, 120_000);

test("a run that is stopped before its scores are out leaves champion, registry and outputs; mended data are fitted again", async () => {
  const before = await stateOf(folder);
  const strict = { ...blind, monitoring: { scores: { stop: 0.5 } } };
  await expect(run(folder, broken(305), strict)).rejects.toMatchObject({ code: "MONITORING_STOP" });
  expect(await stateOf(folder)).toEqual(before);
  await mkdir(join(folder, "log.csv.d"));
  await expect(
    run(folder, broken(305), {
      ...blind,
      monitoring: { scores: { stop: 0 }, scoreboard: { stop: 0 } },
      publish: ["csv:log.csv/x"],
    }),
  ).rejects.toMatchObject({ code: "SINK_REFUSED" });
  expect(await stateOf(folder)).toEqual(before);

  const mended = await run(folder, until(305), blind);
  expect(mended.decision.action).not.toBe("score");
  const never = await run(clean, until(305), blind);
  expect([await scoresIn(mended), mended.modelVersion]).toEqual([await scoresIn(never), never.modelVersion]);
  expect(await sha256(join(folder, "out/clv_scores.csv"))).toBe(
    await sha256(join(clean, "out/clv_scores.csv")),
  );
}, 120_000);

test("a champion of broken data gives way to mended data of the same day, and teaches them nothing", async () => {
  const [wrong, right] = [await folderWith(), await folderWith()];
  const open = { ...blind, monitoring: { scores: { stop: 0 }, scoreboard: { stop: 0 } } };
  for (const place of [wrong, right]) await run(place, until(280), open);
  const first = await run(wrong, broken(305, 1.2), open);
  expect(first.gate.outcome).toBe("refit");
  const mended = await run(wrong, until(305), open);
  expect(mended.decision.reasons[0]).toBe(
    `${first.modelVersion} was fitted to this very day ${day(305)} from other data`,
  );
  expect(mended.gate).toMatchObject({ outcome: "refit", setAside: first.modelVersion });
  const never = await run(right, until(305), open);
  expect(mended.modelVersion).toBe(never.modelVersion);
  const again = await run(wrong, until(305), open);
  expect([again.decision.action, again.modelVersion]).toEqual(["score", mended.modelVersion]);
}, 120_000);

test("the same command again is another run while it starts from another champion, then the same run with the same bytes", async () => {
  const place = await folderWith();
  const flags = { retrain: { when: "always" } };
  const first = await run(place, until(280), flags);
  const made = await scoresIn(first);
  const second = await run(place, until(280), flags);
  expect(second.runId).not.toBe(first.runId);
  expect(await scoresIn(first)).toBe(made);
  const kept = { retrain: { when: "never" } };
  const third = await run(place, until(280), kept);
  const bytes = await artifactsIn(third);
  const fourth = await run(place, until(280), kept);
  expect(fourth.runId).toBe(third.runId);
  expect(await artifactsIn(fourth)).toEqual(bytes);
  const validated = { ...kept, validate: { when: "always", totalOrigins: 0 } };
  const fifth = await run(place, until(280), validated);
  const measured = await artifactsIn(fifth);
  const sixth = await run(place, until(280), validated);
  expect(sixth.runId).toBe(fifth.runId);
  expect(await artifactsIn(sixth)).toEqual(measured);
  expect((await run(place, until(280), kept, { resume: true })).runId).toBe(third.runId);
}, 120_000);

test("a first run that is done is gone on with as itself", async () => {
  const place = await folderWith();
  const first = await run(place, until(280));
  const resumed = await run(place, until(280), {}, { resume: true });
  expect([resumed.runId, resumed.kept.length]).toEqual([first.runId, stageNames.length]);
}, 60_000);

test("what `clv validate` found is kept and judged by the run after it", async () => {
  const place = await folderWith();
  const validated = await run(place, until(280), { validate: { when: "always" } }, { until: "validate" });
  const used = await run(place, until(280));
  expect(used.runId).toBe(validated.runId);
  expect(used.kept).toEqual(["validate"]);
  expect(used.gate.gates.find((g: { gate: string }) => g.gate === "bias").state).not.toBe("not measured");
}, 60_000);

test("a refusal stands until it is measured again, and a model that scores in spite of one says so in every run", async () => {
  const place = await folderWith("retrain: { when: always, gates: { maxBias: 0.000001 } }");
  const first = await run(place, until(280), { validate: { when: "always", totalOrigins: 0 } });
  expect(first.gate).toMatchObject({ outcome: "first", overridden: ["bias"] });
  expect(first.log).toContain(`warning: ${first.modelVersion} scores though it does not pass: bias`);
  const kept = await run(place, until(285), { retrain: { when: "never" } });
  expect(kept.gate).toMatchObject({ outcome: "kept", overridden: ["bias"] });
  expect(kept.log).toContain("scores though it does not pass: bias");
  const refused = await run(place, until(300), { validate: { when: "always", totalOrigins: 0 } });
  expect(refused.gate.outcome).toBe("refused");
  // the same data without a validation: nothing is measured, and the refusal stays
  const again = await run(place, until(300), { validate: { when: "never" } });
  expect(again.gate.outcome).toBe("refused");
  expect(again.gate.gates.find((g: { gate: string }) => g.gate === "bias")).toMatchObject({
    state: "refused",
    reason: expect.stringMatching(/^refused before on these data, as of .*, and not measured since: bias: /),
  });
  // other data: it may pass, and it is said what was not measured
  const later = await run(place, until(310), { validate: { when: "never" } });
  expect(later.gate).toMatchObject({ outcome: "refit", overridden: ["bias"] });
  expect(later.log).toContain(`${later.modelVersion} scores though it does not pass: bias`);
}, 120_000);

test("files of an older version are read, with their sentences; those of a newer one are named", async () => {
  const dir = await mkdtemp(join(root, "old-"));
  const older = {
    ...{ format: 1, configuration: "c", outcome: "first", champion: "a", before: null, challenger: "a" },
    gates: [
      { gate: "bias", value: "-", threshold: "within ±20 %", passed: true, reason: "not measured" },
      {
        gate: "identified",
        value: "purchases weak",
        threshold: "identified",
        passed: false,
        reason: "b is odd",
      },
    ],
    reason: "the first model, in spite of identified: b is odd",
  };
  await writeFile(join(dir, "gate.json"), JSON.stringify(older));
  const read = await readArtifact(dir, "gate");
  expect(read).toMatchObject({ format: 2, overridden: ["identified"] });
  expect(read.gates.map((g) => g.state)).toEqual(["not measured", "refused"]);
  expect(gateTable(read.gates)).toMatch(/identified +REFUSED +purchases weak; wanted: identified\s+b is odd/);
  await writeFile(join(dir, "gate.json"), JSON.stringify({ ...older, format: 3 }));
  await expect(readArtifact(dir, "gate")).rejects.toThrow(
    /gate\.json has format 3, which this version of clv cannot read/,
  );
});

test("gate.json, checks.json and monitoring.json hold codes and numbers, no sentences", async () => {
  const { runDir } = await run(clean, until(320), { ...blind, retrain: { when: "always" } });
  for (const name of ["gate.json", "checks.json", "monitoring.json"]) {
    const text = await readFile(join(runDir, name), "utf8");
    const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]!);
    const words = strings.filter((s) => /[a-z]{2,} [a-z]/i.test(s));
    const names = new Set(["not measured", "value bias", "value rival", "data quality"]);
    expect(
      words.filter((s) => !names.has(s)),
      name,
    ).toEqual([]);
  }
}, 60_000);
